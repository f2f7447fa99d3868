// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/platform.hpp"

#include <functional>
#include <limits>
#include <string>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"

using namespace yhdyspinta::simulation;
using yhdyspinta::base::Duration;
using yhdyspinta::base::InternalError;

namespace {

PlatformDescription two_hosts() {
    PlatformDescription made;
    made.zones = {{"county"}};
    made.hosts = {{"clinic", ZoneId{0}}, {"school", ZoneId{0}}};
    made.channels = {{"letter", Duration::days(3.0), 100.0}};
    return made;
}

std::string error_after(const std::function<void(PlatformDescription&)>& change) {
    auto description = two_hosts();
    change(description);
    try {
        check(description);
    } catch (const InternalError& error) {
        return error.what();
    }
    return "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(platform)

BOOST_AUTO_TEST_CASE(accepts_a_channel_that_never_saturates) {
    BOOST_TEST(error_after([](auto&) {}) == "");
    BOOST_TEST(error_after([](auto& d) {
                   d.channels[0].records_per_day = std::numeric_limits<double>::infinity();
                   d.channels[0].latency = Duration::seconds(0.0);
               }) == "");
    BOOST_TEST(error_after([](auto& d) { d = PlatformDescription{}; }) == "");
}

BOOST_AUTO_TEST_CASE(names_the_first_element_that_breaks_a_rule) {
    BOOST_TEST(error_after([](auto& d) { d.hosts[1].zone = ZoneId{1}; }) ==
               "host 'school': there is no zone 1; 1 are defined");
    BOOST_TEST(error_after([](auto& d) { d.hosts[0].zone = ZoneId::none(); }) ==
               "host 'clinic': there is no zone 4294967295; 1 are defined");
    BOOST_TEST(error_after([](auto& d) { d.channels[0].latency = Duration::seconds(-1.0); }) ==
               "channel 'letter': latency -1 s is not finite and >= 0");
    BOOST_TEST(error_after([](auto& d) { d.channels[0].latency = Duration::infinite(); }) ==
               "channel 'letter': latency inf s is not finite and >= 0");
    BOOST_TEST(error_after([](auto& d) { d.channels[0].records_per_day = 0.0; }) ==
               "channel 'letter': 0 records per day is not > 0");
}

BOOST_AUTO_TEST_SUITE_END()
