// SPDX-License-Identifier: Apache-2.0
#include "tests/support/run_scenario.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>

#include <fmt/format.h>

#include "engine/event_log/event_log.hpp"
#include "engine/experiment/replicate.hpp"
#include "engine/experiment/run_replications.hpp"
#include "engine/scenario/read_scenario.hpp"
#include "engine/simulation/simulate.hpp"

namespace yhdyspinta::test {

namespace {

struct Silent : experiment::ProgressListener {
    void advanced(std::size_t, std::size_t) override {}
};

template <class Read>
process::System read(Read&& reader) {
    base::Diagnostics diagnostics;
    auto file = reader(diagnostics);
    if (!file) throw std::runtime_error(diagnostics.to_text());
    return std::move(file->system);
}

results::ResponseTable run(process::System system, const Settings& settings) {
    if (settings.replications > 0)
        system.run.replications = static_cast<int>(settings.replications);
    if (settings.seed > 0) system.run.seed = settings.seed;
    const simulation::CompiledSystem compiled(system);
    experiment::Plan plan;
    plan.jobs = 2;
    plan.replications.emplace_back();
    for (int i = 1; i <= system.run.replications; ++i) {
        plan.replications[0].push_back(static_cast<std::uint64_t>(i));
    }
    plan.replicate = [&](std::size_t, std::uint64_t replication) {
        return experiment::replicate(compiled, system.run.seed, replication, std::nullopt);
    };
    Silent silent;
    results::ResponseTable table;
    const auto outcomes = experiment::run_replications(plan, silent);
    for (const auto& outcome : outcomes.at(0)) {
        if (const auto* failure = std::get_if<experiment::ReplicationFailure>(&outcome)) {
            throw std::runtime_error(failure->text);
        }
        table.add(std::get<results::ReplicationResult>(outcome));
    }
    return table;
}

}  // namespace

results::ResponseTable run_file(const std::string& path, const Settings& settings) {
    return run(read([&](base::Diagnostics& diagnostics) {
                   return scenario::read_scenario(path, settings.sets, diagnostics);
               }),
               settings);
}

results::ResponseTable run_text(const std::string& text, const Settings& settings) {
    return run(read([&](base::Diagnostics& diagnostics) {
                   return scenario::read_scenario_text(text, "test.yaml", settings.sets,
                                                       diagnostics);
               }),
               settings);
}

const std::vector<double>& values(const results::ResponseTable& table, const std::string& name,
                                  const std::string& where) {
    const auto* row = table.find(name, where);
    if (row == nullptr) throw std::runtime_error(fmt::format("no response {} {}", name, where));
    return row->values;
}

double mean(const results::ResponseTable& table, const std::string& name,
            const std::string& where) {
    double sum = 0.0;
    for (const double value : values(table, name, where)) sum += value;
    return sum / static_cast<double>(values(table, name, where).size());
}

Log log_of(const std::string& text, const std::vector<std::string>& sets) {
    const process::System system = read([&](base::Diagnostics& diagnostics) {
        return scenario::read_scenario_text(text, "test.yaml", sets, diagnostics);
    });
    const simulation::CompiledSystem compiled(system);
    Log result;
    result.legend = compiled.legend();

    struct Collector : event_log::EventReader {
        std::vector<event_log::Event> events;
        void read(std::span<const event_log::Event> block) override {
            events.insert(events.end(), block.begin(), block.end());
        }
    };
    // SimGrid lives once per process: the simulation runs in a child, which writes its events to a
    // pipe.
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("no pipe");
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        Collector collector;
        event_log::EventLog log;
        log.add_reader(collector);
        std::string failure, warning;
        try {
            for (const auto& said : simulation::simulate(compiled, system.run.seed, 1, log)) {
                warning += said;
            }
        } catch (const std::exception& problem) {
            failure = problem.what();
        }
        auto put = [&](const void* data, std::size_t size) {
            const char* at = static_cast<const char*>(data);
            while (size > 0) {
                const ssize_t written = write(ends[1], at, size);
                if (written <= 0) _exit(1);
                at += written;
                size -= static_cast<std::size_t>(written);
            }
        };
        const std::uint64_t count = collector.events.size();
        put(&count, sizeof count);
        put(collector.events.data(), count * sizeof(event_log::Event));
        put(failure.c_str(), failure.size() + 1);
        put(warning.data(), warning.size());
        _exit(0);
    }
    close(ends[1]);
    std::string bytes;
    char buffer[65536];
    for (ssize_t got = 0; (got = ::read(ends[0], buffer, sizeof buffer)) > 0;) {
        bytes.append(buffer, static_cast<std::size_t>(got));
    }
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    if (status != 0 || bytes.size() < sizeof(std::uint64_t)) {
        throw std::runtime_error(fmt::format("the simulation died with status {}", status));
    }
    std::uint64_t count = 0;
    std::memcpy(&count, bytes.data(), sizeof count);
    result.events.resize(count);
    std::memcpy(result.events.data(), bytes.data() + sizeof count,
                count * sizeof(event_log::Event));
    const std::string said = bytes.substr(sizeof count + count * sizeof(event_log::Event));
    result.failure = said.substr(0, said.find('\0'));
    result.warning = said.substr(said.find('\0') + 1);
    return result;
}

std::string Log::lines(const std::vector<event_log::EventKind>& kinds) const {
    using Kind = event_log::EventKind;
    std::string text;
    for (const auto& event : events) {
        bool is_wanted = false;
        for (const Kind kind : kinds) is_wanted = is_wanted || kind == event.kind;
        if (!is_wanted) continue;
        std::string what;
        std::string place;
        switch (event.kind) {
            case Kind::entity_arrived: what = "arrives"; break;
            case Kind::entity_left: what = "leaves"; break;
            case Kind::queue_joined: what = "queues"; break;
            case Kind::queue_left: what = "leaves queue"; break;
            case Kind::reneged: what = "reneges"; break;
            case Kind::activity_started: what = "starts"; break;
            case Kind::activity_ended: what = "ends"; break;
            case Kind::activity_skipped: what = "skips"; break;
            default: what = fmt::format("event {}", static_cast<int>(event.kind)); break;
        }
        if (event.kind >= Kind::queue_joined && event.kind <= Kind::activity_skipped) {
            place = " " + legend.activities[event.place].name;
        }
        text += fmt::format("{:g} {}{} #{}\n", event.time / 60.0, what, place, event.entity);
    }
    return text;
}

}  // namespace yhdyspinta::test
