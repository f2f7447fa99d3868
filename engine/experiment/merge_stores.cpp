// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/merge_stores.hpp"

#include <algorithm>
#include <set>
#include <system_error>

#include <fmt/format.h>

#include "engine/base/error.hpp"

namespace yhdyspinta::experiment {

namespace fs = std::filesystem;

namespace {

/// The same bits; what was not measured is equal to itself.
bool is_same(const StoredReplication& a, const StoredReplication& b) {
    const auto equal = [](double x, double y) { return x == y || (x != x && y != y); };
    const auto all_equal = [&equal](const auto& x, const auto& y) {
        return std::equal(x.begin(), x.end(), y.begin(), y.end(), equal);
    };
    const auto is_same_distribution = [&](const auto& x, const auto& y) {
        return x.name == y.name && x.unit == y.unit && x.where == y.where && x.count == y.count &&
               all_equal(x.quantiles, y.quantiles);
    };
    return all_equal(a.values, b.values) &&
           std::equal(a.distributions.begin(), a.distributions.end(), b.distributions.begin(),
                      b.distributions.end(), is_same_distribution) &&
           a.episodes == b.episodes && a.stories == b.stories &&
           std::equal(a.series.begin(), a.series.end(), b.series.begin(), b.series.end(),
                      [](const auto& x, const auto& y) { return results::is_same(x, y); });
}

void take(Store& out, const Store& shard, std::size_t design, std::uint64_t number) {
    const auto made = shard.replication(design, number);
    const auto there = out.replication(design, number);
    if (there && !there->failure) {
        if (is_same(*there, *made)) return;
        throw base::UsageError(
            fmt::format("'{}' has other results for replication {} of design '{}' than what was "
                        "joined before; one of them was not made by this program from these files",
                        shard.file().string(), number, out.content().designs[design].name));
    }
    out.write(design, *made);
}

void copy_event_logs(const fs::path& from, const fs::path& to) {
    std::error_code error;
    if (!fs::is_directory(from, error)) return;
    fs::create_directories(to, error);
    for (const auto& entry : fs::directory_iterator(from)) {
        if (entry.path().extension() != ".csv") continue;  // left over by a process that was killed
        fs::copy_file(entry.path(), to / entry.path().filename(),
                      fs::copy_options::overwrite_existing, error);
        if (error) {
            throw base::UserError(fmt::format("cannot copy '{}' to '{}': {}", entry.path().string(),
                                              to.string(), error.message()));
        }
    }
}

}  // namespace

Store merge_stores(const fs::path& out, const std::vector<fs::path>& paths,
                   const std::string& command) {
    std::vector<Store> shards;
    shards.reserve(paths.size());
    for (const auto& path : paths) shards.emplace_back(path);
    StoreNotes notes = shards.front().notes();
    notes.command = command;
    for (const auto& shard : shards) {
        if (const auto what = difference(shards.front().content(), shard.content())) {
            throw base::UsageError(
                fmt::format("'{}' does not belong to the same experiment as '{}': {}",
                            shard.file().string(), shards.front().file().string(), *what));
        }
        notes.replications = std::max(notes.replications, shard.notes().replications);
    }
    Store joined(out, shards.front().content(), notes, true);
    for (const auto& shard : shards) {
        for (std::size_t d = 0; d < shard.content().designs.size(); ++d) {
            for (const auto number : shard.finished(d)) take(joined, shard, d, number);
        }
        for (const auto& failure : shard.failures()) {
            const auto there = joined.replication(failure.design, failure.replication);
            if (there && !there->failure) continue;  // another shard has it
            joined.write(failure.design, *shard.replication(failure.design, failure.replication));
        }
        copy_event_logs(shard.file().parent_path() / kEventLogs,
                        joined.file().parent_path() / kEventLogs);
    }
    return joined;
}

std::vector<BatchTask> missing_in(const Store& store) {
    std::vector<std::set<std::uint64_t>> known(store.content().designs.size());
    for (std::size_t d = 0; d < known.size(); ++d) {
        for (const auto number : store.finished(d)) known[d].insert(number);
    }
    for (const auto& failure : store.failures()) known[failure.design].insert(failure.replication);
    std::vector<BatchTask> missing;
    for (const auto& task : tasks_of(known.size(), store.notes().replications, {})) {
        if (known[task.design].count(task.replication) == 0) missing.push_back(task);
    }
    return missing;
}

std::string missing_text(const Store& store, const std::vector<BatchTask>& missing) {
    std::string text;
    for (std::size_t d = 0; d < store.content().designs.size(); ++d) {
        std::string ranges;
        for (std::size_t i = 0; i < missing.size(); ++i) {
            if (missing[i].design != d) continue;
            const std::uint64_t first = missing[i].replication;
            std::uint64_t last = first;
            for (std::size_t k = i + 1; k < missing.size(); ++k) {
                if (missing[k].design != d) continue;
                if (missing[k].replication != last + 1) break;
                last = missing[k].replication;
                i = k;
            }
            ranges +=
                (ranges.empty() ? "" : ", ") +
                (first == last ? fmt::format("{}", first) : fmt::format("{}-{}", first, last));
        }
        if (ranges.empty()) continue;
        text += fmt::format("  {}: {}\n", store.content().designs[d].name, ranges);
    }
    return text;
}

}  // namespace yhdyspinta::experiment
