// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/experiment/store.hpp"
#include "tools/report/report_input.hpp"

namespace yhdyspinta::cli {

/// What a report shows of a store; the baseline becomes the first design. Throws base::UserError
/// when the store holds a scenario that this program does not understand.
[[nodiscard]] report::ReportInput report_from_store(const experiment::Store& store);

}  // namespace yhdyspinta::cli
