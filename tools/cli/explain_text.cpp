// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/explain_text.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "engine/process/loads.hpp"
#include "engine/process/traffic.hpp"
#include "engine/results/number_text.hpp"
#include "engine/results/text_table.hpp"
#include "engine/statistics/summary.hpp"

namespace yhdyspinta::cli {

namespace {

using process::Bounds;
using process::System;
using results::readable_text;
using results::TextTable;
using Align = TextTable::Align;

constexpr double kMinute = 60.0, kHour = 3600.0, kDay = 86400.0, kYear = 365.25 * kDay;
constexpr std::size_t kLongestWays = 100;  // bytes; longer ones lose their conditions

/// Whole numbers without decimals.
std::string number_text(double value) {
    const bool is_whole = std::isfinite(value) && value < 1e15 &&
                          std::abs(value - std::round(value)) <= 1e-12 * value;
    return is_whole ? fmt::format("{:.0f}", value) : readable_text(value);
}

std::string duration_text(double seconds) {
    if (!std::isfinite(seconds)) return "without a mean";
    if (seconds < kMinute) return number_text(seconds) + " s";
    if (seconds < 2.0 * kHour) return number_text(seconds / kMinute) + " min";
    if (seconds < 2.0 * kDay) return number_text(seconds / kHour) + " h";
    return number_text(seconds / kDay) + " d";
}

std::string rate_text(double per_second) {
    for (const auto& [unit, length] : {std::pair{"min", kMinute}, {"h", kHour}, {"day", kDay}}) {
        if (per_second * length >= 1.0) return number_text(per_second * length) + " per " + unit;
    }
    return number_text(per_second * kYear) + " per year";
}

/// `0.4`, `0 to 2`, `1 or more`, `depends` when nothing is known.
std::string bounds_text(const Bounds& bounds, double scale = 1.0) {
    const double least = bounds.least * scale, most = bounds.most * scale;
    if (bounds.is_known()) return number_text(most);
    if (std::isfinite(most)) return number_text(least) + " to " + number_text(most);
    return std::isfinite(least) && least > 0.0 ? number_text(least) + " or more" : "depends";
}

// ---- processes
// -----------------------------------------------------------------------------------

/// Where a step leads; `end` is what follows the last step, `shortens` leaves the conditions out.
std::string ways_text(const process::Process& process, std::size_t index, const char* end,
                      bool shortens) {
    const auto& step = process.steps[index].value;
    if (const auto* close = std::get_if<process::CloseStep>(&step.what)) {
        return "closed: " + close->outcome;
    }
    const auto name_of_next = [&](std::size_t i) {
        return i + 1 < process.steps.size() ? process.steps[i + 1].name : std::string(end);
    };
    std::string text;
    const auto add = [&](const std::string& way) { text += (text.empty() ? "" : ", ") + way; };
    double rest = 1.0;
    for (const auto& branch : step.next) {
        if (branch.when.is_empty() && branch.probability) rest -= *branch.probability;
    }
    for (const auto& branch : step.next) {
        if (!branch.when.is_empty()) {
            add(fmt::format("{} if {}", branch.to, shortens ? "…" : branch.when.text));
        } else if (branch.probability) {
            add(fmt::format("{} {}", branch.to, number_text(*branch.probability)));
        } else if (step.next.size() > 1 && rest < 1.0) {
            add(fmt::format("{} {}", branch.to, number_text(std::max(0.0, rest))));
        } else {
            add(step.next.size() > 1 ? branch.to + " else" : branch.to);
        }
    }
    if (step.next.empty()) add(name_of_next(index));
    if (const auto* activity = std::get_if<process::ActivityStep>(&step.what)) {
        if (activity->patience) {
            add(fmt::format("{} when out of patience",
                            activity->on_renege.empty() ? "leave" : activity->on_renege));
        }
        if (!activity->balks.is_empty()) {
            add(fmt::format("{} when balking",
                            activity->on_balk.empty() ? "leave" : activity->on_balk));
        }
        if (!activity->on_full.empty()) add(activity->on_full + " when full");
        if (!activity->on_interrupt.empty()) add(activity->on_interrupt + " when broken off");
    } else if (const auto* take = std::get_if<process::TakeOnStep>(&step.what)) {
        const auto or_leave = [](const std::string& to) {
            return to.empty() ? std::string("leave") : to;
        };
        if (take->patience) add(or_leave(take->on_renege) + " when out of patience");
        if (!take->balks.is_empty()) add(or_leave(take->on_balk) + " when balking");
        if (!take->on_full.empty()) add(take->on_full + " when full");
    } else if (const auto* hand_over = std::get_if<process::HandOverStep>(&step.what)) {
        const std::string back = hand_over->on_reject.empty() ? text : hand_over->on_reject;
        return fmt::format("{}; {} if rejected", hand_over->to.name, back);
    }
    return text;
}

std::string mean_text(const process::ActivityStep& activity) {
    const std::string text = duration_text(activity.duration.law.mean());
    return activity.times.is_empty() ? text : fmt::format("{} x {}", text, activity.times.text);
}

std::string does_text(const process::Step& step) {
    if (const auto* activity = std::get_if<process::ActivityStep>(&step.what)) {
        std::string text;
        for (const auto& [resource, servers] : activity->seize) {
            text += text.empty() ? "" : " + ";
            text += servers == 1 ? resource.name : fmt::format("{} {}", servers, resource.name);
        }
        return text.empty() ? "delay" : text;
    }
    if (const auto* hand_over = std::get_if<process::HandOverStep>(&step.what)) {
        return "hand over to " + hand_over->to.name;
    }
    if (const auto* call = std::get_if<process::CallStep>(&step.what)) {
        return "call " + call->process.name;
    }
    if (const auto* set = std::get_if<process::SetStep>(&step.what)) {
        std::string text = "set";
        for (const auto& [name, value] : set->values) {
            text += (text.size() > 3 ? ", " : " ") + name;
        }
        return text;
    }
    if (const auto* take = std::get_if<process::TakeOnStep>(&step.what)) {
        return "a place with " + take->resource.name;
    }
    if (const auto* let = std::get_if<process::LetGoStep>(&step.what)) {
        return "leave " + let->resource.name;
    }
    if (const auto* signal = std::get_if<process::SignalStep>(&step.what)) {
        return "signal " + signal->name.name;
    }
    if (const auto* wait = std::get_if<process::WaitStep>(&step.what)) {
        return wait->signal.is_empty() ? "wait until " + wait->until.text
                                       : "wait for " + wait->signal.name;
    }
    if (const auto* book = std::get_if<process::BookStep>(&step.what)) {
        return "book in " + book->diary.name;
    }
    if (const auto* batch = std::get_if<process::BatchStep>(&step.what)) {
        return batch->size ? fmt::format("batch of {}", *batch->size)
                           : "batch when " + batch->opens.name + " opens";
    }
    if (std::holds_alternative<process::SeparateStep>(step.what)) return "separate";
    if (const auto* fork = std::get_if<process::ForkStep>(&step.what)) {
        std::string text = "fork to";
        for (const auto& to : fork->to) text += (text.size() > 7 ? ", " : " ") + to;
        return text;
    }
    return std::holds_alternative<process::ChoiceStep>(step.what) ? "choose" : "close";
}

std::string starts_text(const System& system, const process::Loads& loads, std::size_t p) {
    const std::string& name = system.processes[p].name;
    std::vector<std::string> starts;
    for (const auto& source : loads.sources) {
        if (source.process != p) continue;
        starts.push_back(fmt::format("source {} ({})", system.sources[source.source].name,
                                     rate_text(source.rate)));
    }
    for (const auto& need : system.needs) {
        for (const auto& by : need.value.recognised) {
            if (by.value.process.name == name) {
                starts.push_back(fmt::format("need {}", need.name));
                break;
            }
        }
    }
    for (const auto& service : system.services) {
        if (service.value.process.name == name) starts.push_back("service " + service.name);
    }
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(starts.size(), 4); ++i) {
        text += (i == 0 ? "" : ", ") + starts[i];
    }
    if (starts.size() > 4) text += ", …";
    return text.empty() ? "" : "; started by " + text;
}

std::string process_text(const System& system, const process::Traffic& traffic,
                         const process::Loads& loads, std::size_t p) {
    const auto& process = system.processes[p];
    const bool is_called =
        std::any_of(system.processes.begin(), system.processes.end(), [&](const auto& other) {
            return std::any_of(
                other.value.steps.begin(), other.value.steps.end(), [&](const auto& step) {
                    const auto* call = std::get_if<process::CallStep>(&step.value.what);
                    return call != nullptr && call->process.name == process.name;
                });
        });
    const char* end = is_called ? "return" : "leave";
    TextTable table({{"step", Align::left},
                     {"does", Align::left},
                     {"mean", Align::right},
                     {"visits", Align::right},
                     {"leads to", Align::left}});
    for (std::size_t i = 0; i < process.value.steps.size(); ++i) {
        const auto& step = process.value.steps[i];
        const auto* activity = std::get_if<process::ActivityStep>(&step.value.what);
        std::string ways = ways_text(process.value, i, end, false);
        if (ways.size() > kLongestWays) ways = ways_text(process.value, i, end, true);
        table.add_row({step.name, does_text(step.value),
                       activity == nullptr ? "" : mean_text(*activity),
                       bounds_text(traffic.visits(p, p, i)), std::move(ways)});
    }
    return fmt::format("process {}{}\n\n{}\n", process.name, starts_text(system, loads, p),
                       table.to_text());
}

// ---- resources
// -----------------------------------------------------------------------------------

std::string resources_text(const System& system, const process::Loads& loads) {
    TextTable table({{"resource", Align::left},
                     {"sites", Align::right},
                     {"servers", Align::right},
                     {"on duty", Align::right},
                     {"offered load", Align::right},
                     {"utilisation", Align::right},
                     {"of sites", Align::right}});
    for (std::size_t r = 0; r < loads.resources.size(); ++r) {
        const auto& load = loads.resources[r];
        const bool is_caseload = system.resources[r].value.is_caseload;
        const auto utilisation = load.utilisation();
        const auto sites = load.utilisation_of_sites();
        const auto range = [](const Bounds& one) {
            return std::isfinite(one.most)
                       ? fmt::format("{} to {}", number_text(one.least), number_text(one.most))
                       : number_text(one.least) + " or more";
        };
        table.add_row({system.resources[r].name, std::to_string(load.sites.size()),
                       load.servers ? number_text(load.all_servers()) : "by population",
                       number_text(100.0 * load.share_on_duty) + " %",
                       is_caseload ? "places" : bounds_text(load.offered),
                       is_caseload || !utilisation ? "" : bounds_text(*utilisation),
                       is_caseload || !sites ? "" : range(*sites)});
    }
    return "resources: mean servers busy if nobody had to wait, and that per server on duty\n\n" +
           table.to_text() + "\n";
}

std::string expected_text(const process::ClosedForm& form) {
    std::string text;
    if (!form.values.empty()) {
        TextTable table({{"expected", Align::left},
                         {"where", Align::left},
                         {"value", Align::right},
                         {"unit", Align::left},
                         {"formula", Align::left},
                         {"source", Align::left}});
        for (const auto& value : form.values) {
            table.add_row({value.response, value.where, readable_text(value.value), value.unit,
                           value.formula, value.source});
        }
        text += "values in the long run, by theory\n\n" + table.to_text() + "\n";
    }
    for (const auto& obstacle : form.obstacles) {
        text += fmt::format("no closed form: {}\n", obstacle);
    }
    return text;
}

}  // namespace

std::string explain_text(const System& system) {
    const process::Traffic traffic(system);
    const process::Loads loads = process::find_loads(system, traffic);
    std::string text;
    for (std::size_t p = 0; p < system.processes.size(); ++p) {
        text += process_text(system, traffic, loads, p);
    }
    if (!system.resources.empty()) text += resources_text(system, loads);
    return text + expected_text(process::find_closed_form(system, traffic, loads));
}

std::string theory_text(const System& system,
                        const std::vector<results::ResponseSummary>& summaries) {
    const process::Traffic traffic(system);
    const process::Loads loads = process::find_loads(system, traffic);
    TextTable table({{"theory beside simulation", Align::left},
                     {"where", Align::left},
                     {"theory", Align::right},
                     {"simulated ± half-width", Align::right},
                     {"unit", Align::left},
                     {"z", Align::right},
                     {"formula", Align::left}});
    bool is_empty = true;
    for (const auto& value : process::find_closed_form(system, traffic, loads).values) {
        for (const auto& summary : summaries) {
            if (summary.name != value.response || summary.where != value.where) continue;
            if (std::isnan(summary.mean)) continue;
            std::string z = "–";
            if (summary.replications >= 2 && summary.half_width > 0.0) {
                const double error =
                    summary.half_width / statistics::student_t(summary.replications - 1);
                z = fmt::format("{:+.1f}", (summary.mean - value.value) / error);
            }
            table.add_row({value.response, value.where, readable_text(value.value),
                           results::interval_text(summary.mean, summary.half_width), value.unit, z,
                           value.formula});
            is_empty = false;
        }
    }
    if (is_empty) return {};
    return "\n" + table.to_text() +
           "\nz: distance in standard errors; beyond 4 a formula, the model or the warm-up is "
           "wrong\n";
}

}  // namespace yhdyspinta::cli
