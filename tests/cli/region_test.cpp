// SPDX-License-Identifier: Apache-2.0
// The command `region`: the files in scenarios/regions are what it writes, and scenarios that use
// them are faultless. YHDYSPINTA_ACCEPT=1 rewrites the files.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/cli/program.hpp"

using namespace yhdyspinta::cli_test;

namespace {

const fs::path kTree = YHDYSPINTA_SOURCE_DIR;

/// A desk from which the model is where the command looks for it.
struct RegionDesk : Desk {
    RegionDesk() {
        fs::create_directories(path("models"));
        fs::create_directory_symlink(kTree / "models/family_services",
                                     path("models/family_services"));
    }
    void write(const std::string& name, const std::string& text) const {
        fs::create_directories(path(name).parent_path());
        std::ofstream(path(name), std::ios::binary) << text;
    }
};

std::string text_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// A scenario of Pohjois-Karjala with the region in the folder laid on it.
std::string laid_on(const std::string& folder) {
    return "schema: 1\nextends: [" +
           (kTree / "scenarios/pohjois_karjala/separate_2018.yaml").generic_string() + ", " +
           folder + "/region.yaml]\ntitle: " + folder + "\n";
}

/// Code and folder of every region that comes with the program.
const std::vector<std::pair<std::string, std::string>> kRegions{
    {"01", "ita_uusimaa"},       {"02", "keski_uusimaa"},   {"03", "lansi_uusimaa"},
    {"04", "vantaa_kerava"},     {"05", "varsinais_suomi"}, {"06", "satakunta"},
    {"07", "kanta_hame"},        {"08", "pirkanmaa"},       {"09", "paijat_hame"},
    {"10", "kymenlaakso"},       {"11", "etela_karjala"},   {"12", "etela_savo"},
    {"13", "pohjois_savo"},      {"14", "pohjois_karjala"}, {"15", "keski_suomi"},
    {"16", "etela_pohjanmaa"},   {"17", "pohjanmaa"},       {"18", "keski_pohjanmaa"},
    {"19", "pohjois_pohjanmaa"}, {"20", "kainuu"},          {"21", "lappi"},
    {"90", "helsinki"},          {"country", "finland"}};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(region, RegionDesk)

BOOST_AUTO_TEST_CASE(writes_the_regions_that_come_with_the_program) {
    for (const auto& [code, folder] : kRegions) {
        const Ended ended = yhdyspinta({"region", code});
        BOOST_TEST(ended.code == 0, ended.error);
        BOOST_TEST(ended.out == folder + "/region.yaml: written\n");
        const std::string made = content(folder + "/region.yaml");
        const fs::path kept = kTree / "scenarios/regions" / folder / "region.yaml";
        if (std::getenv("YHDYSPINTA_ACCEPT") != nullptr) {
            fs::create_directories(kept.parent_path());
            std::ofstream(kept, std::ios::binary) << made;
        }
        BOOST_TEST((made == text_of(kept)), kept);
    }
}

BOOST_AUTO_TEST_CASE(a_scenario_of_a_county_becomes_that_of_another_by_its_region) {
    std::vector<std::string> words{"check", "--strict"};
    for (const auto& [code, folder] : kRegions) {
        if (code == "country") continue;  // it keeps every municipality: nothing to lay it on
        BOOST_TEST(yhdyspinta({"region", code, "--out", folder}).code == 0);
        write(folder + ".yaml", laid_on(folder));
        words.push_back(folder + ".yaml");
    }
    const Ended ended = yhdyspinta(words);
    BOOST_TEST(ended.code == 0, ended.error);
    BOOST_TEST(ended.error == "");
    BOOST_TEST(lines(ended.out).size() == kRegions.size() - 1);
}

BOOST_AUTO_TEST_CASE(the_whole_country_has_its_scenario) {
    const Ended ended =
        yhdyspinta({"check", "--strict", (kTree / "scenarios/country.yaml").string()});
    BOOST_TEST(ended.code == 0, ended.error);
    BOOST_TEST(ended.error == "");
}

BOOST_AUTO_TEST_CASE(a_region_says_what_differs_and_nothing_else) {
    BOOST_TEST(yhdyspinta({"region", "20"}).code == 0);
    const std::string made = content("kainuu/region.yaml");
    std::vector<std::string> keys;
    for (const auto& line : lines(made)) {
        if (!line.empty() && line[0] != ' ' && line[0] != '#' && line[0] != '\n') {
            keys.push_back(line.substr(0, line.find(':')));
        }
    }
    BOOST_TEST(keys == std::vector<std::string>({"schema", "day_sets", "populations"}),
               boost::test_tools::per_element());
    // Groups are those of the model, whatever they are; of them only who is born differs.
    BOOST_TEST(contains(made, "      - {column: pop_16_17_2020, share: {value: 2.5, mark: A, "));
    BOOST_TEST(contains(made, "set: {age: \"uniform(18, 23)\"}}\n"));
    BOOST_TEST(contains(made, " births a year (aged 0 at the end of 2024"));

    // The model states the births of one county itself, for as long as its own runs are.
    BOOST_TEST(yhdyspinta({"region", "14"}).code == 0);
    BOOST_TEST(contains(content("pohjois_karjala/region.yaml"),
                        "share: {value: 1.214, mark: D, year: 2022, "));
    BOOST_TEST(yhdyspinta({"region", "14", "--years", "2", "--out", "short"}).code == 0);
    BOOST_TEST(contains(content("short/region.yaml"), "2 years x "));
    BOOST_TEST(!contains(content("short/region.yaml"), "1.214"));
}

BOOST_AUTO_TEST_CASE(a_municipality_is_a_region_too) {
    const Ended ended = yhdyspinta({"region", "Joensuu", "--years", "6"});
    BOOST_TEST(ended.code == 0, ended.error);
    BOOST_TEST(ended.out == "joensuu/region.yaml: written\n");
    const std::string made = content("joensuu/region.yaml");
    BOOST_TEST(contains(made, "# Made by `yhdyspinta region 167 --years 6`;"));
    BOOST_TEST(contains(made, "where: {county_code: \"14\", municipality_code: \"167\"}"));
    BOOST_TEST(contains(made, "age: \"uniform(-6, 0)\""));
}

BOOST_AUTO_TEST_CASE(newer_statistics_replace_columns_and_are_told_in_the_head) {
    std::string text = "indicator;region;year;gender;primary.value;absolute.value\n";
    for (int age = 0; age < 18; ++age) {
        text += std::to_string(552 + age) + ";962;2025;total;600;600\n";
    }
    write("ages.csv", text);
    const Ended ended = yhdyspinta({"region", "kainuu", "--statistics", "ages.csv"});
    BOOST_TEST(ended.code == 0, ended.error);
    BOOST_TEST(ended.out == "kainuu/region.yaml: written\nkainuu/municipalities.csv: written\n");
    const std::string made = content("kainuu/region.yaml");
    BOOST_TEST(contains(made,
                        "# Kainuu (county 20): 8 municipalities, 10 800 children aged 0-17 "
                        "at the end of 2025."));
    BOOST_TEST(contains(made, "# Replaced children by age: ages.csv, indicator 552, 553,"));
    BOOST_TEST(contains(made, ", year 2025; THL, Sotkanet (CC BY 4.0)\n"));
    BOOST_TEST(contains(made, "    table: municipalities.csv\n"));
    BOOST_TEST(contains(made, "column: pop_7_12_2025"));
    BOOST_TEST(contains(made, "column: pop_16_17_2025, share: {value: 2.5,"));
    BOOST_TEST(contains(content("kainuu/municipalities.csv"), "pop_7_12_2025"));
    write("kainuu.yaml", laid_on("kainuu"));
    const Ended checked = yhdyspinta({"check", "--strict", "kainuu.yaml"});
    BOOST_TEST(checked.code == 0, checked.error);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_a_file_is_told_with_its_place_and_nothing_is_written) {
    write("ages.csv", "Alue,Ikä,Väestö 2024\nKajaani,0,many\nAtlantis,1,5\n");
    const Ended ended =
        yhdyspinta({"region", "20", "--statistics", "ages.csv", "--statistics", "none.json"});
    BOOST_TEST(ended.code == 3);
    BOOST_TEST(ended.out == "");
    BOOST_TEST(ended.error ==
               "ages.csv:2:1: error: Väestö 2024: 'many' is not a count; expected a number >= 0\n"
               "ages.csv:3:1: error: Alue: 'Atlantis' is no area that is known; expected codes "
               "such as KU167 or MK12, or names of municipalities and counties of 1.1.2026\n"
               "none.json: error: cannot read 'none.json': there is no such file\n"
               "ages.csv: 3 errors; nothing was written\n");
    BOOST_TEST(!fs::exists(path("kainuu")));
}

BOOST_AUTO_TEST_CASE(files_written_by_hand_are_not_overwritten) {
    write("kainuu/region.yaml", "schema: 1\n");
    const Ended ended = yhdyspinta({"region", "20"});
    BOOST_TEST(ended.code == 2);
    BOOST_TEST(ended.error ==
               "yhdyspinta: error: 'kainuu/region.yaml' was not made by 'yhdyspinta region'; it "
               "is not overwritten\n");
    BOOST_TEST(content("kainuu/region.yaml") == "schema: 1\n");
    BOOST_TEST(yhdyspinta({"region", "20", "--out", "other"}).code == 0);
    BOOST_TEST(yhdyspinta({"region", "21", "--out", "other"}).code == 0);
    BOOST_TEST(contains(content("other/region.yaml"), "Lappi"));
}

BOOST_AUTO_TEST_CASE(usage_errors_say_what_is_legal) {
    const Ended unknown = yhdyspinta({"region", "Kainu"});
    BOOST_TEST(unknown.code == 2);
    BOOST_TEST(contains(unknown.error, "'Kainu' is no region; expected the code or the name"));
    BOOST_TEST(contains(unknown.error, "\n  hint: did you mean 'Kainuu'?\n"));
    BOOST_TEST(contains(yhdyspinta({"region", "20", "--years", "0"}).error,
                        "'0' is not a whole number from 1 to 18"));
    const Ended elsewhere = yhdyspinta({"region", "20", "--model", "nowhere"});
    BOOST_TEST(elsewhere.code == 2);
    BOOST_TEST(contains(elsewhere.error, "cannot read 'nowhere/population.yaml'"));
}

BOOST_AUTO_TEST_SUITE_END()
