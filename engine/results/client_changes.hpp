// SPDX-License-Identifier: Apache-2.0
// Who gains and who loses: the same client in two designs that were run with the same random numbers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "engine/results/episode_table.hpp"

namespace yhdyspinta::results {

/// A mean over replications and half of its 95 % t-interval, NaN with fewer than two.
struct MeanOfReplications {
    double mean = std::numeric_limits<double>::quiet_NaN();
    double half_width = std::numeric_limits<double>::quiet_NaN();
};

/// What the change from one design to another does to the clients of one group.
struct GroupChange {
    /// Shares at which the quantiles of the change are given.
    static constexpr std::array<double, 5> kShares{0.05, 0.25, 0.5, 0.75, 0.95};

    std::string where;     ///< `all`, `need=mood`, `area=north`, `severity=3`
    double clients = 0.0;  ///< of a replication, in the mean
    MeanOfReplications better, worse, same;       ///< shares [0, 1] of them
    MeanOfReplications change;                    ///< in the mean, in the unit of the measure
    std::array<MeanOfReplications, 5> quantiles;  ///< of the change, at kShares
    bool is_suppressed = false;                   ///< too few clients: nothing but the name is told
};

/// One measure of a client: the sum over its episodes; less is better.
struct ClientMeasure {
    std::string name;
    std::string unit;
    double indifference = 0.0;  ///< changes up to this count as the same
    std::vector<GroupChange> groups;
};

/// Pairs the clients of two designs, replication by replication. A client takes part when it had an
/// episode in either design; without one its sums are zero. Of a need only its episodes are summed;
/// other groups are what the client was at its first episode in the first design, or else in the
/// second, severity rounded down.
class ClientChanges {
public:
    /// Groups with fewer clients than `suppress_below` in the mean are not told.
    explicit ClientChanges(double suppress_below = 5.0) : suppress_below_(suppress_below) {}

    /// One replication of both. Throws base::InternalError when the two tables, or those of another
    /// replication, do not speak of the same needs and groups.
    void add(const EpisodeTable& from, const EpisodeTable& to);

    [[nodiscard]] std::size_t replications() const { return replications_; }

    /// waiting until effective contact [d], service gaps [d], tellings [1], episodes never served
    /// [1], duplicate work [h].
    [[nodiscard]] std::vector<ClientMeasure> measures() const;

    static constexpr std::size_t kMeasures = 5;

private:
    /// What one replication says of one measure in one group.
    struct Said {
        double better = 0.0, worse = 0.0, same = 0.0, change = 0.0;
        std::array<double, 5> quantiles{};
    };
    struct Group {
        std::string where;
        std::vector<double> clients;                        ///< by replication that had any
        std::array<std::vector<Said>, kMeasures> said;      ///< likewise
        std::array<std::vector<double>, kMeasures> changes;  ///< of the replication being added
    };
    void start(const EpisodeTable& table);
    void close_replication();

    double suppress_below_;
    std::size_t replications_ = 0;
    std::vector<std::string> needs_;
    std::vector<EpisodeTable::Group> breakdowns_;
    std::vector<Group> groups_;
    std::size_t first_need_ = 0;
    std::vector<std::size_t> first_level_;
    std::size_t first_severity_ = 0;
};

}  // namespace yhdyspinta::results
