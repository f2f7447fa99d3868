// SPDX-License-Identifier: Apache-2.0
// Hot path: nothing here may allocate, look up strings at run time or log.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include <Random123/philox.h>

namespace yhdyspinta::random {

/// What a draw is for; two purposes never share random numbers.
using Purpose = std::uint64_t;

/// The purpose with a stable name such as "activity/triage/duration": FNV-1a, 64 bits
/// (Fowler, Noll, Vo; draft-eastlake-fnv). Renaming a purpose changes its draws.
[[nodiscard]] constexpr Purpose purpose(std::string_view name) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char letter : name) {
        hash ^= static_cast<unsigned char>(letter);
        hash *= 0x100000001b3ULL;
    }
    return hash;
}

/// The random numbers of one entity, purpose and visit. Every draw is a pure function of (seed,
/// replication, entity, purpose, visit, index of the draw), so the order in which streams are used,
/// by how many workers and for which other entities, changes nothing.
///
/// A C++ UniformRandomBitGenerator. Philox4x64-10: key (seed, replication), counter (block of four
/// draws, visit, purpose, entity). Source: J. K. Salmon et al., Parallel random numbers: as easy as
/// 1, 2, 3, SC11, doi:10.1145/2063384.2063405.
class Stream {
public:
    using result_type = std::uint64_t;

    Stream(std::uint64_t seed, std::uint64_t replication, std::uint64_t entity, Purpose purpose,
           std::uint64_t visit)
        : key_{{seed, replication}}, counter_{{0, visit, purpose, entity}} {}

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

    result_type operator()() {
        if (next_ == kBlock) {
            block_ = Generator()(counter_, key_);
            ++counter_.v[0];
            next_ = 0;
        }
        return block_.v[next_++];
    }

    /// Uniform in the open interval (0, 1), 52 random bits; symmetric about 1/2.
    double uniform() {
        // Half a step off zero: the largest value, 1 - 2^-53, is still exact and below 1.
        return (static_cast<double>((*this)() >> 12) + 0.5) * 0x1p-52;
    }

private:
    using Generator = r123::Philox4x64;  // ten rounds
    static constexpr std::size_t kBlock = 4;

    Generator::key_type key_;
    Generator::ctr_type counter_;
    Generator::ctr_type block_;  // filled by the first draw
    std::size_t next_ = kBlock;
};

/// All streams of one replication.
struct StreamFamily {
    std::uint64_t seed = 1;
    std::uint64_t replication = 0;

    [[nodiscard]] Stream stream(std::uint64_t entity, Purpose purpose, std::uint64_t visit) const {
        return {seed, replication, entity, purpose, visit};
    }
};

}  // namespace yhdyspinta::random
