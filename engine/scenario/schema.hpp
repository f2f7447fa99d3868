// SPDX-License-Identifier: Apache-2.0
// The scenario language as data: the same tables that read and write scenarios, for whoever
// describes them
// (`yhdyspinta describe`, the JSON Schema, completion in editors).
#pragma once

#include <string>
#include <vector>

#include "engine/scenario/values.hpp"

namespace yhdyspinta::scenario {

/// What a value looks like in YAML, for those who check a file without reading it.
enum class Form {
    undescribed,  ///< anything at all; a value whose codec does not say more
    text,         ///< a single value; `pattern` may say more
    number,
    whole,
    truth,
    word,     ///< one of `words`
    mapping,  ///< with the keys of `section`
    by_name,  ///< a mapping from names (of `key_pattern`) to `parts[0]`
    list,     ///< of `parts[0]`
    choice,   ///< one of `parts`
};

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

    Form form = Form::undescribed;
    Range bounds;                        ///< of a bare number; `range` is the same in words
    std::string pattern;                 ///< ECMAScript regular expression of a text, or empty
    std::string key_pattern;             ///< the same of the names in a mapping
    std::vector<TypeDescription> parts;  ///< see Form
    std::vector<std::string> examples;   ///< as YAML
    bool may_state_source = false;       ///< {value: …, mark: …, source: …} says the same
    bool may_be_removed_inside = false;  ///< `key: ~` takes back what a wider pattern said
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
    std::vector<std::string> one_of;  ///< exactly one of these keys is given; empty: no such rule
    std::string otherwise;            ///< when none of `one_of` is: the section whose keys hold
};

/// All sections, "scenario" (the top of a file) first.
[[nodiscard]] const std::vector<SectionDescription>& schema();

/// Nothing when there is no such section.
[[nodiscard]] const SectionDescription* find_section(const std::string& name);

/// Nothing when there is no such key.
[[nodiscard]] const FieldDescription* find_field(const SectionDescription& section,
                                                 const std::string& key);

/// The key that a file may have at its top beside those of "scenario": it is gone when the files
/// have been laid on each other, so no table has it.
[[nodiscard]] const FieldDescription& extends_key();

}  // namespace yhdyspinta::scenario
