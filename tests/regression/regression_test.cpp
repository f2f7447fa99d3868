// SPDX-License-Identifier: Apache-2.0
// Scenarios of many constructs give what they gave before: responses to read, and fingerprints of
// the event log and of all responses, in tests/regression/stored. YHDYSPINTA_ACCEPT=1 rewrites
// them.
#include <bit>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/event_log/event_log.hpp"
#include "engine/experiment/run_replications.hpp"
#include "engine/metrics/measures.hpp"
#include "engine/scenario/read_scenario.hpp"
#include "engine/simulation/simulate.hpp"

using namespace yhdyspinta;

namespace {

const std::string kRoot = YHDYSPINTA_SOURCE_DIR;
constexpr std::size_t kMostShown = 30;  ///< responses that moved, in a message
constexpr std::size_t kFewRows = 200;   ///< responses, all of which are stored

struct Case {
    std::string file;  ///< below scenarios/
    std::vector<std::string> sets;
};

const std::vector<Case>& cases() {
    const std::vector<std::string> one_year{"run.length=1 year", "run.warm_up=0 d"};
    static const std::vector<Case> kCases{{"reference/shifts.yaml", {}},
                                          {"reference/appointments.yaml", {}},
                                          {"reference/caseload.yaml", {}},
                                          {"reference/fork_join.yaml", {"run.length=5000 h"}},
                                          {"reference/blocking.yaml", {"run.length=5000 h"}},
                                          {"teaching/petrol_station.yaml", {}},
                                          {"pupils.yaml", one_year},
                                          {"under_school_age.yaml", one_year},
                                          {"pohjois_karjala/separate_2018.yaml", one_year},
                                          {"pohjois_karjala/joined.yaml", one_year}};
    return kCases;
}

/// FNV-1a, 64 bits (Fowler, Noll & Vo), of numbers byte by byte, least significant first.
class Fingerprint {
public:
    template <class Number>
    void add(Number number) {
        for (std::size_t i = 0; i < sizeof number; ++i) {
            value_ =
                (value_ ^ (static_cast<std::uint64_t>(number) >> (8 * i) & 0xffU)) * 0x100000001b3U;
        }
    }
    void add(double number) { add(std::bit_cast<std::uint64_t>(number)); }
    void add(const std::string& text) {
        for (const char c : text) add(static_cast<std::uint8_t>(c));
        add(static_cast<std::uint64_t>(text.size()));
    }
    [[nodiscard]] std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_ = 0xcbf29ce484222325U;
};

struct LogFingerprint : event_log::EventReader {
    Fingerprint fingerprint;
    std::uint64_t events = 0;

    void read(std::span<const event_log::Event> block) override {
        for (const auto& event : block) {
            fingerprint.add(event.time);
            fingerprint.add(event.value);
            fingerprint.add(event.entity);
            fingerprint.add(event.episode);
            fingerprint.add(event.other);
            fingerprint.add(event.place);
            fingerprint.add(static_cast<std::uint8_t>(event.kind));
            fingerprint.add(event.path);
        }
        events += block.size();
    }
};

/// Responses of replication 1; the last three are the events and halves of their fingerprint.
results::ReplicationResult replicated(const simulation::CompiledSystem& system,
                                      std::uint64_t seed) {
    metrics::Measures measures(system.legend());
    LogFingerprint fingerprint;
    event_log::EventLog log;
    log.add_reader(measures);
    log.add_reader(fingerprint);
    simulation::simulate(system, seed, 1, log);
    log.pass_on();
    if (const auto audit = measures.audit(); !audit.has_passed()) {
        throw std::runtime_error(audit.to_text());
    }
    results::ReplicationResult result{1, measures.responses()};
    const std::uint64_t value = fingerprint.fingerprint.value();
    for (const std::uint64_t number : {fingerprint.events, value >> 32U, value & 0xffffffffU}) {
        result.responses.push_back({"", "", "", static_cast<double>(number)});
    }
    return result;
}

struct Silent : experiment::ProgressListener {
    void advanced(std::size_t, std::size_t) override {}
};

/// Of a model with very many, only those of classes, resources, services and the like.
bool is_stored(const results::Response& response, std::size_t responses) {
    if (responses <= kFewRows) return true;
    static const std::set<std::string> kKeys{"all",      "class",   "resource", "service",
                                             "clock",    "work",    "outcome",  "organisation",
                                             "variable", "channel", "diary"};
    return response.where.find(',') == std::string::npos &&
           kKeys.count(response.where.substr(0, response.where.find('='))) > 0;
}

/// What is stored of a case.
std::string page_of(const Case& one, const results::ReplicationResult& result) {
    auto responses = result.responses;
    const auto number = [&](std::size_t back) {
        return static_cast<std::uint64_t>(responses[responses.size() - back].value);
    };
    const std::uint64_t events = number(3);
    const std::uint64_t log = number(2) << 32U | number(1);
    responses.resize(responses.size() - 3);
    Fingerprint all;
    for (const auto& response : responses) {
        all.add(response.name);
        all.add(response.where);
        all.add(response.unit);
        // There is more than one way to say that there is no number.
        all.add(std::isnan(response.value) ? std::numeric_limits<double>::quiet_NaN()
                                           : response.value);
    }
    std::string page = fmt::format("scenario {}{}{}\n", one.file, one.sets.empty() ? "" : " ",
                                   fmt::join(one.sets, ", "));
    page += fmt::format("event_log {} events, {:016x}\n", events, log);
    page += fmt::format("responses {} rows, {:016x}\n", responses.size(), all.value());
    for (const auto& response : responses) {
        if (!is_stored(response, responses.size())) continue;
        // Rounded, so that a page is quiet where only the last bits moved; the fingerprint is not.
        page += fmt::format("{} {} [{}]: {:.10g}\n", response.name, response.where, response.unit,
                            response.value);
    }
    return page;
}

/// Lines as `name where [unit]`, their values.
std::map<std::string, std::string> values_in(const std::string& page) {
    std::map<std::string, std::string> values;
    std::istringstream in(page);
    for (std::string line; std::getline(in, line);) {
        const std::size_t colon = line.rfind("]: ");
        if (colon != std::string::npos) {
            values[line.substr(0, colon + 1)] = line.substr(colon + 3);
        } else {
            values[line.substr(0, line.find(' '))] = line.substr(line.find(' ') + 1);
        }
    }
    return values;
}

/// Which lines moved: old and new.
std::string differences(const std::string& stored, const std::string& page) {
    const auto before = values_in(stored);
    auto after = values_in(page);
    std::vector<std::string> lines;
    for (const auto& [what, value] : before) {
        const auto now = after.find(what);
        if (now == after.end()) {
            lines.push_back(fmt::format("  {}: was {}, is gone", what, value));
        } else if (now->second != value) {
            lines.push_back(fmt::format("  {}: was {}, is {}", what, value, now->second));
        }
        after.erase(what);
    }
    for (const auto& [what, value] : after) {
        lines.push_back(fmt::format("  {}: is new, {}", what, value));
    }
    const std::size_t moved = lines.size();
    if (moved > kMostShown) {
        lines.resize(kMostShown);
        lines.push_back(fmt::format("  … and {} more", moved - kMostShown));
    }
    return fmt::format("{}", fmt::join(lines, "\n"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(regression)

BOOST_AUTO_TEST_CASE(scenarios_give_what_they_gave_before) {
    std::vector<simulation::CompiledSystem> systems;
    std::vector<std::uint64_t> seeds;
    experiment::Plan plan;
    plan.jobs = 2;
    for (const Case& one : cases()) {
        base::Diagnostics diagnostics;
        const auto file =
            scenario::read_scenario(kRoot + "/scenarios/" + one.file, one.sets, diagnostics);
        BOOST_REQUIRE_MESSAGE(file, diagnostics.to_text());
        systems.emplace_back(file->system);
        seeds.push_back(file->system.run.seed);
        plan.replications.push_back({1});
    }
    plan.replicate = [&](std::size_t i, std::uint64_t) -> experiment::ReplicationOutcome {
        return replicated(systems[i], seeds[i]);
    };
    Silent silent;
    const auto outcomes = experiment::run_replications(plan, silent);
    for (std::size_t i = 0; i < cases().size(); ++i) {
        const Case& one = cases()[i];
        const auto* failure = std::get_if<experiment::ReplicationFailure>(&outcomes[i].front());
        BOOST_REQUIRE_MESSAGE(failure == nullptr,
                              one.file << ": " << (failure == nullptr ? "" : failure->text));
        const std::string page =
            page_of(one, std::get<results::ReplicationResult>(outcomes[i].front()));
        std::filesystem::path path = kRoot + "/tests/regression/stored/" + one.file;
        path.replace_extension(".txt");
        if (std::getenv("YHDYSPINTA_ACCEPT") != nullptr) {
            std::filesystem::create_directories(path.parent_path());
            std::ofstream(path, std::ios::binary) << page;
            continue;
        }
        std::ifstream in(path, std::ios::binary);
        const std::string stored{std::istreambuf_iterator<char>(in), {}};
        BOOST_CHECK_MESSAGE(
            stored == page,
            fmt::format("scenarios/{} gives other results than before:\n{}\n"
                        "Results change only on purpose. If this is one, accept it with\n"
                        "  YHDYSPINTA_ACCEPT=1 build/release/bin/regression\n"
                        "and say in CHANGELOG.md what moved and why.",
                        one.file, differences(stored, page)));
    }
}

// A fingerprint that overlooks something would let any change pass.
BOOST_AUTO_TEST_CASE(a_fingerprint_sees_every_part_of_an_event) {
    const auto of = [](const event_log::Event& event) {
        LogFingerprint log;
        log.read({&event, 1});
        return log.fingerprint.value();
    };
    const event_log::Event event;
    std::set<std::uint64_t> seen{of(event)};
    const auto changed = [&](auto member, auto value) {
        event_log::Event other = event;
        other.*member = value;
        seen.insert(of(other));
    };
    using event_log::Event;
    changed(&Event::time, std::nextafter(0.0, 1.0));
    changed(&Event::value, std::nextafter(0.0, 1.0));
    changed(&Event::entity, 0U);
    changed(&Event::episode, 0U);
    changed(&Event::other, 0U);
    changed(&Event::place, std::uint16_t{0});
    changed(&Event::kind, event_log::EventKind::measuring_started);
    changed(&Event::path, std::uint8_t{1});
    BOOST_TEST(seen.size() == 9U);
}

BOOST_AUTO_TEST_CASE(a_failure_tells_what_moved) {
    const std::string stored =
        "scenario a.yaml\nevent_log 2 events, 00\nwaiting_time all [min]: 1.5\n"
        "reneged all [share]: 0.1\n";
    const std::string page =
        "scenario a.yaml\nevent_log 2 events, 00\nwaiting_time all [min]: 2\n"
        "balked all [share]: 0.2\n";
    BOOST_TEST(differences(stored, stored).empty());
    BOOST_TEST(differences(stored, page) ==
               "  reneged all [share]: was 0.1, is gone\n"
               "  waiting_time all [min]: was 1.5, is 2\n"
               "  balked all [share]: is new, 0.2");
}

BOOST_AUTO_TEST_SUITE_END()
