// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/merged_scenario.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/scenario/files.hpp"
#include "engine/scenario/merge.hpp"
#include "engine/scenario/reader.hpp"

namespace yhdyspinta::scenario {

using document::Node;

namespace {

namespace fs = std::filesystem;

/// Loads files and what they extend.
class Loader {
public:
    Loader(Reader& reader, MergedScenario& made)
        : reader_(reader), diagnostics_(reader.diagnostics()), made_(made) {}

    /// False once something could not be loaded: then checking the rest would only add noise.
    [[nodiscard]] bool is_complete() const { return is_complete_; }

    /// The tree of a text with everything it extends.
    Node load_text(const std::string& text, const fs::path& file) {
        const std::uint32_t index = diagnostics_.add_file(file.generic_string());
        made_.directories[index] = file.parent_path();
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
        made_.layers.push_back({file, *std::move(own)});
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
        const fs::path file = find_file(made_.directories[name.position.file], name.text);
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
        auto& files = made_.files;
        if (std::find(files.begin(), files.end(), file) == files.end()) files.push_back(file);
        return load_text(std::get<std::string>(text), file);
    }

    Reader& reader_;
    base::Diagnostics& diagnostics_;
    MergedScenario& made_;
    std::vector<fs::path> open_;  // from the first file to the one being loaded
    bool is_complete_ = true;
};

std::optional<MergedScenario> merge_files(const std::string& text, const fs::path& file,
                                          const std::vector<std::string>& sets,
                                          const std::string& overlay,
                                          base::Diagnostics& diagnostics, MergedScenario made) {
    made.main_file = diagnostics.add_file(file.lexically_normal().generic_string());
    Reader reader(diagnostics);
    Loader loader(reader, made);
    made.root = loader.load_text(text, file.lexically_normal());
    if (!loader.is_complete()) return std::nullopt;
    for (const auto& set : sets) apply_set(made.root, set, diagnostics);
    if (!overlay.empty()) {
        const std::uint32_t index = diagnostics.add_file("changed figures");
        made.directories[index] = file.parent_path();
        if (const auto over = document::parse(overlay, index, diagnostics)) {
            merge(made.root, *over, diagnostics);
        }
    }
    if (made.root.find("schema") == nullptr) {
        made.root.add("schema", Node::scalar("1"));  // said by the loader
    }
    return made;
}

}  // namespace

std::optional<MergedScenario> merge_scenario(const fs::path& path,
                                             const std::vector<std::string>& sets,
                                             const std::string& overlay,
                                             base::Diagnostics& diagnostics) {
    const fs::path file = find_file({}, path);
    const auto text = read_file(file);
    if (const auto* problem = std::get_if<Problem>(&text)) {
        diagnostics.error({diagnostics.add_file(file.generic_string()), 0, 0}, "", problem->message,
                          problem->hint);
        return std::nullopt;
    }
    MergedScenario made;
    made.files.push_back(file);
    return merge_files(std::get<std::string>(text), file, sets, overlay, diagnostics,
                       std::move(made));
}

std::optional<MergedScenario> merge_scenario_text(const std::string& text, const std::string& name,
                                                  const std::vector<std::string>& sets,
                                                  base::Diagnostics& diagnostics) {
    return merge_files(text, name, sets, {}, diagnostics, {});
}

}  // namespace yhdyspinta::scenario
