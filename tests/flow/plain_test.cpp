// SPDX-License-Identifier: Apache-2.0
// Activities with no consequence but that servers are busy take a shorter way; what happens is the
// same as on the way that all others take.
#include "tests/flow/events.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

/// Two classes, one of which takes servers from the other, then a second queue. `keys` stand in
/// each activity. Whoever needs `both` servers of the first queue takes none from others, and lets
/// those pass who need one only and can have it.
std::string two_queues(const std::string& discipline, const std::string& keys) {
    return scenario("3 days",
                    fmt::format(R"(
resources:
  desk: {{servers: 2, discipline: {0}}}
  room: {{servers: 1, discipline: {0}, changes: [{{after: 1 day, servers: 2}}, {{after: 2 days, servers: 1}}]}}
sources:
  low: {{rate: 0.2 per min, process: low}}
  high: {{rate: 0.15 per min, process: high}}
  both: {{rate: 0.01 per min, process: both}}
processes:
  low:
    steps:
      talk: {{seize: desk, duration: exponential(4 min){1}, next: [{{to: talk, probability: 0.2}}, {{to: sit}}]}}
      sit: {{seize: room, duration: exponential(3 min){1}}}
  high:
    steps:
      talk: {{seize: desk, duration: exponential(3 min), priority: 1, preempts: true{1}}}
  both:
    steps:
      talk: {{seize: {{desk: 2}}, duration: exponential(2 min), priority: 1{1}}}
)",
                                discipline, keys),
                    ", warm_up: 6 h");
}

std::string told_in_full(const std::string& text) {
    const Log log = run_log(text);
    std::string lines;
    for (const auto& event : log.events) {
        lines += fmt::format("{} {} {} {} {} {}\n", event.time, static_cast<int>(event.kind),
                             event.entity, event.place, event.other, event.value);
    }
    return lines;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(plain_activities)

BOOST_AUTO_TEST_CASE(do_the_same_as_those_that_are_not_plain) {
    for (const char* discipline : {"fifo", "lifo", "random", "shortest_first"}) {
        BOOST_TEST_CONTEXT(discipline) {
            const std::string plain = told_in_full(two_queues(discipline, ""));
            BOOST_TEST(plain.size() > 100'000u);
            // A factor is worked out at every start, so that these are not plain, …
            BOOST_TEST((plain == told_in_full(two_queues(discipline, ", times: 1"))));
            // … and to look at one's patience is more than to wait.
            BOOST_TEST((plain == told_in_full(two_queues(discipline, ", patience: 1000 days"))));
            BOOST_TEST((plain != told_in_full(two_queues(discipline, ", times: 1.01"))));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
