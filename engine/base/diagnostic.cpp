// SPDX-License-Identifier: Apache-2.0
#include "engine/base/diagnostic.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace yhdyspinta::base {

std::uint32_t Diagnostics::add_file(std::string name) {
    const auto known = std::find(files_.begin(), files_.end(), name);
    if (known != files_.end()) return static_cast<std::uint32_t>(known - files_.begin());
    files_.push_back(std::move(name));
    return static_cast<std::uint32_t>(files_.size() - 1);
}

void Diagnostics::error(Position position, std::string path, std::string message,
                        std::string hint) {
    diagnostics_.push_back(
        {Severity::error, position, std::move(path), std::move(message), std::move(hint)});
}

void Diagnostics::warning(Position position, std::string path, std::string message,
                          std::string hint) {
    diagnostics_.push_back(
        {Severity::warning, position, std::move(path), std::move(message), std::move(hint)});
}

std::size_t Diagnostics::errors() const {
    return static_cast<std::size_t>(
        std::count_if(diagnostics_.begin(), diagnostics_.end(),
                      [](const Diagnostic& d) { return d.severity == Severity::error; }));
}

std::size_t Diagnostics::warnings() const { return diagnostics_.size() - errors(); }

void Diagnostics::make_strict() {
    for (auto& diagnostic : diagnostics_) diagnostic.severity = Severity::error;
}

std::string Diagnostics::to_text(std::size_t limit) const {
    std::vector<const Diagnostic*> sorted;
    for (const auto& diagnostic : diagnostics_) sorted.push_back(&diagnostic);
    std::stable_sort(sorted.begin(), sorted.end(), [](const Diagnostic* a, const Diagnostic* b) {
        return a->position < b->position;
    });

    std::string text;
    auto file_name = [this](Position p) {
        return p.file < files_.size() ? files_[p.file] : std::string("input");
    };
    for (std::size_t i = 0; i < std::min(limit, sorted.size()); ++i) {
        const Diagnostic& d = *sorted[i];
        text += file_name(d.position);
        if (d.position.line > 0) text += fmt::format(":{}:{}", d.position.line, d.position.column);
        text += d.severity == Severity::error ? ": error: " : ": warning: ";
        if (!d.path.empty()) text += d.path + ": ";
        text += d.message + "\n";
        if (!d.hint.empty()) text += "  hint: " + d.hint + "\n";
    }
    if (sorted.size() > limit) {
        text += fmt::format("… and {} more\n", sorted.size() - limit);
    }
    if (const std::size_t count = errors(); count > 0) {
        const Position first = (*std::find_if(sorted.begin(), sorted.end(), [](const auto* d) {
                                   return d->severity == Severity::error;
                               }))->position;
        text += fmt::format("{}: {} error{}; nothing was simulated\n", file_name(first), count,
                            count == 1 ? "" : "s");
    }
    return text;
}

namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
    const std::size_t columns = b.size() + 1;
    std::vector<std::size_t> before(columns), previous(columns), current(columns);
    std::iota(previous.begin(), previous.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            current[j] = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                current[j] = std::min(current[j], before[j - 2] + 1);
            }
        }
        before = previous;
        previous = current;
    }
    return previous[b.size()];
}

}  // namespace

std::string closest_name(std::string_view word, const std::vector<std::string>& candidates) {
    std::string best;
    std::size_t best_distance = 3;
    for (const auto& candidate : candidates) {
        const std::size_t distance = edit_distance(word, candidate);
        if (distance < best_distance && distance < word.size()) {
            best_distance = distance;
            best = candidate;
        }
    }
    return best;
}

std::string list_names(const std::vector<std::string>& names, std::size_t limit) {
    std::string text;
    for (std::size_t i = 0; i < std::min(limit, names.size()); ++i) {
        if (i > 0) text += ", ";
        text += names[i];
    }
    if (names.size() > limit) text += ", …";
    return text;
}

}  // namespace yhdyspinta::base
