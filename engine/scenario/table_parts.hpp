// SPDX-License-Identifier: Apache-2.0
// Private to the tables of keys (tables*.cpp): what they have in common, then what each file gives
// to the others. A table is a mapping's keys; a codec is a table with its checks.
#pragma once

#include "engine/process/system.hpp"
#include "engine/scenario/table.hpp"

namespace yhdyspinta::scenario {

// ---- table_parts.cpp: descriptions and codecs for all of them

[[nodiscard]] TypeDescription type(std::string name, std::string expected);
/// A text of one line that may state its source.
[[nodiscard]] TypeDescription text_type(std::string name, std::string expected,
                                        std::vector<std::string> examples = {},
                                        std::string pattern = {});
/// One of several forms.
[[nodiscard]] TypeDescription choice_type(std::string name, std::string expected,
                                          std::vector<TypeDescription> parts,
                                          std::vector<std::string> examples = {});

/// Exactly one of some keys must be given.
void check_exactly_one(Reader& reader, const document::Node& node, const std::string& path,
                       const std::vector<std::string>& keys);
/// `key` makes sense only together with `other`.
void check_needs(Reader& reader, const document::Node& node, const std::string& path,
                 const std::string& key, const std::string& other, const std::string& why);

/// The name of an attribute; the owner says of which class it has to be.
[[nodiscard]] Codec<process::Reference> attribute_name();
void use_attribute(Reader& reader, const process::Reference& attribute, const std::string& path,
                   const std::string& entity_class);
/// Attributes set by name: `{age: 'uniform(0, 3)'}`; which class they belong to is checked by the
/// owner.
[[nodiscard]] Codec<process::NamedList<process::LawText>> attribute_laws();
void use_attributes(Reader& reader, const document::Node* set, const std::string& path,
                    const std::string& entity_class);

/// A probability as a number, or an expression that is worked out whenever it is asked.
[[nodiscard]] Codec<process::Expression> probability_or_expression();
[[nodiscard]] Codec<std::vector<std::pair<std::string, std::string>>> text_pairs(
    std::string expected);

/// Fields of which nothing is written while the enumeration says "none".
template <class T, class E>
Field<T> unless_none(Field<T> made, E T::*member) {
    made.write = [member, write = made.write](const T& from) -> std::optional<document::Node> {
        if (from.*member == E::none) return std::nullopt;
        return write(from);
    };
    made.about.default_value.clear();
    return made;
}

// ---- tables_run.cpp

[[nodiscard]] const Table<process::Run>& run_table();
[[nodiscard]] const Table<process::CalendarText>& calendar_table();
[[nodiscard]] Codec<process::Run> run_codec();
[[nodiscard]] Codec<process::DaySetDescription> day_set();
[[nodiscard]] Codec<process::CalendarText> calendar_codec();

// ---- tables_entities.cpp

[[nodiscard]] const Table<process::Attribute>& attribute_table();
[[nodiscard]] const Table<process::EntityClass>& class_table();
[[nodiscard]] const Table<process::Recorded>& recorded_table();
[[nodiscard]] const Table<process::Source>& source_table();
[[nodiscard]] Codec<process::Source> source_codec();

// ---- tables_population.cpp

[[nodiscard]] const Table<process::PopulationGroup>& group_table();
[[nodiscard]] const Table<process::Apart>& apart_table();
[[nodiscard]] const Table<process::Households>& households_table();
[[nodiscard]] const Table<process::Moves>& moves_table();
[[nodiscard]] const Table<process::Population>& population_table();
[[nodiscard]] Codec<process::Population> population_codec();

// ---- tables_needs.cpp

[[nodiscard]] const Table<process::OnsetRate>& onset_table();
[[nodiscard]] const Table<process::OnsetAt>& onset_at_table();
[[nodiscard]] const Table<process::Recogniser>& recogniser_table();
[[nodiscard]] const Table<process::Need>& need_table();
[[nodiscard]] Codec<process::Need> need_codec();

// ---- tables_resources.cpp

[[nodiscard]] const Table<process::Organisation>& organisation_table();
[[nodiscard]] const Table<process::Service>& service_table();
[[nodiscard]] const Table<process::Shift>& shift_table();
[[nodiscard]] const Table<process::CapacityChange>& change_table();
[[nodiscard]] const Table<process::Absence>& absence_table();
[[nodiscard]] const Table<process::Resource>& resource_table();
[[nodiscard]] Codec<process::Resource> resource_codec();

// ---- tables_routing.cpp

/// Where a branch can go to beside the steps.
[[nodiscard]] const std::vector<std::string>& step_targets();
[[nodiscard]] Codec<std::string> step_target();
/// A step, and no way out.
[[nodiscard]] Codec<std::string> first_step();
[[nodiscard]] const Table<process::Branch>& branch_table();
/// Ways of equal standing: {by: shortest_queue, to: [a, b]}.
struct Ways {
    process::RoutingRule by = process::RoutingRule::shortest_queue;
    std::vector<std::string> to;
};
[[nodiscard]] const Table<Ways>& ways_table();
[[nodiscard]] Codec<process::Routing> routing();

// ---- tables_activity.cpp

[[nodiscard]] const Table<process::ActivityStep>& activity_table();
void check_activity(Reader& reader, const document::Node& node, const std::string& path,
                    process::ActivityStep& activity);

// ---- tables_episodes.cpp

/// Whom a `tell` can name beside the services.
inline constexpr const char* kSender = "sender";

[[nodiscard]] const Table<process::HandOverStep>& hand_over_table();
[[nodiscard]] const Table<process::TellStep>& tell_table();
[[nodiscard]] const Table<process::CloseStep>& close_table();
[[nodiscard]] const Table<process::TakeOnStep>& take_on_table();
[[nodiscard]] Codec<process::CloseStep> close_codec();
[[nodiscard]] Codec<process::TakeOnStep> take_on_codec();
[[nodiscard]] Codec<process::LetGoStep> let_go_step();

// ---- tables_gatherings.cpp

[[nodiscard]] const Table<process::SignalStep>& signal_table();
[[nodiscard]] const Table<process::WaitStep>& wait_table();
[[nodiscard]] const Table<process::BookStep>& book_table();
[[nodiscard]] const Table<process::SetAside>& set_aside_table();
[[nodiscard]] const Table<process::Diary>& diary_table();
[[nodiscard]] const Table<process::BatchStep>& batch_table();
[[nodiscard]] const Table<process::ForkStep>& fork_table();
[[nodiscard]] Codec<process::SignalStep> signal_step();
[[nodiscard]] Codec<process::WaitStep> wait_codec();
[[nodiscard]] Codec<process::BookStep> book_codec();
[[nodiscard]] Codec<process::Diary> diary_codec();
[[nodiscard]] Codec<process::BatchStep> batch_codec();
[[nodiscard]] Codec<process::ForkStep> fork_codec();

// ---- tables_processes.cpp

[[nodiscard]] const Table<process::Process>& process_table();
[[nodiscard]] Codec<process::Process> process_codec();
/// Its own keys and those of an activity.
[[nodiscard]] SectionDescription describe_step();

// ---- tables_interfaces.cpp (and interface_table of tables.hpp)

[[nodiscard]] const Table<process::Channel>& channel_table();
[[nodiscard]] const Table<process::Trust>& trust_table();

// ---- tables_measured.cpp

[[nodiscard]] const Table<process::RecordType>& record_table();
[[nodiscard]] const Table<process::StatutoryClock>& clock_table();
[[nodiscard]] const Table<process::Indicator>& indicator_table();
[[nodiscard]] const Table<process::Breakdown>& breakdown_table();
[[nodiscard]] const Table<process::MeasureChoice>& measures_table();
[[nodiscard]] Codec<process::Indicator> indicator_codec();
[[nodiscard]] Codec<process::MeasureChoice> measures_codec();

// ---- tables_policies.cpp

[[nodiscard]] const Table<process::CooperationForum>& forum_table();
[[nodiscard]] const Table<process::ChannelOutage>& outage_table();
[[nodiscard]] Codec<process::Policy> policy();
[[nodiscard]] SectionDescription describe_policy();

}  // namespace yhdyspinta::scenario
