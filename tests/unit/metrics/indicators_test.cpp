// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/indicators.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta::test;
namespace tt = boost::test_tools;

namespace {

enum Figures : std::uint16_t { notified, visits, in_care, visits_per_notified };

Legend figures_legend() {
    Legend legend = needs_legend();
    legend.indicators = {{"notified", true, false, kNone},
                         {"visits", false, false, kNone},
                         {"in_care", true, true, kNone},
                         {"visits_per_notified", false, false, notified}};
    return legend;
}

/// A log in years, measured from the start unless told otherwise.
class Years {
public:
    Years() : log_(figures_legend(), kYear) { log_.at(0).measure(); }
    explicit Years(double warm_up) : log_(figures_legend(), kYear), warm_up_(warm_up) {}

    Years& measure() {
        log_.at(warm_up_).measure();
        return *this;
    }
    Years& count(double year, std::uint16_t figure, std::uint32_t entity) {
        log_.at(year).add(EventKind::indicator_counted, entity, 0, figure, 0);
        return *this;
    }
    Years& leave_out(double year, std::uint16_t figure, std::uint32_t entity) {
        log_.at(year).add(EventKind::indicator_counted, entity, 0, figure, 1);
        return *this;
    }
    Years& look(double year, std::uint16_t figure, double members, std::uint32_t holding = kNone) {
        log_.at(year).add(EventKind::indicator_base, kNone, kNone, figure, holding, members);
        return *this;
    }
    Years& end(double year) {
        log_.at(year).end();
        BOOST_TEST(log_.audit() == "");
        return *this;
    }
    [[nodiscard]] double value(const char* name) const {
        return log_.value("indicator", std::string("indicator=") + name);
    }

private:
    Log log_;
    double warm_up_ = 0.0;
};

constexpr double kTight = 1e-9;

}  // namespace

BOOST_AUTO_TEST_SUITE(indicators)

BOOST_AUTO_TEST_CASE(a_member_counts_once_in_each_year) {
    Years log;
    log.count(0.1, notified, 1).count(0.2, notified, 1).look(0.25, notified, 10);
    log.count(0.5, notified, 2).look(0.75, notified, 30);
    log.count(1.1, notified, 1).look(1.25, notified, 20).look(1.75, notified, 20).end(2.0);
    // Two in the first year and one in the second, of 20 members in the mean of both.
    BOOST_TEST(log.value("notified") == 3.0 / (20.0 * 2.0), tt::tolerance(kTight));
}

BOOST_AUTO_TEST_CASE(the_turn_of_a_year_belongs_to_the_next) {
    Years log;
    log.count(0.1, notified, 1).look(0.25, notified, 10).look(0.75, notified, 10);
    log.count(1.0, notified, 1).look(1.25, notified, 10).look(1.75, notified, 10).end(2.0);
    BOOST_TEST(log.value("notified") == 0.1, tt::tolerance(kTight));
}

BOOST_AUTO_TEST_CASE(what_is_left_over_at_the_end_is_not_counted) {
    Years log;
    log.count(0.1, notified, 1).count(0.1, visits, 1);
    for (const std::uint16_t figure : {notified, visits}) {
        log.look(0.25, figure, 10);
    }
    for (const std::uint16_t figure : {notified, visits}) {
        log.look(0.75, figure, 10);
    }
    log.count(1.1, notified, 2).count(1.1, visits, 2);
    log.look(1.25, notified, 1000).look(1.25, visits, 1000).end(1.5);
    BOOST_TEST(log.value("notified") == 0.1, tt::tolerance(kTight));
    BOOST_TEST(log.value("visits") == 0.1, tt::tolerance(kTight));
}

BOOST_AUTO_TEST_CASE(less_than_a_year_gives_no_figure_but_states) {
    Years log;
    log.count(0.1, notified, 1).look(0.25, notified, 10).look(0.25, in_care, 10, 4);
    log.look(0.75, in_care, 10, 2).end(0.9);
    BOOST_TEST(std::isnan(log.value("notified")));
    BOOST_TEST(std::isnan(log.value("visits_per_notified")));
    BOOST_TEST(log.value("in_care") == 0.3, tt::tolerance(kTight));
}

BOOST_AUTO_TEST_CASE(who_is_left_out_does_not_count_in_that_year_only) {
    Years log;
    log.count(0.1, notified, 1).leave_out(0.2, notified, 1);  // after it counted
    log.leave_out(0.3, notified, 2).count(0.4, notified, 2);  // or before
    log.count(0.5, notified, 3);
    log.look(0.5, notified, 10).look(0.75, notified, 10);
    log.count(1.1, notified, 1).leave_out(1.2, notified, 3);
    log.look(1.25, notified, 10).look(1.75, notified, 10).end(2.0);
    BOOST_TEST(log.value("notified") == 2.0 / 20.0, tt::tolerance(kTight));
}

BOOST_AUTO_TEST_CASE(events_count_each_time_by_member_and_year) {
    Years log;
    log.count(0.1, visits, 1).count(0.1, visits, 1).look(0.25, visits, 4);
    log.count(0.6, visits, 2).look(0.75, visits, 4);
    log.count(1.1, visits, 1).look(1.25, visits, 4).look(1.75, visits, 4).end(2.0);
    BOOST_TEST(log.value("visits") == 4.0 / 8.0, tt::tolerance(kTight));
}

BOOST_AUTO_TEST_CASE(one_is_divided_by_the_count_of_another) {
    Years log;
    log.count(0.1, notified, 1).count(0.2, notified, 1).count(0.3, notified, 2);
    for (const double year : {0.1, 0.2, 0.3, 0.4, 0.5}) {
        log.count(0.5 + 0.1 * year, visits_per_notified, 7);
    }
    log.end(1.0);
    BOOST_TEST(log.value("visits_per_notified") == 2.5, tt::tolerance(kTight));
}

BOOST_AUTO_TEST_CASE(a_state_is_the_mean_over_all_looks) {
    Years log;
    log.look(0.25, in_care, 10, 1).look(0.75, in_care, 30, 9).look(1.25, in_care, 10, 10).end(1.3);
    BOOST_TEST(log.value("in_care") == 20.0 / 50.0, tt::tolerance(kTight));
}

BOOST_AUTO_TEST_CASE(what_happened_in_the_warm_up_does_not_count) {
    Years log(1.0);
    log.count(0.9, notified, 1).leave_out(0.9, notified, 2).count(0.9, visits, 1).measure();
    log.count(1.1, notified, 2).look(1.25, notified, 4).look(1.25, visits, 4);
    log.look(1.75, notified, 4).look(1.75, visits, 4).end(2.0);
    BOOST_TEST(log.value("notified") == 0.25, tt::tolerance(kTight));
    BOOST_TEST(log.value("visits") == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
