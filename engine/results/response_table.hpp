// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/results/response.hpp"

namespace yhdyspinta::results {

/// One response over all replications.
struct ResponseSummary {
    std::string name;
    std::string unit;
    std::string where;
    double mean = 0.0;        ///< NaN when no replication has a value
    double half_width = 0.0;  ///< of the t-interval of the mean; NaN with fewer than two values
    std::uint64_t replications = 0;  ///< with a value
};

/// The responses of one scenario by replication. The order in which replications are added does not
/// matter.
class ResponseTable {
public:
    struct Row {
        std::string name;
        std::string unit;
        std::string where;
        std::vector<double>
            values;  ///< one per replication, in the order of `replications()`; may be NaN
    };

    ResponseTable() = default;
    explicit ResponseTable(const std::vector<ReplicationResult>& results);

    /// Throws base::InternalError when the replication is there already or has other responses.
    void add(const ReplicationResult& result);

    [[nodiscard]] const std::vector<std::uint64_t>& replications() const { return replications_; }
    [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
    /// nullptr when there is none.
    [[nodiscard]] const Row* find(std::string_view name, std::string_view where) const;
    [[nodiscard]] std::vector<ResponseSummary> summarise(double confidence = 0.95) const;

private:
    std::vector<std::uint64_t> replications_;  ///< ascending
    std::vector<Row> rows_;
};

}  // namespace yhdyspinta::results
