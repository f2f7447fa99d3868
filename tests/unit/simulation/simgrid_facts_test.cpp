// SPDX-License-Identifier: Apache-2.0
// What `kernel.cpp` relies on, or works around, in SimGrid 3.32. When a case fails after an
// upgrade, the kernel has to be read again.
#include <cmath>
#include <csignal>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <simgrid/kernel/resource/Model.hpp>
#include <simgrid/s4u.hpp>

#include "tests/support/in_child.hpp"

namespace {

namespace s4u = simgrid::s4u;
using yhdyspinta::test::in_child;
using yhdyspinta::test::Numbers;

/// A silent engine with `settings`, e.g. `network/model:CM02`.
std::unique_ptr<s4u::Engine> engine(const std::vector<std::string>& settings = {}) {
    std::vector<std::string> words{"test", "--log=root.thresh:critical", "--log=root.fmt:%m",
                                   "--cfg=debug/clean-atexit:no"};
#if defined(__SANITIZE_ADDRESS__)
    words.emplace_back("--cfg=contexts/factory:thread");
#endif
    for (const auto& setting : settings) words.push_back("--cfg=" + setting);
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    int count = static_cast<int>(words.size());
    return std::make_unique<s4u::Engine>(&count, arguments.data());
}

const std::vector<std::string> kOurs{"network/model:CM02", "network/crosstraffic:no"};

struct Pair {
    s4u::Host *from, *to;
    s4u::Link* link;
};

/// Two hosts and one link between them, the way back over the same link.
Pair connected(double bandwidth, double latency) {
    auto* zone = s4u::create_full_zone("zone");
    Pair made{zone->create_host("from", 1.0), zone->create_host("to", 1.0),
              zone->create_link("link", bandwidth)};
    made.link->set_latency(latency);
    zone->add_route(made.from->get_netpoint(), made.to->get_netpoint(), nullptr, nullptr,
                    {s4u::LinkInRoute(made.link)}, true);
    zone->seal();
    return made;
}

/// When one communication of `bytes` sent at 0 arrives.
double arrival(const std::vector<std::string>& settings, double bandwidth, double latency,
               std::uint64_t bytes) {
    const auto send_one = [&] {
        const auto run = engine(settings);
        const Pair pair = connected(bandwidth, latency);
        double date = -1.0;
        s4u::Actor::create("courier", pair.from, [&] {
            s4u::Comm::sendto(pair.from, pair.to, bytes);
            date = s4u::Engine::get_clock();
        });
        run->run();
        return Numbers{date};
    };
    return in_child(send_one).front();
}

/// Records what SimGrid asks of an embedded simulator.
class Probe final : public simgrid::kernel::resource::Model {
public:
    explicit Probe(std::vector<double> dates) : Model("probe"), dates_(std::move(dates)) {}
    bool next_occurring_event_is_idempotent() override { return false; }
    double next_occurring_event(double window) override {
        windows.push_back(window);
        const double now = s4u::Engine::get_clock();
        if (next_ < dates_.size() && dates_[next_] <= now + window) return dates_[next_] - now;
        return window;
    }
    void update_actions_state(double now, double /*delta*/) override {
        arrivals.push_back(now);
        while (next_ < dates_.size() && dates_[next_] <= now) {
            ++next_;
            if (on_event) on_event();
        }
    }
    std::function<void()> on_event;
    Numbers windows, arrivals;

private:
    std::vector<double> dates_;
    std::size_t next_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(simgrid_facts)

BOOST_AUTO_TEST_CASE(an_embedded_model_is_told_the_window_and_shortens_it) {
    const Numbers seen = in_child([] {
        const auto run = engine(kOurs);
        const Pair pair = connected(1.0, 1.0);
        const auto probe = std::make_shared<Probe>(std::vector<double>{2.0, 9.0});
        run->add_model(probe);
        s4u::Actor::create("sleeper", pair.from, [] { s4u::this_actor::sleep_for(5.0); });
        run->run_until(20.0);
        Numbers both = probe->windows;
        both.insert(both.end(), probe->arrivals.begin(), probe->arrivals.end());
        return both;
    });
    // Windows to the sleeper's end or the end of the run; the clock stops at 2, 5, 9 and 20.
    BOOST_TEST(seen == (Numbers{5.0, 3.0, 15.0, 11.0, 2.0, 5.0, 9.0, 20.0}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_second_engine_does_not_restart_the_clock_and_two_at_once_abort) {
    const Numbers seen = in_child([] {
        {
            const auto first = engine();
            connected(1.0, 1.0);
            first->run_until(7.0);
        }
        const auto second = engine();
        return Numbers{s4u::Engine::get_clock()};
    });
    BOOST_TEST(seen == (Numbers{7.0}), boost::test_tools::per_element());
    const auto two_at_once = [] {
        std::freopen("/dev/null", "w", stderr);
        const auto first = engine();
        const auto second = engine();
        return Numbers{1.0};
    };
    BOOST_CHECK_THROW(in_child(two_at_once), yhdyspinta::test::ChildDied);
}

BOOST_AUTO_TEST_CASE(actors_due_together_run_in_reverse_order_of_creation) {
    const Numbers order = in_child([] {
        const auto run = engine();
        const Pair pair = connected(1.0, 1.0);
        Numbers seen;
        for (int i = 1; i <= 3; ++i) {
            s4u::Actor::create("actor", pair.from, [&seen, i] {
                s4u::this_actor::sleep_until(5.0);
                seen.push_back(i);
            });
        }
        run->run();
        return seen;
    });
    BOOST_TEST(order == (Numbers{3.0, 2.0, 1.0}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(actors_released_by_the_embedded_model_run_in_order_of_release) {
    const Numbers order = in_child([] {
        const auto run = engine(kOurs);
        const Pair pair = connected(1.0, 1.0);
        Numbers seen;
        std::vector<s4u::SemaphorePtr> sleeping;
        for (int i = 0; i < 3; ++i) {
            sleeping.push_back(s4u::Semaphore::create(0));
            s4u::Actor::create("actor", pair.from, [&, i] {
                sleeping[static_cast<std::size_t>(i)]->acquire();
                seen.insert(seen.end(), {static_cast<double>(i), s4u::Engine::get_clock()});
            });
        }
        const auto probe = std::make_shared<Probe>(std::vector<double>{3.5});
        probe->on_event = [&] {
            for (const std::size_t i : {1, 2, 0}) sleeping[i]->release();
        };
        run->add_model(probe);
        run->run_until(10.0);
        return seen;
    });
    BOOST_TEST(order == (Numbers{1.0, 3.5, 2.0, 3.5, 0.0, 3.5}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(daemons_alone_are_killed_at_once) {
    const Numbers awake = in_child([] {
        const auto run = engine();
        const Pair pair = connected(1.0, 1.0);
        double count = 0.0;
        s4u::Actor::create("daemon", pair.from, [&] {
            while (true) {
                s4u::this_actor::sleep_for(1.0);
                ++count;
            }
        })->daemonize();
        run->run_until(10.0);
        return Numbers{count};
    });
    BOOST_TEST(awake == (Numbers{0.0}), boost::test_tools::per_element());
}

// The kernel waits out the latency itself (see `Record` there); links have none.

BOOST_AUTO_TEST_CASE(
    without_latency_bandwidth_is_as_set_with_cm02_and_three_percent_less_by_default) {
    BOOST_TEST(std::abs(arrival(kOurs, 1e6, 0.0, 97'000'000) - 97.0) < 1e-4);
    BOOST_TEST(std::abs(arrival({"network/crosstraffic:no"}, 1e6, 0.0, 97'000'000) - 100.0) < 1e-4);
}

BOOST_AUTO_TEST_CASE(latency_of_a_link_would_limit_its_bandwidth) {
    // 1 MB over 1 MB/s at a latency of one day: bandwidth becomes 4194304 / (2 * 86400) = 24
    // bytes/s.
    const double day = 86400.0;
    BOOST_TEST(arrival(kOurs, 1e6, day, 1'000'000) > day + 40000.0);
}

BOOST_AUTO_TEST_CASE(
    the_way_back_over_the_same_link_takes_five_percent_unless_crosstraffic_is_off) {
    BOOST_TEST(std::abs(arrival({"network/model:CM02"}, 1e6, 0.0, 100'000'000) - 105.0) < 1e-4);
    BOOST_TEST(std::abs(arrival(kOurs, 1e6, 0.0, 100'000'000) - 100.0) < 1e-4);
}

BOOST_AUTO_TEST_CASE(steps_of_a_microsecond_work_at_a_thousand_million_seconds) {
    const Numbers steps = in_child([] {
        const auto run = engine(kOurs);
        const Pair pair = connected(1.0, 1.0);
        static_cast<void>(pair);
        const auto probe =
            std::make_shared<Probe>(std::vector<double>{1e9, 1e9 + 1e-6, 1e9 + 2e-6, 1e9 + 3e-6});
        run->add_model(probe);
        run->run_until(1e9 + 1.0);
        return probe->arrivals;
    });
    BOOST_TEST(steps == (Numbers{1e9, 1e9 + 1e-6, 1e9 + 2e-6, 1e9 + 3e-6, 1e9 + 1.0}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(run_until_stops_when_it_is_within_a_hundred_thousandth_of_the_end) {
    const Numbers seen = in_child([] {
        const auto run = engine(kOurs);
        connected(1.0, 1.0);
        run->add_model(std::make_shared<Probe>(std::vector<double>{10.0 - 5e-6}));
        run->run_until(10.0);
        const double first = s4u::Engine::get_clock();
        run->run_until(10.0);
        return Numbers{first, s4u::Engine::get_clock()};
    });
    BOOST_TEST(seen == (Numbers{10.0 - 5e-6, 10.0}), boost::test_tools::per_element());
}

namespace {

/// Sends one communication (10 s of work) at `sent` from the embedded model or from an actor, turns
/// the link off at `off`; which state was signalled and when, if any.
Numbers told(double sent, double off, bool is_sent_by_actor) {
    return in_child([=] {
        const auto run = engine(kOurs);
        const Pair pair = connected(1e6, 0.0);
        Numbers seen;
        s4u::Activity::on_completion_cb([&](const s4u::Activity& activity) {
            seen.push_back(activity.get_state() == s4u::Activity::State::FINISHED ? 1.0 : 0.0);
            seen.push_back(s4u::Engine::get_clock());
        });
        s4u::CommPtr communication;
        const auto send = [&] {
            communication = s4u::Comm::sendto_init(pair.from, pair.to);
            communication->set_payload_size(10'000'000);
            communication->start();
        };
        const auto probe = std::make_shared<Probe>(std::vector<double>{sent});
        if (!is_sent_by_actor) probe->on_event = send;
        run->add_model(probe);
        s4u::Actor::create("outage", pair.from, [&] {
            s4u::this_actor::sleep_until(off);
            pair.link->turn_off();
            s4u::this_actor::sleep_until(200.0);
        });
        if (is_sent_by_actor) {
            s4u::Actor::create("sender", pair.from, [&] {
                s4u::this_actor::sleep_until(sent);
                send();
                s4u::this_actor::sleep_until(200.0);
            });
        }
        run->run_until(100.0);
        seen.push_back(s4u::Engine::get_clock());
        return seen;
    });
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_communication_of_the_embedded_model_signals_how_it_ended) {
    const auto tolerant = boost::test_tools::tolerance(1e-6);
    const auto each = boost::test_tools::per_element();
    BOOST_TEST(told(1.0, 90.0, false) == (Numbers{1.0, 11.0, 100.0}), tolerant << each);
    BOOST_TEST(told(1.0, 5.0, false) == (Numbers{0.0, 5.0, 100.0}), tolerant << each);
    // Two exceptions that the kernel has to make up for: a dead link, and a sender that is an
    // actor.
    BOOST_TEST(told(50.0, 5.0, false) == (Numbers{100.0}), tolerant << each);
    BOOST_TEST(told(1.0, 90.0, true) == (Numbers{100.0}), tolerant << each);
}

namespace {

const std::vector<s4u::LinkInRoute> kNoLinks;

/// A star in `parent` whose members reach each other and the world without links.
s4u::NetZone* star(const std::string& name, s4u::NetZone* parent) {
    auto* made = s4u::create_star_zone(name);
    made->set_parent(parent);
    auto* gateway = made->create_router("gateway of " + name);
    made->add_route(gateway, nullptr, nullptr, nullptr, kNoLinks, true);
    parent->add_route(made->get_netpoint(), nullptr, gateway, nullptr, kNoLinks, true);
    return made;
}

/// Over all ways from twelve senders in two zones to two exchanges: how many links of the exchange
/// itself are on them, and how many others.
Numbers ways(bool exchanges_have_a_zone) {
    return in_child([=] {
        const auto run = engine(kOurs);
        auto* root = s4u::create_star_zone("root");
        std::vector<s4u::Host*> senders, exchanges;
        std::vector<s4u::Link*> links;
        for (const char* name : {"county", "town"}) {
            auto* zone = star(name, root);
            for (int service = 0; service < 6; ++service) {
                senders.push_back(zone->create_host(name + std::to_string(service), 1.0));
                zone->add_route(senders.back()->get_netpoint(), nullptr, nullptr, nullptr, kNoLinks,
                                true);
            }
        }
        auto* place = exchanges_have_a_zone ? star("channels", root) : root;
        for (const char* name : {"letter", "register"}) {
            links.push_back(place->create_link(std::string("link of ") + name, 1.0));
            exchanges.push_back(place->create_host(name, 1.0));
            auto* point = exchanges.back()->get_netpoint();
            place->add_route(nullptr, point, nullptr, nullptr, {s4u::LinkInRoute(links.back())},
                             false);
            place->add_route(point, nullptr, nullptr, nullptr, {s4u::LinkInRoute(links.back())},
                             false);
        }
        run->seal_platform();
        double own = 0.0, others = 0.0;
        for (auto* sender : senders) {
            for (std::size_t i = 0; i < exchanges.size(); ++i) {
                std::vector<s4u::Link*> way;
                double latency = 0.0;
                try {
                    sender->route_to(exchanges[i], way, &latency);
                } catch (const std::out_of_range&) {
                    continue;
                }
                for (const auto* link : way) ++(link == links[i] ? own : others);
            }
        }
        return Numbers{own, others};
    });
}

}  // namespace

BOOST_AUTO_TEST_CASE(in_stars_without_links_a_sender_reaches_an_exchange_over_its_link_only) {
    BOOST_TEST(ways(true) == (Numbers{24.0, 0.0}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_receiver_must_not_stand_in_a_zone_around_the_sender) {
    // The number of the sender in its own zone is looked up in the receiver's: found by luck or not
    // at all.
    const Numbers seen = ways(false);
    BOOST_REQUIRE(seen.size() == 2u);
    BOOST_TEST(seen[0] < 24.0);
}

BOOST_AUTO_TEST_CASE(the_engine_takes_over_ctrl_c) {
    const Numbers seen = in_child([] {
        signal(SIGINT, SIG_IGN);
        const auto run = engine();
        struct sigaction now {};
        sigaction(SIGINT, nullptr, &now);
        return Numbers{now.sa_handler == SIG_IGN ? 0.0 : 1.0};
    });
    BOOST_TEST(seen == (Numbers{1.0}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
