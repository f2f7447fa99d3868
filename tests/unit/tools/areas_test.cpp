// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/unit/tools/statistics.hpp"

using namespace yhdyspinta::tools::statistics;
using test::tables;

namespace {

std::string found(const std::string& text, bool has_county_codes = false) {
    static const Areas kAreas(tables());
    const auto area = kAreas.find(text, has_county_codes);
    if (!area) return "unknown";
    switch (area->kind) {
        case AreaKind::municipality: return "municipality " + area->code;
        case AreaKind::county: return "county " + area->code;
        case AreaKind::country: return "country";
        case AreaKind::outside: return "outside";
    }
    return "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(areas)

BOOST_AUTO_TEST_CASE(codes_come_before_names) {
    BOOST_TEST(found("KU167") == "municipality 167");
    BOOST_TEST(found("KU167 Joensuu") == "municipality 167");
    BOOST_TEST(found("KU167 Kuopio") == "municipality 167");
    BOOST_TEST(found("020") == "municipality 020");
    BOOST_TEST(found("ku020") == "municipality 020");
    BOOST_TEST(found("SSS") == "country");
    BOOST_TEST(found("KU999 Joensuu") == "unknown");
    BOOST_TEST(found("20") == "unknown");
}

BOOST_AUTO_TEST_CASE(two_digits_are_a_region_or_a_county_by_where_they_stand) {
    // MK05 is Kanta-Häme, county 05 Varsinais-Suomi
    BOOST_TEST(found("MK05 Kanta-Häme") == "county 07");
    BOOST_TEST(found("HVA05") == "county 05");
    BOOST_TEST(found("05", true) == "county 05");
    BOOST_TEST(found("MK01 Uusimaa") == "outside");
    BOOST_TEST(found("MK21 Ahvenanmaa") == "outside");
    BOOST_TEST(found("SK091 Pori") == "outside");
}

BOOST_AUTO_TEST_CASE(names_are_known_in_three_languages) {
    BOOST_TEST(found("Joensuu") == "municipality 167");
    BOOST_TEST(found("JOENSUU") == "municipality 167");
    BOOST_TEST(found("Esbo") == "municipality 049");
    BOOST_TEST(found("Pohjois-Karjala") == "county 14");
    BOOST_TEST(found("Norra Karelens välfärdsområde") == "county 14");
    BOOST_TEST(found("North Karelia wellbeing services county") == "county 14");
    BOOST_TEST(found("KOKO MAA") == "country");
    BOOST_TEST(found("Maarianhamina - Mariehamn") == "outside");
    BOOST_TEST(found("Koski Tl") == "municipality 284");
    BOOST_TEST(found("Atlantis") == "unknown");
}

BOOST_AUTO_TEST_CASE(a_municipality_that_was_merged_is_the_one_it_was_merged_into) {
    BOOST_TEST(found("KU588 Pertunmaa") == "municipality 507");
    BOOST_TEST(found("Valtimo") == "municipality 541");
}

BOOST_AUTO_TEST_CASE(tables_of_the_model_fit_together) {
    BOOST_TEST(tables().municipalities.rows.size() == 292u);
    BOOST_TEST(tables().counties.rows.size() == 22u);
    const auto& municipalities = tables().municipalities;
    std::map<std::string, double> children, people, farthest, weighted;
    for (const auto& row : municipalities.rows) {
        const std::string county = row[municipalities.column("county_code")];
        const double count = municipalities.number(row, "pop_0_17_2020");
        const double distance = municipalities.number(row, "distance_km");
        children[county] += count;
        people[county] += municipalities.number(row, "population_2020");
        farthest[county] = std::max(farthest[county], distance);
        weighted[county] += count * distance;
        const double shares = municipalities.number(row, "share_fi") +
                              municipalities.number(row, "share_sv") +
                              municipalities.number(row, "share_other");
        BOOST_TEST(shares == 1.0, boost::test_tools::tolerance(1e-9));
    }
    for (const auto& row : tables().counties.rows) {
        BOOST_TEST(tables().counties.number(row, "pop_0_17") == children.at(row[0]));
        BOOST_TEST(tables().counties.number(row, "population") == people.at(row[0]));
        BOOST_TEST(tables().school_years.row(row[0]) != nullptr);
        // the distances of another set of coordinates differ by some kilometres
        const auto& indicators = tables().indicators;
        const auto* told = indicators.row(row[0]);
        BOOST_TEST_REQUIRE(told != nullptr);
        BOOST_TEST(std::abs(indicators.number(*told, "farthest_km") - farthest.at(row[0])) < 4.0);
        BOOST_TEST(std::abs(indicators.number(*told, "mean_km_to_largest_children") -
                            weighted.at(row[0]) / children.at(row[0])) < 1.2);
    }
    for (const auto& row : tables().changes.rows) {
        BOOST_TEST(municipalities.row(row[0]) == nullptr);
        BOOST_TEST(municipalities.row(row[tables().changes.column("merged_into")]) != nullptr);
    }
}

BOOST_AUTO_TEST_SUITE_END()
