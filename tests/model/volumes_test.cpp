// SPDX-License-Identifier: Apache-2.0
// A year of the baseline beside statistics (DOMAIN.md 8.10 and the model's README). Rates come from
// the responses; how many different children a service meets is no response and is counted in the
// event log of one replication.
//
// Not tested, as nothing tells it: any use of student welfare, extensive check-up coverage, shares
// of children placed, children who tried to reach a psychologist and did not.
#include <map>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

#include "tests/model/region.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test::model;

namespace {

/// Children of county 14 in these columns of the table of municipalities.
double children(const std::vector<std::string>& columns) {
    std::ifstream file(kSource + "/models/family_services/data/municipalities.csv");
    std::string line;
    std::vector<std::string> names;
    double sum = 0.0;
    while (std::getline(file, line)) {
        std::vector<std::string> cells;
        std::stringstream row(line);
        for (std::string cell; std::getline(row, cell, ',');) cells.push_back(cell);
        if (names.empty()) {
            names = cells;
            continue;
        }
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (cells.at(3) != "14") break;
            for (const auto& column : columns) {
                if (names[i] == column) sum += std::stod(cells.at(i));
            }
        }
    }
    return sum;
}

/// What the measured year of one replication says of different children.
struct Year {
    std::map<std::string, std::set<std::uint32_t>> met;  ///< by service
    std::set<std::uint32_t> notified;
    double notifications = 0.0;
    double assessments = 0.0;  ///< begun
    double years = 0.0;
};

const Year& year() {
    static const Year kYear = [] {
        Year result;
        const test::Log log = test::log_of(extending(kSeparate),
                                           {"run.length=2 years", "run.warm_up=1 year"});
        BOOST_TEST_REQUIRE(log.failure == "");
        const double start = log.legend.start_of_measuring;
        result.years = (log.legend.end_of_run - start) / (365.25 * 86400.0);
        using Kind = event_log::EventKind;
        for (const auto& event : log.events) {
            if (event.time < start) continue;
            bool is_notification = false;
            if (event.kind == Kind::contact) {
                result.met[log.legend.services[event.place].name].insert(event.entity);
            } else if (event.kind == Kind::handover_received) {
                is_notification = log.legend.services[event.other].name == "child_protection";
            } else if (event.kind == Kind::path_started) {
                is_notification = log.legend.processes[event.place] == "repeat_notification";
            } else if (event.kind == Kind::activity_started) {
                result.assessments +=
                    log.legend.activities[event.place].name ==
                    "child_protection_assessment.meet_family";
            }
            if (is_notification) {
                result.notified.insert(event.entity);
                result.notifications += 1.0;
            }
        }
        return result;
    }();
    return kYear;
}

double told(const char* what, double value) {
    BOOST_TEST_MESSAGE(fmt::format("{:48} {:.3f}", what, value));
    return value;
}

const std::vector<std::string> kPupils{"pop_7_12_2020", "pop_13_15_2020", "pop_16_17_2020"};

double met_share(const char* service, double of) {
    return told(service, static_cast<double>(year().met.at(service).size()) / of);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(volumes)

BOOST_AUTO_TEST_CASE(pupils_visit_student_welfare_as_often_as_surveys_say) {
    const double pupils = children(kPupils);
    BOOST_TEST(pupils > 15000);
    const double psychologist = met_share("psychologist", pupils);
    BOOST_TEST(psychologist >= 0.10);
    BOOST_TEST(psychologist <= 0.15);
    const double curator = met_share("curator", pupils);
    BOOST_TEST(curator >= 0.09);
    BOOST_TEST(curator <= 0.14);
}

BOOST_AUTO_TEST_CASE(children_are_notified_as_often_as_statistics_say) {
    const double all = children({"pop_0_17_2020"});
    const double share = told("notified", static_cast<double>(year().notified.size()) / all);
    BOOST_TEST(std::abs(share - 0.089) <= 0.01);
    const double per_child =
        told("notifications per notified child",
             year().notifications / static_cast<double>(year().notified.size()));
    BOOST_TEST(std::abs(per_child - 2.0) <= 0.2);
}

BOOST_AUTO_TEST_CASE(assessments_follow_notifications_as_often_as_statistics_say) {
    const double per_notification = told("assessments begun per notification",
                                         year().assessments / year().notifications);
    BOOST_TEST(std::abs(per_notification - 0.28) <= 0.05);
}

BOOST_AUTO_TEST_CASE(open_care_meets_as_many_children_as_statistics_say) {
    const double share = met_share("open_care", children({"pop_0_17_2020"}));
    BOOST_TEST(std::abs(share - 0.034) <= 0.005);
}

// The same volumes as the responses give them, so that they and the log cannot drift apart.
BOOST_AUTO_TEST_CASE(responses_tell_the_same_volumes) {
    const auto& table = baseline();
    const auto starts = [&](const std::string& activity) {
        return 365.25 * test::mean(table, "starts", "activity=" + activity);
    };
    const double triages = starts("child_protection_work.triage") +
                           starts("repeat_notification.triage");
    told("notifications read a year", triages);
    BOOST_TEST(std::abs(triages * year().years / year().notifications - 1.0) < 0.1);
    const double assessments = starts("child_protection_assessment.meet_family");
    told("assessments begun a year", assessments);
    BOOST_TEST(std::abs(assessments * year().years / year().assessments - 1.0) < 0.15);
}

BOOST_AUTO_TEST_SUITE_END()
