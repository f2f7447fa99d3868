// SPDX-License-Identifier: Apache-2.0
#include "tools/statistics/read_statistics.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/scenario/files.hpp"
#include "tools/statistics/json_tree.hpp"
#include "tools/statistics/readers.hpp"
#include "tools/statistics/text.hpp"

namespace yhdyspinta::tools::statistics {

namespace {

std::size_t count_outside_quotes(std::string_view line, char wanted) {
    std::size_t count = 0;
    bool is_quoted = false;
    for (const char c : line) {
        if (c == '"') is_quoted = !is_quoted;
        if (c == wanted && !is_quoted) ++count;
    }
    return count;
}

/// The separator that splits a line into most cells.
char separator_of(std::string_view line) {
    char best = ',';
    for (const char candidate : {',', ';', '\t'}) {
        if (count_outside_quotes(line, candidate) > count_outside_quotes(line, best)) {
            best = candidate;
        }
    }
    return best;
}

/// PxWeb may put the title of the table on a line of its own above the header: it is taken away,
/// its line stays, so that the lines after it keep their numbers.
std::string take_title(std::string& text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::size_t next = text.find_first_not_of("\r\n", end);
    if (next == std::string::npos) return {};
    const std::string_view first = std::string_view(text).substr(0, end);
    const std::size_t next_end = std::min(text.find('\n', next), text.size());
    const std::string_view second = std::string_view(text).substr(next, next_end - next);
    const auto cells = [](std::string_view line) {
        return count_outside_quotes(line, separator_of(line));
    };
    if (cells(first) > 0 || cells(second) == 0) return {};
    std::string title(first);
    title.erase(std::remove(title.begin(), title.end(), '"'), title.end());
    text.erase(0, end);
    while (!title.empty() && (title.back() == '\r' || title.back() == ' ')) title.pop_back();
    return title;
}

void read_csv(std::string text, std::uint32_t file, const Areas& areas,
              base::Diagnostics& diagnostics, StatisticsTable& into) {
    into.title = take_title(text);
    const std::size_t header = text.find_first_not_of("\r\n");
    const std::size_t end = std::min(text.find('\n', header), text.size());
    const std::string_view line = header == std::string::npos
                                      ? std::string_view()
                                      : std::string_view(text).substr(header, end - header);
    const auto csv = scenario::parse_csv(text, file, diagnostics, separator_of(line));
    if (!csv) return;
    if (csv->rows.empty()) {
        diagnostics.error({file, 0, 0}, "", "has a header but no rows");
        return;
    }
    const auto is_sotkanet = [&csv](const char* name) {
        return std::any_of(csv->columns.begin(), csv->columns.end(),
                           [name](const auto& column) { return folded(column) == name; });
    };
    if (is_sotkanet("indicator") && is_sotkanet("region")) {
        read_sotkanet_csv(*csv, file, areas, diagnostics, into);
    } else {
        read_pxweb_csv(*csv, file, areas, diagnostics, into);
    }
}

void read_json(const std::string& text, std::uint32_t file, Areas& areas,
               base::Diagnostics& diagnostics, StatisticsTable& into) {
    const auto root = parse_json(text, file, diagnostics);
    if (!root) return;
    if (root->is(JsonNode::Kind::list) && !root->items.empty()) {
        const JsonNode& first = root->items.front();
        if (first.find("category") != nullptr) {
            into.format = "Sotkanet regions";
            read_sotkanet_regions(*root, areas, diagnostics);
            return;
        }
        if (first.find("region") != nullptr) {
            read_sotkanet_json(*root, areas, diagnostics, into);
            return;
        }
    }
    const JsonNode* wrapped = root->find("dataset");  // older JSON-stat
    const JsonNode& dataset = wrapped == nullptr ? *root : *wrapped;
    if (dataset.find("dimension") != nullptr) {
        read_json_stat(dataset, areas, diagnostics, into);
        return;
    }
    diagnostics.error(root->position, "", "is no table of statistics that is known",
                      fmt::format("these are understood: {}", kUnderstood));
}

}  // namespace

std::optional<StatisticsTable> read_statistics_text(const std::string& bytes,
                                                    const std::string& name, Areas& areas,
                                                    base::Diagnostics& diagnostics) {
    const std::uint32_t file = diagnostics.add_file(name);
    StatisticsTable table;
    table.file = name;
    base::Diagnostics own;  // whether this file is wrong does not depend on the others
    (void)own.add_file(name);
    const auto text = as_utf8(bytes);
    if (!text) {
        own.error({0, 0, 0}, "", "is UTF-16; save it as UTF-8 or ISO-8859-1");
    } else if (const auto begin = text->find_first_not_of(" \t\r\n"); begin == std::string::npos) {
        own.error({0, 0, 0}, "", "the file is empty");
    } else if ((*text)[begin] == '{' || (*text)[begin] == '[') {
        read_json(*text, 0, areas, own, table);
    } else {
        read_csv(*text, 0, areas, own, table);
    }
    for (const auto& said : own.all()) {
        const base::Position position{file, said.position.line, said.position.column};
        if (said.severity == base::Severity::error) {
            diagnostics.error(position, said.path, said.message, said.hint);
        } else {
            diagnostics.warning(position, said.path, said.message, said.hint);
        }
    }
    for (auto& made : table.observations) made.position.file = file;
    if (own.has_errors()) return std::nullopt;
    return table;
}

std::optional<StatisticsTable> read_statistics(const std::filesystem::path& path, Areas& areas,
                                               base::Diagnostics& diagnostics) {
    const auto bytes = scenario::read_file(path);
    if (const auto* problem = std::get_if<scenario::Problem>(&bytes)) {
        diagnostics.error({diagnostics.add_file(path.generic_string()), 0, 0}, "",
                          problem->message);
        return std::nullopt;
    }
    return read_statistics_text(std::get<std::string>(bytes), path.generic_string(), areas,
                                diagnostics);
}

}  // namespace yhdyspinta::tools::statistics
