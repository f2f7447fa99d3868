// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/figures.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/scenario/ranges.hpp"
#include "engine/scenario/read_scenario.hpp"

using namespace yhdyspinta;
using scenario::Figure;
using scenario::FigureKind;
using scenario::LawUnit;
using scenario::Range;

namespace {

std::string scaled(FigureKind kind, const std::string& text, double factor,
                   Range bounds = Range::any()) {
    Figure figure;
    figure.text = text;
    figure.kind = kind;
    figure.bounds = bounds;
    const auto made = scenario::scaled_text(figure, factor);
    const auto* problem = std::get_if<scenario::Problem>(&made);
    return problem != nullptr ? "problem: " + problem->message : std::get<std::string>(made);
}

std::string range(FigureKind kind, const std::string& text, const std::string& range) {
    Figure figure;
    figure.text = text;
    figure.kind = kind;
    const auto read = scenario::read_range(figure, range);
    return read ? read->low + " | " + read->high : "none";
}

std::string within(FigureKind kind, const std::string& text, const std::string& range,
                   double share) {
    Figure figure;
    figure.text = text;
    figure.kind = kind;
    const auto read = scenario::read_range(figure, range);
    return read ? scenario::value_within(figure, *read, share).value_or("nothing") : "none";
}

const std::string kScenario = R"(schema: 1
run: {length: 10 days, replications: 2}
sources:
  clients: {rate: {value: 6 per h, mark: A, range: x 0.5-2}, process: visit}
resources:
  desk: {servers: 1}
processes:
  visit:
    steps:
      service:
        seize: desk
        duration: exponential(8 min)
        next:
          - {probability: 0.4, to: more}
          - {to: leave}
      more: {duration: 5 min}
)";

scenario::ScenarioFile read(const std::string& text) {
    base::Diagnostics diagnostics;
    auto made = scenario::read_scenario_text(text, "scenario.yaml", {}, diagnostics);
    BOOST_REQUIRE_MESSAGE(made.has_value(), diagnostics.to_text());
    return std::move(*made);
}

const Figure* find(const scenario::ScenarioFile& file, const std::string& path) {
    for (const auto& figure : file.figures) {
        if (figure.path == path) return &figure;
    }
    return nullptr;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(figures)

BOOST_AUTO_TEST_CASE(a_law_of_any_form_times_a_factor_has_that_many_times_the_mean_and_sd) {
    for (const LawUnit unit : {LawUnit::duration, LawUnit::number}) {
        for (const auto& example : scenario::law_examples(unit)) {
            BOOST_TEST_CONTEXT(example.text) {
                const auto text = scenario::scaled_law_text(example.text, unit, 2.5);
                BOOST_REQUIRE(std::holds_alternative<std::string>(text));
                BOOST_TEST_CONTEXT(std::get<std::string>(text)) {
                    const auto before = scenario::parse_law(example.text, unit);
                    const auto after = scenario::parse_law(std::get<std::string>(text), unit);
                    BOOST_REQUIRE(std::holds_alternative<random::Law>(after));
                    const auto& a = std::get<random::Law>(before);
                    const auto& b = std::get<random::Law>(after);
                    BOOST_TEST(std::abs(b.mean() / a.mean() - 2.5) < 1e-5);
                    BOOST_TEST(std::abs(b.variance() / a.variance() - 6.25) < 1e-4);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_figure_times_a_factor_is_written_as_it_was) {
    BOOST_TEST(scaled(FigureKind::number, "4", 1.5) == "6");
    BOOST_TEST(scaled(FigureKind::duration, "20 min", 0.5) == "10 min");
    BOOST_TEST(scaled(FigureKind::rate, "0.08 per year", 2.0) == "0.16 per year");
    BOOST_TEST(scaled(FigureKind::law_of_durations, "5 min", 3.0) == "15 min");
    BOOST_TEST(
        scaled(FigureKind::law_of_durations, "triangular(1 h, 2 h, 90 min)", 2.0).substr(0, 8) ==
        "problem:");
    BOOST_TEST(scaled(FigureKind::law_of_durations, "triangular(1 h, 2 h, 3 h)", 2.0) ==
               "triangular(2 h, 4 h, 6 h)");
    BOOST_TEST(scaled(FigureKind::law_of_durations, "shifted(1 h, exponential(10 min))", 2.0) ==
               "shifted(2 h, exponential(20 min))");
    BOOST_TEST(scaled(FigureKind::law_of_numbers, "discrete(1: 0.5, 2: 0.5)", 3.0) ==
               "discrete(3: 0.5, 6: 0.5)");
    BOOST_TEST(scaled(FigureKind::expression, "severity > 2 ? 0.4 : 0.1", 0.5) ==
               "(severity > 2 ? 0.4 : 0.1) * 0.5");
}

BOOST_AUTO_TEST_CASE(a_probability_ends_at_1_and_whole_numbers_cannot_be_scaled) {
    const Range share = Range::between(0.0, 1.0);
    BOOST_TEST(scaled(FigureKind::probability, "0.4", 2.0, share) == "0.8");
    BOOST_TEST(scaled(FigureKind::probability, "0.4", 3.0, share) == "1");
    BOOST_TEST(scaled(FigureKind::whole, "3", 1.0) ==
               "problem: '3' is a whole number, which no factor can be fitted to");
}

BOOST_AUTO_TEST_CASE(every_figure_of_a_scenario_has_a_path_and_a_kind) {
    const auto file = read(kScenario);
    BOOST_REQUIRE(find(file, "sources.clients.rate") != nullptr);
    BOOST_TEST((find(file, "sources.clients.rate")->kind == FigureKind::rate));
    BOOST_TEST(find(file, "sources.clients.rate")->text == "6 per h");
    BOOST_REQUIRE(find(file, "resources.desk.servers") != nullptr);
    BOOST_TEST((find(file, "resources.desk.servers")->kind == FigureKind::whole));
    BOOST_REQUIRE(find(file, "processes.visit.steps.service.duration") != nullptr);
    BOOST_REQUIRE(find(file, "processes.visit.steps.service.next.1.probability") != nullptr);
    BOOST_TEST((find(file, "processes.visit.steps.service.next.1.probability")->kind ==
                FigureKind::probability));
    BOOST_TEST(find(file, "processes.visit.steps.service.seize") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_star_stands_for_one_part_of_a_path) {
    BOOST_TEST(scenario::matches_path("needs.*.onset.*.rate", "needs.worry.onset.1.rate"));
    BOOST_TEST(!scenario::matches_path("needs.*.rate", "needs.worry.onset.1.rate"));
    BOOST_TEST(!scenario::matches_path("needs.worry.onset", "needs.worry.onset.1.rate"));
    const auto file = read(kScenario);
    const auto problem = scenario::no_such_figure(file.figures, "sources.*.rat");
    BOOST_TEST(problem.message ==
               "'sources.*.rat' finds no figure: there is no 'rat' in 'sources.*'; the scenario "
               "states: rate");
    BOOST_TEST(problem.hint == "did you mean 'rate'?");
    BOOST_TEST(scenario::no_such_figure(file.figures, "sources.clients").message ==
               "'sources.clients' is no single figure; in it the scenario states: rate");
    BOOST_TEST(scenario::no_such_figure(file.figures, "sources.clients.rate.mean").message ==
               "'sources.clients.rate.mean' finds no figure: 'sources.clients.rate' is one, and "
               "holds no others");
}

BOOST_AUTO_TEST_CASE(an_overlay_states_the_changed_figures_and_the_lists_they_stand_in) {
    const auto file = read(kScenario);
    const std::string overlay = scenario::overlay_yaml(
        file, {{"sources.clients.rate", "7 per h", "A", "calibrated"},
               {"processes.visit.steps.service.next.1.probability", "0.5", "", ""}});
    base::Diagnostics diagnostics;
    const auto changed =
        scenario::read_scenario_text(kScenario + "#\n", "scenario.yaml", {}, diagnostics);
    BOOST_REQUIRE(changed.has_value());
    BOOST_TEST(overlay.find("7 per h") != std::string::npos);
    BOOST_TEST(overlay.find("mark: A") != std::string::npos);
    BOOST_TEST(overlay.find("duration") == std::string::npos);
    BOOST_TEST(overlay.find("leave") != std::string::npos);  // the rest of the list
}

BOOST_AUTO_TEST_CASE(a_share_of_a_range_is_a_value_between_its_ends) {
    BOOST_TEST(within(FigureKind::number, "0.4", "0.2-0.6", 0.0) == "0.2");
    BOOST_TEST(within(FigureKind::number, "0.4", "0.2-0.6", 1.0) == "0.6");
    BOOST_TEST(within(FigureKind::number, "0.4", "0.2-0.6", 0.25) == "0.3");
    BOOST_TEST(within(FigureKind::whole, "4", "2-6", 0.3) == "3");
    BOOST_TEST(within(FigureKind::duration, "10 days", "5-20 days", 0.2) == "8 days");
    BOOST_TEST(within(FigureKind::rate, "6 per h", "x 0.5-2", 0.5) == "7.5 per h");
    BOOST_TEST(within(FigureKind::law_of_durations, "exponential(200 days)", "100-400 days", 0.5) ==
               "exponential(250 days)");
    BOOST_TEST(within(FigureKind::number, "0.4", "a few", 0.5) == "none");
}

BOOST_AUTO_TEST_CASE(a_range_is_read_as_two_values_of_its_figure) {
    BOOST_TEST(range(FigureKind::number, "0.4", "0.2-0.6") == "0.2 | 0.6");
    BOOST_TEST(range(FigureKind::duration, "10 days", "5-20 days") == "5 days | 20 days");
    BOOST_TEST(range(FigureKind::duration, "1 h", "1 min-1 day") == "1 min | 1 day");
    BOOST_TEST(range(FigureKind::rate, "0.08 per year", "0.048-0.12") ==
               "0.048 per year | 0.12 per year");
    BOOST_TEST(range(FigureKind::law_of_durations, "exponential(200 days)", "100-400 days") ==
               "exponential(100 days) | exponential(400 days)");
    BOOST_TEST(range(FigureKind::law_of_durations, "triangular(1 h, 2 h, 3 h)", "x 0.5-2") ==
               "triangular(0.5 h, 1 h, 1.5 h) | triangular(2 h, 4 h, 6 h)");
    BOOST_TEST(range(FigureKind::expression, "severity + 1", "x 0.5-2") ==
               "(severity + 1) * 0.5 | (severity + 1) * 2");
    BOOST_TEST(range(FigureKind::expression, "severity + 1", "1-2") == "none");
    BOOST_TEST(range(FigureKind::number, "1", "milder or graver by a quarter") == "none");
    BOOST_TEST(range(FigureKind::duration, "10 days", "5-20 mice") == "none");
    BOOST_TEST(range(FigureKind::number, "0.4", "20-60 days") == "none");
}

BOOST_AUTO_TEST_SUITE_END()
