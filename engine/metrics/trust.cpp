// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/trust.hpp"

#include <cmath>
#include <numbers>

#include <fmt/format.h>

namespace yhdyspinta::metrics {

Trust::Trust(const event_log::Legend& legend, const Window& window, AuditReport& audit)
    : legend_(legend), window_(window), audit_(audit), kept_(legend.trusts.size()) {
    const std::size_t services = legend.services.size();
    if (!kept_.empty()) place_.assign(services * services, kept_.size());
    for (std::size_t i = 0; i < kept_.size(); ++i) {
        kept_[i].value = legend.trusts[i].initial;
        place_[legend.trusts[i].from * services + legend.trusts[i].to] = i;
    }
}

double Trust::after(std::size_t which, double time) const {
    const auto& about = legend_.trusts[which];
    if (std::isinf(about.half_life)) return kept_[which].value;
    return about.initial +
           (kept_[which].value - about.initial) * std::exp2(-time / about.half_life);
}

double Trust::integral(std::size_t which, double time) const {
    const auto& about = legend_.trusts[which];
    if (std::isinf(about.half_life)) return kept_[which].value * time;
    const double mean_life = about.half_life / std::numbers::ln2;
    return about.initial * time + (kept_[which].value - after(which, time)) * mean_life;
}

void Trust::changed(const event_log::Event& event) {
    const std::size_t pair = event.place * legend_.services.size() + event.other;
    if (pair >= place_.size() || place_[pair] >= kept_.size()) {
        audit_.fail(base::Instant::at_seconds(event.time), event.entity,
                    "trust changes between services that keep none");
        return;
    }
    if (!(event.value >= 0.0 && event.value <= 1.0)) {
        audit_.fail(base::Instant::at_seconds(event.time), event.entity,
                    fmt::format("a trust of {} is not from 0 to 1", event.value));
    }
    const std::size_t which = place_[pair];
    Kept& kept = kept_[which];
    if (window_.is_open()) kept.summed += integral(which, event.time - kept.since);
    kept.value = event.value;
    kept.since = event.time;
}

void Trust::start_measuring(double time) {
    for (std::size_t i = 0; i < kept_.size(); ++i) {
        kept_[i].value = after(i, time - kept_[i].since);
        kept_[i].since = time;
    }
}

void Trust::add_responses(ResponseList& list) const {
    std::vector<std::size_t> asked;
    std::vector<double> means;
    double sum = 0.0;
    for (std::size_t i = 0; i < kept_.size(); ++i) {
        if (!legend_.trusts[i].is_asked) continue;
        asked.push_back(i);
        means.push_back((kept_[i].summed + integral(i, window_.end() - kept_[i].since)) /
                        window_.length());
        sum += means.back();
    }
    if (asked.empty()) return;
    const double mean = sum / static_cast<double>(means.size());
    double squares = 0.0;
    for (const double each : means) squares += (each - mean) * (each - mean);
    list.add("trust", "1", "all", mean);
    list.add("trust.spread", "1", "all", std::sqrt(squares / static_cast<double>(means.size())));
    for (std::size_t i = 0; i < asked.size(); ++i) {
        const auto& about = legend_.trusts[asked[i]];
        list.add("trust", "1",
                 fmt::format("from={},to={}", legend_.services[about.from].name,
                             legend_.services[about.to].name),
                 means[i]);
    }
}

}  // namespace yhdyspinta::metrics
