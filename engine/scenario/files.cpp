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

std::filesystem::path find_file(const std::filesystem::path& folder,
                                const std::filesystem::path& name) {
    namespace fs = std::filesystem;
    std::error_code error;
    fs::path meant = (folder / name).lexically_normal();
    if (fs::exists(meant, error) || name.is_absolute()) return meant;
    // Where the program is now, for it may have been moved with its files.
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (error) return meant;
    const fs::path installed =
        (program.parent_path() / YHDYSPINTA_FILES_FROM_PROGRAM / name).lexically_normal();
    return fs::is_regular_file(installed, error) ? installed : meant;
}

}  // namespace yhdyspinta::scenario
