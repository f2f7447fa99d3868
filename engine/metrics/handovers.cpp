// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/handovers.hpp"

#include <string>

namespace yhdyspinta::metrics {

using event_log::EventKind;

Handovers::Handovers(const Window& window, const ServicePairs& pairs)
    : window_(window), pairs_(pairs), by_pair_(pairs.size()) {}

template <class Visit>
void Handovers::count(const PendingHandover& handover, Visit visit) {
    if (!handover.is_measured) return;
    visit(all_);
    const std::size_t pair = pairs_.index(handover.from, handover.to);
    if (pair < by_pair_.size()) visit(by_pair_[pair]);
}

void Handovers::answered(Episode& episode, PendingHandover& handover, double time,
                         double Figures::*answer) {
    if (handover.is_measured) episode.untold.push_back({handover.from, handover.to});
    count(handover, [&](Figures& figures) {
        figures.*answer += 1.0;
        figures.days_to_answer.add_event((time - handover.proposed) / kSecondsPerDay);
    });
    handover.is_pending = false;
}

void Handovers::give_up(Path& path, double time) {
    if (!path.handover.is_pending) return;
    count(path.handover, [&](Figures& figures) {
        figures.days_to_answer.add_censored((time - path.handover.proposed) / kSecondsPerDay);
    });
    path.handover.is_pending = false;
}

void Handovers::told(const event_log::Event& event, Episode& episode) {
    std::erase_if(episode.untold, [&](const AnsweredHandover& handover) {
        if (handover.from != event.other || handover.to != event.place) return false;
        all_.told_back += 1.0;
        const std::size_t pair = pairs_.index(handover.from, handover.to);
        if (pair < by_pair_.size()) by_pair_[pair].told_back += 1.0;
        return true;
    });
}

void Handovers::read(const event_log::Event& event, Episode& episode, Path& path) {
    PendingHandover& handover = path.handover;
    if (event.kind == EventKind::handover_proposed) {
        give_up(path, event.time);
        handover = {};
        handover.from = event.place;
        handover.to = static_cast<std::uint16_t>(event.other);
        handover.proposed = event.time;
        handover.is_pending = true;
        handover.is_measured = window_.is_open();
        count(handover, [](Figures& figures) { figures.proposed += 1.0; });
        return;
    }
    if (!handover.is_pending) return;
    const auto once = [&](bool& has_happened, double Figures::*figure) {
        if (has_happened) return;
        has_happened = true;
        count(handover, [&](Figures& figures) { figures.*figure += 1.0; });
    };
    switch (event.kind) {
        case EventKind::handover_lost: once(handover.is_lost, &Figures::lost); break;
        case EventKind::handover_misrouted: once(handover.is_misrouted, &Figures::misrouted); break;
        case EventKind::handover_disputed: once(handover.is_disputed, &Figures::disputed); break;
        case EventKind::handover_timed_out: once(handover.is_timed_out, &Figures::timed_out); break;
        case EventKind::handover_accepted:
            handover.is_accepted = true;
            answered(episode, handover, event.time, &Figures::accepted);
            break;
        case EventKind::handover_rejected:
            answered(episode, handover, event.time, &Figures::rejected);
            break;
        case EventKind::handover_returned: give_up(path, event.time); break;
        default: break;
    }
}

void Handovers::add_responses(const Scale& scale, ResponseList& list) const {
    const auto add = [&](const Figures& figures, const std::string& where) {
        const auto share = [&](double count) { return ratio(count, figures.proposed); };
        list.add("handover.proposed", "1/year", where, scale.per_year(figures.proposed));
        list.add("handover.accepted_share", "share", where, share(figures.accepted));
        list.add("handover.rejected_share", "share", where, share(figures.rejected));
        list.add("handover.lost_share", "share", where, share(figures.lost));
        list.add("handover.misrouted_share", "share", where, share(figures.misrouted));
        list.add("handover.disputed_share", "share", where, share(figures.disputed));
        list.add("handover.timed_out_share", "share", where, share(figures.timed_out));
        list.add("handover.told_back_share", "share", where,
                 ratio(figures.told_back, figures.accepted + figures.rejected));
        list.add("handover.days_to_answer", "d", where, figures.days_to_answer.restricted_mean());
    };
    add(all_, "all");
    for (std::size_t pair = 0; pair < by_pair_.size(); ++pair) {
        if (pairs_.can_hand_over(pair)) add(by_pair_[pair], pairs_.name(pair));
    }
}

}  // namespace yhdyspinta::metrics
