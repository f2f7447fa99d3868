// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/batch_on_slurm.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/base/shell.hpp"
#include "engine/experiment/run_experiment.hpp"

namespace yhdyspinta::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostShards = 100;  // unless --shards says otherwise
constexpr int kAttempts = 3;
// Slurm's own advice is to ask rarely; short runs are not to wait for long.
constexpr std::chrono::seconds kFirstPause{1}, kLongestPause{15};

struct Said {
    int code = 0;
    std::string text;
};

/// Runs a command of Slurm.
Said ask(const std::string& command) {
    Said said;
    std::FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr) throw base::UserError("cannot start a shell");
    std::array<char, 4096> buffer;
    for (std::size_t count = 0; (count = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
        said.text.append(buffer.data(), count);
    }
    const int status = ::pclose(pipe);
    said.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    while (!said.text.empty() && said.text.back() == '\n') said.text.pop_back();
    return said;
}

std::string submit(const std::string& words, const fs::path& script) {
    const Said said =
        ask(fmt::format("sbatch --parsable {} {}", words, base::shell_quoted(script.string())));
    if (said.code == 127) {
        throw base::UsageError(
            "there is no Slurm here (no command 'sbatch'); the same shards run under any "
            "scheduler: "
            "'yhdyspinta batch EXPERIMENT --shard I/N --out SHARD_I', then 'yhdyspinta merge OUT "
            "SHARD_1 …'");
    }
    if (said.code != 0) throw base::UserError("Slurm refused the job: " + said.text);
    return said.text.substr(0, said.text.find(';'));  // ID or ID;CLUSTER
}

/// Jobs that wait or run; empty when none does.
std::string running(const std::vector<std::string>& jobs) {
    std::string text;
    for (const auto& job : jobs) {
        // A job that Slurm has forgotten is an error of squeue, and has ended.
        const Said said = ask(fmt::format("squeue --noheader --array --format=%i --jobs={}", job));
        if (said.code == 0) text += said.text;
    }
    return text;
}

void write_script(const fs::path& path, const std::string& text) {
    std::ofstream file(path, std::ios::trunc);
    file << text;
    file.close();
    if (!file) throw base::UserError(fmt::format("cannot write '{}'", path.string()));
}

std::string list_text(const std::vector<std::size_t>& shards) {
    return fmt::format("{}", fmt::join(shards, ","));
}

/// The work on a cluster, one folder of results.
class SlurmBatch {
public:
    SlurmBatch(const BatchOptions& options, const experiment::StoreContent& content,
               std::uint64_t replications)
        : options_(options),
          content_(content),
          replications_(replications),
          count_(options.slurm->shards > 0 ? options.slurm->shards
                                           : std::min(content.designs.size(), kMostShards)),
          out_(fs::absolute(options.folder())),
          program_(fs::read_symlink("/proc/self/exe")) {}

    void run() {
        std::error_code error;
        if (!options_.resumes && (fs::exists(out_ / "shards", error) ||
                                  fs::exists(out_ / experiment::kStoreName, error))) {
            throw base::UsageError(
                fmt::format("'{}' holds results already; go on with --resume, or name a new folder",
                            options_.folder()));
        }
        fs::create_directories(out_ / "slurm", error);
        fs::create_directories(out_ / "shards", error);
        if (error) {
            throw base::UserError(
                fmt::format("cannot make folders in '{}': {}", out_.string(), error.message()));
        }
        if (options_.resumes) follow(earlier_jobs());
        for (int attempt = 1; attempt <= kAttempts; ++attempt) {
            const auto missing = missing_shards();
            if (missing.empty() && fs::exists(out_ / experiment::kStoreName, error)) return;
            if (attempt > 1) {
                fmt::print(stderr, "shards {} are not whole; submitting them again\n",
                           list_text(missing));
            }
            follow(submit_jobs(missing));
        }
        if (const auto missing = missing_shards(); !missing.empty()) {
            throw base::UserError(
                fmt::format("shards {} are not whole after {} attempts; their logs are in '{}'",
                            list_text(missing), kAttempts, (out_ / "slurm").string()));
        }
    }

private:
    [[nodiscard]] fs::path shard_folder(std::size_t shard) const {
        return out_ / "shards" / std::to_string(shard);
    }

    /// Whether each replication of the shard has ended, well or not.
    [[nodiscard]] bool is_whole(std::size_t shard) const {
        std::error_code error;
        if (!fs::exists(shard_folder(shard) / experiment::kStoreName, error)) return false;
        try {
            const experiment::Store store(shard_folder(shard));
            if (difference(store.content(), content_)) return false;
            std::vector<std::set<std::uint64_t>> known(content_.designs.size());
            for (std::size_t d = 0; d < known.size(); ++d) {
                for (const auto number : store.finished(d)) known[d].insert(number);
            }
            for (const auto& each : store.failures()) known[each.design].insert(each.replication);
            const auto tasks = experiment::tasks_of(known.size(), replications_, {shard, count_});
            return std::all_of(tasks.begin(), tasks.end(), [&known](const auto& task) {
                return known[task.design].count(task.replication) > 0;
            });
        } catch (const base::UserError&) {
            return false;  // being written, or cut short
        }
    }

    [[nodiscard]] std::vector<std::size_t> missing_shards() const {
        std::vector<std::size_t> missing;
        for (std::size_t shard = 1; shard <= count_; ++shard) {
            if (!is_whole(shard)) missing.push_back(shard);
        }
        return missing;
    }

    [[nodiscard]] std::vector<std::string> earlier_jobs() const {
        std::vector<std::string> jobs;
        std::ifstream file(out_ / "slurm" / "jobs");
        for (std::string job; file >> job;) jobs.push_back(job);
        return jobs;
    }

    [[nodiscard]] std::string head(const std::string& name) const {
        std::string text = fmt::format("#!/bin/bash\n#SBATCH --job-name={}\n", name);
        const SlurmOptions& slurm = *options_.slurm;
        if (slurm.partition) text += fmt::format("#SBATCH --partition={}\n", *slurm.partition);
        if (slurm.account) text += fmt::format("#SBATCH --account={}\n", *slurm.account);
        return text;
    }

    [[nodiscard]] std::vector<std::string> submit_jobs(const std::vector<std::size_t>& shards) {
        std::vector<std::string> jobs;
        std::string dependency;
        if (!shards.empty()) {
            std::string text = head("yhdyspinta");
            if (options_.slurm->time)
                text += fmt::format("#SBATCH --time={}\n", *options_.slurm->time);
            text += fmt::format(
                "#SBATCH --array={}\n#SBATCH --ntasks=1\n#SBATCH --cpus-per-task={}\n"
                "#SBATCH --output=\"{}/shard_%a.log\"\n"
                "cd {}\n"
                "exec {} batch {} --out {}/\"$SLURM_ARRAY_TASK_ID\" "
                "--shard \"$SLURM_ARRAY_TASK_ID/{}\" --replications {} --jobs {} --resume{}\n",
                list_text(shards), options_.jobs, (out_ / "slurm").string(),
                base::shell_quoted(fs::current_path().string()),
                base::shell_quoted(program_.string()), base::shell_quoted(options_.file),
                base::shell_quoted((out_ / "shards").string()), count_, replications_,
                options_.jobs, options_.is_strict ? " --strict" : "");
            write_script(out_ / "slurm" / "shards.sh", text);
            jobs.push_back(submit("", out_ / "slurm" / "shards.sh"));
            dependency = "--dependency=afterany:" + jobs.front();
        }
        std::string text = head("yhdyspinta_merge");
        text +=
            fmt::format("#SBATCH --output=\"{}/merge.log\"\ncd {}\nexec {} merge {}",
                        (out_ / "slurm").string(), base::shell_quoted(fs::current_path().string()),
                        base::shell_quoted(program_.string()), base::shell_quoted(out_.string()));
        for (std::size_t shard = 1; shard <= count_; ++shard) {
            text += " " + base::shell_quoted(shard_folder(shard).string());
        }
        write_script(out_ / "slurm" / "merge.sh", text + "\n");
        jobs.push_back(submit(dependency, out_ / "slurm" / "merge.sh"));
        const std::string both = fmt::format("{}", fmt::join(jobs, " "));
        write_script(out_ / "slurm" / "jobs", both + "\n");
        fmt::print(stderr,
                   "{} shard{} submitted to Slurm, jobs {}; stopping this command leaves them "
                   "running, 'scancel {}' stops them\n",
                   shards.size(), shards.size() == 1 ? "" : "s", both, both);
        return jobs;
    }

    static void follow(const std::vector<std::string>& jobs) {
        auto pause = kFirstPause;
        while (!running(jobs).empty()) {
            std::this_thread::sleep_for(pause);
            pause = std::min(2 * pause, kLongestPause);
        }
    }

    const BatchOptions& options_;
    const experiment::StoreContent& content_;
    std::uint64_t replications_;
    std::size_t count_;
    fs::path out_;
    fs::path program_;
};

}  // namespace

void batch_on_slurm(const BatchOptions& options, const experiment::StoreContent& content,
                    std::uint64_t replications) {
    SlurmBatch(options, content, replications).run();
}

}  // namespace yhdyspinta::cli
