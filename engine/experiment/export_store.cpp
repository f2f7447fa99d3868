// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/export_store.hpp"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/experiment/output_folder.hpp"
#include "engine/results/csv_writer.hpp"
#include "engine/results/distribution.hpp"
#include "engine/results/episode_table.hpp"
#include "engine/results/number_text.hpp"
#include "engine/results/story_table.hpp"

namespace yhdyspinta::experiment {

namespace {

using results::csv_field;
using results::exact_text;

constexpr const char* kDesigns = "designs.csv";
constexpr const char* kSummary = "summary.csv";
constexpr const char* kReplications = "replications.csv";
constexpr const char* kFailures = "failures.csv";
constexpr const char* kDistributions = "distributions.csv";
constexpr const char* kEpisodes = "episodes.csv";
constexpr const char* kSeries = "series.csv";
constexpr const char* kStories = "stories.csv";

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

/// The shortest that reads back as it is; nothing where there was nothing to be measured.
std::string float_text(float value) {
    return std::isnan(value) ? std::string() : fmt::format("{}", value);
}

void write_distributions(const Store& store, const OutputFolder& folder) {
    CsvFile file(folder, kDistributions, "design,replication,name,unit,where,count,share,quantile");
    for (std::size_t d = 0; d < store.content().designs.size(); ++d) {
        const std::string design = csv_field(store.content().designs[d].name);
        for (const auto number : store.finished(d)) {
            const auto replication = store.replication(d, number);
            if (!replication) continue;
            for (const auto& spread : replication->distributions) {
                for (std::size_t q = 0; q < spread.quantiles.size(); ++q) {
                    file.row({design, std::to_string(number), csv_field(spread.name),
                              csv_field(spread.unit), csv_field(spread.where),
                              std::to_string(spread.count), exact_text(results::quantile_share(q)),
                              exact_text(spread.quantiles[q])});
                }
            }
        }
    }
    file.close();
}

/// The fields of an episode behind those that say whose it is.
std::vector<std::string> episode_fields(const results::EpisodeRow& row) {
    const auto truth = [](bool is_so) { return is_so ? "true" : "false"; };
    return {truth(row.is_closed),
            truth(row.is_met),
            truth(row.is_contacted),
            truth(row.is_served),
            float_text(row.severity),
            float_text(row.recognised),
            float_text(row.first_wait),
            float_text(row.effective_wait),
            float_text(row.gap),
            float_text(row.work),
            float_text(row.duplicate_work),
            float_text(row.cost),
            std::to_string(row.tellings),
            std::to_string(row.handovers)};
}

/// A row for each episode, where the experiment asked for them; its units stand in the heading.
void write_episodes(const Store& store, const OutputFolder& folder) {
    std::optional<CsvFile> file;
    std::vector<std::string> attributes;
    for (std::size_t d = 0; d < store.content().designs.size(); ++d) {
        const std::string design = csv_field(store.content().designs[d].name);
        for (const auto number : store.finished(d)) {
            const auto replication = store.replication(d, number);
            if (!replication || replication->episodes.empty()) continue;
            const auto table = results::decode_episodes(replication->episodes);
            if (!file) {
                std::string heading = "design,replication,client,need";
                for (const auto& group : table.groups) {
                    attributes.push_back(group.attribute);
                    heading += "," + csv_field(group.attribute);
                }
                file.emplace(folder, kEpisodes,
                             heading +
                                 ",is_closed,is_met,is_contacted,is_served,severity,"
                                 "recognised_d,first_wait_d,effective_wait_d,gap_d,work_h,"
                                 "duplicate_work_h,cost_EUR,tellings,handovers");
            }
            // Another scenario may have other attributes, or the same in another order.
            std::vector<const results::EpisodeTable::Group*> groups;
            for (const auto& attribute : attributes) {
                const auto found = std::find_if(
                    table.groups.begin(), table.groups.end(),
                    [&attribute](const auto& group) { return group.attribute == attribute; });
                groups.push_back(found == table.groups.end() ? nullptr : &*found);
            }
            for (std::size_t r = 0; r < table.rows.size(); ++r) {
                const auto& row = table.rows[r];
                std::vector<std::string> fields{design, std::to_string(number),
                                                std::to_string(row.client),
                                                csv_field(table.needs[row.need])};
                for (const auto* group : groups) {
                    const std::uint16_t level =
                        group == nullptr
                            ? results::EpisodeTable::kNoLevel
                            : table.levels[r * table.groups.size() +
                                           static_cast<std::size_t>(group - table.groups.data())];
                    fields.push_back(level == results::EpisodeTable::kNoLevel
                                         ? std::string()
                                         : csv_field(group->levels[level]));
                }
                const auto rest = episode_fields(row);
                fields.insert(fields.end(), rest.begin(), rest.end());
                file->row(fields);
            }
        }
    }
    if (!file) file.emplace(folder, kEpisodes, "design,replication,client,need");
    file->close();
}

std::string date_text(std::chrono::sys_days day) {
    const std::chrono::year_month_day date(day);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

void write_series(const Store& store, const OutputFolder& folder) {
    CsvFile file(folder, kSeries, "design,replication,name,unit,where,start,value");
    for (std::size_t d = 0; d < store.content().designs.size(); ++d) {
        const std::string design = csv_field(store.content().designs[d].name);
        for (const auto number : store.finished(d)) {
            for (const auto& series : store.series(d, number)) {
                auto start = series.start;
                for (const float value : series.values) {
                    file.row({design, std::to_string(number), csv_field(series.name),
                              csv_field(series.unit), csv_field(series.where), date_text(start),
                              float_text(value)});
                    start += std::chrono::days(series.step);
                }
            }
        }
    }
    file.close();
}

/// What stands in the columns `service` and `to` of an event.
std::pair<std::string, std::string> places_text(const results::StoryTable& table,
                                                const results::StoryEvent& event) {
    using results::StoryKind;
    const auto service = [&table](std::uint16_t place) {
        return place < table.services.size() ? csv_field(table.services[place]) : std::string();
    };
    const bool is_gap = event.kind == StoryKind::gap_begins;
    const bool is_handover =
        event.kind >= StoryKind::handover_proposed && event.kind <= StoryKind::handover_returned;
    return {is_gap ? fmt::format("G{}", event.place) : service(event.place),
            is_handover ? service(event.other) : std::string()};
}

void write_stories(const Store& store, const OutputFolder& folder) {
    CsvFile file(folder, kStories, "design,replication,client,life,need,time,event,service,to");
    for (std::size_t d = 0; d < store.content().designs.size(); ++d) {
        const std::string design = csv_field(store.content().designs[d].name);
        for (const auto number : store.finished(d)) {
            const auto stories = store.stories(d, number);
            if (stories.empty()) continue;
            const auto table = results::decode_stories(stories);
            for (const auto& episode : table.episodes) {
                for (const auto& event : episode.events) {
                    const auto [service, to] = places_text(table, event);
                    file.row({design, std::to_string(number), std::to_string(episode.client),
                              std::to_string(episode.life), csv_field(table.needs[episode.need]),
                              float_text(event.time), std::string(name_of(event.kind)), service,
                              to});
                }
            }
        }
    }
    file.close();
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
    const std::vector<std::string> names{kDesigns, kSummary, kReplications,  kFailures,
                                         kSeries,  kStories, kDistributions, kEpisodes};
    const OutputFolder folder(path, names);
    write_designs(store, folder);
    write_responses(store, folder);
    write_failures(store, folder);
    write_distributions(store, folder);
    write_episodes(store, folder);
    write_series(store, folder);
    write_stories(store, folder);
    const nlohmann::ordered_json head = {
        {"status", "complete"}, {"command", "yhdyspinta export"}, {"digest", store.digest()}};
    folder.write(kManifestName, folder.manifest(head, names).dump(2) + "\n");
}

}  // namespace yhdyspinta::experiment
