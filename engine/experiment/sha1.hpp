// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace yhdyspinta::experiment {

/// SHA-1, to tell whether two contents are the same; not a safeguard against forgery.
class Sha1 {
public:
    Sha1();
    ~Sha1();
    Sha1(Sha1&&) noexcept;
    Sha1& operator=(Sha1&&) noexcept;

    void add(std::string_view bytes);
    /// The length of `bytes`, then `bytes`: what was added can be told apart.
    void add_part(std::string_view bytes);
    /// 40 hexadecimal digits, as the command `sha1sum` prints them. Ends the sum.
    [[nodiscard]] std::string text();

private:
    struct State;
    std::unique_ptr<State> state_;
};

[[nodiscard]] std::string sha1_of(std::string_view bytes);

}  // namespace yhdyspinta::experiment
