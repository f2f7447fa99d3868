// SPDX-License-Identifier: Apache-2.0
// Steps that say who answers for an episode: handing over, telling, closing, taking on.
#include "engine/scenario/table_parts.hpp"

namespace yhdyspinta::scenario {

using document::Node;
using process::Reference;

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

namespace {

void check_close(Reader& reader, const Node& node, const std::string& path,
                 process::CloseStep& close) {
    const auto number = parse_number(close.relapse.text, "a number");
    const bool is_never = std::holds_alternative<double>(number) && std::get<double>(number) == 0.0;
    if (!close.relapse.is_empty() && !is_never) {
        check_needs(reader, node, path, "relapse", "relapse_after", "it says when");
    }
}

}  // namespace

Codec<process::CloseStep> close_codec() {
    return mapping<process::CloseStep>(close_table(), check_close);
}

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

namespace {

void check_take_on(Reader& reader, const Node& node, const std::string& path,
                   process::TakeOnStep&) {
    check_needs(reader, node, path, "on_renege", "patience", "nobody gives up waiting without it");
    check_needs(reader, node, path, "on_balk", "balks", "nobody balks without it");
}

}  // namespace

Codec<process::TakeOnStep> take_on_codec() {
    return mapping<process::TakeOnStep>(take_on_table(), check_take_on);
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

}  // namespace yhdyspinta::scenario
