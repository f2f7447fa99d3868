// SPDX-License-Identifier: Apache-2.0
#include "engine/results/story_table.hpp"

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::results;

namespace {

StoryTable two_stories() {
    return {{"mood", "speech"},
            {"a", "b"},
            {"age"},
            {{7, 0, 1, {9}, {{1.5F, StoryKind::arose}, {2.0F, StoryKind::waits, 1}}},
             {7,
              1,
              0,
              {-1},
              {{3.0F, StoryKind::arose},
               {4.0F, StoryKind::handover_accepted, 0, 1},
               {4.0F, StoryKind::gap_begins, 8},
               {5.0F, StoryKind::closed, kNoStoryPlace, 1}}}}};
}

template <class Change>
void check_refused(const Change& change) {
    StoryTable table = two_stories();
    change(table);
    BOOST_CHECK_THROW((void)decode_stories(encode(table)), base::InternalError);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(story_table)

BOOST_AUTO_TEST_CASE(comes_back_as_it_was) {
    BOOST_CHECK(decode_stories(encode(two_stories())) == two_stories());
    BOOST_CHECK(decode_stories(encode(StoryTable{})) == StoryTable{});
}

BOOST_AUTO_TEST_CASE(of_bytes_that_were_cut_short_or_tampered_with_is_refused) {
    const std::string bytes = encode(two_stories());
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        BOOST_CHECK_THROW((void)decode_stories(bytes.substr(0, length)), base::InternalError);
    }
    BOOST_CHECK_THROW((void)decode_stories(bytes + "x"), base::InternalError);
    check_refused([](StoryTable& table) { table.episodes[0].need = 2; });
    check_refused([](StoryTable& table) { table.episodes[0].events.clear(); });
    check_refused([](StoryTable& table) { table.episodes[0].events[1].place = 2; });
    check_refused([](StoryTable& table) { table.episodes[1].events[1].other = 2; });
    check_refused([](StoryTable& table) {
        table.episodes[1].events[1].kind = static_cast<StoryKind>(kStoryKinds);
    });
}

BOOST_AUTO_TEST_SUITE_END()
