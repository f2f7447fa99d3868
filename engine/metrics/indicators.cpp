// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/indicators.hpp"

namespace yhdyspinta::metrics {

namespace {

constexpr std::uint8_t kCounted = 1, kTakenOut = 2;

}  // namespace

Indicators::Indicators(const event_log::Legend& legend, const Window& window)
    : legend_(legend), window_(window), sums_(legend.indicators.size()) {}

void Indicators::close_years(double time) {
    while (time >= window_.start() + (years_ + 1.0) * kSecondsPerYear) {
        seen_.for_each([this](std::uint64_t key, std::uint8_t what) {
            if (what == kCounted) sums_[key % sums_.size()].open_counted += 1.0;
        });
        seen_ = {};
        for (Sums& sums : sums_) {
            sums.counted += sums.open_counted;
            sums.base += sums.open_base;
            sums.looks += sums.open_looks;
            sums.open_counted = sums.open_base = sums.open_looks = 0.0;
        }
        years_ += 1.0;
    }
}

void Indicators::counted(const event_log::Event& event) {
    if (!window_.is_open()) return;
    close_years(event.time);
    if (legend_.indicators[event.place].counts_members) {
        seen_[key_of(event)] |= event.other == 1 ? kTakenOut : kCounted;
    } else if (event.other != 1) {
        sums_[event.place].open_counted += 1.0;
    }
}

void Indicators::base(const event_log::Event& event) {
    if (!window_.is_open()) return;
    close_years(event.time);
    Sums& sums = sums_[event.place];
    if (legend_.indicators[event.place].is_state) {
        sums.base += event.value;
        sums.holding += event.other;
    } else {
        sums.open_base += event.value;
        sums.open_looks += 1.0;
    }
}

void Indicators::finish() {
    if (window_.is_open() && !sums_.empty()) close_years(window_.end());
}

void Indicators::add_responses(ResponseList& list) const {
    for (std::size_t i = 0; i < sums_.size(); ++i) {
        const auto& indicator = legend_.indicators[i];
        const Sums& sums = sums_[i];
        const std::string where = "indicator=" + indicator.name;
        if (indicator.is_state) {
            list.add("indicator", "share", where, ratio(sums.holding, sums.base));
        } else if (indicator.relative_to != event_log::kNone) {
            list.add("indicator", "1", where,
                     ratio(sums.counted, sums_[indicator.relative_to].counted));
        } else {
            // Members at the looks, in the mean, each year.
            const double members = ratio(sums.base, sums.looks) * years_;
            list.add("indicator", indicator.counts_members ? "share" : "1/member/a", where,
                     ratio(sums.counted, members));
        }
    }
}

}  // namespace yhdyspinta::metrics
