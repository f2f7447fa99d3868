// SPDX-License-Identifier: Apache-2.0
#include "engine/process/closed_form.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/process/expression.hpp"
#include "engine/statistics/queueing_theory.hpp"

namespace yhdyspinta::process {

namespace {

using Place = std::pair<std::size_t, std::size_t>;  // process, step

constexpr const char* kGross = "Gross, Shortle, Thompson & Harris (2008)";

/// Whether P(X > x) = exp(-x / mean), whatever the law is called.
bool is_exponential(const random::Law& law) {
    const double mean = law.mean();
    if (!(mean > 0.0) || !std::isfinite(mean)) return false;
    for (const double x : {0.05, 0.3, 0.7, 1.0, 2.0, 4.0}) {
        if (std::abs(law.cdf(x * mean) + std::expm1(-x)) > 1e-9) return false;
    }
    return true;
}

bool is_same(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max(a, b); }

/// An activity at a station.
struct Visit {
    Place place;
    std::string name;
    const ActivityStep* activity = nullptr;
    double rate = 0.0;  ///< [1/s]
    double mean = 0.0;  ///< [s]
    double priority = 0.0;
};

/// A resource with its activities, a delay, or a step that takes no time.
struct Unit {
    std::size_t resource = kOut;  ///< kOut: nobody waits here
    std::vector<Visit> visits;
    std::set<std::size_t> leads_to;  ///< units
    bool is_poisson = true;          ///< whether all that comes here comes in Poisson streams
    bool is_steady = true;  ///< whether all that would come here does: no queue before grows
    std::optional<double> interval;  ///< [s] when one source comes here alone, at this interval
    bool is_fed_by_source = false;
};

class FormFinder {
public:
    FormFinder(const System& system, const Traffic& traffic, const Loads& loads)
        : s_(system),
          t_(traffic),
          loads_(loads),
          names_(expression_names(system)),
          values_(names_.variables.size(), 0.0) {}

    ClosedForm find() {
        if (s_.sources.empty() || !s_.needs.empty() || has_general_obstacle()) {
            if (!s_.needs.empty()) {
                say("needs arise in a population, so the rate of arrivals is not known");
            }
            return std::move(form_);
        }
        build_units();
        std::vector<std::vector<std::size_t>> edges(units_.size());
        for (std::size_t u = 0; u < units_.size(); ++u) {
            edges[u].assign(units_[u].leads_to.begin(), units_[u].leads_to.end());
        }
        auto parts = connected_parts(edges);
        std::reverse(parts.begin(), parts.end());  // what feeds comes before what is fed
        for (const auto& part : parts) solve(part);
        add_times_in_system();
        order_values();
        return std::move(form_);
    }

private:
    void say(std::string obstacle) {
        if (std::find(form_.obstacles.begin(), form_.obstacles.end(), obstacle) ==
            form_.obstacles.end()) {
            form_.obstacles.push_back(std::move(obstacle));
        }
    }

    void add(std::string response, std::string where, const char* unit, double value,
             std::string formula, std::string source) {
        form_.values.push_back({std::move(response), std::move(where), unit, value,
                                std::move(formula), std::move(source)});
    }

    const Step& step(Place place) const {
        return s_.processes[place.first].value.steps[place.second].value;
    }
    std::string name(Place place) const {
        const auto& process = s_.processes[place.first];
        return process.name + "." + process.value.steps[place.second].name;
    }

    /// What makes everything uncertain.
    bool has_general_obstacle() {
        const std::size_t before = form_.obstacles.size();
        for (const auto& source : s_.sources) {
            if (source.value.count) {
                say(fmt::format("arrivals of '{}' end after {}", source.name, *source.value.count));
            }
        }
        for (const auto& source : s_.sources) {
            const Source& text = source.value;
            if (!text.profile.is_empty())
                say(fmt::format("arrivals of '{}' vary with time", source.name));
            if (text.batch) say(fmt::format("several of '{}' arrive together", source.name));
            if (!text.rate && !text.interarrival) {
                say(fmt::format("arrivals of '{}' are listed", source.name));
            }
            if (text.already_waiting) {
                say(fmt::format("some of '{}' wait already at the start", source.name));
            }
        }
        for (const auto& process : s_.processes) {
            for (const auto& step : process.value.steps) {
                if (const char* what = obstacle_of_kind(step.value)) {
                    say(fmt::format("'{}.{}' {}", process.name, step.name, what));
                }
            }
        }
        return form_.obstacles.size() > before;
    }

    /// What a step does that no closed form here knows; nothing when it does nothing such.
    static const char* obstacle_of_kind(const Step& step) {
        if (step.next.by != RoutingRule::branches) return "chooses by a rule";
        if (std::holds_alternative<TakeOnStep>(step.what)) return "waits for a place in a caseload";
        if (std::holds_alternative<WaitStep>(step.what)) return "waits for a signal or condition";
        if (std::holds_alternative<BookStep>(step.what)) return "waits for an appointment";
        if (std::holds_alternative<BatchStep>(step.what)) return "waits for others";
        if (std::holds_alternative<ForkStep>(step.what)) return "goes on along several paths";
        const auto* activity = std::get_if<ActivityStep>(&step.what);
        if (activity == nullptr) return nullptr;
        if (!activity->times.is_empty()) return "takes as long as an expression says";
        if (!activity->balks.is_empty()) return "is balked at";
        if (activity->is_preemptive) return "takes servers from others";
        if (activity->is_blocking) return "blocks the servers before it when its queue is full";
        if (!activity->interrupted_by.is_empty()) return "is broken off by a signal";
        if (!activity->jockeys_to.empty()) return "is left for shorter queues";
        if (activity->priority_again) return "has priorities that change";
        return nullptr;
    }

    /// What a resource does that no closed form here knows; nothing when it does nothing such.
    static const char* obstacle_of_resource(const Resource& resource) {
        if (!resource.shifts.empty()) return "works in shifts";
        if (!resource.changes.empty()) return "changes in number";
        if (resource.absence) return "is absent at times";
        if (resource.is_shared_out) return "is shared out among all who are there";
        if (resource.queue_limit) return "has a queue that may be full";
        if (resource.caseload && !resource.is_pooled) return "has clients of its own";
        if (resource.discipline != Discipline::fifo) return "does not serve in order of arrival";
        return nullptr;
    }

    // ---- stations
    // --------------------------------------------------------------------------------

    std::size_t unit_of(std::size_t node) {
        const FlowNode& at = t_.graph().nodes()[node];
        const Place place{at.process, at.step};
        const auto* activity = std::get_if<ActivityStep>(&step(place).what);
        std::pair<int, std::size_t> key{2, node};  // a step that takes no time
        std::size_t resource = kOut;
        if (activity != nullptr && !at.is_after_call) {
            if (activity->seize.empty()) {
                key = {1, place.first << 20U | place.second};
            } else {
                resource = index_of(s_.resources, activity->seize.front().first.name);
                key = {0, resource};
            }
        }
        const auto [found, is_new] = unit_index_.try_emplace(key, units_.size());
        if (is_new) units_.emplace_back().resource = resource;
        Unit& unit = units_[found->second];
        const bool is_listed = std::any_of(unit.visits.begin(), unit.visits.end(),
                                           [&](const Visit& v) { return v.place == place; });
        if (activity != nullptr && !at.is_after_call && !is_listed) {
            Visit visit{place, name(place), activity, 0.0, activity->duration.law.mean(), 0.0};
            const Bounds rate = loads_.rate[place.first][place.second];
            visit.rate = rate.is_known() ? rate.most : std::nan("");
            unit.visits.push_back(std::move(visit));
        }
        return found->second;
    }

    void build_units() {
        const auto& nodes = t_.graph().nodes();
        std::vector<bool> is_seen(nodes.size(), false);
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < s_.sources.size(); ++i) {
            const Source& source = s_.sources[i].value;
            const std::size_t start = t_.graph().start_of(loads_.sources[i].process);
            open.push_back(start);
            Unit& unit = units_[unit_of(start)];
            const bool is_poisson = source.rate || is_exponential(source.interarrival->law);
            unit.is_poisson = unit.is_poisson && is_poisson;
            if (!is_poisson) {
                const bool is_constant =
                    source.interarrival->law.kind() == random::Law::Kind::deterministic;
                if (is_constant && !unit.is_fed_by_source) {
                    unit.interval = source.interarrival->law.mean();
                }
            }
            if (unit.is_fed_by_source) unit.interval.reset();
            unit.is_fed_by_source = true;
        }
        while (!open.empty()) {
            const std::size_t at = open.back();
            open.pop_back();
            if (is_seen[at]) continue;
            is_seen[at] = true;
            const std::size_t from = unit_of(at);
            for (const Alternative& alternative : nodes[at].alternatives) {
                for (const Way& way : alternative) {
                    if (way.to == kOut) continue;
                    const std::size_t to = unit_of(way.to);
                    units_[from].leads_to.insert(to);
                    open.push_back(way.to);
                }
            }
            const FlowNode& node = nodes[at];
            const Step& text = step({node.process, node.step});
            const bool is_plain = std::holds_alternative<ActivityStep>(text.what) ||
                                  std::holds_alternative<SetStep>(text.what) ||
                                  std::holds_alternative<CallStep>(text.what) ||
                                  std::holds_alternative<CloseStep>(text.what);
            const auto* service =
                process::find(s_.services, s_.processes[node.process].value.service.name);
            if (!is_plain) {
                blocked_.insert(from);
                say(fmt::format("'{}' is neither an activity nor a choice",
                                name({node.process, node.step})));
            } else if (service != nullptr && !service->value.caseload.is_empty()) {
                blocked_.insert(from);
                say(fmt::format("'{}' holds a place of '{}' all the time",
                                s_.processes[node.process].name, service->value.caseload.name));
            }
        }
    }

    // ---- solving
    // ---------------------------------------------------------------------------------

    /// Why a unit is no station that any formula knows; empty when it may be one.
    std::string obstacle_of(Unit& unit) {
        for (const Visit& visit : unit.visits) {
            if (std::isnan(visit.rate)) {
                return fmt::format("how often '{}' is done depends on conditions", visit.name);
            }
            if (visit.activity->reuse != Reuse::never) {
                return fmt::format("'{}' may be spared by a result that is known", visit.name);
            }
        }
        if (unit.resource == kOut) return {};
        const auto& resource = s_.resources[unit.resource];
        const ResourceLoad& load = loads_.resources[unit.resource];
        const std::string& name = resource.name;
        if (!resource.value.calendar.is_empty()) {
            return fmt::format("'{}' has a calendar", name);
        }
        if (const char* what = obstacle_of_resource(resource.value)) {
            return fmt::format("'{}' {}", name, what);
        }
        if (load.sites.size() > 1) return fmt::format("'{}' has several sites", name);
        if (!load.servers || load.all_servers() < 1.0) {
            return fmt::format("the servers of '{}' are not known", name);
        }
        if (attends_meetings(s_, name)) return fmt::format("'{}' attends meetings", name);
        if (has_posts_changed(s_, name)) {
            return fmt::format("policies change the number of '{}'", name);
        }
        for (Visit& visit : unit.visits) {
            const auto& seize = visit.activity->seize;
            if (seize.size() > 1 || seize.front().second != 1) {
                return fmt::format("'{}' needs several servers at once", visit.name);
            }
            if (visit.activity->priority.is_empty()) continue;
            const CompiledExpression priority(visit.activity->priority.text, names_,
                                              values_.data());
            if (!priority.used().empty()) {
                return fmt::format("the priority of '{}' differs between clients", visit.name);
            }
            visit.priority = priority.value();
        }
        for (const Visit& visit : seized_elsewhere(unit)) {
            return fmt::format("'{}' needs several servers at once", visit.name);
        }
        return {};
    }

    /// Activities of other units that need this one's resource too.
    std::vector<Visit> seized_elsewhere(const Unit& unit) const {
        std::vector<Visit> found;
        for (const Unit& other : units_) {
            if (&other == &unit || other.resource == kOut) continue;
            for (const Visit& visit : other.visits) {
                for (const auto& [reference, servers] : visit.activity->seize) {
                    if (reference.name == s_.resources[unit.resource].name) found.push_back(visit);
                }
            }
        }
        return found;
    }

    /// Nothing can be said of a part; `is_steady`: but how many it lets through.
    void lose(const std::vector<std::size_t>& part, bool is_steady) {
        for (const std::size_t u : part) {
            for (const Visit& visit : units_[u].visits) {
                if (units_[u].resource != kOut || std::isnan(visit.rate)) lost_.insert(visit.place);
            }
            if (blocked_.count(u) > 0) is_all_lost_ = true;
            for (const std::size_t next : units_[u].leads_to) {
                units_[next].is_poisson = false;
                units_[next].is_steady = units_[next].is_steady && is_steady;
                units_[next].interval.reset();
            }
        }
    }

    void solve(const std::vector<std::size_t>& part) {
        const Unit& first = units_[part.front()];
        const bool is_round = part.size() > 1 || first.leads_to.count(part.front()) > 0;
        bool is_poisson = true, is_blocked = false;
        std::string obstacle;
        for (const std::size_t u : part) {
            is_blocked = is_blocked || !units_[u].is_steady;
            is_poisson = is_poisson && units_[u].is_poisson;
            is_blocked = is_blocked || blocked_.count(u) > 0;
            if (obstacle.empty()) obstacle = obstacle_of(units_[u]);
        }
        if (!obstacle.empty()) say(obstacle);
        if (!obstacle.empty() || is_blocked) return lose(part, false);
        bool is_solved = true, is_steady = true;
        const auto before = static_cast<std::ptrdiff_t>(form_.values.size());
        for (const std::size_t u : part) {
            Unit& unit = units_[u];
            if (unit.resource == kOut) {
                for (const Visit& visit : unit.visits) {
                    if (!std::isfinite(visit.mean)) is_solved = false;
                    time_[visit.place] = visit.mean;
                }
                continue;
            }
            const double load = loads_.resources[unit.resource].offered.most;
            if (std::any_of(unit.visits.begin(), unit.visits.end(),
                            [](const Visit& v) { return !v.activity->patience; }) &&
                load >= servers(unit)) {
                say(fmt::format("the offered load of '{}' is 1 or more per server",
                                s_.resources[unit.resource].name));
                is_solved = is_steady = false;
                continue;
            }
            is_solved = station(unit, is_poisson, is_round) && is_solved;
        }
        if (!is_solved) {
            // In a round each station's figures need the others to be of the form too.
            const auto is_void = [&](const ExpectedValue& value) {
                return !is_steady || (is_round && value.response != "utilisation");
            };
            form_.values.erase(
                std::remove_if(form_.values.begin() + before, form_.values.end(), is_void),
                form_.values.end());
            return lose(part, is_steady);
        }
        // Only what is quasi-reversible (M/M/c, delays, networks of them) passes Poisson streams
        // on; station() has marked the others.
        for (const std::size_t u : part) {
            if (is_poisson && not_reversible_.count(u) == 0) continue;
            for (const std::size_t next : units_[u].leads_to) {
                units_[next].is_poisson = false;
                units_[next].interval.reset();
            }
        }
        // A constant stream stays one through steps that take no time and lead one way.
        if (!is_round && first.interval && first.resource == kOut && first.leads_to.size() == 1) {
            const bool is_instant = std::all_of(first.visits.begin(), first.visits.end(),
                                                [](const Visit& v) { return v.mean == 0.0; });
            const std::size_t next = *first.leads_to.begin();
            if (is_instant && feeders(next) == 1 && !units_[next].is_fed_by_source) {
                units_[next].interval = first.interval;
            }
        }
    }

    std::size_t feeders(std::size_t unit) const {
        return static_cast<std::size_t>(
            std::count_if(units_.begin(), units_.end(),
                          [&](const Unit& other) { return other.leads_to.count(unit) > 0; }));
    }

    int servers(const Unit& unit) const {
        return static_cast<int>(std::lround(loads_.resources[unit.resource].all_servers()));
    }

    /// False where no formula fits.
    bool station(const Unit& unit, bool is_poisson, bool is_round) {
        const std::string& resource = s_.resources[unit.resource].name;
        const int c = servers(unit);
        double rate = 0.0, work = 0.0, second = 0.0;
        bool is_markov = true, is_fair = true, has_patience = false;
        const Visit& first = unit.visits.front();
        for (const Visit& visit : unit.visits) {
            rate += visit.rate;
            work += visit.rate * visit.mean;
            second +=
                visit.rate * (visit.activity->duration.law.variance() + visit.mean * visit.mean);
            is_markov = is_markov && is_exponential(visit.activity->duration.law) &&
                        is_same(visit.mean, first.mean);
            is_fair = is_fair && visit.priority == first.priority;
            has_patience = has_patience || visit.activity->patience.has_value();
        }
        if (!(rate > 0.0) || !(work > 0.0)) {
            say(fmt::format("nobody comes to '{}', or no work takes time there", resource));
            return false;
        }
        const auto index = static_cast<std::size_t>(&unit - units_.data());
        if (!is_markov || !is_fair || has_patience || !is_poisson) not_reversible_.insert(index);
        if (has_patience) return impatient(unit, rate, is_markov && is_fair, is_poisson, is_round);
        add("utilisation", "resource=" + resource, "share", work / c, "offered load / servers",
            "Little (1961)");
        if (!is_poisson) {
            if (unit.interval && c == 1 && is_markov && is_fair && !is_round) {
                const double interval = *unit.interval;
                const auto transform = [interval](double s) { return std::exp(-s * interval); };
                const auto figures = statistics::gm1(transform, rate, 1.0 / first.mean);
                for (const Visit& visit : unit.visits) {
                    waits(visit, figures, "D/M/1", std::string(kGross) + ", 5.3");
                }
                return true;
            }
            say(fmt::format("arrivals at '{}' are not a Poisson stream", resource));
            return false;
        }
        if (is_markov && is_fair) {
            const auto figures = statistics::mmc(rate, 1.0 / first.mean, c);
            for (const Visit& visit : unit.visits) {
                waits(visit, figures, fmt::format("M/M/{}{}", c, is_round ? " in a network" : ""),
                      is_round ? "Jackson (1963); Baskett et al. (1975)"
                               : std::string(kGross) + ", 2.3");
            }
            return true;
        }
        if (is_round) {
            say(fmt::format(
                "ways lead back to '{}', which has {}", resource,
                is_fair ? "service times that are not one exponential law" : "priorities"));
            return false;
        }
        if (c > 1 && !is_markov) {
            say(
                fmt::format("'{}' has several servers, and service times that are not one "
                            "exponential law",
                            resource));
            return false;
        }
        if (!std::isfinite(second)) {
            say(fmt::format("the service times of '{}' have no finite variance", resource));
            return false;
        }
        if (is_fair) {
            const double mean = work / rate;
            const auto figures =
                statistics::mg1(rate, mean, std::max(0.0, second / rate - mean * mean));
            for (const Visit& visit : unit.visits) {
                waits(visit, figures, "M/G/1 (Pollaczek-Khinchine)", std::string(kGross) + ", 5.1");
            }
            return true;
        }
        by_priority(unit, c);
        return true;
    }

    /// Classes by falling priority; several activities of one are one class.
    void by_priority(const Unit& unit, int c) {
        std::map<double, statistics::CustomerClass, std::greater<>> classes;  // mean: work, then
        for (const Visit& visit : unit.visits) {                              // variance: second
            auto& one = classes[visit.priority];
            one.arrival_rate += visit.rate;
            one.mean += visit.rate * visit.mean;
            one.variance +=
                visit.rate * (visit.activity->duration.law.variance() + visit.mean * visit.mean);
        }
        std::vector<statistics::CustomerClass> list;
        std::vector<double> rates;
        for (auto& [priority, one] : classes) {
            one.mean /= one.arrival_rate;
            one.variance = std::max(0.0, one.variance / one.arrival_rate - one.mean * one.mean);
            list.push_back(one);
            rates.push_back(one.arrival_rate);
        }
        const auto figures = c == 1 ? statistics::mg1_nonpreemptive(list)
                                    : statistics::mmc_nonpreemptive(rates, 1.0 / list[0].mean, c);
        for (const Visit& visit : unit.visits) {
            const auto place = static_cast<std::size_t>(
                std::distance(classes.begin(), classes.find(visit.priority)));
            waits(visit, figures[place],
                  c == 1 ? std::string("M/G/1 with priorities")
                         : fmt::format("M/M/{} with priorities", c),
                  "Cobham (1954)");
        }
    }

    bool impatient(const Unit& unit, double rate, bool is_markov, bool is_poisson, bool is_round) {
        const std::string& resource = s_.resources[unit.resource].name;
        const Visit& first = unit.visits.front();
        for (const Visit& visit : unit.visits) {
            const auto& patience = visit.activity->patience;
            if (!is_markov || !is_poisson || is_round || !patience ||
                !is_exponential(patience->law) ||
                !is_same(patience->law.mean(), first.activity->patience->law.mean())) {
                say(
                    fmt::format("clients of '{}' are impatient, and arrivals, service times or "
                                "patience are not exponential",
                                resource));
                return false;
            }
        }
        const int c = servers(unit);
        const auto figures = statistics::mmc_plus_m(rate, 1.0 / first.mean, c,
                                                    1.0 / first.activity->patience->law.mean());
        const std::string formula = fmt::format("M/M/{}+M (Erlang A)", c);
        const char* source = "Palm (1957); Garnett, Mandelbaum & Reiman (2002)";
        add("utilisation", "resource=" + resource, "share", figures.utilisation, formula, source);
        for (const Visit& visit : unit.visits) {
            const std::string where = "activity=" + visit.name;
            add("waiting_time", where, "min", figures.waiting_time / 60.0, formula, source);
            add("waiting_time.served", where, "min", figures.waiting_time_served / 60.0, formula,
                source);
            add("waiting_probability", where, "share", figures.waiting_probability, formula,
                source);
            add("reneged", where, "share", figures.abandonment_probability, formula, source);
            add("queue_length", where, "1", visit.rate * figures.waiting_time, formula, source);
            time_[visit.place] =
                figures.waiting_time + (1.0 - figures.abandonment_probability) * visit.mean;
        }
        return true;
    }

    void waits(const Visit& visit, const statistics::QueueFigures& figures,
               const std::string& formula, const std::string& source) {
        const std::string where = "activity=" + visit.name;
        add("waiting_time", where, "min", figures.waiting_time / 60.0, formula, source);
        add("waiting_probability", where, "share", figures.waiting_probability, formula, source);
        add("queue_length", where, "1", visit.rate * figures.waiting_time, formula, source);
        time_[visit.place] = figures.waiting_time + visit.mean;
    }

    // ---- classes
    // ---------------------------------------------------------------------------------

    void add_times_in_system() {
        std::map<std::string, std::pair<double, double>> sums;  // arrivals [1/s], present
        std::set<std::string> unknown;
        for (const SourceRate& source : loads_.sources) {
            const std::string& own = s_.sources[source.source].value.entity_class.name;
            const std::string entity_class = own.empty() ? "client" : own;
            auto& [arrivals, present] = sums[entity_class];
            arrivals += source.rate;
            for (std::size_t p = 0; p < s_.processes.size(); ++p) {
                for (std::size_t i = 0; i < s_.processes[p].value.steps.size(); ++i) {
                    const Bounds visits = t_.visits(source.process, p, i);
                    if (visits.most == 0.0) continue;
                    if (!std::holds_alternative<ActivityStep>(step({p, i}).what)) continue;
                    const auto time = time_.find({p, i});
                    if (time == time_.end() || lost_.count({p, i}) > 0 || !visits.is_known()) {
                        unknown.insert(entity_class);
                    } else {
                        present += source.rate * visits.most * time->second;
                    }
                }
            }
        }
        for (const auto& [entity_class, sum] : sums) {
            if (is_all_lost_ || unknown.count(entity_class) > 0 || !(sum.first > 0.0)) continue;
            const std::string where = "class=" + entity_class;
            const char* formula = "waits and services along the way";
            add("time_in_system", where, "min", sum.second / sum.first / 60.0, formula,
                "Little (1961)");
            add("number_in_system", where, "1", sum.second, formula, "Little (1961)");
        }
    }

    /// Responses in the order in which the measures list them: activities, resources, classes.
    void order_values() {
        const auto rank = [](const ExpectedValue& value) {
            return value.where.starts_with("activity=")   ? 0
                   : value.where.starts_with("resource=") ? 1
                                                          : 2;
        };
        std::stable_sort(form_.values.begin(), form_.values.end(),
                         [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    }

    const System& s_;
    const Traffic& t_;
    const Loads& loads_;
    ExpressionNames names_;
    std::vector<double> values_;
    ClosedForm form_;
    std::vector<Unit> units_;
    std::map<std::pair<int, std::size_t>, std::size_t> unit_index_;
    std::set<std::size_t> blocked_, not_reversible_;  // units
    std::map<Place, double> time_;                    // [s] spent at a visit
    std::set<Place> lost_;
    bool is_all_lost_ = false;
};

}  // namespace

ClosedForm find_closed_form(const System& system, const Traffic& traffic, const Loads& loads) {
    return FormFinder(system, traffic, loads).find();
}

}  // namespace yhdyspinta::process
