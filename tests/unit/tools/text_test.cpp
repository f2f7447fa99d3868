// SPDX-License-Identifier: Apache-2.0
#include "tools/statistics/text.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

#include "tools/statistics/json_tree.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::tools::statistics;

namespace {

/// -1: missing, -2: no figure.
double figure(const std::string& text) {
    const auto read = parse_figure(text);
    if (!read) return -2.0;
    return read->value.value_or(-1.0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(figures_have_points_or_commas_and_groups_of_three_digits) {
    BOOST_TEST(figure("121") == 121.0);
    BOOST_TEST(figure("6.8") == 6.8);
    BOOST_TEST(figure("6,8") == 6.8);
    BOOST_TEST(figure("5 503 664") == 5503664.0);
    BOOST_TEST(figure("5\u00A0503\u00A0664,5") == 5503664.5);
    BOOST_TEST(figure("12\u202F008") == 12008.0);
    BOOST_TEST(figure(" 7 ") == 7.0);
    BOOST_TEST(parse_figure("-3").value().value.value() == -3.0);
    for (const char* bad : {"12 34", "1234 567", "1 2345", "12 3456", "1,2,3", "1.", "a", "12a",
                            "1 234 a", "nan", "inf", "0x10", "1-5", "- 3"}) {
        BOOST_TEST(figure(bad) == -2.0, bad);
    }
}

BOOST_AUTO_TEST_CASE(marks_of_missing_figures_are_kept) {
    for (const char* mark : {"", ".", "..", "...", "…", "-"}) {
        BOOST_TEST(figure(mark) == -1.0, mark);
        BOOST_TEST(parse_figure(mark)->mark == mark);
    }
    BOOST_TEST(figure("1-4") == 2.5);
    BOOST_TEST(parse_figure("1-4")->mark == "1-4");
}

BOOST_AUTO_TEST_CASE(encodings_become_utf8) {
    BOOST_TEST(as_utf8("\xEF\xBB\xBFÄhtäri").value() == "Ähtäri");
    BOOST_TEST(as_utf8("Ähtäri").value() == "Ähtäri");
    BOOST_TEST(as_utf8("\xC4ht\xE4ri").value() == "Ähtäri");
    BOOST_TEST(!as_utf8("\xFF\xFE"
                        "A")
                    .has_value());
}

BOOST_AUTO_TEST_CASE(names_are_compared_in_small_letters_and_become_folders) {
    BOOST_TEST(folded(" ÄHTÄRI ") == "ähtäri");
    BOOST_TEST(folder_name("Päijät-Häme") == "paijat_hame");
    BOOST_TEST(folder_name("Koski Tl") == "koski_tl");
    BOOST_TEST(grouped(1035571) == "1 035 571");
    BOOST_TEST(grouped(12) == "12");
    BOOST_TEST(decimal(1.250, 3) == "1.25");
    BOOST_TEST(decimal(120, 0) == "120");
}

BOOST_AUTO_TEST_CASE(json_values_know_where_they_stand) {
    base::Diagnostics diagnostics;
    const auto root = parse_json(
        "{\"a\": [1, -2.5e1 ,\n  \"ä\\\"b\", null],\n \"c\": {\"d\": true}}", 7, diagnostics);
    BOOST_TEST_REQUIRE(root.has_value());
    const auto place = [](const JsonNode& node) {
        return std::to_string(node.position.line) + ":" + std::to_string(node.position.column);
    };
    const auto& a = *root->find("a");
    BOOST_TEST(place(*root) == "1:1");
    BOOST_TEST(place(a) == "1:7");
    BOOST_TEST(place(a.items[0]) == "1:8");
    BOOST_TEST(place(a.items[1]) == "1:11");
    BOOST_TEST(a.items[1].number == -25.0);
    BOOST_TEST(place(a.items[2]) == "2:3");
    BOOST_TEST(a.items[2].text == "ä\"b");
    BOOST_TEST(place(a.items[3]) == "2:11");
    BOOST_TEST(place(*root->find("c")->find("d")) == "3:13");
    BOOST_TEST(root->position.file == 7u);
}

BOOST_AUTO_TEST_CASE(what_is_not_json_is_told_with_its_place) {
    for (const std::string text : {"{\"a\": \n  [1, }", "{\"a\": \n  [1, "}) {
        base::Diagnostics diagnostics;
        const auto file = diagnostics.add_file("file");
        BOOST_TEST(!parse_json(text, file, diagnostics).has_value());
        BOOST_TEST(said(diagnostics) ==
                   "file:2:7: error: is not JSON from here on\n"
                   "  hint: was the whole file downloaded?\n"
                   "file: 1 error; nothing was written\n");
    }
    base::Diagnostics diagnostics;
    (void)diagnostics.add_file("file");
    BOOST_TEST(!parse_json(std::string(100000, '['), 0, diagnostics).has_value());
    BOOST_TEST(!parse_json("", 0, diagnostics).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
