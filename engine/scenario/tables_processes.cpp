// SPDX-License-Identifier: Apache-2.0
// Processes, and what a step may be.
#include <algorithm>

#include "engine/scenario/table_parts.hpp"

namespace yhdyspinta::scenario {

using document::Node;

namespace {

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
            field("close", &StepKeys::close, close_codec(), "ends the episode"),
            field("take_on", &StepKeys::take_on, take_on_codec(),
                  "becomes the client of a server with room"),
            field("let_go", &StepKeys::let_go, let_go_step(), "is its client no longer"),
            field("signal", &StepKeys::signal, signal_step(), "lets go those who wait for it"),
            field("wait", &StepKeys::wait, wait_codec(), "waits for a signal or a condition"),
            field("book", &StepKeys::book, book_codec(),
                  "takes a place in a diary and waits for it"),
            field("batch", &StepKeys::batch, batch_codec(),
                  "waits for others and goes on with them as one"),
            field("separate", &StepKeys::separate,
                  word<process::SeparateStep>({{"all", process::SeparateStep{}}}),
                  "every member of a batch goes on alone; others pass"),
            field("fork", &StepKeys::fork, fork_codec(), "parallel paths, and waiting for them"),
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

}  // namespace

SectionDescription describe_step() {
    SectionDescription section = step_table().describe();
    const SectionDescription activity = activity_table().describe();
    section.one_of = step_kinds();
    section.otherwise = activity.name;
    for (auto field : activity.fields) {
        field.is_required = false;  // only when the step is an activity
        section.fields.push_back(std::move(field));
    }
    return section;
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
            field("steps", &Process::steps, by_name(step(), "steps", step_targets()),
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

}  // namespace yhdyspinta::scenario
