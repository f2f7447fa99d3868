// SPDX-License-Identifier: Apache-2.0
// Compiles attributes, variables and populations.
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/simulation/compiler.hpp"

namespace yhdyspinta::simulation {

namespace {

constexpr double kDaysPerYear = 365.25;

}  // namespace

void Compiler::compile_attributes() {
    p_.names = process::expression_names(s_);
    const std::size_t count =
        p_.names.variables.size() - process::episode_variables().size() - s_.variables.size();
    p_.first_variable = static_cast<std::uint32_t>(p_.names.variables.size() - s_.variables.size());
    for (const auto& variable : s_.variables) {
        p_.variables.push_back(variable.value.initial);
        p_.legend.variables.push_back({variable.name, variable.value.initial});
    }
    as_place(p_.variables.size());
    p_.severity_value = static_cast<std::uint32_t>(count);
    p_.need_value = p_.severity_value + 1;
    p_.hops_value = p_.severity_value + 2;
    p_.paths_value = p_.severity_value + 3;
    p_.now_value = p_.severity_value + 4;
    p_.queue_length_value = p_.severity_value + 5;
    p_.in_service_value = p_.severity_value + 6;
    p_.waited_value = p_.severity_value + 7;
    p_.chance_value = p_.severity_value + 8;
    p_.others_here_value = p_.severity_value + 9;
    p_.unserved_value = p_.severity_value + 10;
    p_.interface_names = process::interface_expression_names(p_.names);
    p_.trust_value = static_cast<std::uint32_t>(p_.names.variables.size());
    p_.crosses_value = p_.trust_value + 1;
    p_.values.assign(p_.interface_names.variables.size(), 0.0);
    p_.attributes.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        p_.attributes[i].name = p_.names.variables[i];
        p_.attributes[i].levels = process::levels_of(s_, p_.names.variables[i]);
        p_.attributes[i].is_told_when_joining = !p_.attributes[i].levels.empty();
        p_.legend.attributes.push_back({p_.attributes[i].name, p_.attributes[i].levels});
    }
    for (const auto& entity_class : s_.classes) {
        auto& initial = p_.classes.emplace_back();
        p_.legend.classes.push_back(entity_class.name);
        for (const auto& item : entity_class.value.attributes) {
            const std::uint32_t index = attribute(item.name);
            p_.attributes[index].grows_per_second =
                item.value.grows_per_year / (kDaysPerYear * 86400.0);
            const std::string purpose =
                fmt::format("attribute/{}/{}", entity_class.name, item.name);
            if (item.value.initial) {
                initial.push_back({index, draw(*item.value.initial, purpose)});
            } else if (!item.value.weights.empty()) {
                std::vector<random::Law::Pair> weighted;
                for (std::size_t i = 0; i < item.value.weights.size(); ++i) {
                    weighted.emplace_back(static_cast<double>(i), item.value.weights[i]);
                }
                initial.push_back(
                    {index, {random::Law::discrete(weighted), random::purpose(purpose)}});
            }
        }
    }
    // Sources without a class have entities without attributes.
    if (std::any_of(s_.sources.begin(), s_.sources.end(),
                    [](const auto& source) { return source.value.entity_class.is_empty(); })) {
        p_.classes.emplace_back();
        p_.legend.classes.emplace_back("client");
    }
}

void Compiler::compile_variables() {
    auto next = static_cast<std::uint32_t>(s_.variables.size());
    for (std::size_t i = 0; i < s_.variables.size(); ++i) {
        VariableInfo& info = p_.variable_infos.emplace_back();
        const process::Reference& per = s_.variables[i].value.per;
        if (per.is_empty()) continue;
        info.per = attribute(per.name);
        info.first = next;
        p_.legend.variables[i].levels = p_.attributes[info.per].levels;
        info.levels = static_cast<std::uint32_t>(p_.attributes[info.per].levels.size());
        next += info.levels;
        info.has_level.assign(p_.classes.size(), false);
        for (std::size_t c = 0; c < s_.classes.size(); ++c) {
            info.has_level[c] = process::find(s_.classes[c].value.attributes, per.name) != nullptr;
        }
    }
}

std::uint32_t Compiler::class_index(const process::Reference& reference) const {
    return reference.is_empty() ? static_cast<std::uint32_t>(s_.classes.size())
                                : index_of(s_.classes, reference.name, "class");
}

void Compiler::compile_populations() {
    for (const auto& population : s_.populations) {
        const auto& text = population.value;
        auto& info = p_.populations.emplace_back();
        info.entity_class = class_index(text.entity_class);
        info.key = random::purpose("population/" + population.name);
        auto column = [&text](const std::string& name) {
            return static_cast<std::size_t>(
                std::find(text.columns.begin(), text.columns.end(), name) - text.columns.begin());
        };
        for (std::size_t r = 0; r < text.rows.size(); ++r) {
            const auto& row = text.rows[r];
            for (const auto& group_text : text.groups) {
                MemberGroup group;
                group.row = static_cast<std::uint32_t>(r);
                const double count = std::stod(row.at(column(group_text.column)));
                group.count = static_cast<std::uint64_t>(std::llround(count * group_text.share));
                for (const auto& [name, from] : text.attributes_from) {
                    const std::uint32_t index = attribute(name);
                    const double value = value_of_cell(index, row.at(column(from)));
                    group.fixed.emplace_back(index, value);
                }
                group.drawn = drawn_by_share(text, row, population.name);
                for (auto& item : drawn(group_text.set, population.name)) {
                    group.drawn.push_back(std::move(item));
                }
                info.groups.push_back(std::move(group));
            }
        }
        compile_households(text, info, "population/" + population.name);
    }
}

std::vector<ClassAttribute> Compiler::drawn_by_share(const process::Population& population,
                                                     const std::vector<std::string>& row,
                                                     const std::string& whose) const {
    std::vector<ClassAttribute> result;
    for (const auto& item : population.levels_from) {
        const std::uint32_t index = attribute(item.name);
        std::vector<random::Law::Pair> weighted;
        for (const auto& [level, name] : item.value) {
            const auto column = static_cast<std::size_t>(
                std::find(population.columns.begin(), population.columns.end(), name) -
                population.columns.begin());
            weighted.emplace_back(value_of_cell(index, level), std::stod(row.at(column)));
        }
        result.push_back({index,
                          {random::Law::discrete(weighted),
                           random::purpose(fmt::format("share/{}/{}", whose, item.name))}});
    }
    return result;
}

void Compiler::compile_households(const process::Population& text, PopulationInfo& info,
                                  const std::string& prefix) {
    if (text.households) {
        HouseholdsInfo households;
        households.size = draw(text.households->size, prefix + "/households/size");
        if (const auto& apart = text.households->apart) {
            households.apart_attribute = attribute(apart->attribute.name);
            households.apart = draw(apart->by, prefix + "/households/apart");
        }
        for (const auto& shared : text.households->shares) {
            households.shared.push_back(attribute(shared.name));
            p_.has_shared_attributes = true;
        }
        info.households = std::move(households);
    }
    if (!text.moves) return;
    MovesInfo moves;
    moves.every = draw(text.moves->every, prefix + "/moves/every");
    moves.attribute = attribute(text.moves->attribute.name);
    moves.level = draw(text.moves->to.level, prefix + "/moves/to");
    moves.delay = draw(text.moves->delay, prefix + "/moves/delay");
    moves.purpose = random::purpose(prefix + "/moves/to");
    if (!moves.level) {
        const auto column = [&text](const std::string& name) {
            return static_cast<std::size_t>(
                std::find(text.columns.begin(), text.columns.end(), name) - text.columns.begin());
        };
        const auto from = std::find_if(
            text.attributes_from.begin(), text.attributes_from.end(),
            [&](const auto& pair) { return pair.first == text.moves->attribute.name; });
        moves.weights.assign(p_.attributes[moves.attribute].levels.size(), 0.0);
        for (const auto& row : text.rows) {
            const double level = value_of_cell(moves.attribute, row.at(column(from->second)));
            moves.weights.at(static_cast<std::size_t>(level)) +=
                std::stod(row.at(column(text.moves->to.column)));
        }
    }
    add_followers(text, moves);
    info.moves = std::move(moves);
}

bool Compiler::decides_sites(const std::string& name) const {
    const auto is_per = [&name](const auto& list) {
        return std::any_of(list.begin(), list.end(),
                           [&name](const auto& item) { return item.value.per.name == name; });
    };
    return is_per(s_.services) || is_per(s_.resources) || is_per(s_.diaries) ||
           is_per(s_.variables);
}

void Compiler::add_followers(const process::Population& text, MovesInfo& moves) const {
    const auto cell_of = [&text](const std::vector<std::string>& row, const std::string& name) {
        const auto found = std::find(text.columns.begin(), text.columns.end(), name);
        return row.at(static_cast<std::size_t>(found - text.columns.begin()));
    };
    const auto place =
        std::find_if(text.attributes_from.begin(), text.attributes_from.end(),
                     [&](const auto& p) { return p.first == text.moves->attribute.name; });
    if (place == text.attributes_from.end()) return;
    const std::size_t levels = p_.attributes[moves.attribute].levels.size();
    for (const auto& [name, from] : text.attributes_from) {
        if (name == place->first || !decides_sites(name)) continue;
        FollowsMove follower{attribute(name), {}};
        follower.values.assign(levels, std::numeric_limits<double>::quiet_NaN());
        bool is_one_of_each = true;
        for (const auto& row : text.rows) {
            const double level = value_of_cell(moves.attribute, cell_of(row, place->second));
            const double value = value_of_cell(follower.attribute, cell_of(row, from));
            double& known = follower.values.at(static_cast<std::size_t>(level));
            is_one_of_each = is_one_of_each && (std::isnan(known) || known == value);
            known = value;
        }
        if (is_one_of_each) moves.followers.push_back(std::move(follower));
    }
}

double Compiler::value_of_cell(std::uint32_t attribute, const std::string& cell) const {
    const auto& levels = p_.attributes[attribute].levels;
    if (levels.empty()) return std::stod(cell);
    return static_cast<double>(std::find(levels.begin(), levels.end(), cell) - levels.begin());
}

}  // namespace yhdyspinta::simulation
