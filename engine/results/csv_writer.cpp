// SPDX-License-Identifier: Apache-2.0
#include "engine/results/csv_writer.hpp"

#include "engine/results/number_text.hpp"

namespace yhdyspinta::results {

std::string csv_field(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string field = "\"";
    for (const char c : text) {
        if (c == '"') field += '"';
        field += c;
    }
    return field + '"';
}

void write_summary_csv(std::ostream& out, const std::vector<ResponseSummary>& summaries) {
    out << "name,unit,where,mean,half_width,replications\r\n";
    for (const ResponseSummary& summary : summaries) {
        out << csv_field(summary.name) << ',' << csv_field(summary.unit) << ','
            << csv_field(summary.where) << ',' << exact_text(summary.mean) << ','
            << exact_text(summary.half_width) << ',' << std::to_string(summary.replications)
            << "\r\n";
    }
}

void write_replications_csv(std::ostream& out, const ResponseTable& table) {
    out << "replication,name,unit,where,value\r\n";
    for (std::size_t i = 0; i < table.replications().size(); ++i) {
        for (const ResponseTable::Row& row : table.rows()) {
            out << std::to_string(table.replications()[i]) << ',' << csv_field(row.name) << ','
                << csv_field(row.unit) << ',' << csv_field(row.where) << ','
                << exact_text(row.values[i]) << "\r\n";
        }
    }
}

}  // namespace yhdyspinta::results
