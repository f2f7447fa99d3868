// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/schema_place.hpp"

namespace yhdyspinta::scenario {

SchemaPlace SchemaPlace::top() { return {find_section("scenario"), false}; }

const FieldDescription* SchemaPlace::field(const std::string& key) const {
    if (section == nullptr || is_names) return nullptr;
    return find_field(*section, key);
}

SchemaPlace SchemaPlace::below(const std::string& key) const {
    if (is_names) return {section, false};
    const FieldDescription* known = field(key);
    if (known == nullptr) return {};
    const auto& type = known->type;
    return {type.section.empty() ? nullptr : find_section(type.section), type.is_by_name};
}

std::vector<std::string> SchemaPlace::keys() const {
    std::vector<std::string> names;
    if (section != nullptr && !is_names) {
        for (const auto& candidate : section->fields) names.push_back(candidate.key);
    }
    return names;
}

}  // namespace yhdyspinta::scenario
