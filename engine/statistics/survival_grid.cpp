// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/survival_grid.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/error.hpp"

namespace yhdyspinta::statistics {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
/// Share of a bin by which a time may lie beyond a grid point and still belong to it: differences
/// of large simulated times are not exact.
constexpr double kTolerance = 1e-6;

}  // namespace

SurvivalGrid::SurvivalGrid(double width, double horizon)
    : width_(width),
      horizon_(horizon),
      size_(static_cast<std::size_t>(std::ceil(horizon / width - kTolerance))) {
    if (!(width > 0.0) || !(horizon >= width)) {
        throw base::InternalError("SurvivalGrid: needs 0 < width <= horizon");
    }
}

SurvivalGrid::Bin* SurvivalGrid::bin_of(double time) {
    if (bins_.empty()) bins_.resize(size_);
    const double bin = std::ceil(time / width_ - kTolerance) - 1.0;
    if (bin >= static_cast<double>(size_)) return nullptr;  // beyond the horizon
    return &bins_[static_cast<std::size_t>(std::max(bin, 0.0))];
}

void SurvivalGrid::add_event(double time) {
    ++subjects_;
    ++events_;
    if (Bin* bin = bin_of(time)) {
        ++bin->events;
        bin->event_times += time;
    }
}

void SurvivalGrid::add_competing(double time) {
    ++subjects_;
    if (Bin* bin = bin_of(time)) {
        ++bin->competing;
        bin->competing_times += time;
    }
}

void SurvivalGrid::add_censored(double time) {
    ++subjects_;
    if (Bin* bin = bin_of(time)) ++bin->censored;
}

template <class Visit>
void SurvivalGrid::walk(Visit visit) const {
    double survival = 1.0;
    double incidence = 0.0;
    std::uint64_t at_risk = subjects_;
    for (std::size_t k = 0; k < bins_.size(); ++k) {
        const Bin& bin = bins_[k];
        const double before = survival;
        if (at_risk > 0) {
            const auto n = static_cast<double>(at_risk);
            incidence += before * static_cast<double>(bin.events) / n;
            survival = before * static_cast<double>(at_risk - bin.events - bin.competing) / n;
        }
        if (!visit(k, at_risk, before, incidence, survival)) return;
        at_risk -= bin.events + bin.competing + bin.censored;
    }
}

double SurvivalGrid::survival(double time) const {
    if (subjects_ == 0) return kNaN;
    const double bins = std::floor(time / width_ + kTolerance);
    double result = 1.0;
    walk([&](std::size_t k, std::uint64_t, double, double, double after) {
        if (static_cast<double>(k) >= bins) return false;
        result = after;
        return true;
    });
    return result;
}

double SurvivalGrid::incidence(double time) const {
    if (subjects_ == 0) return kNaN;
    const double bins = std::floor(time / width_ + kTolerance);
    double result = 0.0;
    walk([&](std::size_t k, std::uint64_t, double, double incidence, double) {
        if (static_cast<double>(k) >= bins) return false;
        result = incidence;
        return true;
    });
    return result;
}

double SurvivalGrid::restricted_mean() const {
    if (subjects_ == 0) return kNaN;
    double area = 0.0;
    walk([&](std::size_t k, std::uint64_t at_risk, double before, double, double) {
        const Bin& bin = bins_[k];
        const double from = static_cast<double>(k) * width_;
        const double to = std::min(horizon_, from + width_);
        area += before * (to - from);
        const auto happened = static_cast<double>(bin.events + bin.competing);
        if (happened > 0.0) {
            const double lost = happened * to - bin.event_times - bin.competing_times;
            area -= before * lost / static_cast<double>(at_risk);
        }
        return true;
    });
    return area;
}

double SurvivalGrid::quantile(double p) const { return quantiles({p}).front(); }

std::vector<double> SurvivalGrid::quantiles(const std::vector<double>& shares) const {
    std::vector<double> result(shares.size(), kNaN);
    std::size_t next = 0;
    walk([&](std::size_t k, std::uint64_t, double, double incidence, double) {
        const Bin& bin = bins_[k];
        if (bin.events == 0) return true;
        while (next < shares.size() && incidence >= shares[next] - 1e-12) {
            result[next++] = bin.event_times / static_cast<double>(bin.events);
        }
        return next < shares.size();
    });
    return result;
}

}  // namespace yhdyspinta::statistics
