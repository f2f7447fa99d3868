// SPDX-License-Identifier: Apache-2.0
// The family-services model in small regions and designs drawn at random: municipalities of a real
// county made small, or invented ones, with any of the parts of the designs together.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <rapidcheck.h>

namespace yhdyspinta::test::properties {

inline const std::string kModelFolder = YHDYSPINTA_SOURCE_DIR "/models/family_services/";

/// A scenario of the model, and the same children under the services of today.
struct RandomRegion {
    std::string text;
    std::string without_design;

    /// Draws one; only within a property.
    static RandomRegion draw();
    /// One that is always the same, for tests of the checks themselves.
    static RandomRegion small();
};

namespace region_parts {

/// Columns of the table: the six age groups with their sum after them, and two more.
inline constexpr std::size_t kName = 1, kCounty = 3, kFirstCount = 7, kCounts = 6, kDistance = 17,
                             kNeedMultiplier = 21;

inline std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells;
    std::istringstream stream(line);
    for (std::string cell; std::getline(stream, cell, ',');) cells.push_back(cell);
    return cells;
}

/// The rows of the table of municipalities, the first the names of its columns.
inline const std::vector<std::vector<std::string>>& municipalities() {
    static const auto kRows = [] {
        std::ifstream file(kModelFolder + "data/municipalities.csv");
        std::vector<std::vector<std::string>> rows;
        for (std::string line; std::getline(file, line);) rows.push_back(cells_of(line));
        return rows;
    }();
    return kRows;
}

/// A file that is gone when the process that began it ends.
struct TableFile {
    pid_t owner = getpid();
    std::filesystem::path path = std::filesystem::temp_directory_path() /
                                 ("yhdyspinta_region_" + std::to_string(owner) + ".csv");
    ~TableFile() {
        if (getpid() == owner) std::filesystem::remove(path);
    }
};

/// A table of these rows; the last one written holds.
inline std::string written(const std::vector<std::vector<std::string>>& rows) {
    static const TableFile kFile;
    std::ofstream file(kFile.path);
    for (const auto& row : rows) file << fmt::format("{}\n", fmt::join(row, ","));
    return kFile.path.string();
}

inline int number(int low, int high) {
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, high + 1));
}

/// Rows of one county, so many children that a run takes less than a second.
inline std::vector<std::vector<std::string>> small_county() {
    const auto& all = municipalities();
    const std::string county =
        all[static_cast<std::size_t>(number(1, static_cast<int>(all.size()) - 1))][kCounty];
    std::vector<std::vector<std::string>> rows{all.front()}, of_county;
    for (const auto& row : all) {
        if (row[kCounty] == county) of_county.push_back(row);
    }
    const bool is_invented = number(1, 3) == 1;
    const int wanted = number(1, 3);
    double children = 0.0;
    for (int i = 0; i < wanted && !of_county.empty(); ++i) {
        const int which = number(0, static_cast<int>(of_county.size()) - 1);
        auto row = of_county[static_cast<std::size_t>(which)];
        of_county.erase(of_county.begin() + which);
        if (is_invented) {
            row[kName] = fmt::format("Keksitty {}", i);
            for (std::size_t c = 0; c < kCounts; ++c) {
                row[kFirstCount + c] = fmt::format("{}", number(5, 200));
            }
            row[kDistance] = fmt::format("{}", number(0, 120));
        }
        row[kNeedMultiplier] = fmt::format("{}", number(5, 50) / 10.0);
        for (std::size_t c = 0; c < kCounts; ++c) children += std::stod(row[kFirstCount + c]);
        rows.push_back(std::move(row));
    }
    const double share = std::min(1.0, number(400, 1200) / children);
    for (std::size_t r = 1; r < rows.size(); ++r) {
        for (std::size_t c = 0; c <= kCounts; ++c) {
            std::string& cell = rows[r][kFirstCount + c];
            cell = fmt::format("{}", static_cast<int>(1.0 + share * std::stod(cell)));
        }
    }
    return rows;
}

inline std::string scenario(const std::vector<std::string>& files, const std::string& table,
                            const std::string& run) {
    std::string text = "schema: 1\nextends:\n";
    for (const auto& file : files) text += "  - " + kModelFolder + file + "\n";
    return text + run + "populations: {children: {table: \"" + table + "\"}}\n";
}

}  // namespace region_parts

inline RandomRegion RandomRegion::draw() {
    using namespace region_parts;
    RandomRegion made;
    const std::string table = written(small_county());
    const int warm_up = number(0, 90);
    const int length = warm_up + number(120, 320);
    const int year = number(2026, 2028), month = number(1, 12), day = number(1, 28);
    const int seed = number(1, 1000000);
    const std::string run = fmt::format(
        "run: {{start: {:04}-{:02}-{:02}, length: {} days, warm_up: {} days, replications: 1, "
        "seed: {}}}\n",
        year, month, day, length, warm_up, seed);
    std::vector<std::string> files{"model.yaml"};
    made.without_design = scenario(files, table, run);
    if (number(0, 1) == 1) files.insert(files.end(), {"owners_2018.yaml", "law_2018.yaml"});
    std::vector<std::string> parts;
    for (const auto& entry : std::filesystem::directory_iterator(kModelFolder + "designs")) {
        parts.push_back("designs/" + entry.path().filename().string());
    }
    std::sort(parts.begin(), parts.end());
    const int share = number(0, 100);  // from none to all of the parts
    for (const auto& part : parts) {
        if (number(1, 100) <= share) files.push_back(part);
    }
    made.text = scenario(files, table, run);
    return made;
}

inline RandomRegion RandomRegion::small() {
    using namespace region_parts;
    std::vector<std::vector<std::string>> rows{municipalities().front()};
    for (const auto& row : municipalities()) {
        if (row[kName] != "Outokumpu" && row[kName] != "Rääkkylä") continue;
        rows.push_back(row);
        rows.back()[kNeedMultiplier] = "3";
    }
    RandomRegion made;
    const std::string run =
        "run: {start: 2026-08-01, length: 300 days, warm_up: 30 days, replications: 1, seed: 3}\n";
    made.text = made.without_design = scenario({"model.yaml"}, written(rows), run);
    return made;
}

}  // namespace yhdyspinta::test::properties
