// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/versions.hpp"

#include <fmt/format.h>

namespace yhdyspinta::cli {

std::vector<std::pair<std::string, std::string>> versions() {
    return {{"yhdyspinta", YHDYSPINTA_VERSION},        {"SimGrid", YHDYSPINTA_SIMGRID_VERSION},
            {"Boost", YHDYSPINTA_BOOST_VERSION},       {"Eigen", YHDYSPINTA_EIGEN_VERSION},
            {"muParser", YHDYSPINTA_MUPARSER_VERSION}, {"yaml-cpp", YHDYSPINTA_YAML_CPP_VERSION},
            {"fmt", YHDYSPINTA_FMT_VERSION},           {"nlohmann-json", YHDYSPINTA_JSON_VERSION},
            {"CLI11", YHDYSPINTA_CLI11_VERSION},       {"SQLite", YHDYSPINTA_SQLITE_VERSION},
            {"compiler", YHDYSPINTA_COMPILER}};
}

std::string versions_text() {
    std::string text;
    for (const auto& [name, version] : versions()) {
        text += text.empty() ? fmt::format("{} {}", name, version)
                             : fmt::format("\n  {} {}", name, version);
    }
    return text;
}

}  // namespace yhdyspinta::cli
