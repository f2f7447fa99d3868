// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/results/response_table.hpp"

namespace yhdyspinta::results {

/// A field as RFC 4180 wants it: quoted when it holds a comma, a quote or a line break.
[[nodiscard]] std::string csv_field(std::string_view text);

/// `name,unit,where,mean,half_width,replications`, one line per response; NaN is an empty field.
/// Lines end in CRLF (RFC 4180), numbers use '.' and read back as they are.
void write_summary_csv(std::ostream& out, const std::vector<ResponseSummary>& summaries);

/// `replication,name,unit,where,value`, one line per response and replication.
void write_replications_csv(std::ostream& out, const ResponseTable& table);

}  // namespace yhdyspinta::results
