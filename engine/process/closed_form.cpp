// SPDX-License-Identifier: Apache-2.0
#include "engine/process/closed_form.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/process/closed_network.hpp"
#include "engine/process/expression.hpp"
#include "engine/statistics/queueing_networks.hpp"
#include "engine/statistics/queueing_theory.hpp"

namespace yhdyspinta::process {

namespace {

using Place = std::pair<std::size_t, std::size_t>;  // process, step

constexpr const char* kGross = "Gross, Shortle, Thompson & Harris (2008)";

/// Queues with more room, and closed networks with more work, are not worked out.
constexpr int kLargestQueue = 100000;
constexpr double kMostWork = 1e7;  ///< members times servers

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
    std::vector<double> rate_at;  ///< [sites] [1/s]; empty when the resource has one site
};

/// A value with what it weighs in a mean over sites; nothing: it is summed up.
struct Row {
    ExpectedValue value;
    std::optional<double> weight;
};

/// A resource with its activities, a delay, or a step that takes no time.
struct Unit {
    std::size_t resource = kOut;  ///< kOut: nobody waits here
    std::vector<Visit> visits;
    int servers = 0;
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
        find_circuits();
        if (s_.sources.empty() || !s_.needs.empty() || has_general_obstacle()) {
            if (!s_.needs.empty()) {
                say("needs arise in a population, so the rate of arrivals is not known");
            }
            return std::move(form_);
        }
        build_units();
        if (!circuits_.empty()) {
            for (const auto& [process, circuit] : circuits_) go_round(process, circuit);
            return finished();
        }
        std::vector<std::vector<std::size_t>> edges(units_.size());
        for (std::size_t u = 0; u < units_.size(); ++u) {
            edges[u].assign(units_[u].leads_to.begin(), units_[u].leads_to.end());
        }
        auto parts = connected_parts(edges);
        std::reverse(parts.begin(), parts.end());  // what feeds comes before what is fed
        for (const auto& part : parts) solve(part);
        add_times_in_system();
        return finished();
    }

private:
    void say(std::string obstacle) {
        if (std::find(form_.obstacles.begin(), form_.obstacles.end(), obstacle) ==
            form_.obstacles.end()) {
            form_.obstacles.push_back(std::move(obstacle));
        }
    }

    void add(std::string response, std::string where, const char* unit, double value,
             std::string formula, std::string source, std::optional<double> weight = {}) {
        rows_.push_back({{std::move(response), std::move(where), unit, value, std::move(formula),
                          std::move(source)},
                         weight});
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
            if (!circuits_.empty()) break;  // they are members
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
        if (resource.queue_limit.value_or(0) > kLargestQueue) return "has a queue that may be full";
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
            Visit visit{place, name(place), activity, 0.0, activity->duration.law.mean(), 0.0, {}};
            const Bounds rate = loads_.rate[place.first][place.second];
            if (circuits_.empty()) visit.rate = rate.is_known() ? rate.most : std::nan("");
            visit.rate_at = loads_.rate_at[place.first][place.second];
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
            const bool is_poisson =
                source.rate || (source.interarrival && is_exponential(source.interarrival->law));
            unit.is_poisson = unit.is_poisson && is_poisson;
            if (source.interarrival && !is_poisson) {
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
        if (!load.servers || load.all_servers() < 1.0) {
            return fmt::format("the servers of '{}' are not known", name);
        }
        if (load.sites.size() > 1) {
            std::string obstacle = obstacle_of_sites(unit, load, name);
            if (!obstacle.empty()) return obstacle;
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
        unit.servers = static_cast<int>(std::lround(load.all_servers()));
        double work = 0.0;
        for (const Visit& visit : unit.visits) work += visit.rate * visit.mean;
        if (circuits_.empty() && !is_same(work, load.offered.most)) {
            return fmt::format("'{}' has work besides its activities", name);
        }
        return {};
    }

    /// Why a resource of several sites is not as many stations; empty when it may be.
    std::string obstacle_of_sites(const Unit& unit, const ResourceLoad& load,
                                  const std::string& resource) const {
        if (!circuits_.empty()) return fmt::format("'{}' has several sites", resource);
        for (const Visit& visit : unit.visits) {
            if (visit.rate_at.empty()) {
                return fmt::format(
                    "how the visits to '{}' are shared among the sites of '{}' is "
                    "not known",
                    visit.name, resource);
            }
            for (std::size_t site = 0; site < load.sites.size(); ++site) {
                if (visit.rate_at[site] > 0.0 && (*load.servers)[site] < 1.0) {
                    return fmt::format("'{}' has nobody at '{}'", resource, load.sites[site]);
                }
            }
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
        const auto before = static_cast<std::ptrdiff_t>(rows_.size());
        for (const std::size_t u : part) {
            Unit& unit = units_[u];
            if (unit.resource == kOut) {
                for (const Visit& visit : unit.visits) {
                    if (!std::isfinite(visit.mean)) is_solved = false;
                    time_[visit.place] = visit.mean;
                }
                continue;
            }
            if (is_overloaded(unit)) {
                say(fmt::format("the offered load of '{}' is 1 or more per server",
                                s_.resources[unit.resource].name));
                is_solved = is_steady = false;
                continue;
            }
            const bool has_sites = loads_.resources[unit.resource].sites.size() > 1;
            is_solved = (has_sites ? sites(unit, u, is_poisson, is_round)
                                   : station(unit, u, is_poisson, is_round)) &&
                        is_solved;
        }
        if (!is_solved) {
            // In a round each station's figures need the others to be of the form too.
            const auto is_void = [&](const Row& row) {
                return !is_steady || (is_round && row.value.response != "utilisation");
            };
            rows_.erase(std::remove_if(rows_.begin() + before, rows_.end(), is_void), rows_.end());
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

    /// Whether a queue grows without end, at any of the sites.
    bool is_overloaded(const Unit& unit) const {
        if (s_.resources[unit.resource].value.queue_limit) return false;
        if (std::all_of(unit.visits.begin(), unit.visits.end(),
                        [](const Visit& v) { return v.activity->patience.has_value(); })) {
            return false;
        }
        const ResourceLoad& load = loads_.resources[unit.resource];
        if (load.sites.size() == 1) return load.offered.most >= unit.servers;
        for (std::size_t site = 0; site < load.sites.size(); ++site) {
            double work = 0.0;
            for (const Visit& visit : unit.visits) work += visit.rate_at[site] * visit.mean;
            if (work > 0.0 && work >= (*load.servers)[site]) return true;
        }
        return false;
    }

    /// Each site is a station of its own: a source splits into independent Poisson streams. What is
    /// measured of an activity is over all of them.
    bool sites(const Unit& unit, std::size_t u, bool is_poisson, bool is_round) {
        const ResourceLoad& load = loads_.resources[unit.resource];
        const std::string& resource = s_.resources[unit.resource].name;
        std::vector<Row> own = std::move(rows_);
        rows_.clear();
        std::vector<Row> found;
        std::map<Place, double> time;  // [s] at a visit, times visits per second
        double busy = 0.0;
        bool is_solved = true;
        for (std::size_t site = 0; site < load.sites.size() && is_solved; ++site) {
            Unit at = unit;
            at.servers = static_cast<int>(std::lround((*load.servers)[site]));
            at.interval.reset();
            for (Visit& visit : at.visits) visit.rate = visit.rate_at[site];
            std::erase_if(at.visits, [](const Visit& visit) { return !(visit.rate > 0.0); });
            if (at.visits.empty()) continue;
            is_solved = station(at, u, is_poisson, is_round);
            for (Row& row : rows_) {
                if (row.value.response == "utilisation") {
                    busy += row.value.value * at.servers;
                    row.value.where += ",site=" + load.sites[site];
                }
                found.push_back(std::move(row));
            }
            rows_.clear();
            for (const Visit& visit : at.visits) {
                time[visit.place] += visit.rate * time_[visit.place];
            }
        }
        rows_ = std::move(own);
        if (!is_solved) return false;
        add("utilisation", "resource=" + resource, "share", busy / unit.servers,
            "offered load / servers", "Little (1961)");
        mix(std::move(found));
        for (const Visit& visit : unit.visits) {
            time_[visit.place] = time[visit.place] / visit.rate;
            mixed_.insert(visit.place);
        }
        return true;
    }

    /// One row of those of all sites that tell the same.
    void mix(std::vector<Row> found) {
        std::vector<Row> mixed;
        for (Row& row : found) {
            const auto same = std::find_if(mixed.begin(), mixed.end(), [&](const Row& other) {
                return other.value.response == row.value.response &&
                       other.value.where == row.value.where;
            });
            if (same == mixed.end()) {
                if (row.value.response != "utilisation") row.value.formula += " at each site";
                mixed.push_back(std::move(row));
                continue;
            }
            if (same->value.formula != row.value.formula + " at each site") {
                same->value.formula = "mean of the sites";  // which have not as many servers
            }
            if (!row.weight) {
                same->value.value += row.value.value;
            } else {
                const double weight = *same->weight + *row.weight;
                same->value.value += (row.value.value - same->value.value) * (*row.weight / weight);
                same->weight = weight;
            }
        }
        std::move(mixed.begin(), mixed.end(), std::back_inserter(rows_));
    }

    /// False where no formula fits.
    bool station(const Unit& unit, std::size_t index, bool is_poisson, bool is_round) {
        const std::string& resource = s_.resources[unit.resource].name;
        const int c = unit.servers;
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
        if (!is_markov || !is_fair || has_patience || !is_poisson) not_reversible_.insert(index);
        if (s_.resources[unit.resource].value.queue_limit) {
            not_reversible_.insert(index);
            const bool is_plain = is_poisson && !is_round && !has_patience;
            return limited(unit, rate, work, is_markov && is_fair, is_plain);
        }
        if (has_patience) return impatient(unit, rate, is_markov && is_fair, is_poisson, is_round);
        add("utilisation", "resource=" + resource, "share", work / c, "offered load / servers",
            "Little (1961)", c);
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

    /// Turned away when there is no room: Erlang's loss system, and M/M/c/K. `rate` [1/s] and
    /// `work` are of those who come.
    bool limited(const Unit& unit, double rate, double work, bool is_markov, bool is_plain) {
        const auto& [resource, position, text] = s_.resources[unit.resource];
        const int c = unit.servers;
        const int room = *text.queue_limit;
        if (!is_plain || (room > 0 && !is_markov)) {
            say(fmt::format("'{}' has a queue that may be full, and {}", resource,
                            is_plain ? "service times that are not one exponential law, or "
                                       "priorities"
                                     : "arrivals that are no Poisson stream, ways that lead back, "
                                       "or clients who lose patience"));
            return false;
        }
        const double mean = work / rate;
        const auto figures =
            room > 0 ? statistics::mmck(rate, 1.0 / mean, c, c + room) : statistics::LossFigures{};
        const double lost = room > 0 ? figures.blocking_probability : statistics::erlang_b(work, c);
        const std::string formula =
            room > 0 ? fmt::format("M/M/{}/{}", c, c + room)
                     : fmt::format("M/{0}/{1}/{1} (Erlang B)", is_markov ? "M" : "G", c);
        const std::string source =
            room > 0 ? std::string(kGross) + ", 2.4" : "Erlang (1917); " + std::string(kGross);
        add("utilisation", "resource=" + resource, "share", work * (1.0 - lost) / c, formula,
            source, c);
        for (const Visit& visit : unit.visits) {
            const std::string where = "activity=" + visit.name;
            const double entering = visit.rate * (1.0 - lost);
            add("turned_away", where, "share", lost, formula, source, visit.rate);
            time_[visit.place] = (1.0 - lost) * (figures.waiting_time + visit.mean);
            if (room == 0) continue;
            add("waiting_time", where, "min", figures.waiting_time / 60.0, formula, source,
                entering);
            add("waiting_probability", where, "share", figures.waiting_probability, formula, source,
                entering);
            add("queue_length", where, "1", entering * figures.waiting_time, formula, source);
        }
        return true;
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
        const int c = unit.servers;
        const auto figures = statistics::mmc_plus_m(rate, 1.0 / first.mean, c,
                                                    1.0 / first.activity->patience->law.mean());
        const std::string formula = fmt::format("M/M/{}+M (Erlang A)", c);
        const char* source = "Palm (1957); Garnett, Mandelbaum & Reiman (2002)";
        add("utilisation", "resource=" + resource, "share", figures.utilisation, formula, source,
            c);
        for (const Visit& visit : unit.visits) {
            const std::string where = "activity=" + visit.name;
            add("waiting_time", where, "min", figures.waiting_time / 60.0, formula, source,
                visit.rate);
            add("waiting_time.served", where, "min", figures.waiting_time_served / 60.0, formula,
                source, visit.rate * (1.0 - figures.abandonment_probability));
            add("waiting_probability", where, "share", figures.waiting_probability, formula, source,
                visit.rate);
            add("reneged", where, "share", figures.abandonment_probability, formula, source,
                visit.rate);
            add("queue_length", where, "1", visit.rate * figures.waiting_time, formula, source);
            time_[visit.place] =
                figures.waiting_time + (1.0 - figures.abandonment_probability) * visit.mean;
        }
        return true;
    }

    void waits(const Visit& visit, const statistics::QueueFigures& figures,
               const std::string& formula, const std::string& source) {
        const std::string where = "activity=" + visit.name;
        add("waiting_time", where, "min", figures.waiting_time / 60.0, formula, source, visit.rate);
        add("waiting_probability", where, "share", figures.waiting_probability, formula, source,
            visit.rate);
        add("queue_length", where, "1", visit.rate * figures.waiting_time, formula, source);
        time_[visit.place] = figures.waiting_time + visit.mean;
    }

    // ---- closed networks
    // ---------------------------------------------------------------------------------

    /// Whether all of a source is there when measuring begins, and nobody comes later.
    bool is_of_members(const Source& source) const {
        const bool is_sure = !source.batch || source.batch->law.variance() == 0.0;
        return is_sure && !source.at.empty() && !source.count && !source.already_waiting &&
               std::all_of(source.at.begin(), source.at.end(), [&](base::Duration at) {
                   return at.in_seconds() <= s_.run.warm_up.in_seconds();
               });
    }

    /// Members and rounds of each process, when all sources are of members who never leave.
    void find_circuits() {
        for (const auto& source : s_.sources) {
            const std::size_t process = index_of(s_.processes, source.value.process.name);
            auto circuit = find_circuit(t_.graph(), t_.graph().start_of(process));
            if (!circuit || !is_of_members(source.value)) {
                circuits_.clear();
                return;
            }
            const double batch = source.value.batch ? source.value.batch->law.mean() : 1.0;
            auto& members = circuits_.try_emplace(process, *std::move(circuit), 0.0).first->second;
            members.second += static_cast<double>(source.value.at.size()) * std::round(batch);
        }
    }

    /// Mean-value analysis of the members of a process.
    void go_round(std::size_t process, const std::pair<Circuit, double>& members) {
        const auto& [circuit, population] = members;
        std::map<Place, double> visits;                             // per round
        std::map<std::size_t, statistics::ClosedStation> stations;  // by unit
        double work = 0.0;
        for (std::size_t i = 0; i < circuit.nodes.size(); ++i) {
            const FlowNode& at = t_.graph().nodes()[circuit.nodes[i]];
            const Place place{at.process, at.step};
            const std::size_t u = unit_of(circuit.nodes[i]);
            if (blocked_.count(u) > 0) return;
            if (!std::holds_alternative<ActivityStep>(step(place).what) || at.is_after_call)
                continue;
            visits[place] += circuit.visits[i];
            auto& station =
                stations.try_emplace(u, statistics::ClosedStation{0.0, 0.0, 0}).first->second;
            const Visit& visit = *std::find_if(units_[u].visits.begin(), units_[u].visits.end(),
                                               [&](const Visit& v) { return v.place == place; });
            // Exponential services of a resource have one mean, which is checked below.
            station.mean = (station.mean * station.visits + visit.mean * circuit.visits[i]) /
                           (station.visits + circuit.visits[i]);
            station.visits += circuit.visits[i];
            work += circuit.visits[i] * visit.mean;
        }
        int resources = 0, most_servers = 1;
        for (auto& [u, station] : stations) {
            Unit& unit = units_[u];
            const std::string obstacle = obstacle_in_circuit(process, unit, visits);
            if (!obstacle.empty()) return say(obstacle);
            station.servers = unit.resource == kOut ? 0 : unit.servers;
            resources += unit.resource == kOut ? 0 : 1;
            most_servers = std::max(most_servers, station.servers);
        }
        if (!(work > 0.0) || !std::isfinite(work)) {
            return say(fmt::format("nothing takes time in a round of '{}', or all of it",
                                   s_.processes[process].name));
        }
        if (!(population >= 1.0) || population * most_servers > kMostWork) {
            return say(fmt::format("{} go round in '{}'", population, s_.processes[process].name));
        }
        add_circuit(stations, visits, static_cast<int>(population), resources);
    }

    /// Why a unit is no station of a closed network; empty when it is.
    std::string obstacle_in_circuit(std::size_t process, Unit& unit,
                                    const std::map<Place, double>& visits) {
        std::string obstacle = obstacle_of(unit);
        if (!obstacle.empty() || unit.resource == kOut) return obstacle;
        const std::string& resource = s_.resources[unit.resource].name;
        for (const auto& [other, members] : circuits_) {
            for (const std::size_t node : members.first.nodes) {
                if (other != process && &units_[unit_of(node)] == &unit) {
                    return fmt::format("members of several processes come to '{}'", resource);
                }
            }
        }
        const Visit* first = nullptr;
        for (const Visit& visit : unit.visits) {
            if (visits.count(visit.place) == 0) continue;  // only before the round begins
            if (first == nullptr) first = &visit;
            if (!is_exponential(visit.activity->duration.law) ||
                !is_same(visit.mean, first->mean)) {
                return fmt::format(
                    "members go round, and service times of '{}' are not one exponential law",
                    resource);
            }
            if (visit.priority != first->priority) {
                return fmt::format("members go round, and '{}' has priorities", resource);
            }
        }
        return {};
    }

    void add_circuit(const std::map<std::size_t, statistics::ClosedStation>& stations,
                     const std::map<Place, double>& visits, int population, int resources) {
        std::vector<statistics::ClosedStation> list;
        list.reserve(stations.size());
        for (const auto& [u, station] : stations) list.push_back(station);
        const auto figures = statistics::mean_value_analysis(list, population);
        // Who comes sees the others as if one member less were there.
        auto seen = figures;
        if (population > 1) seen = statistics::mean_value_analysis(list, population - 1);
        std::string formula = fmt::format("closed network of {}", population);
        std::string source = "Reiser & Lavenberg (1980)";
        if (resources == 1 && list.size() > 1) {
            int servers = 0;
            for (const auto& station : list) servers = std::max(servers, station.servers);
            formula = fmt::format("M/M/{}//{} (finite source)", servers, population);
            source = std::string(kGross) + ", 2.7";
        }
        std::size_t i = 0;
        for (const auto& [u, station] : stations) {
            const Unit& unit = units_[u];
            if (unit.resource != kOut) {
                add("utilisation", "resource=" + s_.resources[unit.resource].name, "share",
                    figures.utilisation[i], formula, source);
            }
            const double wait = figures.time_at_station[i] - station.mean;  // [s]
            for (const Visit& visit : unit.visits) {
                const auto own = visits.find(visit.place);
                if (own == visits.end()) continue;
                const std::string where = "activity=" + visit.name;
                const double rate = figures.throughput * own->second;  // [1/s]
                if (unit.resource != kOut) {
                    add("waiting_time", where, "min", wait / 60.0, formula, source);
                    if (station.servers == 1) {
                        add("waiting_probability", where, "share",
                            population > 1 ? seen.utilisation[i] : 0.0, formula, source);
                    }
                    add("queue_length", where, "1", rate * wait, formula, source);
                }
                add("starts", where, "1/d", 86400.0 * rate, formula, source);
            }
            ++i;
        }
    }

    // ---- classes
    // ---------------------------------------------------------------------------------

    void add_times_in_system() {
        std::map<std::string, std::pair<double, double>> sums;  // arrivals [1/s], present
        std::set<std::string> unknown, classes;
        for (const auto& source : s_.sources) classes.insert(source.value.entity_class.name);
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
                    // Over all sites, which clients of another class may share in other parts.
                    const bool is_of_all = mixed_.count({p, i}) > 0 && classes.size() > 1;
                    if (time == time_.end() || lost_.count({p, i}) > 0 || !visits.is_known() ||
                        is_of_all) {
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
    ClosedForm finished() {
        for (Row& row : rows_) form_.values.push_back(std::move(row.value));
        const auto rank = [](const ExpectedValue& value) {
            return value.where.starts_with("activity=")   ? 0
                   : value.where.starts_with("resource=") ? 1
                                                          : 2;
        };
        std::stable_sort(form_.values.begin(), form_.values.end(),
                         [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
        return std::move(form_);
    }

    const System& s_;
    const Traffic& t_;
    const Loads& loads_;
    ExpressionNames names_;
    std::vector<double> values_;
    ClosedForm form_;
    std::vector<Row> rows_;
    std::map<std::size_t, std::pair<Circuit, double>> circuits_;  // by process; members
    std::vector<Unit> units_;
    std::map<std::pair<int, std::size_t>, std::size_t> unit_index_;
    std::set<std::size_t> blocked_, not_reversible_;  // units
    std::map<Place, double> time_;                    // [s] spent at a visit
    std::set<Place> lost_;
    std::set<Place> mixed_;  // times are means over sites
    bool is_all_lost_ = false;
};

}  // namespace

ClosedForm find_closed_form(const System& system, const Traffic& traffic, const Loads& loads) {
    return FormFinder(system, traffic, loads).find();
}

}  // namespace yhdyspinta::process
