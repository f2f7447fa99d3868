// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <filesystem>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/scenario/file_kinds.hpp"
#include "engine/scenario/json_schema.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/describe.hpp"
#include "tools/cli/language_page.hpp"
#include "tools/cli/read_scenarios.hpp"

namespace yhdyspinta::cli {

namespace {

bool is_file_name(const std::string& word) {
    const std::string extension = std::filesystem::path(word).extension().string();
    return extension == ".yaml" || extension == ".yml" || word.find('/') != std::string::npos;
}

scenario::ScenarioFile read_one(const std::string& file) {
    return read_scenarios({file}, {}, false).front();
}

std::string text_of(const std::vector<std::string>& what) {
    if (what.empty()) return sections_text();
    const std::string& first = what.front();
    if (what.size() == 2) {
        if (first == "laws") return laws_text(read_one(what[1]));
        if (first == "expressions") return expressions_text(read_one(what[1]));
        throw base::UsageError(fmt::format(
            "'{}' is not described for a file; expected laws FILE or expressions FILE", first));
    }
    if (first == "laws") return laws_text();
    if (first == "expressions") return expressions_text();
    if (first == "responses") return responses_text();
    if (is_file_name(first)) return laws_text(read_one(first));
    return description_of(first);
}

/// The kind of file whose JSON Schema is asked for.
const scenario::FileKind* asked_kind(const DescribeOptions& options) {
    if (options.format != DescribeFormat::json_schema || options.what.size() != 1) return nullptr;
    return scenario::find_file_kind(options.what.front());
}

}  // namespace

ExitCode describe(const DescribeOptions& options) {
    std::string text;
    if (options.format == DescribeFormat::text) {
        text = text_of(options.what);
    } else if (const auto* kind = asked_kind(options)) {
        text = scenario::json_schema(*kind);
    } else if (!options.what.empty()) {
        throw base::UsageError(
            fmt::format("--format json-schema and markdown describe the whole language; expected "
                        "no '{}'",
                        options.what.front()));
    } else if (options.format == DescribeFormat::json_schema) {
        text = scenario::json_schema();
    } else {
        text = language_page();
    }
    fmt::print("{}", text);
    return ExitCode::done;
}

}  // namespace yhdyspinta::cli
