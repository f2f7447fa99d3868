// SPDX-License-Identifier: Apache-2.0
#include "engine/results/response_table.hpp"

#include <cmath>
#include <limits>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"

using namespace yhdyspinta::results;

namespace {
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

[[nodiscard]] ReplicationResult result(std::uint64_t replication, double a, double b) {
    return {replication, {{"wait", "min", "all", a}, {"gap", "d", "class=G3", b}}};
}
}  // namespace

BOOST_AUTO_TEST_SUITE(response_table)

BOOST_AUTO_TEST_CASE(does_not_depend_on_the_order_in_which_replications_arrive) {
    const ResponseTable table({result(3, 30.0, 3.0), result(1, 10.0, 1.0), result(2, 20.0, 2.0)});
    BOOST_TEST(table.replications() == (std::vector<std::uint64_t>{1, 2, 3}),
               boost::test_tools::per_element());
    BOOST_TEST(table.rows()[0].values == (std::vector<double>{10.0, 20.0, 30.0}),
               boost::test_tools::per_element());
    BOOST_TEST(table.find("gap", "class=G3")->values[2] == 3.0);
    BOOST_TEST(!table.find("gap", "all"));
}

BOOST_AUTO_TEST_CASE(summarises_over_replications_that_have_a_value) {
    const ResponseTable table({result(1, 1.0, kNaN), result(2, 3.0, 5.0)});
    const auto summaries = table.summarise();
    BOOST_TEST(summaries[0].mean == 2.0);
    BOOST_TEST(summaries[0].half_width == 12.7062047, boost::test_tools::tolerance(1e-8));
    BOOST_TEST(summaries[0].replications == 2u);
    BOOST_TEST(summaries[1].mean == 5.0);
    BOOST_TEST(std::isnan(summaries[1].half_width));
    BOOST_TEST(summaries[1].replications == 1u);
}

BOOST_AUTO_TEST_CASE(refuses_to_mix_runs) {
    ResponseTable table({result(1, 1.0, 2.0)});
    BOOST_CHECK_THROW(table.add(result(1, 1.0, 2.0)), yhdyspinta::base::InternalError);
    BOOST_CHECK_THROW(table.add({2, {{"wait", "min", "all", 1.0}}}),
                      yhdyspinta::base::InternalError);
    BOOST_CHECK_THROW(table.add({2, {{"wait", "h", "all", 1.0}, {"gap", "d", "class=G3", 1.0}}}),
                      yhdyspinta::base::InternalError);
}

BOOST_AUTO_TEST_SUITE_END()
