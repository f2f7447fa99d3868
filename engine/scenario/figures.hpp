// SPDX-License-Identifier: Apache-2.0
// The figures of a scenario: every number, duration, rate, law and expression that its files state,
// with its place. They can be scaled by factors and replaced, which gives an overlay: the part of a
// scenario file that states the changed figures alone.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/scenario/values.hpp"

namespace yhdyspinta::scenario {

enum class FigureKind {
    number,
    probability,
    whole,  ///< a number that cannot be a fraction
    duration,
    rate,
    law_of_durations,
    law_of_numbers,
    expression,
};

/// A figure as a file states it.
struct Figure {
    std::string path;  ///< `needs.worry.onset.1.rate`
    std::string text;  ///< as written
    FigureKind kind = FigureKind::number;
    std::string unit;  ///< of a bare number, or empty
    Range bounds;      ///< legal numbers
    base::Position position;
};

struct ScenarioFile;

/// `text` times `factor`. Durations and rates keep their units, laws are scaled as a whole,
/// expressions multiplied; numbers end at the closed ends of their range (a probability at 1).
/// `factor` > 0. A Problem when there is no such figure: a whole number, a law that could not be
/// written.
[[nodiscard]] Parsed<std::string> scaled_text(const Figure& figure, double factor);

/// The law `text` times `factor`: `exponential(5 min)` becomes `exponential(6 min)`, every argument
/// with the unit of the law is multiplied.
[[nodiscard]] Parsed<std::string> scaled_law_text(const std::string& text, LawUnit unit,
                                                  double factor);

/// Whether `path` is what `pattern` says; each `*` stands for one part between dots.
[[nodiscard]] bool matches_path(const std::string& pattern, const std::string& path);

/// Why no figure matches, for a message: which part of the pattern is not there, and what is.
[[nodiscard]] Problem no_such_figure(const std::vector<Figure>& figures,
                                     const std::string& pattern);

/// A figure that is to be stated anew.
struct ChangedFigure {
    std::string path;
    std::string text;
    std::string mark;  ///< empty: the value is written without a source
    std::string note;
};

/// YAML with the changed figures alone; lists that hold one are written whole, for a list replaces
/// a list. Every path must be one of `file.figures`.
[[nodiscard]] std::string overlay_yaml(const ScenarioFile& file,
                                       const std::vector<ChangedFigure>& changes);

}  // namespace yhdyspinta::scenario
