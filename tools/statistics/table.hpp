// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "tools/statistics/region_tables.hpp"

namespace yhdyspinta::tools::statistics {

/// What the model can use of what is counted.
enum class Measure { population, births, swedish_speakers };

/// One figure of a table.
struct Observation {
    Measure measure = Measure::population;
    Area area;
    int year = 0;
    std::string gender;           ///< `total`, `male`, `female`
    std::string age;              ///< `0` ... `99`, `100-`, `0-4`, `total`
    std::string language;         ///< `fi`, `sv`, `other`, `total`
    std::optional<double> value;  ///< persons; nothing: missing
    std::string mark;             ///< of a missing one as written, or the interval it stands for
    base::Position position;
};

/// A file of public statistics as read, whatever its format.
struct StatisticsTable {
    std::string file;     ///< name as given
    std::string format;   ///< "Sotkanet CSV", "PxWeb JSON-stat2", ...
    std::string title;    ///< its own, or empty
    std::string table;    ///< id of the table or the indicators
    std::string updated;  ///< as the file says, or empty
    std::string source;   ///< who publishes it
    std::vector<Observation> observations;
};

}  // namespace yhdyspinta::tools::statistics
