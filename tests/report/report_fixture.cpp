// SPDX-License-Identifier: Apache-2.0
// Writes reports of made-up results, the usual and the extreme, for the browser to look at:
//   report_fixture ASSETS FOLDER      one NAME.html and NAME.json per case
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "tools/report/page.hpp"
#include "tools/report/report_data.hpp"

namespace {

using namespace yhdyspinta;
using process::Text;
using report::ReportDesign;
using report::ReportInput;
using results::Direction;

/// What a case is made of.
struct Shape {
    std::string name;
    std::size_t designs = 4;
    std::size_t replications = 5;
    std::size_t services = 9;
    bool has_handovers = true;
    bool has_needs = true;
    bool has_failures = false;
    bool has_responses = true;
    bool has_paths = true;      ///< weeks and stories were kept
    bool has_analyses = false;  ///< what the results hang on, and an attribution
    std::string prefix{};       ///< of every name and title
};

/// A number in [0, 1) that depends on what it is for alone.
double chance(const std::string& what) {
    std::uint64_t hash = 1469598103934665603ull;
    for (const char c : what) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
    hash ^= hash >> 29;
    return static_cast<double>(hash % 1000003) / 1000003.0;
}

Text text_of(const std::string& fi, const std::string& sv, const std::string& en) {
    return {fi, sv, en};
}

const std::vector<std::pair<std::string, Text>>& service_names() {
    static const std::vector<std::pair<std::string, Text>> kNames{
        {"daycare", text_of("päiväkoti", "daghem", "daycare")},
        {"school", text_of("koulu", "skola", "school")},
        {"youth_work", text_of("nuorisotyö", "ungdomsarbete", "youth work")},
        {"curator", text_of("kuraattori", "kurator", "curator")},
        {"psychologist", text_of("psykologi", "psykolog", "psychologist")},
        {"clinic", text_of("lastenneuvola", "barnrådgivning", "child health clinic")},
        {"family_work", text_of("perhetyö", "familjearbete", "family work")},
        {"child_protection", text_of("lastensuojelu", "barnskydd", "child protection")},
        {"specialised_care", text_of("psykiatria", "psykiatri", "psychiatry")}};
    return kNames;
}

/// A clock that starts so seldom that nothing may be told of it.
constexpr const char* kSeldom = "emergency_placement";

process::System system_of(const Shape& shape, std::size_t design) {
    process::System system;
    system.description = text_of(shape.prefix + "Palvelut toimivat erikseen.",
                                 shape.prefix + "Tjänsterna fungerar var för sig.",
                                 shape.prefix + "Services work apart.");
    system.run.length = base::Duration::days(1461.0);
    system.run.warm_up = base::Duration::days(365.25);
    const std::vector<std::pair<std::string, Text>> organisations{
        {"municipality", text_of("kunta", "kommun", "municipality")},
        {"county", text_of("hyvinvointialue", "välfärdsområde", "wellbeing services county")},
        {"associations", text_of("järjestöt", "organisationer", "associations")}};
    for (const auto& [name, title] : organisations) {
        process::Organisation organisation;
        organisation.title = text_of(shape.prefix + title.fi, title.sv, title.en);
        system.organisations.push_back({name, {}, organisation});
    }
    for (std::size_t s = 0; s < shape.services; ++s) {
        const auto& known = service_names()[s % service_names().size()];
        const std::size_t again = s / service_names().size();
        const std::string number = again == 0 ? "" : " " + std::to_string(again + 1);
        process::Service service;
        service.title = text_of(shape.prefix + known.second.fi + number,
                                shape.prefix + known.second.sv + number,
                                shape.prefix + known.second.en + number);
        service.organisation.name = organisations[s % 9 < 3 ? 0 : s % 9 < 8 ? 1 : 2].first;
        const std::string name =
            again == 0 ? known.first : fmt::format("{}_{}", known.first, again);
        system.services.push_back({name, {}, service});
        process::Resource resource;
        resource.service.name = name;
        system.resources.push_back({name + "_staff", {}, resource});
    }
    for (std::size_t from = 0; shape.has_handovers && from < shape.services; ++from) {
        for (const std::size_t step : {1, 2, 4}) {
            process::Interface interface;
            interface.from.name = system.services[from].name;
            interface.to.name = system.services[(from + step) % shape.services].name;
            system.interfaces.push_back(interface);
        }
    }
    const std::vector<std::pair<std::string, Text>> needs{
        {"mood", text_of("mieliala ja ahdistus", "sinnesstämning och ångest", "mood and anxiety")},
        {"learning", text_of("oppimisen vaikeus", "inlärningssvårighet", "learning difficulty")},
        {"parenting", text_of("vanhemmuus", "föräldraskap", "parenting")},
        {"absence", text_of("koulupoissaolot", "skolfrånvaro", "school absence")}};
    for (const auto& [name, title] : needs) {
        process::Need need;
        need.title = text_of(shape.prefix + title.fi, title.sv, title.en);
        if (shape.has_needs) system.needs.push_back({name, {}, need});
    }
    process::DaySetDescription july;
    july.rules.emplace_back(calendar::FixedRange{std::chrono::July / 1, std::chrono::July / 31});
    system.day_sets.push_back({"july", {}, july});
    process::CalendarText school_days;
    school_days.open = calendar::OpeningHours::monday_to_friday({8 * 60, 15 * 60});
    school_days.closed.emplace_back();
    school_days.closed.back().name = "july";
    system.calendars.push_back({"school_days", {}, school_days});
    process::StatutoryClock clock;
    clock.title = text_of("palvelutarpeen arviointi valmis", "bedömning av servicebehovet klar",
                          "service needs assessment completed");
    clock.limit = 3;
    clock.unit = process::StatutoryClock::Unit::months;
    if (shape.has_needs) system.clocks.push_back({"assessment_completed", {}, clock});
    process::StatutoryClock seldom;
    seldom.title = text_of("kiireellinen sijoitus", "brådskande placering", "emergency placement");
    seldom.limit = 1;
    if (shape.has_needs) system.clocks.push_back({kSeldom, {}, seldom});
    for (int i = 0; i < 12; ++i) {
        process::SourcedValue value;
        value.path = fmt::format("interfaces.{}.loss", i);
        value.value = fmt::format("0.{}", i + 1 + (i < 2 ? static_cast<int>(design) : 0));
        value.mark = i % 3 == 0 ? "V" : "A";
        value.source = shape.prefix + "THL 2024";
        value.range = "0-0.4";
        value.note = shape.prefix + "no statistics";
        system.sourced_values.push_back(value);
    }
    return system;
}

/// One response: about `base`, times `effect` in each further design, a little different in each
/// replication.
class Results {
public:
    Results(std::size_t design, std::uint64_t replication)
        : design_(static_cast<double>(design)), replication_(replication) {
        result.replication = replication;
    }

    void add(const std::string& name, const std::string& unit, const std::string& where,
             double base, double effect, double noise = 0.02) {
        const double size = base * (0.5 + chance(name + where)) * std::pow(effect, design_ > 0);
        // Designs further on differ a little from each other.
        const double apart = 1.0 + 0.01 * design_ * (chance(where + unit) - 0.5);
        const double around =
            1.0 +
            noise * (chance(fmt::format("{} {} {} {}", name, where, design_, replication_)) - 0.5);
        result.responses.push_back({name, unit, where, size * apart * around});
    }

    results::ReplicationResult result;

private:
    double design_;
    std::uint64_t replication_;
};

void add_needs(Results& made, const process::System& system) {
    for (const std::string name :
         {"waiting_time.effective_contact", "waiting_time.first_contact"}) {
        made.add(name, "d", "all", 28.0, 0.85);
        for (const auto& need : system.needs) {
            made.add(name, "d", "need=" + need.name, 30.0, 0.9, 0.3);
        }
    }
    for (const auto& [point, days] : {std::pair{"median", 14.0}, {"p75", 40.0}, {"p90", 110.0}}) {
        made.add(fmt::format("waiting_time.effective_contact.{}", point), "d", "all", days, 0.85);
    }
    made.add("waiting_time.effective_contact.served_within_30d", "share", "all", 0.7, 1.05);
    made.add("duplicate_work.share", "share", "all", 0.05, 0.5);
    made.add("duplicate_work", "h/1000/year", "all", 220.0, 0.5);
    for (int c = 1; c <= 7; ++c) {
        made.add("duplicate_work", "h/1000/year", fmt::format("class=P{}", c), 30.0, 0.5);
    }
    for (std::size_t i = 0; i + 1 < system.services.size(); ++i) {
        made.add("duplicate_work", "h/1000/year",
                 fmt::format("from={},to={}", system.services[i].name, system.services[i + 1].name),
                 20.0, 0.5);
    }
    made.add("tellings_per_episode", "1", "all", 0.8, 0.8);
    made.add("coordination_work", "h/1000/year", "all", 50.0, 1.6);
    made.add("service_gap.days", "d/1000/year", "all", 10000.0, 0.7);
    for (int c = 1; c <= 8; ++c) {
        made.add("service_gap.days", "d/1000/year", fmt::format("class=G{}", c), 1200.0, 0.7);
    }
    made.add("service_gap.share_over_30d", "share", "all", 0.15, 1.0, 0.4);
    made.add("never_served", "share", "all", 0.24, 0.95);
    for (const auto& clock : system.clocks) {
        made.add("clock.breach_share", "share", "clock=" + clock.name, 0.08, 2.0);
        made.add("clock.started", "1/year", "clock=" + clock.name,
                 clock.name == kSeldom ? 0.5 : 800.0, 1.0);
    }
    // Of the last group fewer than five: it must not be told.
    const std::vector<std::pair<std::string, double>> groups{{"municipality=joensuu", 900.0},
                                                             {"municipality=lieksa", 90.0},
                                                             {"severity=3", 40.0},
                                                             {"municipality=tiny", 2.0}};
    for (const auto& [where, episodes] : groups) {
        made.add("by_whom.episodes", "1", where, episodes, 1.0);
        made.add("by_whom.effective_wait", "d", where, 30.0, 0.9, 0.1);
    }
    for (const auto& service : system.services) {
        const std::string where = "service=" + service.name;
        made.add("by_whom.episodes", "1", where, 100.0, 1.0);
        made.add("by_whom.effective_wait", "d", where, 30.0, 0.9, 0.1);
        made.add("by_whom.gap_days", "d/1000/year", where, 300.0, 0.9, 0.1);
    }
}

void add_handovers(Results& made, const process::System& system) {
    std::vector<std::string> places{"all"};
    for (const auto& interface : system.interfaces) {
        places.push_back(fmt::format("from={},to={}", interface.from.name, interface.to.name));
    }
    for (const auto& where : places) {
        made.add("handover.proposed", "1/year", where, 80.0, 1.0);
        made.add("handover.accepted_share", "share", where, 0.6, 1.1);
        made.add("handover.rejected_share", "share", where, 0.2, 0.7);
        made.add("handover.lost_share", "share", where, 0.1, 0.4);
        made.add("handover.days_to_answer", "d", where, 12.0, 0.6);
    }
}

results::ReplicationResult result_of(const Shape& shape, const process::System& system,
                                     std::size_t design, std::uint64_t replication) {
    Results made(design, replication);
    if (!shape.has_responses) return made.result;
    if (shape.has_needs) {
        add_needs(made, system);
        add_handovers(made, system);
        for (const auto& organisation : system.organisations) {
            made.add("cost", "EUR/year", "payer=" + organisation.name, 4e6, 1.02);
            for (const auto& payer : system.organisations) {
                made.add("cost.borne", "EUR/year",
                         fmt::format("owned_by={},payer={}", organisation.name, payer.name), 8e5,
                         0.9);
            }
        }
        made.add("cost.shifted_share", "share", "all", 0.3, 0.8);
    } else {
        made.add("waiting_time", "min", "activity=visit.service", 12.0, 0.8);
        made.add("time_in_system", "min", "class=client", 30.0, 0.9);
    }
    for (const auto& resource : system.resources) {
        made.add("utilisation", "share", "resource=" + resource.name, 0.6, 1.03);
    }
    return made.result;
}

/// Waiting of some, and of a share that never has it none.
report::Spread spread_of(const std::string& name, const std::string& unit, const std::string& where,
                         double typical, double reached) {
    report::Spread spread{name, unit, where, 5000.0, {}};
    spread.quantiles.reserve(99);
    for (int q = 1; q <= 99; ++q) {
        const double share = q / 100.0;
        spread.quantiles.push_back(share > reached ? std::numeric_limits<double>::quiet_NaN()
                                                   : -typical * std::log(1.0 - share));
    }
    return spread;
}

std::vector<report::Spread> spreads_of(const process::System& system, std::size_t design) {
    const double better = design == 0 ? 1.0 : 0.8;
    const std::string wait = "waiting_time.effective_contact";
    std::vector<report::Spread> spreads{
        spread_of(wait, "d", "all", 20.0 * better, 0.84),
        spread_of("service_gap.length", "d", "all", 15.0 * better, 1.0),
        spread_of("owner.days_to_first_owner", "d", "all", 2.0 * better, 0.97)};
    for (const auto& need : system.needs) {
        spreads.push_back(spread_of(wait, "d", "need=" + need.name, 25.0 * better, 0.8));
    }
    for (const auto& clock : system.clocks) {
        spreads.push_back(
            spread_of("clock.elapsed", "months", "clock=" + clock.name, 1.2 * better, 0.95));
        if (clock.name == kSeldom) spreads.back().count = 2.0;
    }
    // Of these too few: nothing may be told.
    report::Spread few = spread_of(wait, "d", "need=rare", 3.0, 1.0);
    few.count = 4.0;
    spreads.push_back(std::move(few));
    return spreads;
}

/// What the results hang on, as of an experiment with points of what is not known.
std::vector<report::Sensitivity> sensitivities_of(const std::string& prefix) {
    using Kind = report::Sensitivity::Kind;
    std::vector<report::Sensitivity> list;
    for (const auto kind : {Kind::effect, Kind::share, Kind::value, Kind::best}) {
        report::Sensitivity each{kind,
                                 "waiting_time.effective_contact",
                                 "d",
                                 "all",
                                 kind == Kind::effect ? prefix + "separate" : "",
                                 {}};
        for (int i = 0; i < 25; ++i) {
            const double size = kind == Kind::effect ? 4.0 - i * 0.3 : 0.9 / (1 + i);
            each.bars.push_back({kind == Kind::best
                                     ? fmt::format("{}joined_{}", prefix, i)
                                     : fmt::format("{}interfaces.{}.loss", prefix, i),
                                 {size, size - 0.3, size + 0.3}});
        }
        list.push_back(std::move(each));
    }
    return list;
}

report::Attribution attribution_of(const std::string& prefix) {
    report::Attribution made{prefix + "separate", prefix + "joined_1", 20, {}};
    made.measures = {
        {"waiting_time.effective_contact",
         "d",
         "all",
         28.5,
         25.5,
         {{prefix + "records", -2.0, 0.4, "better"},
          {"work_pairs", -1.5, 0.5, "better"},
          {"thresholds", 0.5, 0.6, "unclear"}},
         {"", -3.0, 0.4, "better"}},
        {"duplicate_work.share",
         "share",
         "all",
         0.05,
         0.03,
         {{prefix + "records", -0.02, std::numeric_limits<double>::quiet_NaN(), "better"}},
         {"", -0.02, std::numeric_limits<double>::quiet_NaN(), "better"}}};
    return made;
}

/// Two years of weeks, in which nobody works in July.
std::vector<results::Series> series_of(const process::System& system, std::size_t design) {
    const std::chrono::sys_days start(std::chrono::year(2027) / 8 / 2);
    const auto by_week = [&](const auto& value) {
        std::vector<float> values;
        for (int w = 0; w < 104; ++w) {
            const std::chrono::year_month_day day(start + std::chrono::days(7 * w));
            values.push_back(static_cast<float>(value(w, day.month() == std::chrono::July)));
        }
        return values;
    };
    std::vector<results::Series> all;
    for (const auto& resource : system.resources) {
        const std::string where = "resource=" + resource.name;
        all.push_back({"utilisation", "share", where, start, 7, by_week([&](int w, bool is_closed) {
                           return is_closed ? std::nan("")
                                            : 0.6 + 0.3 * chance(where) * (w % 5) / 5;
                       })});
        all.push_back({"on_duty", "h", where, start, 7,
                       by_week([](int, bool is_closed) { return is_closed ? 0.0 : 300.0; })});
    }
    for (const auto& service : system.services) {
        const std::string where = "service=" + service.name;
        all.push_back({"waiting", "1", where, start, 7, by_week([&](int w, bool is_closed) {
                           return (is_closed ? 30.0 : 10.0 + w % 9) * (design == 0 ? 1.0 : 0.8) *
                                  (0.5 + chance(where));
                       })});
    }
    return all;
}

/// Clients who are handed from the first service to the second, lost on the way in the first
/// design, and who tell everything twice there.
results::StoryTable stories_of(const process::System& system, std::size_t design) {
    using results::StoryKind;
    results::StoryTable table;
    for (const auto& need : system.needs) table.needs.push_back(need.name);
    for (const auto& service : system.services) table.services.push_back(service.name);
    table.numbers = {"age"};
    for (std::uint32_t client = 0; client < 60; ++client) {
        results::StoryEpisode episode;
        episode.client = client;
        episode.need = static_cast<std::uint16_t>(client % table.needs.size());
        episode.numbers = {static_cast<std::int16_t>(client % 18)};
        const float start = 400.0F + static_cast<float>(client);
        const float slow = (design == 0 ? 2.0F : 1.0F) * static_cast<float>(client + 1);
        const auto tell = [&](float day, StoryKind kind, std::uint16_t place = 0xffff,
                              std::uint16_t other = 0xffff) {
            episode.events.push_back({start + day, kind, place, other});
        };
        tell(0.0F, StoryKind::arose);
        tell(2.0F, StoryKind::recognised);
        tell(2.0F, StoryKind::waits, 0);
        tell(2.0F + slow, StoryKind::visit, 0, 0);
        tell(2.0F + slow, StoryKind::told, 0, 1);
        tell(2.0F + slow, StoryKind::handover_proposed, 0, 1);
        if (design == 0) {
            tell(2.0F + slow, StoryKind::handover_lost, 0, 1);
            tell(2.0F + slow, StoryKind::gap_begins, 3);
            tell(12.0F + slow, StoryKind::gap_ends);
        } else {
            tell(4.0F + slow, StoryKind::handover_accepted, 0, 1);
        }
        tell(12.0F + slow, StoryKind::waits, 1);
        tell(14.0F + 2.0F * slow, StoryKind::visit, 1, 0);
        if (design == 0) tell(14.0F + 2.0F * slow, StoryKind::told, 1, 2);
        tell(14.0F + 2.0F * slow, StoryKind::effective_contact, 1);
        if (client % 3 > 0) tell(20.0F + 2.0F * slow, StoryKind::closed, 0xffff, client % 2);
        table.episodes.push_back(std::move(episode));
    }
    return table;
}

std::vector<report::ClientMeasure> changes_of(const process::System& system) {
    std::vector<report::ClientMeasure> measures;
    for (const auto& [name, unit] :
         {std::pair{"waiting_time.effective_contact", "d"}, {"service_gap.days", "d"}}) {
        report::ClientMeasure measure{name, unit, 1.0, {}};
        measure.groups.push_back({"all", 4000.0, {0.3, 0.01}, {0.1, 0.01}, {-4.0, 0.4}});
        for (const auto& need : system.needs) {
            const double better = 0.2 + 0.2 * chance(need.name);
            measure.groups.push_back(
                {"need=" + need.name, 500.0, {better, 0.02}, {0.15, 0.02}, {-3.0, 0.9}});
        }
        measure.groups.push_back({"municipality=tiny", 3.0, {1.0, 0.0}, {0.0, 0.0}, {-9.0, 1.0}});
        measures.push_back(std::move(measure));
    }
    return measures;
}

std::vector<results::ComparedMeasure> headline_of(const Shape& shape,
                                                  const process::System& system) {
    std::vector<results::ComparedMeasure> measures;
    if (shape.has_needs) {
        for (const char* name :
             {"waiting_time.effective_contact", "waiting_time.first_contact",
              "duplicate_work.share", "duplicate_work", "tellings_per_episode"}) {
            measures.push_back({name, "all", Direction::lower_is_better});
        }
        measures.push_back({"coordination_work", "all", Direction::neither});
        for (const char* name :
             {"service_gap.days", "service_gap.share_over_30d", "never_served"}) {
            measures.push_back({name, "all", Direction::lower_is_better});
        }
    } else {
        measures.push_back({"waiting_time", "activity=visit.service", Direction::lower_is_better});
        measures.push_back({"time_in_system", "class=client", Direction::lower_is_better});
    }
    for (const auto& clock : system.clocks) {
        measures.push_back(
            {"clock.breach_share", "clock=" + clock.name, Direction::lower_is_better});
    }
    return measures;
}

ReportInput input_of(const Shape& shape) {
    ReportInput input;
    input.title =
        text_of(shape.prefix + "Palvelujen vaihtoehdot", shape.prefix + "Alternativ för tjänsterna",
                shape.prefix + "Designs of the services");
    input.replications = shape.replications;
    input.command = "yhdyspinta batch designs.yaml --out '" + shape.prefix + "out'";
    input.versions = {{"yhdyspinta", "0.1.0"}, {"SimGrid", "3.32"}};
    std::vector<results::StoryTable> stories(shape.designs);
    std::vector<const results::StoryTable*> told(shape.designs, nullptr);
    for (std::size_t d = 0; d < shape.designs; ++d) {
        ReportDesign design;
        design.name = shape.prefix + (d == 0 ? "separate" : fmt::format("joined_{}", d));
        const std::string number = d < 2 ? "" : " " + std::to_string(d);
        design.title = d == 0 ? text_of("Alue: " + shape.prefix + "erilliset palvelut",
                                        "Region: " + shape.prefix + "separata tjänster",
                                        "Region: " + shape.prefix + "separate services")
                              : text_of("Alue: " + shape.prefix + "yhdistetyt palvelut" + number,
                                        "Region: " + shape.prefix + "förenade tjänster" + number,
                                        "Region: " + shape.prefix + "joined services" + number);
        design.system = system_of(shape, d);
        const bool is_lost = shape.has_failures && d == 2;
        for (std::uint64_t r = 1; r <= shape.replications; ++r) {
            if (is_lost || (shape.has_failures && d == 1 && r == 2)) {
                design.failures.push_back(
                    {r, shape.prefix + "the audit failed: clients in = out + inside",
                     fmt::format("yhdyspinta run x.yaml --replication {}", r)});
            } else {
                design.table.add(result_of(shape, design.system, d, r));
            }
        }
        if (shape.has_needs && shape.has_responses && !is_lost) {
            design.spreads = spreads_of(design.system, d);
            if (d > 0) design.changes = changes_of(design.system);
            if (shape.has_paths) {
                design.weeks = report::mean_weeks({series_of(design.system, d)});
                stories[d] = stories_of(design.system, d);
                told[d] = &stories[d];
            }
        }
        input.designs.push_back(std::move(design));
    }
    input.stories = report::choose_stories(told, 6, 1461.0);
    if (shape.has_responses) input.headline = headline_of(shape, input.designs.front().system);
    if (shape.has_analyses) {
        input.sensitivities = sensitivities_of(shape.prefix);
        input.attribution = attribution_of(shape.prefix);
    }
    return input;
}

std::vector<Shape> shapes() {
    std::vector<Shape> list{{"usual"},       {"two_designs"}, {"one_design"}, {"one_replication"},
                            {"no_handover"}, {"services_60"}, {"designs_40"}, {"failed"},
                            {"markup"},      {"queue"},       {"empty"},      {"no_paths"}};
    const auto shape = [&list](const std::string& name) -> Shape& {
        for (Shape& each : list) {
            if (each.name == name) return each;
        }
        return list.front();
    };
    shape("usual").has_analyses = shape("markup").has_analyses = true;
    shape("two_designs").designs = 2;
    shape("one_design").designs = 1;
    shape("one_replication").replications = 1;
    shape("no_handover").has_handovers = false;
    shape("services_60").services = 60;
    shape("designs_40").designs = 40;
    shape("failed").has_failures = true;
    shape("markup").prefix =
        "<script>window.broken=1</script><img src=x "
        "onerror=window.broken=2>\"'&{{script}}</script>${x} ";
    shape("no_paths").has_paths = false;
    shape("queue").has_needs = shape("queue").has_handovers = false;
    shape("empty").has_responses = false;
    shape("empty").designs = 1;
    return list;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        fmt::print(stderr, "usage: report_fixture ASSETS FOLDER\n");
        return 2;
    }
    const std::filesystem::path assets = argv[1], folder = argv[2];
    std::filesystem::create_directories(folder);
    for (const Shape& shape : shapes()) {
        const auto data = report::report_data(input_of(shape));
        std::ofstream(folder / (shape.name + ".json")) << data.dump();
        std::ofstream(folder / (shape.name + ".html")) << report::page(data, "fi", assets);
    }
    return 0;
}
