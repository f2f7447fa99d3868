// SPDX-License-Identifier: Apache-2.0
#include "engine/base/large_pages.hpp"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>

using namespace yhdyspinta::base;

namespace {

/// What the system knows of the memory around an address: the line `VmFlags` of its mapping.
std::string flags_around(const void* memory) {
    const auto address = reinterpret_cast<std::uintptr_t>(memory);
    std::ifstream mappings("/proc/self/smaps");
    bool is_here = false;
    for (std::string line; std::getline(mappings, line);) {
        std::size_t end = 0;
        if (line.starts_with("VmFlags:")) {
            if (is_here) return line + " ";
        } else if (line.find('-') < line.find(':')) {
            const std::uintptr_t from = std::stoull(line, &end, 16);
            is_here = from <= address && address < std::stoull(line.substr(end + 1), nullptr, 16);
        }
    }
    return {};
}

bool has_large_pages() {
#if defined(__SANITIZE_ADDRESS__) || !defined(__GLIBC__)
    return false;
#else
    return std::filesystem::exists("/sys/kernel/mm/transparent_hugepage/enabled");
#endif
}

}  // namespace

BOOST_AUTO_TEST_SUITE(large_pages)

BOOST_AUTO_TEST_CASE(what_is_allocated_later_lies_where_large_pages_are_wished_for,
                     *boost::unit_test::precondition([](boost::unit_test::test_unit_id) {
                         return has_large_pages();
                     })) {
    use_large_pages();
    constexpr std::size_t kSize = std::size_t{20} << 20;
    auto* memory = static_cast<char*>(std::malloc(kSize));
    BOOST_TEST_REQUIRE(memory != nullptr);
    BOOST_TEST(flags_around(memory + kSize / 2).find(" hg ") != std::string::npos);
    BOOST_TEST(flags_around(memory + kSize - 1).find(" hg ") != std::string::npos);
    std::free(memory);
}

BOOST_AUTO_TEST_SUITE_END()
