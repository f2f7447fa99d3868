// SPDX-License-Identifier: Apache-2.0
#include "engine/random/stream.hpp"

#include <cmath>
#include <random>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace yhdyspinta::random;

namespace {

std::vector<std::uint64_t> draws(Stream stream, std::size_t count) {
    std::vector<std::uint64_t> values;
    for (std::size_t i = 0; i < count; ++i) values.push_back(stream());
    return values;
}

using Block = std::vector<std::uint64_t>;

Block philox(r123::Philox4x64::ctr_type counter, r123::Philox4x64::key_type key) {
    const auto block = r123::Philox4x64()(counter, key);
    return {block.v[0], block.v[1], block.v[2], block.v[3]};
}

}  // namespace

static_assert(std::uniform_random_bit_generator<Stream>);
static_assert(purpose("activity/triage/duration") != purpose("activity/triage/route"));

BOOST_AUTO_TEST_SUITE(stream)

// Known answers published with Random123 (kat_vectors, philox4x64 10).
BOOST_AUTO_TEST_CASE(the_generator_gives_the_published_answers) {
    BOOST_TEST(philox({{0, 0, 0, 0}}, {{0, 0}}) == (Block{0x16554d9eca36314c, 0xdb20fe9d672d0fdc,
                                                          0xd7e772cee186176b, 0x7e68b68aec7ba23b}),
               boost::test_tools::per_element());
    constexpr std::uint64_t ones = ~std::uint64_t{0};
    BOOST_TEST(
        philox({{ones, ones, ones, ones}}, {{ones, ones}}) ==
            (Block{0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0}),
        boost::test_tools::per_element());
    BOOST_TEST(
        philox({{0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89}},
               {{0x452821e638d01377, 0xbe5466cf34e90c6c}}) ==
            (Block{0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6}),
        boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_stream_is_the_generator_at_its_key_and_counter) {
    BOOST_TEST(draws(Stream(0, 0, 0, 0, 0), 4) == philox({{0, 0, 0, 0}}, {{0, 0}}),
               boost::test_tools::per_element());
    const auto eight = draws(Stream(11, 12, 13, 14, 15), 8);
    BOOST_TEST(Block(eight.begin(), eight.begin() + 4) == philox({{0, 15, 14, 13}}, {{11, 12}}),
               boost::test_tools::per_element());
    BOOST_TEST(Block(eight.begin() + 4, eight.end()) == philox({{1, 15, 14, 13}}, {{11, 12}}),
               boost::test_tools::per_element());
}

// Published test values of FNV-1a, 64 bits.
BOOST_AUTO_TEST_CASE(purposes_are_fnv_1a_hashes_of_their_names) {
    BOOST_TEST(purpose("") == 0xcbf29ce484222325ULL);
    BOOST_TEST(purpose("a") == 0xaf63dc4c8601ec8cULL);
    BOOST_TEST(purpose("foobar") == 0x85944171f73967e8ULL);
}

BOOST_AUTO_TEST_CASE(draws_do_not_depend_on_the_order_of_use) {
    const StreamFamily family{42, 7};
    const auto alone_a = draws(family.stream(1, purpose("a"), 0), 10);
    const auto alone_b = draws(family.stream(2, purpose("a"), 0), 10);
    Stream b = family.stream(2, purpose("a"), 0);
    Stream a = family.stream(1, purpose("a"), 0);
    for (std::size_t i = 0; i < 10; ++i) {
        BOOST_TEST(b() == alone_b[i]);
        BOOST_TEST(a() == alone_a[i]);
    }
}

BOOST_AUTO_TEST_CASE(each_coordinate_gives_other_numbers) {
    const auto base = draws(StreamFamily{1, 2}.stream(3, 4, 5), 1);
    BOOST_TEST(draws(StreamFamily{9, 2}.stream(3, 4, 5), 1) != base);
    BOOST_TEST(draws(StreamFamily{1, 9}.stream(3, 4, 5), 1) != base);
    BOOST_TEST(draws(StreamFamily{1, 2}.stream(9, 4, 5), 1) != base);
    BOOST_TEST(draws(StreamFamily{1, 2}.stream(3, 9, 5), 1) != base);
    BOOST_TEST(draws(StreamFamily{1, 2}.stream(3, 4, 9), 1) != base);
}

BOOST_AUTO_TEST_CASE(a_copy_goes_on_where_the_original_was) {
    Stream stream = StreamFamily{1, 0}.stream(3, 4, 5);
    stream();
    Stream copy = stream;
    for (int i = 0; i < 9; ++i) BOOST_TEST(copy() == stream());
}

BOOST_AUTO_TEST_CASE(uniform_lies_in_the_open_interval_with_the_right_moments) {
    Stream stream = StreamFamily{1, 0}.stream(1, purpose("test/uniform"), 0);
    constexpr int count = 100'000;
    double sum = 0.0, squares = 0.0;
    for (int i = 0; i < count; ++i) {
        const double u = stream.uniform();
        BOOST_REQUIRE(u > 0.0);
        BOOST_REQUIRE(u < 1.0);
        sum += u;
        squares += (u - 0.5) * (u - 0.5);
    }
    BOOST_TEST(std::abs(sum / count - 0.5) < 4.0 * std::sqrt(1.0 / 12.0 / count));
    BOOST_TEST(std::abs(squares / count - 1.0 / 12.0) < 4.0 * std::sqrt(1.0 / 180.0 / count));
}

BOOST_AUTO_TEST_SUITE_END()
