// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/influence.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/scenario/ranges.hpp"

namespace yhdyspinta::experiment {

namespace {

constexpr std::size_t kFiguresAtOnce = 32;  // so many pairs of scenarios are in memory

std::optional<process::System> system_with(const InfluenceTask& task, const std::string& path,
                                           const std::string& text) {
    base::Diagnostics diagnostics;
    const std::string overlay = scenario::overlay_yaml(*task.read, {{path, text, "", ""}});
    auto read = scenario::read_scenario_with(task.scenario, task.sets, overlay, diagnostics);
    if (!read) return std::nullopt;
    return std::move(read->system);
}

/// Every figure whose range can be read, its systems not yet made.
std::vector<Influence> figures_with_ranges(const InfluenceTask& task,
                                           std::vector<std::string>& unread) {
    std::vector<Influence> found;
    for (const auto& sourced : task.read->system.sourced_values) {
        if (sourced.range.empty()) continue;
        std::optional<scenario::FigureRange> range;
        for (const auto& figure : task.read->figures) {
            if (figure.path == sourced.path) range = scenario::read_range(figure, sourced.range);
        }
        if (!range) {
            unread.push_back(sourced.path);
            continue;
        }
        found.push_back({sourced.path, sourced.value, range->low, range->high, range->width, {}});
    }
    return found;
}

void keep_widest(std::vector<Influence>& figures, std::size_t most) {
    std::vector<double> widths;
    widths.reserve(figures.size());
    for (const auto& figure : figures) widths.push_back(figure.width);
    std::sort(widths.begin(), widths.end(), std::greater<>());
    const double least = widths[most - 1];
    // Of equally wide ones the first in the files.
    auto wider = static_cast<std::size_t>(std::count_if(
        widths.begin(), widths.end(), [least](double width) { return width > least; }));
    std::erase_if(figures, [&](const Influence& figure) {
        if (figure.width > least) return false;
        return figure.width < least || ++wider > most;
    });
}

}  // namespace

InfluenceReport influence(const InfluenceTask& task, CalibrationListener& listener) {
    check_names(task.responses, responses_of(task.read->system));
    InfluenceReport report;
    std::vector<Influence> figures = figures_with_ranges(task, report.unread);
    if (task.most && *task.most < figures.size()) {
        report.passed_over = figures.size() - *task.most;
        keep_widest(figures, *task.most);
    }
    listener.begins("the scenario as it is");
    const auto as_it_is = simulate_together({task.read->system}, task.frame, listener);
    const auto summaries = as_it_is.front().summarise();
    for (const auto& wanted : task.responses) {
        for (const auto& summary : summaries) {
            if (summary.name == wanted.name && summary.where == wanted.where) {
                report.responses.push_back(summary);
            }
        }
    }

    for (std::size_t begin = 0; begin < figures.size(); begin += kFiguresAtOnce) {
        const std::size_t end = std::min(figures.size(), begin + kFiguresAtOnce);
        listener.begins(fmt::format("figures {} to {} of {}", begin + 1, end, figures.size()));
        std::vector<process::System> systems;
        std::vector<Influence> together;
        for (std::size_t i = begin; i < end; ++i) {
            auto low = system_with(task, figures[i].path, figures[i].low);
            auto high = system_with(task, figures[i].path, figures[i].high);
            if (!low || !high) {
                report.unread.push_back(figures[i].path);
                continue;
            }
            systems.push_back(std::move(*low));
            systems.push_back(std::move(*high));
            together.push_back(figures[i]);
        }
        const auto tables = simulate_together(systems, task.frame, listener);
        for (std::size_t i = 0; i < together.size(); ++i) {
            for (const auto& wanted : task.responses) {
                const auto* low = tables[2 * i].find(wanted.name, wanted.where);
                const auto* high = tables[2 * i + 1].find(wanted.name, wanted.where);
                if (low == nullptr || high == nullptr) {
                    throw base::InternalError("influence: no response " + wanted.name);
                }
                together[i].differences.push_back(
                    statistics::paired_difference(low->values, high->values));
            }
            report.figures.push_back(std::move(together[i]));
        }
    }
    return report;
}

}  // namespace yhdyspinta::experiment
