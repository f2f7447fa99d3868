// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/cli/program.hpp"

using namespace yhdyspinta::cli_test;

namespace {

const std::string kPage = R"(# A counter with a price

One desk, served in order of arrival.

The figures of `scenarios/priced_counter.yaml`, made by `yhdyspinta document`. 20 days are simulated, of which 1 are warm-up.

## Where the figures come from

| Mark | Meaning | Figures |
|---|---|---:|
| S | stated by a source document | 0 |
| V | verified against its source | 1 |
| D | derived from a source | 1 |
| U | from a source that was not verified | 0 |
| A | assumption | 2 |
| | without a source, at the end of this page | 3 |

)";

std::string line_with(const std::string& text, const std::string& part) {
    for (const auto& line : lines(text)) {
        if (contains(line, part)) return line;
    }
    return "";
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(document, Desk)

BOOST_AUTO_TEST_CASE(lists_every_figure_with_where_it_comes_from) {
    const Ended ended = yhdyspinta({"document", "scenarios/priced_counter.yaml"});
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(ended.error == "");
    BOOST_TEST(ended.out.substr(0, kPage.size()) == kPage);
    BOOST_TEST(line_with(ended.out, "`clients.rate`") ==
               "| `clients.rate` | 6 per h | A | x 0.5-1.2 |  |  | a guess |");
    BOOST_TEST(line_with(ended.out, "`desk.cost_per_hour`") ==
               "| `desk.cost_per_hour` | 40 EUR/h | D | 30-50 | 2023 | tariff \\| table 2 |  |");
    BOOST_TEST(contains(ended.out, "\n## Resources\n\n"));
    const std::size_t bare = ended.out.find("## Figures without a source\n");
    BOOST_REQUIRE(bare != std::string::npos);
    BOOST_TEST(ended.out.substr(ended.out.find("|---|---|\n", bare)) ==
               "|---|---|\n"
               "| `resources.desk.servers` | 1 |\n"
               "| `processes.visit.steps.way_out.duration` | 2 min |\n"
               "| `processes.visit.steps.look_back.duration` | 1 min |\n\n");
    BOOST_TEST(yhdyspinta({"document", "scenarios/priced_counter.yaml", "--out", "page.md"}).out ==
               "");
    BOOST_TEST(content("page.md") == ended.out);
}

BOOST_AUTO_TEST_CASE(tells_which_figures_a_response_hangs_on) {
    const std::vector<std::string> words{"document", "scenarios/priced_counter.yaml", "--influence",
                                         "utilisation[resource=desk],cost[all]", "--jobs"};
    auto one = words, three = words;
    one.push_back("1");
    three.push_back("3");
    const Ended ended = yhdyspinta(one);
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(ended.error == "");
    BOOST_TEST(contains(ended.out, "### utilisation (resource=desk)\n\nAs it is: 0."));
    const std::size_t second = ended.out.find("### cost");
    BOOST_REQUIRE(second != std::string::npos);
    const std::string busy = ended.out.substr(0, second);
    // 3 to 7.2 per h of 8 min; the law from 7 to 8.5 min; the price moves nothing.
    const std::size_t rate = busy.find(
        "| `sources.clients.rate` | 6 per h | 3 per h | 7.2 per h "
        "| +0.5");
    const std::size_t law = busy.find("| exponential(7 min) | exponential(8.5 min) | +0.1");
    BOOST_TEST(rate != std::string::npos);
    BOOST_TEST(law != std::string::npos);
    BOOST_TEST(rate < law);
    BOOST_TEST(contains(busy,
                        "| `resources.desk.cost_per_hour` | 40 | 30 | 50 | no clear "
                        "difference |"));
    BOOST_TEST(contains(ended.out.substr(second), "| 40 | 30 | 50 | +"));
    BOOST_TEST(contains(ended.out,
                        "is no pair of values that can be simulated: "
                        "`processes.visit.steps.way_out.next.1.probability`."));
    BOOST_TEST(yhdyspinta(three).out == ended.out);
}

BOOST_AUTO_TEST_CASE(simulates_the_widest_ranges_only_when_asked_to) {
    const Ended ended =
        yhdyspinta({"document", "scenarios/priced_counter.yaml", "--influence",
                    "utilisation[resource=desk]", "--most", "1", "--replications", "1"});
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(contains(ended.out, "2 figures with narrower ranges were passed over."));
    BOOST_TEST(contains(ended.out, "| 3 per h | 7.2 per h | +0."));
    BOOST_TEST(contains(ended.out, "(one replication)"));
    BOOST_TEST(!contains(ended.out, "exponential(7 min)"));
}

BOOST_AUTO_TEST_CASE(puts_the_largest_differences_of_one_replication_first) {
    const Ended ended = yhdyspinta({"document", "scenarios/priced_counter.yaml", "--influence",
                                    "utilisation[resource=desk]", "--replications", "1"});
    BOOST_TEST(ended.code == 0);
    const std::string told = ended.out.substr(ended.out.find("### utilisation"));
    const std::size_t price = told.find("`resources.desk.cost_per_hour`");
    BOOST_REQUIRE(price != std::string::npos);
    BOOST_TEST(told.find("exponential(7 min)") < price);
    BOOST_TEST(told.find("`sources.clients.rate`") < told.find("exponential(7 min)"));
}

BOOST_AUTO_TEST_CASE(refuses_responses_that_the_scenario_does_not_have) {
    const auto error = [this](const std::string& response) {
        const Ended ended =
            yhdyspinta({"document", "scenarios/priced_counter.yaml", "--influence", response});
        BOOST_TEST(ended.code == 2);
        BOOST_TEST(ended.out == "");
        return ended.error;
    };
    BOOST_TEST(contains(error("utilization"),
                        "the scenario has no response 'utilization'; did you mean 'utilisation'?"));
    BOOST_TEST(contains(error("utilisation"),
                        "'utilisation' is not given for 'all'; it is for: "
                        "resource=desk"));
    BOOST_TEST(contains(error("utilisation[resource=desk"),
                        "expected NAME or NAME[WHERE], such as utilisation[resource=desk]"));
}

BOOST_AUTO_TEST_SUITE_END()
