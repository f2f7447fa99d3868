// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/stories.hpp"

#include <string>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

metrics::MeasureOptions with_stories() {
    metrics::MeasureOptions options;
    options.has_stories = true;
    return options;
}

Legend by_age_and_area() {
    auto legend = needs_legend();
    legend.by = {{0, {7.0}}, {1, {}}};
    return legend;
}

/// `1 arose; 2 recognised; …`: time [d], kind, place and other.
std::string text(const results::StoryEpisode& episode) {
    std::string all;
    for (const auto& event : episode.events) {
        if (!all.empty()) all += "; ";
        all += fmt::format("{} {}", event.time, name_of(event.kind));
        if (event.place != results::kNoStoryPlace) all += fmt::format(" {}", event.place);
        if (event.other != results::kNoStoryPlace) all += fmt::format(" > {}", event.other);
    }
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stories)

BOOST_AUTO_TEST_CASE(tell_what_happened_to_a_client_from_rise_to_closure) {
    Log log(by_age_and_area(), kDay, with_stories());
    log.at(0).measure().at(1).arise(0).at(2).recognise(0);
    log.add(EventKind::attribute_told, 0, 0, 0, kNone, 9.7);
    log.add(EventKind::attribute_told, 0, 0, 1, kNone, 1.0);
    log.of(0, EventKind::queue_joined, a_history).at(5);
    log.of(0, EventKind::activity_started, a_history, 0, 3.0 * kDay).at(6);
    log.of(0, EventKind::activity_ended, a_history, 0, 60.0).contact(0, 0, false).at(7);
    log.of(0, EventKind::handover_proposed, 0, 1).of(0, EventKind::handover_lost, 0, 1);
    log.spend(0, TimeKind::gap, GapClass::handover).at(10);
    log.of(0, EventKind::owner_changed, 1).spend(0, TimeKind::waiting);
    log.spend(0, TimeKind::gap, GapClass::handover).at(12).spend(0, TimeKind::service);
    log.work(0, b_history, 60.0).contact(0, 1, true).at(13).close(0).at(20).end();
    const auto table = log.measures().stories();
    BOOST_TEST(table.numbers == (std::vector<std::string>{"age"}),
               boost::test_tools::per_element());
    BOOST_REQUIRE_EQUAL(table.episodes.size(), 1u);
    // Age in whole years, and nothing of where it lives.
    BOOST_TEST(table.episodes[0].numbers == (std::vector<std::int16_t>{9}),
               boost::test_tools::per_element());
    BOOST_TEST(text(table.episodes[0]) ==
               "1 arose; 2 recognised; 2 waits 0; 5 visit 0 > 0; 6 visit_ends 0; 6 told 0 > 1; "
               "6 contact 0; 7 handover_proposed 0 > 1; 7 handover_lost 0 > 1; 7 gap_begins 3; "
               "10 owner 1; 12 gap_ends; 12 visit 1 > 0; 12 visit_ends 1; 12 told 1 > 2; "
               "12 effective_contact 1; 13 closed > 1");
}

BOOST_AUTO_TEST_CASE(go_on_where_the_log_ends_and_leave_out_what_arose_before) {
    Log log(by_age_and_area(), kDay, with_stories());
    log.at(0).arise(0).recognise(0).at(1).measure();
    log.at(2).arise(1).at(3).recognise(1, TimeKind::gap, GapClass::coverage);
    log.at(4).spend(0, TimeKind::gap, GapClass::coverage).at(9).end();
    const auto table = log.measures().stories();
    BOOST_REQUIRE_EQUAL(table.episodes.size(), 1u);
    BOOST_TEST(text(table.episodes[0]) == "2 arose; 3 recognised; 3 gap_begins 1");
}

BOOST_AUTO_TEST_CASE(tell_who_has_left_and_take_who_comes_after_for_another) {
    Log log(by_age_and_area(), kDay, with_stories());
    log.at(0).measure().arrive(4).at(1).arise(0, 0, 4).recognise(0);
    log.at(5).close(0, false).leave(4);
    log.at(6).arrive(4).arise(1, 0, 4).at(7).recognise(1).at(9).end();
    const auto table = log.measures().stories();
    BOOST_REQUIRE_EQUAL(table.episodes.size(), 2u);
    BOOST_TEST(text(table.episodes[0]) == "1 arose; 1 recognised; 5 closed > 0; 5 left");
    BOOST_TEST(table.episodes[0].life == 0u);
    BOOST_TEST(text(table.episodes[1]) == "6 arose; 7 recognised");
    BOOST_TEST(table.episodes[1].life == 1u);
}

BOOST_AUTO_TEST_CASE(are_of_those_with_the_smallest_hashes_whoever_comes_first) {
    constexpr std::uint32_t kMany = 3 * metrics::Stories::kMostClients;
    const auto clients = [](bool is_reversed) {
        Log log(by_age_and_area(), kDay, with_stories());
        log.at(0).measure();
        for (std::uint32_t i = 0; i < kMany; ++i) log.arise(i, 0, is_reversed ? kMany - 1 - i : i);
        log.at(1).end();
        std::vector<std::uint32_t> found;
        for (const auto& episode : log.measures().stories().episodes) {
            found.push_back(episode.client);
        }
        return found;
    };
    const auto found = clients(false);
    BOOST_REQUIRE_EQUAL(found.size(), metrics::Stories::kMostClients);
    BOOST_TEST(found == clients(true), boost::test_tools::per_element());
    const std::uint64_t last = metrics::Stories::hash(found.back());
    std::size_t smaller = 0;
    for (std::uint32_t i = 0; i < kMany; ++i) smaller += metrics::Stories::hash(i) <= last;
    BOOST_TEST(smaller == found.size());
}

BOOST_AUTO_TEST_CASE(are_kept_only_on_request) {
    Log log(by_age_and_area());
    log.at(0).measure().arise(0).recognise(0).at(5).end();
    BOOST_TEST(log.measures().stories().is_empty());
}

BOOST_AUTO_TEST_SUITE_END()
