// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/program.hpp"

using namespace yhdyspinta::cli_test;

namespace {

/// The results inside a page.
nlohmann::json data_in(const std::string& page) {
    const std::string begin = "<script type=\"application/json\" id=\"report-data\">";
    const std::size_t at = page.find(begin);
    if (at == std::string::npos) return nullptr;
    const std::size_t start = at + begin.size();
    return nlohmann::json::parse(page.substr(start, page.find("</script>", start) - start));
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(report, Desk)

BOOST_AUTO_TEST_CASE(makes_a_page_that_says_what_the_store_holds) {
    const auto batch = yhdyspinta({"batch", "scenarios/experiment.yaml", "--out", "results"});
    BOOST_REQUIRE(batch.code == 0);
    const Ended ended = yhdyspinta({"report", "results", "--lang", "sv"});
    BOOST_TEST(ended.error == "");
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(ended.out == "results/report/report.html\n");

    const std::string page = content("results/report/report.html");
    BOOST_TEST(contains(page, "<html lang=\"sv\">"));
    // Nothing is fetched from anywhere.
    BOOST_TEST(!contains(page, "src=\"http"));
    BOOST_TEST(!contains(page, "href=\"http"));
    const auto data = data_in(page);
    BOOST_REQUIRE(data.is_object());
    BOOST_TEST(data["title"]["en"] == "One counter or two");
    BOOST_TEST(data["run"]["seed"] == "3");
    BOOST_TEST(data["run"]["replications"] == 6);
    BOOST_REQUIRE(data["designs"].size() == 4);
    BOOST_TEST(data["designs"][0]["replications"] == 6);

    // The figures are those that `export` writes.
    BOOST_REQUIRE(yhdyspinta({"export", "results", "--out", "csv"}).code == 0);
    const std::string summary = content("csv/summary.csv");
    std::size_t compared = 0;
    for (const auto& row : data["headline"]) {
        for (std::size_t d = 0; d < 4; ++d) {
            const auto& mean = row["figures"][d][0];
            if (mean.is_null()) continue;
            BOOST_TEST(contains(summary, mean.dump() + ","), row["name"] << " " << mean);
            ++compared;
        }
    }
    BOOST_TEST(compared >= 4U);
}

BOOST_AUTO_TEST_CASE(leaves_the_store_as_it_was) {
    BOOST_REQUIRE(yhdyspinta({"batch", "scenarios/experiment.yaml", "--out", "results"}).code == 0);
    const std::string before = content("results/experiment.sqlite");
    BOOST_REQUIRE(yhdyspinta({"report", "results", "--out", "page"}).code == 0);
    BOOST_TEST((content("results/experiment.sqlite") == before));
    BOOST_TEST(files("page").size() == 1U);
    // The same results make the same page.
    const std::string first = content("page/report.html");
    BOOST_REQUIRE(yhdyspinta({"report", "results/experiment.sqlite", "--out", "page"}).code == 0);
    BOOST_TEST((content("page/report.html") == first));
}

BOOST_AUTO_TEST_CASE(tells_which_parts_of_a_reform_make_the_difference) {
    BOOST_REQUIRE(yhdyspinta({"batch", "scenarios/experiment.yaml", "--out", "results"}).code == 0);
    const std::vector<std::string> words{"explain", "scenarios/two_steps.yaml",
                                         "scenarios/two_steps_reformed.yaml", "--format", "json"};
    const Ended explained = yhdyspinta(words);
    BOOST_REQUIRE(explained.code == 0);
    std::ofstream(path("why.json")) << explained.out;
    BOOST_REQUIRE(yhdyspinta({"report", "results", "--attribution", "why.json"}).code == 0);
    const auto told = data_in(content("results/report/report.html"))["attribution"];
    const auto known = nlohmann::json::parse(explained.out);
    BOOST_TEST(told["a"] == "two_steps");
    BOOST_TEST(told["b"] == "two_steps_reformed");
    BOOST_TEST(told["replications"] == known["replications"]);
    BOOST_REQUIRE(told["measures"].size() == known["measures"].size());
    for (std::size_t m = 0; m < known["measures"].size(); ++m) {
        const auto& expected = known["measures"][m];
        const auto& found = told["measures"][m];
        BOOST_TEST(found["name"] == expected["name"]);
        BOOST_TEST(found["b"] == expected["b"]["mean"]);
        BOOST_TEST(found["whole"][1] == expected["difference"]["mean"]);
        BOOST_REQUIRE(found["parts"].size() == expected["groups"].size());
        BOOST_TEST(found["parts"][0][0] == expected["groups"][0]["group"]);
        BOOST_TEST(found["parts"][0][1] == expected["groups"][0]["share"]["mean"]);
        BOOST_TEST(found["parts"][0][2] == expected["groups"][0]["share"]["half_width"]);
        BOOST_TEST(found["parts"][0][3] != "no_clear_difference");
    }

    const auto refused = [&](const std::string& text, const std::string& why) {
        std::ofstream(path("why.json")) << text;
        const Ended ended = yhdyspinta({"report", "results", "--attribution", "why.json"});
        BOOST_TEST(ended.code == 2);
        BOOST_TEST(contains(ended.error, why), ended.error);
        BOOST_TEST(contains(ended.error, "'yhdyspinta explain A B --format json'"));
    };
    refused("name,where\r\n", "'why.json' is no attribution; expected what");
    refused("[1, 2]", "'why.json' is no attribution");
    refused("{\"title\": 1}", "'why.json' is no attribution");
    auto broken = known;
    broken["measures"][0].erase("groups");
    refused(broken.dump(), "'why.json' is no complete attribution");
    auto wrong = known;
    wrong["replications"] = "many";
    refused(wrong.dump(), "'why.json' is no complete attribution");
    auto list = words;
    list.emplace_back("--list");
    refused(yhdyspinta(list).out, "'why.json' only lists differences");
    const Ended missing = yhdyspinta({"report", "results", "--attribution", "nowhere.json"});
    BOOST_TEST(missing.code == 2);
    BOOST_TEST(contains(missing.error, "cannot read 'nowhere.json': No such file"));
}

BOOST_AUTO_TEST_CASE(tells_what_the_results_hang_on) {
    BOOST_REQUIRE(
        yhdyspinta({"batch", "scenarios/assumed_experiment.yaml", "--out", "results"}).code == 0);
    BOOST_REQUIRE(yhdyspinta({"report", "results"}).code == 0);
    const auto sampled = data_in(content("results/report/report.html"))["sensitivities"];
    BOOST_REQUIRE(sampled.size() == 2U);
    BOOST_TEST(sampled[0]["kind"] == "best");
    BOOST_REQUIRE(sampled[0]["bars"].size() == 2U);
    BOOST_TEST(sampled[0]["bars"][1][0] == "two");
    BOOST_TEST(sampled[1]["kind"] == "value");
    BOOST_TEST(sampled[1]["bars"][0][0] == "everything");
    BOOST_TEST(sampled[1]["bars"][1][0] == "sources.clients.rate");

    std::ofstream(path("scenarios/assumed_experiment.yaml"))
        << "schema: 1\nscenarios: {one: priced_counter.yaml}\nassumptions: [sources.clients.rate]\n"
           "factors: {desks: {set: resources.desk.servers, levels: [2, 3]}}\n"
           "design: {morris: 3}\nreplications: 1\nresponses: [\"waiting_time*\"]\n";
    BOOST_REQUIRE(
        yhdyspinta({"batch", "scenarios/assumed_experiment.yaml", "--out", "screened"}).code == 0);
    BOOST_REQUIRE(yhdyspinta({"report", "screened"}).code == 0);
    const auto screened = data_in(content("screened/report/report.html"))["sensitivities"];
    const Ended analysed = yhdyspinta({"analyse", "screened", "sensitivity", "--format", "json"});
    const auto rows = nlohmann::json::parse(analysed.out)["elementary_effects"]["rows"];
    BOOST_REQUIRE(screened.size() * 2 == rows.size());
    BOOST_TEST(screened[0]["kind"] == "effect");
    BOOST_TEST(screened[0]["scenario"] == "one");
    BOOST_TEST(screened[0]["bars"][1][0] == rows[1]["factor"]);
    BOOST_TEST(screened[0]["bars"][1][1] == rows[1]["mean"]["estimate"]);
    BOOST_TEST(screened[0]["bars"][1][2] == rows[1]["mean"]["low"]);
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong) {
    const Ended language = yhdyspinta({"report", "results", "--lang", "se"});
    BOOST_TEST(language.code == 2);
    BOOST_TEST(contains(language.error, "'se' is not one of fi, sv, en"));
    const Ended missing = yhdyspinta({"report", "nowhere"});
    BOOST_TEST(missing.code == 2);
    BOOST_TEST(contains(missing.error, "nowhere"));
    const Ended none = yhdyspinta({"report"});
    BOOST_TEST(none.code == 2);
    BOOST_TEST(contains(none.error, "STORE is required"));
}

BOOST_AUTO_TEST_SUITE_END()
