// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/scenario/merged_scenario.hpp"
#include "engine/scenario/scenario_difference.hpp"

namespace yhdyspinta::test {

/// Scenario files in a folder that is gone afterwards, and the differences between two of them.
class TwoScenarios {
public:
    /// Name and text of each file; the first is A, the second B.
    explicit TwoScenarios(const std::vector<std::pair<std::string, std::string>>& files)
        : folder_(std::filesystem::temp_directory_path() /
                  ("yhdyspinta_two_" + std::to_string(getpid()))) {
        std::filesystem::create_directories(folder_);
        for (const auto& [name, text] : files) {
            std::filesystem::create_directories((folder_ / name).parent_path());
            std::ofstream(folder_ / name) << text;
        }
        auto a = merge(files[0].first), b = merge(files[1].first);
        differences_ = std::make_unique<scenario::ScenarioDifferences>(std::move(a), std::move(b));
    }
    ~TwoScenarios() { std::filesystem::remove_all(folder_); }
    TwoScenarios(const TwoScenarios&) = delete;
    TwoScenarios& operator=(const TwoScenarios&) = delete;

    [[nodiscard]] const scenario::ScenarioDifferences& differences() const { return *differences_; }
    [[nodiscard]] const std::vector<std::string>& files() const { return diagnostics_.files(); }

    /// `path: a -> b`, with what is unusual about it, of each difference.
    [[nodiscard]] std::vector<std::string> lines() const {
        std::vector<std::string> lines;
        for (const auto& difference : differences_->all()) {
            std::string line = difference.path_text() + ": " + difference.a + " -> " + difference.b;
            if (difference.bearing == scenario::Bearing::wording) line += " (wording)";
            if (difference.bearing == scenario::Bearing::frame) line += " (frame)";
            if (difference.kind == scenario::DifferenceKind::reordered) line += " (order)";
            lines.push_back(line);
        }
        return lines;
    }

private:
    scenario::MergedScenario merge(const std::string& name) {
        auto merged = scenario::merge_scenario(folder_ / name, {}, {}, diagnostics_);
        BOOST_REQUIRE_MESSAGE(merged && !diagnostics_.has_errors(), diagnostics_.to_text());
        return *std::move(merged);
    }

    std::filesystem::path folder_;
    base::Diagnostics diagnostics_;
    std::unique_ptr<scenario::ScenarioDifferences> differences_;
};

}  // namespace yhdyspinta::test
