// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/response_catalogue.hpp"

#include <utility>
#include <vector>

namespace yhdyspinta::metrics {

namespace {

constexpr const char* kGroups = "all, need, level of the first category";
constexpr const char* kPairs = "all, from,to of services that can hand over";
constexpr const char* kServers = "resource; resource,site; resource,server";
constexpr const char* kWhom = "level or band of measures.by, need, service, organisation, from,to";

const std::vector<ResponseDescription> kUntilWaits{
    // activities
    {"waiting_time", "min", "activity",
     "mean wait of all who came within the measured time, served or not"},
    {"waiting_time.served", "min", "activity", "mean wait of those of them who were served"},
    {"waiting_probability", "share", "activity", "of those who came, who had to wait"},
    {"reneged", "share", "activity", "of those who came, who left the queue out of impatience"},
    {"queue_length", "1", "activity", "mean number waiting"},
    {"balked", "share", "activity", "of those who came, who did not join the queue by choice"},
    {"turned_away", "share", "activity", "of those who came, who found the queue full"},
    {"suspensions", "1", "activity", "times that its servers were taken away, per activity ended"},
    {"blocked_time", "min", "activity",
     "mean time that those before it kept their servers while its queue was full"},
    {"service_time", "min", "activity", "mean time from start to end, suspensions left out"},
    {"starts", "1/d", "activity", "how often it started"},
    // staff and costs
    {"utilisation", "share", kServers, "time spent on activities, of the time on duty"},
    {"places_in_use", "share", kServers, "places of a caseload that were taken"},
    {"staff_cost", "EUR/year", "all, organisation", "time on duty at its price, used or not"},
    {"cost", "EUR/year", "resource, activity, organisation, all, payer, payer_kind",
     "resources: time on duty; activities: time spent and starts; the others: time on duty and "
     "starts, of who runs the service (organisation) or pays for it (payer; 003)"},
    {"cost.per_met_episode", "EUR", "all",
     "all costs, by the number of episodes closed as met (002)"},
    {"cost.borne", "EUR/year", "owned_by,payer",
     "what a payer pays for work on episodes whose first owner was a service that 'owned_by' pays "
     "for (003)"},
    {"cost.shifted_share", "share", "all",
     "of cost.borne, what another than the payer of the first owner pays (003)"},
    // entities
    {"time_in_system", "min", "class", "mean time from arrival to leaving, of those who left"},
    {"arrivals", "1/d", "class", "how many came"},
    {"departures", "1/d", "class", "how many left"},
    {"number_in_system", "1", "class", "mean number inside"},
    // clocks, variables, indicators, trust, posts, diaries
    {"clock.breach_share", "share", "clock", "limits passed, of those kept or passed"},
    {"clock.mean_excess", "", "clock",
     "mean time beyond the limit of those that stopped too late, in the unit of the limit"},
    {"clock.never_stopped_share", "share", "clock", "of the breached, those that never stopped"},
    {"clock.started", "1/year", "clock", "how often it started"},
    {"variable", "1", "variable", "mean over the measured time"},
    {"indicator", "", "indicator",
     "what 'indicators' defines: members in a year as a share of members, events per member and "
     "year, the ratio of two such counts, or the share of members for whom something holds"},
    {"trust", "1", "all, from,to",
     "mean of trust over the measured time, of interfaces where some step can ask about it"},
    {"trust.spread", "1", "all", "standard deviation between interfaces"},
    {"vacancy_days", "d/year", "resource", "days for which posts are empty, summed over posts"},
    {"slots_used", "share", "diary; diary,site", "places offered in which a client was there"},
    {"no_shows", "share", "diary; diary,site", "places booked in which nobody came"},
    // demand
    {"episodes.arisen", "1/1000/year", "all, need", "needs that arose, noticed or not"},
    {"episodes.recognised", "1/1000/year", "all, need", "needs that came to light"},
    {"episodes.closed", "1/1000/year", "all, need", "recognised needs that were closed"},
    {"routine.arisen", "1/1000/year", "need", "needs of routine that came up"},
    {"routine.met_share", "share", "need", "of those requested and closed, met by a service"},
    {"routine.waiting_time", "d", "need", "from request to effective contact, restricted mean"},
    {"repeat_contacts", "1/1000/year", "all, need", "requests repeated while the case is open"},
    {"episodes.outcome_share", "share", "outcome", "of the closed, those with this outcome"},
    {"contacts", "1/1000/year", "service", "times that the service met a client"},
};

/// A wait, after its mean.
struct WaitFigure {
    const char* name;
    const char* unit;
    const char* meaning;
};
constexpr WaitFigure kOfWaits[] = {
    {"median", "d", "time by which half of all have had it; none when fewer ever do"},
    {"p75", "d", "the same for three quarters"},
    {"p90", "d", "the same for nine tenths"},
    {"share_over_90d", "share", "still waiting after 90 d"},
    {"served_within_30d", "share", "had it by then"},
    {"served_within_90d", "share", "had it by then"},
};
const std::vector<ResponseDescription> kWaits{
    {"waiting_time.effective_contact", "d", kGroups,
     "from the first request to the first contact able to meet the need: mean of the time waited, "
     "restricted to a year, those still waiting censored (000, 002: smooth services)"},
    {"waiting_time.first_contact", "d", kGroups, "as effective_contact, to a contact of any kind"},
};

const std::vector<ResponseDescription> kAfterWaits{
    {"waiting_time.hidden", "d", kGroups, "from the onset of a need to its recognition"},
    {"never_served", "share", kGroups, "closed episodes without an effective contact (002: gaps)"},
    {"never_contacted", "share", kGroups, "closed episodes without any contact"},
    {"still_waiting", "share", kGroups, "episodes open at the end without an effective contact"},
    {"waiting_time.chain", "d", kGroups,
     "queues, decisions and handover gaps of an episode together"},
    {"waiting_time.chain.queue", "d", kGroups, "of these, in queues"},
    {"waiting_time.chain.decision", "d", kGroups, "of these, waiting for decisions"},
    {"waiting_time.chain.handover_gap", "d", kGroups, "of these, between two services"},
    {"decision_latency", "d", kGroups,
     "mean length of one spell of waiting for a decision (002: unclear responsibility)"},
    // staff time
    {"staff_time", "h/1000/year", "all, work, service", "time spent on activities"},
    {"staff_time.share", "share", "work", "of all staff time (002: scarce resources)"},
    {"coordination_work", "h/1000/year", "all",
     "joint meetings and consultations; beside duplicate work, never in it"},
    {"reused_work", "h/1000/year", "all", "time saved because an earlier result was reused"},
    {"prevention.early_share", "share", "all",
     "staff time at severity below 2, of that on episodes (003: prevention)"},
    {"prevention.communal_share", "share", "all",
     "communal work, of all staff time (003: prevention)"},
    {"duplicate_work", "h/1000/year", "all, class, from,to",
     "done again though a valid result was there: P1 history, P2 assessment, P3 entry; P4 in "
     "parallel without a common plan, P5 repeated contacts, P6 failed handovers, P7 substitutes "
     "(002)"},
    {"duplicate_work.share", "share", "all", "of all staff time"},
    {"duplicate_work.not_trusted", "h/1000/year", "all",
     "the part of it done again although the earlier record was seen"},
    {"duplicate_work.minutes_per_episode", "min", "all", "per recognised episode"},
    {"tellings_per_episode", "1", "all",
     "times a client tells everything, per episode with a "
     "contact"},
    // gaps
    {"service_gap.days", "d/1000/year", "all, class, class,from,to",
     "recognised needs that no service holds: G1 coverage, G2 threshold, G3 handover, G4 "
     "responsibility, G5 late, G6 transition, G7 drop-out, G8 closed too early (002)"},
    {"service_gap.share_over_7d", "share", kGroups, "episodes with a gap longer than 7 d"},
    {"service_gap.share_over_30d", "share", kGroups, "episodes with a gap longer than 30 d"},
    {"service_gap.share_over_90d", "share", kGroups, "episodes with a gap longer than 90 d"},
    {"service_gap.p90_length", "d", "all", "length that nine tenths of all gaps do not pass"},
    // handovers
    {"handover.proposed", "1/year", kPairs, "handovers proposed"},
    {"handover.accepted_share", "share", kPairs, "of those proposed (002, 003: cooperation)"},
    {"handover.rejected_share", "share", kPairs, "of those proposed"},
    {"handover.lost_share", "share", kPairs, "of those proposed, lost at least once"},
    {"handover.misrouted_share", "share", kPairs, "of those proposed, first in a wrong place"},
    {"handover.disputed_share", "share", kPairs, "of those proposed, responsibility contested"},
    {"handover.timed_out_share", "share", kPairs, "of those proposed, stalled at least once"},
    {"handover.told_back_share", "share", kPairs,
     "of those accepted or rejected, whose sender was told what became of the matter"},
    {"handover.days_to_answer", "d", kPairs,
     "from proposal to yes or no, mean restricted to a year, unanswered ones censored"},
    // ownership
    {"owner.ownerless_days", "d/1000/year", "all",
     "recognised needs without an owner (002: unclear responsibility)"},
    {"owner.ownerless_share", "share", "all", "need-days without an owner"},
    {"owner.one_owner_share", "share", "all",
     "need-days with exactly one owner: undisputed, and no two services at it on paths of their "
     "own"},
    {"owner.ownerless_days_per_100", "d/100", "all", "per 100 recognised episodes"},
    {"owner.contested_per_100", "1/100", "all", "disputed handovers per 100 recognised episodes"},
    {"owner.days_to_first_owner", "d", "all",
     "from recognition to the first owner, mean restricted to a year"},
    // courses
    {"failure_demand", "1/1000/year", "all, class",
     "demand that an earlier gap, duplicate or late service causes: repeated contacts, needs "
     "closed too early that return, handovers sent or proposed again (002)"},
    {"failure_demand.share", "share", "all",
     "of needs recognised, repeated contacts and handovers proposed or sent again"},
    {"escalations", "1/1000/year", "all, need", "needs that grew more severe (004)"},
    {"resolved_within_90d", "share", kGroups, "episodes closed as met by then (004)"},
    {"smoothness", "", "part",
     "a profile, never one number: effective_wait [d], hops [handovers accepted per episode], "
     "tellings [per episode with a contact], gap_days [d per episode] (000, 002)"},
    {"backlog", "1", "service", "mean number waiting for its activities (002: scarce resources)"},
    {"backlog.at_end", "1", "service", "the same when the run ends"},
    {"service.demand", "1/year", "service with viable_per_year",
     "episodes of which it was first told"},
    {"service.threatened", "share", "service with viable_per_year",
     "1 when that is below what is viable (002); over replications, how likely that is"},
    // census
    {"census.open_needs", "1", "all", "open needs, mean over censuses (004: true state)"},
    {"census.known", "1", "all, organisation",
     "those that the organisation knows of, mean over censuses (004: measured state)"},
    {"census.coverage", "share", "all, organisation", "known among open needs"},
    {"census.delay", "d", "all, organisation",
     "from the onset of a need until the organisation knows, of what it hears of"},
    // by whom
    {"by_whom.episodes", "1", kWhom,
     "episodes recognised; none shown below "
     "measures.suppress_below"},
    {"by_whom.effective_wait", "d", kWhom, "as waiting_time.effective_contact"},
    {"by_whom.first_contact", "d", kWhom, "as waiting_time.first_contact"},
    {"by_whom.gap_days", "d/1000/year", kWhom,
     "as service_gap.days; of levels and bands per 1000 of their own members"},
    {"by_whom.never_served", "share", kWhom, "closed episodes without an effective contact"},
    {"by_whom.duplicate_share", "share", kWhom, "duplicate among staff time on these episodes"},
    {"by_whom.cost", "EUR", kWhom, "staff time and starts of activities per episode"},
};

/// What differs between levels of an attribute, and in which unit.
constexpr std::pair<const char*, const char*> kUnequal[] = {
    {"effective_wait", "d"}, {"never_served", "share"}, {"gap_days", "d/1000/year"}};

std::vector<ResponseDescription> make_catalogue() {
    std::vector<ResponseDescription> all = kUntilWaits;
    for (const auto& wait : kWaits) {
        all.push_back(wait);
        for (const auto& figure : kOfWaits) {
            all.push_back({wait.name + "." + figure.name, figure.unit, kGroups, figure.meaning});
        }
    }
    all.insert(all.end(), kAfterWaits.begin(), kAfterWaits.end());
    for (const auto& [name, unit] : kUnequal) {
        const std::string stem = std::string("equity.") + name;
        all.push_back({stem + ".spread", unit, "attribute",
                       "standard deviation between levels, weighted by episodes (000: equality)"});
        all.push_back({stem + ".largest_difference", unit, "attribute",
                       "between levels with 30 episodes or more"});
    }
    return all;
}

}  // namespace

std::span<const ResponseDescription> response_catalogue() {
    static const std::vector<ResponseDescription> kCatalogue = make_catalogue();
    return kCatalogue;
}

}  // namespace yhdyspinta::metrics
