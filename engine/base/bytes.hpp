// SPDX-License-Identifier: Apache-2.0
// Numbers and texts as bytes, little-endian: how results travel between processes and into stores.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "engine/base/error.hpp"

namespace yhdyspinta::base {

static_assert(std::endian::native == std::endian::little, "numbers are copied as they lie");

class ByteWriter {
public:
    template <class T>
        requires std::is_arithmetic_v<T> || std::is_enum_v<T>
    void put(const T& value) {
        bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    /// Its length [8 bytes] and itself.
    void put_text(std::string_view text) {
        put(static_cast<std::uint64_t>(text.size()));
        bytes_ += text;
    }
    [[nodiscard]] std::string take() { return std::move(bytes_); }

private:
    std::string bytes_;
};

/// Takes back what ByteWriter has put. All throw InternalError when the bytes end too early.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

    template <class T>
        requires std::is_arithmetic_v<T> || std::is_enum_v<T>
    [[nodiscard]] T take() {
        T value;
        std::memcpy(&value, take_bytes(sizeof value).data(), sizeof value);
        return value;
    }
    template <class T>
    void take_into(T& value) {
        value = take<T>();
    }
    /// A number of things that take at least `bytes_of_one` each, so that a wrong one is found
    /// before room is made for them.
    template <class T>
    [[nodiscard]] std::size_t take_count(std::size_t bytes_of_one) {
        const auto count = static_cast<std::uint64_t>(take<T>());
        if (count > rest_.size() / bytes_of_one) cut_short();
        return count;
    }
    [[nodiscard]] std::string take_text() { return std::string(take_bytes(take<std::uint64_t>())); }
    [[nodiscard]] bool is_at_end() const { return rest_.empty(); }

private:
    [[noreturn]] static void cut_short() {
        throw InternalError("what was to be read as a result is cut short");
    }
    std::string_view take_bytes(std::uint64_t count) {
        if (count > rest_.size()) cut_short();
        const std::string_view taken = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return taken;
    }

    std::string_view rest_;
};

}  // namespace yhdyspinta::base
