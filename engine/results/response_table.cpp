// SPDX-License-Identifier: Apache-2.0
#include "engine/results/response_table.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/statistics/summary.hpp"

namespace yhdyspinta::results {

ResponseTable::ResponseTable(const std::vector<ReplicationResult>& results) {
    for (const ReplicationResult& result : results) add(result);
}

void ResponseTable::add(const ReplicationResult& result) {
    if (replications_.empty()) {
        rows_.clear();
        for (const Response& response : result.responses) {
            rows_.push_back({response.name, response.unit, response.where, {}});
        }
    }
    const auto place =
        std::lower_bound(replications_.begin(), replications_.end(), result.replication);
    if (place != replications_.end() && *place == result.replication) {
        throw base::InternalError(
            fmt::format("ResponseTable: replication {} is there twice", result.replication));
    }
    const bool fits =
        std::equal(rows_.begin(), rows_.end(), result.responses.begin(), result.responses.end(),
                   [](const Row& row, const Response& response) {
                       return row.name == response.name && row.where == response.where &&
                              row.unit == response.unit;
                   });
    if (!fits) {
        throw base::InternalError(
            fmt::format("ResponseTable: replication {} has other responses than the first",
                        result.replication));
    }
    const auto column = place - replications_.begin();
    replications_.insert(place, result.replication);
    for (std::size_t r = 0; r < rows_.size(); ++r) {
        auto& values = rows_[r].values;
        values.insert(values.begin() + column, result.responses[r].value);
    }
}

const ResponseTable::Row* ResponseTable::find(std::string_view name, std::string_view where) const {
    const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const Row& each) {
        return each.name == name && each.where == where;
    });
    return row == rows_.end() ? nullptr : &*row;
}

std::vector<ResponseSummary> ResponseTable::summarise(double confidence) const {
    std::vector<ResponseSummary> summaries;
    summaries.reserve(rows_.size());
    for (const Row& row : rows_) {
        const statistics::Summary summary = statistics::summarise(row.values);
        summaries.push_back({row.name, row.unit, row.where, summary.mean,
                             statistics::half_width(summary, confidence), summary.count});
    }
    return summaries;
}

}  // namespace yhdyspinta::results
