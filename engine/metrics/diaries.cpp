// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/diaries.hpp"

#include <string>

namespace yhdyspinta::metrics {

Diaries::Diaries(const event_log::Legend& legend, const Window& window)
    : legend_(legend), window_(window) {
    for (const auto& diary : legend.diaries) sites_.emplace_back(diary.sites.size());
}

void Diaries::add_responses(ResponseList& list) const {
    const auto add = [&list](const Site& site, const std::string& where) {
        list.add("slots_used", "share", where, ratio(site.kept, site.offered));
        list.add("no_shows", "share", where, ratio(site.missed, site.kept + site.missed));
    };
    for (std::size_t d = 0; d < sites_.size(); ++d) {
        const auto& diary = legend_.diaries[d];
        const std::string where = "diary=" + diary.name;
        Site all;
        for (const Site& site : sites_[d]) {
            all.offered += site.offered;
            all.kept += site.kept;
            all.missed += site.missed;
        }
        add(all, where);
        if (sites_[d].size() < 2) continue;
        for (std::size_t s = 0; s < sites_[d].size(); ++s) {
            add(sites_[d][s], where + ",site=" + diary.sites[s]);
        }
    }
}

}  // namespace yhdyspinta::metrics
