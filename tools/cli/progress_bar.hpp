// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "engine/experiment/run_replications.hpp"

namespace yhdyspinta::cli {

/// `[#####     ] 12 of 30 replications, 3.1/s, 6 s left`, at most `columns` wide (the bar goes
/// first). `before` of them were done when the clock was started.
[[nodiscard]] std::string progress_line(std::size_t done, std::size_t total,
                                        std::chrono::duration<double> elapsed, std::size_t columns,
                                        std::size_t before = 0);

/// Shows on standard error how far a run has come, when that is a terminal; else says nothing at
/// all.
class ProgressBar : public experiment::ProgressListener {
public:
    /// `stage` stands before the bar.
    explicit ProgressBar(std::string stage = {});
    /// Takes the line off the screen.
    ~ProgressBar() override;
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void advanced(std::size_t done, std::size_t total) override;
    /// Takes the line off the screen until it is drawn again, so that something else can be said.
    void make_room();

private:
    using Clock = std::chrono::steady_clock;
    bool is_shown_;
    std::string stage_;
    Clock::time_point begin_ = Clock::now();
    Clock::time_point last_{};
    std::size_t last_done_ = 0;
    std::optional<std::size_t> before_;  // done at the first call
};

}  // namespace yhdyspinta::cli
