// SPDX-License-Identifier: Apache-2.0
// The region under its designs; what several tests look at is simulated once. With
// YHDYSPINTA_FULL=1 there are more replications.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

#include "tests/support/run_scenario.hpp"

namespace yhdyspinta::test::model {

inline const std::string kSource = YHDYSPINTA_SOURCE_DIR;
inline const std::string kSeparate = kSource + "/scenarios/pohjois_karjala/separate_2018.yaml";
inline const std::string kJoined = kSource + "/scenarios/pohjois_karjala/joined.yaml";
inline const std::string kZeroFriction = kSource + "/tests/model/zero_friction.yaml";
inline const std::string kAllRejected = kSource + "/tests/model/all_rejected.yaml";
inline const std::string kWithoutFeedback = kSource + "/tests/model/without_feedback.yaml";

[[nodiscard]] inline bool is_full() {
    const char* value = std::getenv("YHDYSPINTA_FULL");
    return value != nullptr && std::string(value) == "1";
}

/// The separate services, in 2 replications (10 in full).
[[nodiscard]] inline const results::ResponseTable& baseline() {
    static const results::ResponseTable kTable = run_file(kSeparate, {{}, is_full() ? 10u : 2u, 1});
    return kTable;
}

/// The text of a scenario that only extends the file, for `log_of` and `run_text`.
[[nodiscard]] inline std::string extending(const std::string& file, const std::string& more = "") {
    return "schema: 1\nextends: " + file + "\n" + more;
}

}  // namespace yhdyspinta::test::model
