// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace yhdyspinta::scenario {

/// A JSON Schema (draft 2020-12) of scenario files, made from schema(): for completion and hints in
/// editors. It accepts whatever read_scenario() accepts of one file, and refuses unknown keys,
/// wrong kinds of values, unknown words and missing keys; names, sums and expressions it cannot
/// judge. A file that `extends` others or has no `run` (a part that others extend) may leave out
/// any key and remove keys with `~`.
[[nodiscard]] std::string json_schema();

struct FileKind;

/// The same for another kind of file.
[[nodiscard]] std::string json_schema(const FileKind& kind);

}  // namespace yhdyspinta::scenario
