// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/report_command.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <vector>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/base/shell.hpp"
#include "engine/scenario/files.hpp"
#include "tools/cli/report_analyses.hpp"
#include "tools/cli/report_from_store.hpp"
#include "tools/report/page.hpp"
#include "tools/report/report_data.hpp"

namespace yhdyspinta::cli {

namespace {

namespace fs = std::filesystem;

/// tools/report: here, installed with the program, or in the tree in which it was built.
fs::path assets() {
    const char* known = "tools/report/page/page.html";
    std::error_code error;
    fs::path page = scenario::find_file({}, known);
    if (!fs::exists(page, error)) {
        const fs::path program = fs::read_symlink("/proc/self/exe", error);
        if (!error) page = program.parent_path() / "../../.." / known;
    }
    return page.parent_path().parent_path();
}

void write(const fs::path& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    if (!file) throw base::UserError(fmt::format("cannot write '{}'", path.string()));
}

/// What a command prints; throws when it cannot be started or fails, with its last words.
std::string output_of(const std::vector<std::string>& words, const std::string& purpose) {
    std::string command;
    for (const auto& word : words) command += base::shell_quoted(word) + " ";
    std::FILE* pipe = ::popen((command + "2>&1").c_str(), "r");
    if (pipe == nullptr) throw base::UserError("cannot start a shell");
    std::string text;
    std::array<char, 4096> buffer;
    for (std::size_t n; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
        text.append(buffer.data(), n);
    }
    const int status = ::pclose(pipe);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127) {
        throw base::UserError(
            fmt::format("{} needs '{}', which is not installed", purpose, words[0]));
    }
    if (status != 0) {
        throw base::UserError(fmt::format("{}: '{}' failed: {}", purpose, words[0], text));
    }
    return text;
}

/// Every chart as a file; how many there are.
std::size_t write_pictures(const ReportOptions& options, const nlohmann::ordered_json& data,
                           const fs::path& folder) {
    fs::create_directories(folder);
    const fs::path data_file = folder / ".data.json";
    write(data_file, data.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    std::vector<std::string> words{"node", (assets() / "render.mjs").string(), data_file.string(),
                                   options.language, folder.string()};
    if (options.has_svg) words.emplace_back("svg");
    if (options.has_png) words.emplace_back("png");
    const std::string names = output_of(words, options.has_svg ? "--svg" : "--png");
    fs::remove(data_file);
    return static_cast<std::size_t>(std::count(names.begin(), names.end(), '\n'));
}

}  // namespace

void add_options(CLI::App& command, ReportOptions& options) {
    command.add_option("STORE", options.store, "results of an experiment: its folder or store")
        ->required()
        ->type_name("");
    command
        .add_option("--lang", options.language,
                    "fi, sv or en: in which the page opens; all are inside; default: fi")
        ->type_name("LANGUAGE")
        ->check(CLI::Validator(
            [](const std::string& text) -> std::string {
                if (report::is_language(text)) return {};
                return fmt::format("'{}' is not one of fi, sv, en", text);
            },
            ""));
    command
        .add_option("--out", options.out, "folder of the report; default: report, beside the store")
        ->type_name("DIR");
    command
        .add_option("--attribution", options.attribution,
                    "what 'explain A B --format json' has printed: which parts of a reform make "
                    "the difference")
        ->type_name("FILE");
    command.add_flag("--svg", options.has_svg,
                     "every chart as SVG too (needs node and rsvg-convert)");
    command.add_flag("--png", options.has_png,
                     "every chart as PNG too (needs node and rsvg-convert)");
}

ExitCode report(const ReportOptions& options) {
    const experiment::Store store(options.store);
    auto input = report_from_store(store);
    if (options.attribution) input.attribution = read_attribution(*options.attribution);
    const auto data = report::report_data(input);
    const fs::path folder =
        options.out ? fs::path(*options.out) : store.file().parent_path() / "report";
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        throw base::UserError(
            fmt::format("cannot make the folder '{}': {}", folder.string(), error.message()));
    }
    const fs::path page = folder / "report.html";
    write(page, report::page(data, options.language, assets()));
    fmt::print("{}\n", page.string());
    if (options.has_svg || options.has_png) {
        const std::size_t count = write_pictures(options, data, folder / "charts");
        fmt::print("{} files in {}\n", count, (folder / "charts").string());
    }
    return ExitCode::done;
}

}  // namespace yhdyspinta::cli
