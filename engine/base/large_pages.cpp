// SPDX-License-Identifier: Apache-2.0
#include "engine/base/large_pages.hpp"

#include <cstdint>
#include <cstdlib>  // says whether this is glibc

#if defined(__linux__) && defined(__GLIBC__)
#include <sys/mman.h>
#include <unistd.h>

#include <malloc.h>
#endif

namespace yhdyspinta::base {

#if defined(__linux__) && defined(__GLIBC__)

namespace {

constexpr int kMegabyte = 1 << 20;
constexpr int kReserved = 512 * kMegabyte;
constexpr int kLargestOnHeap = 32 * kMegabyte;  // the most that glibc lets be asked for
constexpr int kUsualPad = 128 * 1024;           // of glibc: by how much more the heap grows
constexpr std::uintptr_t kLargePage = 2 * kMegabyte;

}  // namespace

void use_large_pages() {
    // glibc takes its own wish for large pages from the environment only, at the start of the
    // program. So the heap is made to grow at once by all that may be needed: addresses, no memory.
    ::mallopt(M_MMAP_THRESHOLD, kLargestOnHeap);
    ::mallopt(M_TRIM_THRESHOLD, 2 * kReserved);
    ::mallopt(M_TOP_PAD, kReserved);
    void* const block = std::malloc(kLargestOnHeap / 2);
    ::mallopt(M_TOP_PAD, kUsualPad);
    if (block == nullptr) return;
    const auto from =
        (reinterpret_cast<std::uintptr_t>(block) + kLargePage - 1) / kLargePage * kLargePage;
    const auto until = reinterpret_cast<std::uintptr_t>(::sbrk(0));
    if (until > from && until - from <= 2 * std::uintptr_t{kReserved}) {
        ::madvise(reinterpret_cast<void*>(from), until - from, MADV_HUGEPAGE);
    }
    std::free(block);
}

#else

void use_large_pages() {}

#endif

}  // namespace yhdyspinta::base
