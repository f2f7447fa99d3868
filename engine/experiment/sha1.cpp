// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/sha1.hpp"

#include <boost/uuid/detail/sha1.hpp>
#include <fmt/format.h>

namespace yhdyspinta::experiment {

struct Sha1::State {
    boost::uuids::detail::sha1 sum;
};

Sha1::Sha1() : state_(std::make_unique<State>()) {}
Sha1::~Sha1() = default;
Sha1::Sha1(Sha1&&) noexcept = default;
Sha1& Sha1::operator=(Sha1&&) noexcept = default;

void Sha1::add(std::string_view bytes) { state_->sum.process_bytes(bytes.data(), bytes.size()); }

void Sha1::add_part(std::string_view bytes) {
    add(fmt::format("{}:", bytes.size()));
    add(bytes);
}

std::string Sha1::text() {
    boost::uuids::detail::sha1::digest_type digest;
    static_assert(sizeof digest == 20 && sizeof digest[0] == 4, "Boost 1.74 gives five words");
    state_->sum.get_digest(digest);
    std::string made;
    for (const unsigned int word : digest) made += fmt::format("{:08x}", word);
    return made;
}

std::string sha1_of(std::string_view bytes) {
    Sha1 sum;
    sum.add(bytes);
    return sum.text();
}

}  // namespace yhdyspinta::experiment
