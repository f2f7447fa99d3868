// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/metrics/episode.hpp"
#include "engine/metrics/frame.hpp"
#include "engine/metrics/service_pairs.hpp"
#include "engine/statistics/survival_grid.hpp"

namespace yhdyspinta::metrics {

/// What became of the handovers proposed within the measured period, for all and for each pair of
/// services with an interface. Shares are of those proposed; one that is lost and sent again counts
/// once among the lost and once as accepted if it is in the end. `handover.days_to_answer`: from
/// proposal to acceptance or rejection, mean restricted to a year, those without an answer censored
/// (Kaplan–Meier). `handover.told_back_share`: of those accepted or rejected, how many of whose
/// senders the receiver has told what became of the matter.
class Handovers {
public:
    Handovers(const Window& window, const ServicePairs& pairs);

    /// A handover event of the path.
    void read(const event_log::Event& event, Episode& episode, Path& path);
    /// What became of the matter is told to the event's `other`.
    void told(const event_log::Event& event, Episode& episode);
    /// The path has ended, the episode was closed or the run is over: no answer will come.
    void give_up(Path& path, double time);

    void add_responses(const Scale& scale, ResponseList& list) const;

private:
    struct Figures {
        double proposed = 0.0, accepted = 0.0, rejected = 0.0, told_back = 0.0;
        double lost = 0.0, misrouted = 0.0, disputed = 0.0, timed_out = 0.0;
        statistics::SurvivalGrid days_to_answer{1.0, 365.0};
    };
    template <class Visit>
    void count(const PendingHandover& handover, Visit visit);
    void answered(Episode& episode, PendingHandover& handover, double time,
                  double Figures::*answer);

    const Window& window_;
    const ServicePairs& pairs_;
    Figures all_;
    std::vector<Figures> by_pair_;
};

}  // namespace yhdyspinta::metrics
