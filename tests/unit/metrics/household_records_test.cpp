// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/household_records.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta::test;
namespace tt = boost::test_tools;

namespace {

/// Entities 0 and 1 of one household, 2 of another, each with an episode; histories are shared.
struct Family : Log {
    explicit Family(bool is_shared = true) : Log(legend_with(is_shared)) {
        at(0).measure();
        for (std::uint32_t e = 0; e < 3; ++e) {
            add(EventKind::household_joined, e, kNone, kNoPlace, e == 2 ? 1 : 0);
            arise(e, e == 1 ? 1 : 0).recognise(e).contact(e, 0, true);
        }
    }
    static Legend legend_with(bool is_shared) {
        Legend legend = needs_legend();
        legend.record_types[0].is_shared_in_household = is_shared;
        return legend;
    }
    /// Hours per 1000 and year of which one hour is told.
    double hours() {
        end_of_year();
        return value("duplicate_work", "class=P1");
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(household_records)

BOOST_AUTO_TEST_CASE(asking_another_member_for_the_same_facts_is_duplicate) {
    Family log;
    log.at(1).record(0, 0, 0, 100).at(2).work(1, b_history, 3600);
    BOOST_TEST(log.hours() == 1.0, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(another_household_knows_other_facts) {
    Family log;
    log.at(1).record(0, 0, 0, 100).at(2).work(2, b_history, 3600);
    BOOST_TEST(log.hours() == 0.0);
}

BOOST_AUTO_TEST_CASE(what_is_not_shared_is_of_one_member_and_need) {
    Family log(false);
    log.at(1).record(0, 0, 0, 100).at(2).work(1, b_history, 3600);
    BOOST_TEST(log.hours() == 0.0);
}

BOOST_AUTO_TEST_CASE(what_is_out_of_date_or_has_changed_is_asked_again_with_reason) {
    Family late;
    late.at(1).record(0, 0, 0, 50).at(51).work(1, b_history, 3600);
    BOOST_TEST(late.hours() == 0.0);
    Family changed;
    changed.at(1).record(0, 0, 0, 100).at(2);
    changed.of(0, EventKind::severity_changed, kNoPlace, kNone, 3.0).work(1, b_history, 3600);
    BOOST_TEST(changed.hours() == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
