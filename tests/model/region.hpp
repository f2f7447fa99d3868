// SPDX-License-Identifier: Apache-2.0
// The model in small regions: one municipality or two of the county instead of its 13, so that a
// test runs in seconds. With YHDYSPINTA_FULL=1 there are more replications and larger regions.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/support/run_scenario.hpp"

namespace yhdyspinta::test::model {

inline const std::string kSource = YHDYSPINTA_SOURCE_DIR;
inline const std::string kModel = kSource + "/models/family_services/";
inline const std::string kRegion = kSource + "/scenarios/pohjois_karjala/";
inline const std::string kToday = kRegion + "today.yaml";
inline const std::string kNationalLevel = kRegion + "national_level.yaml";
inline const std::string kSeparate = kRegion + "separate_2018.yaml";
inline const std::string kJoined = kRegion + "joined.yaml";
inline const std::string kCounty2023 = kRegion + "county_2023.yaml";
inline const std::string kZeroFriction = kSource + "/tests/model/zero_friction.yaml";
inline const std::string kAllRejected = kSource + "/tests/model/all_rejected.yaml";

[[nodiscard]] inline bool is_full() {
    const char* value = std::getenv("YHDYSPINTA_FULL");
    return value != nullptr && std::string(value) == "1";
}

/// Files that a test writes, gone when the program ends.
class Scratch {
public:
    Scratch() { std::filesystem::create_directories(folder_); }
    ~Scratch() {
        if (getpid() == owner_) std::filesystem::remove_all(folder_);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    /// The path of a file with this text.
    [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
        const auto path = folder_ / name;
        std::ofstream(path) << text;
        return path.string();
    }

private:
    pid_t owner_ = getpid();
    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("yhdyspinta_model_" + std::to_string(owner_));
};

[[nodiscard]] inline const Scratch& scratch() {
    static const Scratch kScratch;
    return kScratch;
}

using Names = std::vector<std::string>;

/// Every municipality of the county, by its Finnish name.
[[nodiscard]] inline const Names& municipalities() {
    static const Names kNames{"Heinävesi",   "Ilomantsi", "Joensuu",   "Juuka",  "Kitee",
                              "Kontiolahti", "Outokumpu", "Lieksa",    "Liperi", "Nurmes",
                              "Polvijärvi",  "Rääkkylä",  "Tohmajärvi"};
    return kNames;
}

/// The rows of these municipalities in a table of their own; needs arise `demand` times as often.
[[nodiscard]] inline std::string table_of(const Names& names, double demand = 1.0) {
    std::ifstream file(kModel + "data/municipalities.csv");
    std::string text, line, joined;
    std::size_t found = 0;
    for (std::getline(file, text); std::getline(file, line);) {
        for (const auto& name : names) {
            if (line.find("," + name + ",") == std::string::npos) continue;
            const std::size_t last = line.rfind(',') + 1;  // need_multiplier
            text +=
                "\n" + line.substr(0, last) + std::to_string(demand * std::stod(line.substr(last)));
            ++found;
        }
    }
    if (found != names.size()) throw std::runtime_error("a municipality is not in the table");
    for (const auto& name : names) joined += name;
    return scratch().write(joined + std::to_string(demand) + ".csv", text + "\n");
}

/// The text of a scenario that extends the files, for `log_of` and `run_text`.
[[nodiscard]] inline std::string extending(const Names& files, const std::string& more = "") {
    std::string text = "schema: 1\nextends:\n";
    for (const auto& file : files) text += "  - " + file + "\n";
    return text + more;
}

/// The same with the children of these municipalities only.
[[nodiscard]] inline std::string in(const Names& names, const Names& files,
                                    const std::string& more = "", double demand = 1.0) {
    return extending(
        files, "populations: {children: {table: \"" + table_of(names, demand) + "\"}}\n" + more);
}

/// The files of all designs, by name.
[[nodiscard]] inline std::vector<std::filesystem::path> design_files() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(kModel + "designs")) {
        files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

[[nodiscard]] inline std::vector<std::string> lasting(const std::string& length,
                                                      const std::string& warm_up) {
    return {"run.length=" + length, "run.warm_up=" + warm_up, "run.replications=1"};
}

}  // namespace yhdyspinta::test::model
