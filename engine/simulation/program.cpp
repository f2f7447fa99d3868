// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/program.hpp"

#include <algorithm>
#include <cstdlib>

#include "engine/simulation/compiler.hpp"

namespace yhdyspinta::simulation {

std::uint16_t as_place(std::size_t index) {
    if (index >= event_log::kNoPlace) {
        throw base::UserError(
            fmt::format("too many elements of one kind: {} (at most 65534)", index));
    }
    return static_cast<std::uint16_t>(index);
}

void Compiler::compile() {
    p_.length = s_.run.length.in_seconds();
    p_.warm_up = s_.run.warm_up.in_seconds();
    p_.legend.start_day = std::chrono::sys_days(s_.run.start);
    p_.legend.start_of_measuring = p_.warm_up;
    p_.legend.end_of_run = p_.length;
    compile_calendars();
    compile_attributes();
    compile_populations();
    compile_organisations_and_services();
    compile_resources();
    compile_record_types();
    lay_out_steps();
    compile_diaries();
    compile_steps();
    finish_jockeying();
    find_restless_waits();
    finish_services();
    compile_sources();
    compile_needs();
    compile_interfaces();
    compile_policies();
    compile_variables();
    find_foreseeable_onsets();
    compile_clocks();
    compile_indicators();
    find_joint_work();
    find_revisits();
    finish_activities();
    compile_measures();
    as_place(p_.activities.size());
    as_place(p_.legend.processes.size());
}

std::uint32_t Compiler::expression(const process::Expression& text,
                                   const process::ExpressionNames& names) {
    if (text.is_empty()) return kNone;
    // Many interfaces ask the same thing.
    const auto [known, is_new] = expressions_.try_emplace(
        {&names, text.text}, static_cast<std::uint32_t>(p_.expressions.size()));
    if (is_new) p_.expressions.emplace_back(text.text, names, p_.values.data());
    return known->second;
}

std::uint32_t Compiler::interface_expression(const process::Expression& text) {
    return expression(text, p_.interface_names);
}

Chance Compiler::chance(const process::Chance& text) {
    return {text.constant, interface_expression(text.expression)};
}

Chance Compiler::chance(const process::Expression& text, double otherwise) {
    if (text.is_empty()) return {otherwise, kNone};
    char* end = nullptr;
    const double number = std::strtod(text.text.c_str(), &end);
    if (end != text.text.c_str() && *end == '\0') return {number, kNone};
    return {0.0, expression(text)};
}

Draw Compiler::draw(const process::LawText& text, const std::string& purpose) {
    return {text.law, random::purpose(purpose)};
}

std::optional<Draw> Compiler::draw(const std::optional<process::LawText>& text,
                                   const std::string& purpose) {
    if (!text) return std::nullopt;
    return draw(*text, purpose);
}

std::uint32_t Compiler::attribute(const std::string& name) const {
    for (std::size_t i = 0; i < p_.attributes.size(); ++i) {
        if (p_.attributes[i].name == name) return static_cast<std::uint32_t>(i);
    }
    throw base::InternalError(fmt::format("no attribute named '{}'", name));
}

std::uint32_t Compiler::sites_per(const process::Reference& per) const {
    if (per.is_empty()) return 1;
    return static_cast<std::uint32_t>(
        std::max<std::size_t>(1, p_.attributes[attribute(per.name)].levels.size()));
}

std::vector<ClassAttribute> Compiler::drawn(const process::NamedList<process::LawText>& set,
                                            const std::string& whose) const {
    std::vector<ClassAttribute> result;
    for (const auto& item : set) {
        result.push_back({attribute(item.name),
                          draw(item.value, fmt::format("attribute/{}/{}", whose, item.name))});
    }
    return result;
}

std::uint32_t Compiler::process_start(const process::Reference& reference) const {
    if (reference.is_empty()) return kNone;
    return first_step_.at(index_of(s_.processes, reference.name, "process"));
}

Program::Program(const process::System& system) : clock(system.run.start) {
    Compiler(*this, system).compile();
}

}  // namespace yhdyspinta::simulation
