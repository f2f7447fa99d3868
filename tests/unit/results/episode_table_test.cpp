// SPDX-License-Identifier: Apache-2.0
#include "engine/results/episode_table.hpp"

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::results;

namespace {

EpisodeTable two_rows() {
    EpisodeTable table{{"mood", "oppiminen, \"n\""}, {{"area", {"north"}}, {"language", {}}}, {}, {}};
    table.rows.push_back({.client = 3,
                          .need = 1,
                          .is_closed = true,
                          .is_met = false,
                          .is_contacted = true,
                          .is_served = false,
                          .severity = 2.5F,
                          .recognised = 365.25F,
                          .first_wait = 1.0F,
                          .effective_wait = 2.0F,
                          .gap = 3.0F,
                          .work = 4.0F,
                          .duplicate_work = 5.0F,
                          .cost = 6.0F,
                          .tellings = 7,
                          .handovers = 8});
    table.rows.push_back({.client = 0xfffffffe, .is_met = true, .is_served = true});
    table.levels = {0, EpisodeTable::kNoLevel, EpisodeTable::kNoLevel, 5};
    return table;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(episode_table)

BOOST_AUTO_TEST_CASE(comes_back_as_it_was) {
    BOOST_CHECK(decode_episodes(encode(two_rows())) == two_rows());
    BOOST_CHECK(decode_episodes(encode(EpisodeTable{})) == EpisodeTable{});
}

BOOST_AUTO_TEST_CASE(takes_about_fifty_bytes_a_row) {
    EpisodeTable many = two_rows();
    const std::size_t before = encode(many).size();
    many.rows.push_back({});
    many.levels.insert(many.levels.end(), {0, 0});
    BOOST_TEST(encode(many).size() - before == 47u);
}

BOOST_AUTO_TEST_CASE(bytes_cut_anywhere_are_refused) {
    const std::string bytes = encode(two_rows());
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        BOOST_CHECK_THROW((void)decode_episodes(std::string_view(bytes).substr(0, length)),
                          base::InternalError);
    }
    BOOST_CHECK_THROW((void)decode_episodes(bytes + "x"), base::InternalError);
    BOOST_CHECK_THROW((void)decode_episodes("Hello, this is no table."), base::InternalError);
}

BOOST_AUTO_TEST_SUITE_END()
