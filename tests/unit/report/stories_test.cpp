// SPDX-License-Identifier: Apache-2.0
#include "tools/report/stories.hpp"

#include <boost/test/unit_test.hpp>

using namespace yhdyspinta;
using namespace yhdyspinta::report;
using results::StoryEpisode;
using results::StoryKind;
using results::StoryTable;

namespace {

constexpr std::uint16_t kNobody = results::kNoStoryPlace;

/// Recognised at once, met effectively after `wait` [d], in a gap for half of it.
StoryEpisode met(std::uint32_t client, std::uint16_t need, float arose, float wait) {
    StoryEpisode episode;
    episode.client = client;
    episode.need = need;
    episode.numbers = {11};
    episode.events = {{arose, StoryKind::arose},
                      {arose, StoryKind::recognised},
                      {arose, StoryKind::gap_begins, 1},
                      {arose + wait / 2.0F, StoryKind::gap_ends},
                      {arose + wait, StoryKind::told, 0, 1},
                      {arose + wait, StoryKind::effective_contact, 0},
                      {arose + wait + 1.0F, StoryKind::closed, kNobody, 1}};
    return episode;
}

/// Clients 0 to 19 with waits of 1 to 20 days, of four needs in turn.
StoryTable twenty(float slowness = 1.0F) {
    StoryTable table;
    table.needs = {"a", "b", "c", "d"};
    table.services = {"desk", "clinic"};
    table.numbers = {"age"};
    for (std::uint32_t client = 0; client < 20; ++client) {
        table.episodes.push_back(met(client, static_cast<std::uint16_t>(client % 4), 100.0F,
                                     slowness * static_cast<float>(client + 1)));
    }
    return table;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stories)

BOOST_AUTO_TEST_CASE(are_of_the_one_in_the_middle_and_the_one_at_95_per_cent_each_of_another_need) {
    const StoryTable first = twenty(), second = twenty(0.5F);
    const auto chosen = choose_stories({&first, &second}, 6, 1000.0);
    BOOST_REQUIRE_EQUAL(chosen.size(), 4u);  // there are no more needs
    BOOST_TEST(chosen[0].value == 10.0);     // the tenth of twenty
    BOOST_TEST(chosen[0].need == "b");
    BOOST_TEST(chosen[0].numbers[0].first == "age");
    BOOST_TEST(chosen[0].numbers[0].second == 11);
    BOOST_TEST(chosen[1].value == 19.0);
    BOOST_TEST(chosen[1].need == "c");
    BOOST_TEST((chosen[2].rule.by == StoryRule::By::gap));
    BOOST_TEST(chosen[2].value == 4.5);  // 5 days are of a need that is told already
    BOOST_TEST(chosen[2].need == "a");
    BOOST_REQUIRE_EQUAL(chosen[0].designs.size(), 2u);
    BOOST_TEST(chosen[0].designs[0][5].kind == "effective_contact");
    BOOST_TEST(chosen[0].designs[0][5].place == "desk");
    BOOST_TEST(chosen[0].designs[0][5].time == 110.0);
    BOOST_TEST(chosen[0].designs[1][5].time == 105.0);
    BOOST_TEST(choose_stories({&first, &second}, 1, 1000.0).size() == 1u);
    BOOST_TEST(choose_stories({&first, &second}, 0, 1000.0).empty());
}

BOOST_AUTO_TEST_CASE(are_only_of_clients_to_whom_the_same_happens_in_every_design) {
    const StoryTable first = twenty();
    StoryTable second = twenty();
    second.episodes[9].events[0].time = 130.0F;  // another need of the same kind
    const auto chosen = choose_stories({&first, &second, nullptr}, 1, 1000.0);
    BOOST_REQUIRE_EQUAL(chosen.size(), 1u);
    BOOST_TEST(chosen[0].value != 10.0);
    BOOST_TEST(chosen[0].designs[2].empty());  // that design kept none
    BOOST_TEST(choose_stories({nullptr, &second}, 6, 1000.0).empty());
    BOOST_TEST(choose_stories({}, 6, 1000.0).empty());
}

BOOST_AUTO_TEST_CASE(are_of_nobody_who_is_18_or_older) {
    StoryTable first = twenty();
    first.episodes[9].numbers = {18};
    first.episodes[10].numbers = {17};
    const auto chosen = choose_stories({&first}, 1, 1000.0);
    BOOST_TEST(chosen[0].value == 11.0);  // now in the middle
    BOOST_TEST(chosen[0].numbers[0].second == 17);
}

BOOST_AUTO_TEST_CASE(are_not_of_what_the_end_of_the_run_cuts_off_unless_all_is) {
    StoryTable first = twenty();
    first.episodes[9] = met(9, 1, 121.0F, 10.0F);
    BOOST_TEST(choose_stories({&first}, 1, 301.0)[0].value == 10.0);
    BOOST_TEST(choose_stories({&first}, 1, 300.0)[0].value == 11.0);
    BOOST_TEST(choose_stories({&first}, 1, 279.0)[0].value == 10.0);
}

BOOST_AUTO_TEST_CASE(go_on_when_the_need_of_the_same_life_comes_back) {
    StoryTable only;
    only.needs = {"a"};
    only.services = {"desk"};
    only.numbers = {"age"};
    only.episodes = {met(1, 0, 10.0F, 3.0F), met(1, 0, 50.0F, 1.0F), met(1, 0, 90.0F, 9.0F)};
    only.episodes[2].life = 1;  // somebody else
    const auto chosen = choose_stories({&only}, 6, 100.0);
    BOOST_REQUIRE_EQUAL(chosen.size(), 1u);
    BOOST_TEST(chosen[0].designs[0].size() == 14u);
    for (const auto& event : chosen[0].designs[0]) BOOST_TEST(event.time < 60.0);
}

BOOST_AUTO_TEST_CASE(count_a_gap_that_goes_on_up_to_the_end_of_the_run) {
    StoryTable only;
    only.needs = {"a"};
    only.services = {"desk"};
    StoryEpisode lost;
    lost.events = {{10.0F, StoryKind::arose},
                   {12.0F, StoryKind::recognised},
                   {20.0F, StoryKind::gap_begins, 3}};
    only.episodes = {lost};
    const auto chosen = choose_stories({&only}, 6, 100.0);
    BOOST_REQUIRE_EQUAL(chosen.size(), 1u);
    BOOST_TEST((chosen[0].rule.by == StoryRule::By::gap));
    BOOST_TEST(chosen[0].value == 80.0);
    BOOST_TEST(chosen[0].designs[0][2].place == "3");
}

BOOST_AUTO_TEST_SUITE_END()
