// SPDX-License-Identifier: Apache-2.0
#include "tools/report/page.hpp"

#include <array>
#include <fstream>
#include <sstream>
#include <string_view>

#include <fmt/format.h>

#include "engine/base/error.hpp"

namespace yhdyspinta::report {

namespace {

/// The modules of the page, each after those that it imports.
constexpr std::array kModules{"format.mjs",
                              "messages.mjs",
                              "group_names.mjs",
                              "data.mjs",
                              "finding.mjs",
                              "chart_parts.mjs",
                              "difference_charts.mjs",
                              "curves.mjs",
                              "boundary_charts.mjs",
                              "analysis_charts.mjs",
                              "calendar_chart.mjs",
                              "stories.mjs",
                              "charts.mjs",
                              "page.mjs"};

constexpr std::array kLibraries{"echarts/dist/echarts.min.js", "echarts/i18n/langFI.js",
                                "echarts/i18n/langSV.js"};

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file || text.str().empty()) {
        throw base::UserError(
            fmt::format("cannot read '{}', a part of the report; "
                        "'tools/install_dependencies build' brings what is missing",
                        path.string()));
    }
    return text.str();
}

/// What stands in a script element must not end it.
std::string as_script(std::string text) {
    constexpr std::string_view kEnd = "</script";
    for (std::size_t at = 0; (at = text.find(kEnd, at)) != std::string::npos; at += kEnd.size()) {
        text.replace(at, 2, "<\\/");
    }
    return text;
}

/// The text of a module without its imports and exports: all modules share one scope in the page.
std::string as_part(const std::string& module) {
    std::string text;
    std::istringstream lines(module);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("import ")) continue;
        constexpr std::string_view kExport = "export ";
        text += line.starts_with(kExport) ? line.substr(kExport.size()) : line;
        text += '\n';
    }
    return text;
}

/// JSON that can stand in an HTML script element, whatever its texts say.
std::string as_data(const nlohmann::ordered_json& data) {
    // Input files may hold bytes that are no UTF-8; they become the replacement character.
    const std::string dumped =
        data.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    std::string text;
    text.reserve(dumped.size());
    for (const char c : dumped) {
        if (c == '<') {
            text += "\\u003c";
        } else {
            text += c;
        }
    }
    return text;
}

std::string script(const std::string& text) {
    return "<script>\n" + as_script(text) + "\n</script>\n";
}

std::string data_element(const char* id, const nlohmann::ordered_json& data) {
    return fmt::format("<script type=\"application/json\" id=\"{}\">{}</script>\n", id,
                       as_data(data));
}

}  // namespace

bool is_language(const std::string& language) {
    return language == "fi" || language == "sv" || language == "en";
}

std::string page(const nlohmann::ordered_json& data, const std::string& language,
                 const std::filesystem::path& assets) {
    std::string libraries;
    for (const char* name : kLibraries) {
        libraries += script(read(assets / "node_modules" / name));
    }
    std::string modules;
    for (const char* name : kModules) modules += as_part(read(assets / "page" / name));

    const std::string frame = read(assets / "page" / "page.html");
    std::string text;
    std::size_t done = 0;
    // What fills a hole is never searched for holes: it may say anything.
    const auto fill = [&](std::string_view hole, const std::string& content) {
        const std::size_t at = frame.find(hole, done);
        if (at == std::string::npos) {
            throw base::InternalError(fmt::format("page.html has no {} in its place", hole));
        }
        text += frame.substr(done, at - done) + content;
        done = at + hole.size();
    };
    fill("{{language}}", language);
    fill("{{style}}", read(assets / "page" / "style.css"));
    fill("{{data}}",
         data_element("report-data", data) +
             data_element("report-messages",
                          nlohmann::ordered_json::parse(read(assets / "page" / "messages.json"))));
    fill("{{libraries}}", libraries);
    fill("{{script}}", script("(() => {\n'use strict';\n" + modules + "\n})();"));
    return text + frame.substr(done);
}

}  // namespace yhdyspinta::report
