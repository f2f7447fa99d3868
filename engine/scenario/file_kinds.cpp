// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/file_kinds.hpp"

#include <utility>

#include <fmt/format.h>

namespace yhdyspinta::scenario {

using document::Node;

const std::vector<FileKind>& file_kinds() {
    static const std::vector<FileKind> kKinds{
        {"scenario", "Yhdyspinta scenario", &schema(), true},
        {"experiment", "Yhdyspinta experiment", &experiment_schema(), false},
        {"targets", "Yhdyspinta targets of a calibration", &targets_schema(), false},
    };
    return kKinds;
}

const FileKind* find_file_kind(const std::string& name) {
    for (const auto& kind : file_kinds()) {
        if (kind.name == name) return &kind;
    }
    return nullptr;
}

void check_schema_key(Reader& reader, const Node& root) {
    const Node* schema = root.find("schema");
    if (schema == nullptr) {
        reader.error(root.position, "",
                     "missing key 'schema'; expected 'schema: 1' as the first line");
    } else if (!schema->is_scalar()) {
        reader.report_kind(*schema, "schema", "1, the version of the language");
    } else if (schema->text != "1") {
        reader.error(schema->position, "schema",
                     fmt::format("schema '{}' is not known; expected 1, the version that this "
                                 "program reads",
                                 schema->text));
    }
}

SectionDescription with_schema_key(SectionDescription section) {
    const FieldDescription* version = find_field(schema().front(), "schema");
    section.fields.insert(section.fields.begin(), *version);
    return section;
}

}  // namespace yhdyspinta::scenario
