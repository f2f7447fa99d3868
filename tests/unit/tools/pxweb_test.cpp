// SPDX-License-Identifier: Apache-2.0
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/unit/tools/statistics.hpp"

using namespace yhdyspinta::tools::statistics::test;

namespace {

/// A JSON-stat2 answer with areas, ages, one year and the given figures.
std::string answer(const std::string& areas, const std::string& ages, const std::string& values,
                   const std::string& sizes) {
    return R"({"version":"2.0","class":"dataset","label":"Väestö 31.12. muuttujina Alue, Ikä, Vuosi",
 "source":"Tilastokeskus, väestörakenne","updated":"2025-04-04T05:00:00Z",
 "role":{"time":["Vuosi"],"metric":["Tiedot"]},
 "id":["Alue","Ikä","Vuosi","Tiedot"],"size":)" +
           sizes + R"(,
 "dimension":{
  "Alue":{"label":"Alue","category":{"index":)" +
           areas + R"(}},
  "Ikä":{"label":"Ikä","category":{"index":{)" +
           ages + R"(}}},
  "Vuosi":{"label":"Vuosi","category":{"label":{"2024":"2024"}}},
  "Tiedot":{"label":"Tiedot","category":{"index":{"vaesto":0},"label":{"vaesto":"Väestö 31.12."}}}},
 "extension":{"px":{"tableid":"table_11re"}},
 "value":)" +
           values + "}";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pxweb)

BOOST_AUTO_TEST_CASE(csv_headings_say_year_gender_and_what_is_counted) {
    const auto made = read(
        "\"Alue\",\"Ikä\",\"Yhteensä 2023 Väestö 31.12.\",\"Miehet 2023 Väestö 31.12.\","
        "\"Yhteensä 2024 Väestö 31.12.\"\r\n"
        "\"Utsjoki\",\"0\",10,4,\"11\"\r\n"
        "\"KOKO MAA\",\"100 -\",12,5,..\r\n");
    BOOST_TEST(told(made) ==
               "890 2023 population aged 0: 10\n890 2023 population aged 0 male: 4\n"
               "890 2024 population aged 0: 11\nall 2023 population aged 100-: 12\n"
               "all 2023 population aged 100- male: 5\nall 2024 population aged 100-: '..'\n");
    BOOST_TEST(made.table->format == "PxWeb CSV");
}

BOOST_AUTO_TEST_CASE(a_saved_query_is_latin1_with_semicolons_and_maybe_a_title) {
    const auto made = read(
        "\"Syntyneet, levande f\xF6"
        "dda\"\r\n\r\n"
        "\"Kunta\";\"Vuosi\";\"El\xE4v\xE4n\xE4 syntyneet\"\r\n"
        "\"KU020 Akaa\";\"2024\";\"1 021\"\r\n"
        "\"KU588 Pertunmaa\";\"2023\";\"-\"\r\n");
    BOOST_TEST(told(made) == "020 2024 births: 1021\n507 2023 births: '-'\n");
    BOOST_TEST(made.table->title == "Syntyneet, levande födda");
}

BOOST_AUTO_TEST_CASE(rows_may_say_the_contents_and_columns_the_years) {
    BOOST_TEST(told(read("Region\tInformation\t2023\t2024\n"
                         "MK12 North Karelia\tPopulation 31 Dec\t1 000\t1 001\n"
                         "MK12 North Karelia\tPopulation change\t-5\t-6\n"
                         "MK12 North Karelia\tLive births\t7\t8\n")) ==
               "14 2023 population: 1000\n14 2024 population: 1001\n"
               "14 2023 births: 7\n14 2024 births: 8\n");
}

BOOST_AUTO_TEST_CASE(mother_tongues_are_told_by_their_names) {
    BOOST_TEST(told(read("Område,Språk,Befolkning 2024\nEsbo,Totalt,100\nEsbo,finska,70\n"
                         "Esbo,svenska,10\nEsbo,estniska,5\n")) ==
               "049 2024 population: 100\n049 2024 population speaking fi: 70\n"
               "049 2024 population speaking sv: 10\n049 2024 population speaking other: 5\n");
}

BOOST_AUTO_TEST_CASE(ages_that_look_like_municipality_codes_are_ages) {
    // 005 is Alajärvi, 009 Alavieska
    BOOST_TEST(told(read("Alue,Ikä,Väestö 2024\n005,005,1\n005,009,2\n")) ==
               "005 2024 population aged 5: 1\n005 2024 population aged 9: 2\n");
}

BOOST_AUTO_TEST_CASE(other_variables_are_taken_at_their_total) {
    BOOST_TEST(told(read("Alue,Syntymämaa,Väestö 2024\nAkaa,Yhteensä,9\nAkaa,Ulkomaat,2\n")) ==
               "020 2024 population: 9\n");
    BOOST_TEST(
        read("Alue,Syntymämaa,Väestö 2024\nAkaa,Suomessa syntyneet,9\nAkaa,Ulkomaat,2\n").said ==
        "file:1:1: error: Syntymämaa: is not understood and has no total; expected area, "
        "year, age, gender or language\n  hint: choose its total when downloading\n"
        "file: 1 error; nothing was written\n");
}

BOOST_AUTO_TEST_CASE(every_misfit_of_a_csv_is_told_in_one_pass) {
    BOOST_TEST(read("Alue,Ikä,Väestö 2024\nAtlantis,0,5\nAtlantis,1,5\nAkaa,0,5\nAkaa,1,x\n"
                    "Akaa,2,-3\nKU998 Akaa,0,4\n")
                   .said ==
               "file:2:1: error: Alue: 'Atlantis' is no area that is known; expected codes such as "
               "KU167 or MK12, or names of municipalities and counties of 1.1.2026\n"
               "file:5:1: error: Väestö 2024: 'x' is not a count; expected a number >= 0\n"
               "file:6:1: error: Väestö 2024: '-3' is not a count; expected a number >= 0\n"
               "file:7:1: error: Alue: 'KU998 Akaa' is no area that is known; expected codes such "
               "as KU167 or MK12, or names of municipalities and counties of 1.1.2026\n"
               "file: 4 errors; nothing was written\n");
    BOOST_TEST(read("Alue,Ikä,Väestö\nAkaa,0,5\n").said ==
               "file: error: does not say which years its figures are of\n"
               "  hint: choose the variable of years when downloading, even for one year\n"
               "file: 1 error; nothing was written\n");
    BOOST_TEST(read("Alue,Ikä,Väestö 2024\nAkaa,0\n").said ==
               "file:2:1: error: 2 cells, but the header has 3\n"
               "file: 1 error; nothing was written\n");
}

BOOST_AUTO_TEST_CASE(tables_of_other_things_are_told_what_is_understood) {
    const std::string understood =
        "  hint: these are understood: population by single years of age, births or mother "
        "tongues by municipality or county, as Sotkanet CSV or JSON (indicators 127, 2433, "
        "552-569) or PxWeb CSV or JSON-stat2; Sotkanet's list of regions (JSON)\n"
        "file: 1 error; nothing was written\n";
    BOOST_TEST(read("Alue,Kesämökit 2024\nAkaa,5\n").said ==
               "file: error: counts nothing that the model uses\n" + understood);
    BOOST_TEST(read("Toimiala,Väestö 2024\nMetsätalous,5\n").said ==
               "file: error: has no variable whose values are municipalities or counties\n" +
                   understood);
    BOOST_TEST(read("{\"id\": 127}").said ==
               "file:1:1: error: is no table of statistics that is known\n" + understood);
    BOOST_TEST(read("[]").said ==
               "file:1:1: error: is no table of statistics that is known\n" + understood);
}

BOOST_AUTO_TEST_CASE(files_that_are_no_tables_are_told_so) {
    BOOST_TEST(read(" \n").said ==
               "file: error: the file is empty\n"
               "file: 1 error; nothing was written\n");
    BOOST_TEST(read("Alue,Väestö 2024\n").said ==
               "file: error: has a header but no rows\n"
               "file: 1 error; nothing was written\n");
    BOOST_TEST(read("\xFF\xFE"
                    "A")
                   .said ==
               "file: error: is UTF-16; save it as UTF-8 or ISO-8859-1\n"
               "file: 1 error; nothing was written\n");
}

BOOST_AUTO_TEST_CASE(json_stat_values_are_row_major) {
    const auto made = read(answer(R"({"KU020":0,"MK12":1})", R"("SSS":0,"000":1,"017":2)",
                                  "[9,1,2,\n 8,null,\"..\"]", "[2,3,1,1]"));
    BOOST_TEST(told(made) ==
               "020 2024 population: 9\n020 2024 population aged 0: 1\n"
               "020 2024 population aged 17: 2\n14 2024 population: 8\n"
               "14 2024 population aged 0: 'null'\n14 2024 population aged 17: '..'\n");
    BOOST_TEST_REQUIRE(made.table.has_value());
    BOOST_TEST(made.table->table == "table_11re");
    BOOST_TEST(made.table->updated == "2025-04-04");
    BOOST_TEST(made.table->observations.back().position.line == 12u);
}

BOOST_AUTO_TEST_CASE(json_stat_may_list_its_index_and_leave_figures_out) {
    BOOST_TEST(
        told(read(answer(R"(["HVA05"])", R"("000":1,"SSS":0)", R"({"1":4})", "[1,2,1,1]"))) ==
        "05 2024 population: 'null'\n05 2024 population aged 0: 4\n");
}

BOOST_AUTO_TEST_CASE(json_stat_that_does_not_fit_itself_is_told_so) {
    const auto said = read(answer(R"({"KU020":0})", R"("SSS":0,"000":1)", "[1,2,3]", "[1,2,1,1]"));
    BOOST_TEST(said.said ==
               "file:11:10: error: value: 3 figures, but the variables have 2 combinations\n"
               "file: 1 error; nothing was written\n");
    BOOST_TEST(read(answer(R"({"KU020":0})", R"("SSS":0,"000":2)", "[1,2]", "[1,2,1,1]")).said ==
               "file:7:9: error: Ikä: has no category with an index; expected the values of the "
               "variable\nfile: 1 error; nothing was written\n");
    BOOST_TEST(read(answer(R"({"KU020":0})", R"("SSS":0,"000":1)", "[1,-2]", "[1,2,1,1]")).said ==
               "file:11:13: error: value: '-2' is not a count; expected a number >= 0 or null\n"
               "file: 1 error; nothing was written\n");
    BOOST_TEST(read(answer(R"({"KU020":0,"KU997":1})", R"("SSS":0)", "[1,2]", "[2,1,1,1]")).said ==
               "file:6:10: error: Alue: 'KU997' is no area that is known; expected codes "
               "such as KU167 or MK12, or names of municipalities and counties of 1.1.2026\n"
               "file: 1 error; nothing was written\n");
    BOOST_TEST(read(R"({"class":"dataset","dimension":{},"id":5})").said ==
               "file:1:40: error: id: is missing or of another kind; expected JSON-stat2 with id, "
               "dimension and value\nfile: 1 error; nothing was written\n");
    BOOST_TEST(read(R"({"class":"dataset","dimension":{},"id":[]})").said ==
               "file:1:1: error: value: is missing; expected a list of figures\n"
               "file: 1 error; nothing was written\n");
}

BOOST_AUTO_TEST_SUITE_END()
