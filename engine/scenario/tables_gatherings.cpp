// SPDX-License-Identifier: Apache-2.0
// Steps that wait for others or for a time: signals, appointments, batches, forks; diaries.
#include "engine/scenario/table_parts.hpp"

namespace yhdyspinta::scenario {

using document::Node;
using process::Reference;

namespace {

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

}  // namespace

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

namespace {

void check_wait(Reader& reader, const Node& node, const std::string& path, process::WaitStep&) {
    check_exactly_one(reader, node, path, {"for", "until"});
    check_needs(reader, node, path, "on_renege", "patience", "nobody gives up waiting without it");
}

}  // namespace

Codec<process::WaitStep> wait_codec() {
    return mapping<process::WaitStep>(wait_table(), check_wait);
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

namespace {

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

}  // namespace

Codec<process::BookStep> book_codec() {
    return mapping<process::BookStep>(book_table(), check_book);
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

namespace {

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

}  // namespace

Codec<process::Diary> diary_codec() { return mapping<process::Diary>(diary_table(), check_diary); }

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

namespace {

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

}  // namespace

Codec<process::BatchStep> batch_codec() {
    return mapping<process::BatchStep>(batch_table(), check_batch);
}

namespace {

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

}  // namespace

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

namespace {

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

}  // namespace

Codec<process::ForkStep> fork_codec() {
    return mapping<process::ForkStep>(fork_table(), check_fork);
}

}  // namespace yhdyspinta::scenario
