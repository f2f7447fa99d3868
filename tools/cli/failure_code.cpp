// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/failure_code.hpp"

namespace yhdyspinta::cli {

ExitCode code_of(experiment::ReplicationFailure::Kind kind) {
    using Kind = experiment::ReplicationFailure::Kind;
    switch (kind) {
        case Kind::model: return ExitCode::model;
        case Kind::user: return ExitCode::usage;
        case Kind::internal:
        case Kind::crash: return ExitCode::internal;
    }
    return ExitCode::internal;
}

}  // namespace yhdyspinta::cli
