// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/progress_bar.hpp"

#include <boost/test/unit_test.hpp>

using yhdyspinta::cli::progress_line;
using Seconds = std::chrono::duration<double>;

BOOST_AUTO_TEST_SUITE(progress_bar)

BOOST_AUTO_TEST_CASE(shows_share_rate_and_time_left) {
    BOOST_TEST(progress_line(10, 30, Seconds(4.0), 100) ==
               "[##########                    ] 10 of 30 replications, 2.5/s, 8 s left");
    BOOST_TEST(progress_line(2, 30, Seconds(60.0), 60) ==
               "2 of 30 replications, 2.0/min, 14 min 00 s left");
    BOOST_TEST(progress_line(1, 31, Seconds(480.0), 60) ==
               "1 of 31 replications, 7.5/h, 4 h 00 min left");
}

BOOST_AUTO_TEST_CASE(shows_the_time_gone_until_the_first_is_done) {
    BOOST_TEST(progress_line(0, 30, Seconds(3.0), 40) == "0 of 30 replications, 3 s");
}

BOOST_AUTO_TEST_CASE(never_fills_the_last_column) {
    for (std::size_t columns = 1; columns < 120; ++columns) {
        BOOST_TEST(progress_line(10, 30, Seconds(4.0), columns).size() < columns);
    }
}

BOOST_AUTO_TEST_SUITE_END()
