// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/files.hpp"

#include <fstream>
#include <iterator>

#include <fmt/format.h>

namespace yhdyspinta::scenario {

Parsed<std::string> read_file(const std::filesystem::path& path) {
    std::error_code ignored;
    const std::string name = path.generic_string();
    if (!std::filesystem::exists(path, ignored)) {
        return Problem{fmt::format("cannot read '{}': there is no such file", name), ""};
    }
    if (std::filesystem::is_directory(path, ignored)) {
        return Problem{fmt::format("cannot read '{}': it is a directory", name), ""};
    }
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return Problem{fmt::format("cannot read '{}': no permission", name), ""};
    return std::string(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
}

}  // namespace yhdyspinta::scenario
