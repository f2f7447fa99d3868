// SPDX-License-Identifier: Apache-2.0
// Activities: what they seize, for how long, and what they count as.
#include "engine/scenario/table_parts.hpp"

namespace yhdyspinta::scenario {

using document::Node;
using process::Reference;

namespace {

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

}  // namespace

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

}  // namespace yhdyspinta::scenario
