// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <string>

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
