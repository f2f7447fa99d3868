// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/scenario/schema.hpp"

namespace yhdyspinta::scenario {

/// Where a path has come to in the language: the keys of a section, or names of the user's.
struct SchemaPlace {
    const SectionDescription* section = nullptr;  ///< null: not described further
    bool is_names = false;

    /// The top of a file.
    [[nodiscard]] static SchemaPlace top();
    /// Nothing when the language does not know the key here.
    [[nodiscard]] const FieldDescription* field(const std::string& key) const;
    [[nodiscard]] SchemaPlace below(const std::string& key) const;
    /// Legal keys; empty where the user gives names and where nothing is described.
    [[nodiscard]] std::vector<std::string> keys() const;
};

}  // namespace yhdyspinta::scenario
