// SPDX-License-Identifier: Apache-2.0
// Organisations, services, and resources with their shifts and absences.
#include <algorithm>

#include "engine/scenario/table_parts.hpp"

namespace yhdyspinta::scenario {

using document::Node;

const Table<process::Organisation>& organisation_table() {
    using process::Organisation;
    static const Table<Organisation> kTable{
        "organisation",
        "Who pays and decides.",
        {
            field("title", &Organisation::title, text(), "name for readers"),
            field("kind", &Organisation::kind,
                  word<process::OrganisationKind>(process::organisation_kinds()),
                  "what sort of organisation it is; costs are added up by it"),
            field("per", &Organisation::per, reference(NameKind::category),
                  "one organisation for each level of this attribute; else one"),
        }};
    return kTable;
}

const Table<process::Service>& service_table() {
    using process::Service;
    static const Table<Service> kTable{
        "service",
        "What an organisation offers to clients.",
        {
            field("title", &Service::title, text(), "name for readers"),
            field("organisation", &Service::organisation, reference(NameKind::organisation),
                  "who owns it"),
            field("paid_by", &Service::paid_by, reference(NameKind::organisation),
                  "organisation that pays for it (a bought service); else its own"),
            field("viable_per_year", &Service::viable_per_year,
                  number(Range::above(0.0), "episodes/year"),
                  "demand below which the service is threatened"),
            field("per", &Service::per, reference(NameKind::category),
                  "one site for each level of this attribute; else one"),
            field("process", &Service::process, reference(NameKind::process),
                  "what happens to a client it takes; without it nobody can be handed over to it"),
            field("meets", &Service::meets, expression(),
                  "needs and severities it is able to meet; else all"),
            field("eligible", &Service::eligible, expression(), "who may be in it; else all"),
            field("successor", &Service::successor, reference(NameKind::process),
                  "process for those who are no longer eligible; else they leave"),
            field("staff", &Service::staff, reference(NameKind::resource),
                  "who writes notes, triages handovers and answers requests"),
            field("caseload", &Service::caseload, reference(NameKind::resource),
                  "resource of which a client holds a place while in the service"),
        }};
    return kTable;
}

const Table<process::Shift>& shift_table() {
    using process::Shift;
    static const Table<Shift> kTable{
        "shift",
        "Servers of a resource that work by a calendar of their own.",
        {
            field("servers", &Shift::servers, whole(Range::at_least(0.0)), "servers of a site"),
            field("calendar", &Shift::calendar, reference(NameKind::calendar),
                  "when they work; else always"),
        }};
    return kTable;
}

const Table<process::CapacityChange>& change_table() {
    using process::CapacityChange;
    static const Table<CapacityChange> kTable{
        "change",
        "From some time on a resource has another number of servers.",
        {
            field("after", &CapacityChange::after, duration(Range::above(0.0)),
                  "time from the start of the run")
                .required(),
            field("servers", &CapacityChange::servers, whole(Range::at_least(0.0)),
                  "servers of a site from then on")
                .required(),
        }};
    return kTable;
}

const Table<process::Absence>& absence_table() {
    using process::Absence;
    static const Table<Absence> kTable{
        "absence",
        "Each server is away from time to time: illness, leave, a machine that breaks down.",
        {
            field("every", &Absence::every, law_of_durations(),
                  "from a return to the next absence, on the clock")
                .required(),
            field("lasts", &Absence::lasts, law_of_durations(), "how long, on the clock")
                .required(),
            field("at_once", &Absence::is_at_once, truth(),
                  "breaks off what the server is at; else the server goes when free"),
        }};
    return kTable;
}

namespace {

/// `sharing: processor`, or nothing.
Field<process::Resource> sharing_field() {
    using process::Resource;
    enum class Sharing { none, processor };
    const auto sharing =
        word<Sharing>({{"none", Sharing::none}, {"processor", Sharing::processor}});
    Field<Resource> made;
    made.about.key = "sharing";
    made.about.type = sharing.about;
    made.about.default_value = "none";
    made.about.meaning =
        "processor: all who are there get an equal part of the servers, nobody waits";
    made.read = [sharing](Reader& reader, const Node& node, const std::string& path,
                          Resource& into) {
        if (const auto value = sharing.read(reader, node, path)) {
            into.is_shared_out = *value == Sharing::processor;
        }
    };
    made.write = [](const Resource& from) -> std::optional<Node> {
        return Node::scalar(from.is_shared_out ? "processor" : "none");
    };
    return made;
}

}  // namespace

const Table<process::Resource>& resource_table() {
    using process::AtClosing;
    using process::Discipline;
    using process::Resource;
    const Range share{.low = 0.0, .high = 1.0, .is_high_open = true};
    static const Table<Resource> kTable{
        "resource",
        "People, rooms or places that activities hold.",
        {
            field("service", &Resource::service, reference(NameKind::service),
                  "service it belongs to"),
            field("per", &Resource::per, reference(NameKind::category),
                  "one site for each level of this attribute; else one"),
            field("servers", &Resource::servers, whole(Range::at_least(0.0)), "servers of a site"),
            field("named", &Resource::named, list_of(plain_text("a name"), "names"),
                  "servers of a site by name: the event log says who served whom"),
            field("shifts", &Resource::shifts, by_name(mapping(shift_table()), "shifts"),
                  "servers of a site with calendars of their own"),
            field("fte", &Resource::fte, number(Range::at_least(0.0)),
                  "full-time equivalents over all sites"),
            field("one_per", &Resource::one_per, number(Range::above(0.0)),
                  "one full-time server for so many members of 'of' at the site"),
            field("of", &Resource::of, reference(NameKind::population),
                  "population that 'one_per' counts and 'fte' is split by"),
            field("counted", &Resource::counted, expression(), "which members count; else all"),
            field("vacancy", &Resource::vacancy, number(share), "share of posts without a holder"),
            field("calendar", &Resource::calendar, reference(NameKind::calendar),
                  "when it works; else always"),
            field("cost_per_hour", &Resource::cost_per_hour, number(Range::at_least(0.0), "EUR/h"),
                  "cost of a server"),
            field("is_caseload", &Resource::is_caseload, truth(),
                  "a cap on open cases rather than working people"),
            field(
                "caseload", &Resource::caseload, whole(Range::at_least(1.0)),
                "open cases that each server may have at a time (take_on, let_go); with 1 a client "
                "keeps a server over several steps"),
            field("pooled", &Resource::is_pooled, truth(),
                  "any server sees a client, not only the one who took the client on"),
            field("discipline", &Resource::discipline,
                  word<Discipline>({{"fifo", Discipline::fifo},
                                    {"lifo", Discipline::lifo},
                                    {"random", Discipline::random},
                                    {"shortest_first", Discipline::shortest_first},
                                    {"earliest_due", Discipline::earliest_due}}),
                  "who of those with the same priority is served first"),
            field("queue_limit", &Resource::queue_limit, whole(Range::at_least(0.0)),
                  "how many may wait at a site for its servers, alone or with others, and how many "
                  "for room in its caseloads; else any number"),
            field("at_closing", &Resource::at_closing,
                  word<AtClosing>({{"pause", AtClosing::pause},
                                   {"finish", AtClosing::finish},
                                   {"hand_over", AtClosing::hand_over}}),
                  "what becomes of an activity when its server goes off duty"),
            field("changes", &Resource::changes,
                  list_of(
                      mapping<process::CapacityChange>(
                          change_table(),
                          [](Reader&, const Node& node, const std::string&,
                             process::CapacityChange& change) { change.position = node.position; }),
                      "changes"),
                  "later numbers of servers, in order of time"),
            field("absence", &Resource::absence, mapping(absence_table()), "when servers are away"),
            sharing_field(),
        },
        {"servers", "named", "shifts", "fte", "one_per"}};
    return kTable;
}

namespace {

void check_resource(Reader& reader, const Node& node, const std::string& path,
                    process::Resource& resource) {
    check_exactly_one(reader, node, path, resource_table().one_of);
    const auto excludes = [&](const char* key, std::initializer_list<const char*> others,
                              const char* why) {
        const auto* entry = node.find_entry(key);
        if (entry == nullptr) return;
        for (const char* other : others) {
            if (node.find(other) == nullptr) continue;
            reader.error(entry->key_position, path,
                         fmt::format("'{}' and '{}' are both given: {}", key, other, why));
        }
    };
    excludes("shifts", {"calendar"}, "each shift has a calendar of its own");
    if (resource.is_shared_out) {
        const char* why = "who shares a server does not wait, and the servers are always there";
        excludes("sharing",
                 {"calendar", "shifts", "named", "caseload", "queue_limit", "absence", "changes"},
                 why);
        if (resource.is_caseload) excludes("sharing", {"is_caseload"}, why);
        if (resource.discipline != process::Discipline::fifo) {
            excludes("sharing", {"discipline"}, why);
        }
        if (resource.at_closing != process::AtClosing::pause) {
            excludes("sharing", {"at_closing"}, why);
        }
    }
    if (resource.is_caseload) {
        excludes("is_caseload", {"caseload", "absence", "named", "shifts"},
                 "places in a caseload are no people");
    }
    if (resource.is_pooled) {
        check_needs(reader, node, path, "pooled", "caseload",
                    "it says how many cases there may be");
    }
    const char* why_not = "a change gives the number of servers";
    excludes("changes", {"shifts", "named", "caseload", "fte", "one_per"}, why_not);
    if (resource.vacancy > 0.0) excludes("changes", {"vacancy"}, why_not);
    for (std::size_t i = 0; i < resource.named.size(); ++i) {
        const bool is_twice =
            std::count(resource.named.begin(), resource.named.end(), resource.named[i]) > 1;
        const bool is_first =
            std::find(resource.named.begin(), resource.named.end(), resource.named[i]) ==
            resource.named.begin() + static_cast<std::ptrdiff_t>(i);
        if (is_twice && is_first) {
            reader.error(
                node.find("named")->position, document::join_path(path, "named"),
                fmt::format("'{}' is named twice; expected names that differ", resource.named[i]));
        }
    }
    if (const auto* shifts = node.find_entry("shifts");
        shifts != nullptr && shifts->value.is_mapping() && shifts->value.entries.empty()) {
        reader.error(shifts->value.position, document::join_path(path, "shifts"),
                     "has no shift; expected at least one such as {day: {servers: 2}}");
    }
    for (std::size_t i = 1; i < resource.changes.size(); ++i) {
        if (resource.changes[i].after > resource.changes[i - 1].after) continue;
        reader.error(resource.changes[i].position, document::join_path(path, "changes"),
                     fmt::format("a change after {} follows one after {}; expected later and later "
                                 "ones",
                                 duration_text(resource.changes[i].after),
                                 duration_text(resource.changes[i - 1].after)));
    }
    if (resource.absence && !(resource.absence->every.law.mean() > 0.0)) {
        reader.error(
            resource.absence->every.position, document::join_path(path, "absence.every"),
            fmt::format("'{}' has mean 0, so absences would never end; expected a mean > 0",
                        resource.absence->every.text));
    }
    check_needs(reader, node, path, "one_per", "of", "it says which population is counted");
    if (node.find("per") != nullptr) {
        check_needs(reader, node, path, "fte", "of",
                    "it says which population splits them over the sites");
    }
    check_needs(reader, node, path, "counted", "of", "it says of which population");
}

}  // namespace

Codec<process::Resource> resource_codec() {
    return mapping<process::Resource>(resource_table(), check_resource);
}

}  // namespace yhdyspinta::scenario
