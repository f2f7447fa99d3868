// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/document_text.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/results/number_text.hpp"
#include "engine/scenario/schema.hpp"

namespace yhdyspinta::cli {

namespace {

using process::SourcedValue;
using scenario::Figure;
using scenario::FigureKind;

/// What a mark means, in the order in which they are counted.
constexpr std::pair<std::string_view, std::string_view> kMarks[] = {
    {"S", "stated by a source document"},
    {"V", "verified against its source"},
    {"D", "derived from a source"},
    {"U", "from a source that was not verified"},
    {"A", "assumption"},
    {"", "value with a note, without a mark"},
};

/// The key at the top that a path begins with.
std::string part_of(const std::string& path) { return path.substr(0, path.find('.')); }

/// A path below its part; paths without one are themselves.
std::string below_part(const std::string& path) {
    const std::size_t dot = path.find('.');
    return dot == std::string::npos ? path : path.substr(dot + 1);
}

/// Text in a cell of a table.
std::string cell(std::string_view text) {
    std::string made;
    for (const char c : text) {
        if (c == '|') made += '\\';
        made += c == '\n' ? ' ' : c;
    }
    return made;
}

std::string code(const std::string& text) { return text.empty() ? "" : "`" + cell(text) + "`"; }

std::string with_unit(const std::string& value, const std::string& unit) {
    return unit.empty() ? value : value + " " + unit;
}

/// Figures that say how much, as opposed to conditions, and to how long the run is.
bool is_bare_number(const Figure& figure) {
    return figure.kind != FigureKind::expression && part_of(figure.path) != "run" &&
           figure.path != "schema";
}

/// Elements of one list of numbers share a row: their list, when it is one.
std::string list_of(const std::string& path) {
    const std::size_t dot = path.rfind('.');
    if (dot == std::string::npos) return "";
    const std::string last = path.substr(dot + 1);
    return last.find_first_not_of("0123456789") == std::string::npos ? path.substr(0, dot) : "";
}

class Page {
public:
    Page(const scenario::ScenarioFile& scenario, const std::string& file)
        : scenario_(scenario), file_(file) {
        for (const auto& figure : scenario.figures) units_[figure.path] = figure.unit;
        for (const auto& sourced : scenario.system.sourced_values) sourced_.insert(sourced.path);
        // The parts in the order of the language.
        for (const auto& field : scenario::find_section("scenario")->fields) {
            parts_.emplace_back(field.key, field.meaning);
        }
    }

    std::string text(const experiment::InfluenceReport* influence) {
        add_head();
        add_marks();
        if (influence != nullptr) add_influence(*influence);
        for (const auto& [part, meaning] : parts_) add_part(part, meaning);
        add_bare();
        return text_;
    }

private:
    void add_head() {
        const auto& system = scenario_.system;
        const std::string& title = system.title.in("en");
        text_ += fmt::format("# {}\n\n", title.empty() ? file_ : title);
        const std::string& description = system.description.in("en");
        if (!description.empty()) text_ += description + "\n\n";
        text_ += fmt::format(
            "The figures of `{}`, made by `yhdyspinta document`. {:.6g} days are simulated, of "
            "which {:.6g} are warm-up.\n\n",
            file_, system.run.length.in_days(), system.run.warm_up.in_days());
    }

    void add_marks() {
        std::map<std::string, std::size_t> counts;
        for (const auto& sourced : scenario_.system.sourced_values) ++counts[sourced.mark];
        text_ += "## Where the figures come from\n\n| Mark | Meaning | Figures |\n|---|---|---:|\n";
        for (const auto& [mark, meaning] : kMarks) {
            const std::size_t count = counts[std::string(mark)];
            if (count == 0 && mark.empty()) continue;
            text_ += fmt::format("| {} | {} | {} |\n", mark.empty() ? "–" : mark, meaning, count);
        }
        text_ +=
            fmt::format("| | without a source, at the end of this page | {} |\n\n",
                        std::count_if(scenario_.figures.begin(), scenario_.figures.end(),
                                      [this](const Figure& figure) { return is_bare(figure); }));
    }

    bool is_bare(const Figure& figure) const {
        return is_bare_number(figure) && sourced_.count(figure.path) == 0;
    }

    void add_part(const std::string& part, const std::string& meaning) {
        std::string rows;
        for (const auto& value : scenario_.system.sourced_values) {
            if (part_of(value.path) != part) continue;
            const auto unit = units_.find(value.path);
            rows +=
                fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", code(below_part(value.path)),
                            cell(with_unit(value.value, unit == units_.end() ? "" : unit->second)),
                            cell(value.mark), cell(value.range), cell(value.year),
                            cell(value.source), cell(value.note));
        }
        if (rows.empty()) return;
        text_ += fmt::format(
            "## {}\n\n{}.\n\n| Figure | Value | Mark | Range | Year | Source | "
            "Note |\n|---|---|---|---|---|---|---|\n{}\n",
            heading(part), heading(meaning), rows);
    }

    static std::string heading(std::string text) {
        for (char& c : text) c = c == '_' ? ' ' : c;
        if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
            text[0] = static_cast<char>(text[0] - 'a' + 'A');
        }
        return text;
    }

    void add_bare() {
        std::vector<std::pair<std::string, std::string>> rows;
        std::string last_list;
        for (const auto& figure : scenario_.figures) {
            if (!is_bare(figure)) continue;
            const std::string list = list_of(figure.path);
            const std::string value = with_unit(figure.text, figure.unit);
            if (!list.empty() && list == last_list) {
                rows.back().second += ", " + value;
            } else {
                rows.emplace_back(list.empty() ? figure.path : list, value);
            }
            last_list = list;
        }
        if (rows.empty()) return;
        text_ +=
            "## Figures without a source\n\nSet by hand and not explained in the files; conditions "
            "and the frame of the run are left out.\n\n| Figure | Value |\n|---|---|\n";
        for (const auto& [path, value] : rows) {
            text_ += fmt::format("| {} | {} |\n", code(path), cell(value));
        }
        text_ += "\n";
    }

    void add_influence(const experiment::InfluenceReport& report) {
        text_ +=
            "## What hangs on which figure\n\nEach figure that states a range was put to both "
            "of its ends, everything else as it is, with the same random numbers. A law was "
            "scaled until its mean was the end. The difference is the response at the second "
            "value less that at the first, ± half a 95 % confidence interval.\n\n";
        if (report.passed_over > 0) {
            text_ += fmt::format("{} figures with narrower ranges were passed over.\n\n",
                                 report.passed_over);
        }
        for (std::size_t r = 0; r < report.responses.size(); ++r) {
            add_influence_on(report, r);
        }
        if (report.unread.empty()) return;
        text_ += "Their range is no pair of values that can be simulated: ";
        for (std::size_t i = 0; i < report.unread.size(); ++i) {
            text_ += (i == 0 ? "" : ", ") + code(report.unread[i]);
        }
        text_ += ".\n\n";
    }

    void add_influence_on(const experiment::InfluenceReport& report, std::size_t r) {
        const auto& response = report.responses[r];
        text_ += fmt::format(
            "### {}{}\n\nAs it is: {} {}.\n\n| Figure | Value | From | To | "
            "Difference |\n|---|---|---|---|---|\n",
            response.name, response.where == "all" ? "" : " (" + response.where + ")",
            results::interval_text(response.mean, response.half_width), response.unit);
        std::vector<const experiment::Influence*> order;
        for (const auto& figure : report.figures) order.push_back(&figure);
        // Clear differences first, by size; the others stay in the order of the files. Of one
        // replication all count: which are clear is not known.
        const auto size_of = [r](const experiment::Influence* figure) {
            const auto& difference = figure->differences[r];
            const bool counts = difference.is_clear() || std::isnan(difference.half_width);
            return counts && !std::isnan(difference.mean) ? std::abs(difference.mean) : 0.0;
        };
        std::stable_sort(order.begin(), order.end(),
                         [&](const auto* a, const auto* b) { return size_of(a) > size_of(b); });
        for (const auto* figure : order) {
            text_ += fmt::format("| {} | {} | {} | {} | {} |\n", code(figure->path),
                                 cell(figure->value), cell(figure->low), cell(figure->high),
                                 difference_text(figure->differences[r]));
        }
        text_ += "\n";
    }

    static std::string difference_text(const statistics::PairedDifference& difference) {
        if (std::isnan(difference.mean)) return "not measured";
        const std::string value = (difference.mean > 0.0 ? "+" : "") +
                                  results::interval_text(difference.mean, difference.half_width);
        if (std::isnan(difference.half_width)) return value + " (one replication)";
        return difference.is_clear() ? value : "no clear difference";
    }

    const scenario::ScenarioFile& scenario_;
    const std::string& file_;
    std::map<std::string, std::string> units_;  // by path
    std::set<std::string> sourced_;             // paths
    std::vector<std::pair<std::string, std::string>> parts_;
    std::string text_;
};

}  // namespace

std::string document_text(const scenario::ScenarioFile& scenario, const std::string& file,
                          const experiment::InfluenceReport* influence) {
    return Page(scenario, file).text(influence);
}

}  // namespace yhdyspinta::cli
