// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/flat_map.hpp"

#include <map>

#include <boost/test/unit_test.hpp>

using yhdyspinta::metrics::FlatMap;

BOOST_AUTO_TEST_SUITE(flat_map)

BOOST_AUTO_TEST_CASE(agrees_with_a_tree_over_many_insertions_and_erasures) {
    FlatMap<int> map;
    std::map<std::uint64_t, int> tree;
    std::uint64_t state = 1;
    for (int i = 0; i < 20000; ++i) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        const std::uint64_t key = (state >> 40) % 500;
        if (state >> 63) {
            map[key] = i;
            tree[key] = i;
        } else {
            map.erase(key);
            tree.erase(key);
        }
    }
    BOOST_TEST(map.size() == tree.size());
    for (std::uint64_t key = 0; key < 500; ++key) {
        const int* found = map.find(key);
        const auto expected = tree.find(key);
        BOOST_TEST((found != nullptr) == (expected != tree.end()));
        if (found && expected != tree.end()) BOOST_TEST(*found == expected->second);
    }
    std::size_t visited = 0;
    map.for_each([&](std::uint64_t, int) { ++visited; });
    BOOST_TEST(visited == tree.size());
}

BOOST_AUTO_TEST_SUITE_END()
