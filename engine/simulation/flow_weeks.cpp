// SPDX-License-Identifier: Apache-2.0
// What staff time came to, at the end of the run and, on request, of each calendar week.
#include <algorithm>

#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

using base::Instant;

void FlowModel::tell_weeks() {
    week_start_ = program_.warm_up;
    next_week_ = program_.legend.monday_after(program_.warm_up);
    told_weeks_.resize(program_.resources.size());
}

void FlowModel::account_for_open_work(std::vector<std::vector<std::int32_t>>* held) {
    for (std::size_t i = 0; i < sites_.size(); ++i) {
        if (held != nullptr) (*held)[i].resize(sites_[i].groups.size(), 0);
        if (sites_[i].is_shared_out) advance(sharings_[sites_[i].sharing], sites_[i]);
    }
    for (const Path& path : paths_) {
        if (path.state == PathState::free) continue;
        for (const Place& place : path.places) {
            if (held != nullptr) (*held)[place.site][place.group] += 1;
            Site& site = sites_[place.site];
            const double since_then = std::max(0.0, now_ - std::max(place.since, program_.warm_up));
            site.busy += since_then;
            site.groups[place.group].busy += since_then;
        }
        const bool has_servers = path.state == PathState::busy ||
                                 (path.state == PathState::blocked && path.blocked_before != kNone);
        if (!has_servers) continue;
        for (const Hold& hold : path.holds) {
            Site& site = sites_[hold.site];
            if (site.is_shared_out) continue;
            if (held != nullptr) {
                (*held)[hold.site][hold.group] += static_cast<std::int32_t>(hold.servers);
            }
            spend(site, site.groups[hold.group], hold, path.since,
                  program_.activities[path.activity]);
        }
    }
    for (Site& site : sites_) {
        for (Group& group : site.groups) {
            if (group.idle < 0) {
                spend_beyond_posts(site, group, static_cast<std::uint32_t>(-group.idle));
            }
        }
    }
}

double FlowModel::time_on_duty(const Group& group, Instant from, Instant to) {
    const Instant since = std::max(from, Instant::at_seconds(group.changed));
    return since < to ? group.calendar->working_time(since, to).in_seconds() : 0.0;
}

double FlowModel::available_time(const Site& site) const {
    double available = site.available + site.extra - site.absent;
    for (const Group& group : site.groups) {
        available +=
            time_on_duty(group, Instant::at_seconds(program_.warm_up), Instant::at_seconds(now_)) *
            group.servers;
    }
    return available;
}

/// Accounts for what is under way as `finish` does, and takes that back: the run goes on as if
/// nobody had asked.
void FlowModel::tell_week(double end) {
    now_ = end;
    struct Account {
        double busy, extra, absent;
    };
    std::vector<Account> accounts;
    for (const Site& site : sites_) {
        accounts.push_back({site.busy, site.extra, site.absent});
        for (const Group& group : site.groups) {
            accounts.push_back({group.busy, group.extra, group.absent});
        }
    }
    std::vector<std::pair<double, double>> progress;
    progress.reserve(sharings_.size());
    for (const Sharing& sharing : sharings_)
        progress.emplace_back(sharing.progress, sharing.updated);

    account_for_open_work(nullptr);
    std::vector<StaffTime> totals(told_weeks_.size());
    for (const Site& site : sites_) {
        totals[site.resource].available += available_time(site);
        totals[site.resource].busy += site.busy;
    }
    for (std::uint32_t r = 0; r < totals.size(); ++r) {
        tell(Kind::week_available, r, kNone, totals[r].available - told_weeks_[r].available);
        tell(Kind::week_busy, r, kNone, totals[r].busy - told_weeks_[r].busy);
    }
    told_weeks_ = std::move(totals);

    const Account* account = accounts.data();
    const auto take_back = [&account](auto& used) {
        used.busy = account->busy;
        used.extra = account->extra;
        used.absent = account->absent;
        ++account;
    };
    for (Site& site : sites_) {
        take_back(site);
        for (Group& group : site.groups) take_back(group);
    }
    for (std::size_t i = 0; i < sharings_.size(); ++i) {
        sharings_[i].progress = progress[i].first;
        sharings_[i].updated = progress[i].second;
    }
    week_start_ = end;
    next_week_ = program_.legend.monday_after(end);
}

}  // namespace yhdyspinta::simulation
