// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <sstream>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"
#include "engine/results/csv_writer.hpp"
#include "engine/results/json_writer.hpp"
#include "engine/results/number_text.hpp"
#include "engine/results/text_table.hpp"

using namespace yhdyspinta::results;

namespace {
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
}

BOOST_AUTO_TEST_SUITE(number_text)

BOOST_AUTO_TEST_CASE(exact_numbers_read_back_as_they_are) {
    BOOST_TEST(exact_text(0.1) == "0.1");
    BOOST_TEST(exact_text(1.0 / 3.0) == "0.3333333333333333");
    BOOST_TEST(exact_text(1e300) == "1e+300");
    BOOST_TEST(exact_text(kNaN) == "");
}

BOOST_AUTO_TEST_CASE(readable_numbers_have_about_four_digits) {
    BOOST_TEST(readable_text(12345.6) == "12346");
    BOOST_TEST(readable_text(123.45) == "123.5");
    BOOST_TEST(readable_text(12.345) == "12.35");
    BOOST_TEST(readable_text(0.12345) == "0.1235");
    BOOST_TEST(readable_text(0.0001234) == "0.000123");
    BOOST_TEST(readable_text(-0.00000001) == "0.000000");
    BOOST_TEST(readable_text(kNaN) == "–");
}

BOOST_AUTO_TEST_CASE(an_interval_is_rounded_alike_on_both_sides) {
    BOOST_TEST(interval_text(12.3456, 0.4567) == "12.35 ± 0.46");
    BOOST_TEST(interval_text(0.5, kNaN) == "0.5000");
    BOOST_TEST(interval_text(kNaN, kNaN) == "–");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(json_writer)

BOOST_AUTO_TEST_CASE(writes_exactly_the_promised_keys_in_order) {
    std::ostringstream out;
    write_json(out, {"m/m/3 \"plain\"", 18446744073709551615u, 2},
               {{"wait", "min", "all", 0.1, kNaN, 1}});
    BOOST_TEST(out.str() == R"({
  "scenario": "m/m/3 \"plain\"",
  "seed": 18446744073709551615,
  "replications": 2,
  "responses": [
    {
      "name": "wait",
      "unit": "min",
      "where": "all",
      "mean": 0.1,
      "half_width": null,
      "replications": 1
    }
  ]
}
)");
}

BOOST_AUTO_TEST_CASE(no_responses_are_an_empty_list) {
    std::ostringstream out;
    write_json(out, {"s", 1, 0}, {});
    BOOST_TEST(out.str().find("\"responses\": []") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(csv_writer)

BOOST_AUTO_TEST_CASE(quotes_what_rfc_4180_wants_quoted) {
    BOOST_TEST(csv_field("plain") == "plain");
    BOOST_TEST(csv_field("a,b") == "\"a,b\"");
    BOOST_TEST(csv_field("say \"no\"") == "\"say \"\"no\"\"\"");
}

BOOST_AUTO_TEST_CASE(writes_summaries_and_single_replications) {
    std::ostringstream out;
    write_summary_csv(out, {{"gap", "d", "from=a,to=b", 1.5, kNaN, 1}});
    BOOST_TEST(out.str() ==
               "name,unit,where,mean,half_width,replications\r\n"
               "gap,d,\"from=a,to=b\",1.5,,1\r\n");
    out.str("");
    write_replications_csv(
        out, ResponseTable({{2, {{"w", "d", "all", kNaN}}}, {1, {{"w", "d", "all", 0.25}}}}));
    BOOST_TEST(out.str() ==
               "replication,name,unit,where,value\r\n1,w,d,all,0.25\r\n2,w,d,all,\r\n");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(text_table)

BOOST_AUTO_TEST_CASE(measures_what_a_terminal_shows) {
    BOOST_TEST(display_width("abc") == 3u);
    BOOST_TEST(display_width("päivä") == 5u);
    BOOST_TEST(display_width("a\u0308") == 1u);
    BOOST_TEST(display_width("±–") == 2u);
    BOOST_TEST(display_width("漢字") == 4u);
}

BOOST_AUTO_TEST_CASE(aligns_by_display_width) {
    TextTable table({{"nimi", TextTable::Align::left}, {"n", TextTable::Align::right}});
    table.add_row({"Lieksä", "1"});
    table.add_row({"Ii", "100"});
    table.add_row({"x"});
    BOOST_TEST(table.to_text() ==
               "nimi      n\n"
               "──────  ───\n"
               "Lieksä    1\n"
               "Ii      100\n"
               "x\n");
    BOOST_CHECK_THROW(table.add_row({"1", "2", "3"}), yhdyspinta::base::InternalError);
}

BOOST_AUTO_TEST_CASE(shows_responses_with_their_uncertainty) {
    BOOST_TEST(summary_text({{"wait", "min", "all", 12.3456, 0.4567, 30}}) ==
               "response  where  mean ± half-width  unit   n\n"
               "────────  ─────  ─────────────────  ────  ──\n"
               "wait      all         12.35 ± 0.46  min   30\n");
}

BOOST_AUTO_TEST_SUITE_END()
