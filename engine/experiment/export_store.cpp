// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/export_store.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/experiment/output_folder.hpp"
#include "engine/results/csv_writer.hpp"
#include "engine/results/number_text.hpp"

namespace yhdyspinta::experiment {

namespace {

using results::csv_field;
using results::exact_text;

constexpr const char* kDesigns = "designs.csv";
constexpr const char* kSummary = "summary.csv";
constexpr const char* kReplications = "replications.csv";
constexpr const char* kFailures = "failures.csv";

/// A CSV file that says so when it cannot be written.
class CsvFile {
public:
    CsvFile(const OutputFolder& folder, const char* name, const std::string& heading)
        : path_(folder.path_of(name)), out_(path_, std::ios::binary | std::ios::trunc) {
        row({heading});
    }
    /// Fields that are ready to be written.
    void row(const std::vector<std::string>& fields) {
        out_ << fmt::format("{}", fmt::join(fields, ",")) << "\r\n";
    }
    void close() {
        out_.close();
        if (out_) return;
        throw base::UserError(
            fmt::format("cannot write '{}': {}", path_.string(), std::strerror(errno)));
    }

private:
    std::filesystem::path path_;
    std::ofstream out_;
};

const char* kind_text(ReplicationFailure::Kind kind) {
    switch (kind) {
        case ReplicationFailure::Kind::model: return "model";
        case ReplicationFailure::Kind::user: return "user";
        case ReplicationFailure::Kind::internal: return "internal";
        case ReplicationFailure::Kind::crash: break;
    }
    return "crash";
}

void write_designs(const Store& store, const OutputFolder& folder) {
    const auto& designs = store.content().designs;
    std::string heading = "design,scenario,is_baseline,seed";
    for (const auto& [factor, value] : designs.front().levels) heading += "," + csv_field(factor);
    CsvFile file(folder, kDesigns, heading);
    for (const auto& design : designs) {
        std::vector<std::string> fields{csv_field(design.name), csv_field(design.scenario),
                                        design.is_baseline ? "true" : "false",
                                        std::to_string(design.seed)};
        for (const auto& [factor, value] : design.levels) fields.push_back(csv_field(value));
        file.row(fields);
    }
    file.close();
}

void write_responses(const Store& store, const OutputFolder& folder) {
    CsvFile summary(folder, kSummary, "design,name,unit,where,mean,half_width,replications");
    CsvFile replications(folder, kReplications, "design,replication,name,unit,where,value");
    for (std::size_t d = 0; d < store.content().designs.size(); ++d) {
        const std::string design = csv_field(store.content().designs[d].name);
        const auto table = store.table(d);
        for (const auto& row : table.summarise()) {
            summary.row({design, csv_field(row.name), csv_field(row.unit), csv_field(row.where),
                         exact_text(row.mean), exact_text(row.half_width),
                         std::to_string(row.replications)});
        }
        for (std::size_t i = 0; i < table.replications().size(); ++i) {
            for (const auto& row : table.rows()) {
                replications.row({design, std::to_string(table.replications()[i]),
                                  csv_field(row.name), csv_field(row.unit), csv_field(row.where),
                                  exact_text(row.values[i])});
            }
        }
    }
    summary.close();
    replications.close();
}

void write_failures(const Store& store, const OutputFolder& folder) {
    CsvFile file(folder, kFailures, "design,replication,kind,text,command");
    for (const auto& each : store.failures()) {
        file.row({csv_field(store.content().designs[each.design].name),
                  std::to_string(each.replication), kind_text(each.failure.kind),
                  csv_field(each.failure.text), csv_field(each.command)});
    }
    file.close();
}

}  // namespace

void export_store(const Store& store, const std::filesystem::path& path) {
    const std::vector<std::string> names{kDesigns, kSummary, kReplications, kFailures};
    const OutputFolder folder(path, names);
    write_designs(store, folder);
    write_responses(store, folder);
    write_failures(store, folder);
    const nlohmann::ordered_json head = {
        {"status", "complete"}, {"command", "yhdyspinta export"}, {"digest", store.digest()}};
    folder.write(kManifestName, folder.manifest(head, names).dump(2) + "\n");
}

}  // namespace yhdyspinta::experiment
