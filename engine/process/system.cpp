// SPDX-License-Identifier: Apache-2.0
#include "engine/process/system.hpp"

#include <algorithm>

#include "engine/process/expression.hpp"

namespace yhdyspinta::process {

const std::string& Text::in(const std::string& language) const {
    const std::string& wanted = language == "fi" ? fi : language == "sv" ? sv : en;
    if (!wanted.empty()) return wanted;
    if (!en.empty()) return en;
    return fi.empty() ? sv : fi;
}

std::vector<std::string> levels_of(const System& system, const std::string& attribute) {
    std::vector<std::string> levels;
    for (const auto& entity_class : system.classes) {
        if (const auto* found = find(entity_class.value.attributes, attribute)) {
            levels = found->value.levels;
        }
    }
    if (!levels.empty()) return levels;
    for (const auto& population : system.populations) {
        for (const auto& [name, column] : population.value.attributes_from) {
            if (name != attribute) continue;
            const auto& columns = population.value.columns;
            const auto place = std::find(columns.begin(), columns.end(), column);
            if (place == columns.end()) continue;
            for (const auto& row : population.value.rows) {
                const std::string& level = row[static_cast<std::size_t>(place - columns.begin())];
                if (std::find(levels.begin(), levels.end(), level) == levels.end()) {
                    levels.push_back(level);
                }
            }
        }
    }
    return levels;
}

ExpressionNames expression_names(const System& system) {
    ExpressionNames names;
    for (const auto& entity_class : system.classes) {
        for (const auto& attribute : entity_class.value.attributes) {
            if (std::find(names.variables.begin(), names.variables.end(), attribute.name) ==
                names.variables.end()) {
                names.variables.push_back(attribute.name);
            }
        }
    }
    const std::size_t attributes = names.variables.size();
    for (const auto& variable : episode_variables()) names.variables.push_back(variable);
    for (std::size_t i = 0; i < system.needs.size(); ++i) {
        names.constants.emplace_back(system.needs[i].name, static_cast<double>(i));
    }
    for (std::size_t a = 0; a < attributes; ++a) {
        const auto levels = levels_of(system, names.variables[a]);
        for (std::size_t i = 0; i < levels.size(); ++i) {
            names.constants.emplace_back(levels[i], static_cast<double>(i));
        }
    }
    return names;
}

}  // namespace yhdyspinta::process
