// SPDX-License-Identifier: Apache-2.0
// Governance: forums, outages, and which policies there are.
#include "engine/scenario/policies.hpp"
#include "engine/scenario/table_parts.hpp"

namespace yhdyspinta::scenario {

using document::Node;

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

namespace {

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

}  // namespace

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

SectionDescription describe_policy() {
    SectionDescription section = policy_table().describe();
    section.one_of = policy_table().keys();
    return section;
}

}  // namespace yhdyspinta::scenario
