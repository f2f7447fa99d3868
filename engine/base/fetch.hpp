// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace yhdyspinta::base {

inline constexpr std::size_t kCacheLine = 64;  ///< [bytes]

/// Asks for the memory at an address, which then comes while something else is done. Any address
/// will do.
inline void fetch(const void* address) {
    __builtin_prefetch(address);
    // GCC 12 counts a prefetch as no effect, finds that a function which does nothing else has
    // none, and leaves out its calls. Of an assembly it knows nothing, of an empty one too.
    asm volatile("");
}

/// The same for all of something that begins at a line, or for its first `bytes`.
template <class Thing>
void fetch_all(const Thing& thing, std::size_t bytes = sizeof(Thing)) {
    const auto* first = reinterpret_cast<const char*>(&thing);
    for (std::size_t at = 0; at < bytes; at += kCacheLine) fetch(first + at);
}

}  // namespace yhdyspinta::base
