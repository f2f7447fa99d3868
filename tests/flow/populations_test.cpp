// SPDX-License-Identifier: Apache-2.0
// Populations: categories that are drawn by the shares that a row of the table gives.
#include <cmath>
#include <vector>

#include "tests/flow/events.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

std::string speakers(const TableFile& table, const std::string& levels,
                     const std::string& groups = "{column: n}") {
    return scenario("1 day", fmt::format(R"(
classes: {{child: {{attributes: {{tongue: {{levels: {}}}}}}}}}
populations:
  children:
    class: child
    table: {}
    levels_from: {{tongue: {{fi: finnish, sv: swedish}}}}
    groups: [{}]
)",
                                         levels, table.path(), groups));
}

/// How many members have each level.
std::vector<int> counts(const Log& log, std::size_t levels) {
    std::vector<int> made(levels, 0);
    for (const auto& event : log.events) {
        if (event.kind == Kind::attribute_set) ++made.at(static_cast<std::size_t>(event.value));
    }
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(populations)

BOOST_AUTO_TEST_CASE(a_share_of_all_or_nothing_leaves_no_choice) {
    const TableFile table("n,finnish,swedish\n2,1,0\n1,0,0.5\n");
    const char* expected = "0 tongue fi #0\n0 tongue fi #1\n0 tongue sv #2\n";
    BOOST_TEST(lines(run_log(speakers(table, "[fi, sv]")), {Kind::attribute_set}) == expected);
    // levels in another order, and levels that only the shares name
    BOOST_TEST(lines(run_log(speakers(table, "[other, sv, fi]")), {Kind::attribute_set}) ==
               expected);
    BOOST_TEST(lines(run_log(speakers(table, "[]")), {Kind::attribute_set}) == expected);
}

BOOST_AUTO_TEST_CASE(members_are_drawn_by_the_shares_of_their_row) {
    const TableFile table("n,finnish,swedish\n4000,30,10\n");
    const auto made = counts(run_log(speakers(table, "[fi, sv, other]")), 3);
    BOOST_TEST(made[0] + made[1] == 4000);
    BOOST_TEST(made[2] == 0);
    BOOST_TEST(std::abs(made[0] - 3000.0) < 4.0 * std::sqrt(4000.0 * 0.75 * 0.25));
    // a wrong share of 0.71 would be seen
    BOOST_TEST(std::abs(made[0] - 4000.0 * 0.71) > 4.0 * std::sqrt(4000.0 * 0.71 * 0.29));
}

BOOST_AUTO_TEST_CASE(the_draw_belongs_to_the_member_and_a_group_may_set_it_again) {
    const TableFile table("n,finnish,swedish\n50,1,1\n");
    const std::string alone = lines(run_log(speakers(table, "[fi, sv]")), {Kind::attribute_set});
    const std::string more = lines(run_log(speakers(table, "[fi, sv]", "{column: n}, {column: n}")),
                                   {Kind::attribute_set});
    BOOST_TEST(more.rfind(alone, 0) == 0u);
    BOOST_TEST(alone.find(" fi ") != std::string::npos);
    BOOST_TEST(alone.find(" sv ") != std::string::npos);
    BOOST_TEST(counts(run_log(speakers(table, "[fi, sv]", "{column: n, set: {tongue: 1}}")), 2) ==
               (std::vector<int>{0, 50}));
}

BOOST_AUTO_TEST_SUITE_END()
