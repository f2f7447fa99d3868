// SPDX-License-Identifier: Apache-2.0
// Hot path: allocates only when the number of entries grows beyond what it ever was.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/base/fetch.hpp"

namespace yhdyspinta::metrics {

/// Hash map from 64-bit keys (not all ones) with open addressing; erased entries leave nothing
/// behind.
template <class Value>
class FlatMap {
public:
    [[nodiscard]] Value* find(std::uint64_t key) {
        if (size_ == 0) return nullptr;
        for (std::size_t i = home(key);; i = next(i)) {
            if (entries_[i].first == key) return &entries_[i].second;
            if (entries_[i].first == kEmpty) return nullptr;
        }
    }

    /// Asks for the memory where `key` is looked for first.
    void fetch(std::uint64_t key) const {
        if (size_ > 0) base::fetch(&entries_[home(key)]);
    }

    /// The value of `key`, a default one when it is new. Invalidated by the next insertion or
    /// erasure.
    Value& operator[](std::uint64_t key) {
        if (2 * (size_ + 1) > entries_.size()) grow();
        std::size_t i = home(key);
        while (entries_[i].first != key && entries_[i].first != kEmpty) i = next(i);
        if (entries_[i].first == kEmpty) {
            entries_[i] = {key, Value{}};
            ++size_;
        }
        return entries_[i].second;
    }

    void erase(std::uint64_t key) {
        if (size_ == 0) return;
        std::size_t hole = home(key);
        while (entries_[hole].first != key) {
            if (entries_[hole].first == kEmpty) return;
            hole = next(hole);
        }
        --size_;
        // Close the hole with entries that a search would otherwise no longer reach.
        for (std::size_t i = next(hole); entries_[i].first != kEmpty; i = next(i)) {
            const std::size_t mask = entries_.size() - 1;
            if (((i - home(entries_[i].first)) & mask) >= ((i - hole) & mask)) {
                entries_[hole] = std::move(entries_[i]);
                hole = i;
            }
        }
        entries_[hole].first = kEmpty;
    }

    [[nodiscard]] std::size_t size() const { return size_; }

    /// In an order that depends on the keys inserted and erased alone.
    template <class Visit>
    void for_each(Visit visit) {
        for (auto& [key, value] : entries_) {
            if (key != kEmpty) visit(key, value);
        }
    }

private:
    static constexpr std::uint64_t kEmpty = ~std::uint64_t{0};

    [[nodiscard]] std::size_t home(std::uint64_t key) const {
        return static_cast<std::size_t>((key * 0x9e3779b97f4a7c15u) >> shift_);
    }
    [[nodiscard]] std::size_t next(std::size_t i) const { return (i + 1) & (entries_.size() - 1); }

    void grow() {
        std::vector<std::pair<std::uint64_t, Value>> old(
            entries_.empty() ? 16 : 2 * entries_.size(), {kEmpty, Value{}});
        old.swap(entries_);
        shift_ = 64;
        for (std::size_t n = entries_.size(); n > 1; n /= 2) --shift_;
        for (auto& entry : old) {
            if (entry.first == kEmpty) continue;
            std::size_t i = home(entry.first);
            while (entries_[i].first != kEmpty) i = next(i);
            entries_[i] = std::move(entry);
        }
    }

    std::vector<std::pair<std::uint64_t, Value>> entries_;
    std::size_t size_ = 0;
    int shift_ = 64;
};

}  // namespace yhdyspinta::metrics
