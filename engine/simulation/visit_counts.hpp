// SPDX-License-Identifier: Apache-2.0
// Hot path: no allocation in steady state, no text.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/base/fetch.hpp"

namespace yhdyspinta::simulation {

/// How often each path has been at each place (activity or step). A path comes to few of the
/// hundreds of places that there are, so each has a short list of those, in two cache lines as long
/// as they are no more than fifteen.
class VisitCounts {
public:
    /// Paths are numbered from 0 on.
    void add_path() { lists_.emplace_back(); }
    void forget(std::uint32_t path) {
        List& list = lists_[path];
        list.size = 0;
        if (list.has_further) further_[path].clear();
        list.has_further = false;
    }

    /// So far.
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
            if (list.places[i] == place) return list.counts[i]++;
        }
        if (list.size < kNear) {
            list.places[list.size] = static_cast<std::uint32_t>(place);
            list.counts[list.size++] = 1;
            return 0;
        }
        return next_further(path, static_cast<std::uint32_t>(place));
    }

    void fetch(std::uint32_t path) const { base::fetch_all(lists_[path]); }

private:
    static constexpr std::uint32_t kNear = 15;
    struct alignas(64) List {
        std::array<std::uint32_t, kNear> places{};
        std::array<std::uint32_t, kNear> counts{};
        std::uint16_t size = 0;
        bool has_further = false;
    };
    static_assert(sizeof(List) == 128);
    struct Further {
        std::uint32_t place = 0, count = 0;
    };

    [[gnu::noinline]] std::uint64_t next_further(std::uint32_t path, std::uint32_t place) {
        if (path >= further_.size()) further_.resize(lists_.size());
        auto& list = further_[path];
        const auto known = std::find_if(list.begin(), list.end(), [place](const Further& other) {
            return other.place == place;
        });
        if (known != list.end()) {
            // Who goes round among many places comes to the same ones again.
            const std::uint64_t before = known->count++;
            const std::uint32_t near = place % kNear;
            std::swap(known->place, lists_[path].places[near]);
            std::swap(known->count, lists_[path].counts[near]);
            return before;
        }
        list.push_back({place, 1});
        lists_[path].has_further = true;
        return 0;
    }

    std::vector<List> lists_;                    ///< [paths]
    std::vector<std::vector<Further>> further_;  ///< [paths], as far as any has had more
};

}  // namespace yhdyspinta::simulation
