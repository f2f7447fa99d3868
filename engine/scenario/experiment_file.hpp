// SPDX-License-Identifier: Apache-2.0
// An experiment: which scenarios are simulated, with which of their values changed, how often, and
// what of it is kept.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/process/system.hpp"
#include "engine/scenario/read_scenario.hpp"

namespace yhdyspinta::scenario {

/// A value as it would stand after `--set PATH=`, or a factor as a number.
struct Level {
    std::string text;
    base::Position position;
    [[nodiscard]] bool is_empty() const { return text.empty(); }
};

/// What is varied: a value of the scenarios, or figures that are multiplied by one factor. It has
/// either levels or an interval.
struct Factor {
    process::Reference set;                  ///< path of one value
    std::vector<process::Reference> scales;  ///< or paths of figures, `*` for any one part
    std::vector<Level> levels;
    std::optional<double> from, to;  ///< from < to
    /// A figure between the ends of the range that its source states; levels are shares of it, from
    /// 0 to 1. The factor is called like its path.
    bool is_assumption = false;

    [[nodiscard]] bool is_continuous() const { return from && to; }
};

/// A regular two-level fraction: by its generators D = ABC, letters being the factors in the order
/// of the file, or by what it must tell apart. Exactly one is given.
struct Fractional {
    std::vector<process::Reference> generators;
    std::optional<int> resolution{};  ///< 3, 4 or 5
};

/// Which points of the factors are simulated; without any of these all combinations of levels.
struct DesignRule {
    std::optional<Fractional> fractional;
    std::optional<int> latin_hypercube;  ///< so many points, >= 1
    std::optional<int> morris;           ///< so many trajectories, >= 2
    std::optional<int> sobol;            ///< so many rows, >= 2; each is factors + 2 points
    std::vector<process::NamedList<Level>> list;
    base::Position position;

    /// Key of `design`, or `full`.
    [[nodiscard]] std::string name() const;
    /// Points are numbered, not named by their levels.
    [[nodiscard]] bool has_numbered_points() const { return morris || sobol; }
};

/// A response whose mean is to be known well enough; exactly one of the half-widths is given.
struct PrecisionTarget {
    process::Reference response;
    std::string where = "all";
    std::optional<double> half_width;  ///< in the unit of the response, > 0
    std::optional<double> relative;    ///< share of the mean, > 0
};

/// Replications are added until every target holds in every design.
struct Precision {
    std::vector<PrecisionTarget> responses;
    int at_least = 5;   ///< >= 2
    int at_most = 200;  ///< >= at_least
};

enum class BetterIs { smaller, larger };

/// Replications are added, and designs left out that are clearly worse, until one is left.
/// Source: Kim and Nelson (2001), ACM TOMACS 11(3).
struct Selection {
    process::Reference response;
    std::string where = "all";
    double indifference = 0.0;  ///< > 0: differences below this do not matter
    double confidence = 0.95;   ///< (0, 1) that the best is selected
    BetterIs better = BetterIs::smaller;
    int at_least = 10;   ///< >= 2 replications before any design is left out
    int at_most = 1000;  ///< >= at_least
};

struct ExperimentFile {
    std::string name;  ///< of the file, as the user knows it
    std::string text;  ///< as written
    process::Text title;
    process::Text description;
    process::NamedList<process::Reference> scenarios;  ///< file of each
    process::Reference baseline;                       ///< empty: the first
    process::NamedList<Factor> factors;                ///< those of `assumptions` last
    std::vector<process::Reference> assumptions;       ///< patterns of paths of figures
    DesignRule design;
    std::vector<process::Reference> constraints;  ///< expressions over factors
    int replications = 30;
    std::optional<Precision> precision;  ///< instead of a number of replications
    std::optional<Selection> selection;  ///< or this
    bool common_random_numbers = true;
    std::uint64_t seed = 1;
    std::vector<process::Reference> responses;  ///< names, `*` for anything; empty: all
    bool episodes = false;                      ///< keep a row for each episode
    int stories = 6;                            ///< clients whose path a report tells
    std::vector<int> event_logs;                ///< replications whose event log is kept

    std::vector<ScenarioFile> read;                ///< the scenarios, in the order of `scenarios`
    std::vector<std::filesystem::path> paths;      ///< their files
    std::vector<std::filesystem::path> all_files;  ///< everything that was read, this file first

    [[nodiscard]] std::size_t baseline_index() const;
};

/// Whether `name` is what `pattern` says; each `*` stands for any letters.
[[nodiscard]] bool matches_name(const std::string& pattern, const std::string& name);

/// What has to be set in `scenario` so that `factor` is at `level`: `path=value`, one for each
/// figure that it scales. Throws base::InternalError when the file was not checked against it.
[[nodiscard]] std::vector<std::string> sets_of(const Factor& factor, const std::string& level,
                                               const ScenarioFile& scenario);

/// What the text of an experiment says by itself, such as a store keeps it: its scenarios are not
/// read. Nothing if and only if errors were added.
[[nodiscard]] std::optional<ExperimentFile> read_experiment_alone(const std::string& text,
                                                                  base::Diagnostics& diagnostics);

/// Reads an experiment and its scenarios, and checks one against the other. Nothing if and only if
/// errors were added.
[[nodiscard]] std::optional<ExperimentFile> read_experiment(const std::filesystem::path& path,
                                                            base::Diagnostics& diagnostics);

}  // namespace yhdyspinta::scenario
