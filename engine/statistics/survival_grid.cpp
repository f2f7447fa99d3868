// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/survival_grid.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/error.hpp"
#include "engine/base/fetch.hpp"

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

std::uint32_t SurvivalGrid::bin_of(double time) const {
    const double bin = std::ceil(time / width_ - kTolerance) - 1.0;
    if (bin >= static_cast<double>(size_)) return kNoBin;
    return static_cast<std::uint32_t>(std::max(bin, 0.0));
}

void SurvivalGrid::add(double time, Fate fate) {
    if (subjects_++ == 0) bins_.resize(size_);
    if (latest_.bin != kNoBin) count(bins_[latest_.bin], latest_);
    latest_ = {time, bin_of(time), fate};
    if (latest_.bin != kNoBin) base::fetch(&bins_[latest_.bin]);
}

void SurvivalGrid::count(Bin& bin, const Latest& subject) {
    switch (subject.fate) {
        case Fate::event:
            ++bin.events;
            bin.event_times += subject.time;
            break;
        case Fate::competing:
            ++bin.competing;
            bin.competing_times += subject.time;
            break;
        case Fate::censored: ++bin.censored; break;
    }
}

template <class Visit>
void SurvivalGrid::walk(Visit visit) const {
    double survival = 1.0;
    double incidence = 0.0;
    std::uint64_t at_risk = subjects_;
    for (std::size_t k = 0; k < bins_.size(); ++k) {
        Bin bin = bins_[k];
        if (k == latest_.bin) count(bin, latest_);
        const double before = survival;
        const std::uint64_t happened = std::uint64_t{bin.events} + bin.competing;
        if (at_risk > 0) {
            const auto n = static_cast<double>(at_risk);
            incidence += before * static_cast<double>(bin.events) / n;
            survival = before * static_cast<double>(at_risk - happened) / n;
        }
        if (!visit(k, bin, at_risk, before, incidence, survival)) return;
        at_risk -= happened + bin.censored;
    }
}

double SurvivalGrid::survival(double time) const {
    if (subjects_ == 0) return kNaN;
    const double bins = std::floor(time / width_ + kTolerance);
    double result = 1.0;
    walk([&](std::size_t k, const Bin&, std::uint64_t, double, double, double after) {
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
    walk([&](std::size_t k, const Bin&, std::uint64_t, double, double incidence, double) {
        if (static_cast<double>(k) >= bins) return false;
        result = incidence;
        return true;
    });
    return result;
}

double SurvivalGrid::restricted_mean() const {
    if (subjects_ == 0) return kNaN;
    double area = 0.0;
    walk([&](std::size_t k, const Bin& bin, std::uint64_t at_risk, double before, double, double) {
        const double from = static_cast<double>(k) * width_;
        const double to = std::min(horizon_, from + width_);
        area += before * (to - from);
        const auto happened = static_cast<double>(std::uint64_t{bin.events} + bin.competing);
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
    walk([&](std::size_t, const Bin& bin, std::uint64_t, double, double incidence, double) {
        if (bin.events == 0) return true;
        while (next < shares.size() && incidence >= shares[next] - 1e-12) {
            result[next++] = bin.event_times / static_cast<double>(bin.events);
        }
        return next < shares.size();
    });
    return result;
}

}  // namespace yhdyspinta::statistics
