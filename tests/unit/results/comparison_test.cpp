// SPDX-License-Identifier: Apache-2.0
#include "engine/results/comparison.hpp"

#include <cmath>

#include <boost/test/unit_test.hpp>

using namespace yhdyspinta::results;
using Verdict = ComparedFigure::Verdict;

namespace {

[[nodiscard]] ReplicationResult result(std::uint64_t replication, double wait, double work) {
    return {replication, {{"wait", "d", "all", wait}, {"work", "h", "clock=c", work}}};
}
const std::vector<ComparedMeasure> kMeasures{{"wait", "all", Direction::lower_is_better},
                                             {"work", "clock=c", Direction::neither},
                                             {"unknown", "all", Direction::neither}};

}  // namespace

BOOST_AUTO_TEST_SUITE(comparison)

BOOST_AUTO_TEST_CASE(pairs_replications_and_says_where_there_is_no_clear_difference) {
    const ResponseTable today({result(1, 10.0, 1.0), result(2, 20.0, 2.0), result(3, 30.0, 3.0)});
    const ResponseTable joined({result(1, 8.0, 1.5), result(2, 18.1, 1.5), result(3, 27.9, 3.0)});
    const std::vector<Design> designs{{"today", &today}, {"joined", &joined}};
    const auto rows = compare(designs, kMeasures);
    BOOST_TEST(rows.size() == 2u);
    BOOST_TEST(rows[0].figures[1].mean == 18.0, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(rows[0].figures[1].difference.mean == -2.0, boost::test_tools::tolerance(1e-12));
    BOOST_TEST((rows[0].figures[0].verdict == Verdict::reference));
    BOOST_TEST((rows[0].figures[1].verdict == Verdict::better));
    BOOST_TEST((rows[1].figures[1].verdict == Verdict::no_clear_difference));
    BOOST_TEST(comparison_text(designs, rows) ==
               "measure         unit          today         joined  less today\n"
               "──────────────  ────  ─────────────  ─────────────  ─────────────────────\n"
               "wait            d     20.00 ± 24.84  18.00 ± 24.72  -2.000 ± 0.248 better\n"
               "work (clock=c)  h     2.000 ± 2.484  2.000 ± 2.151  no clear difference\n");
}

BOOST_AUTO_TEST_CASE(joins_by_replication_number) {
    const ResponseTable a({result(1, 1.0, 0.0), result(2, 2.0, 0.0), result(4, 4.0, 0.0)});
    const ResponseTable b({result(2, 3.0, 0.0), result(3, 9.0, 0.0), result(4, 5.5, 0.0)});
    const auto rows = compare({{"a", &a}, {"b", &b}}, kMeasures);
    BOOST_TEST(rows[0].figures[1].difference.pairs == 2u);
    BOOST_TEST(rows[0].figures[1].difference.mean == 1.25);
}

BOOST_AUTO_TEST_CASE(a_higher_figure_is_worse_where_lower_is_better) {
    const ResponseTable a({result(1, 1.0, 1.0), result(2, 2.0, 2.0)});
    const ResponseTable b({result(1, 2.0, 2.0), result(2, 3.0, 3.0)});
    const auto rows = compare({{"a", &a}, {"b", &b}}, kMeasures);
    BOOST_TEST((rows[0].figures[1].verdict == Verdict::worse));
    BOOST_TEST((rows[1].figures[1].verdict == Verdict::differs));
}

BOOST_AUTO_TEST_CASE(a_design_without_the_measure_has_no_figure) {
    const ResponseTable a({result(1, 1.0, 1.0), result(2, 2.0, 2.0)});
    const ResponseTable b({{1, {{"other", "d", "all", 1.0}}}});
    const auto rows = compare({{"a", &a}, {"b", &b}}, kMeasures);
    BOOST_TEST(std::isnan(rows[0].figures[1].mean));
    BOOST_TEST((rows[0].figures[1].verdict == Verdict::no_clear_difference));
    BOOST_TEST(compare({}, kMeasures).empty());
}

BOOST_AUTO_TEST_SUITE_END()
