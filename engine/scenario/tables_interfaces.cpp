// SPDX-License-Identifier: Apache-2.0
// Between organisations: channels, interfaces, trust.
#include "engine/scenario/table_parts.hpp"
#include "engine/scenario/tables.hpp"

namespace yhdyspinta::scenario {

using document::Node;

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

namespace {

void check_trust(Reader& reader, const Node& node, const std::string& path, process::Trust&) {
    check_needs(reader, node, path, "late", "late_after", "it says which answers are late");
    check_needs(reader, node, path, "late_after", "late", "it says what a late answer does");
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

}  // namespace yhdyspinta::scenario
