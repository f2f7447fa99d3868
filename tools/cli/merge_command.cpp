// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <filesystem>
#include <vector>

#include <fmt/format.h>

#include "engine/base/shell.hpp"
#include "engine/experiment/export_store.hpp"
#include "engine/experiment/merge_stores.hpp"
#include "tools/cli/experiment_commands.hpp"
#include "tools/cli/experiment_table.hpp"

namespace yhdyspinta::cli {

ExitCode merge(const MergeOptions& options) {
    std::string command = "yhdyspinta merge " + base::shell_quoted(options.out);
    std::vector<std::filesystem::path> shards;
    for (const auto& shard : options.shards) {
        command += " " + base::shell_quoted(shard);
        shards.emplace_back(shard);
    }
    const auto store = experiment::merge_stores(options.out, shards, command);
    const auto missing = experiment::missing_in(store);
    const auto failures = store.failures();
    std::size_t done = 0;
    for (std::size_t d = 0; d < store.content().designs.size(); ++d) {
        done += store.finished(d).size();
    }
    fmt::print(stderr, "{}", failures_text(store));
    fmt::print("{}: {} replications of {} designs, {} failed, {} missing; digest {}\n",
               store.file().string(), done, store.content().designs.size(), failures.size(),
               missing.size(), store.digest());
    if (missing.empty()) return code_of(failures);
    fmt::print(stderr,
               "missing replications, by design; run their shards again with --resume and join "
               "them:\n{}",
               experiment::missing_text(store, missing));
    return ExitCode::usage;
}

ExitCode export_results(const ExportOptions& options) {
    const experiment::Store store(options.store);
    experiment::export_store(store, options.out);
    fmt::print("{} has the results of {} designs; digest {}\n", options.out,
               store.content().designs.size(), store.digest());
    return ExitCode::done;
}

}  // namespace yhdyspinta::cli
