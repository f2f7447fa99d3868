// SPDX-License-Identifier: Apache-2.0
// What is kept and measured: records, clocks, indicators, breakdowns.
#include <algorithm>
#include <string_view>

#include "engine/scenario/table_parts.hpp"

namespace yhdyspinta::scenario {

using document::Node;

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

namespace {

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

}  // namespace

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

namespace {

void check_indicator(Reader& reader, const Node& node, const std::string& path,
                     const process::Indicator& indicator) {
    const bool is_state = !indicator.holds.is_empty();
    if (is_state == !indicator.of.empty()) {
        reader.error(node.position, path, "expected 'of' or 'holds', one of them");
    }
    for (const char* key : {"from", "when", "unless", "counts", "relative_to"}) {
        const Node* found = node.find(key);
        if (key == std::string_view("counts") && indicator.counts_members) continue;
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
    if (!is_state && !indicator.unless.empty() && !indicator.counts_members) {
        reader.error(node.find("unless")->position, document::join_path(path, "unless"),
                     "takes members out; expected with 'counts: members'");
    }
    if (!indicator.relative_to.is_empty() && !indicator.among.is_empty()) {
        reader.error(node.find("among")->position, document::join_path(path, "among"),
                     "is not asked with 'relative_to'");
    }
}

}  // namespace

Codec<process::Indicator> indicator_codec() {
    return mapping<process::Indicator>(indicator_table(), check_indicator);
}

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

namespace {

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

}  // namespace

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

Codec<process::MeasureChoice> measures_codec() {
    return mapping<process::MeasureChoice>(
        measures_table(), [](Reader&, const Node& node, const std::string&,
                             process::MeasureChoice& made) { made.position = node.position; });
}

}  // namespace yhdyspinta::scenario
