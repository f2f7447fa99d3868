// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace yhdyspinta::cli {

/// What the program tells its caller.
enum class ExitCode : int {
    done = 0,
    outside = 1,   ///< `calibrate --check`: a target is outside its tolerance
    usage = 2,     ///< the command line, or something outside the scenario (a folder, a disk) is in
                   ///< the way
    input = 3,     ///< a scenario file is wrong
    model = 4,     ///< the model did something impossible
    internal = 70  ///< the program itself is wrong, or a replication's process died
};

}  // namespace yhdyspinta::cli
