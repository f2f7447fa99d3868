// SPDX-License-Identifier: Apache-2.0
// In what two scenarios differ, and scenarios in between that have some of the differences.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/scenario/document.hpp"
#include "engine/scenario/merged_scenario.hpp"
#include "engine/scenario/schema_place.hpp"

namespace yhdyspinta::scenario {

enum class DifferenceKind {
    added,
    removed,
    changed,
    reordered,  ///< the same names in another order, which decides who is first at one instant
};

/// What a difference bears on.
enum class Bearing {
    simulated,
    wording,  ///< titles, descriptions, sources of figures
    frame,    ///< seed and number of replications, which scenarios simulated together share
};

enum class Side { a, b };

/// What one of the two scenarios says of a value, and the other does not.
struct Statement {
    Side side = Side::b;
    /// The file, when it is one that this scenario extends and the other does not; else empty.
    std::string part;
    const document::Node* value = nullptr;  ///< null: takes it away
    std::string text;                       ///< the same on one line, without sources; may be empty
};

/// One place at which two scenarios differ: the deepest one; lists are whole.
struct Difference {
    std::vector<std::string> path;
    DifferenceKind kind = DifferenceKind::changed;
    Bearing bearing = Bearing::simulated;
    std::string a, b;  ///< on one line, without sources; empty where there is none
    /// A's from first to last, then B's; the last of A's is what A has and the last of B's what B
    /// has. One at least. Of files laid on each other the later one counts, but where it is not in
    /// force an earlier one comes to light.
    std::vector<Statement> statements;
    const document::Node* below = nullptr;  ///< what holds when no statement is in force

    /// `resources.desk.servers`.
    [[nodiscard]] std::string path_text() const;
};

/// The differences between scenarios A and B, in the order of their files.
class ScenarioDifferences {
public:
    /// Both have been merged with positions in the same list of files.
    ScenarioDifferences(MergedScenario a, MergedScenario b);
    ScenarioDifferences(const ScenarioDifferences&) = delete;  // statements point into a_ and b_
    ScenarioDifferences& operator=(const ScenarioDifferences&) = delete;

    [[nodiscard]] const std::vector<Difference>& all() const { return all_; }
    /// Parts of which statements tell, those of B first, each in the order of the files.
    [[nodiscard]] const std::vector<std::string>& parts() const { return parts_; }

    /// A scenario between the two: a statement of B is in force when `is_as_in_b` holds for it, one
    /// of A when it does not; of those in force the last counts, B's after A's. What differs in
    /// wording and frame is as in A. All true gives B, all false A.
    [[nodiscard]] MergedScenario mixed(
        const std::function<bool(std::size_t difference, std::size_t statement)>& is_as_in_b) const;

private:
    using Path = std::vector<std::string>;
    struct Part {
        Side side = Side::b;
        std::string file;
        const document::Node* own = nullptr;
    };

    void find_parts(const MergedScenario& of, const MergedScenario& other, Side side);
    void walk(const document::Node* a, const document::Node* b, const SchemaPlace& place,
              Path& path);
    void walk_entries(const document::Node* a, const document::Node* b, const SchemaPlace& place,
                      Path& path);
    void add(const document::Node* a, const document::Node* b, Bearing bearing, const Path& path);
    void add_statements(Difference& difference, Side side, const document::Node* value,
                        const Path& path) const;
    [[nodiscard]] std::string origin(const document::Node& node, Side side) const;
    [[nodiscard]] bool is_of_one_origin(const document::Node& node, const std::string& name,
                                        Side side) const;
    [[nodiscard]] bool is_same_table(const document::Node& a, const document::Node& b) const;

    MergedScenario a_, b_;
    std::vector<Part> layers_;  // files that one side alone extends, in their order
    std::vector<std::string> parts_;
    std::vector<Difference> all_;
    std::map<Path, std::size_t> values_;  // index of the difference at a path
    std::map<Path, std::size_t> orders_;  // the same of the order of names
};

}  // namespace yhdyspinta::scenario
