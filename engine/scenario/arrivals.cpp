// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/arrivals.hpp"

#include <algorithm>
#include <cmath>

#include "engine/scenario/table_file.hpp"

namespace yhdyspinta::scenario {

using document::Node;
using process::AlreadyWaiting;
using process::Recorded;
using process::RecordedUnit;
using process::Source;

const Table<AlreadyWaiting>& already_waiting_table() {
    static const Table<AlreadyWaiting> kTable{
        "already_waiting",
        "Entities that are there at the start and have waited in front of the first step.",
        {
            field("count", &AlreadyWaiting::count, large_whole(Range::between(0, 10'000'000)),
                  "how many")
                .required(),
            field("waited", &AlreadyWaiting::waited, law_of_durations(),
                  "how long each has waited at the start")
                .required(),
        }};
    return kTable;
}

void check_arrival_keys(Reader& reader, const Node& node, const std::string& path,
                        const Source& source) {
    static const std::vector<std::string> kWays{"rate", "interarrival", "at", "on", "recorded"};
    const std::string list = "'rate', 'interarrival', 'at', 'on' or 'recorded'";
    std::vector<const document::Entry*> given;
    for (const auto& way : kWays) {
        if (const auto* entry = node.find_entry(way)) given.push_back(entry);
    }
    if (given.size() > 1) {
        reader.error(given[1]->key_position, path,
                     fmt::format("'{}' and '{}' are both given; expected at most one of {}",
                                 given[0]->key, given[1]->key, list));
        return;
    }
    if (given.empty() && node.find("already_waiting") == nullptr) {
        reader.error(
            node.position, path,
            fmt::format("missing key {}; expected one of them, or 'already_waiting'", list));
        return;
    }
    const std::string way = given.empty() ? "already_waiting" : given.front()->key;
    // What a key needs beside it.
    const auto needs = [&](const char* key, const std::vector<std::string>& ways,
                           const std::string& words, const char* why) {
        const auto* entry = node.find_entry(key);
        if (entry == nullptr || std::find(ways.begin(), ways.end(), way) != ways.end()) return;
        reader.error(entry->key_position, path,
                     fmt::format("'{}' needs the key {}: {}", key, words, why));
    };
    needs("profile", {"rate"}, "'rate'", "it says by what the rate is multiplied");
    needs("time", {"on"}, "'on'", "it says when on these days");
    needs("first_at", {"rate", "interarrival"}, "'rate' or 'interarrival'",
          "other arrivals have times of their own");
    needs("batch", kWays, list, "it says how many arrive together");
    needs("count", kWays, list, "it says after how many arrivals they end");
    if (const auto* first = node.find_entry("first_at");
        first != nullptr && node.find("profile") != nullptr) {
        reader.error(first->key_position, path,
                     "'first_at' does not go with 'profile', which says when arrivals can come");
    }
    for (const char* key : {"at", "on"}) {
        const Node* times = node.find(key);
        if (times != nullptr && times->is_list() && times->items.empty()) {
            reader.error(times->position, document::join_path(path, key),
                         fmt::format("is empty; expected at least one {}",
                                     std::string(key) == "at" ? "duration such as '2 h'"
                                                              : "day rule such as 08-15"));
        }
    }
    if (source.batch) {
        const std::string inner = document::join_path(path, "batch");
        const auto& law = source.batch->law;
        if (law.lowest() < 0.0) {
            reader.error(
                source.batch->position, inner,
                fmt::format("'{}' can be negative; expected numbers >= 0", source.batch->text));
        } else if (law.highest() < 0.5) {
            reader.error(
                source.batch->position, inner,
                fmt::format("'{}' always rounds to 0, so nobody would arrive", source.batch->text));
        }
    }
}

void load_recorded(Reader& reader, const Node& node, const std::string& path, Recorded& recorded) {
    const Node* name = node.find("table");
    if (name == nullptr || !name->is_scalar() || name->text.empty()) return;
    auto file = read_table(reader, name->text, name->position, document::join_path(path, "table"));
    if (!file) return;
    keep_rows(reader, node, path, recorded.where, *file);
    check_attribute_columns(reader, node, path, recorded.attributes_from, *file);
    recorded.columns = file->table.columns;
    for (const auto& row : file->table.rows) recorded.rows.push_back(row.cells);

    const Node* time = node.find("time");
    if (time == nullptr || !time->is_scalar() || time->text.empty()) return;
    const auto column =
        find_column(reader, *file, time->text, time->position, document::join_path(path, "time"));
    const Node* unit = node.find("unit");
    if (!column || unit == nullptr || unit->is_null()) return;
    static const std::vector<std::pair<RecordedUnit, double>> kSeconds{
        {RecordedUnit::minutes, 60.0},
        {RecordedUnit::hours, 3600.0},
        {RecordedUnit::days, 86400.0}};
    constexpr double kFarthest = 1e11;  // [s] some 3000 years
    for (const auto& row : file->table.rows) {
        const std::string& cell = row.cells[*column];
        const base::Position position{file->index, row.line, 1};
        const bool is_date = recorded.unit == RecordedUnit::date;
        const auto value = is_date ? parse_date_and_time(cell) : parse_number(cell, "a number");
        if (const auto* problem = std::get_if<Problem>(&value)) {
            std::string hint = problem->hint;
            if (hint.empty() && !is_date &&
                std::holds_alternative<double>(parse_date_and_time(cell))) {
                hint = "a column of dates has 'unit: date'";
            }
            reader.error(position, time->text, problem->message, hint);
            recorded.times.clear();
            return;  // one bad cell of a column tells enough
        }
        double seconds = std::get<double>(value);
        for (const auto& [which, factor] : kSeconds) {
            if (which == recorded.unit) seconds *= factor;
        }
        if (!is_date && std::abs(seconds) > kFarthest) {
            reader.error(position, time->text,
                         fmt::format("{} is more than 3000 years from the start", cell));
            recorded.times.clear();
            return;
        }
        recorded.times.push_back(seconds);
    }
}

namespace {

void collect_rules(const process::System& system, const process::DaySetDescription& set,
                   calendar::DaySet& into) {
    into.rules.insert(into.rules.end(), set.rules.begin(), set.rules.end());
    for (const auto& include : set.includes) {
        const auto* other = process::find(system.day_sets, include.name);
        if (other != nullptr) collect_rules(system, other->value, into);
    }
}

bool has_day_in_run(const process::System& system, const process::DaySetDescription& on) {
    calendar::DaySet days;
    collect_rules(system, on, days);
    const auto first = std::chrono::sys_days(system.run.start);
    const auto last = static_cast<int>(std::ceil(system.run.length.in_days()));
    for (int day = 0; day < last; ++day) {
        if (days.contains(std::chrono::year_month_day(first + std::chrono::days(day)))) return true;
    }
    return false;
}

}  // namespace

void warn_of_late_arrivals(Reader& reader, const process::System& system) {
    const base::Duration length = system.run.length;
    for (const auto& source : system.sources) {
        const std::string path = "sources." + source.name;
        const auto warn = [&](const char* key, std::size_t late, std::size_t all) {
            if (late == 0) return;
            reader.warning(source.position, document::join_path(path, key),
                           fmt::format("{} of {} arrivals {} after the end of the run of {} and "
                                       "{} ignored",
                                       late, all, late == 1 ? "comes" : "come",
                                       duration_text(length), late == 1 ? "is" : "are"));
        };
        const auto& at = source.value.at;
        warn("at",
             static_cast<std::size_t>(
                 std::count_if(at.begin(), at.end(), [&](auto t) { return t > length; })),
             at.size());
        if (source.value.on && !has_day_in_run(system, *source.value.on)) {
            reader.warning(source.position, document::join_path(path, "on"),
                           fmt::format("names no day of the run of {} from {}",
                                       duration_text(length), date_text(system.run.start)));
        }
        if (!source.value.recorded) continue;
        const auto& recorded = *source.value.recorded;
        std::size_t late = 0;
        for (std::size_t row = 0; row < recorded.times.size(); ++row) {
            late += recorded.since_start(row, system.run.start) > length ? 1 : 0;
        }
        warn("recorded", late, recorded.times.size());
    }
}

}  // namespace yhdyspinta::scenario
