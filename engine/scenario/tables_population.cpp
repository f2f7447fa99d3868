// SPDX-License-Identifier: Apache-2.0
// Populations: groups, households and moves.
#include <algorithm>

#include "engine/scenario/population.hpp"
#include "engine/scenario/table_parts.hpp"

namespace yhdyspinta::scenario {

using document::Node;

const Table<process::PopulationGroup>& group_table() {
    using process::PopulationGroup;
    static const Table<PopulationGroup> kTable{
        "group",
        "Members of a population, as many as a column of the table says.",
        {
            field("column", &PopulationGroup::column, plain_text("the name of a column"),
                  "column with the number of members of each row")
                .required(),
            field("share", &PopulationGroup::share, number(Range::at_least(0.0)),
                  "the number is multiplied by this and rounded"),
            field("set", &PopulationGroup::set, attribute_laws(),
                  "attributes drawn for each member"),
        }};
    return kTable;
}

const Table<process::Apart>& apart_table() {
    using process::Apart;
    static const Table<Apart> kTable{
        "apart",
        "How far the members of a household are from its first.",
        {
            field("attribute", &Apart::attribute, attribute_name(), "number they differ by")
                .required(),
            field("by", &Apart::by, law_of_numbers(),
                  "distance, above or below; of those who are left the nearest is taken")
                .required(),
        }};
    return kTable;
}

const Table<process::Households>& households_table() {
    using process::Households;
    static const Table<Households> kTable{
        "households",
        "Who of one row of the table belongs together.",
        {
            field("size", &Households::size, law_of_numbers(), "members, rounded, at least 1")
                .required(),
            field("apart", &Households::apart, mapping(apart_table()),
                  "how they differ; else anybody of the row"),
            field("shares", &Households::shares, list_of(attribute_name(), "attributes"),
                  "attributes that have one value per household, drawn once and set for all"),
        }};
    return kTable;
}

namespace {

Codec<process::Destination> destination() {
    const auto law = law_of_numbers();
    const auto column =
        text_type("column", "'column NAME'", {"column pop_7_2020"}, "^column\\s+\\S.*$");
    Codec<process::Destination> codec;
    codec.about = choice_type("destination", "a law of numbers of levels, or 'column NAME'",
                              {law.about, column}, {"\"discrete(0: 1, 1: 2)\"", "column n"});
    codec.about.may_state_source = true;
    codec.read = [law, expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<process::Destination> {
        const Node* scalar = reader.scalar(node, path, expected);
        if (scalar == nullptr) return std::nullopt;
        process::Destination made;
        made.text = scalar->text;
        if (scalar->text.rfind("column ", 0) == 0) {
            made.column = std::string(trimmed(std::string_view(scalar->text).substr(7)));
            return made;
        }
        const bool is_name = std::all_of(scalar->text.begin(), scalar->text.end(), [](char c) {
            return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        });
        if (is_name) {
            reader.error(scalar->position, path,
                         fmt::format("'{}' is no number; expected {}", scalar->text, expected),
                         fmt::format("'column {}' would name a column of the table", scalar->text));
            return std::nullopt;
        }
        made.level = law.read(reader, *scalar, path);
        if (!made.level) return std::nullopt;
        return made;
    };
    codec.write = [](const process::Destination& value) { return Node::scalar(value.text); };
    return codec;
}

}  // namespace

const Table<process::Moves>& moves_table() {
    using process::Moves;
    static const Table<Moves> kTable{
        "moves",
        "How households, or members without one, move to another place: what they are at where "
        "the attribute decides the site is left, and the same service begins again at the new "
        "site. Other attributes from the table that decide sites become those of the new place.",
        {
            field("every", &Moves::every, law_of_durations(), "time from one move to the next")
                .required(),
            field("attribute", &Moves::attribute, attribute_name(),
                  "attribute with levels that gets another one")
                .required(),
            field("to", &Moves::to, destination(),
                  "number of the new level, 0 the first (its own: no move); or a column of the "
                  "table with weights of the levels other than its own")
                .required(),
            field("delay", &Moves::delay, law_of_durations(),
                  "time until services begin again, a gap of transition; else at once"),
        }};
    return kTable;
}

const Table<process::Population>& population_table() {
    using process::Population;
    static const Table<Population> kTable{
        "population",
        "Entities that are there from the start (or are born later) and stay; needs arise in them.",
        {
            field("class", &Population::entity_class, reference(NameKind::entity_class),
                  "class of the members")
                .required(),
            field("table", &Population::table, plain_text("the name of a CSV file"),
                  "CSV file with counts, relative to the file that names it")
                .required(),
            field("where", &Population::where, text_pairs("a mapping of columns to values"),
                  "keeps the rows with these values"),
            field("attributes_from", &Population::attributes_from,
                  text_pairs("a mapping of attributes to columns"),
                  "attributes that are read from columns"),
            field("levels_from", &Population::levels_from,
                  by_name(text_pairs("a mapping of levels to columns"), "mappings of levels"),
                  "categories drawn for each member by the shares that columns of its row give"),
            field("groups", &Population::groups,
                  list_of(
                      mapping<process::PopulationGroup>(
                          group_table(),
                          [](Reader&, const Node& node, const std::string&,
                             process::PopulationGroup& group) { group.position = node.position; }),
                      "groups"),
                  "which columns count members, and what is drawn for them")
                .required(),
            field("households", &Population::households,
                  mapping<process::Households>(
                      households_table(),
                      [](Reader&, const Node& node, const std::string&, process::Households& made) {
                          made.position = node.position;
                      }),
                  "members who belong together; else everybody is alone"),
            field("moves", &Population::moves,
                  mapping<process::Moves>(
                      moves_table(), [](Reader&, const Node& node, const std::string&,
                                        process::Moves& made) { made.position = node.position; }),
                  "how they move; else never"),
        }};
    return kTable;
}

namespace {

void check_population(Reader& reader, const Node& node, const std::string& path,
                      process::Population& population) {
    const std::string& entity_class = population.entity_class.name;
    use_attributes(reader, node.find("attributes_from"),
                   document::join_path(path, "attributes_from"), entity_class);
    use_attributes(reader, node.find("levels_from"), document::join_path(path, "levels_from"),
                   entity_class);
    const std::string groups_path = document::join_path(path, "groups");
    if (const Node* groups = node.find("groups"); groups != nullptr && groups->is_list()) {
        for (std::size_t i = 0; i < groups->items.size(); ++i) {
            const std::string group_path = document::join_path(groups_path, std::to_string(i + 1));
            use_attributes(reader, groups->items[i].find("set"),
                           document::join_path(group_path, "set"), entity_class);
        }
    }
    if (const auto& households = population.households) {
        const std::string inner = document::join_path(path, "households");
        if (const auto& apart = households->apart) {
            use_attribute(reader, apart->attribute, inner + ".apart.attribute", entity_class);
            if (apart->by.law.lowest() < 0.0) {
                reader.error(
                    apart->by.position, inner + ".apart.by",
                    fmt::format("'{}' can be negative; expected a distance >= 0", apart->by.text));
            }
        }
        for (const auto& shared : households->shares) {
            use_attribute(reader, shared, inner + ".shares", entity_class);
        }
    }
    if (const auto& moves = population.moves) {
        const std::string inner = document::join_path(path, "moves");
        use_attribute(reader, moves->attribute, inner + ".attribute", entity_class);
        if (!moves->every.text.empty() && !(moves->every.law.mean() > 0.0)) {
            reader.error(moves->every.position, inner + ".every",
                         fmt::format("'{}' has mean 0 and would repeat endlessly; expected a "
                                     "mean > 0",
                                     moves->every.text));
        }
    }
    load_population_table(reader, node, path, population);
}

}  // namespace

Codec<process::Population> population_codec() {
    return mapping<process::Population>(population_table(), check_population);
}

}  // namespace yhdyspinta::scenario
