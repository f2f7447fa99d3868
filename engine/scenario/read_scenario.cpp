// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/read_scenario.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/process/findings.hpp"
#include "engine/scenario/checks.hpp"
#include "engine/scenario/files.hpp"
#include "engine/scenario/interfaces.hpp"
#include "engine/scenario/merge.hpp"
#include "engine/scenario/population.hpp"
#include "engine/scenario/reader.hpp"
#include "engine/scenario/tables.hpp"

namespace yhdyspinta::scenario {

using document::Node;

namespace {

namespace fs = std::filesystem;

/// Loads files and what they extend.
class Loader {
public:
    Loader(Reader& reader, std::vector<fs::path>& files)
        : reader_(reader), diagnostics_(reader.diagnostics()), files_(files) {}

    /// False once something could not be loaded: then checking the rest would only add noise.
    [[nodiscard]] bool is_complete() const { return is_complete_; }

    /// The tree of a text with everything it extends.
    Node load_text(const std::string& text, const fs::path& file) {
        const std::uint32_t index = diagnostics_.add_file(file.generic_string());
        reader_.directories[index] = file.parent_path();
        auto own = document::parse(text, index, diagnostics_);
        if (!own) return fail();
        if (!own->is_mapping()) {
            reader_.report_kind(*own, "", "a scenario, that is a mapping of keys");
            return fail();
        }
        if (!check_schema(*own)) return fail();

        open_.push_back(file);
        Node merged = Node::mapping();
        merged.position = own->position;
        if (const auto* extends = own->find_entry("extends")) {
            for (const Node& name : names_in(extends->value)) {
                const Node base = load(name);
                if (is_complete_) merge(merged, base, diagnostics_);
            }
            std::erase_if(own->entries, [](const auto& entry) { return entry.key == "extends"; });
        }
        open_.pop_back();
        merge(merged, *own, diagnostics_);
        return merged;
    }

private:
    Node fail() {
        is_complete_ = false;
        return Node::mapping();
    }

    bool check_schema(const Node& root) {
        const Node* schema = root.find("schema");
        if (schema == nullptr) {
            reader_.error(root.position, "",
                          "missing key 'schema'; expected 'schema: 1' as the first line");
            return true;
        }
        if (schema->is_scalar() && schema->text == "1") return true;
        if (schema->is_scalar()) {
            reader_.error(schema->position, "schema",
                          fmt::format("schema '{}' is not known; expected 1, the version that this "
                                      "program reads",
                                      schema->text));
        } else {
            reader_.report_kind(*schema, "schema", "1, the version of the language");
        }
        return false;
    }

    std::vector<Node> names_in(const Node& extends) {
        std::vector<Node> names;
        const std::string expected = "the name of a scenario file, or a list of them";
        if (extends.is_scalar()) {
            names.push_back(extends);
        } else if (extends.is_list()) {
            for (const auto& item : extends.items) {
                if (item.is_scalar()) {
                    names.push_back(item);
                } else {
                    reader_.report_kind(item, "extends", "the name of a scenario file");
                }
            }
        } else {
            reader_.report_kind(extends, "extends", expected);
        }
        return names;
    }

    Node load(const Node& name) {
        const fs::path file = find_file(reader_.directories[name.position.file], name.text);
        const auto again = std::find(open_.begin(), open_.end(), file);
        if (again != open_.end()) {
            std::string chain;
            for (auto step = again; step != open_.end(); ++step) {
                chain += step->generic_string() + " -> ";
            }
            reader_.error(name.position, "extends",
                          fmt::format("'{}' would extend itself: {}{}", file.generic_string(),
                                      chain, file.generic_string()));
            return fail();
        }
        const auto text = read_file(file);
        if (const auto* problem = std::get_if<Problem>(&text)) {
            reader_.report(name, "extends", *problem);
            return fail();
        }
        if (std::find(files_.begin(), files_.end(), file) == files_.end()) files_.push_back(file);
        return load_text(std::get<std::string>(text), file);
    }

    Reader& reader_;
    base::Diagnostics& diagnostics_;
    std::vector<fs::path>& files_;
    std::vector<fs::path> open_;  // from the first file to the one being loaded
    bool is_complete_ = true;
};

std::optional<ScenarioFile> read(const std::string& text, const fs::path& file,
                                 const std::vector<std::string>& sets, const std::string& overlay,
                                 base::Diagnostics& diagnostics, ScenarioFile made) {
    const std::size_t errors_before = diagnostics.errors();
    Reader reader(diagnostics);
    reader.main_file = diagnostics.add_file(file.lexically_normal().generic_string());
    Loader loader(reader, made.files);
    Node root = loader.load_text(text, file.lexically_normal());
    if (!loader.is_complete()) return std::nullopt;
    for (const auto& set : sets) apply_set(root, set, diagnostics);
    if (!overlay.empty()) {
        const std::uint32_t index = diagnostics.add_file("changed figures");
        reader.directories[index] = file.parent_path();
        if (const auto over = document::parse(overlay, index, diagnostics)) {
            merge(root, *over, diagnostics);
        }
    }
    if (root.find("schema") == nullptr)
        root.add("schema", Node::scalar("1"));  // said by the loader
    made.merged_yaml = document::to_yaml(root);

    process::System& system = made.system;
    read_fields(reader, root, "", system_table(), system);
    if (const Node* interfaces = root.find("interfaces")) {
        read_interfaces(reader, *interfaces, system);
    }
    fill_levels_from_tables(reader, system);
    check_system(reader, system);
    if (diagnostics.errors() == errors_before) {
        for (const auto& found : process::find_faults(system, reader.main_file)) {
            found.severity == base::Severity::error
                ? diagnostics.error(found.position, found.path, found.message, found.hint)
                : diagnostics.warning(found.position, found.path, found.message, found.hint);
        }
    }
    system.sourced_values = std::move(reader.sourced_values());
    made.laws = std::move(reader.law_uses());
    made.figures = std::move(reader.figures());
    made.expression_names = std::move(reader.expression_names);
    made.files.insert(made.files.end(), reader.tables.begin(), reader.tables.end());
    if (diagnostics.errors() > errors_before) return std::nullopt;
    return made;
}

std::optional<ScenarioFile> read_file_of(const fs::path& path, const std::vector<std::string>& sets,
                                         const std::string& overlay,
                                         base::Diagnostics& diagnostics) {
    const fs::path file = find_file({}, path);
    const auto text = read_file(file);
    if (const auto* problem = std::get_if<Problem>(&text)) {
        diagnostics.error({diagnostics.add_file(file.generic_string()), 0, 0}, "", problem->message,
                          problem->hint);
        return std::nullopt;
    }
    ScenarioFile made;
    made.files.push_back(file);
    return read(std::get<std::string>(text), file, sets, overlay, diagnostics, std::move(made));
}

}  // namespace

std::optional<ScenarioFile> read_scenario(const fs::path& path,
                                          const std::vector<std::string>& sets,
                                          base::Diagnostics& diagnostics) {
    return read_file_of(path, sets, {}, diagnostics);
}

std::optional<ScenarioFile> read_scenario_with(const fs::path& path,
                                               const std::vector<std::string>& sets,
                                               const std::string& overlay,
                                               base::Diagnostics& diagnostics) {
    return read_file_of(path, sets, overlay, diagnostics);
}

std::optional<ScenarioFile> read_scenario_text(const std::string& text, const std::string& name,
                                               const std::vector<std::string>& sets,
                                               base::Diagnostics& diagnostics) {
    return read(text, name, sets, {}, diagnostics, {});
}

}  // namespace yhdyspinta::scenario
