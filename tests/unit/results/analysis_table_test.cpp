// SPDX-License-Identifier: Apache-2.0
#include "engine/results/analysis_table.hpp"

#include <cmath>
#include <sstream>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"

using namespace yhdyspinta;
using results::AnalysisTable;
using Kind = AnalysisTable::Kind;

namespace {

const double kNan = std::nan("");

AnalysisTable small_table() {
    AnalysisTable table{"differences",
                        "What differs",
                        {{"measure"},
                         {"where"},
                         {"unit"},
                         {"design"},
                         {"mean", Kind::interval},
                         {"pairs", Kind::number}},
                        3,
                        {},
                        {"A note."}};
    table.add({"wait", "all", "d", "a", statistics::Interval{2.0, 1.5, 2.5}, kNan});
    table.add({"wait", "all", "d", "b, c", statistics::Interval{3.0, 2.0, 5.0}, 7.0});
    table.add({"gap", "need=x", "d", "a", statistics::Interval{1.0, kNan, kNan}, 7.0});
    return table;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(analysis_table)

BOOST_AUTO_TEST_CASE(has_a_table_for_each_group_for_readers) {
    BOOST_TEST(results::analysis_text({small_table()}) ==
               "What differs\n\n"
               "wait [d]\n"
               "design                    mean  pairs\n"
               "──────  ──────────────────────  ─────\n"
               "a                2.000 ± 0.500      –\n"
               "b, c    3.000 (2.000 to 5.000)      7\n\n"
               "gap (need=x) [d]\n"
               "design   mean  pairs\n"
               "──────  ─────  ─────\n"
               "a       1.000      7\n\n"
               "A note.\n");
}

BOOST_AUTO_TEST_CASE(has_both_ends_of_an_interval_in_csv) {
    std::ostringstream out;
    results::write_analysis_csv(out, {small_table(), small_table()});
    const std::string once =
        "measure,where,unit,design,mean,mean_low,mean_high,pairs\r\n"
        "wait,all,d,a,2,1.5,2.5,\r\n"
        "wait,all,d,\"b, c\",3,2,5,7\r\n"
        "gap,need=x,d,a,1,,,7\r\n";
    BOOST_TEST(out.str() == once + "\r\n" + once);
}

BOOST_AUTO_TEST_CASE(has_null_for_what_is_not_known_in_json) {
    const auto json = results::analysis_json({small_table()});
    const auto& rows = json.at("differences").at("rows");
    BOOST_TEST(rows[0].at("pairs").is_null());
    BOOST_TEST(rows[1].at("mean").at("high") == 5.0);
    BOOST_TEST(rows[2].at("mean").at("low").is_null());
    BOOST_TEST(json.at("differences").at("notes")[0] == "A note.");
}

BOOST_AUTO_TEST_CASE(refuses_cells_of_another_kind) {
    auto table = small_table();
    BOOST_CHECK_THROW(table.add({"wait"}), base::InternalError);
    BOOST_CHECK_THROW(table.add({"wait", "all", "d", "a", 2.0, 3.0}), base::InternalError);
}

BOOST_AUTO_TEST_SUITE_END()
