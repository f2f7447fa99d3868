// SPDX-License-Identifier: Apache-2.0
// The teaching models against what theory says of them: |mean - theory| <= 4 s / sqrt(n) over the
// replications; each with a companion in which one rate is 5 % off and which must fail.
#include <algorithm>
#include <cmath>
#include <filesystem>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/base/diagnostic.hpp"
#include "engine/scenario/read_scenario.hpp"
#include "engine/statistics/queueing_theory.hpp"
#include "engine/statistics/summary.hpp"
#include "tests/support/run_scenario.hpp"
#include "tests/validation/teaching_theory.hpp"

using namespace yhdyspinta;

namespace {

const std::string kTeaching = std::string(YHDYSPINTA_SOURCE_DIR) + "/scenarios/teaching/";

/// Runs a teaching model, perhaps with other values than its file says.
results::ResponseTable run(const std::string& name, std::vector<std::string> sets = {}) {
    return test::run_file(kTeaching + name + ".yaml", {std::move(sets), 0, 0});
}

/// Distance of the mean from theory in standard errors, told to whoever reads the test's output.
double distance_of(const std::vector<double>& values, const std::string& name, double theory) {
    const auto summary = statistics::summarise(values);
    const double error = summary.standard_deviation / std::sqrt(static_cast<double>(summary.count));
    const double z = (summary.mean - theory) / error;
    BOOST_TEST_MESSAGE(fmt::format("{:44} theory {:10.4f} simulated {:10.4f} +- {:.4f} z {:6.2f}",
                                   name, theory, summary.mean, statistics::half_width(summary), z));
    return std::abs(z);
}

double distance(const results::ResponseTable& table, const std::string& name,
                const std::string& where, double theory) {
    return distance_of(test::values(table, name, where), name + " " + where, theory);
}

constexpr double kHour = 60.0, kDay = 1440.0;  ///< [min]

}  // namespace

BOOST_AUTO_TEST_SUITE(teaching)

BOOST_AUTO_TEST_CASE(every_model_is_read_without_a_warning) {
    std::size_t models = 0;
    for (const auto& file : std::filesystem::directory_iterator(kTeaching)) {
        if (file.path().extension() != ".yaml") continue;
        base::Diagnostics diagnostics;
        BOOST_TEST(scenario::read_scenario(file.path(), {}, diagnostics).has_value());
        BOOST_TEST(diagnostics.to_text() == "");
        ++models;
    }
    BOOST_TEST(models == 10);
}

BOOST_AUTO_TEST_CASE(clients_of_the_bank_leave_as_often_as_patience_of_any_law_says) {
    const auto theory = test::teaching::bank(45.0 / kHour);
    const auto table = run("bank");
    BOOST_TEST(distance(table, "reneged", "activity=visit.talk", theory.reneged) <= 4.0);
    BOOST_TEST(distance(table, "waiting_probability", "activity=visit.talk",
                        theory.waiting_probability) <= 4.0);
    const auto wrong = run("bank", {"sources.clients.rate=47.25 per h"});
    BOOST_TEST(distance(wrong, "reneged", "activity=visit.talk", theory.reneged) > 4.0);
}

BOOST_AUTO_TEST_CASE(cars_fuel_and_truck_agree_with_their_chain) {
    const auto theory = test::teaching::petrol_station(24.0 / kHour);
    const auto table = run("petrol_station");
    BOOST_TEST(distance(table, "variable", "variable=cars", theory.cars) <= 4.0);
    BOOST_TEST(distance(table, "variable", "variable=tank", theory.tank) <= 4.0);
    BOOST_TEST(distance(table, "starts", "activity=refuel.fill", theory.fills_per_day) <= 4.0);
    BOOST_TEST(distance(table, "starts", "activity=refuel.drive_on",
                        24.0 * 24.0 - theory.fills_per_day) <= 4.0);
    BOOST_TEST(distance(table, "waiting_time", "activity=refuel.wait_for_fuel",
                        theory.waiting_for_fuel) <= 4.0);
    const auto wrong = run("petrol_station", {"sources.cars.rate=25.2 per h"});
    BOOST_TEST(distance(wrong, "variable", "variable=cars", theory.cars) > 4.0);
}

BOOST_AUTO_TEST_CASE(lathes_break_down_and_mills_wait_for_their_repairer) {
    const double in_system = test::teaching::lathes(3.0 / kHour);
    const double repairs = test::teaching::repairs_per_day(10.0 * kHour);
    const auto table = run("machine_shop");
    BOOST_TEST(distance(table, "time_in_system", "class=part", in_system) <= 4.0);
    BOOST_TEST(distance(table, "starts", "activity=mill.repair", repairs) <= 4.0);
    // the lathes' breakdowns: two of 8 h and 1 h
    BOOST_TEST(distance(table, "starts", "activity=lathes.absence", 2.0 * 24.0 / 9.0) <= 4.0);
    const auto wrong = run(
        "machine_shop",
        {"sources.parts.rate=3.15 per h", "processes.mill.steps.run.duration=exponential(9.5 h)"});
    BOOST_TEST(distance(wrong, "time_in_system", "class=part", in_system) > 4.0);
    BOOST_TEST(distance(wrong, "starts", "activity=mill.repair", repairs) > 4.0);
}

BOOST_AUTO_TEST_CASE(the_red_overtake_the_green_and_both_wait_for_the_slower_test) {
    const auto theory = test::teaching::emergency(4.0 / kHour);
    const auto table = run("emergency");
    BOOST_TEST(distance(table, "waiting_time", "activity=visit.see_red", theory.red_wait) <= 4.0);
    BOOST_TEST(distance(table, "waiting_time", "activity=visit.see_green", theory.green_wait) <=
               4.0);
    BOOST_TEST(distance(table, "time_in_system", "class=patient", theory.time_in_system) <= 4.0);
    const auto wrong = run("emergency", {"sources.patients.rate=4.2 per h"});
    BOOST_TEST(distance(wrong, "time_in_system", "class=patient", theory.time_in_system) > 4.0);
}

BOOST_AUTO_TEST_CASE(patients_of_the_clinic_wait_for_their_slots_only) {
    const auto theory = test::teaching::clinic(19.0 / kDay);
    const auto table = run("clinic");
    BOOST_TEST(distance(table, "waiting_time", "activity=visit.book", theory.wait) <= 4.0);
    BOOST_TEST(distance(table, "slots_used", "diary=appointments", theory.slots_used) <= 4.0);
    BOOST_TEST(distance(table, "no_shows", "diary=appointments", 0.2) <= 4.0);
    BOOST_TEST(distance(table, "utilisation", "resource=doctor", theory.utilisation) <= 4.0);
    BOOST_TEST(test::mean(table, "waiting_time", "activity=visit.consult") == 0.0);
    const auto wrong = run("clinic", {"sources.patients.rate=19.95 per day"});
    BOOST_TEST(distance(wrong, "waiting_time", "activity=visit.book", theory.wait) > 4.0);
}

BOOST_AUTO_TEST_CASE(calls_follow_the_clock_and_agents_their_shifts) {
    const auto theory = test::teaching::calls(20.0 / kHour);
    const auto table = run("call_centre");
    BOOST_TEST(distance(table, "balked", "activity=call.answer", theory.balked) <= 4.0);
    BOOST_TEST(distance(table, "queue_length", "activity=call.answer", theory.queue_length) <= 4.0);
    BOOST_TEST(distance(table, "utilisation", "resource=agents", theory.utilisation) <= 4.0);
    const auto wrong = run("call_centre", {"sources.callers.rate=21 per h"});
    BOOST_TEST(distance(wrong, "balked", "activity=call.answer", theory.balked) > 4.0);
}

BOOST_AUTO_TEST_CASE(the_queue_for_a_film_breaks_up_when_it_sells_out) {
    const double theory = test::teaching::turned_back(24.0 / kHour);
    const auto evenings = [](const results::ResponseTable& table) {
        std::vector<double> both = test::values(table, "starts", "activity=film_a.turned_back");
        const auto& second = test::values(table, "starts", "activity=film_b.turned_back");
        for (std::size_t i = 0; i < both.size(); ++i) both[i] = (both[i] + second[i]) / 4.0;
        return both;
    };
    BOOST_TEST(distance_of(evenings(run("cinema")), "turned back", theory) <= 4.0);
    const auto wrong =
        run("cinema", {"sources.fans_a.rate=25.2 per h", "sources.fans_b.rate=16.8 per h"});
    BOOST_TEST(distance_of(evenings(wrong), "turned back", theory) > 4.0);
}

BOOST_AUTO_TEST_CASE(a_line_makes_as_many_pieces_as_its_buffers_allow) {
    const auto theory = [](int room) {
        return 24.0 * test::teaching::pieces_per_hour(10.0 / kHour, room);
    };
    BOOST_TEST(theory(0) == 24.0 * 10.0 * 22.0 / 39.0, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(distance(run("line"), "starts", "activity=make.paint", theory(1)) <= 4.0);
    const auto without =
        run("line", {"resources.drill.queue_limit=0", "resources.paint.queue_limit=0"});
    BOOST_TEST(distance(without, "starts", "activity=make.paint", theory(0)) <= 4.0);
    const auto wrong = run("line", {"processes.make.steps.drill.duration=exponential(5.7 min)"});
    BOOST_TEST(distance(wrong, "starts", "activity=make.paint", theory(1)) > 4.0);
}

BOOST_AUTO_TEST_CASE(referrals_wait_half_a_week_for_the_meeting_and_then_for_a_place) {
    const auto theory = test::teaching::cases(2.0);
    const std::string at_once = "processes.support.steps.visit.duration=0 s";
    const auto table = run("social_work", {at_once});
    BOOST_TEST(distance(table, "waiting_time", "activity=support.meet", 3.5 * kDay) <= 4.0);
    BOOST_TEST(distance(table, "waiting_time", "activity=support.assign", theory.wait * kDay) <=
               4.0);
    BOOST_TEST(
        distance(table, "places_in_use", "resource=workers.caseload", theory.places_in_use) <= 4.0);
    const auto wrong = run("social_work", {at_once, "sources.referrals.rate=2.1 per week"});
    BOOST_TEST(distance(wrong, "waiting_time", "activity=support.assign", theory.wait * kDay) >
               4.0);
}

BOOST_AUTO_TEST_CASE(lanes_that_shoppers_change_are_as_good_as_one_queue) {
    const double rate = 48.0 / kHour;
    const double changing = test::teaching::in_lanes(rate, true);
    const auto one_queue = statistics::mmc(rate, 0.5, 2);
    BOOST_TEST(changing == one_queue.queue_length + 2.0 * one_queue.utilisation,
               boost::test_tools::tolerance(1e-6));
    const auto table = run("checkout");
    BOOST_TEST(distance(table, "number_in_system", "class=shopper", changing) <= 4.0);
    BOOST_TEST(distance(table, "time_in_system", "class=shopper", changing / rate) <= 4.0);
    const auto staying = run("checkout", {"processes.pay.steps.left.jockeys_to=~",
                                          "processes.pay.steps.right.jockeys_to=~"});
    BOOST_TEST(distance(staying, "number_in_system", "class=shopper",
                        test::teaching::in_lanes(rate, false)) <= 4.0);
    const auto wrong = run("checkout", {"sources.shoppers.rate=50.4 per h"});
    BOOST_TEST(distance(wrong, "number_in_system", "class=shopper", changing) > 4.0);
}

BOOST_AUTO_TEST_SUITE_END()
