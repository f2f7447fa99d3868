// SPDX-License-Identifier: Apache-2.0
// The results of an experiment in one SQLite file. Tables (schema version 2):
//   manifest(key, value)      JSON: versions, files, command, seed, replications, machine,
//   experiment, design rule
//   design(design, name, titles, scenario, levels, places, seed, is_baseline, list)   1-based, in
//   order
//   design_file(design, name, content)        content of `file`; scenario.yaml is complete
//   file(content, text)
//   response(list, response, name, unit, "where")   designs with the same responses share a list
//   replication(design, replication, status, "values", warnings, failure_kind, failure_text,
//               command)      "values": doubles, little-endian, in the order of the list
//   distribution(design, replication, name, unit, "where", count, quantiles)
//   episodes(design, replication, rows)        rows: as results::encode writes them
//   series(design, replication, position, name, unit, "where", start, step, "values")
//                                             start: days since 1970; "values": floats
//   stories(design, replication, rows)         likewise
// Version 1 has neither series nor stories; it is read, not gone on with.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/experiment/replication_outcome.hpp"
#include "engine/results/distribution.hpp"
#include "engine/results/response.hpp"
#include "engine/results/response_table.hpp"
#include "engine/results/series.hpp"
#include "engine/scenario/read_scenario.hpp"

namespace yhdyspinta::experiment {

/// Name of the store within the folder of an experiment.
inline constexpr const char* kStoreName = "experiment.sqlite";
/// Folder beside it with the event logs that were asked for.
inline constexpr const char* kEventLogs = "event_logs";
inline constexpr int kStoreVersion = 2;

/// A design as a store knows it.
struct StoredDesign {
    std::string name;
    process::Text title;
    std::string scenario;
    std::vector<std::pair<std::string, std::string>> levels;  ///< factor, value
    std::vector<double> places;  ///< of these within the range of each factor, [0, 1]
    std::uint64_t seed = 1;
    bool is_baseline = false;
    std::vector<scenario::WrittenFile> files;  ///< the complete scenario, scenario.yaml first
    std::vector<results::Response> responses;  ///< their values mean nothing
};

/// What is to be found out, and with what.
struct StoreContent {
    std::vector<StoredDesign> designs;
    std::string version;  ///< of the program: another one may give other results
};

/// What is known beside it; results do not depend on it.
struct StoreNotes {
    std::string experiment;  ///< its YAML, as written
    std::string design;      ///< how its points were chosen: key of `design`, or `full`
    std::string command;
    std::uint64_t seed = 1;
    std::uint64_t replications = 0;  ///< planned of each design; the most that precision allows
    std::vector<std::pair<std::string, std::string>> versions;  ///< program and libraries
    std::vector<std::pair<std::string, std::string>> files;     ///< that were read, and their SHA-1
    std::string machine;
};

/// One replication of one design.
struct StoredReplication {
    std::uint64_t replication = 0;  ///< 1-based
    std::optional<ReplicationFailure> failure;
    std::vector<double> values;  ///< one per response of the design; none when it failed
    std::vector<std::string> warnings;
    std::string command;  ///< that repeats it
    std::vector<results::Distribution> distributions;
    std::string episodes;  ///< results::EpisodeTable as bytes; empty unless asked for
    std::vector<results::Series> series;
    std::string stories;  ///< results::StoryTable as bytes; empty unless asked for
};

/// A failed replication and where it belongs.
struct StoredFailure {
    std::size_t design = 0;
    std::uint64_t replication = 0;
    ReplicationFailure failure;
    std::string command;
};

/// A store that is open. What goes wrong with the file (it is full, damaged, written by another
/// process, made by a newer program, no store at all) is a base::UserError that says so.
class Store {
public:
    /// Makes the store of a folder, or goes on with the one that is there. Throws base::UsageError
    /// when the folder holds results and `goes_on` is false, or those of another experiment (the
    /// text says what differs), or something that is no result of ours.
    Store(const std::filesystem::path& folder, const StoreContent& content, const StoreNotes& notes,
          bool goes_on);
    /// Opens a store for reading: the file, or the folder that holds it.
    explicit Store(const std::filesystem::path& path);
    /// Closes it so that all is in the one file.
    ~Store();
    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;

    [[nodiscard]] const std::filesystem::path& file() const;
    [[nodiscard]] const StoreContent& content() const;
    [[nodiscard]] const StoreNotes& notes() const;

    /// One transaction: after it has returned the replication outlives the death of this process.
    /// Replaces a failure; anything else that is there already is a base::InternalError.
    void write(std::size_t design, const StoredReplication& replication);

    /// Numbers of the replications of a design that have results, ascending.
    [[nodiscard]] std::vector<std::uint64_t> finished(std::size_t design) const;
    [[nodiscard]] std::vector<StoredFailure> failures() const;
    /// Nothing when it is not there.
    [[nodiscard]] std::optional<StoredReplication> replication(std::size_t design,
                                                               std::uint64_t number) const;
    /// The results of a design by replication, up to number `last` (0: all). With `wanted`, only
    /// those responses are taken into memory.
    [[nodiscard]] results::ResponseTable table(
        std::size_t design, std::uint64_t last = 0,
        const std::function<bool(const results::Response&)>& wanted = {}) const;

    /// How a response is spread in the replications of a design, in their order.
    [[nodiscard]] std::vector<results::Distribution> distributions(std::size_t design,
                                                                   const std::string& name,
                                                                   const std::string& where) const;

    /// Staff and queues over the calendar in one replication of a design.
    [[nodiscard]] std::vector<results::Series> series(std::size_t design,
                                                      std::uint64_t number) const;

    /// The paths of a few clients, as bytes of a results::StoryTable; empty when there are none.
    [[nodiscard]] std::string stories(std::size_t design, std::uint64_t number) const;

    /// SHA-1 over designs and results in their order; the same however, where, when and in how many
    /// parts they were made.
    [[nodiscard]] std::string digest() const;

private:
    class Database;
    std::unique_ptr<Database> database_;
    StoreContent content_;
    StoreNotes notes_;
};

/// What makes two contents those of different experiments; nothing when they are the same.
[[nodiscard]] std::optional<std::string> difference(const StoreContent& there,
                                                    const StoreContent& here);

}  // namespace yhdyspinta::experiment
