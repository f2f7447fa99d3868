// SPDX-License-Identifier: Apache-2.0
#include "engine/process/loads.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace yhdyspinta::process {

namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
/// Shares of open time are taken over at most so long: calendars repeat by the year.
constexpr double kLongest = 30.0 * 365.25 * 86400.0;

void collect_rules(const System& system, const std::string& set, calendar::DaySet& into,
                   int depth = 0) {
    const auto* found = find(system.day_sets, set);
    if (found == nullptr || depth > 50) return;
    into.rules.insert(into.rules.end(), found->value.rules.begin(), found->value.rules.end());
    for (const auto& include : found->value.includes) {
        collect_rules(system, include.name, into, depth + 1);
    }
}

/// Share of the run that a calendar is open.
double open_share(const System& system, const Reference& reference) {
    const auto* text = find(system.calendars, reference.name);
    if (text == nullptr) return 1.0;
    calendar::CalendarDescription description;
    description.hours = text->value.open;
    for (const auto& set : text->value.closed) {
        collect_rules(system, set.name, description.closed.emplace_back());
    }
    for (const auto& set : text->value.open_only) {
        collect_rules(system, set.name, description.open_only.emplace_back());
    }
    const base::Instant end =
        base::Instant::at_seconds(std::min(kLongest, system.run.length.in_seconds()));
    const calendar::WorkCalendar open(description, calendar::CivilClock(system.run.start), end);
    return open.working_time(base::Instant(), end) / end.since_start();
}

/// Members of a population by level of the attribute that decides the site; nothing when that, or
/// who counts, is drawn.
std::optional<std::vector<double>> counted_members(const System& system, const Resource& resource,
                                                   const std::vector<std::string>& levels) {
    const auto* population = find(system.populations, resource.of.name);
    if (population == nullptr || !resource.counted.is_empty()) return std::nullopt;
    const Population& text = population->value;
    const auto column = [&](const std::string& name) {
        return static_cast<std::size_t>(std::find(text.columns.begin(), text.columns.end(), name) -
                                        text.columns.begin());
    };
    std::size_t level_column = text.columns.size();
    for (const auto& [attribute, from] : text.attributes_from) {
        if (attribute == resource.per.name) level_column = column(from);
    }
    if (!resource.per.is_empty() && level_column >= text.columns.size()) return std::nullopt;
    std::vector<double> counted(std::max<std::size_t>(1, levels.size()), 0.0);
    for (const auto& row : text.rows) {
        std::size_t site = 0;
        if (!resource.per.is_empty()) {
            site = static_cast<std::size_t>(
                std::find(levels.begin(), levels.end(), row.at(level_column)) - levels.begin());
        }
        if (site >= counted.size()) return std::nullopt;
        for (const auto& group : text.groups) {
            const std::size_t at = column(group.column);
            if (at >= row.size()) return std::nullopt;
            counted[site] += std::round(std::strtod(row[at].c_str(), nullptr) * group.share);
        }
    }
    return counted;
}

/// Posts filled at each site: what the simulation will make whole servers and part-timers of.
std::optional<std::vector<double>> servers_of(const System& system, const Resource& resource,
                                              const std::vector<std::string>& levels) {
    const std::size_t sites = std::max<std::size_t>(1, levels.size());
    int whole = resource.servers.value_or(static_cast<int>(resource.named.size()));
    for (const auto& shift : resource.shifts) whole += shift.value.servers;
    for (const auto& change : resource.changes) whole = std::max(whole, change.servers);
    std::vector<double> posts(sites, whole);
    if (resource.fte || resource.one_per) {
        std::optional<std::vector<double>> counted = std::vector<double>(sites, 1.0);
        if (!resource.of.is_empty()) counted = counted_members(system, resource, levels);
        if (!counted) return std::nullopt;
        const double all = std::accumulate(counted->begin(), counted->end(), 0.0);
        for (std::size_t i = 0; i < sites; ++i) {
            posts[i] = resource.one_per ? (*counted)[i] / *resource.one_per
                       : all > 0.0      ? resource.fte.value_or(0.0) * (*counted)[i] / all
                                        : 0.0;
        }
    }
    for (double& post : posts) {
        post *= 1.0 - resource.vacancy;
        if (resource.calendar.is_empty() || resource.is_caseload) post = std::round(post);
    }
    return posts;
}

/// Shares of a source's arrivals by level of an attribute; nothing when it can change on the way.
std::optional<std::vector<double>> shares_of(const System& system, const Source& source,
                                             const std::string& attribute, std::size_t levels) {
    for (const auto& process : system.processes) {
        for (const auto& step : process.value.steps) {
            const auto* set = std::get_if<SetStep>(&step.value.what);
            if (set == nullptr) continue;
            for (const auto& [name, value] : set->values) {
                if (name == attribute) return std::nullopt;
            }
        }
    }
    std::vector<double> shares(levels, 0.0);
    const auto by_law = [&](const random::Law& law) {
        for (std::size_t i = 0; i < levels; ++i) {
            const auto at = static_cast<double>(i);
            shares[i] = law.cdf(std::nextafter(at + 1.0, 0.0)) -
                        (i == 0 ? 0.0 : law.cdf(std::nextafter(at, 0.0)));
        }
    };
    if (const auto* set = find(source.set, attribute)) {
        by_law(set->value.law);
        return shares;
    }
    const auto* entity_class = find(system.classes, source.entity_class.name);
    const auto* own =
        entity_class == nullptr ? nullptr : find(entity_class->value.attributes, attribute);
    shares[0] = 1.0;  // without any word it is 0
    if (own == nullptr) return shares;
    if (own->value.grows_per_year != 0.0) return std::nullopt;
    if (own->value.initial) {
        by_law(own->value.initial->law);
    } else if (own->value.weights.size() == levels) {
        const auto& weights = own->value.weights;
        const double all = std::accumulate(weights.begin(), weights.end(), 0.0);
        for (std::size_t i = 0; i < levels; ++i) shares[i] = weights[i] / all;
    }
    return shares;
}

/// Finds the loads part by part.
class LoadFinder {
public:
    LoadFinder(const System& system, const Traffic& traffic) : s_(system), t_(traffic) {}

    Loads find() {
        for (const auto& process : s_.processes) {
            loads_.rate.emplace_back(process.value.steps.size());
            loads_.rate_at.emplace_back(process.value.steps.size());
        }
        find_rates();
        find_resources();
        for (std::size_t p = 0; p < s_.processes.size(); ++p) {
            for (std::size_t i = 0; i < s_.processes[p].value.steps.size(); ++i) add_step(p, i);
        }
        add_meetings();
        return std::move(loads_);
    }

private:
    void start(std::size_t process, Bounds rate, std::size_t source) {
        for (std::size_t p = 0; p < s_.processes.size(); ++p) {
            for (std::size_t i = 0; i < loads_.rate[p].size(); ++i) {
                Bounds visits = t_.visits(process, p, i);
                // Who goes round for ever does so at a rate that only the queues decide.
                if (!std::isfinite(visits.least)) visits.least = 0.0;
                loads_.rate[p][i] = loads_.rate[p][i] + rate * visits;
                if (source != kOut) by_source_[{p, i}][source] = rate * visits;
            }
        }
    }

    double highest_factor(const std::string& name) const {
        const auto* profile = process::find(s_.profiles, name);
        if (profile == nullptr) return 1.0;
        if (profile->value.at_most) return *profile->value.at_most;
        double most = profile->value.otherwise.value_or(0.0);
        if (profile->value.weekly) {
            for (const auto& day : *profile->value.weekly) {
                for (const auto& period : day) most = std::max(most, period.factor);
            }
        }
        double month = profile->value.months ? 0.0 : 1.0;
        if (profile->value.months) {
            for (const double factor : *profile->value.months) month = std::max(month, factor);
        }
        return most * month;
    }

    void find_rates() {
        for (std::size_t i = 0; i < s_.sources.size(); ++i) {
            const Source& source = s_.sources[i].value;
            const std::size_t process = index_of(s_.processes, source.process.name);
            const double length = s_.run.length.in_seconds();
            const double batch = source.batch ? source.batch->law.mean() : 1.0;
            double rate = 0.0;
            double least = 1.0;  // share of the rate that is certain
            if (source.interarrival) {
                const double interval = source.interarrival->law.mean();
                rate = interval > 0.0 ? batch / interval : 0.0;
            } else if (source.rate) {
                rate = batch * *source.rate;
                if (!source.profile.is_empty()) {
                    rate *= highest_factor(source.profile.name);
                    least = 0.0;
                }
            } else if (source.on) {
                rate = batch / 86400.0;
                least = 0.0;
            } else {
                const auto times =
                    source.recorded ? source.recorded->rows.size() : source.at.size();
                rate = batch * static_cast<double>(times) / length;
            }
            if (source.count) {
                rate = std::min(rate, static_cast<double>(*source.count) / length);
            }
            if (source.already_waiting) {
                rate += static_cast<double>(source.already_waiting->count) / length;
            }
            loads_.sources.push_back({i, process, rate});
            start(process, {least * rate, rate}, i);
        }
        const auto unknown = [&](const Reference& process) {
            if (process.is_empty()) return;
            start(index_of(s_.processes, process.name), {0.0, kInfinite}, kOut);
        };
        for (const auto& need : s_.needs) {
            loads_.has_unknown_arrivals = true;
            for (const auto& recogniser : need.value.recognised) unknown(recogniser.value.process);
            unknown(need.value.escalation_process);
            unknown(need.value.repeat_process);
        }
        for (const auto& service : s_.services) unknown(service.value.successor);
    }

    void find_resources() {
        for (const auto& resource : s_.resources) {
            ResourceLoad load;
            std::vector<std::string> levels;
            if (!resource.value.per.is_empty()) levels = levels_of(s_, resource.value.per.name);
            load.servers = servers_of(s_, resource.value, levels);
            load.share_on_duty = share_on_duty(resource.value);
            load.sites = levels.empty() ? std::vector<std::string>{"all"} : levels;
            load.offered_at.assign(load.sites.size(), 0.0);
            loads_.resources.push_back(std::move(load));
        }
    }

    /// Of all the servers' time in the run.
    double share_on_duty(const Resource& resource) const {
        if (resource.shifts.empty()) return open_share(s_, resource.calendar);
        double open = 0.0, servers = 0.0;
        for (const auto& shift : resource.shifts) {
            open += shift.value.servers * open_share(s_, shift.value.calendar);
            servers += shift.value.servers;
        }
        return servers > 0.0 ? open / servers : 1.0;
    }

    /// Work of `each` [s] by `servers` of a resource at every visit to a step.
    void add_work(const std::string& resource, Bounds each, double servers, std::size_t p,
                  std::size_t i) {
        const std::size_t index = index_of(s_.resources, resource);
        if (index == kOut) return;
        ResourceLoad& load = loads_.resources[index];
        load.is_seized = true;
        const Bounds work = Bounds{servers, servers} * each;
        const Bounds added = loads_.rate[p][i] * work;
        load.offered = load.offered + added;
        if (std::isinf(each.most)) load.offered_at.clear();
        if (load.offered_at.empty()) return;
        if (load.sites.size() == 1) {
            load.offered_at[0] += added.most;
            return;
        }
        if (added.most == 0.0) return;
        if (!added.is_known()) {
            load.offered_at.clear();
            return;
        }
        const auto rates = rates_at_sites(index, p, i);
        if (rates.empty()) load.offered_at.clear();
        for (std::size_t site = 0; site < rates.size(); ++site) {
            load.offered_at[site] += rates[site] * work.most;
        }
    }

    /// Visits [1/s] to a step by site of a resource of several; empty where that is not known.
    std::vector<double> rates_at_sites(std::size_t resource, std::size_t p, std::size_t i) {
        const std::size_t sites = loads_.resources[resource].sites.size();
        const std::string& attribute = s_.resources[resource].value.per.name;
        std::vector<double> rates(sites, 0.0);
        for (const auto& [source, rate] : by_source_[{p, i}]) {
            const auto shares = shares_of(s_, s_.sources[source].value, attribute, sites);
            if (!shares) return {};
            for (std::size_t site = 0; site < sites; ++site) {
                rates[site] += (*shares)[site] * rate.most;
            }
        }
        return rates;
    }

    void add_step(std::size_t p, std::size_t i) {
        const auto& what = s_.processes[p].value.steps[i].value.what;
        if (const auto* activity = std::get_if<ActivityStep>(&what)) {
            // How much a client multiplies it by is not known before it is there.
            const bool has_times = !activity->times.is_empty();
            const double mean = activity->duration.law.mean();
            const double most = has_times ? std::numeric_limits<double>::infinity() : mean;
            const bool is_spared =
                has_times || activity->patience || activity->reuse != Reuse::never;
            for (const auto& [resource, servers] : activity->seize) {
                add_work(resource.name, {is_spared ? 0.0 : mean, most},
                         static_cast<double>(servers), p, i);
            }
            if (activity->seize.empty() || !loads_.rate[p][i].is_known()) return;
            const std::size_t first = index_of(s_.resources, activity->seize.front().first.name);
            if (first != kOut && loads_.resources[first].sites.size() > 1) {
                loads_.rate_at[p][i] = rates_at_sites(first, p, i);
            }
        } else if (const auto* tell = std::get_if<TellStep>(&what)) {
            add_telling(*tell, p, i);
        } else if (const auto* hand_over = std::get_if<HandOverStep>(&what)) {
            const std::string& from = s_.processes[p].value.service.name;
            for (const Interface& interface : s_.interfaces) {
                if (interface.from.name != from || interface.to.name != hand_over->to.name) {
                    continue;
                }
                // Lost and stalled ones are written again, nobody knows how often; nor how much
                // work_times makes of it.
                const bool is_measured = interface.work_times.is_empty();
                const bool is_once =
                    interface.loss.is_always(0.0) && !interface.time_out && is_measured;
                const double note = interface.sender_work.law.mean();
                const double triage = interface.receiver_work.law.mean();
                if (const auto* service = process::find(s_.services, from); service && note > 0.0) {
                    add_work(service->value.staff.name,
                             {is_measured ? note : 0.0, is_once ? note : kInfinite}, 1.0, p, i);
                }
                if (const auto* service = process::find(s_.services, hand_over->to.name);
                    service && triage > 0.0) {
                    add_work(service->value.staff.name,
                             {is_once ? triage : 0.0, is_once ? triage : kInfinite}, 1.0, p, i);
                }
            }
        }
    }

    /// The teller's staff writes to one of those that the step may be about.
    void add_telling(const TellStep& tell, std::size_t p, std::size_t i) {
        const std::string& from = s_.processes[p].value.service.name;
        const auto* service = process::find(s_.services, from);
        if (service == nullptr) return;
        double most = 0.0;
        double least = tell.to.is_empty() ? 0.0 : kInfinite;
        for (const Interface& interface : s_.interfaces) {
            if (interface.from.name != from) continue;
            if (!tell.to.is_empty() && interface.to.name != tell.to.name) continue;
            const double note = interface.sender_work.law.mean();
            const bool is_measured = interface.work_times.is_empty();
            least = std::min(least, is_measured ? note : 0.0);
            most = std::max(most, is_measured || note <= 0.0 ? note : kInfinite);
        }
        if (most > 0.0) add_work(service->value.staff.name, {least, most}, 1.0, p, i);
    }

    /// A server of each site is at the meetings of a policy.
    void add_meetings() {
        for (const auto& policy : s_.policies) {
            if (const auto* forum = std::get_if<CooperationForum>(&policy.value))
                add_meetings(*forum);
            if (const auto* talks = std::get_if<Negotiation>(&policy.value)) add_meetings(*talks);
        }
    }

    template <class Meetings>
    void add_meetings(const Meetings& meetings) {
        const double load = meetings.duration.law.mean() / meetings.interval.in_seconds();
        for (const auto& resource : meetings.attended_by) {
            const std::size_t index = index_of(s_.resources, resource.name);
            if (index == kOut) continue;
            ResourceLoad& at = loads_.resources[index];
            for (double& site : at.offered_at) site += load;
            const double all = load * static_cast<double>(at.sites.size());
            at.offered = at.offered + Bounds{all, all};
            at.is_seized = true;
        }
    }

    const System& s_;
    const Traffic& t_;
    Loads loads_;
    // [process, step] -> source -> visits [1/s]
    std::map<std::pair<std::size_t, std::size_t>, std::map<std::size_t, Bounds>> by_source_;
};

}  // namespace

double ResourceLoad::all_servers() const {
    return servers ? std::accumulate(servers->begin(), servers->end(), 0.0) : 0.0;
}

std::optional<Bounds> ResourceLoad::utilisation() const {
    const double on_duty = all_servers() * share_on_duty;
    if (on_duty <= 0.0) return std::nullopt;
    return Bounds{offered.least / on_duty, offered.most / on_duty};
}

std::optional<Bounds> ResourceLoad::utilisation_of_sites() const {
    if (!servers || sites.size() < 2 || offered_at.size() != sites.size()) return std::nullopt;
    Bounds range{kInfinite, 0.0};
    for (std::size_t i = 0; i < sites.size(); ++i) {
        const double on_duty = (*servers)[i] * share_on_duty;
        if (on_duty <= 0.0) {
            if (offered_at[i] > 0.0) range.most = kInfinite;
            continue;
        }
        range.least = std::min(range.least, offered_at[i] / on_duty);
        range.most = std::max(range.most, offered_at[i] / on_duty);
    }
    return range.least > range.most ? std::nullopt : std::optional(range);
}

Loads find_loads(const System& system, const Traffic& traffic) {
    return LoadFinder(system, traffic).find();
}

}  // namespace yhdyspinta::process
