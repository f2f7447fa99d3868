// SPDX-License-Identifier: Apache-2.0
// What is known of such designs (DOMAIN.md 2.1 and 6), as signs and never as sizes: each is a
// paired difference to the separate services under the same random numbers, with its interval. No
// design is told to have these effects: they come of who sits where, who sees what and whose
// calendar a meeting takes.
//
// One municipality and the first year in the sampled form, three years of the county's largest one
// with YHDYSPINTA_FULL=1.
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/results/comparison.hpp"
#include "engine/statistics/summary.hpp"
#include "tests/model/region.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test::model;

namespace {

/// What a design adds to the separate services: files and text.
struct Change {
    Names files;
    std::string text;
};

Change design(const std::string& name) { return {{kModel + "designs/" + name + ".yaml"}, ""}; }

/// Everybody may read at once what everybody has written; nothing else of a common system. (Where
/// registers are `shared`, a service also sees that another one has the matter in hand and leaves
/// it there: fewer ways, fewer handovers, another fact.)
const Change kSharedRecord{{}, R"yaml(
interfaces:
  any -> any: {visibility: on_request, request_reply: 0 s}
  within organisation: {visibility: on_request, request_reply: 0 s}
  between organisations: {visibility: on_request, request_reply: 0 s}
  any -> child_protection: {visibility: on_request, request_reply: 0 s}
)yaml"};

results::ResponseTable simulate(const Change& change) {
    Names files{kSeparate};
    files.insert(files.end(), change.files.begin(), change.files.end());
    const auto sets =
        is_full() ? lasting("39 months", "3 months") : lasting("15 months", "3 months");
    return test::run_text(in({is_full() ? "Joensuu" : "Kontiolahti"}, files, change.text),
                          {sets, is_full() ? 12u : 8u, 1});
}

const results::ResponseTable& separate() {
    static const results::ResponseTable kTable = simulate({});
    return kTable;
}

const results::ResponseTable& with_shared_record() {
    static const results::ResponseTable kTable = simulate(kSharedRecord);
    return kTable;
}

const results::ResponseTable& with_work_pairs() {
    static const results::ResponseTable kTable = simulate(design("work_pairs"));
    return kTable;
}

/// Of a response, summed over the places that are wanted, in each replication.
using Figure = std::function<std::vector<double>(const results::ResponseTable&)>;

Figure of(const std::string& name, const std::string& where = "all") {
    return [=](const results::ResponseTable& table) { return test::values(table, name, where); };
}

Figure sum_of(const std::string& name, const Names& beginnings) {
    return [=](const results::ResponseTable& table) {
        std::vector<double> sum(table.replications().size());
        for (const auto& row : table.rows()) {
            const bool is_wanted =
                row.name == name &&
                std::any_of(beginnings.begin(), beginnings.end(), [&](const std::string& begin) {
                    return row.where.rfind(begin, 0) == 0;
                });
            for (std::size_t i = 0; is_wanted && i < sum.size(); ++i) sum[i] += row.values[i];
        }
        return sum;
    };
}

statistics::PairedDifference difference(const char* what, const Figure& figure,
                                        const results::ResponseTable& with,
                                        double confidence = 0.95) {
    const auto found = statistics::paired_difference(figure(separate()), figure(with), confidence);
    BOOST_TEST_MESSAGE(fmt::format("{:48} {:10.4g} {:+.4g} ± {:.2g}{}", what,
                                   statistics::summarise(figure(separate())).mean, found.mean,
                                   found.half_width, found.is_clear() ? "" : " not clear"));
    return found;
}

bool rises(const char* what, const Figure& figure, const results::ResponseTable& with) {
    const auto found = difference(what, figure, with);
    return found.is_clear() && found.mean > 0.0;
}

bool falls(const char* what, const Figure& figure, const results::ResponseTable& with) {
    const auto found = difference(what, figure, with);
    return found.is_clear() && found.mean < 0.0;
}

/// Of the handovers proposed in each year of three, how many go astray or are contested.
std::vector<double> friction_by_year(const Names& files, std::uint64_t seed) {
    auto sets = lasting("3 years", "1 month");
    sets.push_back(fmt::format("run.seed={}", seed));
    const test::Log log = test::log_of(in({"Outokumpu", "Polvijärvi"}, files), sets);
    BOOST_TEST_REQUIRE(log.failure == "");
    std::vector<double> proposed(4), troubled(4), share;
    for (const auto& event : log.events) {
        const auto year = static_cast<std::size_t>(event.time / (365.25 * 86400.0));
        using Kind = event_log::EventKind;
        proposed[year] += event.kind == Kind::handover_proposed;
        troubled[year] +=
            event.kind == Kind::handover_misrouted || event.kind == Kind::handover_disputed;
    }
    for (std::size_t year = 0; year < 3; ++year) share.push_back(troubled[year] / proposed[year]);
    return share;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(qualitative)

// Social workers in schools (SWIS): more referrals and assessments, liked, no fewer enquiries.
// Those who sit there notice and refer more; the school itself asks in the corridor what it used to
// send.
BOOST_AUTO_TEST_CASE(premises_of_schools_bring_more_to_light_and_more_referrals) {
    const auto with = simulate(design("premises"));
    BOOST_TEST(rises("needs recognised", of("episodes.recognised"), with));
    BOOST_TEST(rises("referrals of school nurses and clinics",
                     sum_of("handover.proposed", {"from=school_health", "from=clinic"}), with));
    BOOST_TEST(rises("work of all staff", of("staff_time"), with));
    BOOST_TEST(rises("asking in passing, meetings", of("coordination_work"), with));
}

// One-stop places reach who would not otherwise seek help (Hetrick 2017); family centres: detection
// first.
BOOST_AUTO_TEST_CASE(a_joint_service_point_brings_more_to_light) {
    const auto with = simulate(design("joint_service_point"));
    BOOST_TEST(rises("needs recognised", of("episodes.recognised"), with));
    BOOST_TEST(rises("asking in passing, meetings", of("coordination_work"), with));
}

// Systemic child protection: more meetings, no difference in outcomes.
BOOST_AUTO_TEST_CASE(work_pairs_cost_coordination_hours) {
    const auto& with = with_work_pairs();
    BOOST_TEST(rises("coordination", of("coordination_work"), with));
    BOOST_TEST(rises("work of all staff", of("staff_time"), with));
}

// The move of 2023: cooperation worse for most at first, with the same staff.
BOOST_AUTO_TEST_CASE(a_moved_boundary_raises_friction_at_first) {
    std::vector<double> first, third;
    const std::uint64_t seeds = is_full() ? 12 : 4;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        const auto before = friction_by_year({kSeparate}, seed);
        const auto after = friction_by_year({kCounty2023}, seed);
        first.push_back(after[0] - before[0]);
        third.push_back(after[2] - before[2]);
    }
    const std::vector<double> none(first.size());
    const auto at_first = statistics::paired_difference(none, first);
    const auto later = statistics::paired_difference(none, third);
    const auto eased = statistics::paired_difference(first, third);
    BOOST_TEST_MESSAGE(fmt::format(
        "share of handovers astray or contested: year 1 {:+.4f} ± {:.4f}, year 3 {:+.4f} ± {:.4f}",
        at_first.mean, at_first.half_width, later.mean, later.half_width));
    BOOST_TEST((at_first.is_clear() && at_first.mean > 0.0));
    BOOST_TEST((eased.is_clear() && eased.mean < 0.0));
}

// The same posts before and after the move, at the same price.
BOOST_AUTO_TEST_CASE(the_move_changes_no_staff) {
    const auto sets = lasting("2 months", "1 month");
    const auto before = test::run_text(in({"Outokumpu"}, {kSeparate}), {sets, 1, 1});
    const auto moved = test::run_text(in({"Outokumpu"}, {kCounty2023}), {sets, 1, 1});
    BOOST_TEST(test::mean(before, "staff_cost") > 100000.0);
    // to the cent: the organisations are added up in another order
    BOOST_TEST(std::abs(test::mean(moved, "staff_cost") - test::mean(before, "staff_cost")) < 0.01);
    BOOST_TEST(test::mean(moved, "staff_cost", "organisation=county") >
               test::mean(before, "staff_cost", "organisation=county"));
}

// More capacity in services of low acuity moved demand elsewhere (SW England, 2024).
BOOST_AUTO_TEST_CASE(added_low_threshold_capacity_moves_the_bottleneck) {
    const auto with = simulate(design("low_threshold"));
    BOOST_TEST(
        falls("utilisation of Ohjaamo", of("utilisation", "resource=ohjaamo_workers"), with));
    BOOST_TEST(falls("waiting at Ohjaamo", of("backlog", "service=ohjaamo"), with));
    BOOST_TEST(rises("utilisation of sport", of("utilisation", "resource=sport_staff"), with));
    BOOST_TEST(rises("waiting for sport", of("backlog", "service=sport"), with));
    // Told only: it rises in Kontiolahti, and in Joensuu there is no clear difference.
    (void)difference("waiting for first-line mental health", of("backlog", "service=first_line"),
                     with);
}

// Nothing else: no clear difference, or one of less than a fiftieth, for who need not tell again
// also meets somebody less often, and the first meeting may be the next one. Each measure may be
// called different by chance once in twenty times: the intervals are those of all together
// (Bonferroni).
BOOST_AUTO_TEST_CASE(a_shared_record_cuts_repeated_histories_and_nothing_else_by_itself) {
    const auto& with = with_shared_record();
    BOOST_TEST(falls("repeated histories (P1)", of("duplicate_work", "class=P1"), with));
    BOOST_TEST(falls("repeated assessments (P2)", of("duplicate_work", "class=P2"), with));
    BOOST_TEST(falls("tellings per episode", of("tellings_per_episode"), with));
    const std::array others{"waiting_time.effective_contact",
                            "waiting_time.first_contact",
                            "service_gap.days",
                            "service_gap.share_over_30d",
                            "never_served",
                            "episodes.recognised",
                            "coordination_work"};
    for (const char* name : others) {
        const auto found = difference(name, of(name), with, 1.0 - 0.05 / others.size());
        const double before = test::mean(separate(), name);
        BOOST_TEST((!found.is_clear() || std::abs(found.mean) <= 0.02 * before), name);
    }
}

// Practice varies between municipalities (source 000): both ways of it are found among those of a
// county, and where schools and daycare notice sooner more comes to light.
BOOST_AUTO_TEST_CASE(municipalities_differ_in_practice) {
    const test::Log log =
        test::log_of(in(municipalities(), {kSeparate}), lasting("2 months", "1 month"));
    BOOST_TEST_REQUIRE(log.failure == "");
    std::map<double, int> values;
    for (const auto& event : log.events) {
        if (event.kind == event_log::EventKind::variable_set &&
            log.legend.variables[event.place].name == "notice_time") {
            ++values[event.value];
        }
    }
    BOOST_TEST(values.size() == 2);
    const auto where_all = [](int probability) {
        const Change change{
            {},
            fmt::format("policies: {{ways_of_noticing: {{negotiation: {{reaches: {}}}}}}}\n",
                        probability)};
        return simulate(change);
    };
    const auto soon = where_all(1), late = where_all(0);
    const auto recognised = of("episodes.recognised");
    const auto found = statistics::paired_difference(recognised(late), recognised(soon));
    BOOST_TEST_MESSAGE(fmt::format("needs recognised where noticed sooner {:+.3g} ± {:.2g}",
                                   found.mean, found.half_width));
    BOOST_TEST((found.is_clear() && found.mean > 0.0));
}

// What a planner reads says so where there is no clear difference, and only there.
BOOST_AUTO_TEST_CASE(the_comparison_says_where_there_is_no_clear_difference) {
    const auto& with = with_shared_record();
    const std::vector<results::Design> designs{{"separate", &separate()}, {"shared", &with}};
    const std::vector<results::ComparedMeasure> measures{
        {"never_served", "all", results::Direction::lower_is_better},
        {"tellings_per_episode", "all", results::Direction::lower_is_better}};
    const auto rows = results::compare(designs, measures);
    const std::string text = results::comparison_text(designs, rows);
    BOOST_TEST_MESSAGE(text);
    const std::string words = "no clear difference";
    const std::size_t found = text.find(words);
    BOOST_TEST_REQUIRE(found != std::string::npos);
    BOOST_TEST(text.rfind("never_served", found) > text.rfind('\n', found));
    BOOST_TEST(text.find(words, found + 1) == std::string::npos);
    BOOST_TEST(text.find("better", text.find("tellings_per_episode")) != std::string::npos);
}

// The signs can fail: a design beside itself, and the wrong way round.
BOOST_AUTO_TEST_CASE(what_does_not_differ_is_not_found_to) {
    const auto& same = separate();
    BOOST_TEST(!rises("itself", of("episodes.recognised"), same));
    BOOST_TEST(!falls("itself", of("episodes.recognised"), same));
    const auto& with = with_work_pairs();
    BOOST_TEST(!falls("coordination", of("coordination_work"), with));
}

BOOST_AUTO_TEST_SUITE_END()
