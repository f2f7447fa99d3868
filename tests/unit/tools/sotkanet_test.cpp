// SPDX-License-Identifier: Apache-2.0
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/unit/tools/statistics.hpp"

using namespace yhdyspinta::tools::statistics::test;

BOOST_AUTO_TEST_SUITE(sotkanet)

BOOST_AUTO_TEST_CASE(csv_has_a_point_or_a_comma_and_empty_cells) {
    const auto made = read(
        "\xEF\xBB\xBFindicator;region;year;gender;primary.value;absolute.value\r\n"
        "127;972;2024;total;160000;160000\r\n"
        "552;972;2024;total;1003,5;\r\n"
        "569;972;2024;total;;1500\r\n"
        "553;972;2024;female;..;\r\n"
        "127;658;2024;;5600000;5600000\r\n");
    BOOST_TEST(told(made) ==
               "14 2024 population: 160000\n"
               "14 2024 population aged 0: 1003.5\n"
               "14 2024 population aged 17: 1500\n"
               "14 2024 population aged 1 female: '..'\n"
               "all 2024 population: 5600000\n");
    BOOST_TEST(made.said == "");
    BOOST_TEST(made.table->format == "Sotkanet CSV");
    BOOST_TEST(made.table->table == "indicator 127, 552, 553, 569");
}

BOOST_AUTO_TEST_CASE(headings_may_have_spaces_and_the_separator_may_be_a_comma) {
    BOOST_TEST(told(read("indicator,region,year,gender,primary value,absolute value\n"
                         "2433,971,2023,total,90000,90000\n")) == "17 2023 swedish: 90000\n");
}

BOOST_AUTO_TEST_CASE(json_is_read_by_its_keys) {
    const auto made = read(
        R"([{"year":2024,"indicator":127,"region":972,"gender":"total","value":160000.0},
 {"indicator":"127","region":"957","year":2024,"gender":"total","value":null,"absValue":125}])");
    BOOST_TEST(told(made) == "14 2024 population: 160000\n11 2024 population: 125\n");
}

BOOST_AUTO_TEST_CASE(regions_of_other_levels_and_aland_are_left_out) {
    BOOST_TEST(told(read("indicator;region;year;gender;primary.value\n"
                         "127;1;2024;total;7\n"
                         "127;956;2024;total;8\n"
                         "127;962;2024;total;9\n")) == "20 2024 population: 9\n");
}

BOOST_AUTO_TEST_CASE(municipalities_are_known_from_the_list_of_regions) {
    const std::string regions =
        R"([{"id":972,"code":"10","category":"HYVINVOINTIALUE","title":{"fi":"x"},"memberOf":[]},
 {"id":31,"code":"20","category":"KUNTA","title":{"fi":"x"},"memberOf":[1]},
 {"id":32,"code":"588","category":"KUNTA","title":{"fi":"x"},"memberOf":[1]},
 {"id":33,"code":"035","category":"KUNTA","title":{"fi":"x"},"memberOf":[1]}])";
    const std::string file =
        "indicator;region;year;gender;primary.value\n127;31;2020;total;5\n"
        "127;32;2020;total;6\n127;33;2020;total;7\n127;972;2020;total;8\n";
    // code 20 is Akaa, 020; county 972 stays what its id says
    BOOST_TEST(told(read(file, regions)) ==
               "020 2020 population: 5\n507 2020 population: 6\n14 2020 population: 8\n");
    BOOST_TEST(read("indicator;region;year;gender;primary.value\n127;31;2020;total;5\n").said ==
               "file: error: has no figure of a county or a municipality that is known\n"
               "  hint: ids of municipalities are known from Sotkanet's list of regions: give "
               "https://sotkanet.fi/rest/1.1/regions as a file before this one\n"
               "file: 1 error; nothing was written\n");
}

BOOST_AUTO_TEST_CASE(a_municipality_of_the_list_that_is_not_known_is_a_warning) {
    BOOST_TEST(read(R"([{"id":5,"code":"999","category":"KUNTA"}])").said ==
               "file:1:17: warning: code: '999' is a municipality that is not known; its figures "
               "are left out\n");
    BOOST_TEST(read(R"([{"category":"KUNTA"}])").said ==
               "file:1:2: error: has no 'id', 'code' or 'category'; expected the list of regions "
               "of Sotkanet\nfile: 1 error; nothing was written\n");
}

BOOST_AUTO_TEST_CASE(every_misfit_is_told_in_one_pass) {
    BOOST_TEST(read("indicator;region;year;gender;primary.value\n"
                    "4001;972;2024;total;5\n"
                    "4001;972;2023;total;5\n"
                    "127;972;24;total;5\n"
                    "127;972;2024;both;5\n"
                    "127;972;2024;total;many\n"
                    "127;972;2024;total;-5\n")
                   .said ==
               "file:2:1: error: indicator: '4001' is not among the indicators that are "
               "understood: 127 (population), 2433 (Swedish speakers), 552-569 (aged 0-17)\n"
               "file:4:1: error: year: '24' is not a year\n"
               "file:5:1: error: gender: 'both' is unknown; expected one of: male, female, total\n"
               "file:6:1: error: value: 'many' is not a count; expected a number >= 0\n"
               "file:7:1: error: value: '-5' is not a count; expected a number >= 0\n"
               "file: 5 errors; nothing was written\n");
    BOOST_TEST(read("indicator;region;year;gender;value\n127;972;2024;total;5\n").said ==
               "file:1:1: error: has no column 'primary.value'; expected indicator, region, year, "
               "gender, primary.value, absolute.value\nfile: 1 error; nothing was written\n");
    BOOST_TEST(read(R"([{"region":972,"year":2024,"value":5}])").said ==
               "file:1:2: error: has no 'indicator'; expected objects with indicator, region, "
               "year, gender and value\nfile: 1 error; nothing was written\n");
}

BOOST_AUTO_TEST_CASE(ids_of_counties_before_2023_are_not_taken_for_others) {
    BOOST_TEST(read("indicator;region;year;gender;primary.value\n127;892;2022;total;5\n").said ==
               "file:2:1: error: region: 892 is the id of a county as it was planned before 2023; "
               "expected ids 957 to 978\nfile: 1 error; nothing was written\n");
}

BOOST_AUTO_TEST_SUITE_END()
