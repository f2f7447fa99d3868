// SPDX-License-Identifier: Apache-2.0
// Compiles activities: added one by one, finished when all are known.
#include <algorithm>
#include <functional>

#include "engine/simulation/compiler.hpp"
#include "engine/simulation/visit_counts.hpp"

namespace yhdyspinta::simulation {

void Compiler::find_payers(const Activity& activity, event_log::Legend::Activity& legend) const {
    if (!(legend.cost_per_hour > 0.0)) return;
    for (const auto& demand : activity.demands) {
        const auto& resource = p_.legend.resources[demand.resource];
        const std::uint32_t payer = p_.legend.payer_of(resource.service);
        const double share = resource.cost_per_hour * demand.servers / legend.cost_per_hour;
        if (share > 0.0 && payer != kNone) legend.paid_by.emplace_back(payer, share);
    }
}

std::uint32_t Compiler::add_activity(Activity activity, event_log::Legend::Activity legend) {
    std::sort(activity.demands.begin(), activity.demands.end(),
              [](const Demand& a, const Demand& b) { return a.resource < b.resource; });
    double servers = 0.0;
    bool hands_over = false;
    for (const auto& demand : activity.demands) {
        ResourceInfo& resource = p_.resources[demand.resource];
        hands_over = hands_over || resource.at_closing == process::AtClosing::hand_over;
        activity.stays_late =
            activity.stays_late ||
            (resource.at_closing == process::AtClosing::finish && !activity.is_absence);
        resource.is_shared = resource.is_shared || activity.demands.size() > 1;
        resource.is_interruptible = resource.is_interruptible || activity.is_preemptive;
        legend.cost_per_hour += p_.legend.resources[demand.resource].cost_per_hour * demand.servers;
        servers += demand.servers;
    }
    find_payers(activity, legend);
    if (servers > 0.0) legend.cost_per_hour /= servers;
    activity.stays_late = activity.stays_late && !hands_over;
    for (const auto& demand : activity.demands) {
        const auto& names = p_.legend.resources[demand.resource].servers;
        legend.servers.insert(legend.servers.end(), names.begin(), names.end());
    }
    activity.is_constrained = activity.is_constrained || activity.balks != kNone;
    legend.has_resources = !activity.demands.empty();
    p_.activities.push_back(std::move(activity));
    p_.legend.activities.push_back(std::move(legend));
    return static_cast<std::uint32_t>(p_.activities.size() - 1);
}

void Compiler::finish_activities() {
    const std::size_t places = p_.activities.size() + p_.steps.size();
    if (p_.has_revisits && places > VisitCounts::kMostPlaces) {
        throw base::UserError(
            fmt::format("too many activities and steps: {} (at most {} where anything is come to "
                        "again)",
                        places, VisitCounts::kMostPlaces));
    }
    for (std::size_t a = 0; a < p_.activities.size(); ++a) {
        Activity& activity = p_.activities[a];
        auto& legend = p_.legend.activities[a];
        activity.has_start_triggers = a < p_.on_start.size() && !p_.on_start[a].is_empty();
        activity.has_end_triggers = a < p_.on_end.size() && !p_.on_end[a].is_empty();
        // Who has one path only can be with one worker only.
        if (p_.needs.empty() && !p_.has_gatherings) activity.is_with_client = false;
        // What reads nothing is the same number every time.
        if (activity.priority != kNone && p_.expressions[activity.priority].used().empty()) {
            activity.fixed_priority = p_.expressions[activity.priority].value();
            activity.priority = kNone;
        }
        if (activity.demands.size() == 1) {
            const ResourceInfo& resource = p_.resources[activity.demands[0].resource];
            const auto& groups = p_.sites[resource.first_site].groups;
            if (resource.sites == 1 && groups.size() == 1 && groups[0].calendar == 0 &&
                !resource.is_shared_out && !resource.is_own_worker) {
                activity.plain_site = resource.first_site;
                activity.plain_servers = static_cast<std::int32_t>(activity.demands[0].servers);
                find_plainness(activity, resource);
            }
        }
        legend.may_balk = activity.is_constrained;
        note_those_who_wait(activity);
        legend.is_blocking = activity.is_blocking;
        legend.may_be_suspended =
            !activity.is_absence &&
            std::any_of(activity.demands.begin(), activity.demands.end(),
                        [this](const Demand& demand) {
                            return p_.resources[demand.resource].is_interruptible;
                        });
    }
}

void Compiler::find_plainness(Activity& activity, const ResourceInfo& resource) const {
    activity.is_plain = !activity.is_with_client && !activity.is_absence && !activity.stays_late &&
                        activity.record_type == kNone && activity.times == kNone &&
                        activity.interrupted_by == kNone && !resource.has_names &&
                        !p_.has_gatherings && !p_.has_blocking;
    activity.has_plain_queue = activity.is_plain && activity.priority == kNone &&
                               !activity.is_constrained && !activity.patience &&
                               activity.priority_again == 0.0 && activity.jockeys_to.empty() &&
                               !resource.is_shared;
}

void Compiler::find_revisits() {
    if (!p_.needs.empty()) {
        p_.has_revisits = true;
        return;
    }
    enum class Mark : std::uint8_t { unseen, open, done };
    std::vector<Mark> marks(p_.steps.size(), Mark::unseen);
    const std::function<bool(std::uint32_t)> finds_cycle = [&](std::uint32_t at) {
        if (at >= kReturn) return false;
        if (marks[at] == Mark::open) return true;
        if (marks[at] == Mark::done) return false;
        marks[at] = Mark::open;
        const Step& step = p_.steps[at];
        bool found = step.kind == StepKind::call || step.kind == StepKind::hand_over ||
                     step.kind == StepKind::inform;
        if (step.kind == StepKind::activity || step.kind == StepKind::take_on) {
            const Activity& activity = p_.activities[step.index];
            found = found || finds_cycle(activity.on_renege) || finds_cycle(activity.on_balk) ||
                    finds_cycle(activity.on_full) || finds_cycle(activity.on_interrupt) ||
                    !activity.jockeys_to.empty() ||
                    activity.when_preempted == process::WhenPreempted::resample;
        } else if (step.kind == StepKind::wait) {
            found = finds_cycle(p_.activities[p_.waits[step.index].activity].on_renege);
        } else if (step.kind == StepKind::book) {
            found = finds_cycle(p_.bookings[step.index].on_no_show) ||
                    finds_cycle(p_.bookings[step.index].on_full);
        }
        if (step.kind == StepKind::fork) {
            for (const std::uint32_t to : p_.forks[step.index].branches) {
                found = found || finds_cycle(to);
            }
        }
        if (!step.has_choice) found = found || finds_cycle(step.next);
        for (std::uint32_t r = 0; r < step.routes; ++r) {
            found = found || finds_cycle(p_.routes[step.first_route + r].to);
        }
        marks[at] = Mark::done;
        return found;
    };
    for (std::uint32_t i = 0; i < p_.steps.size(); ++i) {
        p_.has_revisits = p_.has_revisits || finds_cycle(i);
    }
    // A duration is drawn anew as in another visit, whatever took the servers away.
    for (const Activity& activity : p_.activities) {
        p_.has_revisits =
            p_.has_revisits || activity.when_preempted == process::WhenPreempted::resample;
    }
}

}  // namespace yhdyspinta::simulation
