// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "engine/results/response.hpp"

namespace yhdyspinta::experiment {

/// Why a replication has no result.
struct ReplicationFailure {
    enum class Kind {
        model,     ///< the model did something impossible, or its audit failed
        user,      ///< something outside was in the way, e.g. a full disk
        internal,  ///< the program contradicted itself
        crash      ///< the process of the replication died
    };
    Kind kind = Kind::internal;
    std::string text;  ///< for the user; may have several lines, no newline at the end
    friend bool operator==(const ReplicationFailure&, const ReplicationFailure&) = default;
};

using ReplicationOutcome = std::variant<results::ReplicationResult, ReplicationFailure>;

/// The binary form in which an outcome travels from a child process to its parent on the same
/// machine. Every double keeps its bits.
[[nodiscard]] std::string encode(const ReplicationOutcome& outcome);

/// The outcome of `encode`; throws base::InternalError when `bytes` are anything else.
[[nodiscard]] ReplicationOutcome decode(std::string_view bytes);

}  // namespace yhdyspinta::experiment
