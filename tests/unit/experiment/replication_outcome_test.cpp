// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/replication_outcome.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::experiment;

namespace {

ReplicationOutcome three_responses() {
    return results::ReplicationResult{
        7,
        {{"waiting_time", "d", "service=curator", 0.1},
         {"jono", "", "kunta=Lieksa", -0.0},
         {"nothing", "share", "all", std::numeric_limits<double>::quiet_NaN()}},
        {"two wait for ever", ""},
        {{"waiting_time", "d", "all", 3, {0.5, 1.5}}, {"gap", "d", "all", 0, {}}},
        {{"mood"},
         {{"area", {"north", "south"}}},
         {{.client = 4, .is_served = true, .gap = 2.5F}, {.client = 9, .is_closed = true}},
         {1, results::EpisodeTable::kNoLevel}},
        {{"waiting",
          "1",
          "service=a",
          std::chrono::sys_days(std::chrono::days(20454)),
          7,
          {0.5F, std::numeric_limits<float>::quiet_NaN()}}},
        {{"mood"}, {"a"}, {}, {{4, 0, 0, {}, {{1.0F, results::StoryKind::arose}}}}}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(replication_outcome)

BOOST_AUTO_TEST_CASE(comes_back_as_it_was_with_every_bit_of_its_numbers) {
    const auto before = std::get<results::ReplicationResult>(three_responses());
    const auto after = std::get<results::ReplicationResult>(decode(encode(before)));
    BOOST_TEST(after.replication == 7u);
    BOOST_TEST(after.warnings == before.warnings, boost::test_tools::per_element());
    BOOST_CHECK(after.distributions == before.distributions);
    BOOST_CHECK(after.episodes == before.episodes);
    BOOST_REQUIRE_EQUAL(after.series.size(), 1u);
    BOOST_TEST(is_same(after.series[0], before.series[0]));
    BOOST_CHECK(after.stories == before.stories);
    BOOST_REQUIRE_EQUAL(after.responses.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) {
        BOOST_TEST(after.responses[i].name == before.responses[i].name);
        BOOST_TEST(after.responses[i].unit == before.responses[i].unit);
        BOOST_TEST(after.responses[i].where == before.responses[i].where);
        BOOST_TEST(std::bit_cast<std::uint64_t>(after.responses[i].value) ==
                   std::bit_cast<std::uint64_t>(before.responses[i].value));
    }
}

BOOST_AUTO_TEST_CASE(a_failure_comes_back_with_its_kind_and_text) {
    for (const auto kind : {ReplicationFailure::Kind::model, ReplicationFailure::Kind::user,
                            ReplicationFailure::Kind::internal, ReplicationFailure::Kind::crash}) {
        const ReplicationFailure before{kind, "at 12.5 d: entity 4\nin two places"};
        BOOST_CHECK(std::get<ReplicationFailure>(decode(encode(before))) == before);
    }
}

BOOST_AUTO_TEST_CASE(bytes_cut_anywhere_are_refused) {
    const std::string bytes = encode(three_responses());
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        BOOST_CHECK_THROW((void)decode(std::string_view(bytes).substr(0, length)),
                          base::InternalError);
    }
    BOOST_CHECK_THROW((void)decode(bytes + "x"), base::InternalError);
}

BOOST_AUTO_TEST_CASE(bytes_of_another_kind_are_refused) {
    BOOST_CHECK_THROW((void)decode("Hello, this is no outcome."), base::InternalError);
    std::string bytes = encode(ReplicationFailure{ReplicationFailure::Kind::model, "x"});
    bytes[1] = 17;
    BOOST_CHECK_THROW((void)decode(bytes), base::InternalError);
}

BOOST_AUTO_TEST_SUITE_END()
