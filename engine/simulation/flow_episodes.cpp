// SPDX-License-Identifier: Apache-2.0
// Populations, needs, episodes, records and statutory clocks.
#include <algorithm>
#include <cmath>

#include <boost/random/exponential_distribution.hpp>

#include "engine/simulation/flow_model.hpp"
#include "engine/simulation/keys.hpp"

namespace yhdyspinta::simulation {

using base::GapClass;
using base::Instant;
using base::TimeKind;

namespace {

constexpr random::Purpose kOnset = random::purpose("onset");
constexpr random::Purpose kRelapse = random::purpose("relapse");
constexpr random::Purpose kEscalationPath = random::purpose("path/escalation");
constexpr random::Purpose kRepeatPath = random::purpose("path/repeat");
constexpr std::uint32_t kMostRunningClocks = 64;

}  // namespace

// ---- populations and needs
// -------------------------------------------------------------------------

void FlowModel::create_populations() {
    std::size_t members = 0;
    for (const PopulationInfo& population : program_.populations) {
        for (const MemberGroup& group : population.groups) members += group.count;
    }
    entities_.reserve(members);
    attributes_.reserve(members * program_.attributes.size());
    if (!program_.record_types.empty()) records_.reserve(members);
    for (std::uint32_t p = 0; p < program_.populations.size(); ++p) {
        const PopulationInfo& population = program_.populations[p];
        const auto first = static_cast<std::uint32_t>(entities_.size());
        std::uint64_t ordinal = 0;
        for (const MemberGroup& group : population.groups) {
            for (std::uint64_t i = 0; i < group.count; ++i, ++ordinal) {
                const std::uint32_t entity =
                    new_entity(population.entity_class, population.key + ordinal);
                entities_[entity].is_member = true;
                for (const auto& [which, value] : group.fixed) {
                    attributes_[entity * program_.attributes.size() + which] = value;
                }
                draw_attributes(entity, group.drawn);
            }
        }
        if (population.households || population.moves) make_households(p, first);
        for (std::uint32_t entity = first; entity < entities_.size(); ++entity) {
            log_.append({now_, 0.0, entity, kNone, kNone,
                         static_cast<std::uint16_t>(population.entity_class), Kind::entity_arrived,
                         0});
            for (std::uint32_t a = 0; a < program_.attributes.size(); ++a) {
                if (!program_.attributes[a].is_told_when_joining) continue;
                log_.append({now_, attribute(entity, a), entity, kNone, kNone,
                             static_cast<std::uint16_t>(a), Kind::attribute_set, 0});
            }
            if (population.households) {
                log_.append({now_, 0.0, entity, kNone, entities_[entity].household,
                             event_log::kNoPlace, Kind::household_joined, 0});
            }
        }
    }
    const std::size_t pairs = entities_.size() * program_.needs.size();
    open_episode_.assign(pairs, kNone);
    susceptibility_.assign(pairs, {});
    for (std::uint32_t entity = 0; entity < entities_.size(); ++entity) {
        for (std::uint32_t need = 0; need < program_.needs.size(); ++need) {
            const NeedInfo& info = program_.needs[need];
            if (info.entity_class != entities_[entity].entity_class) continue;
            schedule_onset(entity, need);
            if (info.at_attribute != kNone) schedule_value(entity, need, 0);
        }
    }
}

/// The next candidate of the thinned onset process (Lewis and Shedler 1979): candidates come at the
/// highest rate, each is kept with the ratio of the rate that holds for the member at that moment.
/// Those that are sure not to be kept, for the member will be too old, say, are passed over.
void FlowModel::schedule_onset(std::uint32_t entity, std::uint32_t need) {
    const NeedInfo& info = program_.needs[need];
    if (info.highest_rate <= 0.0) return;
    const std::size_t pair = entity * program_.needs.size() + need;
    for (double time = now_;;) {
        auto stream = streams_.stream(entities_[entity].key, info.key ^ kOnset,
                                      susceptibility_[pair].candidates++);
        time += boost::random::exponential_distribution<double>(info.highest_rate)(stream);
        if (time > program_.length) return;
        if (info.is_foreseeable && !may_be_kept(entity, need, time)) continue;
        calendar_.schedule(time, Due::onset, entity, static_cast<std::uint32_t>(pair), 0);
        return;
    }
}

/// The draw that decides about the next candidate.
double FlowModel::draw_for_candidate(std::uint32_t entity, std::uint32_t need) const {
    auto stream =
        streams_.stream(entities_[entity].key, program_.needs[need].key ^ kOnset ^ 1,
                        susceptibility_[entity * program_.needs.size() + need].candidates);
    return stream.uniform();
}

/// `what` says in its low two bits what is due, and which in the others.
void FlowModel::on_onset(std::uint32_t pair, std::uint32_t what) {
    const auto entity = static_cast<std::uint32_t>(pair / program_.needs.size());
    const auto need = static_cast<std::uint32_t>(pair % program_.needs.size());
    const NeedInfo& info = program_.needs[need];
    switch (what & 3) {
        case kRelapses: arise(pair); return;
        case kReaches: on_value(pair, what >> 2); return;
        case kRaised: on_raised(pair, what >> 2); return;
        default: break;
    }
    double rate = onset_rate(entity, info);
    if (program_.has_raises) rate *= std::min(1.0, susceptibility_[pair].factor);
    const bool is_kept = draw_for_candidate(entity, need) * info.highest_rate < rate;
    schedule_onset(entity, need);
    if (is_kept) arise(pair);
}

void FlowModel::arise(std::uint32_t pair) {
    const auto entity = static_cast<std::uint32_t>(pair / program_.needs.size());
    const auto need = static_cast<std::uint32_t>(pair % program_.needs.size());
    const NeedInfo& info = program_.needs[need];
    if (open_episode_[pair] != kNone) return;  // the need is there already

    std::uint32_t slot;
    if (free_episodes_.empty()) {
        slot = static_cast<std::uint32_t>(episodes_.size());
        episodes_.emplace_back();
        contacts_.resize(episodes_.size() * program_.contact_recognisers, 0);
    } else {
        slot = free_episodes_.back();
        free_episodes_.pop_back();
    }
    Episode& episode = episodes_[slot];
    const std::uint32_t generation = (episode.generation + 1) & 0x3ffffff;
    episode = Episode{};
    episode.generation = generation;
    episode.entity = entity;
    episode.need = need;
    episode.id = episodes_so_far_++;
    episode.occurrence = susceptibility_[pair].occurrences++;
    episode.is_open = true;
    episode.arose = now_;
    open_episode_[pair] = slot;
    const std::uint64_t key = mix(mix(entities_[entity].key, info.key), episode.occurrence);
    episode.severity = sample(info.severity, key, 0);
    tell(Kind::need_arose, episode, need, kNone, episode.severity);

    for (std::uint32_t i = 0; i < info.recognisers.size(); ++i) {
        const RecogniserInfo& by = info.recognisers[i];
        if (by.contact_place != kNone || !holds(by.when, entity, slot)) continue;
        calendar_.schedule(time_to_recognition(by, slot, key), Due::recognised, entity, slot,
                           generation << 6 | i);
    }
    if (info.contact_recognisers > 0) count_hidden(episodes_[slot], true);
    if (program_.has_raises) raise_others(entity, need);
    if (info.resolves) {
        calendar_.schedule(now_ + sample(*info.resolves, key, 0), Due::resolves, entity, slot,
                           generation);
    }
    if (info.escalates) {
        calendar_.schedule(now_ + sample(*info.escalates, key, 0), Due::escalates, entity, slot,
                           generation);
    }
}

void FlowModel::on_recognised(std::uint32_t slot, std::uint32_t which) {
    Episode& episode = episodes_[slot];
    const NeedInfo& need = program_.needs[episode.need];
    const RecogniserInfo& by = need.recognisers[which];
    if (episode.is_recognised) {
        // Somebody already has the matter in hand. A service that can see so leaves it there; a
        // family knows.
        if (by.service == kNone || is_in_hand_visibly(episode, by.service)) return;
        if (!holds(by.when, episode.entity, slot)) return;
    } else {
        episode.is_recognised = true;
        if (need.contact_recognisers > 0) count_hidden(episode, false);
        tell(Kind::need_recognised, episode, by.legend, by.service);
        for (const std::uint32_t a : program_.told_when_recognised) {
            tell(Kind::attribute_told, episode, a, kNone, attribute(episode.entity, a));
        }
        if (program_.has_clocks) trigger(program_.on_recognised, slot);
        if (need.repeat_contact) {
            const std::uint64_t key =
                mix(mix(entities_[episode.entity].key, need.key), episode.occurrence);
            calendar_.schedule(now_ + sample(*need.repeat_contact, key, 0), Due::contact_again,
                               episode.entity, slot, episode.generation);
        }
    }
    start_path(slot, by.first_step, by.key, false, false);
}

/// Whether a service would see that another one has the episode: it owns it itself, it was told, or
/// the owner shares its records with it.
bool FlowModel::is_in_hand_visibly(const Episode& episode, std::uint32_t to_service) const {
    if (episode.owner == kNone) return false;
    if (episode.owner == to_service) return true;
    if (std::find(episode.told.begin(), episode.told.end(), to_service) != episode.told.end()) {
        return true;
    }
    const std::uint32_t interface = program_.interface(episode.owner, to_service);
    if (interface == kNone) return false;
    const InterfaceInfo& info = program_.interfaces[interface];
    return info.visibility == process::Visibility::shared && channel_works(info.channel) &&
           holds_at(info.consent, interface, episode.entity, kNone);
}

void FlowModel::on_resolves(std::uint32_t slot) {
    const Episode& episode = episodes_[slot];
    if (episode.is_effective) return;  // from now on it is the service that decides
    close_episode(slot, program_.outcome_resolved_itself, false);
    dispatch_released();
}

void FlowModel::on_escalates(std::uint32_t slot) {
    Episode& episode = episodes_[slot];
    const NeedInfo& need = program_.needs[episode.need];
    if (episode.is_effective || episode.severity >= need.max_severity) return;
    episode.severity = std::min(need.max_severity, episode.severity + 1.0);
    tell(Kind::severity_changed, episode, episode.need, kNone, episode.severity);
    if (!records_.empty()) {
        auto& records = records_[episode.entity];
        std::erase_if(records, [&](const Record& record) {
            return record.need == episode.need &&
                   program_.record_types[record.type].is_invalidated_by_escalation;
        });
    }
    const std::uint64_t key = mix(mix(entities_[episode.entity].key, need.key), episode.occurrence);
    calendar_.schedule(now_ + sample(*need.escalates, key, ++episode.escalations), Due::escalates,
                       episode.entity, slot, episode.generation);

    // Those who wait get the priority of their new severity and keep the date they came.
    for (std::uint32_t i = entities_[episode.entity].first_path; i != kNone;
         i = paths_[i].entity_next) {
        if (paths_[i].episode == slot && paths_[i].state == PathState::queued) change_priority(i);
    }
    dispatch_released();
    if (episode.is_recognised && need.escalation_step != kNone && !episode.has_escalation_path &&
        episode.severity >= need.max_severity) {
        episode.has_escalation_path = true;
        start_path(slot, need.escalation_step, kEscalationPath, true, false);
    }
}

void FlowModel::on_contact_again(std::uint32_t slot) {
    Episode& episode = episodes_[slot];
    if (episode.is_effective) return;
    const NeedInfo& need = program_.needs[episode.need];
    tell(Kind::repeat_contact, episode, episode.need);
    const std::uint64_t key = mix(mix(entities_[episode.entity].key, need.key), episode.occurrence);
    const std::uint32_t times = ++episode.contacts_again;
    calendar_.schedule(now_ + sample(*need.repeat_contact, key, times), Due::contact_again,
                       episode.entity, slot, episode.generation);
    if (need.repeat_step != kNone) {
        start_path(slot, need.repeat_step, kRepeatPath + times, false, true);
    }
}

// ---- paths of an episode
// ---------------------------------------------------------------------------

void FlowModel::start_path(std::uint32_t slot, std::uint32_t first_step, random::Purpose key,
                           bool is_urgent, bool is_repeat) {
    const std::uint32_t entity = episodes_[slot].entity;
    const std::uint32_t need = episodes_[slot].need;
    const std::uint64_t episode_key =
        mix(mix(entities_[entity].key, program_.needs[need].key), episodes_[slot].occurrence);
    const std::uint32_t index = new_path(entity, mix(episode_key, key));
    Path& path = paths_[index];
    Episode& episode = episodes_[slot];
    path.episode = slot;
    path.ordinal = static_cast<std::uint8_t>(std::min<std::uint32_t>(255, episode.next_ordinal++));
    path.is_urgent = is_urgent;
    ++episode.paths;
    const Step& step = program_.steps[first_step];
    tell(Kind::path_started, path, step.process, path.ordinal);
    path.service = step.service;
    if (step.service == kNone) {
        set_time_kind(path, TimeKind::gap, GapClass::responsibility);
        proceed(index, first_step);
        return;
    }
    if (!is_repeat || episode.owner == kNone) set_owner(episode, step.service);
    set_time_kind(path, TimeKind::waiting);
    if (program_.has_clocks) {
        trigger(program_.on_received[step.service], slot);
        trigger(program_.on_accepted[step.service], slot);
    }
    if (program_.services[step.service].first_step == first_step) {
        enter_service(index);
    } else {
        proceed(index, first_step);
    }
}

/// Begins a service's own process, with a place in its caseload first where it has one.
void FlowModel::enter_service(std::uint32_t index) {
    const ServiceInfo& service = program_.services[paths_[index].service];
    if (service.place != kNone) {
        begin_activity(index, service.place, Then::enter);
    } else {
        proceed(index, service.first_step);
    }
}

void FlowModel::set_owner(Episode& episode, std::uint32_t service) {
    if (episode.owner == service) return;
    episode.owner = service;
    tell(Kind::owner_changed, episode, service == kNone ? event_log::kNoPlace : service);
}

void FlowModel::note_contact(Path& path, std::uint32_t activity) {
    const std::uint32_t service = program_.activities[activity].service;
    if (service == kNone) return;
    Episode& episode = episodes_[path.episode];
    const bool is_effective = holds(program_.services[service].meets, path.entity, path.episode);
    if (is_effective && !episode.is_effective) {
        episode.is_effective = true;
        episode.effective_at = now_;
    }
    tell(Kind::contact, path, service, is_effective ? 1 : 0);
    if (program_.has_clocks) trigger(program_.on_contact[service], path.episode);
}

void FlowModel::close_by_step(std::uint32_t index, const Closing& closing) {
    const std::uint32_t slot = paths_[index].episode;
    if (slot == kNone) {
        end_path(index);
        return;
    }
    const Episode& episode = episodes_[slot];
    const std::size_t pair = episode.entity * program_.needs.size() + episode.need;
    const std::uint32_t entity = episode.entity;
    const std::uint64_t key =
        mix(mix(entities_[entity].key, program_.needs[episode.need].key), episode.occurrence);
    const double relapse = chance(closing.relapse, entity, slot);
    if (program_.has_gatherings) dissolve(index, Pending::leave);
    close_episode(slot, closing.outcome, closing.is_met);
    if (happens(relapse, key, kRelapse, 0)) {
        calendar_.schedule(now_ + sample(closing.relapse_after, key, 0), Due::onset, entity,
                           static_cast<std::uint32_t>(pair), kRelapses);
    }
    dispatch_released();
}

void FlowModel::close_episode(std::uint32_t slot, std::uint32_t outcome, bool is_met) {
    const std::uint32_t entity = episodes_[slot].entity;
    for (std::uint32_t i = entities_[entity].first_path; i != kNone;) {
        const std::uint32_t next = paths_[i].entity_next;
        if (paths_[i].episode == slot) {
            take_out(i);
            tell(Kind::path_ended, paths_[i], event_log::kNoPlace, paths_[i].ordinal);
            free_path(i);
        }
        i = next;
    }
    if (program_.has_clocks) trigger(program_.on_closed, slot);
    Episode& episode = episodes_[slot];
    const std::uint32_t need = episode.need;
    if (program_.needs[need].contact_recognisers > 0 && !episode.is_recognised) {
        count_hidden(episode, false);
    }
    episode.paths = 0;
    tell(Kind::episode_closed, episode, outcome, is_met ? 1 : 0);
    episode.is_open = false;
    episode.generation = (episode.generation + 1) & 0x3ffffff;
    episode.clocks.clear();
    open_episode_[entity * program_.needs.size() + need] = kNone;
    free_episodes_.push_back(slot);
    if (program_.has_raises) raise_others(entity, need);
}

// ---- growing out of a service
// --------------------------------------------------------------------------

void FlowModel::schedule_monthly_check() {
    ++months_;
    const double next =
        program_.clock.add_months(Instant::at_seconds(0.0), static_cast<int>(months_)).in_seconds();
    if (next <= program_.length) calendar_.schedule(next, Due::monthly_check, 0, 0, 0);
}

/// Whether no service that takes clients takes this one any more, for this need or another.
bool FlowModel::is_eligible_nowhere(std::uint32_t entity, std::uint32_t slot) const {
    if (!program_.can_be_eligible_nowhere) return false;
    return std::none_of(program_.services.begin(), program_.services.end(),
                        [&](const ServiceInfo& service) {
                            return service.takes_clients && holds(service.eligible, entity, slot);
                        });
}

/// Ends the episodes of those who have left every service's reach, unless they are being seen.
void FlowModel::close_out_of_reach() {
    for (std::uint32_t slot = 0; slot < episodes_.size(); ++slot) {
        const Episode& episode = episodes_[slot];
        if (!episode.is_open || entities_[episode.entity].in_person != kNone ||
            !is_eligible_nowhere(episode.entity, slot)) {
            continue;
        }
        close_episode(slot, program_.outcome_transition, false);
        dispatch_released();
    }
}

void FlowModel::on_monthly_check() {
    schedule_monthly_check();
    if (program_.can_be_eligible_nowhere) close_out_of_reach();
    const std::size_t paths = paths_.size();
    for (std::uint32_t i = 0; i < paths; ++i) {
        const Path& path = paths_[i];
        const bool waits = path.state == PathState::queued || path.state == PathState::waiting ||
                           path.state == PathState::gathering;
        if (!waits || path.episode == kNone || path.service == kNone ||
            (path.then != Then::route && path.then != Then::enter)) {
            continue;
        }
        const ServiceInfo& service = program_.services[path.service];
        if (holds(service.eligible, path.entity, path.episode)) continue;
        current_path_ = i;
        take_out(i);
        paths_[i].depth = 0;
        const std::uint32_t slot = paths_[i].episode;
        set_time_kind(paths_[i], TimeKind::gap, GapClass::transition);
        set_owner(episodes_[slot], kNone);
        if (service.successor_step == kNone) {
            close_episode(slot, program_.outcome_transition, false);
        } else {
            const std::uint32_t successor = program_.steps[service.successor_step].service;
            if (successor != kNone) {
                paths_[i].service = successor;
                paths_[i].sender = kNone;
                set_owner(episodes_[slot], successor);
            }
            proceed(i, service.successor_step);
        }
        dispatch_released();
    }
}

// ---- statutory clocks
// ------------------------------------------------------------------------------

void FlowModel::trigger(const ClockTriggers& triggers, std::uint32_t slot, std::uint32_t from) {
    if (triggers.is_empty()) return;
    count(triggers, slot, from);
    const Instant now = Instant::at_seconds(now_);
    for (const std::uint32_t clock : triggers.stops) {
        const ClockInfo& info = program_.clocks[clock];
        for (RunningClock& running : episodes_[slot].clocks) {
            if (running.clock != clock || !running.is_running) continue;
            running.is_running = false;
            const double elapsed = calendar::days_elapsed(
                info.count, program_.clock, &program_.calendars[info.calendar],
                Instant::at_seconds(running.started), now);
            tell(Kind::clock_stopped, episodes_[slot], clock, kNone, elapsed);
        }
    }
    for (const std::uint32_t clock : triggers.starts) {
        const ClockInfo& info = program_.clocks[clock];
        Episode& episode = episodes_[slot];
        // A clock that runs goes on running: no handover and no second request resets it.
        const bool runs =
            std::any_of(episode.clocks.begin(), episode.clocks.end(),
                        [&](const RunningClock& r) { return r.clock == clock && r.is_running; });
        if (runs || episode.clocks.size() >= kMostRunningClocks) continue;
        here_ = {info.received_by, kNone};
        const bool starts = holds(info.when, episode.entity, slot);
        here_ = {};
        if (!starts) continue;
        const Instant limit = calendar::limit_passes_at(
            info.count, program_.clock, &program_.calendars[info.calendar], now, info.limit);
        const auto place = static_cast<std::uint32_t>(episode.clocks.size());
        episode.clocks.push_back({clock, now_, true});
        tell(Kind::clock_started, episode, clock, kNone, limit.in_seconds());
        if (limit.in_seconds() <= program_.length) {
            calendar_.schedule(limit.in_seconds(), Due::limit_passes, episode.entity, slot,
                               episode.generation << 6 | place);
        }
    }
}

/// A service has turned the matter down: what ran from its receipt has found its answer.
void FlowModel::stop_clocks_of(std::uint32_t service, std::uint32_t slot) {
    for (RunningClock& running : episodes_[slot].clocks) {
        const ClockInfo& info = program_.clocks[running.clock];
        if (!running.is_running || info.received_by != service) continue;
        running.is_running = false;
        const double elapsed =
            calendar::days_elapsed(info.count, program_.clock, &program_.calendars[info.calendar],
                                   Instant::at_seconds(running.started), Instant::at_seconds(now_));
        tell(Kind::clock_stopped, episodes_[slot], running.clock, kNone, elapsed);
    }
}

void FlowModel::on_limit(std::uint32_t slot, std::uint32_t place) {
    const RunningClock& running = episodes_[slot].clocks[place];
    if (running.is_running) tell(Kind::clock_limit_passed, episodes_[slot], running.clock);
}

// ---- records
// ---------------------------------------------------------------------------------------

bool FlowModel::channel_works(std::uint32_t channel) const {
    return channel == kNone || kernel_ == nullptr || kernel_->channel_is_up(ChannelId(channel));
}

FlowModel::Sight FlowModel::look_for_record(const Path& path, const Activity& activity,
                                            std::uint32_t& holder) {
    if (records_.empty()) return Sight::nothing;
    const std::uint32_t need = path.episode == kNone ? kNone : episodes_[path.episode].need;
    const bool is_shared = program_.record_types[activity.record_type].is_shared_in_household;
    bool exists = false, is_distrusted = false;
    Sight best = Sight::nothing;
    const auto look_at_those_of = [&](std::uint32_t entity) {
        for (const Record& record : records_[entity]) {
            // Facts of a household are the same facts whatever need they were asked for.
            if ((record.need != need && !is_shared) || record.type != activity.record_type ||
                record.valid_until < now_) {
                continue;
            }
            exists = true;
            if (record.holder == activity.service) {
                holder = record.holder;
                best = Sight::seen;
                return;
            }
            const std::uint32_t interface = program_.interface(record.holder, activity.service);
            if (interface == kNone) continue;
            const InterfaceInfo& info = program_.interfaces[interface];
            if (info.visibility == process::Visibility::none || !channel_works(info.channel) ||
                !holds_at(info.consent, interface, path.entity, path.episode)) {
                continue;
            }
            if (!is_trusted(record, interface, path)) {
                is_distrusted = true;
                continue;
            }
            if (info.visibility == process::Visibility::shared) {
                holder = record.holder;
                best = Sight::seen;
                return;
            }
            if (best == Sight::nothing) {
                best = Sight::on_request;
                holder = record.holder;
            }
        }
    };
    look_at_those_of(path.entity);
    if (is_shared) {
        for (const std::uint32_t member : household_of(path.entity)) {
            if (best == Sight::seen) break;
            if (member != path.entity) look_at_those_of(member);
        }
    }
    if (exists && best == Sight::nothing) {
        const auto reason = is_distrusted ? event_log::NotSeenReason::not_trusted
                                          : event_log::NotSeenReason::not_visible;
        tell(Kind::record_not_seen, path, activity.service, activity.record_type,
             static_cast<double>(reason));
    }
    return best;
}

void FlowModel::write_record(const Path& path, const Activity& activity) {
    const std::uint32_t need = path.episode == kNone ? kNone : episodes_[path.episode].need;
    const double until = now_ + program_.record_types[activity.record_type].valid;
    auto& records = records_[path.entity];
    const std::uint32_t number = ++entities_[path.entity].records;
    std::erase_if(records, [&](const Record& record) { return record.valid_until < now_; });
    for (const std::uint32_t holder : activity.holders) {
        const auto known = std::find_if(records.begin(), records.end(), [&](const Record& record) {
            return record.need == need && record.type == activity.record_type &&
                   record.holder == holder;
        });
        if (known != records.end()) {
            known->valid_until = until;
            known->number = number;
        } else {
            records.push_back({need, activity.record_type, holder, number, until});
        }
    }
    tell(Kind::record_written, path,
         activity.service == kNone ? event_log::kNoPlace : activity.service, activity.record_type,
         until);
}

}  // namespace yhdyspinta::simulation
