// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/checks.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "engine/process/expression.hpp"
#include "engine/scenario/arrivals.hpp"
#include "engine/scenario/policies.hpp"

namespace yhdyspinta::scenario {

using process::System;

namespace {

template <class T>
std::vector<std::string> names_of(const process::NamedList<T>& list) {
    std::vector<std::string> names;
    for (const auto& item : list) names.push_back(item.name);
    return names;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Attributes of a class, or of all classes.
std::vector<std::string> attributes_of(const System& system, const std::string& entity_class,
                                       const Reader& reader, bool must_have_levels) {
    std::vector<std::string> names;
    for (const auto& candidate : system.classes) {
        if (!entity_class.empty() && candidate.name != entity_class) continue;
        for (const auto& attribute : candidate.value.attributes) {
            const bool has_levels =
                !attribute.value.levels.empty() ||
                reader.open_levels.count(
                    fmt::format("classes.{}.attributes.{}", candidate.name, attribute.name)) > 0;
            if (must_have_levels && !has_levels) continue;
            if (!contains(names, attribute.name)) names.push_back(attribute.name);
        }
    }
    return names;
}

std::vector<std::string> steps_of(const System& system, const std::string& process_name) {
    const auto* process = process::find(system.processes, process_name);
    return process == nullptr ? std::vector<std::string>() : names_of(process->value.steps);
}

std::string what_exists(const std::vector<std::string>& names) {
    return names.empty() ? "there are none" : "these names exist: " + base::list_names(names, 40);
}

template <class T, class Visit>
void for_each_step(const System& system, Visit visit) {
    for (const auto& process : system.processes) {
        for (const auto& step : process.value.steps) {
            if (const auto* what = std::get_if<T>(&step.value.what)) {
                visit(*what, fmt::format("processes.{}.steps.{}", process.name, step.name));
            }
        }
    }
}

std::vector<std::string> told_signals(const System& system) {
    std::vector<std::string> names;
    for_each_step<process::SignalStep>(system, [&](const auto& step, const std::string&) {
        if (!step.name.is_empty() && !contains(names, step.name.name)) {
            names.push_back(step.name.name);
        }
    });
    return names;
}

std::vector<std::string> settable_names(const System& system, const Reader& reader) {
    std::vector<std::string> names = attributes_of(system, "", reader, false);
    for (const auto& variable : system.variables) {
        if (!contains(names, variable.name)) names.push_back(variable.name);
    }
    return names;
}

void check_names(Reader& reader, const System& system) {
    const std::map<NameKind, std::vector<std::string>> known{
        {NameKind::entity_class, names_of(system.classes)},
        {NameKind::category, attributes_of(system, "", reader, true)},
        {NameKind::process, names_of(system.processes)},
        {NameKind::service, names_of(system.services)},
        {NameKind::organisation, names_of(system.organisations)},
        {NameKind::resource, names_of(system.resources)},
        {NameKind::calendar, names_of(system.calendars)},
        {NameKind::day_set, names_of(system.day_sets)},
        {NameKind::profile, names_of(system.profiles)},
        {NameKind::population, names_of(system.populations)},
        {NameKind::channel, names_of(system.channels)},
        {NameKind::record, names_of(system.records)},
        {NameKind::settable, settable_names(system, reader)},
        {NameKind::diary, names_of(system.diaries)},
        {NameKind::indicator, names_of(system.indicators)},
        {NameKind::variable, names_of(system.variables)},
        {NameKind::need, names_of(system.needs)},
        {NameKind::signal, told_signals(system)},
    };
    for (const auto& use : reader.name_uses()) {
        const std::string& name = use.reference.name;
        const std::string_view what = to_text(use.kind);
        std::vector<std::string> names;
        if (use.kind == NameKind::attribute) {
            if (!use.scope.empty() && process::find(system.classes, use.scope) == nullptr) continue;
            names = attributes_of(system, use.scope, reader, false);
            if (!use.scope.empty() && !contains(names, name)) {
                reader.error(
                    use.reference.position, use.path,
                    fmt::format("unknown attribute '{}'; class '{}' has {}", name, use.scope,
                                names.empty() ? "none" : base::list_names(names, 40)),
                    suggestion(name, names));
                continue;
            }
        } else if (use.kind == NameKind::step) {
            if (name == "leave" || name == "return") continue;
            names = steps_of(system, use.scope);
            if (contains(names, name)) continue;
            names.insert(names.end(), {"leave", "return"});
        } else if (use.kind == NameKind::clock_step) {
            const std::size_t dot = name.find('.');
            const std::string process_name = name.substr(0, dot);
            if (dot == std::string::npos) {
                reader.error(
                    use.reference.position, use.path,
                    fmt::format("'{}' is not a step of a process; expected PROCESS.STEP", name));
                continue;
            }
            const auto& processes = known.at(NameKind::process);
            if (!contains(processes, process_name)) {
                reader.error(
                    use.reference.position, use.path,
                    fmt::format("unknown process '{}'; {}", process_name, what_exists(processes)),
                    suggestion(process_name, processes));
                continue;
            }
            for (const auto& step : steps_of(system, process_name)) {
                names.push_back(fmt::format("{}.{}", process_name, step));
            }
        } else {
            names = known.at(use.kind);
        }
        if (contains(names, name)) continue;
        if (use.kind == NameKind::signal) {
            reader.error(
                use.reference.position, use.path,
                fmt::format("no step tells the signal '{}'; {}", name,
                            names.empty() ? "no signal is told"
                                          : "these are told: " + base::list_names(names, 40)),
                suggestion(name, names));
            continue;
        }
        reader.error(use.reference.position, use.path,
                     fmt::format("unknown {} '{}'; {}", what, name, what_exists(names)),
                     suggestion(name, names));
    }
}

}  // namespace

namespace {

void check_expressions(Reader& reader, const System& system) {
    process::ExpressionNames names;
    names.variables = process::episode_variables();
    const auto attributes = attributes_of(system, "", reader, false);
    names.variables.insert(names.variables.end(), attributes.begin(), attributes.end());
    for (const auto& variable : system.variables) names.variables.push_back(variable.name);
    struct Meaning {
        std::string of;
        std::size_t value = 0;
    };
    std::map<std::string, Meaning> meanings;
    std::map<std::string, std::pair<Meaning, Meaning>> ambiguous;
    std::map<std::string, std::string> also_attributes;  // what else they are
    const auto add = [&](const std::string& name, const std::string& of, std::size_t value) {
        if (!process::is_identifier(name)) return;
        if (contains(attributes, name)) {
            also_attributes.try_emplace(
                name, of == "need" ? "a need" : fmt::format("a level of '{}'", of));
        }
        const auto [known, is_new] = meanings.try_emplace(name, Meaning{of, value});
        if (is_new) {
            names.constants.emplace_back(name, static_cast<double>(value));
        } else if (known->second.value != value) {
            ambiguous.try_emplace(name, known->second, Meaning{of, value});
        }
    };
    for (std::size_t i = 0; i < system.needs.size(); ++i) add(system.needs[i].name, "need", i);
    for (const auto& entity_class : system.classes) {
        for (const auto& attribute : entity_class.value.attributes) {
            const auto& levels = attribute.value.levels;
            for (std::size_t i = 0; i < levels.size(); ++i) add(levels[i], attribute.name, i);
        }
    }
    reader.expression_names = names;
    const process::ExpressionNames of_interface = process::interface_expression_names(names);
    std::map<std::pair<bool, std::string>, std::optional<std::string>> answers;
    for (const auto& use : reader.expression_uses()) {
        const auto [answer, is_new] =
            answers.try_emplace({use.is_of_interface, use.expression.text});
        if (is_new) {
            answer->second = process::check_expression(use.expression.text,
                                                       use.is_of_interface ? of_interface : names);
        }
        if (answer->second) {
            reader.error(use.expression.position, use.path, *answer->second);
            continue;
        }
        if (ambiguous.empty() && also_attributes.empty()) continue;
        for (const auto& word : process::words_of(use.expression.text)) {
            if (const auto also = also_attributes.find(word); also != also_attributes.end()) {
                reader.error(use.expression.position, use.path,
                             fmt::format("'{}' is an attribute and also {}; expected names that "
                                         "mean one thing",
                                         word, also->second),
                             "rename one of the two");
                continue;
            }
            const auto found = ambiguous.find(word);
            if (found == ambiguous.end()) continue;
            const auto& [first, second] = found->second;
            reader.error(
                use.expression.position, use.path,
                fmt::format("'{}' is number {} of '{}' and number {} of '{}'; expected names "
                            "that mean one thing",
                            word, first.value, first.of, second.value, second.of),
                "rename one of the two");
        }
    }
}

/// What an activity says against what its resources and the steps it names are.
void check_activity_step(Reader& reader, const System& system, const process::Process& process,
                         const process::ActivityStep& activity, const std::string& path) {
    for (const auto& [reference, servers] : activity.seize) {
        const auto* resource = process::find(system.resources, reference.name);
        if (resource == nullptr || !resource->value.is_shared_out) continue;
        if (activity.seize.size() > 1) {
            reader.error(reference.position, path + ".seize",
                         fmt::format("'{}' shares its servers out; expected it to be seized alone",
                                     reference.name));
        }
        if (servers > 1) {
            reader.error(reference.position, path + ".seize",
                         fmt::format("'{}' shares its servers out, so nobody has {} of them; "
                                     "expected 1",
                                     reference.name, servers));
        }
        if (activity.is_preemptive) {
            reader.error(reference.position, path + ".seize",
                         fmt::format("'preempts' has no effect: '{}' shares its servers out, so "
                                     "nobody waits for them",
                                     reference.name));
        }
    }
    // Who needs several resources is kept out by any of their queues.
    const bool may_be_full =
        std::any_of(activity.seize.begin(), activity.seize.end(), [&](const auto& seized) {
            const auto* resource = process::find(system.resources, seized.first.name);
            return resource == nullptr || resource->value.queue_limit;  // null: reported as unknown
        });
    if ((activity.is_blocking || !activity.on_full.empty()) && !activity.seize.empty() &&
        !may_be_full) {
        std::vector<std::string> names;
        for (const auto& [reference, servers] : activity.seize) names.push_back(reference.name);
        reader.error(activity.seize.front().first.position, path + ".seize",
                     fmt::format("'{}' says nothing without a queue that can be full; expected "
                                 "'queue_limit' at '{}'",
                                 activity.is_blocking ? "when_full" : "on_full",
                                 fmt::join(names, "' or '")));
    }
    for (const auto& target : activity.jockeys_to) {
        const auto* step = process::find(process.steps, target.name);
        if (step == nullptr) continue;  // reported as an unknown name
        const auto* other = std::get_if<process::ActivityStep>(&step->value.what);
        if (other == nullptr || other->seize.size() != 1 || activity.seize.size() != 1) {
            reader.error(
                target.position, path + ".jockeys_to",
                fmt::format("'{}' has no queue to change to; expected activities that each "
                            "seize one resource",
                            target.name));
        } else if (other->seize.front().first.name == activity.seize.front().first.name) {
            reader.error(target.position, path + ".jockeys_to",
                         fmt::format("'{}' has the same queue; expected an activity with another "
                                     "resource",
                                     target.name));
        }
    }
}

bool has_interface(const System& system, const std::string& from, const std::string& to) {
    return std::any_of(system.interfaces.begin(), system.interfaces.end(),
                       [&](const auto& interface) {
                           return interface.from.name == from && interface.to.name == to;
                       });
}

/// Who is told must be reached over an interface: a service by name, or all that hand over to the
/// one that tells.
void check_tell_step(Reader& reader, const System& system,
                     const process::Named<process::Process>& in,
                     const process::Named<process::Step>& step, const process::TellStep& tell) {
    const std::string path = fmt::format("processes.{}.steps.{}.tell.to", in.name, step.name);
    const std::string& from = in.value.service.name;
    const auto missing = [&](base::Position position, const std::string& to,
                             const std::string& why) {
        reader.error(position, path,
                     fmt::format("service '{}' has no interface to '{}'{}", from, to, why),
                     fmt::format("add '{} -> {}' to interfaces", from, to));
    };
    if (from.empty()) {
        reader.error(step.position, path,
                     fmt::format("nobody tells: process '{}' has no service", in.name),
                     "'service' of the process says whose work it is");
        return;
    }
    if (process::find(system.services, from) == nullptr) return;  // reported as an unknown name
    if (!tell.to.is_empty()) {
        if (tell.to.name == from) {
            reader.error(tell.to.position, path, fmt::format("service '{}' tells itself", from));
        } else if (process::find(system.services, tell.to.name) != nullptr &&
                   !has_interface(system, from, tell.to.name)) {
            missing(tell.to.position, tell.to.name, "");
        }
        return;
    }
    if (tell.to.position.line == 0) return;  // reported as a missing key
    for (const auto& sender : system.processes) {
        const std::string& to = sender.value.service.name;
        const bool hands_over = std::any_of(
            sender.value.steps.begin(), sender.value.steps.end(), [&](const auto& candidate) {
                const auto* hand_over = std::get_if<process::HandOverStep>(&candidate.value.what);
                return hand_over != nullptr && hand_over->to.name == from;
            });
        if (hands_over && !to.empty() && to != from && !has_interface(system, from, to)) {
            missing(tell.to.position, to, ", which hands over to it");
        }
    }
}

void check_processes(Reader& reader, const System& system) {
    for (const auto& process : system.processes) {
        const std::string path = "processes." + process.name;
        const std::string& from = process.value.service.name;
        for (const auto& step : process.value.steps) {
            const auto check_caseload = [&](const process::Reference& name, const char* key) {
                const auto* resource = process::find(system.resources, name.name);
                if (resource == nullptr || resource->value.caseload) return;
                reader.error(name.position, fmt::format("{}.steps.{}.{}", path, step.name, key),
                             fmt::format("'{}' has no caseload; expected a resource with the key "
                                         "'caseload'",
                                         name.name));
            };
            if (const auto* take = std::get_if<process::TakeOnStep>(&step.value.what)) {
                check_caseload(take->resource, "take_on.resource");
                const auto* resource = process::find(system.resources, take->resource.name);
                if (!take->on_full.empty() && resource != nullptr && !resource->value.queue_limit) {
                    reader.error(take->resource.position,
                                 fmt::format("{}.steps.{}.take_on", path, step.name),
                                 fmt::format("'on_full' says nothing without a queue that can be "
                                             "full; expected 'queue_limit' at '{}'",
                                             take->resource.name));
                }
            }
            if (const auto* let = std::get_if<process::LetGoStep>(&step.value.what)) {
                check_caseload(let->resource, "let_go");
            }
            if (const auto* activity = std::get_if<process::ActivityStep>(&step.value.what)) {
                check_activity_step(reader, system, process.value, *activity,
                                    fmt::format("{}.steps.{}", path, step.name));
            }
            if (const auto* tell = std::get_if<process::TellStep>(&step.value.what)) {
                check_tell_step(reader, system, process, step, *tell);
            }
            const auto* hand_over = std::get_if<process::HandOverStep>(&step.value.what);
            if (hand_over == nullptr) continue;
            const std::string step_path = fmt::format("{}.steps.{}.hand_over.to", path, step.name);
            const std::string& to = hand_over->to.name;
            const auto* service = process::find(system.services, to);
            if (service == nullptr) continue;  // reported as an unknown name
            if (service->value.process.is_empty()) {
                reader.error(hand_over->to.position, step_path,
                             fmt::format("service '{}' has no process, so it can take nobody", to));
                continue;
            }
            if (from.empty() || process::find(system.services, from) == nullptr) continue;
            if (from == to) {
                reader.error(
                    hand_over->to.position, step_path,
                    fmt::format("service '{}' hands over to itself", to),
                    fmt::format("'call: {}' runs its process", service->value.process.name));
            } else if (!has_interface(system, from, to)) {
                reader.error(hand_over->to.position, step_path,
                             fmt::format("service '{}' has no interface to '{}'", from, to),
                             fmt::format("add '{} -> {}' to interfaces", from, to));
            }
        }
    }
}

/// The tables of calendars have an end, and nothing beyond it can be asked of them.
void check_run_length(Reader& reader, const System& system) {
    const base::Duration longest = calendar::WorkCalendar::longest_run();
    if (system.calendars.empty() || system.run.length <= longest) return;
    reader.error(reader.run_length, "run.length",
                 fmt::format("{} is longer than calendars reach; expected at most {} days (nearly "
                             "200 years) where there are calendars",
                             duration_text(system.run.length), longest.in_days()),
                 "without 'calendars' a run may be of any length");
}

/// A name of an expression must mean one thing.
void check_variables(Reader& reader, const System& system) {
    for (const auto& variable : system.variables) {
        const auto clash = [&](const std::string& with) {
            reader.error(variable.position, "variables",
                         fmt::format("'{}' is also {}; expected a name that means one thing",
                                     variable.name, with),
                         "rename one of the two");
        };
        if (process::find(system.needs, variable.name) != nullptr) clash("a need");
        for (const auto& entity_class : system.classes) {
            for (const auto& attribute : entity_class.value.attributes) {
                if (attribute.name == variable.name) {
                    clash(fmt::format("an attribute of class '{}'", entity_class.name));
                }
                if (contains(process::levels_of(system, attribute.name), variable.name)) {
                    clash(fmt::format("a level of '{}'", attribute.name));
                }
            }
        }
    }
}

/// The longest time that a week of these hours is open without a break [min].
int longest_open_time(const calendar::OpeningHours& hours) {
    constexpr int kDay = 1440;
    int longest = 0, from = 0, to = -1;
    // Two weeks, so that what is open over the end of the week counts whole.
    for (int day = 0; day < 14; ++day) {
        for (const auto& period : hours.days[static_cast<std::size_t>(day % 7)]) {
            if (day * kDay + period.from > to) from = day * kDay + period.from;
            to = day * kDay + period.to;
            longest = std::max(longest, to - from);
        }
    }
    return longest;
}

/// Attributes by which figures are given, and measures that count needs.
void check_measures(Reader& reader, const System& system) {
    const auto& by = system.measures.by;
    const auto known = attributes_of(system, "", reader, false);
    const auto categories = attributes_of(system, "", reader, true);
    for (std::size_t i = 0; i < by.size(); ++i) {
        const auto& [attribute, bands] = by[i];
        const std::string path = "measures.by";
        if (!contains(known, attribute.name)) continue;  // reported as an unknown name
        const bool is_category = contains(categories, attribute.name);
        if (is_category && !bands.empty()) {
            reader.error(attribute.position, path,
                         fmt::format("'{}' is a category; expected 'bands' for a number only",
                                     attribute.name));
        }
        if (!is_category && bands.empty()) {
            reader.error(attribute.position, path,
                         fmt::format("'{0}' is a number; expected bands such as {{attribute: {0}, "
                                     "bands: [3, 7]}}",
                                     attribute.name));
        }
        for (std::size_t b = 1; b < bands.size(); ++b) {
            if (bands[b] > bands[b - 1]) continue;
            reader.error(attribute.position, path,
                         fmt::format("{:g} follows {:g}; expected ascending numbers", bands[b],
                                     bands[b - 1]));
            break;
        }
        for (std::size_t other = 0; other < i; ++other) {
            if (by[other].attribute.name != attribute.name) continue;
            reader.error(attribute.position, path,
                         fmt::format("'{}' is listed twice", attribute.name));
            break;
        }
    }
    if (!system.needs.empty()) return;
    if (!system.measures.is_empty()) {
        reader.error(system.measures.position, "measures",
                     "the figures are of episodes, and there are no needs; expected 'needs'");
    }
    for (const auto& service : system.services) {
        if (!service.value.viable_per_year) continue;
        reader.error(service.position, fmt::format("services.{}.viable_per_year", service.name),
                     "demand is counted in episodes, and there are no needs; expected 'needs'");
    }
}

/// Figures of the scenario's own against each other, and against what there is to count.
void check_indicators(Reader& reader, const System& system) {
    for (const auto& [name, position, indicator] : system.indicators) {
        const std::string path = "indicators." + name;
        if (system.populations.empty()) {
            reader.error(position, path,
                         "is about members of populations, and there are none; expected "
                         "'populations'");
        }
        const auto* base = process::find(system.indicators, indicator.relative_to.name);
        if (base == nullptr) continue;
        if (base->name == name) {
            reader.error(indicator.relative_to.position, path + ".relative_to",
                         "is related to itself; expected another indicator");
        } else if (!base->value.holds.is_empty()) {
            reader.error(
                indicator.relative_to.position, path + ".relative_to",
                fmt::format("'{}' counts no events; expected an indicator with 'of'", base->name));
        }
    }
}

void check_diaries(Reader& reader, const System& system) {
    for (const auto& item : system.diaries) {
        const process::Diary& diary = item.value;
        const auto* calendar = process::find(system.calendars, diary.calendar.name);
        if (calendar == nullptr || diary.every <= base::Duration()) continue;
        const base::Duration longest =
            base::Duration::seconds(60.0 * longest_open_time(calendar->value.open));
        if (longest > base::Duration() && diary.every > longest) {
            reader.error(diary.calendar.position, fmt::format("diaries.{}.calendar", item.name),
                         fmt::format("no slot of {} fits: '{}' is never open for longer than {}",
                                     duration_text(diary.every), diary.calendar.name,
                                     duration_text(longest)));
        }
    }
    for_each_step<process::BookStep>(system, [&](const auto& step, const std::string& path) {
        const auto* diary = process::find(system.diaries, step.diary.name);
        if (diary == nullptr) return;
        const auto groups = names_of(diary->value.set_aside);
        if (!step.group.is_empty() && !contains(groups, step.group.name)) {
            reader.error(
                step.group.position, path + ".book.group",
                fmt::format("diary '{}' sets no places aside for '{}'; {}", diary->name,
                            step.group.name,
                            groups.empty() ? "it has no 'set_aside'"
                                           : "it does for: " + base::list_names(groups, 40)),
                suggestion(step.group.name, groups));
        }
        if (step.earliest > diary->value.horizon) {
            reader.error(step.diary.position, path + ".book.earliest",
                         fmt::format("nothing can be booked: the earliest is {} from now, but "
                                     "diary '{}' goes no further than {}",
                                     duration_text(step.earliest), diary->name,
                                     duration_text(diary->value.horizon)));
        }
    });
}

/// An activity that the client must be at, one at a time.
bool is_with_client(const process::Step& step) {
    const auto* activity = std::get_if<process::ActivityStep>(&step.what);
    return activity != nullptr && activity->is_with_client && !activity->seize.empty();
}

void check_fork(Reader& reader, const process::Process& process, std::size_t at,
                const process::ForkStep& fork, const std::string& path) {
    std::vector<std::string> with_client;
    for (const auto& to : fork.to) {
        const auto branch = std::find_if(process.steps.begin(), process.steps.end(),
                                         [&](const auto& step) { return step.name == to; });
        if (branch == process.steps.end()) continue;  // reported as an unknown name
        if (branch - process.steps.begin() == static_cast<std::ptrdiff_t>(at)) {
            reader.error(fork.position, path, fmt::format("'{}' is a branch of itself", to));
        }
        if (is_with_client(branch->value)) with_client.push_back(to);
        const auto after = branch + 1;
        if (branch->value.next.empty() && after != process.steps.end() &&
            !std::holds_alternative<process::CloseStep>(branch->value.what) &&
            contains(fork.to, after->name)) {
            reader.warning(branch->position, path,
                           fmt::format("branch '{}' goes on to branch '{}', the next step in the "
                                       "file, before it ends",
                                       to, after->name),
                           "'next: return' ends a branch");
        }
    }
    if (with_client.size() > 1) {
        reader.warning(fork.position, path,
                       fmt::format("the client is at {} of these one after another: {}",
                                   with_client.size(), base::list_names(with_client, 40)),
                       "'with_client: false' lets activities run at the same time");
    }
}

void check_gatherings(Reader& reader, const System& system) {
    for (const auto& process : system.processes) {
        for (std::size_t i = 0; i < process.value.steps.size(); ++i) {
            const auto& step = process.value.steps[i];
            const std::string path = fmt::format("processes.{}.steps.{}.", process.name, step.name);
            if (const auto* fork = std::get_if<process::ForkStep>(&step.value.what)) {
                check_fork(reader, process.value, i, *fork, path + "fork");
            }
            const auto* batch = std::get_if<process::BatchStep>(&step.value.what);
            const auto* calendar =
                batch == nullptr ? nullptr : process::find(system.calendars, batch->opens.name);
            if (calendar == nullptr || !calendar->value.closed.empty() ||
                !calendar->value.open_only.empty()) {
                continue;
            }
            const auto& days = calendar->value.open.days;
            const bool never_closes =
                std::all_of(days.begin(), days.end(), [](const auto& periods) {
                    int open = 0;
                    for (const auto& period : periods) open += period.to - period.from;
                    return open == 1440;
                });
            if (never_closes) {
                reader.error(batch->opens.position, path + "batch.opens",
                             fmt::format("calendar '{}' is always open, so it never opens; "
                                         "expected one that is closed at times",
                                         batch->opens.name));
            }
        }
    }
}

void check_services(Reader& reader, const System& system) {
    for (const auto& service : system.services) {
        const auto& caseload = service.value.caseload;
        const auto* resource = process::find(system.resources, caseload.name);
        if (resource != nullptr && !resource->value.is_caseload) {
            reader.error(caseload.position, fmt::format("services.{}.caseload", service.name),
                         fmt::format("'{}' is not a caseload; expected a resource with "
                                     "'is_caseload: true'",
                                     caseload.name));
        }
    }
    for (const auto& set : system.day_sets) {
        // A set that takes itself in has no end.
        std::vector<std::string> open{set.name};
        std::set<std::string> seen;
        while (!open.empty()) {
            const auto* other = process::find(system.day_sets, open.back());
            open.pop_back();
            if (other == nullptr) continue;
            for (const auto& included : other->value.includes) {
                if (included.name == set.name) {
                    reader.error(included.position, "day_sets." + other->name,
                                 fmt::format("'include {}' makes the day set take itself in",
                                             included.name));
                    continue;
                }
                if (seen.insert(included.name).second) open.push_back(included.name);
            }
        }
    }
}

const process::Attribute* attribute_of(const System& system, const std::string& entity_class,
                                       const std::string& name) {
    const auto* found = process::find(system.classes, entity_class);
    if (found == nullptr) return nullptr;
    const auto* attribute = process::find(found->value.attributes, name);
    return attribute == nullptr ? nullptr : &attribute->value;
}

void check_moves(Reader& reader, const System& system, const process::Population& population,
                 const std::string& path) {
    const process::Moves& moves = *population.moves;
    const std::string& name = moves.attribute.name;
    const auto* attribute = attribute_of(system, population.entity_class.name, name);
    if (attribute == nullptr) return;  // reported as an unknown name
    if (attribute->levels.empty()) {
        reader.error(moves.attribute.position, path + ".attribute",
                     fmt::format("'{}' is a number; expected an attribute with levels", name));
        return;
    }
    if (!moves.to.level) return;
    const double last = static_cast<double>(attribute->levels.size()) - 1.0;
    if (moves.to.level->law.lowest() < 0.0 || moves.to.level->law.highest() > last) {
        reader.error(moves.to.level->position, path + ".to",
                     fmt::format("'{}' goes beyond the levels of '{}'; expected numbers from 0 to "
                                 "{}",
                                 moves.to.text, name, last));
    }
}

void check_populations(Reader& reader, const System& system) {
    for (const auto& population : system.populations) {
        const std::string path = "populations." + population.name;
        if (population.value.moves) {
            check_moves(reader, system, population.value, path + ".moves");
        }
        if (!population.value.households) continue;
        for (const auto& shared : population.value.households->shares) {
            const auto* attribute =
                attribute_of(system, population.value.entity_class.name, shared.name);
            if (attribute != nullptr && attribute->grows_per_year != 0.0) {
                reader.error(shared.position, path + ".households.shares",
                             fmt::format("'{}' grows, so members cannot share it; expected an "
                                         "attribute without 'grows'",
                                         shared.name));
            }
        }
    }
}

void check_onset_values(Reader& reader, const System& system, const process::Need& need,
                        const std::string& path) {
    const std::string& name = need.at->attribute.name;
    const auto* attribute = attribute_of(system, need.entity_class.name, name);
    if (attribute == nullptr) return;  // reported as an unknown name
    if (attribute->grows_per_year == 0.0) {
        reader.error(need.at->attribute.position, path,
                     fmt::format("'{}' does not grow, so it comes to no value; expected an "
                                 "attribute with 'grows'",
                                 name));
    }
    for_each_step<process::SetStep>(system, [&](const auto& step, const std::string& where) {
        for (const auto& [set, value] : step.values) {
            if (set != name) continue;
            reader.error(value.position, where + ".set",
                         fmt::format("'{}' is set, but needs arise at its values; expected it to "
                                     "change by growing alone",
                                     name));
        }
    });
}

void check_raises(Reader& reader, const System& system, const process::Named<process::Need>& need,
                  bool is_in_household) {
    const auto& raises = is_in_household ? need.value.raises_in_household : need.value.raises;
    const std::string path =
        fmt::format("needs.{}.{}", need.name, is_in_household ? "raises_in_household" : "raises");
    for (const auto& raise : raises) {
        const auto* other = process::find(system.needs, raise.need.name);
        if (other == nullptr) continue;  // reported as an unknown name
        if (other == &need && !is_in_household) {
            reader.error(raise.need.position, path,
                         fmt::format("'{}' is there already while it is open; expected another "
                                     "need",
                                     need.name),
                         "'raises_in_household' raises it in others");
        } else if (other->value.entity_class.name != need.value.entity_class.name) {
            reader.error(raise.need.position, path,
                         fmt::format("'{}' arises in class '{}', not in '{}'; expected a need of "
                                     "the same class",
                                     other->name, other->value.entity_class.name,
                                     need.value.entity_class.name));
        } else if (other->value.onset.empty()) {
            reader.error(raise.need.position, path,
                         fmt::format("'{}' has no rate to be raised; expected a need with the key "
                                     "'onset'",
                                     other->name));
        }
    }
}

void check_need_onsets(Reader& reader, const System& system) {
    for (const auto& need : system.needs) {
        const std::string path = "needs." + need.name;
        if (need.value.at) {
            check_onset_values(reader, system, need.value, path + ".at.attribute");
        }
        check_raises(reader, system, need, false);
        check_raises(reader, system, need, true);
    }
}

/// What is said of households where there are none.
void warn_of_no_households(Reader& reader, const System& system) {
    const auto has_households = [&](const std::string& entity_class) {
        return std::any_of(
            system.populations.begin(), system.populations.end(), [&](const auto& population) {
                return population.value.households &&
                       (entity_class.empty() || population.value.entity_class.name == entity_class);
            });
    };
    const auto is_in_main_file = [&](base::Position position) {
        return position.file == reader.main_file;
    };
    for (const auto& need : system.needs) {
        const auto& raises = need.value.raises_in_household;
        if (raises.empty() || !is_in_main_file(raises.front().need.position) ||
            has_households(need.value.entity_class.name)) {
            continue;
        }
        reader.warning(raises.front().need.position,
                       fmt::format("needs.{}.raises_in_household", need.name),
                       fmt::format("raises nothing: no population of class '{}' has 'households'",
                                   need.value.entity_class.name));
    }
    for (const auto& record : system.records) {
        if (!record.value.is_shared_in_household || !is_in_main_file(record.position) ||
            has_households("")) {
            continue;
        }
        reader.warning(record.position, "records." + record.name,
                       "is shared with nobody: no population has 'households'");
    }
}

template <class T>
void warn_unused(Reader& reader, const process::NamedList<T>& list, NameKind kind,
                 const std::string& section, const std::string& how) {
    for (const auto& item : list) {
        if (item.position.file != reader.main_file) continue;  // a shared file serves others too
        const bool is_used = std::any_of(
            reader.name_uses().begin(), reader.name_uses().end(), [&](const NameUse& use) {
                return use.kind == kind && use.reference.name == item.name;
            });
        if (!is_used) {
            reader.warning(item.position, section + "." + item.name,
                           fmt::format("is never {}", how));
        }
    }
}

void warn(Reader& reader, const System& system) {
    warn_unused(reader, system.day_sets, NameKind::day_set, "day_sets", "used");
    warn_unused(reader, system.calendars, NameKind::calendar, "calendars", "used");
    warn_unused(reader, system.profiles, NameKind::profile, "profiles", "used");
    warn_unused(reader, system.channels, NameKind::channel, "channels", "used");
    warn_unused(reader, system.records, NameKind::record, "records", "produced");
    warn_unused(reader, system.resources, NameKind::resource, "resources", "seized");
    warn_unused(reader, system.processes, NameKind::process, "processes", "started");
    warn_of_late_arrivals(reader, system);
    warn_of_no_households(reader, system);
    warn_unused(reader, system.diaries, NameKind::diary, "diaries", "booked");
    for_each_step<process::SignalStep>(system, [&](const auto& step, const std::string& path) {
        const bool is_awaited = std::any_of(
            reader.name_uses().begin(), reader.name_uses().end(), [&](const NameUse& use) {
                return use.kind == NameKind::signal && use.reference.name == step.name.name;
            });
        if (is_awaited || step.name.position.file != reader.main_file) return;
        reader.warning(step.name.position, path + ".signal",
                       fmt::format("nobody waits for the signal '{}' and it breaks off nothing",
                                   step.name.name));
    });
    const bool has_onset = std::any_of(system.needs.begin(), system.needs.end(), [](const auto& n) {
        return !n.value.onset.empty() || n.value.at.has_value();
    });
    if (system.sources.empty() && !(has_onset && !system.populations.empty())) {
        reader.warning(system.run.position, "",
                       "nothing happens: there is no source, and no population with a need");
    }
}

}  // namespace

void check_system(Reader& reader, const System& system) {
    check_names(reader, system);
    check_expressions(reader, system);
    check_processes(reader, system);
    check_variables(reader, system);
    check_diaries(reader, system);
    check_measures(reader, system);
    check_indicators(reader, system);
    check_gatherings(reader, system);
    check_services(reader, system);
    check_policies(reader, system);
    check_populations(reader, system);
    check_need_onsets(reader, system);
    check_run_length(reader, system);
    // What is faulty would seem unused.
    if (!reader.diagnostics().has_errors()) warn(reader, system);
}

}  // namespace yhdyspinta::scenario
