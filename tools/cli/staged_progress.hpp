// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "engine/experiment/calibrate.hpp"
#include "tools/cli/progress_bar.hpp"

namespace yhdyspinta::cli {

/// The progress of a command that simulates in stages, each with its name before the bar.
class StagedProgress : public experiment::CalibrationListener {
public:
    void begins(const std::string& stage) override {
        bar_ = nullptr;  // takes the old line off the screen first
        bar_ = std::make_unique<ProgressBar>(stage);
    }
    void advanced(std::size_t done, std::size_t total) override { bar_->advanced(done, total); }

private:
    std::unique_ptr<ProgressBar> bar_ = std::make_unique<ProgressBar>();
};

}  // namespace yhdyspinta::cli
