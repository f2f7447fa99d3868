// SPDX-License-Identifier: Apache-2.0
// The scenario language as data: the same tables that read and write scenarios, for whoever
// describes them
// (`yhdyspinta describe`, the JSON Schema, completion in editors).
#pragma once

#include <string>
#include <vector>

namespace yhdyspinta::scenario {

/// What a value may be.
struct TypeDescription {
    std::string type;                ///< "duration", "law of durations", "list of references" …
    std::string expected;            ///< as said in diagnostics: "a whole number >= 1"
    std::string unit;                ///< of a bare number, or empty
    std::string range;               ///< ">= 1", or empty
    std::string refers_to;           ///< kind of name: "process", or empty
    std::vector<std::string> words;  ///< legal words of an enumeration
    std::string section;             ///< name of the section that the value's keys follow, or empty
    bool is_by_name = false;         ///< a mapping from names of the user's to values
    bool is_list = false;
};

struct FieldDescription {
    std::string key;
    TypeDescription type;
    bool is_required = false;
    std::string default_value;  ///< as YAML; empty: none
    std::string meaning;
};

struct SectionDescription {
    std::string name;  ///< "scenario", "run", "resource" …
    std::string meaning;
    std::vector<FieldDescription> fields;
};

/// All sections, "scenario" (the top of a file) first.
[[nodiscard]] const std::vector<SectionDescription>& schema();

/// Nothing when there is no such section.
[[nodiscard]] const SectionDescription* find_section(const std::string& name);

}  // namespace yhdyspinta::scenario
