// SPDX-License-Identifier: Apache-2.0
// More staff never lengthens the mean effective wait under common random numbers, feedbacks off
// (DOMAIN.md 8.9).
//
// What theory allows. A first-come-first-served queue with given arrivals and service times: no
// client waits longer when servers are added, so the mean falls within every replication (Kiefer
// and Wolfowitz 1955). The region has priorities, several needs per child and routes that depend
// on what has happened, for which only the mean over replications can be expected to fall: it may
// exceed that of fewer staff by at most two standard errors of the paired difference, and twice
// the staff must be clearly better than eight tenths.
#include <array>
#include <cmath>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/statistics/summary.hpp"
#include "tests/model/region.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test::model;

namespace {

/// All staff and places of the region times `factor`.
std::vector<std::string> with_staff(double factor) {
    std::vector<std::string> sets;
    const auto times = [&](const char* resource, const char* key, double value) {
        sets.push_back(fmt::format("resources.{}.{}={}", resource, key, value));
    };
    times("daycare_special_teachers", "fte", 3.5 * factor);
    times("special_teachers", "fte", 12 * factor);
    times("family_workers", "fte", 11 * factor);
    times("intake_workers", "fte", 22 * factor);
    times("open_care_workers", "fte", 19 * factor);
    times("specialists", "fte", 5 * factor);
    times("curators", "one_per", 670 / factor);
    times("psychologists", "one_per", 780 / factor);
    times("clinic_nurses", "one_per", 320 / factor);
    times("school_nurses", "one_per", 460 / factor);
    times("family_places", "servers", std::round(215 * factor));
    times("open_care_places", "servers", std::round(510 * factor));
    times("specialised_places", "servers", std::round(150 * factor));
    return sets;
}

struct Difference {
    double mean = 0.0;
    double standard_error = 0.0;
};

Difference paired(const std::vector<double>& more, const std::vector<double>& fewer) {
    std::vector<double> differences;
    for (std::size_t i = 0; i < more.size(); ++i) differences.push_back(more[i] - fewer[i]);
    const auto summary = statistics::summarise(differences);
    return {summary.mean,
            summary.standard_deviation / std::sqrt(static_cast<double>(summary.count))};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(staffing)

BOOST_AUTO_TEST_CASE(more_desks_shorten_the_wait_in_every_replication) {
    const std::string desks = kSource + "/scenarios/reference/mmc.yaml";
    std::vector<double> fewer;
    for (const int servers : {3, 4, 6}) {
        const auto table =
            test::run_file(desks, {{fmt::format("resources.desk.servers={}", servers),
                                    "run.length=20000 min", "run.warm_up=1000 min"},
                                   10,
                                   1});
        const auto& waits = test::values(table, "waiting_time", "activity=visit.service");
        for (std::size_t i = 0; i < fewer.size(); ++i) BOOST_TEST(waits[i] < fewer[i]);
        fewer = waits;
    }
}

BOOST_AUTO_TEST_CASE(more_staff_never_lengthens_the_mean_effective_wait_of_the_region) {
    const std::uint64_t replications = is_full() ? 20 : 4;
    std::vector<double> least, fewer;
    for (const double factor : {0.8, 1.0, 1.25, 2.0}) {
        const auto table = test::run_file(kWithoutFeedback, {with_staff(factor), replications, 1});
        const auto& waits = test::values(table, "waiting_time.effective_contact");
        BOOST_TEST_MESSAGE(fmt::format("staff x {:4}: mean effective wait {:.2f} d, queue {:.2f} d",
                                       factor, statistics::summarise(waits).mean,
                                       test::mean(table, "waiting_time.chain.queue")));
        if (!fewer.empty()) {
            const Difference step = paired(waits, fewer);
            BOOST_TEST_MESSAGE(
                fmt::format("  change {:.3f} +- {:.3f} d", step.mean, step.standard_error));
            BOOST_TEST(step.mean <= 2.0 * step.standard_error);
        }
        if (least.empty()) least = waits;
        fewer = waits;
    }
    const Difference all = paired(fewer, least);
    BOOST_TEST(all.mean < -4.0 * all.standard_error);
}

BOOST_AUTO_TEST_SUITE_END()
