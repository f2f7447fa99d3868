// SPDX-License-Identifier: Apache-2.0
#include "engine/process/findings.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/process/flow_graph.hpp"
#include "engine/process/taken_on_again.hpp"

namespace yhdyspinta::process {

namespace {

using base::Severity;

bool takes_no_time(const Step& step) {
    if (std::holds_alternative<WaitStep>(step.what) ||
        std::holds_alternative<BookStep>(step.what) ||
        std::holds_alternative<BatchStep>(step.what) ||
        std::holds_alternative<TakeOnStep>(step.what) ||
        std::holds_alternative<TellStep>(step.what) ||
        std::holds_alternative<ForkStep>(step.what)) {
        return false;
    }
    const auto* activity = std::get_if<ActivityStep>(&step.what);
    return activity == nullptr ||
           (activity->seize.empty() && activity->duration.law.highest() <= 0.0);
}

/// All steps that a step can lead to within its process, however improbable; kOut, kBack.
std::vector<std::size_t> targets_of(const System& system, const Process& process,
                                    std::size_t index) {
    const Step& step = process.steps[index].value;
    std::vector<std::size_t> targets;
    for (const Branch& branch : step.next) targets.push_back(target_of(process, branch.to));
    if (step.next.empty()) targets.push_back(index + 1 < process.steps.size() ? index + 1 : kBack);
    for (const std::size_t to : ways_beside_next(system, process, step)) targets.push_back(to);
    if (const auto* fork = std::get_if<ForkStep>(&step.what)) {
        for (const auto& to : fork->to) targets.push_back(target_of(process, to));
    } else if (const auto* hand_over = std::get_if<HandOverStep>(&step.what)) {
        if (!hand_over->on_reject.empty()) {
            targets.push_back(target_of(process, hand_over->on_reject));
        }
        targets.push_back(kOut);
    } else if (std::holds_alternative<CloseStep>(step.what)) {
        targets = {kOut};
    }
    return targets;
}

class FaultFinder {
public:
    FaultFinder(const System& system, const Loads& loads, std::uint32_t main_file)
        : s_(system), loads_(loads), main_file_(main_file) {}

    std::vector<base::Diagnostic> find() {
        find_starts();
        find_exits();
        for (std::size_t p = 0; p < s_.processes.size(); ++p) {
            find_unreached(p);
            find_traps(p);
            find_too_large_demands(p);
        }
        for (auto& again : find_taken_on_again(s_)) found_.push_back(std::move(again));
        find_never_started();
        find_nobody_on_duty();
        find_overloads();
        find_late_sources();
        find_circular_waits();
        return std::move(found_);
    }

private:
    void say(Severity severity, base::Position position, std::string path, std::string message,
             std::string hint = {}) {
        found_.push_back(
            {severity, position, std::move(path), std::move(message), std::move(hint)});
    }

    const Process& process(std::size_t p) const { return s_.processes[p].value; }
    std::string step_path(std::size_t p, std::size_t i) const {
        return fmt::format("processes.{}.steps.{}", s_.processes[p].name, process(p).steps[i].name);
    }
    std::string step_name(std::size_t p, std::size_t i) const {
        return fmt::format("{}.{}", s_.processes[p].name, process(p).steps[i].name);
    }

    // ---- who starts what
    // -------------------------------------------------------------------------

    /// Processes that steps of a process start.
    std::set<std::size_t> started_by(std::size_t p) const {
        std::set<std::size_t> others;
        for (const auto& step : process(p).steps) {
            if (const auto* call = std::get_if<CallStep>(&step.value.what)) {
                others.insert(index_of(s_.processes, call->process.name));
            } else if (const auto* hand_over = std::get_if<HandOverStep>(&step.value.what)) {
                if (const auto* service = process::find(s_.services, hand_over->to.name)) {
                    others.insert(index_of(s_.processes, service->value.process.name));
                }
            }
        }
        others.erase(kOut);
        return others;
    }

    std::vector<bool> reached_from(std::vector<std::size_t> open) const {
        std::vector<bool> is_reached(s_.processes.size(), false);
        while (!open.empty()) {
            const std::size_t p = open.back();
            open.pop_back();
            if (p == kOut || is_reached[p]) continue;
            is_reached[p] = true;
            for (const std::size_t other : started_by(p)) open.push_back(other);
        }
        return is_reached;
    }

    void find_starts() {
        std::vector<std::size_t> endless, others;
        const auto add = [&](std::vector<std::size_t>& list, const Reference& reference) {
            if (!reference.is_empty()) list.push_back(index_of(s_.processes, reference.name));
        };
        for (const auto& source : s_.sources) {
            const Source& text = source.value;
            const bool is_endless = (text.rate || text.interarrival) && !text.count;
            add(is_endless ? endless : others, text.process);
        }
        is_fed_without_end_ = reached_from(endless);
        others.insert(others.end(), endless.begin(), endless.end());
        for (const auto& need : s_.needs) {
            for (const auto& by : need.value.recognised) add(others, by.value.process);
            add(others, need.value.escalation_process);
            add(others, need.value.repeat_process);
        }
        for (const auto& service : s_.services) {
            add(others, service.value.successor);
            add(others, service.value.process);  // in use or not, another file may hand over to it
        }
        is_started_ = reached_from(others);
    }

    void find_never_started() {
        for (std::size_t p = 0; p < s_.processes.size(); ++p) {
            if (is_started_[p] || s_.processes[p].position.file != main_file_) continue;
            std::vector<std::string> callers;
            for (std::size_t other = 0; other < s_.processes.size(); ++other) {
                if (started_by(other).count(p) > 0) {
                    callers.push_back("'" + s_.processes[other].name + "'");
                }
            }
            if (callers.empty()) continue;  // said with the other things that nobody uses
            say(Severity::warning, s_.processes[p].position, "processes." + s_.processes[p].name,
                fmt::format("is never started: only {} would, and nothing starts {}",
                            base::list_names(callers), callers.size() == 1 ? "that" : "those"));
        }
    }

    // ---- ways in and out
    // -------------------------------------------------------------------------

    std::vector<bool> reached_steps(std::size_t p) const {
        std::vector<bool> is_reached(process(p).steps.size(), false);
        std::vector<std::size_t> open{first_step_of(process(p))};
        while (!open.empty()) {
            const std::size_t at = open.back();
            open.pop_back();
            if (at >= is_reached.size() || is_reached[at]) continue;
            is_reached[at] = true;
            for (const std::size_t to : targets_of(s_, process(p), at)) open.push_back(to);
        }
        return is_reached;
    }

    void find_unreached(std::size_t p) {
        const auto& steps = process(p).steps;
        const std::vector<bool> is_reached = reached_steps(p);
        std::vector<std::vector<std::size_t>> edges(steps.size());
        for (std::size_t i = 0; i < steps.size(); ++i) {
            if (!is_reached[i]) edges[i] = targets_of(s_, process(p), i);
        }
        // Where nobody comes in is said, not all that lies behind it.
        std::set<std::size_t> behind;
        auto parts = connected_parts(edges);
        std::reverse(parts.begin(), parts.end());
        for (const auto& part : parts) {
            const std::size_t first = part.front();
            if (is_reached[first]) continue;
            if (behind.count(first) == 0) {
                say(Severity::warning, steps[first].position, step_path(p, first),
                    "is never done: no way from the first step leads here");
            }
            for (const std::size_t i : part) {
                for (const std::size_t to : edges[i]) {
                    for (const auto& other : parts) {
                        if (std::binary_search(other.begin(), other.end(), to)) {
                            behind.insert(other.begin(), other.end());
                        }
                    }
                }
            }
        }
    }

    /// Which steps can come to an end, and which processes can return or leave; what a process
    /// needs of others grows until nothing changes.
    void find_exits() {
        const std::size_t count = s_.processes.size();
        for (std::size_t p = 0; p < count; ++p) {
            can_return_.emplace_back(process(p).steps.size(), false);
            can_leave_.emplace_back(process(p).steps.size(), false);
        }
        for (bool has_changed = true; has_changed;) {
            has_changed = false;
            for (std::size_t p = 0; p < count; ++p) {
                for (std::size_t i = process(p).steps.size(); i-- > 0;) {
                    bool returns = can_return_[p][i], leaves = can_leave_[p][i];
                    bool goes_on = true;
                    if (const std::size_t called = called_by(p, i); called != kOut) {
                        const std::size_t first = first_step_of(process(called));
                        goes_on = can_return_[called][first];
                        leaves = leaves || can_leave_[called][first];
                    }
                    if (goes_on) {
                        for (const std::size_t to : targets_of(s_, process(p), i)) {
                            returns = returns || to == kBack ||
                                      (to < process(p).steps.size() && can_return_[p][to]);
                            leaves = leaves || to == kOut ||
                                     (to < process(p).steps.size() && can_leave_[p][to]);
                        }
                    }
                    has_changed =
                        has_changed || returns != can_return_[p][i] || leaves != can_leave_[p][i];
                    can_return_[p][i] = returns;
                    can_leave_[p][i] = leaves;
                }
            }
        }
    }

    std::size_t called_by(std::size_t p, std::size_t i) const {
        const auto* call = std::get_if<CallStep>(&process(p).steps[i].value.what);
        return call == nullptr ? kOut : index_of(s_.processes, call->process.name);
    }

    bool is_instant(std::size_t p, std::size_t i) const {
        if (const std::size_t called = called_by(p, i); called != kOut) {
            for (const auto& step : process(called).steps) {
                if (!takes_no_time(step.value) ||
                    std::holds_alternative<CallStep>(step.value.what)) {
                    return false;
                }
            }
        }
        return takes_no_time(process(p).steps[i].value);
    }

    void find_traps(std::size_t p) {
        const auto& steps = process(p).steps;
        const std::vector<bool> is_reached = reached_steps(p);
        std::vector<std::vector<std::size_t>> edges(steps.size());
        const auto is_trapped = [&](std::size_t i) {
            return is_reached[i] && !can_return_[p][i] && !can_leave_[p][i];
        };
        for (std::size_t i = 0; i < steps.size(); ++i) {
            if (!is_trapped(i)) continue;
            for (const std::size_t to : targets_of(s_, process(p), i)) {
                if (to < steps.size()) edges[i].push_back(to);
            }
        }
        for (const auto& part : connected_parts(edges)) {
            const std::size_t first = part.front();
            if (!is_trapped(first)) continue;
            // A sub-process that never comes back is told of where it goes round itself.
            bool is_elsewhere = false, calls_itself = false, is_last = true;
            for (const std::size_t i : part) {
                if (const std::size_t called = called_by(p, i); called != kOut) {
                    const bool returns = can_return_[called][first_step_of(process(called))];
                    if (!returns && reached_from({called})[p]) calls_itself = true;
                    is_elsewhere = is_elsewhere || !returns;
                }
                for (const std::size_t to : edges[i]) {
                    is_last = is_last && std::binary_search(part.begin(), part.end(), to);
                }
            }
            if (calls_itself) {
                const std::vector<bool> round = reached_from({p});
                const bool is_said = std::any_of(
                    endless_calls_.begin(), endless_calls_.end(),
                    [&](std::size_t other) { return round[other] && reached_from({other})[p]; });
                endless_calls_.insert(p);
                if (is_said) continue;
                say(is_started_[p] ? Severity::error : Severity::warning, steps[first].position,
                    step_path(p, first),
                    fmt::format("process '{}' calls itself every time, without end",
                                s_.processes[p].name),
                    "a branch that does not come here would end it");
                continue;
            }
            if (is_elsewhere || !is_last) continue;
            say_trap(p, part);
        }
    }

    void say_trap(std::size_t p, const std::vector<std::size_t>& part) {
        const auto& steps = process(p).steps;
        const std::size_t first = part.front();
        std::vector<std::string> names;
        names.reserve(part.size());
        for (const std::size_t i : part) names.push_back("'" + steps[i].name + "'");
        const bool is_instant_round =
            std::all_of(part.begin(), part.end(), [&](std::size_t i) { return is_instant(p, i); });
        if (is_instant_round) {
            say(is_started_[p] ? Severity::error : Severity::warning, steps[first].position,
                step_path(p, first),
                fmt::format("goes round without time passing: {} lead{} nowhere else",
                            base::list_names(names), names.size() == 1 ? "s" : ""),
                "an activity that takes time, or a branch to 'leave', would end it");
            return;
        }
        // A number of clients that go round for ever is a closed network, and meant.
        if (!is_fed_without_end_[p] && s_.needs.empty()) return;
        say(is_fed_without_end_[p] ? Severity::error : Severity::warning, steps[first].position,
            step_path(p, first),
            fmt::format("there is no way out: {} lead{} nowhere else, so clients only gather",
                        base::list_names(names), names.size() == 1 ? "s" : ""),
            "a branch to 'leave' or to a 'close' is a way out; sources with a 'count', or "
            "whose arrivals are listed, may do without");
    }

    // ---- servers
    // ---------------------------------------------------------------------------------

    /// Servers of the best staffed site; nothing when it is not known.
    std::optional<double> servers_at_best(std::size_t resource) const {
        const ResourceLoad& load = loads_.resources[resource];
        if (!load.servers || load.servers->empty()) return std::nullopt;
        const double most = *std::max_element(load.servers->begin(), load.servers->end());
        return std::ceil(most - 1e-6);  // a part-timer is a server too
    }

    void find_too_large_demands(std::size_t p) {
        for (std::size_t i = 0; i < process(p).steps.size(); ++i) {
            const auto* activity = std::get_if<ActivityStep>(&process(p).steps[i].value.what);
            if (activity == nullptr) continue;
            for (const auto& [reference, servers] : activity->seize) {
                const std::size_t resource = index_of(s_.resources, reference.name);
                if (resource == kOut) continue;
                const auto there_are = servers_at_best(resource);
                if (!there_are || *there_are <= 0.0 || servers <= *there_are) continue;
                say(Severity::error, reference.position, step_path(p, i) + ".seize",
                    fmt::format("needs {} servers of '{}' at once, which has {}{}", servers,
                                reference.name, *there_are,
                                loads_.resources[resource].sites.size() > 1 ? " at a site" : ""));
            }
        }
    }

    void find_nobody_on_duty() {
        for (std::size_t r = 0; r < s_.resources.size(); ++r) {
            const auto& resource = s_.resources[r];
            const auto there_are = servers_at_best(r);
            const bool is_never_open = loads_.resources[r].share_on_duty <= 0.0;
            if (!is_never_open && (!there_are || *there_are > 0.0)) continue;
            const std::string who = who_needs(resource.name);
            if (who.empty()) continue;
            const std::string why =
                is_never_open ? fmt::format("calendar '{}' is not open once during the run",
                                            resource.value.calendar.name)
                              : std::string("there are no servers");
            say(Severity::error, resource.position, "resources." + resource.name,
                fmt::format("nobody is ever on duty: {}; '{}' would wait for ever", why, who));
        }
    }

    /// The first activity that is reached and seizes a resource.
    std::string who_needs(const std::string& resource) const {
        for (std::size_t p = 0; p < s_.processes.size(); ++p) {
            if (!is_started_[p]) continue;
            const std::vector<bool> is_reached = reached_steps(p);
            for (std::size_t i = 0; i < is_reached.size(); ++i) {
                const auto* activity = std::get_if<ActivityStep>(&process(p).steps[i].value.what);
                if (!is_reached[i] || activity == nullptr) continue;
                for (const auto& [reference, servers] : activity->seize) {
                    if (reference.name == resource) return step_name(p, i);
                }
            }
        }
        return {};
    }

    /// Its queue is limited and nobody waits in front of it, at the step before, until there is
    /// room.
    bool turns_away(const Named<Resource>& resource) const {
        if (!resource.value.queue_limit) return false;
        for (const auto& process : s_.processes) {
            for (const auto& step : process.value.steps) {
                const auto* activity = std::get_if<ActivityStep>(&step.value.what);
                if (activity == nullptr || !activity->is_blocking) continue;
                for (const auto& [reference, servers] : activity->seize) {
                    if (reference.name == resource.name) return false;
                }
            }
        }
        return true;
    }

    void find_overloads() {
        for (std::size_t r = 0; r < s_.resources.size(); ++r) {
            const ResourceLoad& load = loads_.resources[r];
            if (s_.resources[r].value.is_caseload || turns_away(s_.resources[r])) continue;
            const auto all = load.utilisation();
            const auto sites = load.utilisation_of_sites();
            const double worst = std::max(all ? all->least : 0.0, sites ? sites->most : 0.0);
            if (worst < 1.0 - 1e-9 || !std::isfinite(worst)) continue;
            const bool is_at_site = sites && (!all || sites->most > all->least + 1e-9);
            say(Severity::warning, s_.resources[r].position, "resources." + s_.resources[r].name,
                fmt::format("the offered load is {:.3g} per server{}, so the queue grows without "
                            "end; expected less than 1",
                            worst, is_at_site ? " at a site" : ""));
        }
    }

    void find_late_sources() {
        for (const auto& source : s_.sources) {
            if (!source.value.first_at || *source.value.first_at < s_.run.length) continue;
            say(Severity::warning, source.position, "sources." + source.name,
                fmt::format("nobody arrives: the first would come after {:.4g} days, the run ends "
                            "after {:.4g}",
                            source.value.first_at->in_days(), s_.run.length.in_days()));
        }
    }

    // ---- places held while waiting for others
    // ----------------------------------------------------

    /// A place in a caseload is held while the client is in the service; who there waits for a
    /// place of another caseload can wait for one who waits for his. (The servers of an activity
    /// are seized together or not at all, and a handover gives its place up first: both are safe.)
    void find_circular_waits() {
        std::vector<std::vector<std::size_t>> waits(s_.resources.size());
        std::vector<std::pair<std::size_t, std::size_t>> where(s_.resources.size(), {kOut, kOut});
        std::set<std::size_t> held;
        for (const auto& service : s_.services) {
            held.insert(index_of(s_.resources, service.value.caseload.name));
        }
        held.erase(kOut);
        for (const auto& service : s_.services) {
            const std::size_t place = index_of(s_.resources, service.value.caseload.name);
            if (place == kOut || service.value.process.is_empty()) continue;
            std::set<std::size_t> processes;
            collect_called(index_of(s_.processes, service.value.process.name), processes);
            for (const std::size_t p : processes) {
                for (std::size_t i = 0; i < process(p).steps.size(); ++i) {
                    const auto* activity =
                        std::get_if<ActivityStep>(&process(p).steps[i].value.what);
                    if (activity == nullptr || activity->patience) continue;
                    for (const auto& [reference, servers] : activity->seize) {
                        const std::size_t other = index_of(s_.resources, reference.name);
                        if (held.count(other) == 0) continue;
                        waits[place].push_back(other);
                        if (where[place].first == kOut) where[place] = {p, i};
                    }
                }
            }
        }
        for (const auto& part : connected_parts(waits)) {
            const std::size_t first = part.front();
            const bool is_round =
                part.size() > 1 ||
                std::find(waits[first].begin(), waits[first].end(), first) != waits[first].end();
            if (!is_round) continue;
            const auto [p, i] = where[first];
            std::vector<std::string> names;
            names.reserve(part.size());
            for (const std::size_t r : part) names.push_back("'" + s_.resources[r].name + "'");
            say(Severity::warning, process(p).steps[i].position, step_path(p, i),
                part.size() == 1
                    ? fmt::format("a place of {} is held while another is waited for: when all "
                                  "are held so, all wait for ever",
                                  names.front())
                    : fmt::format("places of {} are held while one of the others is waited for: "
                                  "clients may wait for each other for ever",
                                  base::list_names(names)),
                "patience, or giving the place up first by a handover, would end it");
        }
    }

    void collect_called(std::size_t p, std::set<std::size_t>& into) const {
        if (p == kOut || !into.insert(p).second) return;
        for (std::size_t i = 0; i < process(p).steps.size(); ++i) {
            collect_called(called_by(p, i), into);
        }
    }

    const System& s_;
    const Loads& loads_;
    std::uint32_t main_file_;
    std::vector<base::Diagnostic> found_;
    std::vector<bool> is_fed_without_end_, is_started_;      // [processes]
    std::set<std::size_t> endless_calls_;                    // processes
    std::vector<std::vector<bool>> can_return_, can_leave_;  // [processes][steps]
};

}  // namespace

std::vector<base::Diagnostic> find_faults(const System& system, const Loads& loads,
                                          std::uint32_t main_file) {
    return FaultFinder(system, loads, main_file).find();
}

std::vector<base::Diagnostic> find_faults(const System& system, std::uint32_t main_file) {
    const Traffic traffic(system);
    return find_faults(system, find_loads(system, traffic), main_file);
}

}  // namespace yhdyspinta::process
