// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/ranges.hpp"

#include <algorithm>
#include <cmath>
#include <regex>

#include <fmt/format.h>

#include "engine/scenario/read_scenario.hpp"

namespace yhdyspinta::scenario {

namespace {

/// `a-b`, the ends with their units; only `b` needs one.
struct Ends {
    bool is_factor = false;
    std::string low, high;  ///< numbers
    std::string low_unit, high_unit;
};

std::optional<Ends> ends_of(const std::string& range) {
    static const std::regex kForm(
        R"(^\s*(x\s+)?([0-9]+(?:\.[0-9]+)?)\s*([A-Za-z/ ]*?)\s*(?:-|–)\s*([0-9]+(?:\.[0-9]+)?)\s*([A-Za-z/ ]*?)\s*$)");
    std::smatch found;
    if (!std::regex_match(range, found, kForm)) return std::nullopt;
    Ends ends{found[1].matched, found[2], found[4], found[3], found[5]};
    if (ends.low_unit.empty()) ends.low_unit = ends.high_unit;
    return ends;
}

std::optional<double> number_of(const std::string& text) {
    const auto value = parse_number(text, "a number");
    const auto* number = std::get_if<double>(&value);
    return number == nullptr ? std::nullopt : std::optional<double>(*number);
}

/// [s], or per [s], or a plain number, as the figure has it.
std::optional<double> amount_of(FigureKind kind, const std::string& text) {
    if (kind == FigureKind::duration || kind == FigureKind::law_of_durations) {
        const auto value = parse_duration(text);
        if (const auto* duration = std::get_if<base::Duration>(&value)) {
            return duration->in_seconds();
        }
        return std::nullopt;
    }
    if (kind == FigureKind::rate) {
        const auto value = parse_rate(text);
        const auto* rate = std::get_if<double>(&value);
        return rate == nullptr ? std::nullopt : std::optional<double>(*rate);
    }
    return number_of(text);
}

/// What stands behind the number of a figure.
std::string unit_of(const Figure& figure) {
    if (figure.kind != FigureKind::duration && figure.kind != FigureKind::rate &&
        figure.kind != FigureKind::law_of_durations) {
        return "";
    }
    const std::string_view text = trimmed(figure.text);
    const std::size_t end = text.find_first_not_of("0123456789.+-");
    return end == std::string_view::npos || text.find('(') != std::string_view::npos
               ? ""
               : std::string(trimmed(text.substr(end)));
}

std::optional<std::string> scaled(const Figure& figure, double factor) {
    if (!(factor > 0.0) || !std::isfinite(factor)) return std::nullopt;
    auto text = scaled_text(figure, factor);
    if (std::holds_alternative<Problem>(text)) return std::nullopt;
    return std::get<std::string>(std::move(text));
}

double width_of(double low, double high) {
    return high + low > 0.0 ? std::abs(high - low) / (0.5 * (high + low)) : 0.0;
}

}  // namespace

std::optional<FigureRange> read_range(const Figure& figure, const std::string& range) {
    const auto ends = ends_of(range);
    if (!ends) return std::nullopt;
    const double first = *number_of(ends->low), last = *number_of(ends->high);
    if (ends->is_factor) {
        if (!ends->high_unit.empty()) return std::nullopt;
        auto low = scaled(figure, first), high = scaled(figure, last);
        if (!low || !high) return std::nullopt;
        return FigureRange{std::move(*low),
                           std::move(*high),
                           width_of(first, last),
                           first,
                           last,
                           figure.text,
                           1.0};
    }
    if (figure.kind == FigureKind::expression && !number_of(figure.text)) return std::nullopt;
    const auto with_unit = [&figure](const std::string& number, const std::string& unit) {
        const std::string own = unit.empty() ? unit_of(figure) : unit;
        return own.empty() || own == figure.unit ? number : number + " " + own;
    };
    const std::string low = with_unit(ends->low, ends->low_unit);
    const std::string high = with_unit(ends->high, ends->high_unit);
    const auto from = amount_of(figure.kind, low), to = amount_of(figure.kind, high);
    if (!from || !to) return std::nullopt;
    const bool is_law =
        figure.text.find('(') != std::string::npos &&
        (figure.kind == FigureKind::law_of_durations || figure.kind == FigureKind::law_of_numbers);
    if (!is_law) return FigureRange{low, high, width_of(*from, *to), *from, *to, high, *to};
    const auto law =
        parse_law(figure.text, figure.kind == FigureKind::law_of_durations ? LawUnit::duration
                                                                           : LawUnit::number);
    const auto* known = std::get_if<random::Law>(&law);
    if (known == nullptr || !(known->mean() > 0.0)) return std::nullopt;
    // A mean of nothing at all is written as the law with hardly anything left of it.
    constexpr double kNothing = 1e-6;
    auto low_law = scaled(figure, std::max(kNothing, *from / known->mean()));
    auto high_law = scaled(figure, std::max(kNothing, *to / known->mean()));
    if (!low_law || !high_law) return std::nullopt;
    return FigureRange{std::move(*low_law),
                       std::move(*high_law),
                       width_of(*from, *to),
                       std::max(kNothing * known->mean(), *from),
                       *to,
                       figure.text,
                       known->mean()};
}

std::optional<std::string> value_within(const Figure& figure, const FigureRange& range,
                                        double share) {
    if (share <= 0.0) return range.low;
    if (share >= 1.0) return range.high;
    const double amount = range.from + share * (range.to - range.from);
    if (figure.kind == FigureKind::whole) return fmt::format("{:.0f}", amount);
    Figure base = figure;
    base.text = range.base;
    return range.base_amount > 0.0 ? scaled(base, amount / range.base_amount) : std::nullopt;
}

std::optional<std::string> assumed_value(const ScenarioFile& file, const std::string& path,
                                         double share) {
    for (const auto& sourced : file.system.sourced_values) {
        if (sourced.path != path || sourced.range.empty()) continue;
        for (const Figure& figure : file.figures) {
            if (figure.path != path) continue;
            const auto range = read_range(figure, sourced.range);
            return range ? value_within(figure, *range, share) : std::nullopt;
        }
    }
    return std::nullopt;
}

}  // namespace yhdyspinta::scenario
