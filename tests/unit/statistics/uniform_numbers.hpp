// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>

#include <boost/math/distributions/normal.hpp>

#include "engine/random/stream.hpp"
#include "engine/statistics/uniform.hpp"

namespace yhdyspinta::test {

/// Random numbers of one seed.
inline statistics::Uniform uniform_numbers(std::uint64_t seed = 1) {
    return [stream = random::Stream(seed, 0, 0, 0, 0)]() mutable { return stream.uniform(); };
}

/// A standard normal number.
inline double normal_number(const statistics::Uniform& uniform) {
    return quantile(boost::math::normal(), uniform());
}

}  // namespace yhdyspinta::test
