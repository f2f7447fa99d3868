// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/output_folder.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <system_error>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/experiment/sha1.hpp"

namespace yhdyspinta::experiment {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kWriter = "yhdyspinta";

/// The manifest of `folder`, when a run of ours wrote it.
std::optional<Json> manifest_in(const fs::path& folder) {
    std::ifstream file(folder / kManifestName);
    if (!file) return std::nullopt;
    Json manifest = Json::parse(file, nullptr, false);
    if (!manifest.is_object() || manifest.value("written_by", Json()) != kWriter)
        return std::nullopt;
    return manifest;
}

/// Removes what `manifest` lists, and sub-folders that are empty then. Names that lead out of the
/// folder are not followed: a manifest may have been edited.
void remove_listed(const fs::path& folder, const Json& manifest) {
    for (const Json& file : manifest.value("files", Json::array())) {
        if (!file.is_object() || !file.value("name", Json()).is_string()) continue;
        const fs::path name = fs::path(file["name"].get<std::string>()).lexically_normal();
        if (name.empty() || name.is_absolute() || *name.begin() == "..") continue;
        std::error_code ignored;
        if (fs::is_directory(fs::symlink_status(folder / name, ignored))) continue;
        fs::remove(folder / name, ignored);
        for (fs::path above = name.parent_path(); !above.empty(); above = above.parent_path()) {
            if (!fs::is_empty(folder / above, ignored)) break;
            fs::remove(folder / above, ignored);
        }
    }
}

void claim(const fs::path& folder) {
    std::error_code error;
    if (!fs::exists(folder, error)) {
        fs::create_directories(folder, error);
        if (error) {
            throw base::UserError(
                fmt::format("cannot make the folder '{}': {}", folder.string(), error.message()));
        }
        return;
    }
    if (!fs::is_directory(folder, error)) {
        throw base::UsageError(fmt::format("'{}' is not a folder", folder.string()));
    }
    const bool is_empty = fs::is_empty(folder, error);
    if (error) {
        throw base::UserError(
            fmt::format("cannot look into the folder '{}': {}", folder.string(), error.message()));
    }
    if (is_empty) return;
    const auto earlier = manifest_in(folder);
    if (!earlier) {
        throw base::UsageError(
            fmt::format("the folder '{}' holds something that yhdyspinta did not write; "
                        "name a new or an empty folder",
                        folder.string()));
    }
    remove_listed(folder, *earlier);
}

}  // namespace

OutputFolder::OutputFolder(fs::path path, const std::vector<std::string>& planned)
    : path_(std::move(path)) {
    claim(path_);
    Json files = Json::array();
    for (const std::string& name : planned) files.push_back({{"name", name}});
    const Json unfinished = {{"written_by", kWriter}, {"status", "unfinished"}, {"files", files}};
    write(kManifestName, unfinished.dump(2) + "\n");
    for (const std::string& name : planned) {
        std::error_code error;
        fs::create_directories((path_ / name).parent_path(), error);
        if (error) {
            throw base::UserError(fmt::format("cannot make the folder '{}': {}",
                                              (path_ / name).parent_path().string(),
                                              error.message()));
        }
    }
}

fs::path OutputFolder::path_of(const std::string& name) const { return path_ / name; }

void OutputFolder::write(const std::string& name, std::string_view text) const {
    const fs::path path = path_of(name);
    fs::path unfinished = path;
    unfinished += ".part";
    {
        std::ofstream file(unfinished, std::ios::binary | std::ios::trunc);
        file.write(text.data(), static_cast<std::streamsize>(text.size()));
        file.close();
        if (!file) {
            const int reason = errno;
            std::error_code ignored;
            fs::remove(unfinished, ignored);
            throw base::UserError(
                fmt::format("cannot write '{}': {}", path.string(), std::strerror(reason)));
        }
    }
    std::error_code error;
    fs::rename(unfinished, path, error);
    if (error) {
        throw base::UserError(fmt::format("cannot write '{}': {}", path.string(), error.message()));
    }
}

Json OutputFolder::manifest(const Json& head, const std::vector<std::string>& files,
                            const std::string& sub_folder) const {
    const fs::path folder = path_ / sub_folder;
    Json list = Json::array();
    for (const std::string& name : files) {
        if (!fs::exists(folder / name)) continue;
        list.push_back({{"name", name},
                        {"bytes", fs::file_size(folder / name)},
                        {"sha1", fingerprint(folder / name)}});
    }
    Json manifest = {{"written_by", kWriter}};
    manifest.update(head);
    manifest["files"] = std::move(list);
    return manifest;
}

std::string fingerprint(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    Sha1 sum;
    std::array<char, 65536> buffer;
    while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0) {
        sum.add({buffer.data(), static_cast<std::size_t>(in.gcount())});
    }
    if (!in.eof()) throw base::UserError(fmt::format("cannot read '{}'", file.string()));
    return sum.text();
}

}  // namespace yhdyspinta::experiment
