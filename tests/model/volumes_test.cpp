// SPDX-License-Identifier: Apache-2.0
// A year of the baseline beside statistics (DOMAIN.md 8.10 and the model's README). Rates come from
// the responses; how many different children a service meets is no response and is counted in the
// event log of one replication.
//
// Not tested, as nothing tells it: any use of student welfare, extensive check-up coverage, shares
// of children placed, children who tried to reach a psychologist and did not.
#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "tests/model/region.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test::model;

namespace {

/// Children of county 14 in a column of the table of municipalities, at the end of 2020.
double children(const std::string& column) {
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
            if (names[i] == column) sum += std::stod(cells.at(i));
        }
    }
    return sum;
}

/// What the last year of one replication says of different children: by then nobody is in a service
/// only since the run began.
struct Year {
    std::map<std::string, std::set<std::uint32_t>> met;  ///< by service
    std::set<std::uint32_t> notified;
    double notifications = 0.0;
    double assessments = 0.0;        ///< begun
    double all_notifications = 0.0;  ///< in the whole measured period
    double all_assessments = 0.0;
    double measured = 0.0;  ///< [years]
};

const Year& year() {
    static const Year kResult = [] {
        Year result;
        const test::Log log = test::log_of(extending(kSeparate));
        BOOST_TEST_REQUIRE(log.failure == "");
        constexpr double kYear = 365.25 * 86400.0;
        const double start = log.legend.start_of_measuring;
        const double last_year = log.legend.end_of_run - kYear;
        result.measured = (log.legend.end_of_run - start) / kYear;
        using Kind = event_log::EventKind;
        for (const auto& event : log.events) {
            if (event.time < start) continue;
            const bool is_last_year = event.time >= last_year;
            bool is_notification = false;
            if (event.kind == Kind::contact && is_last_year) {
                result.met[log.legend.services[event.place].name].insert(event.entity);
            } else if (event.kind == Kind::handover_received) {
                is_notification = log.legend.services[event.other].name == "child_protection";
            } else if (event.kind == Kind::path_started) {
                is_notification = log.legend.processes[event.place] == "repeat_notification";
            } else if (event.kind == Kind::activity_started) {
                const bool is_assessment = log.legend.activities[event.place].name ==
                                           "child_protection_assessment.meet_family";
                result.all_assessments += is_assessment;
                result.assessments += is_assessment && is_last_year;
            }
            result.all_notifications += is_notification;
            if (is_notification && is_last_year) {
                result.notified.insert(event.entity);
                result.notifications += 1.0;
            }
        }
        return result;
    }();
    return kResult;
}

double told(const char* what, double value) {
    BOOST_TEST_MESSAGE(fmt::format("{:48} {:.3f}", what, value));
    return value;
}

/// Aged 7-17 in the middle of the last year, 3.5 years after the ages of the table.
double pupils() {
    return children("pop_3_5_2020") * 2.5 / 3.0 + children("pop_6_2020") +
           children("pop_7_12_2020") + children("pop_13_15_2020") * 0.5;
}

/// Aged 0-17 at that time; population.yaml has 1.214 of pop_0_2 born within 4 years.
double minors() {
    return children("pop_0_2_2020") * (1.0 + 1.214 * 3.5 / 4.0) + children("pop_3_5_2020") / 6.0 +
           pupils();
}

double met_share(const char* service, double of) {
    return told(service, static_cast<double>(year().met.at(service).size()) / of);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(volumes)

BOOST_AUTO_TEST_CASE(pupils_visit_student_welfare_as_often_as_surveys_say) {
    BOOST_TEST(pupils() > 15000);
    const double psychologist = met_share("psychologist", pupils());
    BOOST_TEST(psychologist >= 0.10);
    BOOST_TEST(psychologist <= 0.15);
    const double curator = met_share("curator", pupils());
    BOOST_TEST(curator >= 0.09);
    BOOST_TEST(curator <= 0.14);
}

BOOST_AUTO_TEST_CASE(children_are_notified_as_often_as_statistics_say) {
    const double share = told("notified", static_cast<double>(year().notified.size()) / minors());
    BOOST_TEST(std::abs(share - 0.089) <= 0.01);
    const double per_child =
        told("notifications per notified child",
             year().notifications / static_cast<double>(year().notified.size()));
    BOOST_TEST(std::abs(per_child - 2.0) <= 0.2);
}

BOOST_AUTO_TEST_CASE(assessments_follow_notifications_as_often_as_statistics_say) {
    const double per_notification =
        told("assessments begun per notification", year().assessments / year().notifications);
    BOOST_TEST(std::abs(per_notification - 0.28) <= 0.05);
}

BOOST_AUTO_TEST_CASE(open_care_meets_as_many_children_as_statistics_say) {
    const double share = met_share("open_care", minors());
    BOOST_TEST(std::abs(share - 0.034) <= 0.005);
}

// The same volumes as the responses give them, so that they and the log cannot drift apart.
BOOST_AUTO_TEST_CASE(responses_tell_the_same_volumes) {
    const auto& table = baseline();
    const auto starts = [&](const std::string& activity) {
        return 365.25 * test::mean(table, "starts", "activity=" + activity);
    };
    const double triages =
        starts("child_protection_work.triage") + starts("repeat_notification.triage");
    told("notifications read a year", triages);
    BOOST_TEST(std::abs(triages * year().measured / year().all_notifications - 1.0) < 0.1);
    const double assessments = starts("child_protection_assessment.meet_family");
    told("assessments begun a year", assessments);
    BOOST_TEST(std::abs(assessments * year().measured / year().all_assessments - 1.0) < 0.15);
}

BOOST_AUTO_TEST_SUITE_END()
