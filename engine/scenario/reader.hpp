// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/process/expression.hpp"
#include "engine/process/system.hpp"
#include "engine/scenario/document.hpp"
#include "engine/scenario/figures.hpp"
#include "engine/scenario/values.hpp"

namespace yhdyspinta::scenario {

struct TypeDescription;

/// What a name in a scenario can stand for.
enum class NameKind {
    entity_class,
    attribute,  ///< of a class
    category,   ///< attribute with levels
    process,
    step,        ///< of a process, or `leave`, or `return`
    clock_step,  ///< process.step
    service,
    organisation,
    resource,
    calendar,
    day_set,
    profile,
    population,
    channel,
    record,
    settable,  ///< attribute of a class, or variable
    signal,    ///< waited for, so that some step must tell it
    diary,
    indicator,
    variable,
    need,
};

/// The kind in words: "service".
[[nodiscard]] std::string_view to_text(NameKind kind);

/// A place where a name is used; whether it exists is known when everything has been read.
struct NameUse {
    NameKind kind = NameKind::service;
    process::Reference reference;
    std::string path;
    std::string scope;  ///< class of an attribute (empty: any), process of a step
};

struct ExpressionUse {
    process::Expression expression;
    std::string path;
    bool is_of_interface = false;  ///< knows `process::interface_variables()` as well
};

/// What one pass over a scenario collects beside the System itself.
class Reader {
public:
    explicit Reader(base::Diagnostics& diagnostics) : diagnostics_(diagnostics) {}
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    /// Says the same thing about the same place once only.
    void error(base::Position position, const std::string& path, const std::string& message,
               const std::string& hint = {});
    void warning(base::Position position, const std::string& path, const std::string& message,
                 const std::string& hint = {});
    void report(const document::Node& node, const std::string& path, const Problem& problem) {
        error(node.position, path, problem.message, problem.hint);
    }
    /// "expected X, found Y" unless something was said about the node already.
    void report_kind(const document::Node& node, const std::string& path,
                     const std::string& expected, const std::string& hint = {});
    void report_unknown_key(const document::Entry& entry, const std::string& path,
                            const std::vector<std::string>& legal);

    /// The scalar that `node` is, or that its `value` states with `mark` and `source`; null (and
    /// reported) when there is none.
    const document::Node* scalar(const document::Node& node, const std::string& path,
                                 const std::string& expected);

    void use(NameKind kind, const process::Reference& reference, const std::string& path,
             const std::string& scope = {});
    void use(const process::Expression& expression, const std::string& path,
             bool is_of_interface = false);
    void use(const process::LawText& law, LawUnit unit, const std::string& path);

    /// A scalar of that type was read; keeps it when it is a figure.
    void note_figure(const TypeDescription& about, const document::Node& scalar,
                     const std::string& path);

    [[nodiscard]] base::Diagnostics& diagnostics() { return diagnostics_; }
    [[nodiscard]] std::vector<Figure>& figures() { return figures_; }
    [[nodiscard]] const std::vector<NameUse>& name_uses() const { return name_uses_; }
    [[nodiscard]] const std::vector<ExpressionUse>& expression_uses() const {
        return expression_uses_;
    }
    [[nodiscard]] std::vector<LawUse>& law_uses() { return law_uses_; }
    [[nodiscard]] std::vector<process::SourcedValue>& sourced_values() { return sourced_values_; }

    /// The file that was asked for, as opposed to those that it extends.
    std::uint32_t main_file = 0;
    /// The process whose steps are being read.
    std::string process_name;
    /// False while a value is read a second time as part of a merged interface.
    bool collects_sources = true;
    /// Directories that relative names in the files (by index) are relative to.
    std::map<std::uint32_t, std::filesystem::path> directories;
    /// Attributes (by path) whose levels are to come from a population table.
    std::map<std::string, base::Position> open_levels;
    /// What expressions may name; known when they have been checked.
    process::ExpressionNames expression_names;
    /// Where the length of the run is said.
    base::Position run_length;
    /// Tables that were read.
    std::vector<std::filesystem::path> tables;

private:
    bool is_new(base::Position position, const std::string& message);
    void collect_source(const document::Node& node, const document::Node& value,
                        const std::string& path);

    base::Diagnostics& diagnostics_;
    std::set<std::pair<base::Position, std::string>> said_;
    std::vector<NameUse> name_uses_;
    std::set<std::tuple<base::Position, NameKind, std::string, std::string>> known_uses_;
    std::vector<ExpressionUse> expression_uses_;
    std::set<std::pair<base::Position, std::string>> known_expressions_;
    std::vector<LawUse> law_uses_;
    std::vector<process::SourcedValue> sourced_values_;
    std::vector<Figure> figures_;
    std::set<std::string> figure_paths_;
};

/// The keys of a mapping that states a value and where it comes from, and its marks.
[[nodiscard]] const std::vector<std::string>& source_keys();
[[nodiscard]] const std::vector<std::string>& source_marks();

/// A mapping that states a value and where it comes from: `{value: 3, mark: V, source: …}`.
[[nodiscard]] bool is_sourced(const document::Node& node);

/// "did you mean 'servers'?", or nothing.
[[nodiscard]] std::string suggestion(std::string_view word, const std::vector<std::string>& names);

}  // namespace yhdyspinta::scenario
