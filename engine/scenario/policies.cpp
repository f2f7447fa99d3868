// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/policies.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <variant>

#include "engine/process/expression.hpp"
#include "engine/scenario/checks.hpp"

namespace yhdyspinta::scenario {

using document::Node;
using process::Reference;

namespace {

// ---- small helpers
// -----------------------------------------------------------------------------------

void check_mean(Reader& reader, const Node& node, const std::string& path, const std::string& key,
                const process::LawText& law) {
    if (node.find(key) == nullptr || law.text.empty() || law.law.mean() > 0.0) return;
    reader.error(
        law.position, document::join_path(path, key),
        fmt::format("'{}' has mean 0 and would repeat endlessly; expected a mean > 0", law.text));
}

/// Which resources are meant must be said in one of two ways.
void check_resources(Reader& reader, const Node& node, const std::string& path,
                     const std::vector<Reference>& resources, bool is_of_all) {
    const auto* all = node.find_entry("all");
    if (is_of_all && !resources.empty()) {
        reader.error(all->key_position, path,
                     "'resources' and 'all: true' are both given; expected exactly one of them");
    } else if (!is_of_all && resources.empty() &&
               (node.find("resources") == nullptr || node.find("resources")->is_list())) {
        reader.error(node.position, path,
                     "no resource is meant; expected 'resources: [NAME, …]' or 'all: true'");
    }
}

void check_attendance(Reader& reader, const Node& node, const std::string& path) {
    const auto* attended = node.find_entry("attended_by");
    if (attended == nullptr || node.find("duration") != nullptr) return;
    reader.error(attended->key_position, path,
                 "'attended_by' needs the key 'duration': it says how long they are away");
}

Codec<std::vector<Reference>> resources() {
    return list_of(reference(NameKind::resource), "resources");
}

// ---- variables
// ---------------------------------------------------------------------------------------

const Table<process::Variable>& variable_table() {
    using process::Variable;
    static const Table<Variable> kTable{
        "variable",
        "A number for each level of a category attribute. An expression reads that of the entity's "
        "level, and where there is no entity with the attribute the mean over the levels; 'set' "
        "sets that of the entity's level, or else those of all levels.",
        {
            field("initial", &Variable::initial, number(Range::any()),
                  "the first value, at every level"),
            field("per", &Variable::per, reference(NameKind::category),
                  "category attribute: one value per level")
                .required(),
        }};
    return kTable;
}

// ---- course
// ------------------------------------------------------------------------------------------

const Table<process::CoursePoint>& point_table() {
    using process::CoursePoint;
    static const Table<CoursePoint> kTable{
        "course_point",
        "What a variable is some time after its course began.",
        {
            field("after", &CoursePoint::after, duration(Range::at_least(0.0)),
                  "time from the beginning of the course")
                .required(),
            field("value", &CoursePoint::value, number(Range::any()), "of the variable").required(),
        }};
    return kTable;
}

const Table<process::Course>& course_table() {
    using process::Between;
    using process::Course;
    static const Table<Course> kTable{
        "course",
        "A variable follows a course from the value it has at the beginning: a roll-out with its "
        "dip, a price, a shock.",
        {
            field("variable", &Course::variable, reference(NameKind::variable), "which").required(),
            field("points", &Course::points,
                  list_of(mapping<process::CoursePoint>(
                              point_table(),
                              [](Reader&, const Node& node, const std::string&,
                                 process::CoursePoint& point) { point.position = node.position; }),
                          "points"),
                  "where the course leads, later and later")
                .required(),
            field("between", &Course::between,
                  word<Between>({{"linear", Between::linear}, {"steps", Between::steps}}),
                  "on a line from point to point, updated monthly; or at once at each point"),
            field("delay", &Course::delay, law_of_durations(),
                  "time until it begins; of a variable by level drawn for each level"),
        }};
    return kTable;
}

void check_course(Reader& reader, const Node& node, const std::string& path,
                  process::Course& course) {
    const Node* points = node.find("points");
    if (points != nullptr && points->is_list() && points->items.empty()) {
        reader.error(points->position, document::join_path(path, "points"),
                     "has no point; expected at least one such as {after: 6 months, value: 0.3}");
    }
    for (std::size_t i = 1; i < course.points.size(); ++i) {
        if (course.points[i].after > course.points[i - 1].after) continue;
        reader.error(course.points[i].position, document::join_path(path, "points"),
                     fmt::format("a point after {} follows one after {}; expected later and later "
                                 "ones",
                                 duration_text(course.points[i].after),
                                 duration_text(course.points[i - 1].after)));
    }
}

// ---- negotiation
// -------------------------------------------------------------------------------------

const Table<process::Negotiation>& negotiation_table() {
    using process::Negotiation;
    static const Table<Negotiation> kTable{
        "negotiation",
        "Parties negotiate at an interval; when variables by level are set, level by level.",
        {
            field("interval", &Negotiation::interval, duration(Range::above(0.0)),
                  "time between negotiations")
                .required(),
            field("first", &Negotiation::first, duration(Range::at_least(0.0)),
                  "time of the first, from the start"),
            field("reaches", &Negotiation::reaches, probability_of_policy(),
                  "probability that they agree")
                .required(),
            field("sets", &Negotiation::sets, settings(), "variables set when they agree"),
            field("otherwise", &Negotiation::otherwise, settings(),
                  "variables set when they do not"),
            field("attended_by", &Negotiation::attended_by, resources(),
                  "one server of each site is away for the duration"),
            field("duration", &Negotiation::duration, law_of_durations(), "of a negotiation"),
        }};
    return kTable;
}

void check_negotiation(Reader& reader, const Node& node, const std::string& path,
                       process::Negotiation&) {
    check_attendance(reader, node, path);
    if (node.find("sets") == nullptr && node.find("otherwise") == nullptr) {
        reader.error(node.position, path,
                     "nothing follows from it; expected the key 'sets' or 'otherwise'");
    }
}

// ---- turnover, changes of capacity
// -------------------------------------------------------------------

const Table<process::StaffTurnover>& turnover_table() {
    using process::StaffTurnover;
    static const Table<StaffTurnover> kTable{
        "staff_turnover",
        "Each server of each site leaves after a time, having finished the work at hand, and the "
        "post is empty until it is filled.",
        {
            field("resources", &StaffTurnover::resources, resources(), "whose servers leave")
                .required(),
            field("leaves", &StaffTurnover::leaves, law_of_durations(),
                  "time from taking up a post to leaving it")
                .required(),
            field("filled", &StaffTurnover::filled, law_of_durations(),
                  "time until an empty post is filled")
                .required(),
            field("loses", &StaffTurnover::loses,
                  list_of(reference(NameKind::variable), "variables"),
                  "what was learnt and goes with the one who leaves: one part, in as many as there "
                  "are servers, of the way back to the first value"),
        }};
    return kTable;
}

void check_turnover(Reader& reader, const Node& node, const std::string& path,
                    process::StaffTurnover& turnover) {
    check_mean(reader, node, path, "leaves", turnover.leaves);
    const Node* list = node.find("resources");
    if (list != nullptr && list->is_list() && list->items.empty()) {
        reader.error(list->position, document::join_path(path, "resources"),
                     "no resource is meant; expected 'resources: [NAME, …]'");
    }
}

const Table<process::PostsChange>& capacity_change_table() {
    using process::PostsChange;
    static const Table<PostsChange> kTable{
        "capacity_change",
        "A share of the full-time equivalents of a resource goes or comes: the nearest whole "
        "number of posts, split over the sites by largest remainder.",
        {
            field("resources", &PostsChange::resources, resources(), "whose posts"),
            field("all", &PostsChange::is_of_all, truth(),
                  "of every resource that has posts (and, if they come, can have more of them)"),
            field("share", &PostsChange::share, number(Range::at_least(-1.0)),
                  "of the posts there are; < 0: so many go")
                .required(),
            field("after", &PostsChange::after, duration(Range::above(0.0)),
                  "time from the start of the run")
                .required(),
        }};
    return kTable;
}

const Table<process::Shock>& shock_table() {
    using process::Shock;
    static const Table<Shock> kTable{
        "shock",
        "For a time a share of the servers is gone, split over the sites like a capacity_change.",
        {
            field("resources", &Shock::resources, resources(), "whose servers"),
            field("all", &Shock::is_of_all, truth(), "of every resource that has posts"),
            field("share", &Shock::share, number({.low = 0.0, .high = 1.0, .is_low_open = true}),
                  "of the servers")
                .required(),
            field("after", &Shock::after, duration(Range::at_least(0.0)),
                  "time from the start of the run")
                .required(),
            field("lasts", &Shock::lasts, law_of_durations(), "how long they are gone").required(),
        }};
    return kTable;
}

const Table<process::Reallocation>& reallocation_table() {
    using process::DemandMeasure;
    using process::Reallocation;
    static const Table<Reallocation> kTable{
        "reallocation",
        "At an interval a planner moves full-time servers, one by one, from the site with the "
        "least demand per server to that with the most, as long as the one is not worse off than "
        "the other after it.",
        {
            field("interval", &Reallocation::interval, duration(Range::above(0.0)),
                  "time between looks at the demand")
                .required(),
            field("resource", &Reallocation::resource, reference(NameKind::resource),
                  "whose servers")
                .required(),
            field("share", &Reallocation::share, probability(),
                  "share of the servers that is moved at a time, at most"),
            field("by", &Reallocation::by,
                  word<DemandMeasure>(
                      {{"arrivals", DemandMeasure::arrivals}, {"queue", DemandMeasure::queue}}),
                  "demand: who came within the last interval, or who waits"),
            field("alignment", &Reallocation::alignment, probability_of_policy(),
                  "probability that the planner has the present count, and not that of an interval "
                  "ago"),
        }};
    return kTable;
}

// ---- checks against the rest
// -------------------------------------------------------------------------

/// The attributes by whose levels the variables that are set have their values.
std::vector<std::string> levels_of_settings(const process::System& system,
                                            std::initializer_list<const process::Settings*> all) {
    std::vector<std::string> names;
    for (const auto* list : all) {
        for (const auto& [name, value] : list->values) {
            const auto* variable = process::find(system.variables, name.name);
            if (variable == nullptr || variable->value.per.is_empty()) continue;
            const std::string& per = variable->value.per.name;
            if (std::find(names.begin(), names.end(), per) == names.end()) names.push_back(per);
        }
    }
    return names;
}

/// Expressions of a policy must not ask about an entity.
void check_expression_of_policy(Reader& reader, const process::System& system,
                                const process::Expression& expression, const std::string& path,
                                const std::vector<std::string>& legal_attributes) {
    const auto contains = [](const std::vector<std::string>& names, const std::string& name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    for (const auto& word : process::words_of(expression.text)) {
        bool is_of_entity = word != "now_days" && contains(process::episode_variables(), word);
        for (const auto& entity_class : system.classes) {
            is_of_entity =
                is_of_entity || (process::find(entity_class.value.attributes, word) != nullptr &&
                                 !contains(legal_attributes, word));
        }
        if (!is_of_entity) continue;
        std::vector<std::string> legal = legal_attributes;
        for (const auto& variable : system.variables) legal.push_back(variable.name);
        legal.emplace_back("now_days");
        reader.error(expression.position, path,
                     fmt::format("'{}' is of an entity, and a policy has none; expected: {}", word,
                                 base::list_names(legal, 40)));
    }
}

void check_settings(Reader& reader, const process::System& system,
                    const process::Settings& settings, const std::string& path,
                    const std::vector<std::string>& legal_attributes) {
    for (const auto& [name, value] : settings.values) {
        std::vector<std::string> legal = legal_attributes;
        const auto* variable = process::find(system.variables, name.name);
        if (variable != nullptr && !variable->value.per.is_empty()) {
            legal.assign(1, variable->value.per.name);
        }
        check_expression_of_policy(reader, system, value, document::join_path(path, name.name),
                                   legal);
    }
}

void check(Reader& reader, const process::System& system, const process::CooperationForum& forum,
           const std::string& path) {
    check_expression_of_policy(reader, system, forum.held, path + ".held", {});
    check_expression_of_policy(reader, system, forum.success, path + ".success", {});
    check_settings(reader, system, forum.sets, path + ".sets", {});
}

void check(Reader&, const process::System&, const process::ChannelOutage&, const std::string&) {}
void check(Reader&, const process::System&, const process::Course&, const std::string&) {}

void check(Reader& reader, const process::System& system, const process::Negotiation& negotiation,
           const std::string& path) {
    const auto per = levels_of_settings(system, {&negotiation.sets, &negotiation.otherwise});
    if (per.size() > 1) {
        const auto& settings =
            negotiation.sets.is_empty() ? negotiation.otherwise : negotiation.sets;
        reader.error(settings.values.front().first.position, path,
                     fmt::format("it sets variables by '{}' and by '{}'; expected one attribute, "
                                 "whose levels negotiate one by one",
                                 per[0], per[1]));
        return;
    }
    check_expression_of_policy(reader, system, negotiation.reaches, path + ".reaches", per);
    check_settings(reader, system, negotiation.sets, path + ".sets", per);
    check_settings(reader, system, negotiation.otherwise, path + ".otherwise", per);
}

void check_posts(Reader& reader, const process::System& system,
                 const std::vector<Reference>& resources, const std::string& path, bool gains) {
    for (const Reference& name : resources) {
        const auto* resource = process::find(system.resources, name.name);
        if (resource == nullptr) continue;  // reported as an unknown name
        if (!process::has_posts(resource->value)) {
            reader.error(name.position, path,
                         fmt::format("'{}' has no posts, being a caseload or shared out; expected "
                                     "a resource with servers",
                                     name.name));
        } else if (gains && !process::can_gain_posts(resource->value)) {
            reader.error(name.position, path,
                         fmt::format("'{}' cannot get more servers, as they have names, shifts or "
                                     "caseloads of their own; expected a resource with 'servers', "
                                     "'fte' or 'one_per'",
                                     name.name));
        }
    }
}

void check(Reader& reader, const process::System& system, const process::StaffTurnover& turnover,
           const std::string& path) {
    check_posts(reader, system, turnover.resources, path + ".resources", false);
}

void check(Reader& reader, const process::System& system, const process::PostsChange& change,
           const std::string& path) {
    check_posts(reader, system, change.resources, path + ".resources", change.share > 0.0);
}

void check(Reader& reader, const process::System& system, const process::Shock& shock,
           const std::string& path) {
    check_posts(reader, system, shock.resources, path + ".resources", false);
}

void check(Reader& reader, const process::System& system, const process::Reallocation& moves,
           const std::string& path) {
    check_posts(reader, system, {moves.resource}, path + ".resource", true);
    check_expression_of_policy(reader, system, moves.alignment, path + ".alignment", {});
    const auto* resource = process::find(system.resources, moves.resource.name);
    if (resource != nullptr && resource->value.per.is_empty()) {
        reader.error(moves.resource.position, path + ".resource",
                     fmt::format("'{}' has one site only; expected a resource with the key 'per'",
                                 moves.resource.name));
    }
}

}  // namespace

Codec<process::Variable> variable() {
    const auto plain = number(Range::any());
    const auto by_level = mapping(variable_table());
    Codec<process::Variable> codec;
    codec.about.type = "number or mapping";
    codec.about.expected = "a number, or a mapping with the keys of a variable";
    codec.about.form = Form::choice;
    codec.about.parts = {plain.about, by_level.about};
    codec.about.examples = {"0", "{initial: 0, per: ATTRIBUTE}"};
    codec.about.section = variable_table().name;
    codec.read = [plain, by_level](Reader& reader, const Node& node,
                                   const std::string& path) -> std::optional<process::Variable> {
        if (node.is_mapping() && !is_sourced(node)) return by_level.read(reader, node, path);
        const auto value = plain.read(reader, node, path);
        if (!value) return std::nullopt;
        return process::Variable{*value, {}};
    };
    codec.write = [plain, by_level](const process::Variable& value) {
        return value.per.is_empty() ? plain.write(value.initial) : by_level.write(value);
    };
    return codec;
}

Codec<process::Expression> probability_of_policy() {
    const auto plain = probability();
    Codec<process::Expression> codec = expression();
    codec.about.type = "probability or expression";
    codec.about.expected = "a probability from 0 to 1, or an expression that gives one";
    codec.about.examples = {"0.5", "0.2 + 0.5 * trust"};
    codec.read = [plain, general = expression(), expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<process::Expression> {
        const Node* scalar = reader.scalar(node, path, expected);
        if (scalar == nullptr) return std::nullopt;
        if (!std::holds_alternative<double>(parse_number(scalar->text, expected))) {
            return general.read(reader, *scalar, path);
        }
        const auto value = plain.read(reader, *scalar, path);
        if (!value) return std::nullopt;
        return process::Expression{number_text(*value), scalar->position};
    };
    return codec;
}

Codec<process::Settings> settings() {
    Codec<process::Settings> codec;
    const auto value = expression();
    codec.about = described_by_name(value.about, "a mapping of variables to expressions");
    codec.read = [value, expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<process::Settings> {
        if (!node.is_mapping()) {
            reader.report_kind(node, path, expected);
            return std::nullopt;
        }
        if (node.entries.empty()) {
            reader.error(node.position, path, "sets nothing; expected " + expected);
            return std::nullopt;
        }
        process::Settings made;
        for (const auto& entry : node.entries) {
            const Reference name{entry.key, entry.key_position};
            reader.use(NameKind::variable, name, path);
            auto text = value.read(reader, entry.value, document::join_path(path, entry.key));
            if (text) made.values.emplace_back(name, std::move(*text));
        }
        return made;
    };
    codec.write = [value](const process::Settings& settings) {
        Node node = Node::mapping();
        for (const auto& [name, text] : settings.values) node.add(name.name, value.write(text));
        return node;
    };
    return codec;
}

Codec<process::Course> course() { return mapping<process::Course>(course_table(), check_course); }

Codec<process::Negotiation> negotiation() {
    return mapping<process::Negotiation>(negotiation_table(), check_negotiation);
}

Codec<process::StaffTurnover> staff_turnover() {
    return mapping<process::StaffTurnover>(turnover_table(), check_turnover);
}

Codec<process::PostsChange> capacity_change() {
    return mapping<process::PostsChange>(
        capacity_change_table(), [](Reader& reader, const Node& node, const std::string& path,
                                    process::PostsChange& change) {
            check_resources(reader, node, path, change.resources, change.is_of_all);
        });
}

Codec<process::Shock> shock() {
    return mapping<process::Shock>(
        shock_table(),
        [](Reader& reader, const Node& node, const std::string& path, process::Shock& shock) {
            check_resources(reader, node, path, shock.resources, shock.is_of_all);
        });
}

Codec<process::Reallocation> reallocation() { return mapping(reallocation_table()); }

std::vector<SectionDescription> describe_policies() {
    return {variable_table().describe(), course_table().describe(),
            point_table().describe(),    negotiation_table().describe(),
            turnover_table().describe(), capacity_change_table().describe(),
            shock_table().describe(),    reallocation_table().describe()};
}

void check_policies(Reader& reader, const process::System& system) {
    constexpr std::array<const char*, std::variant_size_v<process::Policy>> kKeys{
        "cooperation_forum", "channel_outage",  "course", "negotiation",
        "staff_turnover",    "capacity_change", "shock",  "reallocation"};
    for (const auto& policy : system.policies) {
        const std::string path =
            fmt::format("policies.{}.{}", policy.name, kKeys[policy.value.index()]);
        std::visit([&](const auto& what) { check(reader, system, what, path); }, policy.value);
    }
}

}  // namespace yhdyspinta::scenario
