// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/analysis/analyses.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/experiment/design_points.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::experiment;
using results::AnalysisTable;
using statistics::Interval;

namespace {

/// A design of the one measure `wait`, less being better.
void add_design(ExperimentData& data, const std::string& scenario,
                const std::vector<double>& places, const std::vector<double>& values) {
    AnalysedDesign design{
        fmt::format("{} {}", scenario, data.designs.size() + 1), scenario, places, {}};
    for (std::size_t r = 0; r < values.size(); ++r) {
        design.table.add({r + 1, {{"wait", "d", "all", values[r]}}});
    }
    data.designs.push_back(std::move(design));
}

ExperimentData one_measure(const std::vector<std::string>& factors = {},
                           const std::string& rule = "full") {
    ExperimentData data;
    data.factors = factors;
    data.rule = rule;
    data.measures = {{{"wait", "all", results::Direction::lower_is_better}, "d"}};
    return data;
}

const AnalysisTable& named(const AnalysisTables& tables, const std::string& name) {
    for (const auto& table : tables) {
        if (table.name == name) return table;
    }
    BOOST_FAIL("no table " + name);
    return tables.front();
}

const AnalysisTable::Cell& cell(const AnalysisTable& table, std::size_t row,
                                const std::string& column) {
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        if (table.columns[c].name == column) return table.rows.at(row).at(c);
    }
    BOOST_FAIL("no column " + column);
    return table.rows.front().front();
}

double number(const AnalysisTable& table, std::size_t row, const std::string& column) {
    return std::get<double>(cell(table, row, column));
}
std::string text(const AnalysisTable& table, std::size_t row, const std::string& column) {
    return std::get<std::string>(cell(table, row, column));
}
Interval interval(const AnalysisTable& table, std::size_t row, const std::string& column) {
    return std::get<Interval>(cell(table, row, column));
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

template <class Work>
void check_refused(const Work& work, const std::string& part) {
    BOOST_CHECK_EXCEPTION(work(), base::UsageError, [&part](const base::UsageError& error) {
        BOOST_TEST_INFO(error.what());
        BOOST_TEST(holds(error.what(), part));
        return true;
    });
}

/// The points of a design over factors from 0 to 1, with values of a function of the places.
template <class Function>
ExperimentData sampled(const std::vector<std::string>& factors, const scenario::DesignRule& rule,
                       const Function& function) {
    scenario::ExperimentFile file;
    for (const auto& name : factors) {
        scenario::Factor factor;
        factor.from = 0.0;
        factor.to = 1.0;
        file.factors.push_back({name, {}, factor});
    }
    file.design = rule;
    auto data = one_measure(factors, rule.name());
    for (const auto& point : design_points(file)) {
        add_design(data, "s", point.places, {function(point.places)});
    }
    return data;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(analyses)

// Differences 1, 2, 3: s = 1, t(2, 0.975) = 4.3027, half-width 2.4841. Variances 1 and 4.
BOOST_AUTO_TEST_CASE(compare_pairs_replications_and_tells_what_common_numbers_brought) {
    auto data = one_measure();
    add_design(data, "a", {}, {2.0, 4.0, 6.0});
    add_design(data, "b", {}, {1.0, 2.0, 3.0});
    data.reference = 1;
    const auto tables = compare_designs(data);
    const auto& table = named(tables, "differences");
    BOOST_REQUIRE(table.rows.size() == 2u);
    BOOST_TEST(text(table, 0, "design") == "b 2");
    BOOST_TEST(text(table, 0, "verdict") == "reference");
    const auto difference = interval(table, 1, "difference");
    BOOST_TEST(difference.estimate == 2.0);
    BOOST_TEST(difference.high == 4.4841, boost::test_tools::tolerance(1e-4));
    BOOST_TEST(text(table, 1, "verdict") == "no clear difference");
    BOOST_TEST(number(table, 1, "variance_reduction") == 5.0, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(number(table, 1, "correlation") == 1.0, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(number(table, 1, "pairs") == 3.0);
}

BOOST_AUTO_TEST_CASE(compare_leaves_out_what_the_other_design_has_not_run) {
    auto data = one_measure();
    add_design(data, "a", {}, {1.0, 2.0});
    add_design(data, "b", {}, {1.5, 2.5, 100.0});
    const auto tables = compare_designs(data);
    BOOST_TEST(interval(named(tables, "differences"), 1, "difference").estimate == 0.5);
}

BOOST_AUTO_TEST_CASE(quantiles_are_means_over_replications_of_what_is_reached) {
    results::Distribution one{"wait", "d", "all", 10, std::vector<double>(results::kQuantiles)};
    for (std::size_t q = 0; q < results::kQuantiles; ++q) {
        one.quantiles[q] =
            results::quantile_share(q) <= 0.6 ? 10.0 * results::quantile_share(q) : std::nan("");
    }
    auto two = one;
    for (double& quantile : two.quantiles) quantile += 2.0;
    const auto table = compare_distributions({{one_measure().measures[0], {{"a", {one, two}}}}});
    BOOST_TEST(interval(table, 0, "50_%").estimate == 6.0, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(std::isnan(interval(table, 0, "75_%").estimate));
    BOOST_TEST(number(table, 0, "concerned") == 10.0);
}

BOOST_AUTO_TEST_CASE(best_finds_the_best_and_drops_what_is_clearly_worse) {
    auto data = one_measure();
    std::vector<double> good, near, bad;
    for (int r = 0; r < 20; ++r) {
        const double common = 0.1 * (r % 5);
        good.push_back(1.0 + common + 0.01 * (r % 3));
        near.push_back(1.001 + common + 0.01 * (r % 2));
        bad.push_back(5.0 + common + 0.02 * (r % 4));
    }
    add_design(data, "good", {}, good);
    add_design(data, "near", {}, near);
    add_design(data, "bad", {}, bad);
    const auto tables = best_designs(data, 0.001);
    const auto& table = named(tables, "best");
    BOOST_TEST(text(table, 2, "may_be_best") == "no");
    BOOST_TEST(text(table, 2, "selection") == "dropped");
    BOOST_TEST(text(table, 0, "may_be_best") == "maybe");
    BOOST_TEST(text(table, 1, "may_be_best") == "maybe");
    const auto against_best = interval(table, 2, "less_best_other");
    BOOST_TEST(std::abs(against_best.estimate - 4.0) < 0.1);
    BOOST_TEST(against_best.low == 0.0);  // constrained: it is not the best
    BOOST_TEST(number(table, 0, "share_of_budget_%") + number(table, 1, "share_of_budget_%") +
                       number(table, 2, "share_of_budget_%") ==
                   100.0,
               boost::test_tools::tolerance(1e-9));
    data.designs.resize(1);
    check_refused([&] { (void)best_designs(data, {}); }, "one design alone");
}

// y = 10 + 2 a + 3 b + a b with a, b = -1, +1: effects are twice the coefficients.
BOOST_AUTO_TEST_CASE(effects_of_a_full_factorial) {
    auto data = one_measure({"a", "b"});
    for (const double a : {0.0, 1.0}) {
        for (const double b : {0.0, 1.0}) {
            const double x = 2.0 * a - 1.0, y = 2.0 * b - 1.0;
            const double mean = 10.0 + 2.0 * x + 3.0 * y + x * y;
            add_design(data, "s", {a, b}, {mean - 0.1, mean + 0.1, mean});
        }
    }
    const auto tables = factor_effects(data);
    const auto& effects = named(tables, "effects");
    BOOST_REQUIRE(effects.rows.size() == 4u);
    const std::vector<std::pair<std::string, double>> expected{
        {"mean", 10.0}, {"a", 4.0}, {"b", 6.0}, {"a × b", 2.0}};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        BOOST_TEST(text(effects, i, "effect") == expected[i].first);
        BOOST_TEST(interval(effects, i, "size").estimate == expected[i].second,
                   boost::test_tools::tolerance(1e-9));
    }
    const auto& terms = named(tables, "metamodel");
    BOOST_TEST(interval(terms, 1, "coefficient").estimate == 2.0,
               boost::test_tools::tolerance(1e-9));
    BOOST_TEST(number(named(tables, "metamodel_fit"), 0, "r_squared") > 0.99);
}

// The half of 2^3 with c = a b: each main effect is mixed up with the interaction of the others.
BOOST_AUTO_TEST_CASE(effects_of_a_fraction_name_what_they_are_mixed_up_with) {
    auto data = one_measure({"a", "b", "c"}, "fractional");
    for (const double a : {0.0, 1.0}) {
        for (const double b : {0.0, 1.0}) {
            const double c = a == b ? 1.0 : 0.0;
            add_design(data, "s", {a, b, c}, {5.0 * c, 5.0 * c + 0.5});
        }
    }
    const auto tables = factor_effects(data);
    const auto& effects = named(tables, "effects");
    BOOST_REQUIRE(effects.rows.size() == 4u);
    bool is_found = false;
    for (std::size_t i = 0; i < effects.rows.size(); ++i) {
        if (text(effects, i, "effect") != "c") continue;
        is_found = true;
        BOOST_TEST(text(effects, i, "mixed_up_with") == "a × b");
        BOOST_TEST(interval(effects, i, "size").estimate == 5.0);
    }
    BOOST_TEST(is_found);
}

BOOST_AUTO_TEST_CASE(effects_of_other_points_are_a_polynomial) {
    auto data = one_measure({"a"}, "latin_hypercube");
    for (const double a : {0.1, 0.3, 0.5, 0.7, 0.9}) {
        const double x = 2.0 * a - 1.0;
        add_design(data, "s", {a}, {1.0 + x + 3.0 * x * x});
    }
    const auto tables = factor_effects(data);
    BOOST_REQUIRE(tables.size() == 2u);
    const auto& terms = named(tables, "metamodel");
    BOOST_TEST(text(terms, 2, "term") == "a²");
    BOOST_TEST(interval(terms, 2, "coefficient").estimate == 3.0,
               boost::test_tools::tolerance(1e-9));
    check_refused([] { (void)factor_effects(one_measure()); }, "has no factors");
}

BOOST_AUTO_TEST_CASE(sensitivity_by_elementary_effects_of_a_linear_function) {
    scenario::DesignRule rule;
    rule.morris = 6;
    const auto data =
        sampled({"a", "b", "c"}, rule, [](const auto& x) { return 3.0 * x[0] - x[1]; });
    const auto tables = factor_sensitivity(data);
    const auto& table = named(tables, "elementary_effects");
    BOOST_REQUIRE(table.rows.size() == 3u);
    BOOST_TEST(interval(table, 0, "mean").estimate == 3.0, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(interval(table, 1, "mean").estimate == -1.0, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(interval(table, 1, "mean_size").estimate == 1.0, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(number(table, 0, "spread") < 1e-9);
    BOOST_TEST(interval(table, 2, "mean_size").estimate == 0.0);
}

// Variances of 2 a and b: 4 / 12 and 1 / 12.
BOOST_AUTO_TEST_CASE(sensitivity_by_shares_of_the_variance_of_a_linear_function) {
    scenario::DesignRule rule;
    rule.sobol = 255;
    const auto data = sampled({"a", "b"}, rule, [](const auto& x) { return 2.0 * x[0] + x[1]; });
    const auto tables = factor_sensitivity(data);
    const auto& table = named(tables, "variance_shares");
    BOOST_TEST(std::abs(interval(table, 0, "alone").estimate - 0.8) < 0.02);
    BOOST_TEST(std::abs(interval(table, 1, "with_others").estimate - 0.2) < 0.02);
    check_refused([] { (void)factor_sensitivity(one_measure({"a"})); },
                  "has the design 'full'; expected 'design: {morris: 10}'");
}

// One scenario is u, uniform and unknown, the other 0.25, whatever u is: u is less in a quarter of
// all cases; knowing it would bring 0.25 - E min(u, 0.25) = 0.03125.
BOOST_AUTO_TEST_CASE(uncertainty_tells_ignorance_from_chance_and_what_it_is_worth_to_know) {
    auto data = one_measure({"u", "nothing"}, "latin_hypercube");
    constexpr std::size_t kPoints = 40;
    const auto noise = [](std::size_t p, double sign) { return sign * 0.001 * (1.0 + p % 3); };
    for (std::size_t p = 0; p < kPoints; ++p) {
        const double u = (static_cast<double>(p) + 0.5) / kPoints;
        const double other = static_cast<double>(p * 17 % kPoints) / kPoints;
        add_design(data, "unknown", {u, other}, {u + noise(p, 1.0), u + noise(p, -1.0)});
    }
    for (std::size_t p = 0; p < kPoints; ++p) {
        add_design(data, "known", data.designs[p].places,
                   {0.25 + noise(p, -1.0), 0.25 + noise(p, 1.0)});
    }
    const auto tables = uncertainty_of_best(data);
    const auto& parts = named(tables, "uncertainty");
    BOOST_TEST(std::abs(interval(parts, 0, "ignorance").estimate - 0.2922) < 0.003);
    BOOST_TEST(interval(parts, 0, "chance").estimate < 0.005);
    BOOST_TEST(interval(parts, 0, "share_of_ignorance_%").estimate > 99.0);
    const auto& best = named(tables, "best_probability");
    BOOST_TEST(std::abs(interval(best, 0, "in_the_mean_%").estimate - 25.0) < 0.1);
    BOOST_TEST(std::abs(interval(best, 1, "in_the_mean_%").estimate - 75.0) < 0.1);
    const auto& value = named(tables, "value_of_knowing");
    BOOST_TEST(text(value, 0, "known") == "everything");
    BOOST_TEST(std::abs(interval(value, 0, "value").estimate - 0.03125) < 0.002);
    BOOST_TEST(text(value, 1, "known") == "u");
    BOOST_TEST(std::abs(interval(value, 1, "value").estimate - 0.03125) < 0.01);
    BOOST_TEST(interval(value, 2, "value").estimate < 0.01);
    data.rule = "full";
    check_refused([&] { (void)uncertainty_of_best(data); }, "'design: {latin_hypercube: 50}'");
}

BOOST_AUTO_TEST_CASE(gains_tell_the_shares_of_clients_for_whom_it_is_better_or_worse) {
    results::EpisodeTable from;
    from.needs = {"worry"};
    for (std::uint32_t client = 0; client < 10; ++client) {
        results::EpisodeRow row;
        row.client = client;
        row.effective_wait = 20.0F;
        row.is_contacted = row.is_served = row.is_closed = true;
        from.rows.push_back(row);
    }
    auto to = from;
    for (std::size_t r = 0; r < 3; ++r) to.rows[r].effective_wait = 10.0F;
    to.rows[9].effective_wait = 30.0F;
    results::ClientChanges changes;
    changes.add(from, to);
    changes.add(from, to);
    const auto table = client_gains(changes, "today", "joined");
    BOOST_TEST(text(table, 0, "measure") == "waiting_time.effective_contact");
    BOOST_TEST(text(table, 0, "where") == "all");
    BOOST_TEST(number(table, 0, "clients") == 10.0);
    BOOST_TEST(interval(table, 0, "better_%").estimate == 30.0, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(interval(table, 0, "worse_%").estimate == 10.0, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(interval(table, 0, "same_%").estimate == 60.0, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(interval(table, 0, "mean_change").estimate == -2.0,
               boost::test_tools::tolerance(1e-9));
    BOOST_TEST(text(table, 1, "where") == "need=worry");
}

BOOST_AUTO_TEST_CASE(warm_up_leaves_out_a_beginning_that_is_different) {
    std::vector<double> series(50, 100.0);
    for (int i = 0; i < 450; ++i) series.push_back(i % 2);
    const auto tables = warm_up_of(series, "a series");
    BOOST_TEST(number(named(tables, "warm_up"), 0, "leave_out") == 50.0);
    BOOST_TEST(number(named(tables, "warm_up"), 0, "mean_of_the_rest") == 0.5,
               boost::test_tools::tolerance(1e-12));
    BOOST_TEST(named(tables, "warm_up").notes.empty());
    BOOST_TEST(named(tables, "welch").rows.size() > 10u);
}

BOOST_AUTO_TEST_CASE(warm_up_warns_when_the_run_is_too_short) {
    std::vector<double> rising;
    for (int i = 0; i < 200; ++i) rising.push_back(i);
    const auto tables = warm_up_of(rising, "a series");
    BOOST_REQUIRE(named(tables, "warm_up").notes.size() == 1u);
    BOOST_TEST(holds(named(tables, "warm_up").notes[0], "too short"));
    check_refused([&] { (void)warm_up_of(std::span(rising).first(49), "it"); },
                  "there are 49 observations of it; expected 50 at least");
}

BOOST_AUTO_TEST_SUITE_END()
