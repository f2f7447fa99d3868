// SPDX-License-Identifier: Apache-2.0
// The kinds of file beside scenarios: what they have in common, and their keys as data.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/scenario/document.hpp"
#include "engine/scenario/reader.hpp"
#include "engine/scenario/schema.hpp"

namespace yhdyspinta::scenario {

/// A kind of file that is read with tables of keys.
struct FileKind {
    std::string name;   ///< "scenario", "experiment", "targets"
    std::string title;  ///< of its JSON Schema
    const std::vector<SectionDescription>* sections = nullptr;  ///< the top of a file first
    bool may_extend = false;  ///< may state only what differs from other files
};

/// Every kind of file, scenarios first.
[[nodiscard]] const std::vector<FileKind>& file_kinds();

/// Nothing when there is no such kind.
[[nodiscard]] const FileKind* find_file_kind(const std::string& name);

/// The sections of an experiment and of a file of targets.
[[nodiscard]] const std::vector<SectionDescription>& experiment_schema();
[[nodiscard]] const std::vector<SectionDescription>& targets_schema();

/// A file beside scenarios, parsed.
struct ParsedFile {
    std::filesystem::path file;  ///< where it was found
    std::uint32_t index = 0;     ///< in the diagnostics
    std::string text;
    document::Node root;  ///< a mapping
};

/// Finds, reads and parses a file. Nothing if and only if an error was added: there is no such
/// file, it is no YAML, or no mapping (`expected` says of what).
[[nodiscard]] std::optional<ParsedFile> parse_file(const std::filesystem::path& path,
                                                   const std::string& expected,
                                                   base::Diagnostics& diagnostics);

/// Reports a file that does not begin with `schema: 1`.
void check_schema_key(Reader& reader, const document::Node& root);

/// A section with the key that check_schema_key() asks for before its own.
[[nodiscard]] SectionDescription with_schema_key(SectionDescription section);

}  // namespace yhdyspinta::scenario
