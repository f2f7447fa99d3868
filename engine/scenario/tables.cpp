// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/tables.hpp"

#include <algorithm>
#include <array>

#include "engine/process/expression.hpp"
#include "engine/scenario/arrivals.hpp"
#include "engine/scenario/policies.hpp"
#include "engine/scenario/population.hpp"
#include "engine/scenario/profiles.hpp"

namespace yhdyspinta::scenario {

using document::Node;
using process::NamedList;
using process::Reference;

namespace {

const std::vector<std::string> kStepTargets{"leave", "return"};

TypeDescription type(std::string name, std::string expected) {
    TypeDescription description;
    description.type = std::move(name);
    description.expected = std::move(expected);
    return description;
}

/// A text of one line that may state its source.
TypeDescription text_type(std::string name, std::string expected,
                          std::vector<std::string> examples = {}, std::string pattern = {}) {
    TypeDescription description = type(std::move(name), std::move(expected));
    description.form = Form::text;
    description.examples = std::move(examples);
    description.pattern = std::move(pattern);
    description.may_state_source = true;
    return description;
}

/// One of several forms.
TypeDescription choice_type(std::string name, std::string expected,
                            std::vector<TypeDescription> parts,
                            std::vector<std::string> examples = {}) {
    TypeDescription description = type(std::move(name), std::move(expected));
    description.form = Form::choice;
    description.parts = std::move(parts);
    description.examples = std::move(examples);
    return description;
}

/// Exactly one of some keys must be given.
void check_exactly_one(Reader& reader, const Node& node, const std::string& path,
                       const std::vector<std::string>& keys) {
    std::vector<const document::Entry*> given;
    for (const auto& key : keys) {
        if (const auto* entry = node.find_entry(key)) given.push_back(entry);
    }
    std::string list;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        list += (i == 0 ? "" : i + 1 == keys.size() ? " or " : ", ") + ("'" + keys[i] + "'");
    }
    if (given.empty()) {
        reader.error(node.position, path,
                     fmt::format("missing key {}; expected exactly one of them", list));
    } else if (given.size() > 1) {
        reader.error(given[1]->key_position, path,
                     fmt::format("'{}' and '{}' are both given; expected exactly one of {}",
                                 given[0]->key, given[1]->key, list));
    }
}

/// `key` makes sense only together with `other`.
void check_needs(Reader& reader, const Node& node, const std::string& path, const std::string& key,
                 const std::string& other, const std::string& why) {
    const auto* entry = node.find_entry(key);
    if (entry != nullptr && node.find(other) == nullptr) {
        reader.error(entry->key_position, path,
                     fmt::format("'{}' needs the key '{}': {}", key, other, why));
    }
}

/// The name of an attribute; the owner says of which class it has to be.
Codec<Reference> attribute_name() {
    Codec<Reference> codec = reference(NameKind::attribute);
    codec.read = [expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<Reference> {
        if (!node.is_scalar() || node.text.empty()) {
            reader.report_kind(node, path, expected);
            return std::nullopt;
        }
        return Reference{node.text, node.position};
    };
    return codec;
}

void use_attribute(Reader& reader, const Reference& attribute, const std::string& path,
                   const std::string& entity_class) {
    if (!attribute.is_empty()) reader.use(NameKind::attribute, attribute, path, entity_class);
}

/// A probability as a number, or an expression that is worked out whenever it is asked.
Codec<process::Expression> probability_or_expression() {
    const Codec<double> number = probability();
    Codec<process::Expression> codec = expression();
    TypeDescription text = codec.about;
    text.pattern = R"(^(?!\s*[-+]?[0-9.]+([eE][-+]?[0-9]+)?\s*$))";  // a number has its range
    codec.about = choice_type("probability", number.about.expected + ", or an expression",
                              {number.about, std::move(text)},
                              {"0.2", "\"severity >= 2 ? 0.4 : 0.1\""});
    codec.about.may_state_source = true;
    codec.read = [number, read = codec.read, expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<process::Expression> {
        const Node* scalar = reader.scalar(node, path, expected);
        if (scalar == nullptr) return std::nullopt;
        const bool is_number = std::holds_alternative<double>(parse_number(scalar->text, expected));
        if (!is_number) return read(reader, *scalar, path);
        if (!number.read(reader, *scalar, path)) return std::nullopt;
        return process::Expression{scalar->text, scalar->position};
    };
    return codec;
}

/// Attributes set by name: `{age: 'uniform(0, 3)'}`; which class they belong to is checked by the
/// owner.
Codec<NamedList<process::LawText>> attribute_laws() {
    return by_name(law_of_numbers(), "laws of numbers");
}

void use_attributes(Reader& reader, const Node* set, const std::string& path,
                    const std::string& entity_class) {
    if (set == nullptr || !set->is_mapping()) return;
    for (const auto& entry : set->entries) {
        reader.use(NameKind::attribute, {entry.key, entry.key_position}, path, entity_class);
    }
}

// ---- run
// --------------------------------------------------------------------------------------------

const Table<process::Run>& run_table() {
    using process::Run;
    static const Table<Run> kTable{
        "run",
        "How long, from which date and how many times the scenario is simulated.",
        {
            field("start", &Run::start, date(), "first day of the run"),
            field("length", &Run::length, duration(Range::above(0.0)),
                  "simulated time, warm-up included")
                .required(),
            field("warm_up", &Run::warm_up, duration(Range::at_least(0.0)),
                  "time at the beginning that is not measured"),
            field("replications", &Run::replications, whole(Range::at_least(1)),
                  "runs with random numbers of their own"),
            field("seed", &Run::seed, seed(), "first number that all random numbers depend on"),
        }};
    return kTable;
}

void check_run(Reader& reader, const Node& node, const std::string& path, process::Run& run) {
    run.position = node.position;
    if (const Node* length = node.find("length")) reader.run_length = length->position;
    const auto* warm_up = node.find_entry("warm_up");
    if (warm_up == nullptr || run.length <= base::Duration()) return;
    const std::string inner = document::join_path(path, "warm_up");
    if (run.warm_up >= run.length) {
        reader.error(
            warm_up->value.position, inner,
            fmt::format("a warm-up of {} leaves nothing of a run of {}; expected less than "
                        "the length",
                        duration_text(run.warm_up), duration_text(run.length)));
    } else if (run.warm_up > run.length * 0.5) {
        reader.warning(warm_up->value.position, inner,
                       fmt::format("a warm-up of {} is more than half of the run of {}",
                                   duration_text(run.warm_up), duration_text(run.length)));
    }
}

// ---- calendars
// --------------------------------------------------------------------------------------

Codec<process::DaySetDescription> day_set() {
    Codec<process::DaySetDescription> codec;
    codec.about =
        described_list(text_type("day rule", "a day rule"),
                       "a list of day rules such as 01-06, easter -2, 2026-08-12 or include NAME");
    codec.about.examples = {"[01-06, easter -2, 2026-12-22 to 2027-01-06, include OTHER]"};
    codec.read = [expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<process::DaySetDescription> {
        if (!node.is_list()) {
            reader.report_kind(node, path, expected);
            return std::nullopt;
        }
        process::DaySetDescription made;
        for (std::size_t i = 0; i < node.items.size(); ++i) {
            const std::string inner = document::join_path(path, std::to_string(i + 1));
            const Node* item = reader.scalar(node.items[i], inner, "a day rule");
            if (item == nullptr) continue;
            if (item->text.rfind("include ", 0) == 0) {
                const Reference other{std::string(trimmed(item->text.substr(8))), item->position};
                made.includes.push_back(other);
                reader.use(NameKind::day_set, other, inner);
                continue;
            }
            auto rule = calendar::parse_day_rule(item->text);
            if (const auto* problem = std::get_if<std::string>(&rule)) {
                reader.error(item->position, inner, *problem);
            } else {
                made.rules.push_back(std::get<calendar::DayRule>(rule));
            }
        }
        return made;
    };
    codec.write = [](const process::DaySetDescription& set) {
        Node node = Node::list();
        for (const auto& rule : set.rules) {
            node.items.push_back(Node::scalar(calendar::to_text(rule)));
        }
        for (const auto& other : set.includes) {
            node.items.push_back(Node::scalar("include " + other.name));
        }
        return node;
    };
    return codec;
}

constexpr std::array<const char*, 7> kDayNames{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

Codec<calendar::OpeningHours> opening_hours() {
    Codec<calendar::OpeningHours> codec;
    const auto one_period = text_type("period", "a period such as 08:00-16:00", {"08:00-16:00"},
                                      "^\\s*[0-9]{2}:[0-9]{2}\\s*-\\s*[0-9]{2}:[0-9]{2}\\s*$");
    const std::string any_day = fmt::format("({})", fmt::join(kDayNames, "|"));
    codec.about = described_by_name(
        choice_type("period or list of periods", "a period such as 08:00-16:00, or a list of them",
                    {one_period, described_list(one_period, "a list of periods")}),
        "a mapping of days to periods such as {mon-fri: 08:00-16:00}",
        fmt::format("^\\s*{0}\\s*(-\\s*{0}\\s*)?$", any_day));
    codec.about.type = "opening hours";
    codec.about.is_by_name = false;  // the names are days, not the user's
    codec.about.examples = {"{mon-fri: 08:00-16:00}",
                            "{mon: 08:00-16:00, tue-thu: [\"08:00-11:00\", \"12:00-20:00\"]}"};
    codec.read = [expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<calendar::OpeningHours> {
        if (!node.is_mapping()) {
            reader.report_kind(node, path, expected);
            return std::nullopt;
        }
        calendar::OpeningHours hours;
        for (const auto& entry : node.entries) {
            const std::string inner = document::join_path(path, entry.key);
            const auto days = parse_weekdays(entry.key);
            if (const auto* problem = std::get_if<Problem>(&days)) {
                reader.error(entry.key_position, path, problem->message, problem->hint);
            }
            std::vector<const Node*> texts;
            if (entry.value.is_list()) {
                for (const auto& item : entry.value.items) texts.push_back(&item);
            } else {
                texts.push_back(&entry.value);
            }
            for (const Node* item : texts) {
                const Node* scalar = reader.scalar(*item, inner, "a period such as 08:00-16:00");
                if (scalar == nullptr) continue;
                const auto period = parse_period(scalar->text);
                if (const auto* problem = std::get_if<Problem>(&period)) {
                    reader.report(*scalar, inner, *problem);
                    continue;
                }
                if (!std::holds_alternative<std::vector<int>>(days)) continue;
                for (const int day : std::get<std::vector<int>>(days)) {
                    auto& list = hours.days[static_cast<std::size_t>(day)];
                    const auto added = std::get<calendar::OpenPeriod>(period);
                    for (const auto& other : list) {
                        if (added.from < other.to && other.from < added.to) {
                            reader.error(scalar->position, inner,
                                         fmt::format("{} on {} overlaps {}; expected periods that "
                                                     "do not",
                                                     period_text(added),
                                                     kDayNames[static_cast<std::size_t>(day)],
                                                     period_text(other)));
                            break;
                        }
                    }
                    list.push_back(added);
                    std::sort(list.begin(), list.end(),
                              [](const auto& a, const auto& b) { return a.from < b.from; });
                }
            }
        }
        return hours;
    };
    codec.write = [](const calendar::OpeningHours& hours) {
        Node node = Node::mapping();
        for (std::size_t day = 0; day < 7; ++day) {
            if (hours.days[day].empty()) continue;
            std::size_t last = day;
            while (last + 1 < 7 && hours.days[last + 1] == hours.days[day]) ++last;
            Node list = Node::list();
            for (const auto& period : hours.days[day]) {
                list.items.push_back(Node::scalar(period_text(period)));
            }
            std::string days = kDayNames[day];
            if (last > day) days += std::string("-") + kDayNames[last];
            node.add(days, list.items.size() == 1 ? list.items[0] : list);
            day = last;
        }
        return node;
    };
    return codec;
}

const Table<process::CalendarText>& calendar_table() {
    using process::CalendarText;
    static const Table<CalendarText> kTable{
        "calendar",
        "When something is open.",
        {
            field("open", &CalendarText::open, opening_hours(), "periods of each day of the week")
                .required(),
            field("closed", &CalendarText::closed,
                  list_of(reference(NameKind::day_set), "day sets"), "days on which it is closed"),
            field("open_only", &CalendarText::open_only,
                  list_of(reference(NameKind::day_set), "day sets"),
                  "when given, it is open on no other days"),
        }};
    return kTable;
}

void check_calendar(Reader& reader, const Node& node, const std::string& path,
                    process::CalendarText& calendar) {
    const Node* open = node.find("open");
    const bool is_never_open = std::all_of(calendar.open.days.begin(), calendar.open.days.end(),
                                           [](const auto& day) { return day.empty(); });
    if (open != nullptr && open->is_mapping() && open->entries.empty() && is_never_open) {
        reader.error(open->position, document::join_path(path, "open"),
                     "is never open; expected at least one day such as {mon-fri: 08:00-16:00}");
    }
}

// ---- entities
// ---------------------------------------------------------------------------------------

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

Codec<std::vector<std::pair<std::string, std::string>>> text_pairs(std::string expected) {
    Codec<std::vector<std::pair<std::string, std::string>>> codec;
    codec.about = described_by_name(text_type("text", "a text"), expected, "");
    codec.read = [expected = codec.about.expected](Reader& reader, const Node& node,
                                                   const std::string& path)
        -> std::optional<std::vector<std::pair<std::string, std::string>>> {
        if (!node.is_mapping()) {
            reader.report_kind(node, path, expected);
            return std::nullopt;
        }
        std::vector<std::pair<std::string, std::string>> pairs;
        for (const auto& entry : node.entries) {
            const Node* value =
                reader.scalar(entry.value, document::join_path(path, entry.key), "a text");
            if (value != nullptr) pairs.emplace_back(entry.key, value->text);
        }
        return pairs;
    };
    codec.write = [](const std::vector<std::pair<std::string, std::string>>& pairs) {
        Node node = Node::mapping();
        for (const auto& [key, value] : pairs) node.add(key, Node::scalar(value));
        return node;
    };
    return codec;
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

// ---- needs
// ------------------------------------------------------------------------------------------

const Table<process::OnsetRate>& onset_table() {
    using process::OnsetRate;
    static const Table<OnsetRate> kTable{
        "onset",
        "How often a need arises in a member of whom a condition holds; the first that holds "
        "counts.",
        {
            field("when", &OnsetRate::when, expression(), "condition; else always"),
            field("rate", &OnsetRate::rate, rate(), "onsets per member").required(),
            field("times", &OnsetRate::times, expression(),
                  "the rate is multiplied by it, by 0 at least and 'at_most' at most; else by 1"),
            field("at_most", &OnsetRate::at_most, number(Range::above(0.0)),
                  "the most that 'times' can be"),
        }};
    return kTable;
}

void check_onset(Reader& reader, const Node& node, const std::string& path,
                 process::OnsetRate& onset) {
    onset.position = node.position;
    check_needs(reader, node, path, "times", "at_most", "it bounds the rate");
    check_needs(reader, node, path, "at_most", "times", "it says what is bounded");
}

const Table<process::OnsetAt>& onset_at_table() {
    using process::OnsetAt;
    static const Table<OnsetAt> kTable{
        "at",
        "Values of an attribute at which a need arises; those reached by the start are over.",
        {
            field("attribute", &OnsetAt::attribute, attribute_name(), "attribute that grows")
                .required(),
            field("reaches", &OnsetAt::reaches, list_of(number(Range::any()), "numbers"),
                  "values that it comes to")
                .required(),
        }};
    return kTable;
}

void check_onset_at(Reader& reader, const Node& node, const std::string& path,
                    process::OnsetAt& at) {
    at.position = node.position;
    const Node* reaches = node.find("reaches");
    if (reaches == nullptr || !reaches->is_list()) return;
    const std::string inner = document::join_path(path, "reaches");
    if (reaches->items.empty()) {
        reader.error(reaches->position, inner, "is empty; expected at least one number");
    }
    for (std::size_t i = 0; i < at.reaches.size() && i < reaches->items.size(); ++i) {
        const auto end = at.reaches.begin() + static_cast<std::ptrdiff_t>(i);
        if (std::find(at.reaches.begin(), end, at.reaches[i]) != end) {
            reader.error(reaches->items[i].position, inner,
                         fmt::format("{} is there twice", reaches->items[i].text));
        }
    }
}

/// Needs and by how much they are raised.
Codec<std::vector<process::Raise>> raises() {
    Codec<std::vector<process::Raise>> codec;
    const auto factor = number(Range::at_least(0.0));
    codec.about = described_by_name(factor.about, "a mapping of needs to factors");
    codec.read = [factor, expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<std::vector<process::Raise>> {
        if (!node.is_mapping()) {
            reader.report_kind(node, path, expected);
            return std::nullopt;
        }
        std::vector<process::Raise> made;
        for (const auto& entry : node.entries) {
            const Reference need{entry.key, entry.key_position};
            reader.use(NameKind::need, need, path);
            const auto value =
                factor.read(reader, entry.value, document::join_path(path, entry.key));
            if (value) made.push_back({need, *value});
        }
        return made;
    };
    codec.write = [factor](const std::vector<process::Raise>& list) {
        Node node = Node::mapping();
        for (const auto& raise : list) node.add(raise.need.name, factor.write(raise.factor));
        return node;
    };
    return codec;
}

const Table<process::Recogniser>& recogniser_table() {
    using process::Recogniser;
    static const Table<Recogniser> kTable{
        "recogniser",
        "How a hidden need comes to light; all run from onset, the first recognises it. Exactly "
        "one of 'after' and 'at_contact' is given.",
        {
            field("service", &Recogniser::service, reference(NameKind::service),
                  "service that notices; else the family itself"),
            field("when", &Recogniser::when, expression(),
                  "condition at onset, with 'at_contact' at the contact; else always"),
            field("after", &Recogniser::after, law_of_durations(), "time from onset"),
            field("times", &Recogniser::times, expression(),
                  "'after' is multiplied by it, at onset; else by 1"),
            field("calendar", &Recogniser::calendar, reference(NameKind::calendar),
                  "'after' counts only days on which it is open, each as 24 h; else every day"),
            field("at_contact", &Recogniser::at_contact, probability_or_expression(),
                  "probability that it is noticed whenever an activity of the service with the "
                  "client, whatever the matter, ends"),
            field("process", &Recogniser::process, reference(NameKind::process), "path that starts")
                .required(),
        },
        {"after", "at_contact"}};
    return kTable;
}

void check_recogniser(Reader& reader, const Node& node, const std::string& path,
                      process::Recogniser&) {
    check_exactly_one(reader, node, path, {"after", "at_contact"});
    check_needs(reader, node, path, "at_contact", "service", "it says whose contacts");
    check_needs(reader, node, path, "times", "after", "it says what is multiplied");
    check_needs(reader, node, path, "calendar", "after", "it says what counts");
}

const Table<process::Need>& need_table() {
    using process::Need;
    static const Table<Need> kTable{
        "need",
        "Something a member of a class may come to need.",
        {
            field("title", &Need::title, text(), "name for readers"),
            field("class", &Need::entity_class, reference(NameKind::entity_class),
                  "class of those in whom it arises")
                .required(),
            field("onset", &Need::onset,
                  list_of(mapping<process::OnsetRate>(onset_table(), check_onset), "onset rates"),
                  "how often it arises"),
            field("at", &Need::at, mapping<process::OnsetAt>(onset_at_table(), check_onset_at),
                  "values of an attribute at which it arises, instead of 'onset'"),
            field("probability", &Need::probability, probability_or_expression(),
                  "probability that it arises at such a value; else 1"),
            field("is_routine", &Need::is_routine, truth(),
                  "expected of everybody, such as a check: has measures of its own and is not "
                  "among those of waiting, gaps and never served"),
            field("raises", &Need::raises, raises(),
                  "factors on the onset rates of other needs of the same member while it is open, "
                  "also hidden; several multiply"),
            field("raises_in_household", &Need::raises_in_household, raises(),
                  "the same for the other members of the household"),
            field("severity", &Need::severity, law_of_numbers(), "drawn at onset").required(),
            field("recognised", &Need::recognised,
                  by_name(mapping<process::Recogniser>(recogniser_table(), check_recogniser),
                          "recognisers"),
                  "how it comes to light"),
            field("resolves", &Need::resolves, law_of_durations(),
                  "time from onset until it resolves by itself"),
            field("escalates", &Need::escalates, law_of_durations(),
                  "time until severity rises by 1, again and again while not effectively served"),
            field("max_severity", &Need::max_severity, number(Range::any()), "highest severity"),
            field("escalation_process", &Need::escalation_process, reference(NameKind::process),
                  "urgent path started once at the highest severity"),
            field("repeat_contact", &Need::repeat_contact, law_of_durations(),
                  "time between repeated contacts while open and not effectively served"),
            field("repeat_process", &Need::repeat_process, reference(NameKind::process),
                  "parallel path that a repeated contact starts"),
        }};
    return kTable;
}

void check_need(Reader& reader, const Node& node, const std::string& path, process::Need& need) {
    check_needs(reader, node, path, "repeat_contact", "repeat_process",
                "a contact must set something off");
    check_needs(reader, node, path, "repeat_process", "repeat_contact",
                "it says how often contacts are repeated");
    check_needs(reader, node, path, "escalation_process", "escalates",
                "severity never rises without it");
    const auto *onset = node.find_entry("onset"), *at = node.find_entry("at");
    if (onset != nullptr && at != nullptr) {
        reader.error(at->key_position, path,
                     "'onset' and 'at' are both given; expected at most one of them");
    }
    check_needs(reader, node, path, "probability", "at", "it says when it is asked");
    if (need.at) {
        use_attribute(reader, need.at->attribute, document::join_path(path, "at.attribute"),
                      need.entity_class.name);
    }
    for (const auto* law : {&need.escalates, &need.repeat_contact}) {
        if (law->has_value() && !((*law)->law.mean() > 0.0)) {
            reader.error(
                (*law)->position,
                document::join_path(path, law == &need.escalates ? "escalates" : "repeat_contact"),
                fmt::format("'{}' has mean 0 and would repeat endlessly; expected a mean > 0",
                            (*law)->text));
        }
    }
}

// ---- organisations, services, resources
// ---------------------------------------------------------------

const Table<process::Organisation>& organisation_table() {
    using process::Organisation;
    static const Table<Organisation> kTable{
        "organisation",
        "Who pays and decides.",
        {
            field("title", &Organisation::title, text(), "name for readers"),
            field("kind", &Organisation::kind,
                  word<process::OrganisationKind>(process::organisation_kinds()),
                  "what sort of organisation it is; costs are added up by it"),
            field("per", &Organisation::per, reference(NameKind::category),
                  "one organisation for each level of this attribute; else one"),
        }};
    return kTable;
}

const Table<process::Service>& service_table() {
    using process::Service;
    static const Table<Service> kTable{
        "service",
        "What an organisation offers to clients.",
        {
            field("title", &Service::title, text(), "name for readers"),
            field("organisation", &Service::organisation, reference(NameKind::organisation),
                  "who owns it"),
            field("paid_by", &Service::paid_by, reference(NameKind::organisation),
                  "organisation that pays for it (a bought service); else its own"),
            field("viable_per_year", &Service::viable_per_year,
                  number(Range::above(0.0), "episodes/year"),
                  "demand below which the service is threatened"),
            field("per", &Service::per, reference(NameKind::category),
                  "one site for each level of this attribute; else one"),
            field("process", &Service::process, reference(NameKind::process),
                  "what happens to a client it takes; without it nobody can be handed over to it"),
            field("meets", &Service::meets, expression(),
                  "needs and severities it is able to meet; else all"),
            field("eligible", &Service::eligible, expression(), "who may be in it; else all"),
            field("successor", &Service::successor, reference(NameKind::process),
                  "process for those who are no longer eligible; else they leave"),
            field("staff", &Service::staff, reference(NameKind::resource),
                  "who writes notes, triages handovers and answers requests"),
            field("caseload", &Service::caseload, reference(NameKind::resource),
                  "resource of which a client holds a place while in the service"),
        }};
    return kTable;
}

const Table<process::Shift>& shift_table() {
    using process::Shift;
    static const Table<Shift> kTable{
        "shift",
        "Servers of a resource that work by a calendar of their own.",
        {
            field("servers", &Shift::servers, whole(Range::at_least(0.0)), "servers of a site"),
            field("calendar", &Shift::calendar, reference(NameKind::calendar),
                  "when they work; else always"),
        }};
    return kTable;
}

const Table<process::CapacityChange>& change_table() {
    using process::CapacityChange;
    static const Table<CapacityChange> kTable{
        "change",
        "From some time on a resource has another number of servers.",
        {
            field("after", &CapacityChange::after, duration(Range::above(0.0)),
                  "time from the start of the run")
                .required(),
            field("servers", &CapacityChange::servers, whole(Range::at_least(0.0)),
                  "servers of a site from then on")
                .required(),
        }};
    return kTable;
}

const Table<process::Absence>& absence_table() {
    using process::Absence;
    static const Table<Absence> kTable{
        "absence",
        "Each server is away from time to time: illness, leave, a machine that breaks down.",
        {
            field("every", &Absence::every, law_of_durations(),
                  "from a return to the next absence, on the clock")
                .required(),
            field("lasts", &Absence::lasts, law_of_durations(), "how long, on the clock")
                .required(),
            field("at_once", &Absence::is_at_once, truth(),
                  "breaks off what the server is at; else the server goes when free"),
        }};
    return kTable;
}

/// `sharing: processor`, or nothing.
Field<process::Resource> sharing_field() {
    using process::Resource;
    enum class Sharing { none, processor };
    const auto sharing =
        word<Sharing>({{"none", Sharing::none}, {"processor", Sharing::processor}});
    Field<Resource> made;
    made.about.key = "sharing";
    made.about.type = sharing.about;
    made.about.default_value = "none";
    made.about.meaning =
        "processor: all who are there get an equal part of the servers, nobody waits";
    made.read = [sharing](Reader& reader, const Node& node, const std::string& path,
                          Resource& into) {
        if (const auto value = sharing.read(reader, node, path)) {
            into.is_shared_out = *value == Sharing::processor;
        }
    };
    made.write = [](const Resource& from) -> std::optional<Node> {
        return Node::scalar(from.is_shared_out ? "processor" : "none");
    };
    return made;
}

const Table<process::Resource>& resource_table() {
    using process::AtClosing;
    using process::Discipline;
    using process::Resource;
    const Range share{.low = 0.0, .high = 1.0, .is_high_open = true};
    static const Table<Resource> kTable{
        "resource",
        "People, rooms or places that activities hold.",
        {
            field("service", &Resource::service, reference(NameKind::service),
                  "service it belongs to"),
            field("per", &Resource::per, reference(NameKind::category),
                  "one site for each level of this attribute; else one"),
            field("servers", &Resource::servers, whole(Range::at_least(0.0)), "servers of a site"),
            field("named", &Resource::named, list_of(plain_text("a name"), "names"),
                  "servers of a site by name: the event log says who served whom"),
            field("shifts", &Resource::shifts, by_name(mapping(shift_table()), "shifts"),
                  "servers of a site with calendars of their own"),
            field("fte", &Resource::fte, number(Range::at_least(0.0)),
                  "full-time equivalents over all sites"),
            field("one_per", &Resource::one_per, number(Range::above(0.0)),
                  "one full-time server for so many members of 'of' at the site"),
            field("of", &Resource::of, reference(NameKind::population),
                  "population that 'one_per' counts and 'fte' is split by"),
            field("counted", &Resource::counted, expression(), "which members count; else all"),
            field("vacancy", &Resource::vacancy, number(share), "share of posts without a holder"),
            field("calendar", &Resource::calendar, reference(NameKind::calendar),
                  "when it works; else always"),
            field("cost_per_hour", &Resource::cost_per_hour, number(Range::at_least(0.0), "EUR/h"),
                  "cost of a server"),
            field("is_caseload", &Resource::is_caseload, truth(),
                  "a cap on open cases rather than working people"),
            field(
                "caseload", &Resource::caseload, whole(Range::at_least(1.0)),
                "open cases that each server may have at a time (take_on, let_go); with 1 a client "
                "keeps a server over several steps"),
            field("pooled", &Resource::is_pooled, truth(),
                  "any server sees a client, not only the one who took the client on"),
            field("discipline", &Resource::discipline,
                  word<Discipline>({{"fifo", Discipline::fifo},
                                    {"lifo", Discipline::lifo},
                                    {"random", Discipline::random},
                                    {"shortest_first", Discipline::shortest_first},
                                    {"earliest_due", Discipline::earliest_due}}),
                  "who of those with the same priority is served first"),
            field("queue_limit", &Resource::queue_limit, whole(Range::at_least(0.0)),
                  "how many may wait at a site for its servers, alone or with others, and how many "
                  "for room in its caseloads; else any number"),
            field("at_closing", &Resource::at_closing,
                  word<AtClosing>({{"pause", AtClosing::pause},
                                   {"finish", AtClosing::finish},
                                   {"hand_over", AtClosing::hand_over}}),
                  "what becomes of an activity when its server goes off duty"),
            field("changes", &Resource::changes,
                  list_of(
                      mapping<process::CapacityChange>(
                          change_table(),
                          [](Reader&, const Node& node, const std::string&,
                             process::CapacityChange& change) { change.position = node.position; }),
                      "changes"),
                  "later numbers of servers, in order of time"),
            field("absence", &Resource::absence, mapping(absence_table()), "when servers are away"),
            sharing_field(),
        },
        {"servers", "named", "shifts", "fte", "one_per"}};
    return kTable;
}

void check_resource(Reader& reader, const Node& node, const std::string& path,
                    process::Resource& resource) {
    check_exactly_one(reader, node, path, resource_table().one_of);
    const auto excludes = [&](const char* key, std::initializer_list<const char*> others,
                              const char* why) {
        const auto* entry = node.find_entry(key);
        if (entry == nullptr) return;
        for (const char* other : others) {
            if (node.find(other) == nullptr) continue;
            reader.error(entry->key_position, path,
                         fmt::format("'{}' and '{}' are both given: {}", key, other, why));
        }
    };
    excludes("shifts", {"calendar"}, "each shift has a calendar of its own");
    if (resource.is_shared_out) {
        const char* why = "who shares a server does not wait, and the servers are always there";
        excludes("sharing",
                 {"calendar", "shifts", "named", "caseload", "queue_limit", "absence", "changes"},
                 why);
        if (resource.is_caseload) excludes("sharing", {"is_caseload"}, why);
        if (resource.discipline != process::Discipline::fifo) {
            excludes("sharing", {"discipline"}, why);
        }
        if (resource.at_closing != process::AtClosing::pause) {
            excludes("sharing", {"at_closing"}, why);
        }
    }
    if (resource.is_caseload) {
        excludes("is_caseload", {"caseload", "absence", "named", "shifts"},
                 "places in a caseload are no people");
    }
    if (resource.is_pooled) {
        check_needs(reader, node, path, "pooled", "caseload",
                    "it says how many cases there may be");
    }
    const char* why_not = "a change gives the number of servers";
    excludes("changes", {"shifts", "named", "caseload", "fte", "one_per"}, why_not);
    if (resource.vacancy > 0.0) excludes("changes", {"vacancy"}, why_not);
    for (std::size_t i = 0; i < resource.named.size(); ++i) {
        const bool is_twice =
            std::count(resource.named.begin(), resource.named.end(), resource.named[i]) > 1;
        const bool is_first =
            std::find(resource.named.begin(), resource.named.end(), resource.named[i]) ==
            resource.named.begin() + static_cast<std::ptrdiff_t>(i);
        if (is_twice && is_first) {
            reader.error(
                node.find("named")->position, document::join_path(path, "named"),
                fmt::format("'{}' is named twice; expected names that differ", resource.named[i]));
        }
    }
    if (const auto* shifts = node.find_entry("shifts");
        shifts != nullptr && shifts->value.is_mapping() && shifts->value.entries.empty()) {
        reader.error(shifts->value.position, document::join_path(path, "shifts"),
                     "has no shift; expected at least one such as {day: {servers: 2}}");
    }
    for (std::size_t i = 1; i < resource.changes.size(); ++i) {
        if (resource.changes[i].after > resource.changes[i - 1].after) continue;
        reader.error(resource.changes[i].position, document::join_path(path, "changes"),
                     fmt::format("a change after {} follows one after {}; expected later and later "
                                 "ones",
                                 duration_text(resource.changes[i].after),
                                 duration_text(resource.changes[i - 1].after)));
    }
    if (resource.absence && !(resource.absence->every.law.mean() > 0.0)) {
        reader.error(
            resource.absence->every.position, document::join_path(path, "absence.every"),
            fmt::format("'{}' has mean 0, so absences would never end; expected a mean > 0",
                        resource.absence->every.text));
    }
    check_needs(reader, node, path, "one_per", "of", "it says which population is counted");
    if (node.find("per") != nullptr) {
        check_needs(reader, node, path, "fte", "of",
                    "it says which population splits them over the sites");
    }
    check_needs(reader, node, path, "counted", "of", "it says of which population");
}

// ---- processes
// --------------------------------------------------------------------------------------

Codec<std::string> step_target() {
    Codec<std::string> codec = plain_text("the name of a step, leave or return");
    codec.about.type = "reference";
    codec.about.refers_to = "step";
    const auto read = codec.read;
    codec.read = [read](Reader& reader, const Node& node, const std::string& path) {
        auto to = read(reader, node, path);
        if (to) reader.use(NameKind::step, {*to, node.position}, path, reader.process_name);
        return to;
    };
    return codec;
}

const Table<process::Branch>& branch_table() {
    using process::Branch;
    static const Table<Branch> kTable{
        "branch",
        "One way on from a step.",
        {
            field("when", &Branch::when, expression(),
                  "condition; conditions are tried in order, before probabilities"),
            field("probability", &Branch::probability, probability(),
                  "probability when no condition holds"),
            field("to", &Branch::to, step_target(), "step, leave or return").required(),
        }};
    return kTable;
}

void check_routing(Reader& reader, const Node& node, const std::string& path,
                   const process::Routing& routing) {
    double sum = 0.0;
    std::size_t rests = 0;
    std::size_t weighted = 0;
    for (std::size_t i = 0; i < routing.size(); ++i) {
        const auto& branch = routing[i];
        const std::string inner = document::join_path(path, std::to_string(i + 1));
        if (branch.probability && !branch.when.is_empty()) {
            reader.error(branch.position, inner,
                         "a branch has a condition or a probability, not both");
        }
        if (branch.probability) {
            sum += *branch.probability;
            ++weighted;
        } else if (branch.when.is_empty() && ++rests > 1) {
            reader.error(branch.position, inner,
                         "a second branch without 'when' and 'probability'; expected one at most");
        }
    }
    if (weighted > 0 && sum > 1.0 + 1e-9) {
        reader.error(node.position, path,
                     fmt::format("the probabilities sum to {:.6g}; expected 1", sum));
    } else if (weighted > 0 && sum < 1.0 - 1e-9 && rests == 0) {
        reader.error(node.position, path,
                     fmt::format("the probabilities sum to {:.6g}; expected 1, or a branch without "
                                 "'when' and 'probability' for the rest",
                                 sum));
    } else if (weighted == 0 && rests == 0 && !routing.empty()) {
        reader.error(node.position, path,
                     "no branch is left when no condition holds; expected a last one with only "
                     "'to'");
    } else if (weighted > 0 && rests > 0 && sum > 1.0 - 1e-9) {
        reader.warning(node.position, path,
                       "the probabilities sum to 1, so the branch for the rest is never taken");
    }
}

/// Ways of equal standing: {by: shortest_queue, to: [a, b]}.
struct Ways {
    process::RoutingRule by = process::RoutingRule::shortest_queue;
    std::vector<std::string> to;
};

const Table<Ways>& ways_table() {
    using process::RoutingRule;
    static const Table<Ways> kTable{
        "ways",
        "Ways on from a step of which a rule chooses one.",
        {
            field(
                "by", &Ways::by,
                word<RoutingRule>({{"shortest_queue", RoutingRule::shortest_queue},
                                   {"cycle", RoutingRule::cycle}}),
                "shortest_queue: fewest waiting and served at the first resource, the first listed "
                "when equal; cycle: in turn"),
            field("to", &Ways::to, list_of(step_target(), "steps"), "two steps or more").required(),
        }};
    return kTable;
}

std::optional<process::Routing> read_ways(Reader& reader, const Node& node,
                                          const std::string& path) {
    const auto ways = mapping(ways_table()).read(reader, node, path);
    if (!ways) return std::nullopt;
    const Node* to = node.find("to");
    if (to != nullptr && to->is_list() && ways->to.size() < 2) {
        reader.error(to->position, document::join_path(path, "to"),
                     "one way is no choice; expected two steps or more");
    }
    process::Routing made;
    made.by = ways->by;
    for (std::size_t i = 0; i < ways->to.size(); ++i) {
        process::Branch branch;
        branch.to = ways->to[i];
        branch.position = node.position;
        made.branches.push_back(std::move(branch));
    }
    return made;
}

Node write_ways(const process::Routing& routing) {
    Ways ways{routing.by, {}};
    for (const auto& branch : routing) ways.to.push_back(branch.to);
    return write_fields(ways_table(), ways);
}

Codec<process::Routing> routing() {
    Codec<process::Routing> codec;
    const auto branches = list_of(
        mapping<process::Branch>(branch_table(),
                                 [](Reader&, const Node& node, const std::string&,
                                    process::Branch& branch) { branch.position = node.position; }),
        "branches");
    codec.about = choice_type(
        "routing", "a step, leave, return, a list of branches, or {by: RULE, to: [STEPS]}",
        {step_target().about, branches.about, mapping(ways_table()).about},
        {"leave", "[{probability: 0.3, to: leave}, {to: STEP}]", "{by: cycle, to: [STEP, STEP]}"});
    codec.about.section = "branch";
    codec.about.is_list = true;
    codec.read = [branches, expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<process::Routing> {
        if (node.is_scalar() && !node.text.empty()) {
            reader.use(NameKind::step, {node.text, node.position}, path, reader.process_name);
            process::Branch branch;
            branch.to = node.text;
            branch.position = node.position;
            return process::Routing{branch};
        }
        if (node.is_mapping()) return read_ways(reader, node, path);
        if (!node.is_list() || node.items.empty()) {
            reader.report_kind(node, path, expected);
            return std::nullopt;
        }
        const std::size_t errors = reader.diagnostics().errors();
        auto list = branches.read(reader, node, path);
        if (!list) return std::nullopt;
        process::Routing made;
        made.branches = std::move(*list);
        if (reader.diagnostics().errors() == errors) check_routing(reader, node, path, made);
        return made;
    };
    codec.write = [branches](const process::Routing& routing) {
        if (routing.by != process::RoutingRule::branches) return write_ways(routing);
        if (routing.size() == 1 && !routing[0].probability && routing[0].when.is_empty()) {
            return Node::scalar(routing[0].to);
        }
        return branches.write(routing.branches);
    };
    return codec;
}

/// A step, and no way out.
Codec<std::string> first_step() {
    Codec<std::string> codec = step_target();
    codec.about.expected = "the name of a step";
    const auto read = codec.read;
    codec.read = [read, expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<std::string> {
        const bool is_exit = node.is_scalar() && std::find(kStepTargets.begin(), kStepTargets.end(),
                                                           node.text) != kStepTargets.end();
        if (!is_exit) return read(reader, node, path);
        reader.report_kind(node, path, expected);
        return std::nullopt;
    };
    return codec;
}

Codec<std::vector<std::pair<Reference, int>>> seized() {
    using Seized = std::vector<std::pair<Reference, int>>;
    Codec<Seized> codec;
    const auto one_name = plain_text("the name of a resource").about;
    codec.about = choice_type(
        "resources", "a resource, a list of resources, or a mapping of resources to servers",
        {one_name, described_list(one_name, "a list of resources"),
         described_by_name(whole(Range::at_least(1.0)).about, "a mapping of resources to servers")},
        {"RESOURCE", "[RESOURCE, OTHER]", "{RESOURCE: 2}"});
    codec.about.refers_to = "resource";
    codec.read = [expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<Seized> {
        Seized made;
        const auto add = [&](const std::string& name, base::Position position, int servers) {
            for (const auto& [other, count] : made) {
                if (other.name == name) {
                    reader.error(position, path,
                                 fmt::format("'{}' is listed twice; expected {{{}: {}}}", name,
                                             name, count + servers));
                    return;
                }
            }
            const Reference resource{name, position};
            reader.use(NameKind::resource, resource, path);
            made.emplace_back(resource, servers);
        };
        if (node.is_scalar() && !node.text.empty()) {
            add(node.text, node.position, 1);
        } else if (node.is_list()) {
            const auto name = plain_text("the name of a resource");
            for (std::size_t i = 0; i < node.items.size(); ++i) {
                const auto read = name.read(reader, node.items[i],
                                            document::join_path(path, std::to_string(i + 1)));
                if (read) add(*read, node.items[i].position, 1);
            }
        } else if (node.is_mapping()) {
            const auto servers = whole(Range::at_least(1.0));
            for (const auto& entry : node.entries) {
                const auto count =
                    servers.read(reader, entry.value, document::join_path(path, entry.key));
                add(entry.key, entry.key_position, count.value_or(1));
            }
        } else {
            reader.report_kind(node, path, expected);
            return std::nullopt;
        }
        return made;
    };
    codec.write = [](const Seized& seized) {
        Node node = Node::mapping();
        for (const auto& [resource, servers] : seized) {
            node.add(resource.name, Node::scalar(std::to_string(servers)));
        }
        return node;
    };
    return codec;
}

Codec<base::WorkKind> work_kind() {
    using base::WorkKind;
    return word<WorkKind>({{"direct", WorkKind::direct},
                           {"documentation", WorkKind::documentation},
                           {"coordination", WorkKind::coordination},
                           {"triage", WorkKind::triage},
                           {"failure", WorkKind::failure},
                           {"substitute", WorkKind::substitute},
                           {"communal", WorkKind::communal}});
}

Codec<base::GapClass> gap_class() {
    using base::GapClass;
    return word<GapClass>({{"coverage", GapClass::coverage},
                           {"threshold", GapClass::threshold},
                           {"handover", GapClass::handover},
                           {"responsibility", GapClass::responsibility},
                           {"late", GapClass::late},
                           {"transition", GapClass::transition},
                           {"drop_out", GapClass::drop_out},
                           {"premature_closure", GapClass::premature_closure}});
}

/// Fields of which nothing is written while the enumeration says "none".
template <class T, class E>
Field<T> unless_none(Field<T> made, E T::*member) {
    made.write = [member, write = made.write](const T& from) -> std::optional<Node> {
        if (from.*member == E::none) return std::nullopt;
        return write(from);
    };
    made.about.default_value.clear();
    return made;
}

/// A step, and no way out, as a reference with its position.
Codec<Reference> step_reference() {
    const auto name = first_step();
    Codec<Reference> codec;
    codec.about = name.about;
    codec.read = [name](Reader& reader, const Node& node,
                        const std::string& path) -> std::optional<Reference> {
        auto text = name.read(reader, node, path);
        if (!text) return std::nullopt;
        return Reference{std::move(*text), node.position};
    };
    codec.write = [](const Reference& step) { return Node::scalar(step.name); };
    return codec;
}

/// `when_full: block`, or `leave` (with `on_full`).
Field<process::ActivityStep> blocking_field() {
    using process::ActivityStep;
    enum class WhenFull { go, block };
    const auto words = word<WhenFull>({{"go", WhenFull::go}, {"block", WhenFull::block}});
    Field<ActivityStep> made;
    made.about.key = "when_full";
    made.about.type = words.about;
    made.about.default_value = "go";
    made.about.meaning =
        "when the queue is full: go to on_full, or wait before it and keep the servers of the step "
        "before (blocking after service)";
    made.read = [words](Reader& reader, const Node& node, const std::string& path,
                        ActivityStep& into) {
        if (const auto value = words.read(reader, node, path)) {
            into.is_blocking = *value == WhenFull::block;
        }
    };
    made.write = [](const ActivityStep& from) -> std::optional<Node> {
        return Node::scalar(from.is_blocking ? "block" : "go");
    };
    return made;
}

const Table<process::ActivityStep>& activity_table() {
    using base::TimeKind;
    using process::ActivityStep;
    using process::Reuse;
    const Range share{.low = 0.0, .high = 1.0, .is_low_open = true};
    static const Table<ActivityStep> kTable{
        "activity",
        "A step that takes simulated time and may hold resources.",
        {
            field("seize", &ActivityStep::seize, seized(), "resources seized together"),
            field("duration", &ActivityStep::duration, law_of_durations(),
                  "working time when resources have a calendar")
                .required(),
            field("times", &ActivityStep::times, expression(),
                  "by which the duration is multiplied, worked out at the start; else 1"),
            field("priority", &ActivityStep::priority, expression(),
                  "higher is served first; else 0"),
            field("patience", &ActivityStep::patience, law_of_durations(),
                  "leaves the queue after this long"),
            field("on_renege", &ActivityStep::on_renege, step_target(),
                  "where to when patience has ended; else leave"),
            field("priority_again", &ActivityStep::priority_again, duration(Range::above(0.0)),
                  "the priority of those who wait is worked out anew so often"),
            field(
                "preempts", &ActivityStep::is_preemptive, truth(),
                "takes servers from activities with a lower priority: when it comes, and while it "
                "waits whenever servers are released or come on duty, its client becomes free "
                "or its priority changes"),
            field("when_preempted", &ActivityStep::when_preempted,
                  word<process::WhenPreempted>({{"resume", process::WhenPreempted::resume},
                                                {"restart", process::WhenPreempted::restart},
                                                {"resample", process::WhenPreempted::resample}}),
                  "what is left to do when its server was taken away"),
            field("balks", &ActivityStep::balks, expression(),
                  "probability of not joining the queue, or a condition; may ask queue_length and "
                  "in_service"),
            field("on_balk", &ActivityStep::on_balk, step_target(),
                  "where to after balking; else leave"),
            blocking_field(),
            field("on_full", &ActivityStep::on_full, step_target(),
                  "where to when the queue is full; else leave"),
            field("due", &ActivityStep::due, expression(),
                  "due date for the discipline earliest_due, any number; else 0"),
            field("jockeys_to", &ActivityStep::jockeys_to, list_of(step_reference(), "steps"),
                  "activities to whose queues the last in this queue change"),
            field("jockeys_at", &ActivityStep::jockeys_at, whole(Range::at_least(1.0)),
                  "when so many fewer are there, waiting and served together"),
            field("cost", &ActivityStep::cost, number(Range::at_least(0.0), "EUR"),
                  "cost each time it starts, beside that of the servers"),
            field("with_client", &ActivityStep::is_with_client, truth(),
                  "the client is there: a contact, one at a time"),
            field("work", &ActivityStep::work, work_kind(), "what staff time is spent on"),
            field("produces", &ActivityStep::produces, reference(NameKind::record),
                  "record written at the end"),
            field(
                "reuse", &ActivityStep::reuse,
                word<Reuse>(
                    {{"never", Reuse::never}, {"skip", Reuse::skip}, {"shorten", Reuse::shorten}}),
                "what happens when a valid record is visible"),
            field("shortened_to", &ActivityStep::shortened_to, number(share),
                  "share of the duration that is left when shortened"),
            field("required_by_law", &ActivityStep::is_required_by_law, truth(),
                  "doing it again is never duplicate work"),
            field("counts_as", &ActivityStep::counts_as,
                  word<TimeKind>({{"service", TimeKind::service},
                                  {"waiting", TimeKind::waiting},
                                  {"decision", TimeKind::decision},
                                  {"gap", TimeKind::gap}}),
                  "where the time of the episode goes"),
            unless_none(field("gap", &ActivityStep::gap, gap_class(),
                              "class of the gap when the step counts as one"),
                        &ActivityStep::gap),
            field("interrupted_by", &ActivityStep::interrupted_by, reference(NameKind::signal),
                  "signal that breaks it off, queueing for it or running"),
            field("on_interrupt", &ActivityStep::on_interrupt, step_target(),
                  "where to then; else as after the activity"),
        }};
    return kTable;
}

void check_activity(Reader& reader, const Node& node, const std::string& path,
                    process::ActivityStep& activity) {
    check_needs(reader, node, path, "on_renege", "patience", "nobody leaves the queue without it");
    for (const char* key :
         {"patience", "priority_again", "balks", "on_full", "due", "jockeys_to"}) {
        check_needs(reader, node, path, key, "seize", "there is no queue without it");
    }
    const char* why = "there is no queue without it";
    if (activity.is_preemptive) check_needs(reader, node, path, "preempts", "seize", why);
    if (activity.is_blocking) check_needs(reader, node, path, "when_full", "seize", why);
    check_needs(reader, node, path, "priority_again", "priority", "it says what is worked out");
    check_needs(reader, node, path, "on_balk", "balks", "nobody balks without it");
    if (activity.jockeys_at != process::ActivityStep{}.jockeys_at) {
        check_needs(reader, node, path, "jockeys_at", "jockeys_to", "it says where to");
    }
    if (activity.is_blocking) {
        if (const auto* other = node.find_entry("on_full")) {
            reader.error(other->key_position, path,
                         "'on_full' has no effect with 'when_full: block'");
        }
    }
    check_needs(reader, node, path, "on_interrupt", "interrupted_by", "nothing breaks it off");
    if (activity.reuse != process::Reuse::never) {
        check_needs(reader, node, path, "reuse", "produces", "it says which record is reused");
    }
    if (activity.reuse == process::Reuse::shorten) {
        check_needs(reader, node, path, "reuse", "shortened_to", "it says how much is left");
    }
    if (const auto* shortened = node.find_entry("shortened_to");
        shortened != nullptr && activity.reuse != process::Reuse::shorten &&
        activity.shortened_to != 1.0) {
        reader.error(shortened->key_position, path,
                     "'shortened_to' has no effect without 'reuse: shorten'");
    }
    if (const auto* counts = node.find_entry("counts_as");
        counts != nullptr && activity.counts_as == base::TimeKind::gap) {
        check_needs(reader, node, path, "counts_as", "gap", "it says which class of gap");
    }
    if (const auto* gap = node.find_entry("gap");
        gap != nullptr && activity.counts_as != base::TimeKind::gap) {
        reader.error(gap->key_position, path, "'gap' has no effect without 'counts_as: gap'");
    }
}

const Table<process::HandOverStep>& hand_over_table() {
    using process::HandOverStep;
    static const Table<HandOverStep> kTable{
        "hand_over",
        "Moves the client's episode to another service over their interface.",
        {
            field("to", &HandOverStep::to, reference(NameKind::service), "service that is asked")
                .required(),
            field("urgent", &HandOverStep::is_urgent, truth(), "goes before what is not urgent"),
            field("on_reject", &HandOverStep::on_reject, step_target(),
                  "where to after a rejection; else as after acceptance by another"),
        }};
    return kTable;
}

constexpr const char* kSender = "sender";

const Table<process::TellStep>& tell_table() {
    using process::TellStep;
    static const Table<TellStep> kTable = [] {
        const auto service = reference(NameKind::service);
        Codec<Reference> told = service;
        told.about.expected = "the name of a service, or sender";
        told.about.examples = {kSender};
        told.read = [service](Reader& reader, const Node& node,
                              const std::string& path) -> std::optional<Reference> {
            if (node.is_scalar() && node.text == kSender) return Reference{{}, node.position};
            return service.read(reader, node, path);
        };
        Field<TellStep> to =
            field("to", &TellStep::to, told,
                  "who is told; sender: the service that last handed the client over to the "
                  "present one, and nobody when none did")
                .required();
        to.write = [service](const TellStep& step) -> std::optional<Node> {
            return step.to.is_empty() ? Node::scalar(kSender) : service.write(step.to);
        };
        return Table<TellStep>{
            "tell",
            "Tells another service what became of the matter: sender_work and channel of the "
            "interface from the one who tells, no answer; whoever was told knows until the episode "
            "closes that the matter is in hand.",
            {std::move(to)}};
    }();
    return kTable;
}

const Table<process::CloseStep>& close_table() {
    using process::CloseStep;
    static const Table<CloseStep> kTable{
        "close",
        "Ends the episode with an outcome.",
        {
            field("outcome", &CloseStep::outcome, plain_text("a word for the outcome"),
                  "free word, e.g. resolved")
                .required(),
            field("met", &CloseStep::is_met, truth(), "the need was met by a service"),
            field("relapse", &CloseStep::relapse, probability_or_expression(),
                  "probability that the need comes back, worked out when it closes; else 0"),
            field("relapse_after", &CloseStep::relapse_after, law_of_durations(),
                  "time until it does"),
        }};
    return kTable;
}

void check_close(Reader& reader, const Node& node, const std::string& path,
                 process::CloseStep& close) {
    const auto number = parse_number(close.relapse.text, "a number");
    const bool is_never = std::holds_alternative<double>(number) && std::get<double>(number) == 0.0;
    if (!close.relapse.is_empty() && !is_never) {
        check_needs(reader, node, path, "relapse", "relapse_after", "it says when");
    }
}

Codec<process::SetStep> set_step() {
    Codec<process::SetStep> codec;
    const auto value = expression();
    codec.about =
        described_by_name(value.about, "a mapping of attributes and variables to expressions");
    codec.read = [value, expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<process::SetStep> {
        if (!node.is_mapping()) {
            reader.report_kind(node, path, expected);
            return std::nullopt;
        }
        process::SetStep made;
        for (const auto& entry : node.entries) {
            reader.use(NameKind::settable, {entry.key, entry.key_position}, path);
            auto text = value.read(reader, entry.value, document::join_path(path, entry.key));
            if (text) made.values.emplace_back(entry.key, std::move(*text));
        }
        return made;
    };
    codec.write = [value](const process::SetStep& step) {
        Node node = Node::mapping();
        for (const auto& [name, text] : step.values) node.add(name, value.write(text));
        return node;
    };
    return codec;
}

// ---- signals, conditions, appointments
// --------------------------------------------------------------------

/// A name that need not be known elsewhere in the scenario, or is checked with what it belongs to.
Codec<Reference> plain_reference(const std::string& expected) {
    Codec<Reference> codec;
    codec.about = text_type("name", expected);
    codec.read = [read = plain_text(expected).read](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<Reference> {
        auto text = read(reader, node, path);
        if (!text) return std::nullopt;
        return Reference{std::move(*text), node.position};
    };
    codec.write = [](const Reference& value) { return Node::scalar(value.name); };
    return codec;
}

const Table<process::SignalStep>& signal_table() {
    using process::SignalStep;
    static const Table<SignalStep> kTable{
        "signal",
        "Lets go those who wait for a signal, and breaks off the activities it interrupts.",
        {
            field("name", &SignalStep::name, plain_reference("the name of a signal"),
                  "which signal is told")
                .required(),
            field("lets_go", &SignalStep::lets_go, whole(Range::at_least(1.0)),
                  "so many of those who wait, first come first; else all"),
        }};
    return kTable;
}

/// A name alone, or a mapping.
Codec<process::SignalStep> signal_step() {
    const auto whole = mapping(signal_table());
    Codec<process::SignalStep> codec = whole;
    codec.about = choice_type("mapping or name",
                              "the name of a signal, or a mapping with the keys of a signal",
                              {plain_text("the name of a signal").about, whole.about}, {"green"});
    codec.about.section = "signal";
    codec.read = [whole, expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<process::SignalStep> {
        if (node.is_mapping()) return whole.read(reader, node, path);
        if (!node.is_scalar() || node.text.empty()) {
            reader.report_kind(node, path, expected);
            return std::nullopt;
        }
        return process::SignalStep{{node.text, node.position}, std::nullopt};
    };
    codec.write = [whole](const process::SignalStep& step) {
        return step.lets_go ? whole.write(step) : Node::scalar(step.name.name);
    };
    return codec;
}

const Table<process::WaitStep>& wait_table() {
    using process::WaitStep;
    static const Table<WaitStep> kTable{
        "wait",
        "Waits for a signal or until a condition holds; the condition is looked at when a variable "
        "or an attribute of the entity is set, and at each signal.",
        {
            field("for", &WaitStep::signal, reference(NameKind::signal), "signal, the next such"),
            field("until", &WaitStep::until, expression(),
                  "condition; when it holds already, nobody waits"),
            field("patience", &WaitStep::patience, law_of_durations(), "waits no longer than this"),
            field("on_renege", &WaitStep::on_renege, step_target(),
                  "where to when patience has ended; else leave"),
        }};
    return kTable;
}

void check_wait(Reader& reader, const Node& node, const std::string& path, process::WaitStep&) {
    check_exactly_one(reader, node, path, {"for", "until"});
    check_needs(reader, node, path, "on_renege", "patience", "nobody gives up waiting without it");
}

const Table<process::BookStep>& book_table() {
    using process::BookStep;
    static const Table<BookStep> kTable{
        "book",
        "Takes the earliest free place of a diary and waits until its slot begins.",
        {
            field("diary", &BookStep::diary, reference(NameKind::diary), "where").required(),
            field("earliest", &BookStep::earliest, duration(Range::at_least(0.0)),
                  "not before this from now"),
            field("group", &BookStep::group, plain_reference("the name of a group"),
                  "group of the diary whose places may be taken as well"),
            field("group_when", &BookStep::group_when, expression(),
                  "condition for being of the group; else always"),
            field("no_show", &BookStep::no_show, expression(),
                  "probability of not coming when the slot begins; else 0"),
            field("on_no_show", &BookStep::on_no_show, step_target(),
                  "where to at the slot when one has not come; else leave"),
            field("on_full", &BookStep::on_full, step_target(),
                  "where to when nothing is free within the horizon; else leave"),
        }};
    return kTable;
}

void check_book(Reader& reader, const Node& node, const std::string& path,
                process::BookStep& book) {
    check_needs(reader, node, path, "group_when", "group", "it says who is of which group");
    check_needs(reader, node, path, "on_no_show", "no_show", "everybody comes without it");
    const auto known = parse_number(book.no_show.text, "a number");
    const auto* chance = std::get_if<double>(&known);
    if (chance != nullptr && !(*chance >= 0.0 && *chance <= 1.0)) {
        reader.error(book.no_show.position, document::join_path(path, "no_show"),
                     fmt::format("{} is out of range; expected a probability from 0 to 1, or an "
                                 "expression that gives one",
                                 book.no_show.text));
    }
}

const Table<process::SetAside>& set_aside_table() {
    using process::SetAside;
    static const Table<SetAside> kTable{
        "set_aside",
        "Places of a diary that only one group may book.",
        {
            field("places", &SetAside::places, whole(Range::between(1.0, 1000.0)),
                  "of each such slot"),
            field("of_every", &SetAside::of_every, whole(Range::at_least(1.0)),
                  "4: the 4th, 8th, … slot of each day; 1: all slots"),
            field("released_before", &SetAside::released_before, duration(Range::above(0.0)),
                  "what is left so long before the slot is open to all; else never"),
        }};
    return kTable;
}

const Table<process::Diary>& diary_table() {
    using process::Diary;
    static const auto kSetAside = mapping<process::SetAside>(
        set_aside_table(), [](Reader&, const Node& node, const std::string&,
                              process::SetAside& group) { group.position = node.position; });
    static const Table<Diary> kTable{
        "diary",
        "Slots that can be booked ahead.",
        {
            field("calendar", &Diary::calendar, reference(NameKind::calendar),
                  "slots lie whole within its open periods")
                .required(),
            field("every", &Diary::every, duration(Range::above(0.0)),
                  "from slot to slot, from the beginning of each open period")
                .required(),
            field("places", &Diary::places, whole(Range::between(1.0, 1000.0)), "of each slot"),
            field("per", &Diary::per, reference(NameKind::category),
                  "one diary for each level of this attribute; else one"),
            field("horizon", &Diary::horizon, duration(Range::above(0.0)),
                  "how far ahead one may book"),
            field("set_aside", &Diary::set_aside, by_name(kSetAside, "places set aside"),
                  "places for groups"),
        }};
    return kTable;
}

void check_diary(Reader& reader, const Node& node, const std::string& path, process::Diary& diary) {
    int places = 0;
    for (const auto& group : diary.set_aside) places += group.value.places;
    if (places > diary.places) {
        const Node* groups = node.find("set_aside");
        reader.error(groups->position, document::join_path(path, "set_aside"),
                     fmt::format("{} places are set aside in a slot of {}; expected at most as "
                                 "many as the slot has",
                                 places, diary.places));
    }
}

// ---- batches and forks
// --------------------------------------------------------------------------------------

const Table<process::BatchStep>& batch_table() {
    using process::BatchStep;
    static const Table<BatchStep> kTable{
        "batch",
        "Those who come wait for each other and go on as one: the first leads with its attributes, "
        "activities and choices, the others follow until 'separate'. A batch that comes counts "
        "once. When the leader leaves or closes its episode, the others leave.",
        {
            field("size", &BatchStep::size, whole(Range::at_least(1.0)),
                  "goes on when so many are together; with 'opens' the most that go on at once"),
            field("least", &BatchStep::least, whole(Range::at_least(1.0)),
                  "fewer do not go on after 'at_most' or when 'opens' opens"),
            field("at_most", &BatchStep::at_most, duration(Range::above(0.0)),
                  "so long after the first came, those who are there go on"),
            field("opens", &BatchStep::opens, reference(NameKind::calendar),
                  "goes on only when this calendar opens, e.g. a weekly meeting; who arrives at "
                  "that very instant is too late"),
            field("per", &BatchStep::per, expression(),
                  "only those with an equal value go on together; else all"),
        }};
    return kTable;
}

void check_batch(Reader& reader, const Node& node, const std::string& path,
                 process::BatchStep& batch) {
    const auto* at_most = node.find_entry("at_most");
    const auto* opens = node.find_entry("opens");
    const auto* least = node.find_entry("least");
    if (node.find("size") == nullptr && opens == nullptr) {
        reader.error(node.position, path,
                     "missing key 'size' or 'opens'; expected the one, the other or both");
    }
    if (at_most != nullptr && opens != nullptr) {
        reader.error(at_most->key_position, path,
                     "'at_most' has no effect with 'opens'; expected one of the two",
                     "a batch with 'opens' goes on when the calendar opens and at no other time");
    }
    if (least == nullptr || batch.least == 1) return;
    if (at_most == nullptr && opens == nullptr) {
        reader.error(least->key_position, path,
                     "'least' has no effect without 'at_most' or 'opens': nobody goes on before "
                     "'size' are together");
    } else if (batch.size && batch.least > *batch.size) {
        reader.error(least->value.position, document::join_path(path, "least"),
                     fmt::format("{} is more than the size of {}; expected a whole number from 1 "
                                 "to {}",
                                 batch.least, *batch.size, *batch.size));
    }
}

/// `all`, `any` or a number of branches.
Codec<int> awaited_branches() {
    using process::ForkStep;
    const TypeDescription about =
        text_type("number of branches", "all, any or a whole number of branches >= 1", {"all"});
    const auto parse = [expected = about.expected](const std::string& text) -> Parsed<int> {
        if (text == "all") return ForkStep::kAll;
        if (text == "any") return 1;
        const auto number = parse_whole(text, expected);
        const auto* count = std::get_if<std::int64_t>(&number);
        if (count != nullptr && *count >= 1 && *count <= 1000) return static_cast<int>(*count);
        return Problem{fmt::format("expected {}, found '{}'", expected, text),
                       suggestion(text, {"all", "any"})};
    };
    return scalar_codec<int>(about, parse, [](const int& count) {
        return count == ForkStep::kAll ? std::string("all") : std::to_string(count);
    });
}

const Table<process::ForkStep>& fork_table() {
    using process::ForkStep;
    static const Table<ForkStep> kTable{
        "fork",
        "The path waits here while a new one of the same entity goes through each branch, until "
        "that returns, leaves or comes to the end of the process.",
        {
            field("to", &ForkStep::to, list_of(first_step(), "steps"),
                  "first steps of the branches, two or more; activities at the same time need "
                  "'with_client: false', for a client is at one at a time")
                .required(),
            field("wait_for", &ForkStep::wait_for, awaited_branches(),
                  "branches that must have ended before the path goes on"),
            field("others", &ForkStep::cancels_others,
                  word<bool>({{"continue", false}, {"cancel", true}}),
                  "what the branches do that have not ended by then"),
        }};
    return kTable;
}

void check_fork(Reader& reader, const Node& node, const std::string& path,
                process::ForkStep& fork) {
    fork.position = node.position;
    const auto* to = node.find_entry("to");
    if (to == nullptr || !to->value.is_list()) return;
    const std::size_t branches = to->value.items.size();
    if (branches < 2) {
        reader.error(to->value.position, document::join_path(path, "to"),
                     fmt::format("{} {}; expected at least two", branches,
                                 branches == 1 ? "branch" : "branches"),
                     branches == 1 ? "'next' goes to a step without a fork" : "");
        return;
    }
    const auto* wait_for = node.find_entry("wait_for");
    const auto awaited = static_cast<std::size_t>(fork.wait_for);
    if (wait_for != nullptr && awaited > branches) {
        reader.error(wait_for->value.position, document::join_path(path, "wait_for"),
                     fmt::format("{} is more than the {} branches; expected all, any or a whole "
                                 "number from 1 to {}",
                                 awaited, branches, branches));
    } else if (const auto* others = node.find_entry("others");
               fork.cancels_others && others != nullptr &&
               (fork.wait_for == process::ForkStep::kAll || awaited == branches)) {
        reader.error(others->key_position, path,
                     "'others: cancel' has no effect when all branches are waited for",
                     "'wait_for: any' waits for the first");
    }
}

/// Everything a step may say; exactly one of the parts is used.
struct StepKeys {
    std::optional<process::SetStep> set;
    std::optional<process::HandOverStep> hand_over;
    std::optional<process::TellStep> tell;
    std::optional<process::CallStep> call;
    std::optional<process::CloseStep> close;
    std::optional<process::TakeOnStep> take_on;
    std::optional<process::LetGoStep> let_go;
    std::optional<process::SignalStep> signal;
    std::optional<process::WaitStep> wait;
    std::optional<process::BookStep> book;
    std::optional<process::BatchStep> batch;
    std::optional<process::SeparateStep> separate;
    std::optional<process::ForkStep> fork;
    process::Routing next;
};

const Table<process::TakeOnStep>& take_on_table() {
    using process::TakeOnStep;
    static const Table<TakeOnStep> kTable{
        "take_on",
        "Waits until a server of a resource with a caseload has room, and becomes its client until "
        "'let_go', whatever the steps between are.",
        {
            field("resource", &TakeOnStep::resource, reference(NameKind::resource),
                  "resource with a caseload")
                .required(),
            field("priority", &TakeOnStep::priority, expression(),
                  "higher gets room first; else 0"),
            field("patience", &TakeOnStep::patience, law_of_durations(),
                  "waits for room no longer than this"),
            field("on_renege", &TakeOnStep::on_renege, step_target(),
                  "where to when patience has ended; else leave"),
            field("balks", &TakeOnStep::balks, expression(),
                  "probability of not waiting for room, or a condition; may ask queue_length (who "
                  "waits for room) and in_service (who has it)"),
            field("on_balk", &TakeOnStep::on_balk, step_target(),
                  "where to after balking; else leave"),
            field("on_full", &TakeOnStep::on_full, step_target(),
                  "where to when as many wait for room as the resource's queue_limit says; else "
                  "leave"),
        }};
    return kTable;
}

void check_take_on(Reader& reader, const Node& node, const std::string& path,
                   process::TakeOnStep&) {
    check_needs(reader, node, path, "on_renege", "patience", "nobody gives up waiting without it");
    check_needs(reader, node, path, "on_balk", "balks", "nobody balks without it");
}

Codec<process::LetGoStep> let_go_step() {
    Codec<process::LetGoStep> codec;
    const auto resource = reference(NameKind::resource);
    codec.about = resource.about;
    codec.read = [resource](Reader& reader, const Node& node,
                            const std::string& path) -> std::optional<process::LetGoStep> {
        auto name = resource.read(reader, node, path);
        if (!name) return std::nullopt;
        return process::LetGoStep{std::move(*name)};
    };
    codec.write = [](const process::LetGoStep& step) { return Node::scalar(step.resource.name); };
    return codec;
}

Codec<process::CallStep> call_step() {
    Codec<process::CallStep> codec;
    const auto process_name = reference(NameKind::process);
    codec.about = process_name.about;
    codec.read = [process_name](Reader& reader, const Node& node,
                                const std::string& path) -> std::optional<process::CallStep> {
        auto name = process_name.read(reader, node, path);
        if (!name) return std::nullopt;
        return process::CallStep{std::move(*name)};
    };
    codec.write = [](const process::CallStep& step) { return Node::scalar(step.process.name); };
    return codec;
}

const Table<StepKeys>& step_table() {
    static const Table<StepKeys> kTable{
        "step",
        "One step of a process: an activity (with its keys), or one of set, hand_over, tell, call, "
        "close, take_on, let_go, signal, wait, book, batch, separate, fork; or 'next' alone, a "
        "choice that takes no time.",
        {
            field("set", &StepKeys::set, set_step(),
                  "attributes and variables changed at one instant"),
            field("hand_over", &StepKeys::hand_over, mapping(hand_over_table()),
                  "moves the episode to another service"),
            field("tell", &StepKeys::tell, mapping(tell_table()),
                  "tells another service what became of the matter"),
            field("call", &StepKeys::call, call_step(), "runs another process and comes back"),
            field("close", &StepKeys::close,
                  mapping<process::CloseStep>(close_table(), check_close), "ends the episode"),
            field("take_on", &StepKeys::take_on,
                  mapping<process::TakeOnStep>(take_on_table(), check_take_on),
                  "becomes the client of a server with room"),
            field("let_go", &StepKeys::let_go, let_go_step(), "is its client no longer"),
            field("signal", &StepKeys::signal, signal_step(), "lets go those who wait for it"),
            field("wait", &StepKeys::wait, mapping<process::WaitStep>(wait_table(), check_wait),
                  "waits for a signal or a condition"),
            field("book", &StepKeys::book, mapping<process::BookStep>(book_table(), check_book),
                  "takes a place in a diary and waits for it"),
            field("batch", &StepKeys::batch,
                  mapping<process::BatchStep>(batch_table(), check_batch),
                  "waits for others and goes on with them as one"),
            field("separate", &StepKeys::separate,
                  word<process::SeparateStep>({{"all", process::SeparateStep{}}}),
                  "every member of a batch goes on alone; others pass"),
            field("fork", &StepKeys::fork, mapping<process::ForkStep>(fork_table(), check_fork),
                  "parallel paths, and waiting for them"),
            field("next", &StepKeys::next, routing(),
                  "where to go; else the next step in the file"),
        }};
    return kTable;
}

/// The keys that say what a step does; a step without any of them is an activity.
std::vector<std::string> step_kinds() {
    auto kinds = step_table().keys();
    std::erase(kinds, "next");
    return kinds;
}

Codec<process::Step> step() {
    Codec<process::Step> codec;
    codec.about.type = "mapping";
    codec.about.form = Form::mapping;
    codec.about.section = "step";
    codec.about.expected = "a mapping with the keys of a step";
    codec.read = [](Reader& reader, const Node& node,
                    const std::string& path) -> std::optional<process::Step> {
        static const std::vector<std::string> kStepKeys = step_table().keys();
        static const std::vector<std::string> kKinds = step_kinds();
        static const std::vector<std::string> kActivityKeys = activity_table().keys();
        if (!node.is_mapping()) {
            reader.report_kind(
                node, path,
                "a mapping with the keys of an activity, or set, hand_over, tell, call, "
                "close, take_on, let_go, signal, wait, book, batch, separate, fork "
                "or only next");
            return std::nullopt;
        }
        const document::Entry* kind = nullptr;
        for (const auto& entry : node.entries) {
            const bool is_kind = std::find(kKinds.begin(), kKinds.end(), entry.key) != kKinds.end();
            if (!is_kind) continue;
            if (kind != nullptr) {
                reader.error(entry.key_position, path,
                             fmt::format("a step does one thing; '{}' and '{}' are two steps",
                                         kind->key, entry.key));
            } else {
                kind = &entry;
            }
        }
        process::Step made;
        StepKeys keys;
        if (kind == nullptr && node.entries.size() == 1 && node.entries[0].key == "next") {
            read_fields(reader, node, path, step_table(), keys);
            made.what = process::ChoiceStep{};
            made.next = std::move(keys.next);
            return made;
        }
        if (kind == nullptr) {
            process::ActivityStep activity;
            std::vector<std::string> others = kStepKeys;
            read_fields(reader, node, path, activity_table(), activity, others);
            check_activity(reader, node, path, activity);
            made.what = std::move(activity);
            if (const Node* next = node.find("next")) {
                if (auto ways = routing().read(reader, *next, document::join_path(path, "next"))) {
                    made.next = std::move(*ways);
                }
            }
            return made;
        }
        for (const auto& entry : node.entries) {
            if (std::find(kActivityKeys.begin(), kActivityKeys.end(), entry.key) !=
                kActivityKeys.end()) {
                reader.error(entry.key_position, path,
                             fmt::format("a step does one thing; '{}' is for an activity, '{}' is "
                                         "another step",
                                         entry.key, kind->key));
            }
        }
        read_fields(reader, node, path, step_table(), keys, kActivityKeys);
        if (keys.set) made.what = std::move(*keys.set);
        if (keys.call) made.what = std::move(*keys.call);
        if (keys.signal) made.what = std::move(*keys.signal);
        if (keys.wait) made.what = std::move(*keys.wait);
        if (keys.book) made.what = std::move(*keys.book);
        if (keys.hand_over) made.what = std::move(*keys.hand_over);
        if (keys.tell) made.what = std::move(*keys.tell);
        if (keys.take_on) made.what = std::move(*keys.take_on);
        if (keys.let_go) made.what = std::move(*keys.let_go);
        if (keys.batch) made.what = std::move(*keys.batch);
        if (keys.separate) made.what = *keys.separate;
        if (keys.fork) made.what = std::move(*keys.fork);
        if (keys.close) {
            made.what = std::move(*keys.close);
            if (const auto* next = node.find_entry("next")) {
                reader.error(next->key_position, path,
                             "nothing follows a step that closes the episode; expected no 'next'");
            }
        }
        made.next = std::move(keys.next);
        return made;
    };
    codec.write = [](const process::Step& from) {
        StepKeys keys;
        keys.next = from.next;
        if (const auto* activity = std::get_if<process::ActivityStep>(&from.what)) {
            Node node = write_fields(activity_table(), *activity);
            if (!keys.next.empty()) node.add("next", routing().write(keys.next));
            return node;
        }
        if (const auto* set = std::get_if<process::SetStep>(&from.what)) keys.set = *set;
        if (const auto* call = std::get_if<process::CallStep>(&from.what)) keys.call = *call;
        if (const auto* hand = std::get_if<process::HandOverStep>(&from.what)) {
            keys.hand_over = *hand;
        }
        if (const auto* tell = std::get_if<process::TellStep>(&from.what)) keys.tell = *tell;
        if (const auto* close = std::get_if<process::CloseStep>(&from.what)) keys.close = *close;
        if (const auto* take = std::get_if<process::TakeOnStep>(&from.what)) keys.take_on = *take;
        if (const auto* let = std::get_if<process::LetGoStep>(&from.what)) keys.let_go = *let;
        if (const auto* signal = std::get_if<process::SignalStep>(&from.what)) {
            keys.signal = *signal;
        }
        if (const auto* wait = std::get_if<process::WaitStep>(&from.what)) keys.wait = *wait;
        if (const auto* book = std::get_if<process::BookStep>(&from.what)) keys.book = *book;
        if (const auto* batch = std::get_if<process::BatchStep>(&from.what)) keys.batch = *batch;
        if (const auto* apart = std::get_if<process::SeparateStep>(&from.what)) {
            keys.separate = *apart;
        }
        if (const auto* fork = std::get_if<process::ForkStep>(&from.what)) keys.fork = *fork;
        return write_fields(step_table(), keys);
    };
    return codec;
}

const Table<process::Process>& process_table() {
    using process::Process;
    static const Table<Process> kTable{
        "process",
        "Steps that an entity goes through.",
        {
            field("service", &Process::service, reference(NameKind::service),
                  "service that carries it out"),
            field("first", &Process::first, first_step(), "first step; else the first in the file"),
            field("steps", &Process::steps, by_name(step(), "steps", kStepTargets),
                  "the steps, in order")
                .required(),
        }};
    return kTable;
}

/// Steps are named within their process, so its name must be known while they are read.
Codec<process::Process> process_codec() {
    Codec<process::Process> codec = mapping<process::Process>(
        process_table(),
        [](Reader& reader, const Node& node, const std::string& path, process::Process&) {
            const Node* steps = node.find("steps");
            if (steps != nullptr && steps->is_mapping() && steps->entries.empty()) {
                reader.error(steps->position, document::join_path(path, "steps"),
                             "has no steps; expected at least one");
            }
        });
    const auto read = codec.read;
    codec.read = [read](Reader& reader, const Node& node, const std::string& path) {
        reader.process_name = path.substr(path.find('.') + 1);
        return read(reader, node, path);
    };
    return codec;
}

// ---- between organisations
// --------------------------------------------------------------------------

const Table<process::Channel>& channel_table() {
    using process::Channel;
    static const Table<Channel> kTable{
        "channel",
        "How information travels.",
        {
            field("latency", &Channel::latency, duration(Range::at_least(0.0)),
                  "lead time of one record"),
            field("records_per_day", &Channel::records_per_day,
                  number(Range::above(0.0), "records/day"), "what it can pass"),
        }};
    return kTable;
}

const Table<process::RecordType>& record_table() {
    using base::DuplicateClass;
    using process::RecordType;
    static const Table<RecordType> kTable{
        "record",
        "The result of an activity for a client and a need.",
        {
            field("valid", &RecordType::valid, duration_or_forever(), "time from writing"),
            field("invalidated_by_escalation", &RecordType::is_invalidated_by_escalation, truth(),
                  "a rise of severity makes it invalid"),
            field("shared_in_household", &RecordType::is_shared_in_household, truth(),
                  "facts of the household: one of any member, for any need, counts for all"),
            unless_none(
                field("duplicate", &RecordType::duplicate_class,
                      word<DuplicateClass>({{"history", DuplicateClass::history},
                                            {"assessment", DuplicateClass::assessment},
                                            {"documentation", DuplicateClass::documentation}}),
                      "class of duplicate work when it is made again; else none"),
                &RecordType::duplicate_class),
        }};
    return kTable;
}

Codec<process::Trigger> trigger() {
    Codec<process::Trigger> codec;
    codec.about = text_type("trigger", "an event such as 'recognised' or 'contact by SERVICE'",
                            {"recognised", "contact by SERVICE", "end of PROCESS.STEP"});
    codec.read = [expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<process::Trigger> {
        const Node* scalar = reader.scalar(node, path, expected);
        if (scalar == nullptr) return std::nullopt;
        auto parsed = parse_trigger(scalar->text);
        if (const auto* problem = std::get_if<Problem>(&parsed)) {
            reader.report(*scalar, path, *problem);
            return std::nullopt;
        }
        auto made = std::get<process::Trigger>(std::move(parsed));
        made.target.position = scalar->position;
        const bool is_step = made.kind == process::TriggerKind::start_of ||
                             made.kind == process::TriggerKind::end_of;
        reader.use(is_step ? NameKind::clock_step : NameKind::service, made.target, path);
        return made;
    };
    codec.write = [](const process::Trigger& value) { return Node::scalar(to_text(value)); };
    return codec;
}

const Table<process::StatutoryClock>& clock_table() {
    using process::StatutoryClock;
    static const Table<StatutoryClock> kTable = [] {
        Field<StatutoryClock> limit;
        limit.about.key = "limit";
        limit.about.type =
            text_type("limit", "a limit such as '7 days', '3 months' or '7 days of CALENDAR'",
                      {"7 days", "3 months", "7 days of CALENDAR"});
        limit.about.is_required = true;
        limit.about.meaning = "time within which the clock must stop";
        limit.read = [expected = limit.about.type.expected](Reader& reader, const Node& node,
                                                            const std::string& path,
                                                            StatutoryClock& into) {
            const Node* scalar = reader.scalar(node, path, expected);
            if (scalar == nullptr) return;
            const auto parsed = parse_limit(scalar->text);
            if (const auto* problem = std::get_if<Problem>(&parsed)) {
                reader.report(*scalar, path, *problem);
                return;
            }
            const Limit& made = std::get<Limit>(parsed);
            into.limit = made.count;
            into.unit = made.unit;
            into.days_of = {made.calendar, scalar->position};
            reader.use(NameKind::calendar, into.days_of, path);
        };
        limit.write = [](const StatutoryClock& from) -> std::optional<Node> {
            return Node::scalar(to_text(Limit{from.limit, from.unit, from.days_of.name}));
        };
        return Table<StatutoryClock>{
            "clock",
            "A legal or promised time limit that is measured.",
            {
                field("title", &StatutoryClock::title, text(), "name for readers"),
                field("starts", &StatutoryClock::starts, trigger(),
                      "event that starts it; a clock started by a receipt ends when that service "
                      "turns the matter down")
                    .required(),
                field("stops", &StatutoryClock::stops, trigger(), "event that stops it").required(),
                field("when", &StatutoryClock::when, expression(),
                      "condition at the start; else always"),
                limit,
            }};
    }();
    return kTable;
}

const Table<process::Indicator>& indicator_table() {
    using process::Indicator;
    static const Table<Indicator> kTable{
        "indicator",
        "A figure of the scenario's own, reported as the response 'indicator': to how many members "
        "of populations something happens in a year, how often, or for how many something holds.",
        {
            field("title", &Indicator::title, text(), "name for readers"),
            field("of", &Indicator::of, list_of(trigger(), "events"), "events that are counted"),
            field("holds", &Indicator::holds, expression(),
                  "condition; the share of members for whom it holds, looked at twice a year"),
            field("from", &Indicator::from, list_of(reference(NameKind::service), "services"),
                  "of receipts those only that one of these services handed over"),
            field("when", &Indicator::when, expression(), "condition at the event; else always"),
            field("unless", &Indicator::unless, list_of(trigger(), "events"),
                  "events: to whom one of them happens in the same year is not counted"),
            field("counts", &Indicator::counts_members,
                  word<bool>({{"members", true}, {"events", false}}),
                  "each member once a year, or every event"),
            field("among", &Indicator::among, expression(),
                  "members to whom it is related, those present in the middle of a year; else all"),
            field("relative_to", &Indicator::relative_to, reference(NameKind::indicator),
                  "indicator by whose count it is divided, instead of members"),
        }};
    return kTable;
}

void check_indicator(Reader& reader, const Node& node, const std::string& path,
                     const process::Indicator& indicator) {
    const bool is_state = !indicator.holds.is_empty();
    if (is_state == !indicator.of.empty()) {
        reader.error(node.position, path, "expected 'of' or 'holds', one of them");
    }
    for (const char* key : {"from", "when", "unless", "counts", "relative_to"}) {
        const Node* found = node.find(key);
        if (is_state && found != nullptr) {
            reader.error(found->position, document::join_path(path, key),
                         "says something of events; expected without 'holds'");
        }
    }
    const bool counts_receipts =
        std::any_of(indicator.of.begin(), indicator.of.end(), [](const process::Trigger& trigger) {
            return trigger.kind == process::TriggerKind::received_by;
        });
    if (!indicator.from.empty() && !indicator.of.empty() && !counts_receipts) {
        reader.error(node.find("from")->position, document::join_path(path, "from"),
                     "is about receipts; expected 'received by SERVICE' among 'of'");
    }
    if (!indicator.unless.empty() && !indicator.counts_members) {
        reader.error(node.find("unless")->position, document::join_path(path, "unless"),
                     "takes members out; expected with 'counts: members'");
    }
    if (!indicator.relative_to.is_empty() && !indicator.among.is_empty()) {
        reader.error(node.find("among")->position, document::join_path(path, "among"),
                     "is not asked with 'relative_to'");
    }
}

// ---- governance
// -------------------------------------------------------------------------------------

const Table<process::CooperationForum>& forum_table() {
    using process::CooperationForum;
    static const Table<CooperationForum> kTable{
        "cooperation_forum",
        "Meets, looks at which interface failed most since the last meeting, and may mend it.",
        {
            field("interval", &CooperationForum::interval, duration(Range::above(0.0)),
                  "time between meetings")
                .required(),
            field("held", &CooperationForum::held, probability_of_policy(),
                  "probability that a meeting takes place"),
            field("success", &CooperationForum::success, probability_of_policy(),
                  "probability that a meeting mends the worst interface"),
            field("improvement", &CooperationForum::improvement, probability(),
                  "share by which loss, misrouting and dispute fall"),
            field("attended_by", &CooperationForum::attended_by,
                  list_of(reference(NameKind::resource), "resources"),
                  "one server of each site is away for the duration"),
            field("duration", &CooperationForum::duration, law_of_durations(), "of a meeting"),
            field("sets", &CooperationForum::sets, settings(),
                  "variables set by each meeting held, and to what"),
        }};
    return kTable;
}

const Table<process::ChannelOutage>& outage_table() {
    using process::ChannelOutage;
    static const Table<ChannelOutage> kTable{
        "channel_outage",
        "A channel that is out of order from time to time.",
        {
            field("channel", &ChannelOutage::channel, reference(NameKind::channel), "which")
                .required(),
            field("every", &ChannelOutage::every, law_of_durations(),
                  "from the end of one to the start of the next")
                .required(),
            field("lasts", &ChannelOutage::lasts, law_of_durations(), "how long one lasts")
                .required(),
        }};
    return kTable;
}

void check_outage(Reader& reader, const Node& node, const std::string& path,
                  process::ChannelOutage& outage) {
    if (node.find("every") != nullptr && !outage.every.text.empty() &&
        !(outage.every.law.mean() > 0.0)) {
        reader.error(outage.every.position, document::join_path(path, "every"),
                     fmt::format("'{}' has mean 0 and would repeat endlessly; expected a mean > 0",
                                 outage.every.text));
    }
}

struct PolicyKeys {
    std::optional<process::CooperationForum> forum;
    std::optional<process::ChannelOutage> outage;
    std::optional<process::Course> course;
    std::optional<process::Negotiation> negotiation;
    std::optional<process::StaffTurnover> turnover;
    std::optional<process::PostsChange> posts_change;
    std::optional<process::Shock> shock;
    std::optional<process::Reallocation> reallocation;
};

/// Applies `visit` to the members of PolicyKeys.
template <class Keys, class Visit>
void for_each_policy(Keys& keys, Visit visit) {
    visit(keys.forum);
    visit(keys.outage);
    visit(keys.course);
    visit(keys.negotiation);
    visit(keys.turnover);
    visit(keys.posts_change);
    visit(keys.shock);
    visit(keys.reallocation);
}

const Table<PolicyKeys>& policy_table() {
    static const Table<PolicyKeys> kTable{
        "policy",
        "Something slow with a mind of its own; exactly one of these.",
        {
            field("cooperation_forum", &PolicyKeys::forum, mapping(forum_table()),
                  "a forum that mends interfaces"),
            field("channel_outage", &PolicyKeys::outage,
                  mapping<process::ChannelOutage>(outage_table(), check_outage),
                  "a channel that fails"),
            field("course", &PolicyKeys::course, course(), "a variable that follows a course"),
            field("negotiation", &PolicyKeys::negotiation, negotiation(),
                  "parties that agree or do not"),
            field("staff_turnover", &PolicyKeys::turnover, staff_turnover(),
                  "servers that leave, and posts that are filled"),
            field("capacity_change", &PolicyKeys::posts_change, capacity_change(),
                  "a share of posts that goes or comes"),
            field("shock", &PolicyKeys::shock, shock(),
                  "a share of servers that is gone for a time"),
            field("reallocation", &PolicyKeys::reallocation, reallocation(),
                  "a planner who moves servers between sites"),
        }};
    return kTable;
}

Codec<process::Policy> policy() {
    const auto keys = mapping<PolicyKeys>(
        policy_table(), [](Reader& reader, const Node& node, const std::string& path, PolicyKeys&) {
            check_exactly_one(reader, node, path, policy_table().keys());
        });
    Codec<process::Policy> codec;
    codec.about = keys.about;
    codec.read = [keys](Reader& reader, const Node& node,
                        const std::string& path) -> std::optional<process::Policy> {
        auto read = keys.read(reader, node, path);
        if (!read) return std::nullopt;
        std::optional<process::Policy> policy;
        for_each_policy(*read, [&](auto& given) {
            if (given && !policy) policy = std::move(*given);
        });
        return policy;
    };
    codec.write = [keys](const process::Policy& value) {
        PolicyKeys parts;
        for_each_policy(parts, [&](auto& given) {
            using Kind = typename std::remove_reference_t<decltype(given)>::value_type;
            if (const auto* policy = std::get_if<Kind>(&value)) given = *policy;
        });
        return keys.write(parts);
    };
    return codec;
}

// ---- what is measured beside the usual
// ---------------------------------------------------------------

const Table<process::Breakdown>& breakdown_table() {
    using process::Breakdown;
    static const Table<Breakdown> kTable{
        "breakdown",
        "An attribute by which the headline figures are given.",
        {
            field("attribute", &Breakdown::attribute, reference(NameKind::attribute),
                  "of a class, with levels or with numbers")
                .required(),
            field("bands", &Breakdown::bands, list_of(number(Range::any()), "numbers"),
                  "of a number, when an episode is recognised: lower ends of the bands after the "
                  "first, ascending"),
        }};
    return kTable;
}

/// A name alone, or a mapping.
Codec<process::Breakdown> breakdown() {
    const auto whole = mapping(breakdown_table());
    Codec<process::Breakdown> codec = whole;
    codec.about = choice_type(
        "mapping or name", "the name of an attribute, or a mapping with the keys of a breakdown",
        {plain_text("the name of an attribute").about, whole.about}, {"ATTRIBUTE"});
    codec.about.section = "breakdown";
    codec.read = [whole, expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<process::Breakdown> {
        if (node.is_mapping()) return whole.read(reader, node, path);
        if (!node.is_scalar() || node.text.empty()) {
            reader.report_kind(node, path, expected);
            return std::nullopt;
        }
        process::Breakdown made{{node.text, node.position}, {}};
        reader.use(NameKind::attribute, made.attribute, path);
        return made;
    };
    codec.write = [whole](const process::Breakdown& breakdown) {
        return breakdown.bands.empty() ? Node::scalar(breakdown.attribute.name)
                                       : whole.write(breakdown);
    };
    return codec;
}

const Table<process::MeasureChoice>& measures_table() {
    using process::MeasureChoice;
    static const Table<MeasureChoice> kTable{
        "measures",
        "What is measured beside the usual; 'describe responses' lists every figure.",
        {
            field("by", &MeasureChoice::by, list_of(breakdown(), "attributes"),
                  "the headline figures are also given by these, by need, service, organisation "
                  "and pair of services"),
            field("suppress_below", &MeasureChoice::suppress_below, whole(Range::at_least(0.0)),
                  "the figures of a group with fewer episodes are not given"),
            field("census_interval", &MeasureChoice::census_interval, duration(Range::above(0.0)),
                  "how often open needs are counted, all and those that each organisation knows"),
        }};
    return kTable;
}

// ---- the whole
// --------------------------------------------------------------------------------------

Field<process::System> schema_field() {
    Field<process::System> made;
    made.about.key = "schema";
    made.about.type = type("whole number", "1, the version of the language");
    made.about.type.form = Form::whole;
    made.about.type.bounds = Range::between(1.0, 1.0);
    made.about.type.examples = {"1"};
    made.about.meaning = "version of the language that the file is written in";
    made.about.is_required = true;
    // checked file by file, when it is loaded
    made.read = [](Reader&, const Node&, const std::string&, process::System&) {};
    made.write = [](const process::System&) -> std::optional<Node> { return Node::scalar("1"); };
    return made;
}

const Table<process::Trust>& trust_table() {
    using process::Trust;
    static const Table<Trust> kTable{
        "trust",
        "How far one service trusts another, from 0 to 1, and what moves it. A share that raises "
        "it is of what is missing to 1, a share that lowers it is of what there is.",
        {
            field("initial", &Trust::initial, probability(), "trust at the start").required(),
            field("accepted", &Trust::accepted, probability(),
                  "share by which an accepted handover raises it"),
            field("rejected", &Trust::rejected, probability(),
                  "share by which a rejected handover lowers it"),
            field("late", &Trust::late, probability(),
                  "share by which an answer after 'late_after' lowers it"),
            field("late_after", &Trust::late_after, duration(Range::at_least(0.0)),
                  "from the proposal; an answer after it is late"),
            field("joint_work", &Trust::joint_work, probability(),
                  "share by which the end of an activity of the staff of both raises it"),
            field("feedback", &Trust::feedback, probability(),
                  "share by which it rises when the receiver tells the sender what became of a "
                  "matter"),
            field("forgets", &Trust::forgets, duration(Range::above(0.0)),
                  "time in which half of the distance from the initial trust is forgotten; else "
                  "nothing is"),
        }};
    return kTable;
}

void check_trust(Reader& reader, const Node& node, const std::string& path, process::Trust&) {
    check_needs(reader, node, path, "late", "late_after", "it says which answers are late");
    check_needs(reader, node, path, "late_after", "late", "it says what a late answer does");
}

Field<process::System> interfaces_field() {
    Field<process::System> made;
    made.about.key = "interfaces";
    made.about.type = described_by_name(mapping(interface_table()).about,
                                        "a mapping of pairs such as 'desk -> back_office' or "
                                        "'any -> any', or 'within organisation' or 'between "
                                        "organisations', to interfaces",
                                        "^\\s*[^ ]+\\s*->\\s*[^ ]+\\s*$|"
                                        "^\\s*(within organisation|between organisations)\\s*$");
    made.about.type.type = "by pair: interface";
    made.about.type.parts[0].may_be_removed_inside = true;
    made.about.meaning =
        "how services hand clients to each other; any -> any, 'within organisation' and 'between "
        "organisations' (of the owners of the two; neither is about a service without "
        "organisation), any -> to, from -> any and from -> to apply in this order, key by key";
    made.read = [](Reader&, const Node&, const std::string&, process::System&) {};
    made.write = [](const process::System& from) -> std::optional<Node> {
        if (from.interfaces.empty()) return std::nullopt;
        Node node = Node::mapping();
        for (const auto& interface : from.interfaces) {
            node.add(interface.from.name + " -> " + interface.to.name,
                     write_fields(interface_table(), interface));
        }
        return node;
    };
    return made;
}

}  // namespace

const Table<process::Interface>& interface_table() {
    using process::Carrier;
    using process::Interface;
    using process::StallPolicy;
    using process::Visibility;
    static const Table<Interface> kTable{
        "interface",
        "How one service hands clients to another.",
        {
            field("channel", &Interface::channel, reference(NameKind::channel),
                  "how the handover travels; else it arrives at once"),
            field("carrier", &Interface::carrier,
                  word<Carrier>({{"sender", Carrier::sender},
                                 {"receiver", Carrier::receiver},
                                 {"nobody", Carrier::nobody}}),
                  "who carries the client until the answer"),
            field("sender_work", &Interface::sender_work, law_of_durations(),
                  "of the sender's staff: writing the handover"),
            field("receiver_work", &Interface::receiver_work, law_of_durations(),
                  "of the receiver's staff: reading, entering, triage"),
            field("entered_again", &Interface::is_entered_again, truth(),
                  "the receiver's work repeats what the sender already entered"),
            field("work_times", &Interface::work_times, interface_expression(),
                  "sender_work and receiver_work are multiplied by it; else 1"),
            field("priority", &Interface::priority, interface_expression(),
                  "of the note and the triage in the queues of the staff; else 0"),
            field("reply_time", &Interface::reply_time, law_of_durations(),
                  "from triage to the answer"),
            field("delay_times", &Interface::delay_times, interface_expression(),
                  "reply_time, misrouting_delay, dispute_time and request_reply are multiplied by "
                  "it; else 1"),
            field("loss", &Interface::loss, chance(), "probability that it never arrives"),
            field("misrouting", &Interface::misrouting, chance(),
                  "probability that it first lands in a wrong place"),
            field("misrouting_delay", &Interface::misrouting_delay, law_of_durations(),
                  "time until a misrouted one is sent on"),
            field("acceptance", &Interface::acceptance, chance(),
                  "probability of acceptance when 'accepts_when' holds; an urgent handover cannot "
                  "be declined"),
            field("accepts_when", &Interface::accepts_when, interface_expression(),
                  "threshold; failing it is rejection"),
            field("dispute", &Interface::dispute, chance(),
                  "probability that responsibility is contested before the answer"),
            field("dispute_time", &Interface::dispute_time, law_of_durations(),
                  "nobody owns the matter meanwhile"),
            field("time_out", &Interface::time_out, time_out(),
                  "without an answer for so long it has stalled; else never"),
            field("when_stalled", &Interface::when_stalled,
                  word<StallPolicy>({{"nothing", StallPolicy::nothing},
                                     {"resend", StallPolicy::resend},
                                     {"return_to_sender", StallPolicy::return_to_sender},
                                     {"case_lead", StallPolicy::case_lead},
                                     {"escalate_to_forum", StallPolicy::escalate_to_forum}}),
                  "what happens then; escalate_to_forum: the next meeting of a cooperation_forum "
                  "settles it, as a case lead would"),
            field("visibility", &Interface::visibility,
                  word<Visibility>({{"none", Visibility::none},
                                    {"on_request", Visibility::on_request},
                                    {"shared", Visibility::shared}}),
                  "of the sender's records to the receiver"),
            field("consent", &Interface::consent, interface_expression(),
                  "records are visible only if it holds; else always"),
            field("request_reply", &Interface::request_reply, law_of_durations(),
                  "time an on_request record takes to be answered, besides the channel"),
            field("trusts_records", &Interface::trusts_records, chance(),
                  "probability that the receiver takes a visible record of the sender for good; "
                  "asked once for each record"),
            field("trust", &Interface::trust, mapping<process::Trust>(trust_table(), check_trust),
                  "of the sender in the receiver, which expressions of the interface can ask "
                  "about; else it is always 1"),
        }};
    return kTable;
}

const Table<process::System>& system_table() {
    using process::System;
    static const Table<System> kTable = [] {
        auto population = mapping<process::Population>(population_table(), check_population);
        return Table<System>{
            "scenario",
            "One full system, and how it is run.",
            {
                schema_field(),
                field("title", &System::title, text(), "name for readers"),
                field("description", &System::description, text(), "what it is about"),
                field("run", &System::run, mapping<process::Run>(run_table(), check_run),
                      "how it is simulated")
                    .required(),
                field("day_sets", &System::day_sets, by_name(day_set(), "day sets"),
                      "holidays, terms and other sets of days"),
                field("calendars", &System::calendars,
                      by_name(mapping<process::CalendarText>(calendar_table(), check_calendar),
                              "calendars"),
                      "opening hours"),
                field(
                    "profiles", &System::profiles,
                    by_name(mapping<process::Profile>(profile_table(), check_profile), "profiles"),
                    "how rates vary with civil time"),
                field("classes", &System::classes, by_name(mapping(class_table()), "classes"),
                      "kinds of entities"),
                field("sources", &System::sources,
                      by_name(mapping<process::Source>(source_table(), check_source), "sources"),
                      "entities that arrive"),
                field("populations", &System::populations, by_name(population, "populations"),
                      "entities that are there"),
                field("needs", &System::needs,
                      by_name(mapping<process::Need>(need_table(), check_need), "needs",
                              process::reserved_names()),
                      "needs that arise in populations"),
                field("organisations", &System::organisations,
                      by_name(mapping(organisation_table()), "organisations"),
                      "who pays and decides"),
                field("services", &System::services,
                      by_name(mapping(service_table()), "services", {"any", kSender}),
                      "what organisations offer"),
                field("resources", &System::resources,
                      by_name(mapping<process::Resource>(resource_table(), check_resource),
                              "resources"),
                      "people, rooms and places"),
                field("variables", &System::variables,
                      by_name(variable(), "variables", process::reserved_names()),
                      "numbers that steps and policies set and expressions read, with their first "
                      "values"),
                field("diaries", &System::diaries,
                      by_name(mapping<process::Diary>(diary_table(), check_diary), "diaries"),
                      "appointments that can be booked"),
                field("processes", &System::processes, by_name(process_codec(), "processes"),
                      "what happens to entities"),
                field("channels", &System::channels, by_name(mapping(channel_table()), "channels"),
                      "how information travels"),
                interfaces_field(),
                field("records", &System::records, by_name(mapping(record_table()), "records"),
                      "results that can be reused"),
                field("clocks", &System::clocks, by_name(mapping(clock_table()), "clocks"),
                      "time limits that are measured"),
                field("indicators", &System::indicators,
                      by_name(mapping<process::Indicator>(indicator_table(), check_indicator),
                              "indicators"),
                      "figures of one's own"),
                field("policies", &System::policies, by_name(policy(), "policies"), "governance"),
                field("measures", &System::measures,
                      mapping<process::MeasureChoice>(
                          measures_table(),
                          [](Reader&, const Node& node, const std::string&,
                             process::MeasureChoice& made) { made.position = node.position; }),
                      "what is measured beside the usual"),
            }};
    }();
    return kTable;
}

std::vector<SectionDescription> describe_tables() {
    SectionDescription step_section = step_table().describe();
    const SectionDescription activity = activity_table().describe();
    SectionDescription policy_section = policy_table().describe();
    policy_section.one_of = policy_table().keys();
    step_section.one_of = step_kinds();
    step_section.otherwise = activity.name;
    for (auto field : activity.fields) {
        field.is_required = false;  // only when the step is an activity
        step_section.fields.push_back(std::move(field));
    }
    std::vector<SectionDescription> sections{
        system_table().describe(),
        run_table().describe(),
        calendar_table().describe(),
        class_table().describe(),
        attribute_table().describe(),
        profile_table().describe(),
        source_table().describe(),
        recorded_table().describe(),
        already_waiting_table().describe(),
        population_table().describe(),
        group_table().describe(),
        households_table().describe(),
        apart_table().describe(),
        moves_table().describe(),
        need_table().describe(),
        onset_table().describe(),
        onset_at_table().describe(),
        recogniser_table().describe(),
        organisation_table().describe(),
        service_table().describe(),
        resource_table().describe(),
        shift_table().describe(),
        change_table().describe(),
        absence_table().describe(),
        process_table().describe(),
        step_section,
        activity,
        branch_table().describe(),
        ways_table().describe(),
        take_on_table().describe(),
        hand_over_table().describe(),
        tell_table().describe(),
        close_table().describe(),
        channel_table().describe(),
        interface_table().describe(),
        trust_table().describe(),
        record_table().describe(),
        clock_table().describe(),
        indicator_table().describe(),
        policy_section,
        forum_table().describe(),
        outage_table().describe(),
        measures_table().describe(),
        breakdown_table().describe(),
        signal_table().describe(),
        wait_table().describe(),
        book_table().describe(),
        diary_table().describe(),
        set_aside_table().describe(),
        batch_table().describe(),
        fork_table().describe(),
    };
    for (auto& section : describe_policies()) sections.push_back(std::move(section));
    return sections;
}

const std::vector<SectionDescription>& schema() {
    static const std::vector<SectionDescription> kSections = describe_tables();
    return kSections;
}

const SectionDescription* find_section(const std::string& name) {
    for (const auto& section : schema()) {
        if (section.name == name) return &section;
    }
    return nullptr;
}

const FieldDescription* find_field(const SectionDescription& section, const std::string& key) {
    for (const auto& field : section.fields) {
        if (field.key == key) return &field;
    }
    return nullptr;
}

const FieldDescription& extends_key() {
    static const FieldDescription kKey = [] {
        const auto file = plain_text("the name of a scenario file").about;
        FieldDescription made;
        made.key = "extends";
        made.type =
            choice_type("file or list of files", "the name of a scenario file, or a list of them",
                        {file, described_list(file, "a list of names of scenario files")},
                        {"base.yaml", "[shared.yaml, base.yaml]"});
        made.meaning =
            "files of which this one states only the differences, relative to its own folder";
        return made;
    }();
    return kKey;
}

}  // namespace yhdyspinta::scenario
