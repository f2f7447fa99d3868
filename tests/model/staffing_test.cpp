// SPDX-License-Identifier: Apache-2.0
// More staff never lengthens the mean effective wait under common random numbers, feedbacks off
// (DOMAIN.md 8.9).
//
// What theory allows. A first-come-first-served queue with given arrivals and service times: no
// client waits longer when servers are added, so the mean falls within every replication (Kiefer
// and Wolfowitz 1955). The region has priorities, several needs per child and routes that depend
// on what has happened, for which only the mean over replications can be expected to fall: it may
// exceed that of fewer staff by at most two standard errors of the paired difference, and twice
// the staff must be clearly better than seven tenths.
#include <cmath>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "engine/statistics/summary.hpp"
#include "tests/model/region.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test::model;

namespace {

/// All staff and places of the region times `factor`.
std::string with_staff(double factor) {
    std::string text = "resources:\n";
    for (const auto& resource : YAML::LoadFile(kModel + "services.yaml")["resources"]) {
        const auto per = resource.second["one_per"]["value"].as<double>();
        text += fmt::format("  {}: {{one_per: {}}}\n", resource.first.Scalar(), per / factor);
    }
    return text;
}

/// What answers to waiting is taken away, so that more staff can only bring help forward: nobody
/// grows worse, calls again, gives up or comes back, no need raises another or comes to light
/// because a service is met, and trust stays as it is.
std::string without_feedback() {
    std::string text = "needs:\n";
    for (const auto& need : YAML::LoadFile(kModel + "needs.yaml")["needs"]) {
        text += "  " + need.first.Scalar() + ":\n    {";
        for (const char* key : {"escalates", "escalation_process", "repeat_contact",
                                "repeat_process", "raises", "raises_in_household"}) {
            if (need.second[key]) text += fmt::format("{}: ~, ", key);
        }
        text += "recognised: {";
        for (const auto& recogniser : need.second["recognised"]) {
            if (!recogniser.second["at_contact"]) continue;
            text += recogniser.first.Scalar() + ": {at_contact: 0}, ";
        }
        text += "}}\n";
    }
    text += "processes:\n";
    for (const char* file :
         {"pathways_shared.yaml", "pathways_pupils.yaml", "pathways_under_school_age.yaml"}) {
        for (const auto& process : YAML::LoadFile(kModel + file)["processes"]) {
            std::string steps;
            for (const auto& step : process.second["steps"]) {
                if (step.second["patience"]) {
                    steps += step.first.Scalar() + ": {patience: ~, on_renege: ~}, ";
                }
                if (step.second["close"]) {
                    steps += step.first.Scalar() + ": {close: {relapse: 0}}, ";
                }
            }
            if (steps.empty()) continue;
            text += fmt::format("  {}: {{steps: {{{}}}}}\n", process.first.Scalar(), steps);
        }
    }
    return text +
           "interfaces:\n  any -> any: {trust: {accepted: 0, rejected: 0, late: 0, joint_work: 0, "
           "feedback: 0}}\n";
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
    const std::string calm =
        scratch().write("calm.yaml", extending({kSeparate}) + without_feedback());
    std::vector<double> least, fewer;
    for (const double factor : {0.7, 1.0, 2.0}) {
        const auto table = test::run_text(in({"Kontiolahti"}, {calm}, with_staff(factor)),
                                          {lasting("18 months", "6 months"), replications, 1});
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
    // Clear at 95 %, one-sided.
    BOOST_TEST(all.mean < -statistics::student_t(replications - 1, 0.9) * all.standard_error);
}

BOOST_AUTO_TEST_SUITE_END()
