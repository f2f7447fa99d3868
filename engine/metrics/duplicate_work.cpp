// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/duplicate_work.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "engine/base/kinds.hpp"

namespace yhdyspinta::metrics {

using base::DuplicateClass;
using base::WorkKind;

namespace {

[[nodiscard]] DuplicateClass class_of_result(const event_log::Legend& legend,
                                             const event_log::Legend::Activity& activity) {
    return activity.record_type < legend.record_types.size()
               ? legend.record_types[activity.record_type].duplicate_class
               : DuplicateClass::none;
}

/// P1, P2, P3 of a repeated result.
[[nodiscard]] std::size_t code_of(DuplicateClass duplicate_class) {
    return static_cast<std::size_t>(duplicate_class);
}

}  // namespace

DuplicateWork::DuplicateWork(const event_log::Legend& legend, const ServicePairs& pairs)
    : legend_(legend),
      pairs_(pairs),
      has_shared_(std::any_of(legend.record_types.begin(), legend.record_types.end(),
                              [](const auto& type) { return type.is_shared_in_household; })),
      by_pair_(pairs.size(), 0.0) {}

void DuplicateWork::started(const event_log::Event& event, Episode& episode, Path& path) {
    const auto& activity = legend_.activities[event.place];
    path.repeats_record_of = kNoPlace;
    path.repeats_distrusted =
        activity.record_type != kNone && path.distrusts == activity.record_type;
    path.distrusts = kNone;
    if (std::exchange(path.builds_on_record, false)) return;
    if (activity.work == WorkKind::coordination) {
        for (Path& each : episode.paths) each.has_common_plan = each.is_open;
        return;
    }
    if (activity.is_required_by_law || class_of_result(legend_, activity) == DuplicateClass::none) {
        return;
    }
    double latest = -1.0;
    const auto consider = [&](const HeldRecord& record) {
        if (record.type == activity.record_type && record.valid_until > event.time &&
            record.written > latest) {
            latest = record.written;
            path.repeats_record_of = record.holder;
        }
    };
    if (legend_.record_types[activity.record_type].is_shared_in_household) {
        households_.for_each(event.entity, consider);
    } else {
        std::for_each(episode.records.begin(), episode.records.end(), consider);
    }
}

void DuplicateWork::record_written(const event_log::Event& event, Episode& episode) {
    if (has_shared_ && event.other < legend_.record_types.size() &&
        legend_.record_types[event.other].is_shared_in_household) {
        households_.written(event, episode.id);
        return;
    }
    for (HeldRecord& record : episode.records) {
        if (record.type == event.other && record.holder == event.place) {
            record.written = event.time;
            record.valid_until = event.value;
            return;
        }
    }
    episode.records.push_back({event.other, event.place, event.time, event.value});
}

std::optional<DuplicateWork::Finding> DuplicateWork::classify(const event_log::Event& event,
                                                              const Episode* episode,
                                                              const Path* path) const {
    const auto& activity = legend_.activities[event.place];
    if (activity.work == WorkKind::coordination) return std::nullopt;
    const std::size_t interface = pairs_.index(activity.interface_from, activity.interface_to);
    if (activity.is_repeat_handling) return Finding{5, interface};
    if (activity.work == WorkKind::failure) return Finding{6, interface};
    if (activity.work == WorkKind::substitute) return Finding{7, interface};
    if (activity.is_double_entry) return Finding{3, interface};
    if (!episode || !path) return std::nullopt;
    if (path->repeats_record_of != kNoPlace) {
        return Finding{code_of(class_of_result(legend_, activity)),
                       pairs_.index(path->repeats_record_of, activity.service)};
    }
    if (activity.work != WorkKind::direct || path->contact_service == kNoPlace ||
        path->has_seen_others) {
        return std::nullopt;
    }
    for (const Path& other : episode->paths) {
        if (&other == path || !other.is_open || other.contact_service == kNoPlace ||
            other.contact_service == activity.service || other.has_seen_others ||
            (path->has_common_plan && other.has_common_plan)) {
            continue;
        }
        return Finding{4, pairs_.index(other.contact_service, activity.service)};
    }
    return std::nullopt;
}

void DuplicateWork::ended(const event_log::Event& event, Episode* episode, const Path* path,
                          bool is_measured) {
    if (episode) {
        const auto& activity = legend_.activities[event.place];
        episode->tellings += class_of_result(legend_, activity) == DuplicateClass::history;
    }
    spent(event, episode, path, is_measured);
}

void DuplicateWork::spent(const event_log::Event& event, Episode* episode, const Path* path,
                          bool is_measured) {
    if (!is_measured || !(event.value > 0.0)) return;
    const auto finding = classify(event, episode, path);
    if (!finding) return;
    by_class_[finding->duplicate_class] += event.value;
    if (finding->pair < by_pair_.size()) by_pair_[finding->pair] += event.value;
    if (path && path->repeats_distrusted && path->repeats_record_of != kNoPlace) {
        not_trusted_ += event.value;
    }
    if (episode) episode->duplicate_work += event.value;
}

void DuplicateWork::finish(const Episode& episode) {
    episodes_ += 1.0;
    of_episodes_ += episode.duplicate_work;
    if (std::isnan(episode.first_contact)) return;
    episodes_with_contact_ += 1.0;
    tellings_ += episode.tellings;
}

void DuplicateWork::add_responses(const Scale& scale, double all_work, ResponseList& list) const {
    const double total = std::accumulate(by_class_.begin(), by_class_.end(), 0.0);
    const auto rate = [&](double seconds) {
        return scale.per_1000_years(seconds / kSecondsPerHour);
    };
    list.add("duplicate_work", "h/1000/year", "all", rate(total));
    for (std::size_t c = 1; c < by_class_.size(); ++c) {
        list.add("duplicate_work", "h/1000/year", fmt::format("class=P{}", c), rate(by_class_[c]));
    }
    for (std::size_t pair = 0; pair < by_pair_.size(); ++pair) {
        list.add("duplicate_work", "h/1000/year", pairs_.name(pair), rate(by_pair_[pair]));
    }
    list.add("duplicate_work.not_trusted", "h/1000/year", "all", rate(not_trusted_));
    list.add("duplicate_work.share", "share", "all", ratio(total, all_work));
    list.add("duplicate_work.minutes_per_episode", "min", "all",
             ratio(of_episodes_ / 60.0, episodes_));
    list.add("tellings_per_episode", "1", "all", ratio(tellings_, episodes_with_contact_));
}

}  // namespace yhdyspinta::metrics
