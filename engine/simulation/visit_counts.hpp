// SPDX-License-Identifier: Apache-2.0
// Hot path: no allocation in steady state, no text.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/base/fetch.hpp"

namespace yhdyspinta::simulation {

/// How often each path has been at each place (activity or step). A path comes to few of the
/// hundreds of places that there are, so each has a short list of those, in one cache line as long
/// as they are no more than fourteen, none of which it has come to very often.
class VisitCounts {
public:
    static constexpr std::size_t kMostPlaces = std::size_t{1} << 16;  ///< numbered from 0 on

    /// Paths are numbered from 0 on.
    void add_path() { lists_.emplace_back(); }
    void forget(std::uint32_t path) {
        List& list = lists_[path];
        list.size = 0;
        if (list.has_further) further_[path].clear();
        list.has_further = false;
    }

    /// So far; `place` < kMostPlaces.
    [[nodiscard]] std::uint64_t of(std::uint32_t path, std::size_t place) const {
        const List& list = lists_[path];
        for (std::uint32_t i = 0; i < list.size; ++i) {
            if (list.places[i] == place) return list.counts[i];
        }
        if (!list.has_further) return 0;
        for (const Further& other : further_[path]) {
            if (other.place == place) return other.count;
        }
        return 0;
    }

    /// So far, and one more from now on.
    [[nodiscard]] std::uint64_t next(std::uint32_t path, std::size_t place) {
        List& list = lists_[path];
        for (std::uint32_t i = 0; i < list.size; ++i) {
            if (list.places[i] != place) continue;
            if (list.counts[i] == kMostNear) return next_of_many(path, i);
            return list.counts[i]++;
        }
        if (list.size < kNear && !list.has_further) {
            list.places[list.size] = static_cast<std::uint16_t>(place);
            list.counts[list.size++] = 1;
            return 0;
        }
        return next_further(path, static_cast<std::uint16_t>(place));
    }

    void fetch(std::uint32_t path) const { base::fetch(&lists_[path]); }

private:
    static constexpr std::uint32_t kNear = 14;
    static constexpr std::uint16_t kMostNear = std::numeric_limits<std::uint16_t>::max();
    struct alignas(base::kCacheLine) List {
        std::array<std::uint16_t, kNear> places{};
        std::array<std::uint16_t, kNear> counts{};
        std::uint16_t size = 0;
        bool has_further = false;
    };
    static_assert(sizeof(List) == base::kCacheLine);
    struct Further {
        std::uint64_t count = 0;
        std::uint16_t place = 0;
    };

    /// The near place makes room for others: its count has outgrown it.
    [[gnu::noinline]] std::uint64_t next_of_many(std::uint32_t path, std::uint32_t near) {
        List& list = lists_[path];
        further_of(path).push_back({std::uint64_t{kMostNear} + 1, list.places[near]});
        --list.size;
        list.places[near] = list.places[list.size];
        list.counts[near] = list.counts[list.size];
        return kMostNear;
    }

    [[gnu::noinline]] std::uint64_t next_further(std::uint32_t path, std::uint16_t place) {
        auto& list = further_of(path);
        const auto known = std::find_if(list.begin(), list.end(), [place](const Further& other) {
            return other.place == place;
        });
        if (known == list.end()) {
            list.push_back({1, place});
            return 0;
        }
        const std::uint64_t before = known->count++;
        List& near = lists_[path];
        if (known->count > kMostNear || near.size == 0) return before;
        // Who goes round among many places comes to the same ones again.
        const std::uint32_t i = place % near.size;
        const Further other{near.counts[i], near.places[i]};
        near.places[i] = known->place;
        near.counts[i] = static_cast<std::uint16_t>(known->count);
        *known = other;
        return before;
    }

    [[nodiscard]] std::vector<Further>& further_of(std::uint32_t path) {
        if (path >= further_.size()) further_.resize(lists_.size());
        lists_[path].has_further = true;
        return further_[path];
    }

    std::vector<List> lists_;                    ///< [paths]
    std::vector<std::vector<Further>> further_;  ///< [paths], as far as any has had more
};

}  // namespace yhdyspinta::simulation
