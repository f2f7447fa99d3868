// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/metrics/episode.hpp"
#include "engine/metrics/frame.hpp"

namespace yhdyspinta::metrics {

/// Demand that an earlier gap, duplicate or late service causes, within the measured period (source
/// 002, service gaps and duplicate work).
///
/// `failure_demand` [1/1000/year], all and by class: `repeat_contact` (a request or notification
/// repeated while the case is open), `return` (a need met that is recognised again soon, see gap
/// class G8), `resubmission` (a handover sent again, or proposed again to the same service after it
/// was not accepted). `failure_demand.share` [0, 1]: of all demand, which is what is recognised,
/// repeated contacts, and handovers proposed or sent again.
class FailureDemand {
public:
    explicit FailureDemand(const Window& window) : window_(window) {}

    void recognised() { count(demand_); }
    void repeated() {
        count(demand_);
        count(repeated_);
    }
    /// The need recognised just now was met not long ago.
    void returned() { count(returned_); }
    void sent_again() {
        count(demand_);
        count(resubmitted_);
    }
    /// A handover is proposed; to be told before `path.handover` is that handover.
    void proposed(const event_log::Event& event, const Path& path) {
        const PendingHandover& last = path.handover;
        const bool is_again = last.from == event.place && last.to == event.other &&
                              last.from != kNoPlace && !last.is_accepted;
        if (is_again) return sent_again();
        count(demand_);
    }

    void add_responses(const Scale& scale, ResponseList& list) const;

private:
    void count(double& figure) const { figure += window_.is_open() ? 1.0 : 0.0; }

    const Window& window_;
    double demand_ = 0.0;
    double repeated_ = 0.0;
    double returned_ = 0.0;
    double resubmitted_ = 0.0;
};

}  // namespace yhdyspinta::metrics
