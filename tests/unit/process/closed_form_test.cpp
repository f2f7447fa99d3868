// SPDX-License-Identifier: Apache-2.0
#include "engine/process/closed_form.hpp"

#include <cmath>
#include <optional>

#include <boost/test/unit_test.hpp>

#include "engine/statistics/queueing_networks.hpp"
#include "engine/statistics/queueing_theory.hpp"
#include "tests/unit/process/systems.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::process::test;
using process::ClosedForm;
using process::System;
using random::Law;
namespace tt = boost::test_tools;

namespace {

constexpr double kPerMinute = 1.0 / 60.0;

Law minutes(double mean) { return Law::exponential(60.0 * mean); }

ClosedForm form_of(const System& system) {
    const process::Traffic traffic(system);
    return process::find_closed_form(system, traffic, process::find_loads(system, traffic));
}

std::optional<double> value(const ClosedForm& form, const std::string& response,
                            const std::string& where) {
    for (const auto& one : form.values) {
        if (one.response == response && one.where == where) return one.value;
    }
    return std::nullopt;
}

bool says(const ClosedForm& form, const std::string& part) {
    for (const auto& obstacle : form.obstacles) {
        if (obstacle.find(part) != std::string::npos) return true;
    }
    return false;
}

Builder desk(int servers, double per_minute) {
    return Builder().resource("desk", servers).source("visit", per_minute * kPerMinute);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(closed_form)

BOOST_AUTO_TEST_CASE(recognises_m_m_c) {
    const auto form =
        form_of(desk(3, 2.4).process("visit").step("talk", work("desk", minutes(1))).system);
    const auto theory = statistics::mmc(2.4, 1.0, 3);
    BOOST_TEST(*value(form, "waiting_time", "activity=visit.talk") == theory.waiting_time,
               tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "queue_length", "activity=visit.talk") == theory.queue_length,
               tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "utilisation", "resource=desk") == 0.8, tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "time_in_system", "class=client") == theory.time_in_system,
               tt::tolerance(1e-9));
    BOOST_TEST(form.obstacles.empty());
}

BOOST_AUTO_TEST_CASE(recognises_m_g_1_and_says_nothing_of_several_servers) {
    const Law constant = Law::deterministic(60.0);
    const auto one =
        form_of(desk(1, 0.5).process("visit").step("talk", work("desk", constant)).system);
    BOOST_TEST(*value(one, "waiting_time", "activity=visit.talk") == 0.5, tt::tolerance(1e-9));
    // Here the second moment less the squared mean is less than 0 by a rounding.
    const auto busy =
        form_of(desk(1, 0.8).process("visit").step("talk", work("desk", constant)).system);
    BOOST_TEST(*value(busy, "waiting_time", "activity=visit.talk") == 2.0, tt::tolerance(1e-9));
    const auto two =
        form_of(desk(2, 0.5).process("visit").step("talk", work("desk", constant)).system);
    BOOST_TEST(!value(two, "waiting_time", "activity=visit.talk").has_value());
    BOOST_TEST(!value(two, "time_in_system", "class=client").has_value());
    BOOST_TEST(*value(two, "utilisation", "resource=desk") == 0.25, tt::tolerance(1e-9));
    BOOST_TEST(says(two, "'desk' has several servers"));
}

BOOST_AUTO_TEST_CASE(recognises_impatience) {
    auto impatient = work("desk", minutes(1));
    impatient.patience = law(minutes(2));
    const auto form = form_of(desk(3, 3.0).process("visit").step("talk", impatient).system);
    const auto theory = statistics::mmc_plus_m(3.0, 1.0, 3, 0.5);
    BOOST_TEST(*value(form, "reneged", "activity=visit.talk") == theory.abandonment_probability,
               tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "time_in_system", "class=client") ==
                   theory.waiting_time + 1.0 - theory.abandonment_probability,
               tt::tolerance(1e-9));
    impatient.patience = law(Law::deterministic(120.0));
    const auto other = form_of(desk(3, 3.0).process("visit").step("talk", impatient).system);
    BOOST_TEST(other.values.empty());
    BOOST_TEST(says(other, "impatient"));
}

// Two streams at one desk, the urgent first: Cobham.
BOOST_AUTO_TEST_CASE(recognises_priorities) {
    auto urgent = work("desk", minutes(1));
    urgent.priority = {"2 + 3", {}};
    const auto system = desk(1, 0.4)
                            .source("urgent", 0.2 * kPerMinute)
                            .process("visit")
                            .step("talk", work("desk", minutes(1)))
                            .process("urgent")
                            .step("see", urgent)
                            .system;
    const auto form = form_of(system);
    BOOST_TEST(*value(form, "waiting_time", "activity=urgent.see") == 0.75, tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "waiting_time", "activity=visit.talk") == 1.875, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(recognises_constant_arrivals) {
    auto builder = desk(1, 1.0).process("visit").step("talk", work("desk", minutes(1)));
    auto& source = builder.system.sources[0].value;
    source.rate.reset();
    source.interarrival = law(Law::deterministic(120.0));
    const auto form = form_of(builder.system);
    BOOST_TEST(*value(form, "waiting_probability", "activity=visit.talk") == 0.203188,
               tt::tolerance(1e-5));
    source.interarrival = law(Law::erlang(2, 120.0));
    BOOST_TEST(says(form_of(builder.system), "not a Poisson stream"));
}

// Registration, then 0.7 to the doctor, who sends a quarter back after a night: all M/M/c.
BOOST_AUTO_TEST_CASE(recognises_a_network_with_a_way_back) {
    const auto system =
        desk(2, 0.5)
            .resource("doctor", 1)
            .process("visit")
            .step("register", work("desk", minutes(1)), {to("see", 0.7), to("leave", 0.3)})
            .step("see", work("doctor", minutes(1.5)), {to("sleep", 0.25), to("leave", 0.75)})
            .step("sleep", work("", Law::deterministic(600.0)), {rest("register")})
            .system;
    const auto form = form_of(system);
    const auto theory = statistics::jackson({0.5, 0, 0}, {{0, 0.7, 0}, {0, 0, 0.25}, {1, 0, 0}},
                                            {{1.0, 2}, {1 / 1.5, 1}, {0.1, 0}});
    BOOST_TEST(
        *value(form, "waiting_time", "activity=visit.see") == theory.stations[1].waiting_time,
        tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "time_in_system", "class=client") == theory.time_in_system,
               tt::tolerance(1e-9));
    BOOST_TEST(form.obstacles.empty());
}

// Behind M/M/c the stream is Poisson again (Burke), behind M/D/1 it is not.
BOOST_AUTO_TEST_CASE(knows_behind_which_queues_arrivals_are_poisson) {
    const auto behind = [](const Law& first) {
        return form_of(desk(1, 0.5)
                           .resource("doctor", 1)
                           .process("visit")
                           .step("register", work("desk", first))
                           .step("see", work("doctor", Law::deterministic(30.0)))
                           .system);
    };
    const auto poisson = behind(minutes(1));
    BOOST_TEST(*value(poisson, "waiting_time", "activity=visit.see") ==
                   statistics::mg1(0.5, 0.5, 0.0).waiting_time,
               tt::tolerance(1e-9));
    const auto other = behind(Law::deterministic(60.0));
    BOOST_TEST(value(other, "waiting_time", "activity=visit.register").has_value());
    BOOST_TEST(!value(other, "waiting_time", "activity=visit.see").has_value());
    BOOST_TEST(*value(other, "utilisation", "resource=doctor") == 0.25, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(says_nothing_behind_an_overloaded_desk) {
    const auto form = form_of(desk(1, 1.2)
                                  .resource("doctor", 2)
                                  .process("visit")
                                  .step("register", work("desk", minutes(1)))
                                  .step("see", work("doctor", minutes(1)))
                                  .system);
    BOOST_TEST(form.values.empty());
    BOOST_TEST(says(form, "offered load of 'desk' is 1 or more"));
}

BOOST_AUTO_TEST_CASE(says_nothing_where_an_assumption_fails) {
    const auto plain = [] {
        return desk(1, 0.5).process("visit").step("talk", work("desk", minutes(1)));
    };
    auto counted = plain();
    counted.system.sources[0].value.count = 10;
    BOOST_TEST(says(form_of(counted.system), "end after 10"));
    auto hours = plain();
    hours.system.calendars.push_back(
        {"office", {}, {calendar::OpeningHours::every_day({480, 960}), {}, {}}});
    hours.system.resources[0].value.calendar = {"office", {}};
    BOOST_TEST(says(form_of(hours.system), "'desk' has a calendar"));
    auto both = plain();
    both.resource("room", 1);
    std::get<process::ActivityStep>(both.system.processes[0].value.steps[0].value.what)
        .seize.push_back({{"room", {}}, 1});
    BOOST_TEST(says(form_of(both.system), "several servers at once"));
    auto choice = desk(1, 0.5)
                      .process("visit")
                      .step("ask", set("x"), {when("x > 0", "talk"), rest("leave")})
                      .step("talk", work("desk", minutes(1)));
    BOOST_TEST(says(form_of(choice.system), "'visit.talk' is done depends on conditions"));
    auto back = desk(1, 0.5).process("visit").step("talk", work("desk", Law::deterministic(30.0)),
                                                   {to("talk", 0.2), to("leave", 0.8)});
    BOOST_TEST(says(form_of(back.system), "ways lead back to 'desk'"));
    auto full = plain();
    full.resource("room", 1).step("rest", work("room", minutes(1)));
    full.system.resources[1].value.queue_limit = 1;
    std::get<process::ActivityStep>(full.system.processes[0].value.steps[1].value.what)
        .is_blocking = true;
    BOOST_TEST(says(form_of(full.system), "blocks the servers before it"));
    for (const auto& builder : {counted, hours, both, choice, back, full}) {
        BOOST_TEST(
            !value(form_of(builder.system), "waiting_time", "activity=visit.talk").has_value());
    }
}

// One who comes when one is served and one waits goes away: 0, 1 and 2 are equally likely.
BOOST_AUTO_TEST_CASE(recognises_m_m_c_k) {
    auto builder = desk(1, 1.0).process("visit").step("talk", work("desk", minutes(1)));
    builder.system.resources[0].value.queue_limit = 1;
    const auto form = form_of(builder.system);
    const std::string where = "activity=visit.talk";
    BOOST_TEST(*value(form, "turned_away", where) == 1.0 / 3.0, tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "waiting_time", where) == 0.5, tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "waiting_probability", where) == 0.5, tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "queue_length", where) == 1.0 / 3.0, tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "utilisation", "resource=desk") == 2.0 / 3.0, tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "time_in_system", "class=client") == 1.0, tt::tolerance(1e-9));
    BOOST_TEST(form.values.front().formula == "M/M/1/2");
    auto steady = builder.system;
    std::get<process::ActivityStep>(steady.processes[0].value.steps[0].value.what).duration =
        law(Law::deterministic(60.0));
    BOOST_TEST(form_of(steady).values.empty());
    BOOST_TEST(says(form_of(steady), "queue that may be full, and service times"));
    auto renewal = builder.system;
    renewal.sources[0].value.rate.reset();
    renewal.sources[0].value.interarrival = law(Law::deterministic(60.0));
    BOOST_TEST(!value(form_of(renewal), "turned_away", where).has_value());
    BOOST_TEST(says(form_of(renewal), "queue that may be full, and arrivals"));
}

// Load 1 at two servers: 1/2 of 1 + 1 + 1/2 is lost, whatever the law of service is.
BOOST_AUTO_TEST_CASE(recognises_erlangs_loss_system) {
    auto builder = desk(2, 0.25)
                       .source("order", 0.25 * kPerMinute)
                       .process("visit")
                       .step("talk", work("desk", Law::deterministic(60.0)))
                       .process("order")
                       .step("write", work("desk", minutes(3)));
    builder.system.resources[0].value.queue_limit = 0;
    const auto form = form_of(builder.system);
    BOOST_TEST(*value(form, "turned_away", "activity=visit.talk") == 0.2, tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "turned_away", "activity=order.write") == 0.2, tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "utilisation", "resource=desk") == 0.4, tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "time_in_system", "class=client") == 1.6, tt::tolerance(1e-9));
    BOOST_TEST(!value(form, "waiting_time", "activity=visit.talk").has_value());
    BOOST_TEST(form.values.front().formula == "M/G/2/2 (Erlang B)");
}

// Three of four go to the site of the town, where 0.6 come a minute; 0.2 come to the village.
BOOST_AUTO_TEST_CASE(takes_each_site_as_a_queue_of_its_own) {
    const auto with_rate = [](double rate) {
        auto builder = desk(1, rate)
                           .resource("hall", 1)
                           .process("visit")
                           .step("talk", work("desk", minutes(1)))
                           .step("pay", work("hall", Law::deterministic(30.0)));
        process::Attribute area;
        area.levels = {"town", "village"};
        area.weights = {3.0, 1.0};
        process::EntityClass client;
        client.attributes.push_back({"area", {}, area});
        builder.system.classes.push_back({"client", {}, client});
        builder.system.sources[0].value.entity_class = {"client", {}};
        builder.system.resources[0].value.per = {"area", {}};
        return builder.system;
    };
    const auto form = form_of(with_rate(0.8));
    const std::string where = "activity=visit.talk";
    BOOST_TEST(*value(form, "waiting_time", where) == 0.75 * 1.5 + 0.25 * 0.25,
               tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "waiting_probability", where) == 0.5, tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "queue_length", where) == 0.95, tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "utilisation", "resource=desk") == 0.4, tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "utilisation", "resource=desk,site=town") == 0.6, tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "utilisation", "resource=desk,site=village") == 0.2,
               tt::tolerance(1e-9));
    // Two Poisson streams join again.
    const double pay = statistics::mg1(0.8, 0.5, 0.0).time_in_system;
    BOOST_TEST(*value(form, "time_in_system", "class=client") == 2.1875 + pay, tt::tolerance(1e-9));
    BOOST_TEST(form.obstacles.empty());

    const auto crowded = form_of(with_rate(1.4));  // 1.05 in the town
    BOOST_TEST(!value(crowded, "waiting_time", where).has_value());
    BOOST_TEST(says(crowded, "offered load of 'desk' is 1 or more"));
    auto moved = with_rate(0.8);
    moved.processes[0].value.steps.push_back({"move", {}, {set("area"), {}}});
    BOOST_TEST(says(form_of(moved), "how the visits to 'visit.talk' are shared"));
    auto limited = with_rate(0.8);
    limited.resources[0].value.queue_limit = 0;  // lost: 0.6 / 1.6 in the town, 0.2 / 1.2 elsewhere
    BOOST_TEST(*value(form_of(limited), "turned_away", where) == 0.75 * 0.375 + 0.25 / 6.0,
               tt::tolerance(1e-9));
}

namespace {

/// `members` who are there from the start.
Builder members(double number, const std::string& process) {
    Builder builder;
    builder.source(process, 0.0);
    auto& source = builder.system.sources[0].value;
    source.rate.reset();
    source.at = {base::Duration::seconds(0)};
    source.batch = law(Law::deterministic(number));
    return builder;
}

}  // namespace

// Two machines and a mender, one minute each: 0, 1, 2 broken with probabilities 1, 2, 2 of 5.
BOOST_AUTO_TEST_CASE(recognises_a_finite_source) {
    const auto form = form_of(members(2, "life")
                                  .resource("mender", 1)
                                  .process("life")
                                  .step("run", work("", Law::deterministic(60.0)))
                                  .step("mend", work("mender", minutes(1)), {rest("run")})
                                  .system);
    const std::string where = "activity=life.mend";
    BOOST_TEST(*value(form, "utilisation", "resource=mender") == 0.8, tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "waiting_time", where) == 0.5, tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "waiting_probability", where) == 0.5, tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "queue_length", where) == 0.4, tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "starts", where) == 0.8 * 1440.0, tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "starts", "activity=life.run") == 0.8 * 1440.0, tt::tolerance(1e-9));
    BOOST_TEST(form.values.front().formula == "M/M/1//2 (finite source)");
    BOOST_TEST(form.obstacles.empty());
}

// N at M equal single servers in a ring: the throughput is N / (N + M - 1) of a server's.
BOOST_AUTO_TEST_CASE(recognises_a_closed_network) {
    const auto ring = [](const Law& second, process::Routing next) {
        return members(2, "ring")
            .resource("one", 1)
            .resource("two", 1)
            .process("ring")
            .step("enter", work("", Law::deterministic(60.0)))
            .step("first", work("one", minutes(1)))
            .step("second", work("two", second), std::move(next))
            .system;
    };
    const auto form = form_of(ring(minutes(1), {rest("first")}));
    for (const char* resource : {"resource=one", "resource=two"}) {
        BOOST_TEST(*value(form, "utilisation", resource) == 2.0 / 3.0, tt::tolerance(1e-9));
    }
    BOOST_TEST(*value(form, "waiting_time", "activity=ring.first") == 0.5, tt::tolerance(1e-9));
    BOOST_TEST(*value(form, "starts", "activity=ring.second") == 960.0, tt::tolerance(1e-9));
    BOOST_TEST(!value(form, "starts", "activity=ring.enter").has_value());  // once
    BOOST_TEST(form.values.front().formula == "closed network of 2");

    // Half of the visits are to the second alone: as often as to both, so it is visited twice.
    const auto again = form_of(ring(minutes(1), {to("second", 0.5), rest("first")}));
    const auto theory = statistics::mean_value_analysis({{1.0, 1.0, 1}, {2.0, 1.0, 1}}, 2);
    BOOST_TEST(*value(again, "utilisation", "resource=two") == theory.utilisation[1],
               tt::tolerance(1e-9));

    const auto steady = form_of(ring(Law::deterministic(60.0), {rest("first")}));
    BOOST_TEST(steady.values.empty());
    BOOST_TEST(says(steady, "service times of 'two' are not one exponential law"));
    const auto open = form_of(ring(minutes(1), {to("leave", 0.1), rest("first")}));
    BOOST_TEST(open.values.empty());
    BOOST_TEST(says(open, "arrivals of 'to_ring' are listed"));
    auto late = ring(minutes(1), {rest("first")});
    late.sources[0].value.at = {base::Duration::days(1)};
    BOOST_TEST(says(form_of(late), "are listed"));
    auto both = ring(minutes(1), {rest("first")});
    both.sources.push_back({"others", {}, both.sources[0].value});
    both.sources[1].value.process = {"other", {}};
    process::Process other;
    other.steps.push_back({"second", {}, {work("two", minutes(1)), {rest("second")}}});
    both.processes.push_back({"other", {}, other});
    BOOST_TEST(form_of(both).values.empty());
    BOOST_TEST(says(form_of(both), "members of several processes come to 'two'"));
}

BOOST_AUTO_TEST_SUITE_END()
