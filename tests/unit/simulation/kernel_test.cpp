// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/kernel.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>
#include <functional>
#include <limits>
#include <queue>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"
#include "tests/support/in_child.hpp"

using namespace yhdyspinta::simulation;
using yhdyspinta::base::Duration;
using yhdyspinta::base::Instant;
using yhdyspinta::base::InternalError;
using yhdyspinta::base::ModelError;
using yhdyspinta::test::in_child;
using yhdyspinta::test::Numbers;

namespace {

std::string error_in_child(const std::function<Numbers()>& work) {
    try {
        in_child(work);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "";
}

constexpr HostId kClinic{0}, kSchool{1}, kDaycare{2};
constexpr ChannelId kRegister{0};

/// One channel, a clinic and a daycare of the same organisation, a school of another.
PlatformDescription platform(Duration latency, double records_per_day) {
    PlatformDescription made;
    made.zones = {{"county"}, {"town"}};
    made.hosts = {{"clinic", ZoneId{0}}, {"school", ZoneId{1}}, {"daycare", ZoneId{0}}};
    made.channels = {{"register", latency, records_per_day}};
    return made;
}

/// A model whose events are written in the test.
class Script final : public EmbeddedModel {
public:
    void at(double date, std::function<void()> action) {
        events_.push({date, number_++, false, std::move(action)});
    }
    void touch_at(double date, std::function<void()> action) {
        events_.push({date, number_++, true, std::move(action)});
    }
    Instant run_until(Instant limit) override {
        ++runs;
        while (!events_.empty() && events_.top().date <= limit.in_seconds()) {
            if (events_.top().touches) return Instant::at_seconds(events_.top().date);
            execute();
        }
        return Instant::never();
    }
    Instant last_date() const override { return Instant::at_seconds(last); }
    void run_at(Instant now) override {
        while (!events_.empty() && events_.top().date <= now.in_seconds()) execute();
    }
    double last = 0.0;
    int runs = 0;

private:
    struct Event {
        double date;
        int number;
        bool touches;
        std::function<void()> action;
        bool operator<(const Event& b) const {
            return date != b.date ? date > b.date : number > b.number;
        }
    };
    void execute() {
        const Event event = events_.top();
        events_.pop();
        last = event.date;
        event.action();
    }
    std::priority_queue<Event> events_;
    int number_ = 0;
};

Instant seconds(double value) { return Instant::at_seconds(value); }

/// Notes ticket, date and fate of every record that is told of: 1 when it was delivered.
void note_fates(Kernel& kernel, Numbers& fates) {
    kernel.set_record_listener([&](std::uint64_t ticket, bool is_delivered) {
        fates.insert(fates.end(), {static_cast<double>(ticket), kernel.now().in_seconds(),
                                   is_delivered ? 1.0 : 0.0});
    });
}

/// The clinic sends a record at that date.
void send_at(Script& model, Kernel& kernel, double date, std::uint64_t ticket) {
    model.touch_at(date, [&kernel, ticket] { kernel.send(kClinic, kRegister, 1.0, ticket); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel)

BOOST_AUTO_TEST_CASE(stands_exactly_at_the_date_of_every_touching_event) {
    const Numbers seen = in_child([] {
        Kernel kernel(platform(Duration::seconds(0.7), 86400.0 * 100));
        Script model;
        std::mt19937_64 random{1};
        std::uniform_real_distribution<double> anywhere(0.0, 3e8);
        double error = 0.0, count = 0.0, told = 0.0;
        int sends = 0;
        for (int i = 0; i < 20000; ++i) {
            const double date = anywhere(random);
            model.touch_at(date, [&, date] {
                error = std::max(error, std::abs(kernel.now().in_seconds() - date));
                ++count;
                if (++sends <= 2000) kernel.send(kClinic, kRegister, 1.0, 0);
            });
            model.at(anywhere(random), [] {});
        }
        kernel.set_record_listener([&](std::uint64_t, bool) {
            ++told;
            const double date = kernel.now().in_seconds();
            model.touch_at(date, [&, date] {
                error = std::max(error, std::abs(kernel.now().in_seconds() - date));
                ++count;
            });
        });
        kernel.run(model, seconds(3e8));
        return Numbers{error, count, told};
    });
    BOOST_TEST(seen == (Numbers{0.0, 22000.0, 2000.0}), boost::test_tools::per_element());
}

namespace {

/// Sends a record at each of its dates: ahead as far as it may, else with the clock there.
class Sender final : public EmbeddedModel {
public:
    Sender(std::vector<double> dates, bool is_ahead)
        : dates_(std::move(dates)), sizes_(dates_.size(), 1.0), is_ahead_(is_ahead) {}
    void set_sizes(std::vector<double> sizes) { sizes_ = std::move(sizes); }
    void connect(Kernel& kernel) { kernel_ = &kernel; }
    Instant run_until(Instant limit) override {
        double until = limit.in_seconds();
        bool must_stop = false;
        for (; next_ < dates_.size() && dates_[next_] <= until; ++next_) {
            const Instant date = seconds(dates_[next_]);
            const auto leaves =
                is_ahead_ ? kernel_->send_ahead(kClinic, kRegister, sizes_[next_], next_, date)
                          : std::nullopt;
            if (!leaves) return date;
            last_ = dates_[next_];
            ++ahead;
            if (leaves->in_seconds() > until) continue;
            until = leaves->in_seconds();
            must_stop = true;
        }
        return must_stop ? seconds(until) : Instant::never();
    }
    Instant last_date() const override { return seconds(last_); }
    void run_at(Instant now) override {
        for (; next_ < dates_.size() && dates_[next_] <= now.in_seconds(); ++next_) {
            last_ = dates_[next_];
            kernel_->send(kClinic, kRegister, sizes_[next_], next_);
        }
    }
    double ahead = 0.0;

private:
    Kernel* kernel_ = nullptr;
    std::vector<double> dates_, sizes_;
    std::size_t next_ = 0;
    bool is_ahead_;
    double last_ = 0.0;
};

std::vector<double> dates_of_records() {
    std::mt19937_64 random{1};
    std::uniform_real_distribution<double> anywhere(0.0, 1e6);
    std::vector<double> dates(500);
    std::generate(dates.begin(), dates.end(), [&] { return anywhere(random); });
    std::sort(dates.begin(), dates.end());
    return dates;
}

/// Ticket, date and fate of every record, then how many were sent ahead, then steps of the clock.
Numbers fates_of_records(bool is_ahead, double latency) {
    return in_child([&] {
        Sender model(dates_of_records(), is_ahead);
        Kernel kernel(platform(Duration::seconds(latency), 200.0));
        model.connect(kernel);
        Numbers seen;
        note_fates(kernel, seen);
        kernel.spawn("outage", kClinic, [](ActorContext& actor) {
            actor.sleep_until(seconds(3e5));
            actor.turn_channel(kRegister, false);
            actor.sleep_until(seconds(4e5));
            actor.turn_channel(kRegister, true);
        });
        kernel.run(model, seconds(2e6));
        seen.push_back(model.ahead);
        seen.push_back(static_cast<double>(kernel.steps()));
        return seen;
    });
}

}  // namespace

BOOST_AUTO_TEST_CASE(records_sent_ahead_fare_as_those_sent_with_the_clock_there) {
    for (const double latency : {0.0, 5.0, 20000.0}) {
        Numbers there = fates_of_records(false, latency);
        Numbers ahead = fates_of_records(true, latency);
        BOOST_TEST_REQUIRE(there.size() == 500 * 3 + 2);
        BOOST_TEST_REQUIRE(ahead.size() == there.size());
        // Not where there is no latency, nor while the channel is out of order.
        const auto dates = dates_of_records();
        const auto up = std::count_if(dates.begin(), dates.end(),
                                      [](double date) { return date < 3e5 || date >= 4e5; });
        BOOST_TEST(ahead[1500] == (latency > 0.0 ? static_cast<double>(up) : 0.0));
        if (latency > 0.0) BOOST_TEST(ahead[1501] < there[1501] - 400.0);
        there.resize(1500);
        ahead.resize(1500);
        BOOST_TEST(ahead == there, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(nothing_is_sent_ahead_but_inside_run_until) {
    BOOST_TEST(error_in_child([] {
                   Kernel kernel(platform(Duration::seconds(1.0), 1.0));
                   (void)kernel.send_ahead(kClinic, kRegister, 1.0, 0, seconds(0.0));
                   return Numbers{};
               }).find("sent ahead") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(stands_exactly_at_dates_that_rounding_could_pass) {
    // From a date less than half of the next one, now + (next - now) may round to past it.
    const Numbers seen = in_child([] {
        Kernel kernel(platform(Duration::seconds(1.0), 1.0));
        Script model;
        std::mt19937_64 random{1};
        std::uniform_real_distribution<double> factor(2.5, 4.0);
        double error = 0.0, count = 0.0;
        for (double date = 1e-5; date < 3e8; date *= factor(random)) {
            model.touch_at(date, [&, date] {
                error = std::max(error, std::abs(kernel.now().in_seconds() - date));
                ++count;
            });
        }
        kernel.run(model, seconds(1e9));
        return Numbers{error, count > 20.0 ? 1.0 : 0.0};
    });
    BOOST_TEST(seen == (Numbers{0.0, 1.0}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_record_takes_latency_plus_size_over_capacity) {
    for (const double latency : {0.0, 1.0, 3600.0, 30 * 86400.0}) {
        for (const double per_day : {0.5, 864.0, 1e9}) {
            const Numbers arrivals = in_child([&] {
                Kernel kernel(platform(Duration::seconds(latency), per_day));
                Script model;
                Numbers dates;
                kernel.set_record_listener([&](std::uint64_t ticket, bool is_delivered) {
                    dates.push_back(is_delivered && ticket == 7 ? kernel.now().in_seconds() : -1.0);
                });
                model.touch_at(1000.0, [&] { kernel.send(kClinic, kRegister, 1.0, 7); });
                model.touch_at(1e8, [&] { kernel.send(kClinic, kRegister, 2.5, 7); });
                kernel.run(model, seconds(2e8));
                dates.push_back(static_cast<double>(kernel.records_in_flight()));
                return dates;
            });
            BOOST_REQUIRE(arrivals.size() == 3u);
            const double one = 86400.0 / per_day;
            BOOST_TEST(std::abs(arrivals[0] - (1000.0 + latency + one)) < 2e-5);
            BOOST_TEST(std::abs(arrivals[1] - (1e8 + latency + 2.5 * one)) < 2e-5);
            BOOST_TEST(arrivals[2] == 0.0);
        }
    }
}

BOOST_AUTO_TEST_CASE(records_on_one_channel_share_its_capacity) {
    // 100 s per record, latency 50 s. Sent at 0 and 40 by two hosts: the first is alone from 50 to
    // 90, has 60 s of work left, shares until 90 + 2 * 60 = 210; the second then has 40 s left:
    // 250.
    const Numbers arrivals = in_child([] {
        Kernel kernel(platform(Duration::seconds(50.0), 864.0));
        Script model;
        Numbers dates;
        kernel.set_record_listener([&](std::uint64_t ticket, bool) {
            dates.push_back(static_cast<double>(ticket));
            dates.push_back(kernel.now().in_seconds());
        });
        model.touch_at(0.0, [&] { kernel.send(kClinic, kRegister, 1.0, 1); });
        model.touch_at(40.0, [&] { kernel.send(kDaycare, kRegister, 1.0, 2); });
        kernel.run(model, seconds(1000.0));
        return dates;
    });
    BOOST_TEST(arrivals == (Numbers{1.0, 210.0, 2.0, 250.0}),
               boost::test_tools::tolerance(1e-7) << boost::test_tools::per_element());
}

namespace {

struct OnChannel {
    std::vector<double> dates, work;  ///< [s]
};

OnChannel records_of_two_sizes() {
    std::mt19937_64 random{3};
    std::exponential_distribution<double> gap(1.0 / 300.0);
    OnChannel records;
    double date = 1000.0;
    for (int i = 0; i < 400; ++i) {
        records.dates.push_back(date);
        records.work.push_back(i % 3 == 0 ? 250.0 : 100.0);
        date += i % 50 == 49 ? 0.0 : gap(random);  // some come at the same instant
    }
    return records;
}

/// When they have passed it, if all that are on it share it equally.
Numbers shared_equally(const OnChannel& records) {
    const std::size_t count = records.dates.size();
    Numbers ends(count);
    std::vector<double> left = records.work;
    std::vector<std::size_t> on;
    double now = 0.0;
    for (std::size_t next = 0; next < count || !on.empty();) {
        double date = next < count ? records.dates[next] : std::numeric_limits<double>::infinity();
        const auto others = static_cast<double>(on.size());
        for (const std::size_t i : on) date = std::min(date, now + left[i] * others);
        for (const std::size_t i : on) left[i] -= (date - now) / others;
        now = date;
        std::erase_if(on, [&](std::size_t i) {
            ends[i] = now;
            return left[i] < 1e-9;
        });
        for (; next < count && records.dates[next] <= now; ++next) on.push_back(next);
    }
    return ends;
}

}  // namespace

BOOST_AUTO_TEST_CASE(records_share_a_channel_with_those_that_are_on_it) {
    // With latencies shorter than any record takes, between the two and longer: none, some and all
    // of those who are on the channel alone are known beforehand to be.
    const OnChannel records = records_of_two_sizes();
    const Numbers expected = shared_equally(records);
    std::vector<double> sizes = records.work;
    for (double& size : sizes) size /= 100.0;
    for (const bool is_ahead : {false, true}) {
        std::vector<double> steps;
        for (const double latency : {0.0, 50.0, 150.0, 500.0}) {
            Numbers seen = in_child([&] {
                Sender model(records.dates, is_ahead);
                model.set_sizes(sizes);
                Kernel kernel(platform(Duration::seconds(latency), 864.0));
                model.connect(kernel);
                Numbers dates(records.dates.size(), -1.0);
                kernel.set_record_listener([&](std::uint64_t ticket, bool is_delivered) {
                    if (is_delivered) dates.at(ticket) = kernel.now().in_seconds() - latency;
                });
                kernel.run(model, seconds(1e6));
                dates.push_back(static_cast<double>(kernel.steps()));
                return dates;
            });
            steps.push_back(seen.back());
            seen.pop_back();
            BOOST_TEST(seen == expected, boost::test_tools::tolerance(1e-8)
                                             << boost::test_tools::per_element());
        }
        // Where the clock need not stop.
        BOOST_TEST(steps[2] < steps[1] - 50.0);
        BOOST_TEST(steps[3] < steps[2] - 20.0);
    }
}

BOOST_AUTO_TEST_CASE(an_outage_loses_a_record_that_is_alone_on_its_channel) {
    const Numbers told = in_child([] {
        Kernel kernel(platform(Duration::seconds(200.0), 864.0));
        Script model;
        Numbers seen;
        note_fates(kernel, seen);
        send_at(model, kernel, 0.0, 1);    // on the channel from 200 on
        send_at(model, kernel, 260.0, 2);  // takes the lost one's place, until 560
        kernel.spawn("outage", kSchool, [&](ActorContext& actor) {
            actor.sleep_until(seconds(250.0));
            actor.turn_channel(kRegister, false);
            actor.sleep_for(Duration::seconds(5.0));
            actor.turn_channel(kRegister, true);
        });
        kernel.run(model, seconds(1000.0));
        seen.push_back(static_cast<double>(kernel.records_in_flight()));
        return seen;
    });
    BOOST_TEST(told == (Numbers{1.0, 250.0, 0.0, 2.0, 560.0, 1.0, 0.0}),
               boost::test_tools::tolerance(1e-7) << boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(every_host_reaches_every_channel) {
    const Numbers seen = in_child([] {
        PlatformDescription wide;
        wide.zones = {{"county"}, {"town"}, {"empty"}};
        for (std::uint32_t i = 0; i < 40; ++i) wide.hosts.push_back({"site", ZoneId{i % 2}});
        for (int i = 0; i < 3; ++i) {
            wide.channels.push_back({"same name", Duration::seconds(1000.0 * i), 86400.0});
        }
        Kernel kernel(wide);
        Script model;
        double right = 0.0;
        kernel.set_record_listener([&](std::uint64_t ticket, bool is_delivered) {
            const double date = 10.0 * static_cast<double>(ticket) + 1000.0 * (ticket % 3) + 1.0;
            right += is_delivered && std::abs(kernel.now().in_seconds() - date) < 2e-5;
        });
        for (std::uint32_t i = 0; i < 120; ++i) {
            model.touch_at(10.0 * i,
                           [&kernel, i] { kernel.send(HostId{i / 3}, ChannelId{i % 3}, 1.0, i); });
        }
        kernel.run(model, seconds(1e5));
        return Numbers{right};
    });
    BOOST_TEST(seen == (Numbers{120.0}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_outage_loses_the_records_on_their_way_and_those_sent_meanwhile) {
    const Numbers told = in_child([] {
        Kernel kernel(platform(Duration::seconds(50.0), 864.0));
        Script model;
        Numbers seen;
        note_fates(kernel, seen);
        send_at(model, kernel, 0.0, 1);    // past its latency at 100
        send_at(model, kernel, 80.0, 2);   // still in its latency
        send_at(model, kernel, 120.0, 3);  // during the outage
        send_at(model, kernel, 300.0, 4);  // after it
        kernel.spawn("outage", kSchool, [&](ActorContext& actor) {
            actor.sleep_until(seconds(100.0));
            actor.turn_channel(kRegister, false);
            seen.push_back(kernel.channel_is_up(kRegister) ? 1.0 : 0.0);
            actor.sleep_for(Duration::seconds(100.0));
            actor.turn_channel(kRegister, true);
            seen.push_back(kernel.channel_is_up(kRegister) ? 1.0 : 0.0);
        });
        kernel.run(model, seconds(1000.0));
        return seen;
    });
    BOOST_TEST(told == (Numbers{0.0,                               // down
                                1.0, 100.0, 0.0, 2.0, 100.0, 0.0,  // both lost, as sent
                                3.0, 120.0, 0.0,                   // lost at once
                                1.0,                               // up
                                4.0, 450.0, 1.0}),                 // delivered
               boost::test_tools::tolerance(1e-7) << boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_record_after_an_outage_does_not_leave_with_a_lost_one) {
    const Numbers told = in_child([] {
        Kernel kernel(platform(Duration::seconds(50.0), 864.0));
        Script model;
        Numbers seen;
        note_fates(kernel, seen);
        send_at(model, kernel, 0.0, 1);
        model.touch_at(10.0, [&] { kernel.set_channel(kRegister, false); });
        model.touch_at(11.0, [&] { kernel.set_channel(kRegister, true); });
        send_at(model, kernel, 20.0, 2);
        kernel.run(model, seconds(1000.0));
        return seen;
    });
    BOOST_TEST(told == (Numbers{1.0, 10.0, 0.0, 2.0, 170.0, 1.0}),
               boost::test_tools::tolerance(1e-7) << boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(actors_and_listeners_send_over_a_channel_without_latency) {
    // 100 s per record; the actor's record is answered by the listener's.
    const Numbers told = in_child([] {
        Kernel kernel(platform(Duration::seconds(0.0), 864.0));
        Script model;
        Numbers seen;
        kernel.set_record_listener([&](std::uint64_t ticket, bool is_delivered) {
            seen.insert(seen.end(), {static_cast<double>(ticket), kernel.now().in_seconds(),
                                     is_delivered ? 1.0 : 0.0});
            if (ticket < 3) kernel.send(kClinic, kRegister, 1.0, ticket + 1);
        });
        kernel.spawn("sender", kClinic, [&](ActorContext& actor) {
            actor.sleep_until(seconds(5.0));
            kernel.send(kClinic, kRegister, 1.0, 1);
        });
        kernel.run(model, seconds(1000.0));
        return seen;
    });
    BOOST_TEST(told == (Numbers{1.0, 105.0, 1.0, 2.0, 205.0, 1.0, 3.0, 305.0, 1.0}),
               boost::test_tools::tolerance(1e-6) << boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_actor_is_not_interrupted_until_it_sleeps) {
    const Numbers order = in_child([] {
        Kernel kernel(platform(Duration::seconds(0.0), 864.0));
        Script model;
        Numbers seen;
        for (int i = 1; i <= 2; ++i) {
            kernel.spawn("busy", kClinic, [&, i](ActorContext& actor) {
                actor.sleep_until(seconds(5.0));
                seen.push_back(10.0 * i);
                kernel.send(kClinic, kRegister, 1.0, 1);
                actor.turn_channel(kRegister, i == 2);
                kernel.spawn("helper", kSchool, [&, i](ActorContext&) { seen.push_back(100 + i); });
                seen.push_back(10.0 * i + (kernel.channel_is_up(kRegister) ? 2.0 : 1.0));
            });
        }
        kernel.run(model, seconds(6.0));
        return seen;
    });
    BOOST_TEST(order == (Numbers{10.0, 11.0, 20.0, 22.0, 101.0, 102.0}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(at_one_instant_model_then_actors_by_creation_then_records_by_sending) {
    const Numbers order = in_child([] {
        Kernel kernel(platform(Duration::seconds(10.0), std::numeric_limits<double>::infinity()));
        Script model;
        Numbers seen;
        kernel.set_record_listener([&](std::uint64_t ticket, bool) {
            seen.push_back(static_cast<double>(ticket));
            if (ticket == 301) model.at(kernel.now().in_seconds(), [&] { seen.push_back(400.0); });
        });
        for (int i = 1; i <= 3; ++i) {
            kernel.spawn("one of three", kClinic, [&, i](ActorContext& actor) {
                seen.push_back(i);
                // Put to sleep in another order than created.
                actor.sleep_for(Duration::seconds(5.0 - i));
                actor.sleep_until(seconds(10.0));
                seen.push_back(200.0 + i);
            });
        }
        model.touch_at(0.0, [&] {
            seen.push_back(0.0);
            for (std::uint64_t i = 1; i <= 3; ++i) kernel.send(kClinic, kRegister, 1.0, 300 + i);
        });
        model.touch_at(10.0, [&] { seen.push_back(100.0); });
        kernel.run(model, seconds(20.0));
        return seen;
    });
    BOOST_TEST(order == (Numbers{0, 1, 2, 3, 100, 201, 202, 203, 301, 302, 303, 400}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_actors_and_listeners_schedule_now_happens_now) {
    const Numbers dates = in_child([] {
        Kernel kernel(platform(Duration::seconds(10.0), 86400.0));
        Script model;
        Numbers seen;
        const auto soon = [&](double mark, bool touches) {
            const auto note = [&seen, &kernel, &model, mark] {
                seen.insert(seen.end(), {mark, model.last, kernel.now().in_seconds()});
            };
            const double date = kernel.now().in_seconds();
            if (touches)
                model.touch_at(date, note);
            else
                model.at(date, note);
        };
        kernel.spawn("reformer", kClinic, [&](ActorContext& actor) {
            actor.sleep_until(seconds(3.25));
            soon(1.0, false);
            soon(2.0, true);
            kernel.send(kClinic, kRegister, 1.0, 5);
            actor.sleep_for(Duration::infinite());
        });
        kernel.set_record_listener([&](std::uint64_t, bool) {
            soon(3.0, true);
            kernel.spawn("answer", kSchool, [&](ActorContext&) { soon(4.0, false); });
        });
        kernel.run(model, seconds(1e6));
        return seen;
    });
    BOOST_TEST(dates == (Numbers{1.0, 3.25, 3.25, 2.0, 3.25, 3.25,  //
                                 3.0, 14.25, 14.25, 4.0, 14.25, 14.25}),
               boost::test_tools::tolerance(1e-6) << boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(ends_exactly_at_the_end_with_everybody_still_busy) {
    for (const double end : {1e-3, 7.0 / 3.0, 1e5 / 3.0, 315576000.0 / 7.0, 3e9 / 7.0}) {
        const Numbers seen = in_child([end] {
            Numbers counts(5, 0.0);
            int unwound = 0;
            struct Unwinding {
                int& count;
                ~Unwinding() { ++count; }
            };
            {
                Kernel kernel(platform(Duration::days(10000.0), 1.0));
                Script model;
                kernel.spawn("forum", kClinic, [&](ActorContext& actor) {
                    const Unwinding guard{unwound};
                    while (true) {
                        actor.sleep_for(Duration::seconds(end / 10.5));
                        ++counts[0];
                    }
                });
                kernel.spawn("at the end", kClinic, [&](ActorContext& actor) {
                    const Unwinding guard{unwound};
                    actor.sleep_until(seconds(end));
                    model.at(end, [&] { counts[1] += 1.0; });
                    actor.sleep_until(seconds(end));
                    counts[1] += 10.0;
                    actor.sleep_until(seconds(std::nextafter(end, 1e300)));
                    counts[1] += 100.0;
                });
                model.touch_at(end / 3.0, [&] { kernel.send(kClinic, kRegister, 1.0, 1); });
                model.touch_at(end, [&] {
                    counts[2] += 1.0;
                    kernel.spawn("late", kSchool, [&](ActorContext&) { counts[2] += 1.0; });
                });
                model.touch_at(std::nextafter(end, 1e300), [&] { counts[2] += 10.0; });
                kernel.run(model, seconds(end));
                counts[3] = kernel.now().in_seconds();
                kernel.run(model, seconds(end));  // nothing is left to do, time stays
                counts[3] = std::max(counts[3], kernel.now().in_seconds());
            }
            counts[4] = unwound;
            return counts;
        });
        BOOST_TEST(seen == (Numbers{10.0, 11.0, 2.0, end, 2.0}), boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(goes_on_to_a_later_end) {
    const Numbers seen = in_child([] {
        Kernel kernel(platform(Duration::seconds(7.0), 86400.0));
        Script model;
        Numbers dates;
        kernel.set_record_listener(
            [&](std::uint64_t, bool) { dates.push_back(kernel.now().in_seconds()); });
        kernel.send(kClinic, kRegister, 1.0, 1);  // before the run: at 0
        kernel.run(model, seconds(0.0));
        kernel.run(model, seconds(5.0));
        dates.push_back(kernel.now().in_seconds());
        kernel.run(model, seconds(9.0));
        dates.push_back(kernel.now().in_seconds());
        return dates;
    });
    BOOST_TEST(seen == (Numbers{5.0, 8.0, 9.0}), boost::test_tools::tolerance(1e-6)
                                                     << boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_million_events_that_touch_nothing_are_one_step) {
    const Numbers seen = in_child([] {
        Kernel kernel(platform(Duration::seconds(7.0), 86400.0));
        Script model;
        double executed = 0.0;
        std::function<void()> next = [&] {
            if (++executed < 1e6) model.at(model.last + 1.0, next);
        };
        model.at(0.5, next);
        kernel.run(model, seconds(2e6));
        return Numbers{executed, static_cast<double>(kernel.steps()),
                       static_cast<double>(model.runs), kernel.now().in_seconds()};
    });
    BOOST_TEST(seen == (Numbers{1e6, 1.0, 1.0, 2e6}), boost::test_tools::per_element());
}

namespace {

/// M/M/3 with arrival rate 2.4 and service rate 1: the mean wait is 1.0787 (Erlang C).
class Queue final : public EmbeddedModel {
public:
    Queue(int clients, int every, std::function<void()> send)
        : clients_(clients), every_(every), send_(std::move(send)) {
        events_.push({0.0, number_++, arrive});
    }
    Instant run_until(Instant limit) override {
        while (!events_.empty() && events_.top().date <= limit.in_seconds()) {
            if (events_.top().kind == touch) return Instant::at_seconds(events_.top().date);
            execute();
        }
        return Instant::never();
    }
    Instant last_date() const override { return Instant::at_seconds(clock_); }
    void run_at(Instant now) override {
        while (!events_.empty() && events_.top().date <= now.in_seconds()) execute();
    }
    double mean_wait() const { return wait_ / served; }
    int served = 0;

private:
    enum Kind { arrive, depart, touch };
    struct Event {
        double date;
        long number;
        Kind kind;
        bool operator>(const Event& b) const {
            return date != b.date ? date > b.date : number > b.number;
        }
    };
    void execute() {
        const Event event = events_.top();
        events_.pop();
        clock_ = event.date;
        switch (event.kind) {
            case arrive:
                if (free_ > 0) {
                    --free_;
                    events_.push({clock_ + service_(random_), number_++, depart});
                } else {
                    waiting_.push_back(clock_);
                }
                if (++arrived_ < clients_) {
                    events_.push({clock_ + interarrival_(random_), number_++, arrive});
                }
                break;
            case depart:
                ++served;
                if (every_ != 0 && served % every_ == 0) events_.push({clock_, number_++, touch});
                if (waiting_.empty()) {
                    ++free_;
                } else {
                    wait_ += clock_ - waiting_.front();
                    waiting_.pop_front();
                    events_.push({clock_ + service_(random_), number_++, depart});
                }
                break;
            case touch: send_(); break;
        }
    }
    int clients_, every_, arrived_ = 0, free_ = 3;
    std::function<void()> send_;
    std::mt19937_64 random_{1};
    std::exponential_distribution<double> interarrival_{2.4}, service_{1.0};
    std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
    std::deque<double> waiting_;
    double wait_ = 0.0, clock_ = 0.0;
    long number_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_CASE(an_embedded_queue_waits_the_same_with_and_without_records) {
    // The speed is told, not tested: the benchmarks compare it with the bare loop.
    Numbers waits;
    for (const int every : {0, 100}) {
        const Numbers seen = in_child([every] {
            Kernel kernel(platform(Duration::seconds(0.5), 86400.0 * 10));
            double told = 0.0;
            kernel.set_record_listener(
                [&](std::uint64_t, bool is_delivered) { told += is_delivered; });
            Queue queue(300'000, every, [&] { kernel.send(kClinic, kRegister, 1.0, 0); });
            const auto start = std::chrono::steady_clock::now();
            kernel.run(queue, seconds(1e6));
            const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
            return Numbers{queue.mean_wait(), told, static_cast<double>(kernel.steps()),
                           queue.served / wall.count()};
        });
        BOOST_TEST(seen[1] == (every == 0 ? 0.0 : 3000.0));
        if (every == 0) BOOST_TEST(seen[2] == 1.0);
        BOOST_TEST_MESSAGE("M/M/3, a record for one client in " << every << ": " << seen[3] / 1e6
                                                                << " million clients/s");
        waits.push_back(seen[0]);
    }
    BOOST_TEST(waits[0] == waits[1]);
    BOOST_TEST(std::abs(waits[0] - 1.0787) < 0.1);
}

BOOST_AUTO_TEST_CASE(is_one_per_process) {
    BOOST_TEST(error_in_child([] {
                   Kernel first(platform(Duration::seconds(1.0), 1.0));
                   Kernel second(platform(Duration::seconds(1.0), 1.0));
                   return Numbers{};
               }) == "a process can run one kernel only: fork for each replication");
    BOOST_TEST(error_in_child([] {
                   {
                       Kernel first(platform(Duration::seconds(1.0), 1.0));
                       Script model;
                       first.run(model, seconds(1.0));
                   }
                   Kernel second(platform(Duration::seconds(1.0), 1.0));
                   return Numbers{};
               }) == "a process can run one kernel only: fork for each replication");
}

BOOST_AUTO_TEST_CASE(refuses_what_the_model_must_not_do) {
    const auto error_of = [](const std::function<void(Kernel&, Script&)>& prepare) {
        return error_in_child([&] {
            Kernel kernel(platform(Duration::seconds(1.0), 1.0));
            Script model;
            prepare(kernel, model);
            kernel.run(model, seconds(10.0));
            return Numbers{};
        });
    };
    BOOST_TEST(error_of([](Kernel& kernel, Script& model) {
                   model.at(2.0, [&] { kernel.send(kClinic, kRegister, 1.0, 0); });
               }) == "a record sent at 0 s inside run_until: the event had to be a touching one");
    BOOST_TEST(error_of([](Kernel& kernel, Script&) {
                   kernel.send(HostId{3}, kRegister, 1.0, 0);
               }) == "there is no host 3");
    BOOST_TEST(error_of([](Kernel& kernel, Script&) { kernel.send(kClinic, kRegister, 0.0, 0); }) ==
               "0 records cannot be sent");
    BOOST_TEST(error_of([](Kernel& kernel, Script&) { kernel.set_channel(ChannelId{1}, true); }) ==
               "there is no channel 1");
    BOOST_TEST(
        error_of([](Kernel&, Script& model) { model.at(2.0, [&] { model.last = 11.0; }); }) ==
        "the model ran to 11 s and stopped before inf s when asked to run from 0 s to 10 s");
}

BOOST_AUTO_TEST_CASE(hands_on_what_the_model_the_listener_and_the_actors_throw) {
    const auto error_of = [](const std::function<void(Kernel&, Script&)>& prepare) {
        return error_in_child([&] {
            Kernel kernel(platform(Duration::seconds(1.0), 86400.0));
            Script model;
            kernel.spawn("sleeper", kClinic,
                         [](ActorContext& actor) { actor.sleep_for(Duration::infinite()); });
            prepare(kernel, model);
            kernel.run(model, seconds(10.0));
            return Numbers{};
        });
    };
    BOOST_TEST(error_of([](Kernel&, Script& model) {
                   model.at(2.0, [] { throw ModelError("in run_until"); });
               }) == "in run_until");
    BOOST_TEST(error_of([](Kernel&, Script& model) {
                   model.touch_at(2.0, [] { throw ModelError("in run_at"); });
               }) == "in run_at");
    BOOST_TEST(error_of([](Kernel& kernel, Script&) {
                   kernel.spawn("thrower", kClinic, [](ActorContext& actor) {
                       actor.sleep_for(Duration::seconds(10.0));
                       throw ModelError("in an actor");
                   });
               }) == "in an actor");
    BOOST_TEST(error_of([](Kernel& kernel, Script&) {
                   kernel.send(kClinic, kRegister, 1.0, 0);
                   kernel.set_record_listener(
                       [](std::uint64_t, bool) { throw ModelError("in the listener"); });
               }) == "in the listener");
}

BOOST_AUTO_TEST_CASE(stops_an_endless_loop_at_one_instant) {
    BOOST_TEST(error_in_child([] {
                   Kernel kernel(platform(Duration::seconds(1.0), 86400.0));
                   Script model;
                   kernel.spawn("restless", kClinic, [](ActorContext& actor) {
                       actor.sleep_until(seconds(2.5));
                       while (true) actor.sleep_for(Duration::seconds(0.0));
                   });
                   kernel.run(model, seconds(10.0));
                   return Numbers{};
               }) ==
               "at 2.5 s: endless loop at one instant: 100000 steps of the clock without time "
               "passing");
}

BOOST_AUTO_TEST_SUITE_END()
