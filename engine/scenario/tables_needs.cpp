// SPDX-License-Identifier: Apache-2.0
// Needs: how often they arise, what they raise, and who recognises them.
#include <algorithm>

#include "engine/scenario/table_parts.hpp"

namespace yhdyspinta::scenario {

using document::Node;
using process::Reference;

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

namespace {

void check_onset(Reader& reader, const Node& node, const std::string& path,
                 process::OnsetRate& onset) {
    onset.position = node.position;
    check_needs(reader, node, path, "times", "at_most", "it bounds the rate");
    check_needs(reader, node, path, "at_most", "times", "it says what is bounded");
}

}  // namespace

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

namespace {

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

}  // namespace

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

namespace {

void check_recogniser(Reader& reader, const Node& node, const std::string& path,
                      process::Recogniser&) {
    check_exactly_one(reader, node, path, {"after", "at_contact"});
    check_needs(reader, node, path, "at_contact", "service", "it says whose contacts");
    check_needs(reader, node, path, "times", "after", "it says what is multiplied");
    check_needs(reader, node, path, "calendar", "after", "it says what counts");
}

}  // namespace

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

namespace {

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

}  // namespace

Codec<process::Need> need_codec() { return mapping<process::Need>(need_table(), check_need); }

}  // namespace yhdyspinta::scenario
