// SPDX-License-Identifier: Apache-2.0
#include "engine/results/client_changes.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/statistics/summary.hpp"

namespace yhdyspinta::results {

namespace {

constexpr std::size_t kSeverities = 10;  ///< groups of severity: 0 to 9 and above

struct Kind {
    const char* name;
    const char* unit;
    double indifference;
};
constexpr std::array<Kind, ClientChanges::kMeasures> kKinds{{
    {"waiting_time.effective_contact", "d", 1.0},
    {"service_gap.days", "d", 1.0},
    {"tellings", "1", 0.0},
    {"never_served", "1", 0.0},
    {"duplicate_work", "h", 0.25},
}};

using Sums = std::array<double, ClientChanges::kMeasures>;

Sums figures_of(const EpisodeRow& row) {
    return {row.effective_wait, row.gap, static_cast<double>(row.tellings),
            row.is_closed && !row.is_served ? 1.0 : 0.0, row.duplicate_work};
}

/// A client in both designs: the second less the first, and what it was.
struct Client {
    Sums change{};
    std::vector<std::pair<std::uint16_t, Sums>> by_need;
    const EpisodeRow* first = nullptr;         ///< of the first design that has one
    const std::uint16_t* levels = nullptr;     ///< of that episode
    bool is_first_of_second_design = false;
};

void add_rows(const EpisodeTable& table, double sign,
              std::unordered_map<std::uint32_t, Client>& clients) {
    const bool is_second = sign > 0.0;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        const EpisodeRow& row = table.rows[r];
        Client& client = clients[row.client];
        const Sums figures = figures_of(row);
        auto of_need =
            std::find_if(client.by_need.begin(), client.by_need.end(),
                         [&](const auto& known) { return known.first == row.need; });
        if (of_need == client.by_need.end()) {
            client.by_need.push_back({row.need, {}});
            of_need = client.by_need.end() - 1;
        }
        for (std::size_t m = 0; m < figures.size(); ++m) {
            client.change[m] += sign * figures[m];
            of_need->second[m] += sign * figures[m];
        }
        // Rows come in the order in which episodes ended.
        const bool is_earlier =
            client.first == nullptr || (client.is_first_of_second_design == is_second &&
                                        row.recognised < client.first->recognised);
        if (!is_earlier) continue;
        client.first = &row;
        client.levels = table.levels.data() + r * table.groups.size();
        client.is_first_of_second_design = is_second;
    }
}

/// Of sorted values; Hyndman & Fan (1996), definition 7.
double quantile_of(const std::vector<double>& sorted, double share) {
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

template <class Take>
MeanOfReplications mean_of(std::size_t count, Take take) {
    std::vector<double> values(count);
    for (std::size_t i = 0; i < count; ++i) values[i] = take(i);
    const auto summary = statistics::summarise(values);
    return {summary.mean, statistics::half_width(summary)};
}

}  // namespace

void ClientChanges::start(const EpisodeTable& table) {
    needs_ = table.needs;
    breakdowns_ = table.groups;
    const auto add_group = [&](std::string where) { groups_.emplace_back().where = std::move(where); };
    add_group("all");
    first_need_ = groups_.size();
    for (const auto& need : needs_) add_group("need=" + need);
    for (const auto& breakdown : breakdowns_) {
        first_level_.push_back(groups_.size());
        for (const auto& level : breakdown.levels) add_group(breakdown.attribute + "=" + level);
    }
    first_severity_ = groups_.size();
    for (std::size_t s = 0; s < kSeverities; ++s) add_group(fmt::format("severity={}", s));
}

void ClientChanges::add(const EpisodeTable& from, const EpisodeTable& to) {
    if (replications_ == 0) start(from);
    for (const EpisodeTable* table : {&from, &to}) {
        if (table->needs != needs_ || table->groups != breakdowns_) {
            throw base::InternalError("episodes of other needs or groups cannot be compared");
        }
    }
    std::unordered_map<std::uint32_t, Client> clients;
    add_rows(from, -1.0, clients);
    add_rows(to, 1.0, clients);

    const auto add_to = [&](std::size_t group, const Sums& change) {
        for (std::size_t m = 0; m < kMeasures; ++m) groups_[group].changes[m].push_back(change[m]);
    };
    for (const auto& [number, client] : clients) {
        add_to(0, client.change);
        for (const auto& [need, change] : client.by_need) add_to(first_need_ + need, change);
        for (std::size_t b = 0; b < breakdowns_.size(); ++b) {
            const std::uint16_t level = client.levels[b];
            if (level < breakdowns_[b].levels.size()) {
                add_to(first_level_[b] + level, client.change);
            }
        }
        const double severity = std::floor(static_cast<double>(client.first->severity));
        const double place = std::clamp(severity, 0.0, static_cast<double>(kSeverities - 1));
        add_to(first_severity_ + static_cast<std::size_t>(place), client.change);
    }
    ++replications_;
    close_replication();
}

void ClientChanges::close_replication() {
    for (Group& group : groups_) {
        if (group.changes.front().empty()) continue;
        group.clients.push_back(static_cast<double>(group.changes.front().size()));
        for (std::size_t m = 0; m < kMeasures; ++m) {
            std::vector<double>& changes = group.changes[m];
            // Sorted, so that sums do not depend on the order in which clients are kept.
            std::sort(changes.begin(), changes.end());
            Said said;
            for (const double change : changes) {
                said.better += change < -kKinds[m].indifference;
                said.worse += change > kKinds[m].indifference;
                said.change += change;
            }
            const auto count = static_cast<double>(changes.size());
            said.same = (count - said.better - said.worse) / count;
            said.better /= count;
            said.worse /= count;
            said.change /= count;
            for (std::size_t q = 0; q < said.quantiles.size(); ++q) {
                said.quantiles[q] = quantile_of(changes, GroupChange::kShares[q]);
            }
            group.said[m].push_back(said);
            changes.clear();
        }
    }
}

std::vector<ClientMeasure> ClientChanges::measures() const {
    std::vector<ClientMeasure> made;
    for (std::size_t m = 0; m < kMeasures; ++m) {
        ClientMeasure& measure = made.emplace_back();
        measure.name = kKinds[m].name;
        measure.unit = kKinds[m].unit;
        measure.indifference = kKinds[m].indifference;
        for (const Group& group : groups_) {
            const std::vector<Said>& said = group.said[m];
            if (said.empty()) continue;
            GroupChange& change = measure.groups.emplace_back();
            change.where = group.where;
            for (const double clients : group.clients) change.clients += clients;
            change.clients /= static_cast<double>(replications_);
            if (change.clients < suppress_below_) {
                change.clients = std::numeric_limits<double>::quiet_NaN();
                change.is_suppressed = true;
                continue;
            }
            const auto of = [&](double Said::*member) {
                return mean_of(said.size(), [&](std::size_t i) { return said[i].*member; });
            };
            change.better = of(&Said::better);
            change.worse = of(&Said::worse);
            change.same = of(&Said::same);
            change.change = of(&Said::change);
            for (std::size_t q = 0; q < change.quantiles.size(); ++q) {
                change.quantiles[q] =
                    mean_of(said.size(), [&](std::size_t i) { return said[i].quantiles[q]; });
            }
        }
    }
    return made;
}

}  // namespace yhdyspinta::results
