// SPDX-License-Identifier: Apache-2.0
// The reference scenarios against the closed forms of queueing theory, as a table: |mean - theory|
// <= 4 s / sqrt(n) over the replications; each row with a companion in which one rate is 5 % off
// and which must be further away than that. The table is kept in scenarios/reference/README.md:
// YHDYSPINTA_ACCEPT=1 rewrites it.
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/statistics/queueing_networks.hpp"
#include "engine/statistics/queueing_theory.hpp"
#include "engine/statistics/summary.hpp"
#include "tests/support/run_scenario.hpp"

using namespace yhdyspinta;

namespace {

using Sets = std::vector<std::string>;

const std::string kReference = std::string(YHDYSPINTA_SOURCE_DIR) + "/scenarios/reference/";
constexpr std::uint64_t kReplications = 20;
constexpr double kFarthest = 4.0;  ///< standard errors

/// One figure that theory knows.
struct Figure {
    std::string response, where;
    double theory = 0.0;  ///< in the unit of the response
};

/// A scenario, what theory says of it, and the scenario that is 5 % off.
struct Model {
    std::string name;
    std::string file;
    Sets sets;
    std::string wrong;  ///< the set, applied last, that makes the companion
    std::vector<Figure> figures;
};

Figure wait(const std::string& step, double minutes) {
    return {"waiting_time", "activity=" + step, minutes};
}
Figure stay(double minutes) { return {"time_in_system", "class=client", minutes}; }
Figure present(double number) { return {"number_in_system", "class=client", number}; }
Figure busy(const std::string& resource, double share) {
    return {"utilisation", "resource=" + resource, share};
}

std::string rate_of(const std::string& source, double rate, const char* unit = "min") {
    return fmt::format("sources.{}.rate={:.10g} per {}", source, rate, unit);
}

// ---- the rows, in the order of the page

const std::string kService = "visit.service";

void add_one_desk(std::vector<Model>& models) {
    for (const double load : {0.5, 0.8, 0.9}) {
        const auto theory = statistics::mm1(load, 1.0);
        models.push_back({fmt::format("M/M/1, load {}", load),
                          "mm1.yaml",
                          {rate_of("clients", load), "run.length=100000 min"},
                          rate_of("clients", 1.05 * load),
                          {wait(kService, theory.waiting_time)}});
    }
    models[1].figures.push_back(
        {"queue_length", "activity=" + kService, statistics::mm1(0.8, 1.0).queue_length});
    models.push_back({"M/D/1",
                      "md1.yaml",
                      {},
                      rate_of("clients", 1.05 * 0.8),
                      {wait(kService, statistics::mg1(0.8, 1.0, 0.0).waiting_time)}});
    const std::pair<const char*, double> laws[] = {
        // with their variances; the means are 1
        {"erlang(4, 1 min)", 0.25},
        {"lognormal(1 min, 1.5 min)", 2.25},
        {"hyperexponential(0.2: 3 min, 0.8: 0.5 min)", 3.0}};
    for (const auto& [law, variance] : laws) {
        models.push_back({fmt::format("M/G/1, variance {}", variance),
                          "mg1.yaml",
                          {fmt::format("processes.visit.steps.service.duration=\"{}\"", law)},
                          rate_of("clients", 1.05 * 0.7),
                          {wait(kService, statistics::mg1(0.7, 1.0, variance).waiting_time)}});
    }
}

void add_several_desks(std::vector<Model>& models) {
    const auto three = statistics::mmc(2.4, 1.0, 3);
    models.push_back({"M/M/3",
                      "mmc.yaml",
                      {"run.length=100000 min"},
                      rate_of("clients", 1.05 * 2.4),
                      {wait(kService, three.waiting_time),
                       {"waiting_probability", "activity=" + kService, three.waiting_probability},
                       busy("desk", three.utilisation)}});
    double three_clinics = 0.0;  // waiting time: the mean over all clients
    for (const double share : {0.5, 0.3, 0.2}) {
        three_clinics += share * statistics::mm1(1.6 * share, 1.0).waiting_time;
    }
    models.push_back(
        {"three M/M/1 side by side",
         "sites.yaml",
         {},
         rate_of("clients", 1.05 * 1.6),
         {wait(kService, three_clinics), {"utilisation", "resource=nurse,site=small", 1.6 * 0.2}}});
    const auto limited = statistics::mmck(2.2, 1.0, 2, 6);
    models.push_back({"M/M/2/6",
                      "mmck.yaml",
                      {},
                      rate_of("clients", 1.05 * 2.2),
                      {{"turned_away", "activity=" + kService, limited.blocking_probability},
                       wait(kService, limited.waiting_time),
                       {"waiting_probability", "activity=" + kService, limited.waiting_probability},
                       busy("desk", limited.utilisation)}});
    models.push_back({"M/G/5/5 (Erlang B)",
                      "erlang_b.yaml",
                      {},
                      rate_of("callers", 1.05),
                      {{"turned_away", "activity=call.talk", statistics::erlang_b(3.0, 5)}}});
    const auto impatient = statistics::mmc_plus_m(3.0, 1.0, 3, 0.5);
    models.push_back(
        {"M/M/3+M (Erlang A)",
         "erlang_a.yaml",
         {},
         rate_of("clients", 1.05 * 3.0),
         {{"reneged", "activity=" + kService, impatient.abandonment_probability},
          wait(kService, impatient.waiting_time),
          {"waiting_time.served", "activity=" + kService, impatient.waiting_time_served}}});
}

/// Mean number over one hour when it began empty: Simpson's rule, 60 steps.
double hourly_number(double hour) {
    const auto number = [](double time) {
        return statistics::mtm_infinity_from_empty(1200.0, 0.5, 2.0 * M_PI / 24.0, 0.5, time);
    };
    double sum = number(hour) + number(hour + 1.0);
    for (int i = 1; i < 60; ++i) sum += (i % 2 == 1 ? 4.0 : 2.0) * number(hour + i / 60.0);
    return sum / 180.0;
}

void add_room_for_all(std::vector<Model>& models) {
    models.push_back({"M/G/∞",
                      "mg_infinity.yaml",
                      {},
                      rate_of("readers", 21.0, "h"),
                      {present(statistics::mg_infinity(20.0, 0.75).number_in_system)}});
    for (const int hour : {2, 8, 14, 20}) {
        models.push_back(
            {fmt::format("M(t)/M/∞, {}-{} h from empty", hour, hour + 1),
             "mtm_infinity.yaml",
             {fmt::format("run.warm_up={} h", hour), fmt::format("run.length={} h", hour + 1)},
             rate_of("readers", 1.05 * 1200.0, "h"),
             {present(hourly_number(hour))}});
    }
}

void add_special_desks(std::vector<Model>& models) {
    const std::vector<statistics::CustomerClass> classes{{0.3, 1.0, 1.0}, {0.5, 1.0, 1.0}};
    const auto polite = statistics::mg1_nonpreemptive(classes);
    models.push_back({"two classes, non-preemptive",
                      "priorities.yaml",
                      {},
                      rate_of("urgent_clients", 1.05 * 0.3),
                      {wait("urgent.service", polite[0].waiting_time),
                       wait("other.service", polite[1].waiting_time)}});
    const auto rude = statistics::mg1_preemptive_resume(classes);
    models.push_back({"two classes, preemptive-resume",
                      "priorities.yaml",
                      {"processes.urgent.steps.service.preempts=true"},
                      rate_of("urgent_clients", 1.05 * 0.3),
                      {wait("urgent.service", rude[0].waiting_time),
                       wait("other.service", rude[1].waiting_time)}});
    models.push_back({"M/G/1, processor sharing",
                      "processor_sharing.yaml",
                      {},
                      rate_of("requests", 1.05 * 0.7),
                      {stay(statistics::mg1_processor_sharing(0.7, 1.0).time_in_system)}});
    models.push_back({"M[X]/M/1, batches",
                      "batch_arrivals.yaml",
                      {},
                      rate_of("bus", 1.05 * 0.4),
                      {wait(kService, statistics::mxg1(0.4, 1.9, 4.9, 1.0, 1.0).waiting_time)}});
    // In working time it is M/M/1; the queue of the closing hour stands over the night, and as the
    // time of closing is fixed it is a stationary one. So the mean over the clock is that of M/M/1,
    // arrivals over the clock are a third, and by Little's law the mean wait is threefold.
    const auto open = statistics::mm1(0.8, 1.0);
    models.push_back({"M/M/1, open 8 h a day",
                      "opening_hours.yaml",
                      {},
                      rate_of("clients", 1.05 * 0.8),
                      {wait(kService, 3.0 * open.waiting_time),
                       {"queue_length", "activity=" + kService, open.queue_length},
                       busy("desk", open.utilisation)}});
}

void add_networks(std::vector<Model>& models) {
    const auto tandem =
        statistics::jackson({0.75, 0.0}, {{0.0, 1.0}, {0.0, 0.0}}, {{1.0, 1}, {1.0 / 0.8, 1}});
    models.push_back(
        {"tandem",
         "tandem.yaml",
         {},
         rate_of("clients", 1.05 * 0.75),
         {wait("visit.register", tandem.stations[0].waiting_time),
          wait("visit.decide", tandem.stations[1].waiting_time), stay(tandem.time_in_system)}});
    const auto open =
        statistics::jackson({0.5, 0.0, 0.0}, {{0.0, 1.0, 0.0}, {0.0, 0.0, 1.0}, {0.0, 0.2, 0.0}},
                            {{1.0 / 1.2, 1}, {1.0 / 2.4, 2}, {1.0 / 1.2, 1}});
    models.push_back(
        {"Jackson network with feedback",
         "jackson.yaml",
         {},
         rate_of("clients", 1.05 * 0.5),
         {wait("matter.study", open.stations[1].waiting_time),
          wait("matter.decision", open.stations[2].waiting_time), stay(open.time_in_system)}});
    const auto repair = statistics::mmc_finite_source(0.1, 0.5, 2, 10);
    models.push_back(
        {"machine repair, M/M/2//10",
         "machine_repair.yaml",
         {},
         "processes.life.steps.repair.duration=exponential(2.1 h)",
         {wait("life.repair", 60.0 * repair.waiting_time), busy("mender", repair.utilisation)}});
    const auto closed =
        statistics::mean_value_analysis({{1.0, 5.0, 0}, {1.0, 1.0, 1}, {0.4, 2.0, 1}}, 8);
    models.push_back({"closed network (MVA)",
                      "closed_network.yaml",
                      {},
                      "processes.round.steps.office.duration=exponential(1.05 h)",
                      {{"starts", "activity=round.office", 24.0 * closed.throughput},
                       wait("round.office", 60.0 * (closed.time_at_station[1] - 1.0)),
                       wait("round.advice", 60.0 * (closed.time_at_station[2] - 2.0))}});
    const auto blocked = statistics::tandem_with_blocking(0.5, 1.0, 1.0, 1);
    models.push_back({"tandem with blocking",
                      "blocking.yaml",
                      {},
                      rate_of("clients", 1.05 * 0.5, "h"),
                      {wait("visit.first", 60.0 * blocked.waiting_time_first),
                       wait("visit.second", 60.0 * blocked.waiting_time_second),
                       stay(60.0 * blocked.time_in_system),
                       // blocked or working: held
                       busy("first_desk", blocked.utilisation_first + blocked.blocked_share)}});
    models.push_back({"fork and join of two M/M/1",
                      "fork_join.yaml",
                      {},
                      rate_of("matters", 1.05 * 0.6, "h"),
                      {stay(60.0 * statistics::fork_join_two_mm1(0.6, 1.0))}});
    // What is there or on order is uniform on 11 ... 30; what is there is that less the demand of
    // the two days that a delivery takes (Hadley & Whitin 1963, 4-7).
    models.push_back({"(s, S) stock",
                      "stock.yaml",
                      {},
                      rate_of("users", 1.05 * 4.0, "day"),
                      {{"variable", "variable=kits", (11.0 + 30.0) / 2.0 - 2.0 * 4.0}}});
}

// ---- simulation and comparison

/// Runs each scenario once however many figures are asked of it.
const results::ResponseTable& simulated(const std::string& file, const Sets& sets) {
    static std::map<std::string, results::ResponseTable> tables;
    const std::string key = fmt::format("{} {}", file, fmt::join(sets, " "));
    auto found = tables.find(key);
    if (found == tables.end()) {
        const test::Settings settings{sets, kReplications, 0};
        found = tables.emplace(key, test::run_file(kReference + file, settings)).first;
    }
    return found->second;
}

struct Compared {
    statistics::Summary summary;
    double z = 0.0;  ///< distance from theory in standard errors
};

Compared compared(const results::ResponseTable& table, const Figure& figure) {
    const auto summary = statistics::summarise(test::values(table, figure.response, figure.where));
    const double error = summary.standard_deviation / std::sqrt(static_cast<double>(summary.count));
    return {summary, (summary.mean - figure.theory) / error};
}

constexpr std::string_view kBegin = "<!-- table of tests/validation: begin -->\n";
constexpr std::string_view kEnd = "<!-- end -->\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(closed_forms)

BOOST_AUTO_TEST_CASE(every_reference_scenario_agrees_with_theory_and_its_companion_does_not) {
    std::vector<Model> models;
    add_one_desk(models);
    add_several_desks(models);
    add_room_for_all(models);
    add_special_desks(models);
    add_networks(models);

    std::string page_table =
        "| model | file | response | theory | simulated | ± | z | companion's z |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |\n";
    for (const Model& model : models) {
        Sets wrong = model.sets;
        wrong.push_back(model.wrong);
        for (const Figure& figure : model.figures) {
            const auto right = compared(simulated(model.file, model.sets), figure);
            const auto off = compared(simulated(model.file, wrong), figure);
            const std::string row = fmt::format(
                "| {} | `{}` | {} {} | {:.4g} | {:.4g} | {:.2g} | {:+.1f} | {:+.1f} |", model.name,
                model.file, figure.response, figure.where, figure.theory, right.summary.mean,
                statistics::half_width(right.summary), right.z, off.z);
            BOOST_TEST_MESSAGE(row);
            page_table += row + "\n";
            BOOST_TEST_CONTEXT(row) {
                BOOST_TEST(std::abs(right.z) <= kFarthest);
                BOOST_TEST(std::abs(off.z) > kFarthest);
            }
        }
    }

    const std::string path = kReference + "README.md";
    std::ifstream file(path);
    std::string page{std::istreambuf_iterator<char>(file), {}};
    const std::size_t begin = page.find(kBegin);
    BOOST_REQUIRE(begin != std::string::npos);
    const std::size_t from = begin + kBegin.size();
    const std::size_t end = page.find(kEnd, from);
    BOOST_REQUIRE(end != std::string::npos);
    if (std::getenv("YHDYSPINTA_ACCEPT") != nullptr) {
        page.replace(from, end - from, page_table);
        std::ofstream(path) << page;
    } else {
        BOOST_TEST(page.substr(from, end - from) == page_table,
                   "the table of scenarios/reference/README.md is another; YHDYSPINTA_ACCEPT=1 "
                   "rewrites it");
    }
}

BOOST_AUTO_TEST_SUITE_END()
