// SPDX-License-Identifier: Apache-2.0
// Classes of entities, their attributes, and the sources that they come from.
#include <algorithm>

#include "engine/process/expression.hpp"
#include "engine/scenario/arrivals.hpp"
#include "engine/scenario/profiles.hpp"
#include "engine/scenario/table_parts.hpp"

namespace yhdyspinta::scenario {

using document::Node;

namespace {

Field<process::Attribute> levels_field() {
    using process::Attribute;
    Field<Attribute> made;
    made.about.key = "levels";
    const auto level = plain_text("the name of a level").about;
    made.about.type = choice_type("levels", "a list of names, or a mapping of names to weights",
                                  {described_list(level, "a list of names"),
                                   described_by_name(number(Range::at_least(0.0)).about,
                                                     "a mapping of names to weights", "")},
                                  {"[low, high]", "{low: 0.8, high: 0.2}"});
    made.about.meaning =
        "names of the categories, with their weights; [] when they come from a population table";
    made.read = [expected = made.about.type.expected](Reader& reader, const Node& node,
                                                      const std::string& path, Attribute& into) {
        const auto add = [&](const std::string& name, base::Position position, double weight) {
            if (name.empty()) {
                reader.error(position, path, "a level has no name");
            } else if (std::find(into.levels.begin(), into.levels.end(), name) !=
                       into.levels.end()) {
                reader.error(position, path, fmt::format("level '{}' is listed twice", name));
            } else {
                into.levels.push_back(name);
                into.weights.push_back(weight);
            }
        };
        if (node.is_list()) {
            for (std::size_t i = 0; i < node.items.size(); ++i) {
                const std::string inner = document::join_path(path, std::to_string(i + 1));
                const Node& item = node.items[i];
                if (item.is_scalar()) {
                    add(item.text, item.position, 1.0);
                } else {
                    reader.report_kind(item, inner, "the name of a level");
                }
            }
            if (node.items.empty()) {
                reader.open_levels[path.substr(0, path.rfind('.'))] = node.position;
            }
        } else if (node.is_mapping() && !node.entries.empty()) {
            const auto weight = number(Range::at_least(0.0));
            double sum = 0.0;
            bool is_readable = true;
            for (const auto& entry : node.entries) {
                const auto value =
                    weight.read(reader, entry.value, document::join_path(path, entry.key));
                is_readable = is_readable && value.has_value();
                sum += value.value_or(0.0);
                add(entry.key, entry.key_position, value.value_or(0.0));
            }
            if (is_readable && !(sum > 0.0)) {
                reader.error(node.position, path, "all weights are 0; expected one that is > 0");
            }
        } else {
            reader.report_kind(node, path, expected);
        }
    };
    made.write = [](const Attribute& from) -> std::optional<Node> {
        if (from.levels.empty()) return std::nullopt;
        if (from.weights.empty()) return Node::list();  // they come from a table again
        Node node = Node::mapping();
        for (std::size_t i = 0; i < from.levels.size(); ++i) {
            node.add(from.levels[i], Node::scalar(number_text(from.weights[i])));
        }
        return node;
    };
    return made;
}

/// Nothing is written for a category, which cannot grow.
Field<process::Attribute> grows_field() {
    using process::Attribute;
    auto made = field("grows", &Attribute::grows_per_year, yearly_change(), "change with time");
    made.write = [write = made.write](const Attribute& from) {
        return from.levels.empty() ? write(from) : std::nullopt;
    };
    return made;
}

}  // namespace

const Table<process::Attribute>& attribute_table() {
    using process::Attribute;
    static const Table<Attribute> kTable{
        "attribute",
        "A number or a category that each entity of a class has.",
        {
            field("initial", &Attribute::initial, law_of_numbers(),
                  "drawn when the entity is created; else 0, or from a population table"),
            grows_field(),
            levels_field(),
        }};
    return kTable;
}

namespace {

void check_attribute(Reader& reader, const Node& node, const std::string& path,
                     process::Attribute&) {
    const auto* levels = node.find_entry("levels");
    for (const char* key : {"initial", "grows"}) {
        const auto* other = node.find_entry(key);
        if (levels != nullptr && other != nullptr) {
            reader.error(
                other->key_position, path,
                fmt::format("'{}' is for numbers, but 'levels' makes this a category", key));
        }
    }
}

}  // namespace

const Table<process::EntityClass>& class_table() {
    using process::EntityClass;
    static const std::vector<std::string>& kReserved = process::reserved_names();
    static const Table<EntityClass> kTable{
        "class",
        "A kind of entity and the attributes it has.",
        {
            field("attributes", &EntityClass::attributes,
                  by_name(mapping<process::Attribute>(attribute_table(), check_attribute),
                          "attributes", kReserved),
                  "what expressions can ask about an entity"),
        }};
    return kTable;
}

const Table<process::Recorded>& recorded_table() {
    using process::Recorded;
    using process::RecordedUnit;
    static const Table<Recorded> kTable{
        "recorded",
        "Arrivals read from a table, one a row; a time before the start means: waiting since then.",
        {
            field("table", &Recorded::table, plain_text("the name of a CSV file"),
                  "CSV file, relative to the file that names it")
                .required(),
            field("time", &Recorded::time, plain_text("the name of a column"),
                  "column with the time of each arrival")
                .required(),
            field("unit", &Recorded::unit,
                  word<RecordedUnit>({{"min", RecordedUnit::minutes},
                                      {"h", RecordedUnit::hours},
                                      {"days", RecordedUnit::days},
                                      {"date", RecordedUnit::date}}),
                  "of the times: numbers from the start, or dates such as 2026-08-12T09:30")
                .required(),
            field("where", &Recorded::where, text_pairs("a mapping of columns to values"),
                  "keeps the rows with these values"),
            field("attributes_from", &Recorded::attributes_from,
                  text_pairs("a mapping of attributes to columns"),
                  "attributes that are read from columns"),
        }};
    return kTable;
}

const Table<process::Source>& source_table() {
    using process::Source;
    static const Table<Source> kTable{
        "source",
        "Where entities arrive and start a process: one of 'rate', 'interarrival', 'at', 'on' and "
        "'recorded', or 'already_waiting', or both.",
        {
            field("class", &Source::entity_class, reference(NameKind::entity_class),
                  "class of the entities; else one without attributes"),
            field("rate", &Source::rate, rate(), "arrivals of a Poisson process"),
            field("profile", &Source::profile, reference(NameKind::profile),
                  "by which the rate varies with civil time; else it does not"),
            field("interarrival", &Source::interarrival, law_of_durations(),
                  "time between arrivals of a renewal process"),
            field("at", &Source::at, list_of(duration(Range::at_least(0.0)), "durations"),
                  "arrivals at these times from the start"),
            field("on", &Source::on, day_set(), "an arrival on each such day of the run"),
            field("time", &Source::time, time_of_day(), "of the day, with 'on'; else 00:00"),
            field("recorded", &Source::recorded,
                  mapping<process::Recorded>(recorded_table(), load_recorded),
                  "arrivals read from a table"),
            field("already_waiting", &Source::already_waiting, mapping(already_waiting_table()),
                  "entities that wait in front of the first step when the run starts"),
            field("batch", &Source::batch, law_of_numbers(),
                  "how many arrive together, rounded to the nearest whole number; else 1"),
            field("first_at", &Source::first_at, duration(Range::at_least(0.0)),
                  "first arrival; else after one time between arrivals"),
            field("count", &Source::count, large_whole(Range::at_least(1)),
                  "number of entities after which the source ends"),
            field("set", &Source::set, attribute_laws(), "attributes drawn at arrival"),
            field("process", &Source::process, reference(NameKind::process),
                  "process that each entity starts")
                .required(),
        }};
    return kTable;
}

namespace {

void check_source(Reader& reader, const Node& node, const std::string& path,
                  process::Source& source) {
    check_arrival_keys(reader, node, path, source);
    if (source.interarrival && !(source.interarrival->law.mean() > 0.0)) {
        reader.error(
            source.interarrival->position, document::join_path(path, "interarrival"),
            fmt::format("'{}' has mean 0, so arrivals would never end; expected a mean > 0",
                        source.interarrival->text));
    }
    use_attributes(reader, node.find("set"), document::join_path(path, "set"),
                   source.entity_class.name);
    const Node* recorded = node.find("recorded");
    if (recorded == nullptr || !recorded->is_mapping()) return;
    const auto* from = recorded->find_entry("attributes_from");
    if (from != nullptr && node.find("class") == nullptr) {
        reader.error(from->key_position, document::join_path(path, "recorded"),
                     "'attributes_from' needs the key 'class' of the source: it says which "
                     "attributes there are");
        return;
    }
    use_attributes(reader, recorded->find("attributes_from"),
                   document::join_path(path, "recorded.attributes_from"), source.entity_class.name);
}

}  // namespace

Codec<process::Source> source_codec() {
    return mapping<process::Source>(source_table(), check_source);
}

}  // namespace yhdyspinta::scenario
