// SPDX-License-Identifier: Apache-2.0
#include "tools/statistics/region.hpp"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"
#include "tests/unit/tools/statistics.hpp"
#include "tools/statistics/region_file.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::tools::statistics;
using test::tables;

namespace {

const std::vector<std::string> kBands{"pop_0_2_2020",  "pop_3_5_2020",   "pop_6_2020",
                                      "pop_7_12_2020", "pop_13_15_2020", "pop_16_17_2020"};

Region region(const std::string& wanted) {
    return find_region(wanted, tables(), Areas(tables()), kBands);
}

/// The region with what the texts say instead.
struct Replaced {
    Region region;
    std::string said;
};

Replaced replaced(const std::string& wanted, const std::vector<std::string>& texts) {
    Replaced made{region(wanted), ""};
    Areas areas(tables());
    base::Diagnostics diagnostics;
    std::vector<StatisticsTable> read;
    for (const auto& text : texts) {
        auto table = read_statistics_text(text, "file", areas, diagnostics);
        BOOST_TEST_REQUIRE(table.has_value(), said(diagnostics));
        read.push_back(std::move(*table));
    }
    replace_columns(made.region, read, diagnostics);
    made.said = said(diagnostics);
    return made;
}

/// Ages 0 to 17 of some areas, so many of each.
std::string ages(const std::string& area, int each) {
    std::string text;
    for (int age = 0; age < 18; ++age) text += fmt::format("{},{},{}\n", area, age, each);
    return text;
}

const std::string kHeader = "Alue,Ikä,Väestö 2024\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(regions)

BOOST_AUTO_TEST_CASE(a_region_is_a_county_a_municipality_or_everything) {
    for (const char* name :
         {"14", "Pohjois-Karjala", "pohjois_karjala", "norra karelens välfärdsområde"}) {
        BOOST_TEST(region(name).name == "Pohjois-Karjala");
        BOOST_TEST(region(name).rows.size() == 13u);
        BOOST_TEST(region(name).children() == 27210.0);
    }
    BOOST_TEST(region("167").name == "Joensuu");
    BOOST_TEST(region("joensuu").rows.size() == 1u);
    BOOST_TEST(region("Helsinki").code == "90");
    BOOST_TEST(region("country").rows.size() == 292u);
    BOOST_TEST(region("country").children() == 1035571.0);
}

BOOST_AUTO_TEST_CASE(what_is_no_region_is_told) {
    const auto message = [](const char* wanted) {
        try {
            (void)region(wanted);
        } catch (const base::UsageError& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    BOOST_TEST(message("99").rfind("'99' is no region; expected the code or the name of a "
                                   "municipality, or one of: country, Itä-Uusimaa, ",
                                   0) == 0u);
    BOOST_TEST(message("Kainu").find("\n  hint: did you mean 'Kainuu'?") != std::string::npos);
    BOOST_TEST(message("Ahvenanmaa") ==
               "'Ahvenanmaa' is not in the model: it has the "
               "municipalities of mainland Finland by county");
}

BOOST_AUTO_TEST_CASE(figures_of_municipalities_are_taken_as_they_are) {
    const auto made = replaced("04", {kHeader + ages("Kerava", 10) + ages("Vantaa", 100)});
    BOOST_TEST(made.said == "");
    BOOST_TEST(made.region.has_own_table);
    BOOST_TEST(made.region.age_year == 2024);
    BOOST_TEST(made.region.sum("pop_7_12_2024") == 660.0);
    BOOST_TEST(made.region.sum("pop_6_2024") == 110.0);
    BOOST_TEST(made.region.children() == 18 * 110.0);
    BOOST_TEST(made.region.origins.front() ==
               "children by age: file, year 2024; Statistics Finland (CC BY 4.0)");
}

BOOST_AUTO_TEST_CASE(figures_of_a_county_are_divided_as_its_municipalities_were) {
    const auto made = replaced("04", {kHeader + ages("HVA04", 100)});
    BOOST_TEST(made.said == "");
    // 300 aged 0-2; Kerava is the second row
    const auto before = region("04");
    const double share = before.number(1, "pop_0_2_2020") / before.sum("pop_0_2_2020");
    BOOST_TEST(std::abs(made.region.number(1, "pop_0_2_2024") - 300.0 * share) < 1.0);
    BOOST_TEST(made.region.sum("pop_0_2_2024") == 300.0);
    BOOST_TEST(made.region.sum("pop_16_17_2024") == 200.0);
    // a municipality gets its part of the county's
    const auto part = replaced("245", {kHeader + ages("HVA04", 100)});
    BOOST_TEST(part.said == "");
    BOOST_TEST(std::abs(part.region.sum("pop_0_2_2024") - 300.0 * share) < 1.0);
}

BOOST_AUTO_TEST_CASE(both_genders_and_merged_municipalities_are_added_up) {
    std::string text = "Alue,Ikä,Miehet 2024 Väestö,Naiset 2024 Väestö\n";
    for (int age = 0; age < 18; ++age) {
        text += fmt::format("KU507,{0},2,3\nKU588,{0},1,1\n", age);
    }
    const auto made = replaced("507", {text});
    BOOST_TEST(made.said == "");
    BOOST_TEST(made.region.sum("pop_6_2024") == 7.0);
}

BOOST_AUTO_TEST_CASE(births_become_a_column_of_their_own) {
    const auto made = replaced("04", {"Alue,Elävänä syntyneet 2023,Elävänä syntyneet 2024\n"
                                      "Vantaa,5,2500\nKerava,6,300\n"});
    BOOST_TEST(made.said == "");
    BOOST_TEST(made.region.birth_column == "births_2024");
    BOOST_TEST(made.region.sum("births_2024") == 2800.0);
    BOOST_TEST(made.region.age_year == 2020);
}

BOOST_AUTO_TEST_CASE(mother_tongues_become_shares) {
    const auto made =
        replaced("90", {"Alue,Kieli,Väestö 2024\nHelsinki,Yhteensä,1000\nHelsinki,suomi,750\n"
                        "Helsinki,ruotsi,50\nHelsinki,viro,20\n"});
    BOOST_TEST(made.said == "");
    BOOST_TEST(made.region.number(0, "share_fi") == 0.75);
    BOOST_TEST(made.region.number(0, "share_sv") == 0.05);
    BOOST_TEST(made.region.number(0, "share_other") == 0.2);
    const auto swedish =
        replaced("17", {"indicator;region;year;gender;primary.value\n127;971;2024;total;2000\n"
                        "2433;971;2024;total;900\n"});
    BOOST_TEST(swedish.said == "");
    BOOST_TEST(swedish.region.number(3, "share_sv") == 0.45);
    BOOST_TEST(swedish.region.number(3, "share_fi") == 0.55);
}

BOOST_AUTO_TEST_CASE(the_last_file_that_says_something_holds) {
    const auto made = replaced("04", {kHeader + ages("HVA04", 100), kHeader + ages("HVA04", 50)});
    BOOST_TEST(made.region.children() == 900.0);
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_told_with_its_place) {
    std::string text = kHeader + ages("Kerava", 10) + ages("Vantaa", 100);
    text.replace(text.find("Kerava,3,10"), 11, "Kerava,3,..");
    BOOST_TEST(replaced("04", {text}).said ==
               "file:5:1: error: aged 3 in Kerava in 2024: '..' is no figure; expected a count\n"
               "  hint: give figures of the county, where small numbers are not hidden\n"
               "file: 1 error; nothing was written\n");
    BOOST_TEST(replaced("04", {kHeader + ages("Vantaa", 100)}).said ==
               "file: error: has no figure of aged 0 in Kerava in 2024\n"
               "  hint: choose all municipalities, or all counties, when downloading\n"
               "file: error: has no figure of aged 1 in Kerava in 2024\n"
               "  hint: choose all municipalities, or all counties, when downloading\n"
               "file: error: has no figure of aged 2 in Kerava in 2024\n"
               "  hint: choose all municipalities, or all counties, when downloading\n"
               "file: 3 errors; nothing was written\n");
    BOOST_TEST(replaced("04", {"Alue,Väestö 2024\nVantaa,5\nKerava,6\n"}).said ==
               "file: error: has nothing that replaces a column\n"
               "  hint: population is needed by single years of age, 2433 together with 127\n"
               "file: 1 error; nothing was written\n");
    BOOST_TEST(replaced("17", {"indicator;region;year;gender;primary.value\n"
                               "2433;971;2024;total;900\n"})
                   .said ==
               "file: error: has no figure of the whole population in county 17 in 2024\n"
               "  hint: choose all municipalities, or all counties, when downloading\n"
               "file: 1 error; nothing was written\n");
}

BOOST_AUTO_TEST_CASE(columns_say_which_ages_they_count) {
    const auto band = age_band("pop_13_15_2020");
    BOOST_TEST_REQUIRE(band.has_value());
    BOOST_TEST(band->first == 13);
    BOOST_TEST(band->last == 15);
    BOOST_TEST(band->in_year(2024) == "pop_13_15_2024");
    BOOST_TEST(age_band("pop_6_2020")->in_year(2025) == "pop_6_2025");
    for (const char* other : {"population_2020", "pop_", "pop_a_2020", "pop_6", "births_2020"}) {
        BOOST_TEST(!age_band(other).has_value(), other);
    }
}

BOOST_AUTO_TEST_SUITE_END()
