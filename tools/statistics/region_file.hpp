// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/scenario/document.hpp"
#include "engine/scenario/read_scenario.hpp"
#include "tools/statistics/region.hpp"

namespace yhdyspinta::tools::statistics {

/// What a region changes of the model: `population.yaml`, whose births are those of one county.
struct ModelParts {
    std::string folder;  ///< as opened, for the head of the file
    scenario::document::Node population;

    /// The columns that the population counts members by, in order, each once; births apart.
    [[nodiscard]] std::vector<std::string> band_columns() const;
};

/// Throws base::UserError when the folder has no such model.
[[nodiscard]] ModelParts read_model_parts(const std::filesystem::path& folder);

/// `region.yaml`, and `municipalities.csv` when newer statistics replaced columns. `command` is
/// what makes them again, `years` the length of the run, in which children are born.
[[nodiscard]] std::vector<scenario::WrittenFile> write_region(const Region& region,
                                                              const RegionTables& tables,
                                                              const ModelParts& model, int years,
                                                              const std::string& command);

/// What the first lines of a file made by write_region say.
inline constexpr const char* kMadeBy = "Made by `yhdyspinta region";

}  // namespace yhdyspinta::tools::statistics
