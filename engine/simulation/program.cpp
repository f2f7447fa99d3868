// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/program.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "engine/base/error.hpp"

namespace yhdyspinta::simulation {

using base::WorkKind;

namespace {

constexpr double kDaysPerYear = 365.25;
constexpr double kMeetingPriority = 1e9;

std::uint16_t as_place(std::size_t index) {
    if (index >= event_log::kNoPlace) {
        throw base::UserError(
            fmt::format("too many elements of one kind: {} (at most 65534)", index));
    }
    return static_cast<std::uint16_t>(index);
}

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

}  // namespace

/// Builds a Program part by part; later parts look up what earlier ones made.
class Compiler {
public:
    Compiler(Program& program, const process::System& system) : p_(program), s_(system) {}

    void compile() {
        p_.length = s_.run.length.in_seconds();
        p_.warm_up = s_.run.warm_up.in_seconds();
        p_.legend.start_of_measuring = p_.warm_up;
        p_.legend.end_of_run = p_.length;
        compile_calendars();
        compile_attributes();
        compile_populations();
        compile_organisations_and_services();
        compile_resources();
        compile_record_types();
        lay_out_steps();
        compile_diaries();
        compile_steps();
        finish_jockeying();
        find_restless_waits();
        finish_services();
        compile_sources();
        compile_needs();
        compile_interfaces();
        compile_policies();
        compile_variables();
        compile_clocks();
        compile_indicators();
        find_joint_work();
        find_revisits();
        finish_activities();
        compile_measures();
        as_place(p_.activities.size());
        as_place(p_.legend.processes.size());
    }

private:
    // ---- small helpers
    // ---------------------------------------------------------------------------

    std::uint32_t expression(const process::Expression& text,
                             const process::ExpressionNames& names) {
        if (text.is_empty()) return kNone;
        p_.expressions.emplace_back(text.text, names, p_.values.data());
        return static_cast<std::uint32_t>(p_.expressions.size() - 1);
    }
    std::uint32_t expression(const process::Expression& text) { return expression(text, p_.names); }
    std::uint32_t interface_expression(const process::Expression& text) {
        return expression(text, p_.interface_names);
    }
    Chance chance(const process::Chance& text) {
        return {text.constant, interface_expression(text.expression)};
    }

    /// Numbers are probabilities of their own; absent: `otherwise`.
    Chance chance(const process::Expression& text, double otherwise) {
        if (text.is_empty()) return {otherwise, kNone};
        char* end = nullptr;
        const double number = std::strtod(text.text.c_str(), &end);
        if (end != text.text.c_str() && *end == '\0') return {number, kNone};
        return {0.0, expression(text)};
    }

    static Draw draw(const process::LawText& text, const std::string& purpose) {
        return {text.law, random::purpose(purpose)};
    }
    static std::optional<Draw> draw(const std::optional<process::LawText>& text,
                                    const std::string& purpose) {
        if (!text) return std::nullopt;
        return draw(*text, purpose);
    }

    std::uint32_t attribute(const std::string& name) const {
        for (std::size_t i = 0; i < p_.attributes.size(); ++i) {
            if (p_.attributes[i].name == name) return static_cast<std::uint32_t>(i);
        }
        throw base::InternalError(fmt::format("no attribute named '{}'", name));
    }

    std::uint32_t sites_per(const process::Reference& per) const {
        if (per.is_empty()) return 1;
        return static_cast<std::uint32_t>(
            std::max<std::size_t>(1, p_.attributes[attribute(per.name)].levels.size()));
    }

    std::vector<ClassAttribute> drawn(const process::NamedList<process::LawText>& set,
                                      const std::string& whose) const {
        std::vector<ClassAttribute> result;
        for (const auto& item : set) {
            result.push_back({attribute(item.name),
                              draw(item.value, fmt::format("attribute/{}/{}", whose, item.name))});
        }
        return result;
    }

    std::uint32_t process_start(const process::Reference& reference) const {
        if (reference.is_empty()) return kNone;
        return first_step_.at(index_of(s_.processes, reference.name, "process"));
    }

    /// Who pays which share of what an hour of all servers costs, while `cost_per_hour` is theirs
    /// together.
    void find_payers(const Activity& activity, event_log::Legend::Activity& legend) const {
        if (!(legend.cost_per_hour > 0.0)) return;
        for (const auto& demand : activity.demands) {
            const auto& resource = p_.legend.resources[demand.resource];
            const std::uint32_t payer = p_.legend.payer_of(resource.service);
            const double share = resource.cost_per_hour * demand.servers / legend.cost_per_hour;
            if (share > 0.0 && payer != kNone) legend.paid_by.emplace_back(payer, share);
        }
    }

    std::uint32_t add_activity(Activity activity, event_log::Legend::Activity legend) {
        std::sort(activity.demands.begin(), activity.demands.end(),
                  [](const Demand& a, const Demand& b) { return a.resource < b.resource; });
        double servers = 0.0;
        bool hands_over = false;
        for (const auto& demand : activity.demands) {
            ResourceInfo& resource = p_.resources[demand.resource];
            hands_over = hands_over || resource.at_closing == process::AtClosing::hand_over;
            activity.stays_late =
                activity.stays_late ||
                (resource.at_closing == process::AtClosing::finish && !activity.is_absence);
            resource.is_shared = resource.is_shared || activity.demands.size() > 1;
            resource.is_interruptible = resource.is_interruptible || activity.is_preemptive;
            legend.cost_per_hour +=
                p_.legend.resources[demand.resource].cost_per_hour * demand.servers;
            servers += demand.servers;
        }
        find_payers(activity, legend);
        if (servers > 0.0) legend.cost_per_hour /= servers;
        activity.stays_late = activity.stays_late && !hands_over;
        for (const auto& demand : activity.demands) {
            const auto& names = p_.legend.resources[demand.resource].servers;
            legend.servers.insert(legend.servers.end(), names.begin(), names.end());
        }
        activity.is_constrained = activity.is_constrained || activity.balks != kNone;
        legend.has_resources = !activity.demands.empty();
        p_.activities.push_back(std::move(activity));
        p_.legend.activities.push_back(std::move(legend));
        return static_cast<std::uint32_t>(p_.activities.size() - 1);
    }

    // ---- calendars
    // -------------------------------------------------------------------------------

    void collect_rules(const std::string& set, calendar::DaySet& into, int depth) const {
        const auto& description = s_.day_sets[index_of(s_.day_sets, set, "day set")].value;
        into.rules.insert(into.rules.end(), description.rules.begin(), description.rules.end());
        if (depth > 50) throw base::InternalError("day sets include each other");
        for (const auto& include : description.includes) {
            collect_rules(include.name, into, depth + 1);
        }
    }

    calendar::CalendarDescription describe(const process::CalendarText& text) const {
        calendar::CalendarDescription description;
        description.hours = text.open;
        for (const auto& set : text.closed) {
            collect_rules(set.name, description.closed.emplace_back(), 0);
        }
        for (const auto& set : text.open_only) {
            collect_rules(set.name, description.open_only.emplace_back(), 0);
        }
        return description;
    }

    void compile_calendars() {
        p_.calendars.push_back(calendar::WorkCalendar::always_open());
        for (const auto& text : s_.calendars) {
            p_.calendars.emplace_back(describe(text.value), p_.clock,
                                      base::Instant::at_seconds(p_.length));
        }
    }

    /// Open from midnight to midnight on every day with opening hours.
    std::uint32_t days_of(const process::Reference& reference) {
        if (reference.is_empty()) return 0;
        const auto [known, is_new] = days_of_.try_emplace(reference.name, 0);
        if (!is_new) return known->second;
        auto description = describe(process::find(s_.calendars, reference.name)->value);
        for (auto& periods : description.hours.days) {
            if (!periods.empty()) periods = {{0, 1440}};
        }
        p_.calendars.emplace_back(description, p_.clock, base::Instant::at_seconds(p_.length));
        known->second = static_cast<std::uint32_t>(p_.calendars.size() - 1);
        return known->second;
    }

    std::uint32_t calendar_index(const process::Reference& reference) const {
        return reference.is_empty() ? 0 : 1 + index_of(s_.calendars, reference.name, "calendar");
    }

    // ---- entities
    // --------------------------------------------------------------------------------

    void compile_attributes() {
        p_.names = process::expression_names(s_);
        const std::size_t count =
            p_.names.variables.size() - process::episode_variables().size() - s_.variables.size();
        p_.first_variable =
            static_cast<std::uint32_t>(p_.names.variables.size() - s_.variables.size());
        for (const auto& variable : s_.variables) {
            p_.variables.push_back(variable.value.initial);
            p_.legend.variables.push_back({variable.name, variable.value.initial});
        }
        as_place(p_.variables.size());
        p_.severity_value = static_cast<std::uint32_t>(count);
        p_.need_value = p_.severity_value + 1;
        p_.hops_value = p_.severity_value + 2;
        p_.paths_value = p_.severity_value + 3;
        p_.now_value = p_.severity_value + 4;
        p_.queue_length_value = p_.severity_value + 5;
        p_.in_service_value = p_.severity_value + 6;
        p_.waited_value = p_.severity_value + 7;
        p_.chance_value = p_.severity_value + 8;
        p_.others_here_value = p_.severity_value + 9;
        p_.unserved_value = p_.severity_value + 10;
        p_.interface_names = process::interface_expression_names(p_.names);
        p_.trust_value = static_cast<std::uint32_t>(p_.names.variables.size());
        p_.crosses_value = p_.trust_value + 1;
        p_.values.assign(p_.interface_names.variables.size(), 0.0);
        p_.attributes.resize(count);
        for (std::size_t i = 0; i < count; ++i) {
            p_.attributes[i].name = p_.names.variables[i];
            p_.attributes[i].levels = process::levels_of(s_, p_.names.variables[i]);
            p_.attributes[i].is_told_when_joining = !p_.attributes[i].levels.empty();
            p_.legend.attributes.push_back({p_.attributes[i].name, p_.attributes[i].levels});
        }
        for (const auto& entity_class : s_.classes) {
            auto& initial = p_.classes.emplace_back();
            p_.legend.classes.push_back(entity_class.name);
            for (const auto& item : entity_class.value.attributes) {
                const std::uint32_t index = attribute(item.name);
                p_.attributes[index].grows_per_second =
                    item.value.grows_per_year / (kDaysPerYear * 86400.0);
                const std::string purpose =
                    fmt::format("attribute/{}/{}", entity_class.name, item.name);
                if (item.value.initial) {
                    initial.push_back({index, draw(*item.value.initial, purpose)});
                } else if (!item.value.weights.empty()) {
                    std::vector<random::Law::Pair> weighted;
                    for (std::size_t i = 0; i < item.value.weights.size(); ++i) {
                        weighted.emplace_back(static_cast<double>(i), item.value.weights[i]);
                    }
                    initial.push_back(
                        {index, {random::Law::discrete(weighted), random::purpose(purpose)}});
                }
            }
        }
        // Sources without a class have entities without attributes.
        if (std::any_of(s_.sources.begin(), s_.sources.end(),
                        [](const auto& source) { return source.value.entity_class.is_empty(); })) {
            p_.classes.emplace_back();
            p_.legend.classes.emplace_back("client");
        }
    }

    /// Needs the levels of all attributes and the classes of what the engine makes itself.
    void compile_variables() {
        auto next = static_cast<std::uint32_t>(s_.variables.size());
        for (std::size_t i = 0; i < s_.variables.size(); ++i) {
            VariableInfo& info = p_.variable_infos.emplace_back();
            const process::Reference& per = s_.variables[i].value.per;
            if (per.is_empty()) continue;
            info.per = attribute(per.name);
            info.first = next;
            p_.legend.variables[i].levels = p_.attributes[info.per].levels;
            info.levels = static_cast<std::uint32_t>(p_.attributes[info.per].levels.size());
            next += info.levels;
            info.has_level.assign(p_.classes.size(), false);
            for (std::size_t c = 0; c < s_.classes.size(); ++c) {
                info.has_level[c] =
                    process::find(s_.classes[c].value.attributes, per.name) != nullptr;
            }
        }
    }

    std::uint32_t class_index(const process::Reference& reference) const {
        return reference.is_empty() ? static_cast<std::uint32_t>(s_.classes.size())
                                    : index_of(s_.classes, reference.name, "class");
    }

    void compile_populations() {
        for (const auto& population : s_.populations) {
            const auto& text = population.value;
            auto& info = p_.populations.emplace_back();
            info.entity_class = class_index(text.entity_class);
            info.key = random::purpose("population/" + population.name);
            auto column = [&text](const std::string& name) {
                return static_cast<std::size_t>(
                    std::find(text.columns.begin(), text.columns.end(), name) -
                    text.columns.begin());
            };
            for (std::size_t r = 0; r < text.rows.size(); ++r) {
                const auto& row = text.rows[r];
                for (const auto& group_text : text.groups) {
                    MemberGroup group;
                    group.row = static_cast<std::uint32_t>(r);
                    const double count = std::stod(row.at(column(group_text.column)));
                    group.count =
                        static_cast<std::uint64_t>(std::llround(count * group_text.share));
                    for (const auto& [name, from] : text.attributes_from) {
                        const std::uint32_t index = attribute(name);
                        const double value = value_of_cell(index, row.at(column(from)));
                        group.fixed.emplace_back(index, value);
                    }
                    group.drawn = drawn_by_share(text, row, population.name);
                    for (auto& item : drawn(group_text.set, population.name)) {
                        group.drawn.push_back(std::move(item));
                    }
                    info.groups.push_back(std::move(group));
                }
            }
            compile_households(text, info, "population/" + population.name);
        }
    }

    /// The categories of members of a row that are drawn by the shares the row gives.
    std::vector<ClassAttribute> drawn_by_share(const process::Population& population,
                                               const std::vector<std::string>& row,
                                               const std::string& whose) const {
        std::vector<ClassAttribute> result;
        for (const auto& item : population.levels_from) {
            const std::uint32_t index = attribute(item.name);
            std::vector<random::Law::Pair> weighted;
            for (const auto& [level, name] : item.value) {
                const auto column = static_cast<std::size_t>(
                    std::find(population.columns.begin(), population.columns.end(), name) -
                    population.columns.begin());
                weighted.emplace_back(value_of_cell(index, level), std::stod(row.at(column)));
            }
            result.push_back({index,
                              {random::Law::discrete(weighted),
                               random::purpose(fmt::format("share/{}/{}", whose, item.name))}});
        }
        return result;
    }

    void compile_households(const process::Population& text, PopulationInfo& info,
                            const std::string& prefix) {
        if (text.households) {
            HouseholdsInfo households;
            households.size = draw(text.households->size, prefix + "/households/size");
            if (const auto& apart = text.households->apart) {
                households.apart_attribute = attribute(apart->attribute.name);
                households.apart = draw(apart->by, prefix + "/households/apart");
            }
            for (const auto& shared : text.households->shares) {
                households.shared.push_back(attribute(shared.name));
                p_.has_shared_attributes = true;
            }
            info.households = std::move(households);
        }
        if (!text.moves) return;
        MovesInfo moves;
        moves.every = draw(text.moves->every, prefix + "/moves/every");
        moves.attribute = attribute(text.moves->attribute.name);
        moves.level = draw(text.moves->to.level, prefix + "/moves/to");
        moves.delay = draw(text.moves->delay, prefix + "/moves/delay");
        moves.purpose = random::purpose(prefix + "/moves/to");
        if (!moves.level) {
            const auto column = [&text](const std::string& name) {
                return static_cast<std::size_t>(
                    std::find(text.columns.begin(), text.columns.end(), name) -
                    text.columns.begin());
            };
            const auto from = std::find_if(
                text.attributes_from.begin(), text.attributes_from.end(),
                [&](const auto& pair) { return pair.first == text.moves->attribute.name; });
            moves.weights.assign(p_.attributes[moves.attribute].levels.size(), 0.0);
            for (const auto& row : text.rows) {
                const double level = value_of_cell(moves.attribute, row.at(column(from->second)));
                moves.weights.at(static_cast<std::size_t>(level)) +=
                    std::stod(row.at(column(text.moves->to.column)));
            }
        }
        add_followers(text, moves);
        info.moves = std::move(moves);
    }

    /// Whether something has a site, or a variable a value, for each level of the attribute.
    bool decides_sites(const std::string& name) const {
        const auto is_per = [&name](const auto& list) {
            return std::any_of(list.begin(), list.end(),
                               [&name](const auto& item) { return item.value.per.name == name; });
        };
        return is_per(s_.services) || is_per(s_.resources) || is_per(s_.diaries) ||
               is_per(s_.variables);
    }

    /// Who moves is served where the new place belongs to: the attributes of the table that decide
    /// sites follow when the table has one value of them for each place.
    void add_followers(const process::Population& text, MovesInfo& moves) const {
        const auto cell_of = [&text](const std::vector<std::string>& row, const std::string& name) {
            const auto found = std::find(text.columns.begin(), text.columns.end(), name);
            return row.at(static_cast<std::size_t>(found - text.columns.begin()));
        };
        const auto place =
            std::find_if(text.attributes_from.begin(), text.attributes_from.end(),
                         [&](const auto& p) { return p.first == text.moves->attribute.name; });
        if (place == text.attributes_from.end()) return;
        const std::size_t levels = p_.attributes[moves.attribute].levels.size();
        for (const auto& [name, from] : text.attributes_from) {
            if (name == place->first || !decides_sites(name)) continue;
            FollowsMove follower{attribute(name), {}};
            follower.values.assign(levels, std::numeric_limits<double>::quiet_NaN());
            bool is_one_of_each = true;
            for (const auto& row : text.rows) {
                const double level = value_of_cell(moves.attribute, cell_of(row, place->second));
                const double value = value_of_cell(follower.attribute, cell_of(row, from));
                double& known = follower.values.at(static_cast<std::size_t>(level));
                is_one_of_each = is_one_of_each && (std::isnan(known) || known == value);
                known = value;
            }
            if (is_one_of_each) moves.followers.push_back(std::move(follower));
        }
    }

    // ---- organisations, services, resources
    // ----------------------------------------------------------

    static std::string at_level(const std::string& name, const std::vector<std::string>& levels,
                                std::size_t site) {
        return levels.empty() ? name : fmt::format("{}@{}", name, levels.at(site));
    }

    const std::vector<std::string>& levels(const process::Reference& per) const {
        static const std::vector<std::string> kNoLevels;
        return per.is_empty() ? kNoLevels : p_.attributes[attribute(per.name)].levels;
    }

    void compile_organisations_and_services() {
        std::vector<std::uint32_t> first_zone;
        for (const auto& organisation : s_.organisations) {
            p_.legend.organisations.push_back(organisation.name);
            p_.legend.organisation_kinds.push_back(
                organisation.value.kind ? process::to_text(*organisation.value.kind) : "");
            first_zone.push_back(static_cast<std::uint32_t>(p_.platform.zones.size()));
            for (std::uint32_t i = 0; i < sites_per(organisation.value.per); ++i) {
                p_.platform.zones.push_back(
                    {at_level(organisation.name, levels(organisation.value.per), i)});
            }
        }
        const auto independent = static_cast<std::uint32_t>(p_.platform.zones.size());
        p_.platform.zones.push_back({"independent"});

        for (const auto& service : s_.services) {
            ServiceInfo info;
            info.sites = sites_per(service.value.per);
            info.first_host = static_cast<std::uint32_t>(p_.platform.hosts.size());
            if (!service.value.per.is_empty()) {
                info.site_attribute = attribute(service.value.per.name);
            }
            const std::uint32_t organisation =
                index_or_none(s_.organisations, service.value.organisation, "organisation");
            for (std::uint32_t i = 0; i < info.sites; ++i) {
                std::uint32_t zone = independent;
                if (organisation != kNone) {
                    const auto& per = s_.organisations[organisation].value.per;
                    const bool same = !per.is_empty() && per.name == service.value.per.name;
                    zone = first_zone[organisation] + (same ? i : 0);
                }
                p_.platform.hosts.push_back(
                    {at_level(service.name, levels(service.value.per), i), ZoneId(zone)});
            }
            info.meets = expression(service.value.meets);
            info.eligible = expression(service.value.eligible);
            p_.has_eligibility = p_.has_eligibility || info.eligible != kNone;
            p_.services.push_back(info);
            p_.legend.services.push_back(
                {service.name, organisation,
                 index_or_none(s_.organisations, service.value.paid_by, "organisation"),
                 service.value.viable_per_year.value_or(0.0)});
        }
        if (p_.platform.hosts.empty() && !s_.policies.empty()) {
            p_.platform.hosts.push_back({"governance", ZoneId(independent)});  // of its actors
        }
        for (const auto& channel : s_.channels) {
            p_.platform.channels.push_back(
                {channel.name, channel.value.latency, channel.value.records_per_day});
            p_.legend.channels.push_back(channel.name);
        }
        p_.on_received.resize(p_.services.size());
        p_.on_accepted.resize(p_.services.size());
        p_.on_contact.resize(p_.services.size());
        p_.interface_matrix_.assign(p_.services.size() * p_.services.size(), kNone);
    }

    /// How many members of a population a resource's condition counts at each site. The members are
    /// drawn with numbers of their own, so staffing does not depend on the seed of the run.
    std::vector<double> counted_members(const process::Resource& resource,
                                        std::uint32_t sites) const {
        std::vector<double> counted(sites, 0.0);
        const std::uint32_t index = index_of(s_.populations, resource.of.name, "population");
        const PopulationInfo& population = p_.populations[index];
        std::optional<process::CompiledExpression> condition;
        if (!resource.counted.is_empty()) {
            condition.emplace(resource.counted.text, p_.names, p_.values.data());
        }
        const random::StreamFamily streams{0, 0};
        const std::uint32_t site_attribute =
            resource.per.is_empty() ? kNone : attribute(resource.per.name);
        std::uint64_t member = 0;
        for (const MemberGroup& group : population.groups) {
            for (std::uint64_t i = 0; i < group.count; ++i, ++member) {
                std::fill(p_.values.begin(), p_.values.end(), 0.0);
                std::copy(p_.variables.begin(), p_.variables.end(),
                          p_.values.begin() + p_.first_variable);
                auto set = [&](const std::vector<ClassAttribute>& attributes) {
                    for (const auto& item : attributes) {
                        auto stream =
                            streams.stream(population.key + member, item.initial.purpose, 0);
                        p_.values[item.attribute] = item.initial.law.sample(stream);
                    }
                };
                set(p_.classes[population.entity_class]);
                for (const auto& [which, value] : group.fixed) p_.values[which] = value;
                set(group.drawn);
                if (condition && !condition->holds()) continue;
                const std::size_t site = site_attribute == kNone
                                             ? 0
                                             : static_cast<std::size_t>(p_.values[site_attribute]);
                counted.at(site) += 1.0;
            }
        }
        return counted;
    }

    /// Full-time equivalents at each site.
    std::vector<double> posts_of(const process::Resource& resource, std::uint32_t sites) const {
        if (resource.servers) {
            return std::vector<double>(sites, static_cast<double>(*resource.servers));
        }
        std::vector<double> counted(sites, 1.0);
        if (!resource.of.is_empty()) counted = counted_members(resource, sites);
        double all = 0.0;
        for (const double c : counted) all += c;
        std::vector<double> posts(sites, 0.0);
        for (std::size_t i = 0; i < posts.size(); ++i) {
            posts[i] = resource.one_per ? counted[i] / *resource.one_per
                       : all > 0.0      ? *resource.fte * counted[i] / all
                                        : 0.0;
        }
        return posts;
    }

    /// Whole servers and a part-timer out of a number of posts.
    void add_posts(SiteInfo& site, double posts, const process::Resource& resource,
                   std::uint32_t calendar, std::uint32_t place) {
        double whole = std::floor(posts + 1e-9);
        double part = posts - whole;
        if (calendar == 0 || resource.is_caseload) {
            // No working week to take a share of: the nearest whole number.
            whole = std::round(posts);
            part = 0.0;
        }
        if (whole > 0.0) site.groups.push_back({calendar, static_cast<std::uint32_t>(whole)});
        if (part > 1e-6) {
            // Part-timers of different sites are not all there on Monday.
            const std::chrono::weekday first_day{1 + place % 5};
            p_.calendars.push_back(p_.calendars[calendar].part_time(part, first_day));
            site.groups.push_back({static_cast<std::uint32_t>(p_.calendars.size() - 1), 1, part});
        }
    }

    void compile_resources() {
        for (const auto& item : s_.resources) {
            const process::Resource& resource = item.value;
            ResourceInfo info;
            info.sites = sites_per(resource.per);
            info.first_site = static_cast<std::uint32_t>(p_.sites.size());
            info.is_caseload = resource.is_caseload;
            info.discipline = resource.discipline;
            info.at_closing = resource.at_closing;
            info.is_shared_out = resource.is_shared_out;
            info.is_interruptible = resource.at_closing == process::AtClosing::hand_over ||
                                    (resource.absence && resource.absence->is_at_once);
            info.is_named = !resource.named.empty() || resource.caseload.has_value();
            info.has_names = !resource.named.empty();
            info.key = random::purpose("resource/" + item.name);
            if (resource.queue_limit) {
                info.queue_limit = static_cast<std::uint32_t>(*resource.queue_limit);
            }
            if (!resource.per.is_empty()) info.site_attribute = attribute(resource.per.name);

            event_log::Legend::Resource legend;
            legend.name = item.name;
            legend.service = index_or_none(s_.services, resource.service, "service");
            if (legend.service != kNone) {
                legend.organisation = p_.legend.services[legend.service].organisation;
            }
            legend.is_caseload = resource.is_caseload;
            legend.cost_per_hour = resource.cost_per_hour;
            legend.servers = resource.named;

            const bool has_posts = resource.named.empty() && resource.shifts.empty();
            const std::vector<double> posts =
                has_posts ? posts_of(resource, info.sites) : std::vector<double>(info.sites, 0.0);
            const std::uint32_t calendar = calendar_index(resource.calendar);
            for (std::uint32_t i = 0; i < info.sites; ++i) {
                SiteInfo site;
                site.resource = static_cast<std::uint32_t>(p_.resources.size());
                site.site = i;
                if (has_posts) {
                    add_posts(site, posts[i] * (1.0 - resource.vacancy), resource, calendar, i);
                }
                for (std::size_t n = 0; n < resource.named.size(); ++n) {
                    site.groups.push_back({calendar, 1});
                }
                for (const auto& shift : resource.shifts) {
                    site.groups.push_back({calendar_index(shift.value.calendar),
                                           static_cast<std::uint32_t>(shift.value.servers)});
                }
                if (info.is_named && resource.named.empty()) split_into_servers(site);
                if (may_gain_posts(item) &&
                    std::none_of(site.groups.begin(), site.groups.end(),
                                 [](const ServerGroup& group) { return group.part >= 1.0; })) {
                    site.groups.push_back({calendar, 0});
                }
                for (const auto& change : resource.changes) {
                    if (site.groups.empty()) site.groups.push_back({calendar, 0});
                    p_.capacity_changes.push_back({static_cast<std::uint32_t>(p_.sites.size()),
                                                   change.after.in_seconds(),
                                                   static_cast<std::uint32_t>(change.servers)});
                }
                legend.sites.push_back(resource.per.is_empty() ? "all"
                                                               : levels(resource.per).at(i));
                p_.sites.push_back(std::move(site));
            }
            p_.resources.push_back(info);
            p_.legend.resources.push_back(std::move(legend));
        }
        for (std::size_t i = 0; i < s_.resources.size(); ++i) {
            if (s_.resources[i].value.caseload) add_cases(static_cast<std::uint32_t>(i));
        }
        for (std::size_t i = 0; i < s_.resources.size(); ++i) {
            if (s_.resources[i].value.absence) add_absence(static_cast<std::uint32_t>(i));
        }
    }

    /// Whether some policy brings servers to sites that may have none.
    bool may_gain_posts(const process::Named<process::Resource>& resource) const {
        if (!process::can_gain_posts(resource.value)) return false;
        return std::any_of(s_.policies.begin(), s_.policies.end(), [&](const auto& policy) {
            const auto* moves = std::get_if<process::Reallocation>(&policy.value);
            if (moves != nullptr) return moves->resource.name == resource.name;
            const auto* change = std::get_if<process::PostsChange>(&policy.value);
            if (change == nullptr || change->share <= 0.0) return false;
            return change->is_of_all || contains(change->resources, resource.name);
        });
    }

    static bool contains(const std::vector<process::Reference>& names, const std::string& name) {
        return std::any_of(names.begin(), names.end(),
                           [&](const auto& reference) { return reference.name == name; });
    }

    /// Every server becomes a group of its own.
    static void split_into_servers(SiteInfo& site) {
        std::vector<ServerGroup> servers;
        for (const ServerGroup& group : site.groups) {
            for (std::uint32_t n = 0; n < group.servers; ++n)
                servers.push_back({group.calendar, 1, group.part});
        }
        site.groups = std::move(servers);
    }

    /// The places in the caseloads of a resource's servers: a resource beside it, whose groups are
    /// in the order of the servers.
    void add_cases(std::uint32_t resource) {
        const process::Resource& text = s_.resources[resource].value;
        ResourceInfo info;
        info.sites = p_.resources[resource].sites;
        info.first_site = static_cast<std::uint32_t>(p_.sites.size());
        info.site_attribute = p_.resources[resource].site_attribute;
        info.queue_limit = p_.resources[resource].queue_limit;
        info.has_names = p_.resources[resource].has_names;
        info.is_caseload = true;
        info.is_named = true;
        const auto index = static_cast<std::uint32_t>(p_.resources.size());
        for (std::uint32_t i = 0; i < info.sites; ++i) {
            SiteInfo site;
            site.resource = index;
            site.site = i;
            const auto& servers = p_.sites[p_.resources[resource].first_site + i].groups;
            site.groups.assign(servers.size(), {0, static_cast<std::uint32_t>(*text.caseload)});
            p_.sites.push_back(std::move(site));
        }
        p_.resources[resource].cases = index;
        p_.resources[resource].is_own_worker = !text.is_pooled;
        p_.resources.push_back(info);
        event_log::Legend::Resource legend = p_.legend.resources[resource];
        legend.name += ".caseload";
        legend.is_caseload = true;
        legend.cost_per_hour = 0.0;
        p_.legend.resources.push_back(std::move(legend));
    }

    void add_absence(std::uint32_t resource) {
        const auto& item = s_.resources[resource];
        if (p_.absence_class == kNone) {
            p_.absence_class = static_cast<std::uint32_t>(p_.classes.size());
            p_.classes.emplace_back();
            p_.legend.classes.emplace_back("absence");
            p_.legend.first_own_class = std::min(p_.legend.first_own_class, p_.absence_class);
        }
        Activity absence;
        const std::string name = item.name + ".absence";
        absence.demands.push_back({resource, 1});
        absence.duration = draw(item.value.absence->lasts, "duration/" + name);
        absence.service = p_.legend.resources[resource].service;
        absence.fixed_priority = kAbsencePriority;
        absence.is_absence = true;
        absence.is_preemptive = item.value.absence->is_at_once;
        event_log::Legend::Activity legend;
        legend.name = name;
        legend.service = absence.service;
        legend.is_absence = true;
        const std::uint32_t activity = add_activity(std::move(absence), std::move(legend));
        p_.resources[resource].absence = AbsenceInfo{
            activity, draw(item.value.absence->every, "absence/" + item.name + "/every"),
            random::purpose("absence/" + item.name)};
    }

    void compile_record_types() {
        for (const auto& type : s_.records) {
            p_.record_types.push_back({type.value.valid.in_seconds(),
                                       type.value.is_invalidated_by_escalation,
                                       type.value.is_shared_in_household});
            p_.legend.record_types.push_back(
                {type.name, type.value.duplicate_class, type.value.is_shared_in_household});
        }
    }

    // ---- processes
    // -------------------------------------------------------------------------------

    void lay_out_steps() {
        std::uint32_t next = 0;
        for (const auto& item : s_.processes) {
            base_.push_back(next);
            const auto& process = item.value;
            const std::string& first = process.first;
            first_step_.push_back(next +
                                  (first.empty() ? 0 : index_of(process.steps, first, "step")));
            next += static_cast<std::uint32_t>(process.steps.size());
            p_.legend.processes.push_back(item.name);
        }
        p_.first_steps = first_step_;
    }

    std::uint32_t target(std::size_t process, const std::string& name) const {
        if (name == "leave") return kLeave;
        if (name == "return") return kReturn;
        return base_[process] + index_of(s_.processes[process].value.steps, name, "step");
    }

    std::uint32_t outcome(const std::string& name) {
        auto& outcomes = p_.legend.outcomes;
        const auto known = std::find(outcomes.begin(), outcomes.end(), name);
        if (known != outcomes.end()) return static_cast<std::uint32_t>(known - outcomes.begin());
        outcomes.push_back(name);
        return static_cast<std::uint32_t>(outcomes.size() - 1);
    }

    void compile_steps() {
        p_.outcome_resolved_itself = outcome("resolved_itself");
        p_.outcome_transition = outcome("transition");
        for (std::size_t i = 0; i < s_.processes.size(); ++i) {
            const auto& process = s_.processes[i].value;
            const std::uint32_t service = index_or_none(s_.services, process.service, "service");
            for (std::size_t j = 0; j < process.steps.size(); ++j) {
                const auto& text = process.steps[j];
                const std::string name = fmt::format("{}.{}", s_.processes[i].name, text.name);
                Step step;
                step.process = static_cast<std::uint32_t>(i);
                step.service = service;
                step.purpose = random::purpose("route/" + name);
                step.next = j + 1 < process.steps.size()
                                ? base_[i] + static_cast<std::uint32_t>(j) + 1
                                : kReturn;
                std::visit([&](const auto& what) { compile_step(what, step, name, i); },
                           text.value.what);
                compile_routing(text.value.next, step, i);
                p_.steps.push_back(step);
            }
        }
    }

    void compile_routing(const process::Routing& routing, Step& step, std::size_t process) {
        if (routing.empty()) return;
        if (routing.by != process::RoutingRule::branches) {
            step.has_choice = true;
            step.rule = routing.by;
            step.first_route = static_cast<std::uint32_t>(p_.routes.size());
            for (const auto& branch : routing) p_.routes.push_back({target(process, branch.to)});
            step.routes = static_cast<std::uint32_t>(routing.size());
            if (routing.by == process::RoutingRule::cycle) step.counter = p_.cycles++;
            return;
        }
        if (routing.size() == 1 && !routing[0].probability && routing[0].when.is_empty()) {
            step.next = target(process, routing[0].to);
            return;
        }
        step.has_choice = true;
        step.first_route = static_cast<std::uint32_t>(p_.routes.size());
        for (const auto& branch : routing) {
            if (branch.when.is_empty()) continue;
            p_.routes.push_back({target(process, branch.to), expression(branch.when), -1.0});
            const auto& used = p_.expressions[p_.routes.back().when].used();
            step.asks_chance = step.asks_chance ||
                               std::find(used.begin(), used.end(), p_.chance_value) != used.end();
        }
        double cumulated = 0.0;
        for (const auto& branch : routing) {
            if (!branch.when.is_empty() || !branch.probability) continue;
            cumulated += *branch.probability;
            p_.routes.push_back({target(process, branch.to), kNone, cumulated});
        }
        bool has_rest = false;
        for (const auto& branch : routing) {
            if (!branch.when.is_empty() || branch.probability) continue;
            p_.routes.push_back({target(process, branch.to), kNone, 2.0});
            has_rest = true;
        }
        // Probabilities sum to 1; rounding must not leave a gap at the top.
        if (!has_rest && cumulated > 0.0) p_.routes.back().up_to = 2.0;
        step.routes = static_cast<std::uint32_t>(p_.routes.size()) - step.first_route;
    }

    void compile_step(const process::ActivityStep& text, Step& step, const std::string& name,
                      std::size_t process) {
        step.kind = StepKind::activity;
        Activity activity;
        activity.service = step.service;
        activity.duration = draw(text.duration, "duration/" + name);
        activity.times = expression(text.times);
        activity.priority = expression(text.priority);
        activity.patience = draw(text.patience, "patience/" + name);
        activity.purpose = random::purpose("balks/" + name);
        if (text.priority_again) activity.priority_again = text.priority_again->in_seconds();
        activity.is_preemptive = text.is_preemptive;
        activity.when_preempted = text.when_preempted;
        activity.balks = expression(text.balks);
        activity.due = expression(text.due);
        activity.is_blocking = text.is_blocking;
        p_.has_blocking = p_.has_blocking || text.is_blocking;
        if (!text.on_balk.empty()) activity.on_balk = target(process, text.on_balk);
        if (!text.on_full.empty()) activity.on_full = target(process, text.on_full);
        activity.jockeys_at = static_cast<std::uint32_t>(text.jockeys_at);
        for (const auto& to : text.jockeys_to) {
            activity.jockeys_to.push_back(target(process, to.name));
        }
        if (!text.on_renege.empty()) activity.on_renege = target(process, text.on_renege);
        activity.reuse = text.reuse;
        activity.shortened_to = text.shortened_to;
        activity.is_with_client = text.is_with_client && !text.seize.empty();
        activity.counts_as = text.counts_as;
        activity.gap = text.gap;
        if (!text.interrupted_by.is_empty()) activity.interrupted_by = signal(text.interrupted_by);
        if (!text.on_interrupt.empty()) activity.on_interrupt = target(process, text.on_interrupt);
        event_log::Legend::Activity legend;
        legend.name = name;
        legend.service = step.service;
        legend.work = text.work;
        legend.is_required_by_law = text.is_required_by_law;
        if (step.service != kNone) activity.holders.push_back(step.service);
        for (const auto& [resource, servers] : text.seize) {
            const std::uint32_t index = index_of(s_.resources, resource.name, "resource");
            activity.demands.push_back({index, static_cast<std::uint32_t>(servers)});
            activity.is_constrained =
                activity.is_constrained || p_.resources[index].queue_limit != kNone;
            const std::uint32_t holder = p_.legend.resources[index].service;
            if (holder != kNone && std::find(activity.holders.begin(), activity.holders.end(),
                                             holder) == activity.holders.end()) {
                activity.holders.push_back(holder);
            }
        }
        if (!text.produces.is_empty()) {
            activity.record_type = index_of(s_.records, text.produces.name, "record type");
            legend.record_type = activity.record_type;
        }
        legend.cost = text.cost;
        step.index = add_activity(std::move(activity), std::move(legend));
        activity_of_[name] = step.index;
        for (const std::uint32_t to : p_.activities[step.index].jockeys_to) {
            jockeys_.emplace_back(to, step.index);
        }
    }

    void compile_step(const process::TakeOnStep& text, Step& step, const std::string& name,
                      std::size_t process) {
        step.kind = StepKind::take_on;
        Activity place;
        const std::uint32_t resource = index_of(s_.resources, text.resource.name, "resource");
        place.demands.push_back({p_.resources[resource].cases, 1});
        place.priority = expression(text.priority);
        place.patience = draw(text.patience, "patience/" + name);
        if (!text.on_renege.empty()) place.on_renege = target(process, text.on_renege);
        place.balks = expression(text.balks);
        place.purpose = random::purpose("balks/" + name);
        if (!text.on_balk.empty()) place.on_balk = target(process, text.on_balk);
        place.is_constrained = s_.resources[resource].value.queue_limit.has_value();
        if (!text.on_full.empty()) place.on_full = target(process, text.on_full);
        place.service = step.service;
        event_log::Legend::Activity legend;
        legend.name = name;
        legend.service = step.service;
        step.index = add_activity(std::move(place), std::move(legend));
    }

    void compile_step(const process::LetGoStep& text, Step& step, const std::string&, std::size_t) {
        step.kind = StepKind::let_go;
        step.index = p_.resources[index_of(s_.resources, text.resource.name, "resource")].cases;
    }

    /// The resources to which the last in another queue may change.
    void finish_jockeying() {
        for (const auto& [to, activity] : jockeys_) {
            const Activity& target = p_.activities[p_.steps[to].index];
            p_.resources[target.demands.front().resource].jockeys_from.push_back(activity);
        }
    }

    void compile_step(const process::SetStep& text, Step& step, const std::string&, std::size_t) {
        step.kind = StepKind::set;
        step.index = static_cast<std::uint32_t>(p_.assignments.size());
        auto& list = p_.assignments.emplace_back();
        for (const auto& [name, value] : text.values) {
            const auto* variable = process::find(s_.variables, name);
            const std::uint32_t index = variable == nullptr ? kNone : variable_index(name);
            list.push_back({index == kNone ? attribute(name) : kNone, index, expression(value)});
        }
    }

    // ---- signals, conditions, appointments
    // -----------------------------------------------------------

    std::uint32_t variable_index(const std::string& name) const {
        return index_of(s_.variables, name, "variable");
    }

    std::uint32_t signal(const process::Reference& reference) {
        return signals_.try_emplace(reference.name, p_.signals).second ? p_.signals++
                                                                       : signals_[reference.name];
    }

    /// What the waiting at a step that takes no servers is told and measured as.
    std::uint32_t add_wait(const Step& step, const std::string& name, Activity activity,
                           std::uint32_t diary) {
        activity.service = step.service;
        activity.counts_as = base::TimeKind::waiting;
        event_log::Legend::Activity legend;
        legend.name = name;
        legend.service = step.service;
        legend.is_wait = true;
        legend.diary = diary;
        return activity_of_[name] = add_activity(std::move(activity), std::move(legend));
    }

    void compile_step(const process::SignalStep& text, Step& step, const std::string&,
                      std::size_t) {
        step.kind = StepKind::tell;
        step.index = static_cast<std::uint32_t>(p_.tells.size());
        p_.tells.push_back(
            {signal(text.name), text.lets_go ? static_cast<std::uint32_t>(*text.lets_go) : kNone});
    }

    void compile_step(const process::WaitStep& text, Step& step, const std::string& name,
                      std::size_t process) {
        step.kind = StepKind::wait;
        step.index = static_cast<std::uint32_t>(p_.waits.size());
        Activity activity;
        activity.patience = draw(text.patience, "patience/" + name);
        if (!text.on_renege.empty()) activity.on_renege = target(process, text.on_renege);
        WaitInfo info;
        info.activity = add_wait(step, name, std::move(activity), kNone);
        if (!text.signal.is_empty()) info.signal = signal(text.signal);
        info.until = expression(text.until);
        p_.has_conditions = p_.has_conditions || info.until != kNone;
        p_.waits.push_back(info);
    }

    void compile_step(const process::BookStep& text, Step& step, const std::string& name,
                      std::size_t process) {
        step.kind = StepKind::book;
        step.index = static_cast<std::uint32_t>(p_.bookings.size());
        BookInfo info;
        info.diary = index_of(s_.diaries, text.diary.name, "diary");
        info.activity = add_wait(step, name, {}, info.diary);
        info.earliest = text.earliest.in_seconds();
        info.group =
            index_or_none(s_.diaries[info.diary].value.set_aside, text.group, "set-aside group");
        info.group_when = expression(text.group_when);
        info.no_show = expression(text.no_show);
        if (!text.on_no_show.empty()) info.on_no_show = target(process, text.on_no_show);
        if (!text.on_full.empty()) info.on_full = target(process, text.on_full);
        info.purpose = random::purpose("no_show/" + name);
        p_.bookings.push_back(info);
    }

    void compile_diaries() {
        for (const auto& item : s_.diaries) {
            const process::Diary& text = item.value;
            DiaryInfo info;
            info.calendar = calendar_index(text.calendar);
            info.every = text.every.in_seconds();
            info.places = static_cast<std::uint32_t>(text.places);
            info.horizon = text.horizon.in_seconds();
            info.sites = sites_per(text.per);
            if (!text.per.is_empty()) info.site_attribute = attribute(text.per.name);
            for (const auto& group : text.set_aside) {
                info.groups.push_back({static_cast<std::uint32_t>(group.value.places),
                                       static_cast<std::uint32_t>(group.value.of_every),
                                       group.value.released_before
                                           ? group.value.released_before->in_seconds()
                                           : -1.0});
            }
            event_log::Legend::Diary legend{item.name, levels(text.per)};
            if (legend.sites.empty()) legend.sites.emplace_back("all");
            p_.diaries.push_back(std::move(info));
            p_.legend.diaries.push_back(std::move(legend));
        }
    }

    /// What the conditions of waiting read: known when all steps and attributes are.
    void find_restless_waits() {
        p_.waits_reading.resize(p_.variables.size());
        for (std::uint32_t i = 0; i < p_.waits.size(); ++i) {
            WaitInfo& wait = p_.waits[i];
            if (wait.until == kNone) continue;
            wait.is_same_for_all = true;
            for (const std::uint32_t place : p_.expressions[wait.until].used()) {
                if (place >= p_.first_variable) {
                    const std::uint32_t variable = place - p_.first_variable;
                    p_.waits_reading[variable].push_back(i);
                    wait.is_same_for_all =
                        wait.is_same_for_all && s_.variables[variable].value.per.is_empty();
                    continue;
                }
                const bool is_attribute = place < p_.attributes.size();
                wait.is_same_for_all = wait.is_same_for_all && place == p_.now_value;
                wait.is_restless =
                    wait.is_restless || (is_attribute ? p_.attributes[place].grows_per_second != 0.0
                                                      : place != p_.need_value);
            }
        }
    }

    void compile_step(const process::HandOverStep& text, Step& step, const std::string&,
                      std::size_t process) {
        step.kind = StepKind::hand_over;
        step.index = index_of(s_.services, text.to.name, "service");
        step.is_urgent = text.is_urgent;
        if (!text.on_reject.empty()) step.on_reject = target(process, text.on_reject);
    }

    void compile_step(const process::TellStep& text, Step& step, const std::string&, std::size_t) {
        step.kind = StepKind::inform;
        step.index = index_or_none(s_.services, text.to, "service");
        if (step.index == kNone) {
            tells_senders_ = true;
        } else {
            told_.insert(step.index);
        }
    }

    void compile_step(const process::CallStep& text, Step& step, const std::string&, std::size_t) {
        step.kind = StepKind::call;
        step.index = process_start(text.process);
    }

    void compile_step(const process::CloseStep& text, Step& step, const std::string& name,
                      std::size_t) {
        step.kind = StepKind::close;
        step.index = static_cast<std::uint32_t>(p_.closings.size());
        p_.closings.push_back({outcome(text.outcome), text.is_met, chance(text.relapse, 0.0),
                               draw(text.relapse_after, "relapse/" + name)});
    }

    void compile_step(const process::BatchStep& text, Step& step, const std::string& name,
                      std::size_t) {
        step.kind = StepKind::batch;
        step.index = static_cast<std::uint32_t>(p_.batches.size());
        BatchInfo info;
        if (text.size) info.size = static_cast<std::uint32_t>(*text.size);
        info.least = static_cast<std::uint32_t>(text.least);
        if (text.at_most) info.at_most = text.at_most->in_seconds();
        if (!text.opens.is_empty()) info.calendar = calendar_index(text.opens);
        info.per = expression(text.per);
        Activity waiting;
        waiting.service = step.service;
        event_log::Legend::Activity legend;
        legend.name = name;
        legend.service = step.service;
        legend.is_batch = true;
        info.activity = add_activity(std::move(waiting), std::move(legend));
        activity_of_[name] = info.activity;
        p_.batches.push_back(info);
        p_.has_gatherings = true;
    }

    void compile_step(const process::SeparateStep&, Step& step, const std::string&, std::size_t) {
        step.kind = StepKind::separate;
    }

    void compile_step(const process::ForkStep& text, Step& step, const std::string& name,
                      std::size_t process) {
        step.kind = StepKind::fork;
        step.index = static_cast<std::uint32_t>(p_.forks.size());
        ForkInfo info;
        for (const auto& to : text.to) info.branches.push_back(target(process, to));
        info.wait_for = text.wait_for == process::ForkStep::kAll
                            ? static_cast<std::uint32_t>(text.to.size())
                            : static_cast<std::uint32_t>(text.wait_for);
        info.cancels_others = text.cancels_others;
        info.key = random::purpose("fork/" + name);
        p_.forks.push_back(std::move(info));
        p_.has_gatherings = true;
    }

    void compile_step(const process::ChoiceStep&, Step& step, const std::string&, std::size_t) {
        step.kind = StepKind::choice;
    }

    void finish_services() {
        for (std::size_t i = 0; i < s_.services.size(); ++i) {
            const auto& text = s_.services[i].value;
            ServiceInfo& info = p_.services[i];
            info.first_step = process_start(text.process);
            info.successor_step = process_start(text.successor);
            info.takes_clients = info.takes_clients || info.first_step != kNone;
            if (info.successor_step != kNone) {
                const std::uint32_t successor = p_.steps[info.successor_step].service;
                if (successor != kNone) p_.services[successor].takes_clients = true;
            }
            if (text.caseload.is_empty()) continue;
            Activity place;
            place.demands.push_back({index_of(s_.resources, text.caseload.name, "resource"), 1});
            place.service = static_cast<std::uint32_t>(i);
            event_log::Legend::Activity legend;
            legend.name = s_.services[i].name + ".place";
            legend.service = place.service;
            info.place = add_activity(std::move(place), std::move(legend));
        }
        p_.can_be_eligible_nowhere =
            p_.has_eligibility &&
            std::all_of(p_.services.begin(), p_.services.end(), [](const ServiceInfo& service) {
                return !service.takes_clients || service.eligible != kNone;
            });
    }

    // ---- where entities and episodes come from
    // ---------------------------------------------------------

    void compile_profiles() {
        for (const auto& item : s_.profiles) {
            calendar::DaySet closed;
            for (const auto& set : item.value.closed) collect_rules(set.name, closed, 0);
            p_.profiles.emplace_back(item.name, item.value, closed, p_.clock);
        }
    }

    void compile_sources() {
        compile_profiles();
        for (const auto& item : s_.sources) {
            const auto& text = item.value;
            SourceInfo info;
            info.name = item.name;
            info.entity_class = class_index(text.entity_class);
            compile_arrivals(text, info);
            if (text.first_at) info.first_at = text.first_at->in_seconds();
            if (text.count) info.count = static_cast<std::uint64_t>(*text.count);
            if (text.batch) info.batch = text.batch->law;
            info.set = drawn(text.set, item.name);
            info.first_step = process_start(text.process);
            info.key = random::purpose("source/" + item.name);
            if (text.already_waiting) {
                const std::string prefix = fmt::format("source/{}/already_waiting", item.name);
                info.already_waiting = static_cast<std::uint64_t>(text.already_waiting->count);
                info.waited = draw(text.already_waiting->waited, prefix + "/waited");
                info.waiting_key = random::purpose(prefix);
            }
            p_.sources.push_back(std::move(info));
        }
    }

    void compile_arrivals(const process::Source& text, SourceInfo& info) const {
        if (text.interarrival) {
            info.interarrival = text.interarrival->law;
        } else if (text.rate && *text.rate > 0.0) {
            double rate = *text.rate;
            if (!text.profile.is_empty()) {
                info.kind = SourceKind::thinned;
                info.profile = index_of(s_.profiles, text.profile.name, "profile");
                rate *= p_.profiles[info.profile].highest();
            }
            info.interarrival = random::Law::exponential(1.0 / rate);
        } else {
            info.kind = SourceKind::listed;
            for (const base::Duration time : text.at) info.times.push_back(time.in_seconds());
            if (text.on) list_days(*text.on, text.time.value_or(base::Duration()), info.times);
            if (text.recorded) compile_recorded(*text.recorded, info);
            if (!text.recorded) std::sort(info.times.begin(), info.times.end());
        }
    }

    /// The days of the run that some rule names, at a time of the day.
    void list_days(const process::DaySetDescription& on, base::Duration time,
                   std::vector<double>& times) const {
        calendar::DaySet days{on.rules};
        for (const auto& include : on.includes) collect_rules(include.name, days, 0);
        for (auto day = std::chrono::sys_days(p_.clock.start());; day += std::chrono::days(1)) {
            const double midnight = p_.clock.at(day).in_seconds();
            if (midnight > p_.length) break;
            if (days.contains(day)) times.push_back(midnight + time.in_seconds());
        }
    }

    void compile_recorded(const process::Recorded& text, SourceInfo& info) const {
        std::vector<std::pair<double, std::size_t>> order;  // time, row; equal times: as written
        for (std::size_t row = 0; row < text.rows.size(); ++row) {
            const double time = text.since_start(row, p_.clock.start()).in_seconds();
            if (time <= p_.length) order.emplace_back(time, row);
        }
        std::sort(order.begin(), order.end());
        for (const auto& [name, column] : text.attributes_from) {
            info.recorded.push_back(attribute(name));
        }
        for (const auto& [time, row] : order) {
            info.times.push_back(time);
            for (std::size_t i = 0; i < info.recorded.size(); ++i) {
                const auto column =
                    static_cast<std::size_t>(std::find(text.columns.begin(), text.columns.end(),
                                                       text.attributes_from[i].second) -
                                             text.columns.begin());
                info.recorded_values.push_back(
                    value_of_cell(info.recorded[i], text.rows[row].at(column)));
            }
        }
    }

    /// A number, or the level that a cell names.
    double value_of_cell(std::uint32_t attribute, const std::string& cell) const {
        const auto& levels = p_.attributes[attribute].levels;
        if (levels.empty()) return std::stod(cell);
        return static_cast<double>(std::find(levels.begin(), levels.end(), cell) - levels.begin());
    }

    void compile_needs() {
        for (const auto& item : s_.needs) {
            const auto& text = item.value;
            const std::string prefix = "need/" + item.name;
            NeedInfo info;
            info.entity_class = class_index(text.entity_class);
            for (const auto& onset : text.onset) {
                const double at_most = onset.at_most.value_or(1.0);
                info.onset.push_back(
                    {expression(onset.when), onset.rate, expression(onset.times), at_most});
                info.highest_rate = std::max(info.highest_rate, onset.rate * at_most);
            }
            compile_values(text, info);
            info.probability = chance(text.probability, 1.0);
            info.severity = draw(text.severity, prefix + "/severity");
            info.resolves = draw(text.resolves, prefix + "/resolves");
            info.escalates = draw(text.escalates, prefix + "/escalates");
            info.repeat_contact = draw(text.repeat_contact, prefix + "/repeat_contact");
            info.max_severity = text.max_severity;
            info.escalation_step = process_start(text.escalation_process);
            info.repeat_step = process_start(text.repeat_process);
            info.key = random::purpose(prefix);
            for (const auto& recogniser : text.recognised) {
                RecogniserInfo by;
                by.service = index_or_none(s_.services, recogniser.value.service, "service");
                by.when = expression(recogniser.value.when);
                if (recogniser.value.after) {
                    by.after =
                        draw(*recogniser.value.after, prefix + "/recognised/" + recogniser.name);
                } else {
                    by.at_contact = chance(recogniser.value.at_contact, 0.0);
                    by.contact_place = info.contact_recognisers++;
                    p_.services[by.service].notices.emplace_back(
                        static_cast<std::uint32_t>(p_.needs.size()),
                        static_cast<std::uint32_t>(info.recognisers.size()));
                }
                by.times = expression(recogniser.value.times);
                by.days = days_of(recogniser.value.calendar);
                by.first_step = process_start(recogniser.value.process);
                by.legend = static_cast<std::uint32_t>(p_.legend.recognisers.size());
                by.key = random::purpose(prefix + "/path/" + recogniser.name);
                p_.legend.recognisers.push_back(fmt::format("{}.{}", item.name, recogniser.name));
                info.recognisers.push_back(std::move(by));
            }
            if (info.repeat_step != kNone) mark_repeat_handling(info.repeat_step);
            p_.contact_recognisers = std::max(p_.contact_recognisers, info.contact_recognisers);
            p_.needs.push_back(std::move(info));
            p_.legend.needs.push_back(item.name);
            p_.legend.routine_needs.push_back(text.is_routine);
        }
        for (std::uint32_t by = 0; by < p_.needs.size(); ++by) {
            compile_raises(s_.needs[by].value.raises, by, false, p_.needs[by].raises);
            compile_raises(s_.needs[by].value.raises_in_household, by, true,
                           p_.needs[by].raises_in_household);
        }
    }

    void compile_values(const process::Need& text, NeedInfo& info) const {
        if (!text.at) return;
        info.at_attribute = attribute(text.at->attribute.name);
        info.reaches = text.at->reaches;
        std::sort(info.reaches.begin(), info.reaches.end());
        if (p_.attributes[info.at_attribute].grows_per_second < 0.0) {
            std::reverse(info.reaches.begin(), info.reaches.end());
        }
    }

    void compile_raises(const std::vector<process::Raise>& raises, std::uint32_t by,
                        bool is_of_others, std::vector<std::uint32_t>& into) {
        for (const auto& raise : raises) {
            const std::uint32_t other = index_of(s_.needs, raise.need.name, "need");
            into.push_back(other);
            p_.needs[other].raised_by.push_back({by, raise.factor, is_of_others});
            p_.has_raises = true;
        }
    }

    /// The activities of the process that a repeated contact sets off.
    void mark_repeat_handling(std::uint32_t first_step) {
        const std::uint32_t process = p_.steps[first_step].process;
        for (const Step& step : p_.steps) {
            if (step.process == process && step.kind == StepKind::activity) {
                p_.legend.activities[step.index].is_repeat_handling = true;
            }
        }
    }

    // ---- between services
    // ------------------------------------------------------------------------

    std::uint32_t interface_work(const InterfaceInfo& info, const process::LawText& work,
                                 std::uint32_t times, std::uint32_t priority, bool by_receiver,
                                 WorkKind kind, const std::string& name, bool is_double_entry) {
        const std::uint32_t service = by_receiver ? info.to : info.from;
        const auto& staff = s_.services[service].value.staff;
        if (staff.is_empty() || work.law.highest() <= 0.0) return kNone;
        Activity activity;
        activity.demands.push_back({index_of(s_.resources, staff.name, "resource"), 1});
        activity.duration = draw(work, "duration/" + name);
        activity.times = times;
        activity.priority = priority;
        activity.service = service;
        activity.counts_as = base::TimeKind::decision;
        event_log::Legend::Activity legend;
        legend.name = name;
        legend.service = service;
        legend.work = kind;
        legend.is_double_entry = is_double_entry;
        legend.interface_from = info.from;
        legend.interface_to = info.to;
        return add_activity(std::move(activity), std::move(legend));
    }

    void compile_interfaces() {
        for (const auto& text : s_.interfaces) {
            InterfaceInfo info;
            info.from = index_of(s_.services, text.from.name, "service");
            info.to = index_of(s_.services, text.to.name, "service");
            info.channel = index_or_none(s_.channels, text.channel, "channel");
            const std::string name = fmt::format("{} -> {}", text.from.name, text.to.name);
            const std::uint32_t priority = interface_expression(text.priority);
            const std::uint32_t times = interface_expression(text.work_times);
            info.note = interface_work(info, text.sender_work, times, priority, false,
                                       WorkKind::documentation, name + " note", false);
            info.failure_note = interface_work(info, text.sender_work, times, priority, false,
                                               WorkKind::failure, name + " note again", false);
            info.triage = interface_work(info, text.receiver_work, times, priority, true,
                                         WorkKind::triage, name + " triage", text.is_entered_again);
            if (tells_senders_ || told_.count(info.to) > 0) {
                info.feedback_note =
                    interface_work(info, text.sender_work, times, priority, false,
                                   WorkKind::documentation, name + " feedback", false);
                if (info.feedback_note != kNone) {
                    // Not a decision that the client waits for.
                    p_.activities[info.feedback_note].counts_as = base::TimeKind::service;
                }
            }
            const std::string prefix = "interface/" + name;
            info.reply_time = draw(text.reply_time, prefix + "/reply_time");
            info.misrouting_delay = draw(text.misrouting_delay, prefix + "/misrouting_delay");
            info.dispute_time = draw(text.dispute_time, prefix + "/dispute_time");
            info.request_reply = draw(text.request_reply, prefix + "/request_reply");
            info.delay_times = interface_expression(text.delay_times);
            info.loss = chance(text.loss);
            info.misrouting = chance(text.misrouting);
            info.acceptance = chance(text.acceptance);
            info.dispute = chance(text.dispute);
            info.trusts_records = chance(text.trusts_records);
            info.accepts_when = interface_expression(text.accepts_when);
            info.consent = interface_expression(text.consent);
            const std::uint32_t owner = p_.legend.services[info.from].organisation;
            const std::uint32_t other = p_.legend.services[info.to].organisation;
            info.is_across = owner != kNone && other != kNone && owner != other;
            info.carrier = text.carrier;
            if (text.time_out) {
                info.time_out =
                    TimeOutInfo{text.time_out->duration.in_seconds(), text.time_out->days,
                                calendar_index(text.time_out->days_of)};
            }
            if (text.trust) compile_trust(*text.trust, info);
            info.when_stalled = text.when_stalled;
            info.visibility = text.visibility;
            info.key = random::purpose(prefix);
            p_.interface_matrix_[info.from * p_.services.size() + info.to] =
                static_cast<std::uint32_t>(p_.interfaces.size());
            p_.interfaces.push_back(std::move(info));
            p_.legend.interfaces.push_back(name);
        }
    }

    void compile_trust(const process::Trust& text, InterfaceInfo& info) {
        TrustInfo trust;
        trust.initial = text.initial;
        trust.accepted = text.accepted;
        trust.rejected = text.rejected;
        trust.late = text.late;
        trust.joint_work = text.joint_work;
        trust.feedback = text.feedback;
        if (text.late_after) trust.late_after = text.late_after->in_seconds();
        if (text.forgets) trust.half_life = text.forgets->in_seconds();
        info.trust = trust;
        p_.legend.trusts.push_back({info.from, info.to, trust.initial, trust.half_life});
    }

    /// Which activities are work of two services together, both ways.
    void find_joint_work() {
        if (p_.legend.trusts.empty()) return;
        p_.joint_work.resize(p_.activities.size());
        for (std::size_t a = 0; a < p_.activities.size(); ++a) {
            std::set<std::uint32_t> services;
            for (const Demand& demand : p_.activities[a].demands) {
                const std::uint32_t service = p_.legend.resources[demand.resource].service;
                if (service != kNone) services.insert(service);
            }
            for (const std::uint32_t from : services) {
                for (const std::uint32_t to : services) {
                    const std::uint32_t interface = p_.interface(from, to);
                    if (interface == kNone) continue;
                    const auto& trust = p_.interfaces[interface].trust;
                    if (!trust || trust->joint_work <= 0.0) continue;
                    p_.joint_work[a].push_back(interface);
                    p_.activities[a].is_joint = true;
                }
            }
        }
    }

    // ---- governance
    // ------------------------------------------------------------------------------

    void compile_policies() {
        for (const auto& item : s_.policies) {
            PolicyInfo info;
            info.index = static_cast<std::uint32_t>(p_.policies.size());
            info.name = item.name;
            info.key = random::purpose("policy/" + item.name);
            p_.legend.policies.push_back({item.name});
            std::visit([&](const auto& text) { info.what = compile_policy(text, item.name); },
                       item.value);
            p_.policies.push_back(std::move(info));
        }
    }

    static Draw policy_draw(const process::LawText& text, const std::string& name,
                            const char* what) {
        return draw(text, fmt::format("policy/{}/{}", name, what));
    }

    std::vector<Setting> settings(const process::Settings& text) {
        std::vector<Setting> list;
        for (const auto& [name, value] : text.values) {
            list.push_back({variable_index(name.name), expression(value)});
        }
        return list;
    }

    /// One of each resource is away for the duration.
    std::vector<std::uint32_t> meetings(const std::vector<process::Reference>& attended_by,
                                        const process::LawText& duration,
                                        const std::string& policy) {
        if (p_.meeting_class == kNone) {
            p_.meeting_class = static_cast<std::uint32_t>(p_.classes.size());
            p_.classes.emplace_back();
            p_.legend.classes.emplace_back("meeting");
        }
        std::vector<std::uint32_t> list;
        for (const auto& reference : attended_by) {
            Activity meeting;
            const std::uint32_t resource = index_of(s_.resources, reference.name, "resource");
            const std::string name = fmt::format("{}.{}", policy, reference.name);
            meeting.demands.push_back({resource, 1});
            meeting.duration = draw(duration, "duration/" + name);
            meeting.service = p_.legend.resources[resource].service;
            meeting.fixed_priority = kMeetingPriority;
            event_log::Legend::Activity legend;
            legend.name = name;
            legend.service = meeting.service;
            legend.work = WorkKind::coordination;
            list.push_back(add_activity(std::move(meeting), std::move(legend)));
        }
        return list;
    }

    /// Those named, or all whose servers have posts; that can get more of them when `is_gain`.
    std::vector<std::uint32_t> resources_of(const std::vector<process::Reference>& named,
                                            bool is_of_all, bool is_gain = false) const {
        std::vector<std::uint32_t> list;
        for (std::uint32_t i = 0; i < s_.resources.size(); ++i) {
            const auto& resource = s_.resources[i];
            const bool is_meant = is_of_all ? (is_gain ? process::can_gain_posts(resource.value)
                                                       : process::has_posts(resource.value))
                                            : contains(named, resource.name);
            if (is_meant) list.push_back(i);
        }
        return list;
    }

    ForumInfo compile_policy(const process::CooperationForum& text, const std::string& name) {
        return {text.interval.in_seconds(),
                expression(text.held),
                expression(text.success),
                text.improvement,
                meetings(text.attended_by, text.duration, name),
                settings(text.sets)};
    }

    OutageInfo compile_policy(const process::ChannelOutage& text, const std::string& name) const {
        return {index_of(s_.channels, text.channel.name, "channel"),
                policy_draw(text.every, name, "every"), policy_draw(text.lasts, name, "lasts")};
    }

    CourseInfo compile_policy(const process::Course& text, const std::string& name) const {
        CourseInfo info{variable_index(text.variable.name),
                        {},
                        text.between == process::Between::linear,
                        policy_draw(text.delay, name, "delay")};
        for (const auto& point : text.points) {
            info.points.emplace_back(point.after.in_seconds(), point.value);
        }
        return info;
    }

    NegotiationInfo compile_policy(const process::Negotiation& text, const std::string& name) {
        NegotiationInfo info{text.interval.in_seconds(),
                             text.first.in_seconds(),
                             expression(text.reaches),
                             settings(text.sets),
                             settings(text.otherwise),
                             kNone,
                             {}};
        if (!text.attended_by.empty()) {
            info.meetings = meetings(text.attended_by, text.duration, name);
        }
        for (const auto* list : {&text.sets, &text.otherwise}) {
            for (const auto& [variable, value] : list->values) {
                const auto& per = process::find(s_.variables, variable.name)->value.per;
                if (!per.is_empty()) info.per = attribute(per.name);
            }
        }
        if (info.per != kNone) p_.legend.policies.back().levels = p_.attributes[info.per].levels;
        return info;
    }

    TurnoverInfo compile_policy(const process::StaffTurnover& text, const std::string& name) {
        TurnoverInfo info{resources_of(text.resources, false),
                          policy_draw(text.leaves, name, "leaves"),
                          policy_draw(text.filled, name, "filled"),
                          {}};
        for (const auto& variable : text.loses) {
            info.loses.push_back(variable_index(variable.name));
        }
        for (const std::uint32_t resource : info.resources) {
            p_.legend.resources[resource].may_be_vacant = true;
        }
        p_.has_post_policies = true;
        return info;
    }

    PostsChangeInfo compile_policy(const process::PostsChange& text, const std::string&) {
        p_.has_post_policies = true;
        return {resources_of(text.resources, text.is_of_all, text.share > 0.0), text.share,
                text.after.in_seconds()};
    }

    ShockInfo compile_policy(const process::Shock& text, const std::string& name) {
        p_.has_post_policies = true;
        return {resources_of(text.resources, text.is_of_all), text.share, text.after.in_seconds(),
                policy_draw(text.lasts, name, "lasts")};
    }

    ReallocationInfo compile_policy(const process::Reallocation& text, const std::string&) {
        p_.has_post_policies = true;
        const bool is_by_queue = text.by == process::DemandMeasure::queue;
        p_.counts_demand = p_.counts_demand || !is_by_queue;
        return {text.interval.in_seconds(), index_of(s_.resources, text.resource.name, "resource"),
                text.share, is_by_queue, expression(text.alignment)};
    }

    // ---- clocks
    // ----------------------------------------------------------------------------------

    ClockTriggers& triggers(const process::Trigger& trigger) {
        switch (trigger.kind) {
            case process::TriggerKind::recognised: return p_.on_recognised;
            case process::TriggerKind::closed: return p_.on_closed;
            case process::TriggerKind::received_by:
                return p_.on_received[index_of(s_.services, trigger.target.name, "service")];
            case process::TriggerKind::accepted_by:
                return p_.on_accepted[index_of(s_.services, trigger.target.name, "service")];
            case process::TriggerKind::contact_by:
                return p_.on_contact[index_of(s_.services, trigger.target.name, "service")];
            case process::TriggerKind::start_of:
                return p_.on_start[activity_of_.at(trigger.target.name)];
            case process::TriggerKind::end_of:
                return p_.on_end[activity_of_.at(trigger.target.name)];
        }
        throw base::InternalError("unknown trigger");
    }

    void compile_clocks() {
        p_.on_start.resize(p_.activities.size());
        p_.on_end.resize(p_.activities.size());
        for (std::size_t i = 0; i < s_.clocks.size(); ++i) {
            const auto& text = s_.clocks[i].value;
            ClockInfo info;
            info.when = expression(text.when);
            info.limit = text.limit;
            std::string unit = "d";
            switch (text.unit) {
                case process::StatutoryClock::Unit::calendar_days:
                    info.count = calendar::CalendarDays{};
                    break;
                case process::StatutoryClock::Unit::days_of:
                    info.count = calendar::OpenDays{};
                    info.calendar = calendar_index(text.days_of);
                    unit = text.days_of.name;
                    break;
                case process::StatutoryClock::Unit::months:
                    info.count = calendar::Months{};
                    unit = "months";
                    break;
            }
            if (text.starts.kind == process::TriggerKind::received_by) {
                info.received_by = index_of(s_.services, text.starts.target.name, "service");
            }
            p_.clocks.push_back(info);
            p_.legend.clocks.push_back({s_.clocks[i].name, static_cast<double>(text.limit), unit});
            triggers(text.starts).starts.push_back(static_cast<std::uint32_t>(i));
            triggers(text.stops).stops.push_back(static_cast<std::uint32_t>(i));
            p_.has_clocks = true;
        }
    }

    void compile_indicators() {
        for (std::size_t i = 0; i < s_.indicators.size(); ++i) {
            const auto& text = s_.indicators[i].value;
            const auto index = static_cast<std::uint32_t>(i);
            IndicatorInfo info;
            info.when = expression(text.when);
            info.holds = expression(text.holds);
            info.among = expression(text.among);
            for (const auto& service : text.from) {
                info.from.push_back(index_of(s_.services, service.name, "service"));
            }
            p_.indicators.push_back(std::move(info));
            event_log::Legend::Indicator legend;
            legend.name = s_.indicators[i].name;
            legend.counts_members = text.counts_members;
            legend.is_state = !text.holds.is_empty();
            if (!text.relative_to.is_empty()) {
                legend.relative_to = index_of(s_.indicators, text.relative_to.name, "indicator");
            }
            p_.legend.indicators.push_back(std::move(legend));
            for (const auto& trigger : text.of) triggers(trigger).counts.push_back(index);
            for (const auto& trigger : text.unless) triggers(trigger).takes_out.push_back(index);
            p_.has_clocks = true;
        }
    }

    /// What the log tells beside the usual, and what the measures are to make of it.
    void compile_measures() {
        const auto& measures = s_.measures;
        p_.legend.suppress_below = static_cast<std::uint32_t>(measures.suppress_below);
        if (measures.census_interval) {
            p_.legend.census_interval = measures.census_interval->in_seconds();
        }
        for (const auto& breakdown : measures.by) {
            const std::uint32_t index = attribute(breakdown.attribute.name);
            p_.legend.by.push_back({index, breakdown.bands});
            p_.told_when_recognised.push_back(index);
            p_.attributes[index].is_told_when_joining = true;
        }
        for (std::size_t a = 0; a < p_.attributes.size(); ++a) {
            p_.legend.attributes[a].grows_per_second = p_.attributes[a].grows_per_second;
            // Who is not born yet is told by a negative age.
            if (!measures.by.empty() && p_.attributes[a].grows_per_second > 0.0) {
                p_.attributes[a].is_told_when_joining = true;
            }
        }
    }

    /// What is to be known of those who wait for an activity.
    void note_those_who_wait(const Activity& activity) {
        if (activity.demands.empty()) return;
        p_.has_guests = p_.has_guests ||
                        std::any_of(activity.demands.begin() + 1, activity.demands.end(),
                                    [this](const Demand& demand) {
                                        return p_.resources[demand.resource].queue_limit != kNone;
                                    });
        if (activity.is_preemptive) {
            p_.resources[activity.demands.front().resource].has_preemptive = true;
        }
    }

    void finish_activities() {
        for (std::size_t a = 0; a < p_.activities.size(); ++a) {
            Activity& activity = p_.activities[a];
            auto& legend = p_.legend.activities[a];
            // Who has one path only can be with one worker only.
            if (p_.needs.empty() && !p_.has_gatherings) activity.is_with_client = false;
            // What reads nothing is the same number every time.
            if (activity.priority != kNone && p_.expressions[activity.priority].used().empty()) {
                activity.fixed_priority = p_.expressions[activity.priority].value();
                activity.priority = kNone;
            }
            if (activity.demands.size() == 1) {
                const ResourceInfo& resource = p_.resources[activity.demands[0].resource];
                const auto& groups = p_.sites[resource.first_site].groups;
                if (resource.sites == 1 && groups.size() == 1 && groups[0].calendar == 0 &&
                    !resource.is_shared_out && !resource.is_own_worker) {
                    activity.plain_site = resource.first_site;
                    activity.plain_servers = static_cast<std::int32_t>(activity.demands[0].servers);
                    find_plainness(activity, resource);
                }
            }
            legend.may_balk = activity.is_constrained;
            note_those_who_wait(activity);
            legend.is_blocking = activity.is_blocking;
            legend.may_be_suspended =
                !activity.is_absence &&
                std::any_of(activity.demands.begin(), activity.demands.end(),
                            [this](const Demand& demand) {
                                return p_.resources[demand.resource].is_interruptible;
                            });
        }
    }

    void find_plainness(Activity& activity, const ResourceInfo& resource) const {
        activity.is_plain = !activity.is_with_client && !activity.is_absence &&
                            !activity.stays_late && activity.record_type == kNone &&
                            activity.times == kNone && activity.interrupted_by == kNone &&
                            !resource.has_names && !p_.has_gatherings && !p_.has_blocking;
        activity.has_plain_queue = activity.is_plain && activity.priority == kNone &&
                                   !activity.is_constrained && !activity.patience &&
                                   activity.priority_again == 0.0 && activity.jockeys_to.empty() &&
                                   !resource.is_shared;
    }

    /// Whether some path can come to the same activity twice.
    void find_revisits() {
        if (!p_.needs.empty()) {
            p_.has_revisits = true;
            return;
        }
        enum class Mark : std::uint8_t { unseen, open, done };
        std::vector<Mark> marks(p_.steps.size(), Mark::unseen);
        const std::function<bool(std::uint32_t)> finds_cycle = [&](std::uint32_t at) {
            if (at >= kReturn) return false;
            if (marks[at] == Mark::open) return true;
            if (marks[at] == Mark::done) return false;
            marks[at] = Mark::open;
            const Step& step = p_.steps[at];
            bool found = step.kind == StepKind::call || step.kind == StepKind::hand_over ||
                         step.kind == StepKind::inform;
            if (step.kind == StepKind::activity || step.kind == StepKind::take_on) {
                const Activity& activity = p_.activities[step.index];
                found = found || finds_cycle(activity.on_renege) || finds_cycle(activity.on_balk) ||
                        finds_cycle(activity.on_full) || finds_cycle(activity.on_interrupt) ||
                        !activity.jockeys_to.empty() ||
                        activity.when_preempted == process::WhenPreempted::resample;
            } else if (step.kind == StepKind::wait) {
                found = finds_cycle(p_.activities[p_.waits[step.index].activity].on_renege);
            } else if (step.kind == StepKind::book) {
                found = finds_cycle(p_.bookings[step.index].on_no_show) ||
                        finds_cycle(p_.bookings[step.index].on_full);
            }
            if (step.kind == StepKind::fork) {
                for (const std::uint32_t to : p_.forks[step.index].branches) {
                    found = found || finds_cycle(to);
                }
            }
            if (!step.has_choice) found = found || finds_cycle(step.next);
            for (std::uint32_t r = 0; r < step.routes; ++r) {
                found = found || finds_cycle(p_.routes[step.first_route + r].to);
            }
            marks[at] = Mark::done;
            return found;
        };
        for (std::uint32_t i = 0; i < p_.steps.size(); ++i) {
            p_.has_revisits = p_.has_revisits || finds_cycle(i);
        }
        // A duration is drawn anew as in another visit, whatever took the servers away.
        for (const Activity& activity : p_.activities) {
            p_.has_revisits =
                p_.has_revisits || activity.when_preempted == process::WhenPreempted::resample;
        }
    }

    Program& p_;
    const process::System& s_;
    std::vector<std::uint32_t> base_, first_step_;
    std::map<std::string, std::uint32_t> activity_of_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> jockeys_;  ///< step, activity
    std::map<std::string, std::uint32_t> signals_;
    std::map<std::string, std::uint32_t> days_of_;  ///< by calendar
    std::set<std::uint32_t> told_;                  ///< services that some step tells
    bool tells_senders_ = false;
};

Program::Program(const process::System& system) : clock(system.run.start) {
    Compiler(*this, system).compile();
}

}  // namespace yhdyspinta::simulation
