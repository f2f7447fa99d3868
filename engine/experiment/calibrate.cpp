// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/calibrate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/statistics/summary.hpp"

namespace yhdyspinta::experiment {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kGoodEnough = 1.0 / 3.0;  // of the tolerance
constexpr double kSpansOfRange = 4.0;      // standard deviations of the prior in the log range
constexpr double kSlopeStep = 0.1;         // of a log factor
constexpr double kNoChange = 5e-4;         // of a log factor: shown as 1.000
constexpr double kNormal95 = 1.6448536269514722;  // 95 % quantile, for a two-sided 90 % interval

/// The text of a figure that scaled_text() can scale: columns of files have become lists.
scenario::Figure scalable(const scenario::ScenarioFile& file, const scenario::Figure& figure) {
    scenario::Figure made = figure;
    for (const auto& law : file.laws) {
        if (law.path == figure.path) made.text = law.text;
    }
    return made;
}

class Calibrator {
public:
    Calibrator(const CalibrationTask& task, CalibrationListener& listener)
        : task_(task), listener_(listener) {
        for (const auto& parameter : task.targets->parameters) {
            auto& figures = figures_.emplace_back();
            for (const auto* figure : scenario::scaled_figures(*task.read, parameter.value)) {
                figures.push_back(scalable(*task.read, *figure));
            }
        }
    }

    Calibration run() {
        check_ends_of_ranges();
        statistics::FitProblem problem;
        for (const auto& parameter : task_.targets->parameters) {
            const double low = std::log(parameter.value.from), high = std::log(parameter.value.to);
            problem.parameters.push_back({low, high, (high - low) / kSpansOfRange});
        }
        problem.rounds = task_.rounds;
        problem.good_enough = kGoodEnough;
        problem.slope_step = kSlopeStep;
        problem.on_stage = [this](int round, bool takes_slopes) {
            listener_.begins(round == 0 ? std::string("start")
                             : round > task_.rounds
                                 ? std::string("uncertainty")
                                 : fmt::format("round {} of at most {}, {}", round, task_.rounds,
                                               takes_slopes ? "slopes" : "steps"));
        };
        problem.evaluate = [this](const std::vector<std::vector<double>>& points) {
            return residuals_at(points);
        };
        const statistics::Fit fit = statistics::fit(problem);

        Calibration made;
        made.end = fit.end;
        made.rounds = fit.rounds;
        describe_factors(fit, made);
        made.overlay = scenario::overlay_yaml(*task_.read, changes(log_factors_of(fit), &made));
        made.check_seed = task_.frame.seed + 1;
        listener_.begins("check with a fresh seed");
        SimulationFrame fresh = task_.frame;
        fresh.seed = made.check_seed;
        const auto tables = simulate_together({system_with(made.overlay)}, fresh, listener_);
        made.check = check_targets(*task_.targets, tables.front());
        return made;
    }

private:
    using LogFactors = std::vector<double>;

    static LogFactors log_factors_of(const statistics::Fit& fit) {
        LogFactors values;
        for (const auto& parameter : fit.parameters) values.push_back(parameter.value);
        return values;
    }

    /// When `found` is given: with its notes, and without the figures that stayed where they were,
    /// which keep the sources that the scenario states.
    std::vector<scenario::ChangedFigure> changes(const LogFactors& point,
                                                 const Calibration* found) const {
        std::vector<scenario::ChangedFigure> made;
        for (std::size_t j = 0; j < point.size(); ++j) {
            if (found != nullptr && std::abs(point[j]) < kNoChange) continue;
            for (const auto& figure : figures_[j]) {
                const auto text = scenario::scaled_text(figure, std::exp(point[j]));
                if (const auto* problem = std::get_if<scenario::Problem>(&text)) {
                    throw base::InternalError(figure.path + ": " + problem->message);
                }
                scenario::ChangedFigure& change = made.emplace_back();
                change.path = figure.path;
                change.text = std::get<std::string>(text);
                if (found == nullptr) continue;
                const FittedFactor& factor = found->factors[j];
                change.mark = 'A';
                change.note = fmt::format("calibrated: factor {:.3g} ({:.3g}-{:.3g}), {}; was {}",
                                          factor.factor, factor.low, factor.high,
                                          task_.targets->name, figure.text);
            }
        }
        return made;
    }

    process::System system_with(const std::string& overlay) const {
        base::Diagnostics diagnostics;
        auto read = scenario::read_scenario_with(task_.scenario, task_.sets, overlay, diagnostics);
        if (!read) throw base::InputError(diagnostics.to_text());
        read->system.run.replications = static_cast<int>(task_.frame.replications);
        read->system.run.seed = task_.frame.seed;
        return std::move(read->system);
    }

    process::System system_at(const LogFactors& point) const {
        return system_with(scenario::overlay_yaml(*task_.read, changes(point, nullptr)));
    }

    /// Figures scaled as far as they may be must still be legal: says so before anything is
    /// simulated.
    void check_ends_of_ranges() const {
        for (std::size_t j = 0; j < figures_.size(); ++j) {
            const auto& parameter = task_.targets->parameters[j];
            for (const double factor : {parameter.value.from, parameter.value.to}) {
                LogFactors point(figures_.size(), 0.0);
                point[j] = std::log(factor);
                try {
                    (void)system_at(point);
                } catch (const base::InputError& error) {
                    throw base::InputError(fmt::format(
                        "{}: parameters.{}: at the factor {:.6g} there is no legal scenario:\n{}",
                        task_.targets->name, parameter.name, factor, error.what()));
                }
            }
        }
    }

    std::vector<statistics::Residuals> residuals_at(const std::vector<LogFactors>& points) const {
        std::vector<process::System> systems;
        systems.reserve(points.size());
        for (const auto& point : points) systems.push_back(system_at(point));
        std::vector<statistics::Residuals> all;
        for (const auto& table : simulate_together(systems, task_.frame, listener_)) {
            auto& residuals = all.emplace_back(table.replications().size());
            for (const auto& target : task_.targets->targets) {
                const auto* row =
                    table.find(target.value.response_name(), target.value.response_where());
                if (row == nullptr) throw base::InternalError("calibrate: no " + target.name);
                for (std::size_t i = 0; i < residuals.size(); ++i) {
                    residuals[i].push_back((row->values[i] - target.value.value) /
                                           target.value.tolerance);
                }
            }
        }
        check_measured(all);
        return all;
    }

    /// At the start, the only single point, every target must have a value.
    void check_measured(const std::vector<statistics::Residuals>& all) const {
        if (all.size() != 1) return;
        for (std::size_t i = 0; i < task_.targets->targets.size(); ++i) {
            const bool is_measured =
                std::any_of(all.front().begin(), all.front().end(),
                            [i](const auto& replication) { return !std::isnan(replication[i]); });
            if (!is_measured) {
                throw base::UserError(fmt::format(
                    "the target '{}' cannot be measured: in no replication was there anything to "
                    "count; a longer run or another target may help",
                    task_.targets->targets[i].name));
            }
        }
    }

    void describe_factors(const statistics::Fit& fit, Calibration& made) const {
        for (std::size_t j = 0; j < fit.parameters.size(); ++j) {
            const auto& parameter = task_.targets->parameters[j];
            const auto& fitted = fit.parameters[j];
            const double reach = kNormal95 * fitted.sd;
            FittedFactor factor;
            factor.name = parameter.name;
            factor.factor = std::exp(fitted.value);
            factor.from = parameter.value.from;
            factor.to = parameter.value.to;
            factor.low = std::clamp(std::exp(fitted.value - reach), factor.from, factor.to);
            factor.high = std::clamp(std::exp(fitted.value + reach), factor.from, factor.to);
            factor.identified = fitted.identified;
            factor.is_at_end = fitted.is_at_end;
            factor.figures = figures_[j].size();
            made.factors.push_back(std::move(factor));
        }
    }

    const CalibrationTask& task_;
    CalibrationListener& listener_;
    std::vector<std::vector<scenario::Figure>> figures_;  // of each parameter
};

}  // namespace

void check_responses(const scenario::TargetsFile& targets, const process::System& system,
                     base::Diagnostics& diagnostics) {
    const auto responses = responses_of(system);
    std::vector<std::string> names;
    for (const auto& response : responses) {
        if (names.empty() || names.back() != response.name) names.push_back(response.name);
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (const auto& target : targets.targets) {
        const std::string name = target.value.response_name();
        const std::string where = target.value.response_where();
        std::vector<std::string> places;
        for (const auto& response : responses) {
            if (response.name == name) places.push_back(response.where);
        }
        if (std::find(places.begin(), places.end(), where) != places.end()) continue;
        const std::string path = fmt::format("targets.{}", target.name);
        if (places.empty()) {
            const std::string near = base::closest_name(name, names);
            diagnostics.error(target.value.position(), path,
                              fmt::format("the scenario has no response '{}'; it has: {}", name,
                                          base::list_names(names, 12)),
                              near.empty() ? "'yhdyspinta run --all' shows every response"
                                           : fmt::format("did you mean '{}'?", near));
        } else {
            const std::string near = base::closest_name(where, places);
            diagnostics.error(target.value.position(), path,
                              fmt::format("'{}' is not given for '{}'; it is for: {}", name, where,
                                          base::list_names(places, 12)),
                              near.empty() ? "" : fmt::format("did you mean '{}'?", near));
        }
    }
}

std::vector<CheckedTarget> check_targets(const scenario::TargetsFile& targets,
                                         const results::ResponseTable& responses) {
    std::vector<CheckedTarget> checked;
    for (const auto& target : targets.targets) {
        CheckedTarget made;
        made.name = target.value.title.is_empty() ? target.name : target.value.title.in("en");
        made.value = target.value.value;
        made.tolerance = target.value.tolerance;
        made.source = targets.source_of(target.name);
        made.simulated = made.half_width = kNaN;
        const auto* row =
            responses.find(target.value.response_name(), target.value.response_where());
        if (row != nullptr) {
            const auto summary = statistics::summarise(row->values);
            made.unit = row->unit;
            made.simulated = summary.mean;
            made.half_width = statistics::half_width(summary);
        }
        made.is_within = std::abs(made.simulated - made.value) <= made.tolerance;
        checked.push_back(std::move(made));
    }
    return checked;
}

Calibration calibrate(const CalibrationTask& task, CalibrationListener& listener) {
    return Calibrator(task, listener).run();
}

}  // namespace yhdyspinta::experiment
