// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/experiment_options.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <string_view>
#include <thread>

#include <fmt/format.h>

#include "tools/cli/experiment_commands.hpp"
#include "tools/cli/whole_number.hpp"

namespace yhdyspinta::cli {

namespace {

constexpr std::size_t kMostShards = 10'000;

/// `2/5`
std::optional<experiment::Shard> parse_shard(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    experiment::Shard shard;
    const auto read = [](std::string_view part, std::size_t& into) {
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), into);
        return error == std::errc() && end == part.data() + part.size();
    };
    if (!read(text.substr(0, slash), shard.number) || !read(text.substr(slash + 1), shard.count) ||
        shard.number < 1 || shard.number > shard.count || shard.count > kMostShards) {
        return std::nullopt;
    }
    return shard;
}

}  // namespace

std::string BatchOptions::folder() const {
    return out.value_or(std::filesystem::path(file).stem().stem().string() + "_results");
}

ExperimentCommands::ExperimentCommands(CLI::App& app) {
    batch_ = app.add_subcommand(
        "batch", "simulates an experiment into a store, and shows how its designs differ");
    batch_options_.jobs = std::max(1u, std::thread::hardware_concurrency());
    batch_->add_option("EXPERIMENT", batch_options_.file, "experiment file")
        ->required()
        ->type_name("");
    batch_
        ->add_option("--out", batch_options_.out,
                     "folder of the results; default: EXPERIMENT_results, in this folder")
        ->type_name("DIR");
    batch_
        ->add_option("--jobs", batch_options_.jobs,
                     "replications at a time; changes no result; default: one per "
                     "core, with --slurm one")
        ->type_name("J")
        ->check(whole_number(1, 4096));
    batch_->add_flag("--resume", batch_options_.resumes,
                     "goes on where an earlier run stopped; failures are tried again");
    auto* shard =
        batch_
            ->add_option_function<std::string>(
                "--shard",
                [this](const std::string& text) { batch_options_.shard = *parse_shard(text); },
                "runs only the I-th of N parts; 'merge' joins them")
            ->type_name("I/N")
            ->check(CLI::Validator(
                [](const std::string& text) {
                    return parse_shard(text)
                               ? std::string()
                               : fmt::format(
                                     "'{}' is not of the form I/N with 1 <= I <= N <= {}, "
                                     "e.g. 2/5",
                                     text, kMostShards);
                },
                ""));
    batch_
        ->add_option("--replications", batch_options_.replications,
                     "of each design; default: as the file says")
        ->type_name("N")
        ->check(whole_number(1, 1'000'000));
    batch_->add_flag("--strict", batch_options_.is_strict, "takes every warning for an error");
    batch_->add_flag("--all", batch_options_.shows_all, "shows every response in the table");
    auto* slurm = batch_
                      ->add_flag("--slurm", is_for_slurm_,
                                 "hands the work to Slurm as an array job, follows it and joins "
                                 "the parts")
                      ->excludes(shard);
    batch_
        ->add_option("--shards", slurm_options_.shards,
                     "tasks of the array; default: one per design, at most 100")
        ->type_name("N")
        ->check(whole_number(1, kMostShards))
        ->needs(slurm);
    batch_->add_option("--partition", slurm_options_.partition, "of the cluster")
        ->type_name("NAME")
        ->needs(slurm);
    batch_->add_option("--time", slurm_options_.time, "limit of a task, e.g. 02:00:00")
        ->type_name("LIMIT")
        ->needs(slurm);
    batch_->add_option("--account", slurm_options_.account, "project that pays")
        ->type_name("NAME")
        ->needs(slurm);
    batch_->footer(
        "An experiment:\n"
        "  schema: 1\n"
        "  scenarios: {today: today.yaml, joined: joined.yaml}\n"
        "  factors: {servers: {set: resources.desk.servers, levels: [1, 2]}}\n"
        "  replications: 30\n"
        "'yhdyspinta describe experiment' tells every key.");

    merge_ = app.add_subcommand("merge", "joins the results of shards into one store");
    merge_->add_option("OUT", merge_options_.out, "folder of the joined results")
        ->required()
        ->type_name("");
    merge_->add_option("SHARD", merge_options_.shards, "folders of the shards")
        ->required()
        ->type_name("");

    export_ = app.add_subcommand("export", "writes the results of an experiment as CSV files");
    export_->add_option("STORE", export_options_.store, "folder of the results, or their file")
        ->required()
        ->type_name("");
    export_->add_option("--out", export_options_.out, "folder of the CSV files")
        ->required()
        ->type_name("DIR");
}

std::optional<std::function<ExitCode()>> ExperimentCommands::asked() const {
    if (*batch_) {
        BatchOptions options = batch_options_;
        if (is_for_slurm_) {
            options.slurm = slurm_options_;
            // The cores of this machine say nothing about those of the cluster.
            if (batch_->get_option("--jobs")->count() == 0) options.jobs = 1;
        }
        return [options] { return batch(options); };
    }
    if (*merge_) return [options = merge_options_] { return merge(options); };
    if (*export_) return [options = export_options_] { return export_results(options); };
    return std::nullopt;
}

std::unique_ptr<ExperimentCommands> add_experiment_commands(CLI::App& app) {
    return std::make_unique<ExperimentCommands>(app);
}

}  // namespace yhdyspinta::cli
