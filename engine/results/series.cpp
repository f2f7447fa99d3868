// SPDX-License-Identifier: Apache-2.0
#include "engine/results/series.hpp"

#include <algorithm>
#include <cmath>

namespace yhdyspinta::results {

bool is_same(const Series& a, const Series& b) {
    return a.name == b.name && a.unit == b.unit && a.where == b.where && a.start == b.start &&
           a.step == b.step &&
           std::equal(a.values.begin(), a.values.end(), b.values.begin(), b.values.end(),
                      [](float x, float y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

}  // namespace yhdyspinta::results
