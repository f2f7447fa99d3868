// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>

namespace yhdyspinta::base {

/// A dense index with a type of its own: `Id<struct ServiceTag>` cannot be mistaken for another id.
/// The default value refers to nothing (`is_none()`).
template <class Tag>
class Id {
public:
    using value_type = std::uint32_t;

    constexpr Id() = default;
    constexpr explicit Id(value_type value) : value_(value) {}
    static constexpr Id from_index(std::size_t index) { return Id(static_cast<value_type>(index)); }
    static constexpr Id none() { return Id(); }

    [[nodiscard]] constexpr bool is_none() const { return value_ == kNone; }
    [[nodiscard]] constexpr bool is_some() const { return value_ != kNone; }
    [[nodiscard]] constexpr value_type value() const { return value_; }
    [[nodiscard]] constexpr std::size_t index() const { return value_; }

    friend constexpr auto operator<=>(const Id&, const Id&) = default;

private:
    static constexpr value_type kNone = std::numeric_limits<value_type>::max();
    value_type value_ = kNone;
};

}  // namespace yhdyspinta::base

template <class Tag>
struct std::hash<yhdyspinta::base::Id<Tag>> {
    std::size_t operator()(yhdyspinta::base::Id<Tag> id) const noexcept { return id.value(); }
};
