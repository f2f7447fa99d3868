// SPDX-License-Identifier: Apache-2.0
// The services of today beside statistics, with the country's level of needs: every target of
// models/family_services/targets.yaml within its tolerance and two standard errors of what was
// simulated, with a seed that nothing was fitted with.
#include <cmath>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "engine/statistics/summary.hpp"
#include "tests/model/region.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test::model;

namespace {

const results::ResponseTable& today() {
    static const results::ResponseTable kTable =
        test::run_file(kNationalLevel, {{}, is_full() ? 10u : 2u, 20261122});
    return kTable;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(volumes)

BOOST_AUTO_TEST_CASE(every_target_is_met) {
    std::size_t count = 0;
    for (const auto& entry : YAML::LoadFile(kModel + "targets.yaml")["targets"]) {
        ++count;
        const YAML::Node& target = entry.second;
        const std::string name = target["response"] ? target["response"].Scalar() : "indicator";
        const std::string where = target["where"] ? target["where"].Scalar()
                                                  : "indicator=" + target["indicator"].Scalar();
        const auto summary = statistics::summarise(test::values(today(), name, where));
        const double value = target["value"]["value"].as<double>();
        const double tolerance = target["tolerance"].as<double>();
        const double error =
            summary.standard_deviation / std::sqrt(static_cast<double>(summary.count));
        BOOST_TEST_MESSAGE(fmt::format("{:32} {:.4f} +- {:.4f}, statistics {:.4f} +- {:.4f}",
                                       entry.first.Scalar(), summary.mean, error, value,
                                       tolerance));
        BOOST_TEST(std::abs(summary.mean - value) <= tolerance + 2.0 * error,
                   entry.first.Scalar() << ": " << summary.mean << " is not " << value);
    }
    BOOST_TEST(count >= 15);
}

BOOST_AUTO_TEST_SUITE_END()
