// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/document.hpp"

#include <boost/test/unit_test.hpp>

using namespace yhdyspinta;
using scenario::document::Node;

namespace {

Node parsed(const std::string& text) {
    base::Diagnostics diagnostics;
    const auto node = scenario::document::parse(text, diagnostics.add_file("a.yaml"), diagnostics);
    BOOST_REQUIRE_MESSAGE(node && !diagnostics.has_errors(), diagnostics.to_text());
    return *node;
}

void check_position(base::Position position, std::uint32_t line, std::uint32_t column) {
    BOOST_TEST(position.line == line);
    BOOST_TEST(position.column == column);
}

std::string errors_of(const std::string& text) {
    base::Diagnostics diagnostics;
    (void)scenario::document::parse(text, diagnostics.add_file("a.yaml"), diagnostics);
    return diagnostics.to_text();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(document)

BOOST_AUTO_TEST_CASE(counts_lines_and_columns_from_one) {
    const Node root = parsed("a: 1\nb:\n  c: [x, y]\n");
    check_position(root.find_entry("a")->key_position, 1, 1);
    check_position(root.find("a")->position, 1, 4);
    check_position(root.find("b")->position, 2, 1);  // a block has the position of its key
    check_position(root.find("b")->find("c")->position, 3, 6);
    check_position(root.find("b")->find("c")->items[1].position, 3, 10);
}

BOOST_AUTO_TEST_CASE(counts_columns_in_characters) {
    check_position(parsed("{ä: 1, ö: 2}").find("ö")->position, 1, 11);
}

BOOST_AUTO_TEST_CASE(ignores_byte_order_mark_and_carriage_returns) {
    const Node root = parsed(
        "\xEF\xBB\xBF"
        "a: 1\r\nb: 2\r\n");
    BOOST_TEST(root.find("a")->text == "1");
    check_position(root.find("b")->position, 2, 4);
}

BOOST_AUTO_TEST_CASE(gives_an_empty_value_the_position_of_its_key) {
    const Node root = parsed("a:\nb: ~\nc: {d: , e: null}\n");
    BOOST_TEST(root.find("a")->is_null());
    BOOST_TEST(!root.find("a")->is_removal);
    check_position(root.find("a")->position, 1, 1);
    BOOST_TEST(root.find("b")->is_removal);
    BOOST_TEST(!root.find("c")->find("d")->is_removal);
    BOOST_TEST(root.find("c")->find("e")->is_removal);
}

BOOST_AUTO_TEST_CASE(does_not_take_a_following_key_for_a_removal) {
    BOOST_TEST(!parsed("a:\nnull_hypothesis: 1\n").find("a")->is_removal);
}

BOOST_AUTO_TEST_CASE(leaves_scalars_as_they_are_written) {
    const Node root = parsed("{a: 010, b: .inf, c: no, d: 0x10, e: '~', f: 1_000}");
    BOOST_TEST(root.find("a")->text == "010");
    BOOST_TEST(root.find("b")->text == ".inf");
    BOOST_TEST(root.find("c")->text == "no");
    BOOST_TEST(root.find("d")->text == "0x10");
    BOOST_TEST(root.find("e")->is_scalar());
    BOOST_TEST(root.find("f")->text == "1_000");
}

BOOST_AUTO_TEST_CASE(points_at_the_second_of_two_equal_keys) {
    BOOST_TEST(errors_of("a:\n  b: 1\n  b: 2\n") ==
               "a.yaml:3:3: error: a: duplicate key 'b'; it was first given on line 2\n"
               "  hint: remove one of the two\n"
               "a.yaml: 1 error; nothing was simulated\n");
}

BOOST_AUTO_TEST_CASE(notices_a_quote_that_the_library_lets_pass) {
    BOOST_TEST(errors_of("a: \"x\n").find("a.yaml:1:4: error: this is not YAML: a quote") == 0u);
    BOOST_TEST(errors_of("a: 'it''s\n").find("a.yaml:1:4: error: this is not YAML: a quote") == 0u);
    BOOST_TEST(errors_of("a: \"x\\\"\"\nb: 'it''s'\n") == "");
}

BOOST_AUTO_TEST_CASE(writes_what_it_reads_back) {
    Node root = Node::mapping();
    for (const std::string text :
         {"plain", "two words",   "",       "~",           "null",      "a: b",
          "a # b", "- x",         "-5",     "010",         "[x",        "x]",
          "a,b",   "\"quoted\"",  "it's",   "line\nbreak", "tab\there", "back\\slash",
          "ä",     " blank",      "blank ", "yes",         "*x",        "&x",
          "!x",    "%x",          "@x",     "`x",          "a:",        ":a",
          "---",   "...",         "?",      "? x",         "|",         ">",
          "x > y", "08:00-16:00", "a -> b", "{",           "a\x01z",    "<<",
          "=",     "/",           "(x)",    "1e-05"}) {
        root.add("k" + std::to_string(root.entries.size()), Node::scalar(text));
        root.add(text.empty() ? "empty" : text,
                 Node::list({Node::scalar(text), Node::scalar(text)}));
    }
    const std::string yaml = scenario::document::to_yaml(root);
    const Node again = parsed(yaml);
    BOOST_REQUIRE(again.entries.size() == root.entries.size());
    for (std::size_t i = 0; i < root.entries.size(); ++i) {
        BOOST_TEST(again.entries[i].key == root.entries[i].key);
        BOOST_TEST(to_line(again.entries[i].value) == to_line(root.entries[i].value));
    }
    BOOST_TEST(scenario::document::to_yaml(again) == yaml);
}

BOOST_AUTO_TEST_CASE(writes_long_collections_in_blocks) {
    Node item = Node::mapping();
    item.add("first", Node::scalar(std::string(60, 'x')));
    item.add("second", Node::scalar(std::string(60, 'y')));
    Node root = Node::mapping();
    root.add("list", Node::list({item, item}));
    Node& section = root.add("section", Node::mapping());
    section.add("a", item);
    const std::string yaml = scenario::document::to_yaml(root);
    BOOST_TEST(yaml.find("  - first: xxx") != std::string::npos);
    BOOST_TEST(scenario::document::to_yaml(parsed(yaml)) == yaml);
}

BOOST_AUTO_TEST_SUITE_END()
