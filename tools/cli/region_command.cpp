// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/base/diagnostic.hpp"
#include "engine/base/error.hpp"
#include "tools/cli/commands.hpp"
#include "tools/statistics/read_statistics.hpp"
#include "tools/statistics/region.hpp"
#include "tools/statistics/region_file.hpp"
#include "tools/statistics/region_tables.hpp"
#include "tools/statistics/text.hpp"

namespace yhdyspinta::cli {

namespace {

namespace fs = std::filesystem;
using namespace tools::statistics;

/// What makes the same files again, from the same folder.
std::string command_of(const Region& region, const RegionOptions& options) {
    std::string text =
        "yhdyspinta region " + (region.is_country() ? std::string("country") : region.code);
    if (options.years != kUsualYears) text += fmt::format(" --years {}", options.years);
    for (const auto& file : options.statistics) text += " --statistics " + shell_quoted(file);
    return text;
}

/// A file that somebody wrote by hand is not overwritten.
bool is_ours(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string line;
    for (int i = 0; i < 5 && std::getline(stream, line); ++i) {
        if (line.find(kMadeBy) != std::string::npos) return true;
    }
    return false;
}

void write(const fs::path& folder, const std::vector<scenario::WrittenFile>& files) {
    const fs::path first = folder / files.front().name;
    std::error_code error;
    const bool is_new = !fs::exists(first, error);
    if (!is_new && !is_ours(first)) {
        throw base::UsageError(
            fmt::format("'{}' was not made by 'yhdyspinta region'; it is not overwritten",
                        first.generic_string()));
    }
    fs::create_directories(folder, error);
    for (const auto& file : files) {
        const fs::path path = folder / file.name;
        if (is_new && fs::exists(path, error)) {
            throw base::UsageError(
                fmt::format("'{}' was not made by 'yhdyspinta region'; it is not overwritten",
                            path.generic_string()));
        }
        std::ofstream stream(path, std::ios::binary);
        stream << file.content;
        stream.close();
        if (!stream) {
            throw base::UserError(fmt::format("cannot write '{}'", path.generic_string()));
        }
    }
}

}  // namespace

ExitCode region(const RegionOptions& options) {
    const ModelParts model = read_model_parts(options.model);
    const RegionTables tables = read_region_tables(fs::path(options.model) / "data");
    Areas areas(tables);
    Region region = find_region(options.region, tables, areas, model.band_columns());
    base::Diagnostics diagnostics;
    std::vector<StatisticsTable> statistics;
    for (const auto& file : options.statistics) {
        if (auto table = read_statistics(file, areas, diagnostics)) {
            statistics.push_back(std::move(*table));
        }
    }
    if (!diagnostics.has_errors()) replace_columns(region, statistics, diagnostics);
    const std::string text = said(diagnostics);
    if (diagnostics.has_errors()) throw base::InputError(text);
    fmt::print(stderr, "{}", text);

    const std::string name = region.is_country() ? "finland" : folder_name(region.name);
    const fs::path folder = options.out ? fs::path(*options.out) : fs::path(name);
    const auto files =
        write_region(region, tables, model, options.years, command_of(region, options));
    write(folder, files);
    for (const auto& file : files) {
        fmt::print("{}: written\n", (folder / file.name).generic_string());
    }
    return ExitCode::done;
}

}  // namespace yhdyspinta::cli
