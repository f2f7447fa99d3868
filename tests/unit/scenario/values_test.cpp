// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/values.hpp"

#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace yhdyspinta;
using namespace yhdyspinta::scenario;
namespace data = boost::unit_test::data;

namespace {

template <class V>
V good(const Parsed<V>& parsed) {
    const auto* problem = std::get_if<Problem>(&parsed);
    BOOST_REQUIRE_MESSAGE(problem == nullptr, (problem ? problem->message : ""));
    return std::get<V>(parsed);
}

template <class V>
bool is_problem(const Parsed<V>& parsed) {
    return std::holds_alternative<Problem>(parsed);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(values)

BOOST_AUTO_TEST_CASE(reads_decimal_numbers_only) {
    BOOST_TEST(good(parse_number("12", "")) == 12.0);
    BOOST_TEST(good(parse_number("-0.5", "")) == -0.5);
    BOOST_TEST(good(parse_number("+1.2e6", "")) == 1.2e6);
    BOOST_TEST(good(parse_number("0", "")) == 0.0);
    for (const char* text : {"", ".5", "5.", "010", "0x10", "1_000", "1,5", ".inf", ".nan", "inf",
                             "nan", "1e", "1e999", "--1", "1 2", "true"}) {
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(is_problem(parse_number(text, "a number"))); }
    }
}

BOOST_AUTO_TEST_CASE(suggests_the_number_without_its_leading_zero) {
    BOOST_TEST(std::get<Problem>(parse_number("010", "x")).hint == "write 10");
    BOOST_TEST(std::get<Problem>(parse_number("-00.5", "x")).hint == "write -0.5");
    BOOST_TEST(std::get<Problem>(parse_number("000", "x")).hint == "write 0");
}

BOOST_AUTO_TEST_CASE(reads_whole_numbers_up_to_the_largest) {
    BOOST_TEST(good(parse_whole("-7", "")) == -7);
    BOOST_TEST(good(parse_whole("1e6", "")) == 1000000);
    BOOST_TEST(good(parse_seed("18446744073709551615", "")) == 18446744073709551615u);
    BOOST_TEST(is_problem(parse_seed("18446744073709551616", "")));
    BOOST_TEST(is_problem(parse_seed("-1", "")));
    BOOST_TEST(is_problem(parse_whole("2.5", "")));
}

BOOST_AUTO_TEST_CASE(reads_two_truth_values) {
    BOOST_TEST(good(parse_truth("true")));
    BOOST_TEST(!good(parse_truth("false")));
    for (const char* text : {"yes", "no", "on", "off", "True", "1", ""}) {
        BOOST_TEST(is_problem(parse_truth(text)));
    }
}

BOOST_AUTO_TEST_CASE(reads_every_unit_of_time) {
    const std::vector<std::pair<std::string, double>> durations{
        {"90 s", 90.0},          {"5 min", 300.0},       {"1.5 h", 5400.0},
        {"2 d", 172800.0},       {"1 day", 86400.0},     {"3 days", 259200.0},
        {"1 week", 604800.0},    {"2 weeks", 1209600.0}, {"1 month", 30.4375 * 86400},
        {"3 months", 7889400.0}, {"1 year", 31557600.0}, {"4 years", 126230400.0},
        {"-5 min", -300.0},      {"5min", 300.0}};
    for (const auto& [text, seconds] : durations) {
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(good(parse_duration(text)).in_seconds() == seconds); }
    }
    for (const char* text : {"", "5", "min", "5 minutes", "5 min 3 s", "5 M"}) {
        BOOST_TEST(is_problem(parse_duration(text)));
    }
}

BOOST_AUTO_TEST_CASE(reads_rates_per_second) {
    BOOST_TEST(good(parse_rate("10 per h")) == 10.0 / 3600.0);
    BOOST_TEST(good(parse_rate("0.05 per year")) == 0.05 / 31557600.0);
    for (const char* text : {"10", "10 h", "10 per", "10 per fortnight", "per h"}) {
        BOOST_TEST(is_problem(parse_rate(text)));
    }
}

BOOST_AUTO_TEST_CASE(reads_dates_that_exist) {
    using namespace std::chrono;
    BOOST_TEST((good(parse_date("2028-02-29")) == 2028y / February / 29));
    for (const char* text : {"2026-02-29", "2026-8-1", "2026-13-01", "1.8.2026", "2026-08-01x"}) {
        BOOST_TEST(is_problem(parse_date(text)));
    }
}

struct LawCase {
    std::string text;
    double mean;
};
std::ostream& operator<<(std::ostream& out, const LawCase& c) { return out << c.text; }

// Means by hand: of the law of numbers as written, and 60 times as much with minutes.
const std::vector<LawCase> kLaws{
    {"7", 7.0},
    {"exponential(5)", 5.0},
    {"lognormal(30, 20)", 30.0},
    {"triangular(1, 2, 6)", 3.0},
    {"uniform(1, 4)", 2.5},
    {"erlang(3, 5)", 5.0},
    {"gamma(30, 20)", 30.0},
    {"weibull(1, 8)", 8.0},
    {"pert(1, 2, 9)", 3.0},
    {"beta(0, 10, 1, 4)", 2.0},
    {"pareto(3, 2)", 3.0},
    {"hyperexponential(0.25: 4, 0.75: 8)", 7.0},
    {"discrete(1: 0.5, 2: 0.25, 4: 0.25)", 2.0},
    {"empirical(1, 2, 6)", 3.0},
    {"empirical_quantiles(0: 0, 0.5: 2, 1: 6)", 2.5},
    {"shifted(2, exponential(5))", 7.0},
    {"scaled(1.5, uniform(2, 4))", 4.5},
    {"mixture(1: exponential(4), 3: shifted(1, discrete(1: 1, 2: 1)))", 2.875},
    {"phase_type(1, 0; -0.5, 0.25; 0, -1)", 2.5},
};

BOOST_DATA_TEST_CASE(reads_laws_of_numbers, data::make(kLaws), c) {
    BOOST_TEST(good(parse_law(c.text, LawUnit::number)).mean() == c.mean,
               boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(reads_laws_of_durations_in_seconds) {
    BOOST_TEST(good(parse_law("5 min", LawUnit::duration)).mean() == 300.0);
    BOOST_TEST(good(parse_law("exponential(5 min)", LawUnit::duration)).mean() == 300.0);
    BOOST_TEST(good(parse_law("erlang(3, 5 min)", LawUnit::duration)).mean() == 300.0);
    BOOST_TEST(good(parse_law("uniform( 1 h , 7200 s )", LawUnit::duration)).mean() == 5400.0);
    BOOST_TEST(good(parse_law("discrete(1 min: 1, 3 min: 1)", LawUnit::duration)).mean() == 120.0);
    BOOST_TEST(
        good(parse_law("hyperexponential(0.5:1 min, 0.5:3 min)", LawUnit::duration)).mean() ==
        120.0);
    BOOST_TEST(
        good(parse_law("normal_truncated(2 h, 10 min, 1 h, 3 h)", LawUnit::duration)).mean() ==
            7200.0,
        boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(rejects_what_is_no_law) {
    for (const char* text : {"",
                             "exponential",
                             "exponential()",
                             "exponential(5",
                             "exponential(5))",
                             "exponential(-5)",
                             "exponential(1, 2)",
                             "triangular(3, 2, 1)",
                             "unknown(3)",
                             "discrete(1)",
                             "discrete(1: -1)",
                             "erlang(0, 5)",
                             "erlang(1.5, 5)",
                             "uniform(2, 1)",
                             "hyperexponential(0.3: 1, 0.3: 2)",
                             "()",
                             "shifted(1)",
                             "shifted(1, 2, 3)",
                             "shifted(x, 2)",
                             "scaled(-1, 2)",
                             "scaled(2, exponential(0))",
                             "mixture(2)",
                             "mixture(1: 2, 3)",
                             "mixture(0: 2)",
                             "mixture(1: unknown(3))",
                             "phase_type(1)",
                             "phase_type(1; 1)",
                             "phase_type(0.5; -1)",
                             "phase_type(1; -1, 0)"}) {
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(is_problem(parse_law(text, LawUnit::number))); }
    }
    BOOST_TEST(is_problem(parse_law("exponential(5)", LawUnit::duration)));
    BOOST_TEST(is_problem(parse_law("uniform(-1 min, 1 min)", LawUnit::duration)));
}

BOOST_AUTO_TEST_CASE(reads_laws_of_laws_in_seconds) {
    const auto mean = [](const char* text) {
        return good(parse_law(text, LawUnit::duration)).mean();
    };
    BOOST_TEST(mean("shifted(5 min, exponential(10 min))") == 900.0);
    BOOST_TEST(mean("shifted(-5 min, uniform(10 min, 20 min))") == 600.0);
    BOOST_TEST(mean("scaled(0.5, 10 min)") == 300.0);
    BOOST_TEST(mean("mixture(0.5: 1 min, 0.5: exponential(3 min))") == 120.0);
    BOOST_TEST(mean("phase_type(1, 0; -2 per h, 2 per h; 0 per h, -1 per h)") == 5400.0,
               boost::test_tools::tolerance(1e-12));
    BOOST_TEST(is_problem(parse_law("shifted(-5 min, uniform(1 min, 9 min))", LawUnit::duration)));
    BOOST_TEST(is_problem(parse_law("phase_type(1; -1)", LawUnit::duration)));
}

BOOST_AUTO_TEST_CASE(ends_laws_within_laws_somewhere) {
    const auto nested = [](int depth) {
        std::string text = "1";
        for (int i = 0; i < depth; ++i) text = "scaled(2, " + text + ")";
        return text;
    };
    BOOST_TEST(good(parse_law(nested(10), LawUnit::number)).mean() == 1024.0);
    BOOST_TEST(is_problem(parse_law(nested(100000), LawUnit::number)));
}

BOOST_AUTO_TEST_CASE(reads_times_of_day_and_dates_with_times) {
    BOOST_TEST(good(parse_time_of_day("08:05")).in_minutes() == 485.0);
    BOOST_TEST(time_of_day_text(base::Duration::minutes(485.0)) == "08:05");
    for (const char* text : {"", "8:05", "24:00", "08.05", "08:60", "08:05:00"}) {
        BOOST_TEST(is_problem(parse_time_of_day(text)));
    }
    BOOST_TEST(good(parse_date_and_time("1970-01-02")) == 86400.0);
    BOOST_TEST(good(parse_date_and_time("1970-01-02T01:30")) == 86400.0 + 5400.0);
    BOOST_TEST(good(parse_date_and_time("1969-12-31")) == -86400.0);
    for (const char* text : {"", "1970-01-02 01:30", "1970-01-02T", "1970-01-02T24:00",
                             "1970-02-30", "2.1.1970", "1970-01-02T01:30:00"}) {
        BOOST_TEST(is_problem(parse_date_and_time(text)));
    }
}

BOOST_AUTO_TEST_CASE(documents_every_law) {
    for (const auto& signature : law_signatures()) {
        BOOST_TEST(signature.find('(') != std::string::npos);
    }
    BOOST_TEST(law_signatures().size() == 19u);
}

BOOST_AUTO_TEST_CASE(reads_opening_hours) {
    const auto period = good(parse_period("08:30-24:00"));
    BOOST_TEST(period.from == 510);
    BOOST_TEST(period.to == 1440);
    for (const char* text : {"8-16", "08:00", "16:00-08:00", "08:00-24:01", "08:60-09:00"}) {
        BOOST_TEST(is_problem(parse_period(text)));
    }
    BOOST_TEST((good(parse_weekdays("tue-thu")) == std::vector<int>{1, 2, 3}));
    BOOST_TEST((good(parse_weekdays("sun")) == std::vector<int>{6}));
    BOOST_TEST(is_problem(parse_weekdays("fri-mon")));
    BOOST_TEST(is_problem(parse_weekdays("Monday")));
}

BOOST_AUTO_TEST_CASE(reads_triggers_and_limits_of_clocks) {
    for (const char* text : {"recognised", "closed", "received by a", "accepted by a",
                             "contact by a", "start of p.s", "end of p.s"}) {
        BOOST_TEST(to_text(good(parse_trigger(text))) == text);
    }
    for (const char* text : {"", "received by", "received by a b", "closes", "start p.s"}) {
        BOOST_TEST(is_problem(parse_trigger(text)));
    }
    for (const char* text : {"7 days", "3 months", "7 days of school_days"}) {
        BOOST_TEST(to_text(good(parse_limit(text))) == text);
    }
    for (const char* text : {"", "7", "7 h", "7.5 days", "-7 days", "3 months of x", "7 days of"}) {
        BOOST_TEST(is_problem(parse_limit(text)));
    }
}

BOOST_AUTO_TEST_CASE(writes_durations_and_rates_that_mean_exactly_the_same) {
    for (const double seconds :
         {0.0, 1.0, 300.0, 5400.0, 1e-3, 86400.0, 7889400.0, 126230400.0, 1.0 / 3.0, 123456.789}) {
        const auto duration = base::Duration::seconds(seconds);
        BOOST_TEST(good(parse_duration(duration_text(duration))).in_seconds() == seconds);
    }
    BOOST_TEST(duration_text(base::Duration::hours(24.0)) == "1 day");
    BOOST_TEST(duration_text(base::Duration::minutes(90.0)) == "90 min");
    for (const char* text : {"10 per h", "0.05 per year", "2.4 per month", "1 per s", "0 per s"}) {
        BOOST_TEST(rate_text(good(parse_rate(text))) == text);
    }
    BOOST_TEST(good(parse_rate(rate_text(1.0 / 7.0))) == 1.0 / 7.0);
}

BOOST_AUTO_TEST_CASE(says_which_numbers_are_legal) {
    BOOST_TEST(Range::between(0, 1).to_text() == "from 0 to 1");
    BOOST_TEST(Range::above(0).to_text() == "> 0");
    BOOST_TEST((Range{.low = 0, .high = 1, .is_high_open = true}.to_text() == ">= 0 and < 1"));
    BOOST_TEST(!Range::above(0).holds(0.0));
    BOOST_TEST(Range::at_least(0).holds(0.0));
    BOOST_TEST(!(Range{.low = 0, .high = 1, .is_high_open = true}.holds(1.0)));
}

BOOST_AUTO_TEST_SUITE_END()
