// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/event_log/legend.hpp"
#include "engine/metrics/episode.hpp"

namespace yhdyspinta::metrics {

/// The groups for which figures of episodes are given: all, each need that is not of routine, and
/// each level of the first category attribute (such as the area somebody lives in).
class Groups {
public:
    explicit Groups(const event_log::Legend& legend);

    [[nodiscard]] std::size_t size() const { return names_.size(); }
    /// As in `Response::where`: `all`, `need=mood`, `area=north`.
    [[nodiscard]] const std::string& name(std::size_t group) const { return names_[group]; }

    /// Visits the index of every group of which the episode is a member.
    template <class Visit>
    void for_each(const Episode& episode, Visit visit) const {
        visit(std::size_t{0});
        if (episode.need < need_.size()) visit(need_[episode.need]);
        if (episode.level < levels_) visit(first_level_ + episode.level);
    }

private:
    std::vector<std::string> names_;
    std::vector<std::size_t> need_;  ///< group of each need; all for one of routine
    std::size_t first_level_ = 0;
    std::size_t levels_ = 0;
};

}  // namespace yhdyspinta::metrics
