// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/child_outcome.hpp"

#include <cstring>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.hpp"

namespace yhdyspinta::experiment {

namespace {

ReplicationFailure crash(const ChildEnd& end) {
    std::string text =
        end.kind == ChildEnd::Kind::killed
            ? fmt::format("its process was killed by signal {} ({})", end.code, strsignal(end.code))
            : fmt::format("its process ended with exit code {} and without a result", end.code);
    if (!end.output.empty()) {
        text += "; the last it printed:\n" + end.output;
        while (text.back() == '\n') text.pop_back();
    }
    return {ReplicationFailure::Kind::crash, std::move(text)};
}

}  // namespace

ReplicationOutcome outcome_of(const ChildEnd& end) {
    if (end.kind != ChildEnd::Kind::answered) return crash(end);
    try {
        return decode(end.answer);
    } catch (const base::InternalError& error) {
        return ReplicationFailure{ReplicationFailure::Kind::internal, error.what()};
    }
}

}  // namespace yhdyspinta::experiment
