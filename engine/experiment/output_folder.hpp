// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace yhdyspinta::experiment {

/// Name of the file that says what a folder holds and marks it as ours.
inline constexpr const char* kManifestName = "run.json";

/// A folder that results are written to. It is claimed at once, with a manifest that says
/// "unfinished", so that a run that was killed leaves a folder that the next one may use again.
class OutputFolder {
public:
    /// Makes `path` ready to take the `planned` files (relative names, sub-folders with `/`) and
    /// the manifest. Files that an earlier run of ours left there are removed; others stay. Throws
    /// base::UsageError when the folder holds something and no run of ours wrote it, and
    /// base::UserError when it cannot be written.
    OutputFolder(std::filesystem::path path, const std::vector<std::string>& planned);

    [[nodiscard]] std::filesystem::path path_of(const std::string& name) const;

    void write(const std::string& name, std::string_view text) const;

    /// `head` and then name, size [bytes] and SHA-1 of each of `files` that exists, names relative
    /// to `sub_folder` (empty: the folder itself).
    [[nodiscard]] nlohmann::ordered_json manifest(const nlohmann::ordered_json& head,
                                                  const std::vector<std::string>& files,
                                                  const std::string& sub_folder = {}) const;

private:
    std::filesystem::path path_;
};

/// SHA-1 of a file's content as 40 hexadecimal digits, as the command `sha1sum` prints it.
[[nodiscard]] std::string fingerprint(const std::filesystem::path& file);

}  // namespace yhdyspinta::experiment
