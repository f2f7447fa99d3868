// SPDX-License-Identifier: Apache-2.0
// Private to what builds a Program: its parts are in program.cpp and compile_*.cpp.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/simulation/program.hpp"

namespace yhdyspinta::simulation {

/// An index as an event has it; throws UserError when there are too many.
std::uint16_t as_place(std::size_t index);

template <class T>
std::uint32_t index_of(const process::NamedList<T>& list, const std::string& name,
                       const char* kind) {
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i].name == name) return static_cast<std::uint32_t>(i);
    }
    throw base::InternalError(fmt::format("no {} named '{}'", kind, name));
}

template <class T>
std::uint32_t index_or_none(const process::NamedList<T>& list, const process::Reference& reference,
                            const char* kind) {
    return reference.is_empty() ? kNone : index_of(list, reference.name, kind);
}

/// Builds a Program part by part; later parts look up what earlier ones made.
class Compiler {
public:
    Compiler(Program& program, const process::System& system) : p_(program), s_(system) {}

    void compile();

private:
    // ---- program.cpp: the whole in order, and what all parts look up

    [[nodiscard]] std::uint32_t expression(const process::Expression& text,
                                           const process::ExpressionNames& names);
    std::uint32_t expression(const process::Expression& text) { return expression(text, p_.names); }
    [[nodiscard]] std::uint32_t interface_expression(const process::Expression& text);
    [[nodiscard]] Chance chance(const process::Chance& text);
    /// Numbers are probabilities of their own; absent: `otherwise`.
    [[nodiscard]] Chance chance(const process::Expression& text, double otherwise);
    [[nodiscard]] static Draw draw(const process::LawText& text, const std::string& purpose);
    [[nodiscard]] static std::optional<Draw> draw(const std::optional<process::LawText>& text,
                                                  const std::string& purpose);
    [[nodiscard]] std::uint32_t attribute(const std::string& name) const;
    [[nodiscard]] std::uint32_t sites_per(const process::Reference& per) const;
    [[nodiscard]] std::vector<ClassAttribute> drawn(const process::NamedList<process::LawText>& set,
                                                    const std::string& whose) const;
    [[nodiscard]] std::uint32_t process_start(const process::Reference& reference) const;

    // ---- compile_calendars.cpp: calendars, days and profiles

    void collect_rules(const std::string& set, calendar::DaySet& into, int depth) const;
    [[nodiscard]] calendar::CalendarDescription describe(const process::CalendarText& text) const;
    void compile_calendars();
    /// Open from midnight to midnight on every day with opening hours.
    [[nodiscard]] std::uint32_t days_of(const process::Reference& reference);
    [[nodiscard]] std::uint32_t calendar_index(const process::Reference& reference) const;
    /// The days of the run that some rule names, at a time of the day.
    void list_days(const process::DaySetDescription& on, base::Duration time,
                   std::vector<double>& times) const;
    void compile_profiles();

    // ---- compile_entities.cpp: attributes, variables and populations

    void compile_attributes();
    /// Needs the levels of all attributes and the classes of what the engine makes itself.
    void compile_variables();
    [[nodiscard]] std::uint32_t class_index(const process::Reference& reference) const;
    void compile_populations();
    /// The categories of members of a row that are drawn by the shares the row gives.
    [[nodiscard]] std::vector<ClassAttribute> drawn_by_share(const process::Population& population,
                                                             const std::vector<std::string>& row,
                                                             const std::string& whose) const;
    void compile_households(const process::Population& text, PopulationInfo& info,
                            const std::string& prefix);
    /// Whether something has a site, or a variable a value, for each level of the attribute.
    [[nodiscard]] bool decides_sites(const std::string& name) const;
    /// Who moves is served where the new place belongs to: the attributes of the table that decide
    /// sites follow when the table has one value of them for each place.
    void add_followers(const process::Population& text, MovesInfo& moves) const;
    /// A number, or the level that a cell names.
    [[nodiscard]] double value_of_cell(std::uint32_t attribute, const std::string& cell) const;

    // ---- compile_services.cpp: organisations, services and record types

    [[nodiscard]] static std::string at_level(const std::string& name,
                                              const std::vector<std::string>& levels,
                                              std::size_t site);
    [[nodiscard]] const std::vector<std::string>& levels(const process::Reference& per) const;
    void compile_organisations_and_services();
    [[nodiscard]] static bool contains(const std::vector<process::Reference>& names,
                                       const std::string& name);
    void compile_record_types();
    void finish_services();

    // ---- compile_resources.cpp: resources: their servers at each site, caseloads and absence

    /// How many members of a population a resource's condition counts at each site. The members are
    /// drawn with numbers of their own, so staffing does not depend on the seed of the run.
    [[nodiscard]] const std::vector<double>& counted_members(const process::Resource& resource);
    void count_members(const std::string& population_name);
    /// Full-time equivalents at each site.
    [[nodiscard]] std::vector<double> posts_of(const process::Resource& resource,
                                               std::uint32_t sites);
    /// Whole servers and a part-timer out of a number of posts.
    void add_posts(SiteInfo& site, double posts, const process::Resource& resource,
                   std::uint32_t calendar, std::uint32_t place);
    void compile_resources();
    /// Whether some policy brings servers to sites that may have none.
    [[nodiscard]] bool may_gain_posts(const process::Named<process::Resource>& resource) const;
    /// Every server becomes a group of its own.
    static void split_into_servers(SiteInfo& site);
    /// The places in the caseloads of a resource's servers: a resource beside it, whose groups are
    /// in the order of the servers.
    void add_cases(std::uint32_t resource);
    void add_absence(std::uint32_t resource);

    // ---- compile_steps.cpp: processes, and the steps that need nobody else

    void lay_out_steps();
    [[nodiscard]] std::uint32_t target(std::size_t process, const std::string& name) const;
    [[nodiscard]] std::uint32_t outcome(const std::string& name);
    void compile_steps();
    void compile_routing(const process::Routing& routing, Step& step, std::size_t process);
    void compile_step(const process::ActivityStep& text, Step& step, const std::string& name,
                      std::size_t process);
    void compile_step(const process::TakeOnStep& text, Step& step, const std::string& name,
                      std::size_t process);
    void compile_step(const process::LetGoStep& text, Step& step, const std::string&, std::size_t);
    /// The resources to which the last in another queue may change.
    void finish_jockeying();
    void compile_step(const process::SetStep& text, Step& step, const std::string&, std::size_t);
    void compile_step(const process::HandOverStep& text, Step& step, const std::string&,
                      std::size_t process);
    void compile_step(const process::TellStep& text, Step& step, const std::string&, std::size_t);
    void compile_step(const process::CallStep& text, Step& step, const std::string&, std::size_t);
    void compile_step(const process::CloseStep& text, Step& step, const std::string& name,
                      std::size_t);
    void compile_step(const process::ChoiceStep&, Step& step, const std::string&, std::size_t);

    // ---- compile_gatherings.cpp: steps that wait for others or for a time: signals, appointments,
    // batches, forks

    [[nodiscard]] std::uint32_t variable_index(const std::string& name) const;
    [[nodiscard]] std::uint32_t signal(const process::Reference& reference);
    /// What the waiting at a step that takes no servers is told and measured as.
    [[nodiscard]] std::uint32_t add_wait(const Step& step, const std::string& name,
                                         Activity activity, std::uint32_t diary);
    void compile_step(const process::SignalStep& text, Step& step, const std::string&, std::size_t);
    void compile_step(const process::WaitStep& text, Step& step, const std::string& name,
                      std::size_t process);
    void compile_step(const process::BookStep& text, Step& step, const std::string& name,
                      std::size_t process);
    void compile_diaries();
    /// What the conditions of waiting read: known when all steps and attributes are.
    void find_restless_waits();
    void compile_step(const process::BatchStep& text, Step& step, const std::string& name,
                      std::size_t);
    void compile_step(const process::SeparateStep&, Step& step, const std::string&, std::size_t);
    void compile_step(const process::ForkStep& text, Step& step, const std::string& name,
                      std::size_t process);

    // ---- compile_sources.cpp: where entities and episodes come from: sources and needs

    void compile_sources();
    void compile_arrivals(const process::Source& text, SourceInfo& info) const;
    void compile_recorded(const process::Recorded& text, SourceInfo& info) const;
    void compile_needs();
    void compile_values(const process::Need& text, NeedInfo& info) const;
    /// Which conditions and factors of onsets read only what never changes during a run, or grows.
    void find_foreseeable_onsets();
    /// [places of values]
    [[nodiscard]] std::vector<bool> values_that_change() const;
    void compile_raises(const std::vector<process::Raise>& raises, std::uint32_t by,
                        bool is_of_others, std::vector<std::uint32_t>& into);
    /// The activities of the process that a repeated contact sets off.
    void mark_repeat_handling(std::uint32_t first_step);

    // ---- compile_interfaces.cpp: interfaces, what they cost the staff, and trust

    [[nodiscard]] std::uint32_t interface_work(const InterfaceInfo& info,
                                               const process::LawText& work, std::uint32_t times,
                                               std::uint32_t priority, bool by_receiver,
                                               base::WorkKind kind, const std::string& name,
                                               bool is_double_entry);
    void compile_interfaces();
    void compile_trust(const process::Trust& text, InterfaceInfo& info, bool shows_records);
    [[nodiscard]] bool asks_for_trust(std::uint32_t expression) const;
    /// Which activities are work of two services together, both ways.
    void find_joint_work();

    // ---- compile_policies.cpp: governance

    void compile_policies();
    [[nodiscard]] static Draw policy_draw(const process::LawText& text, const std::string& name,
                                          const char* what);
    [[nodiscard]] std::vector<Setting> settings(const process::Settings& text);
    /// One of each resource is away for the duration.
    [[nodiscard]] std::vector<std::uint32_t> meetings(
        const std::vector<process::Reference>& attended_by, const process::LawText& duration,
        const std::string& policy);
    /// Those named, or all whose servers have posts; that can get more of them when `is_gain`.
    [[nodiscard]] std::vector<std::uint32_t> resources_of(
        const std::vector<process::Reference>& named, bool is_of_all, bool is_gain = false) const;
    [[nodiscard]] ForumInfo compile_policy(const process::CooperationForum& text,
                                           const std::string& name);
    [[nodiscard]] OutageInfo compile_policy(const process::ChannelOutage& text,
                                            const std::string& name) const;
    [[nodiscard]] CourseInfo compile_policy(const process::Course& text,
                                            const std::string& name) const;
    [[nodiscard]] NegotiationInfo compile_policy(const process::Negotiation& text,
                                                 const std::string& name);
    [[nodiscard]] TurnoverInfo compile_policy(const process::StaffTurnover& text,
                                              const std::string& name);
    [[nodiscard]] PostsChangeInfo compile_policy(const process::PostsChange& text,
                                                 const std::string&);
    [[nodiscard]] ShockInfo compile_policy(const process::Shock& text, const std::string& name);
    [[nodiscard]] ReallocationInfo compile_policy(const process::Reallocation& text,
                                                  const std::string&);

    // ---- compile_measured.cpp: clocks, indicators and what is measured beside the usual

    [[nodiscard]] ClockTriggers& triggers(const process::Trigger& trigger);
    void compile_clocks();
    void compile_indicators();
    /// What the log tells beside the usual, and what the measures are to make of it.
    void compile_measures();
    /// What is to be known of those who wait for an activity.
    void note_those_who_wait(const Activity& activity);

    // ---- compile_activities.cpp: activities: added one by one, finished when all are known

    /// Who pays which share of what an hour of all servers costs, while `cost_per_hour` is theirs
    /// together.
    void find_payers(const Activity& activity, event_log::Legend::Activity& legend) const;
    std::uint32_t add_activity(Activity activity, event_log::Legend::Activity legend);
    void finish_activities();
    void find_plainness(Activity& activity, const ResourceInfo& resource) const;
    /// Whether some path can come to the same activity twice.
    void find_revisits();

    Program& p_;
    const process::System& s_;
    /// Places in Program::expressions by their names and text.
    std::map<std::pair<const process::ExpressionNames*, std::string>, std::uint32_t> expressions_;
    using CountedFor = std::array<std::string, 3>;  ///< population, condition, attribute of sites
    std::map<CountedFor, std::vector<double>> counts_;  ///< of members, by site
    std::vector<std::uint32_t> base_, first_step_;
    std::map<std::string, std::uint32_t> activity_of_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> jockeys_;  ///< step, activity
    std::map<std::string, std::uint32_t> signals_;
    std::map<std::string, std::uint32_t> days_of_;  ///< by calendar
};

}  // namespace yhdyspinta::simulation
