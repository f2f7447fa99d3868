// SPDX-License-Identifier: Apache-2.0
#include "tests/docs/page_commands.hpp"

#include <boost/test/unit_test.hpp>

namespace yhdyspinta::docs {

namespace {

using Lines = std::vector<std::string>;

std::size_t faults(std::string_view page) {
    return faults_of(page, "page", std::filesystem::temp_directory_path()).size();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(page_commands)

BOOST_AUTO_TEST_CASE(takes_commands_from_sh_blocks_only) {
    const auto blocks = command_blocks_of(
        "Text\n```sh\n# a remark\none --two \\\n    three\nfour\n```\n```yaml\nno: command\n```\n");
    BOOST_REQUIRE_EQUAL(blocks.size(), 1U);
    BOOST_TEST(blocks[0].line == 2U);
    BOOST_TEST(blocks[0].commands == (Lines{"one --two     three", "four"}));
    BOOST_TEST(!blocks[0].expected.has_value());
}

BOOST_AUTO_TEST_CASE(takes_the_output_block_that_follows) {
    const auto blocks = command_blocks_of(
        "```sh\na\n```\n\n```text output exit=3\nx\n```\n```sh\nb\n```\nwords\n```text\ny\n```\n");
    BOOST_REQUIRE_EQUAL(blocks.size(), 2U);
    BOOST_REQUIRE(blocks[0].expected.has_value());
    BOOST_TEST(blocks[0].expected->lines == Lines{"x"});
    BOOST_TEST(blocks[0].expected->exit_code == 3);
    BOOST_TEST(!blocks[1].expected.has_value());
}

BOOST_AUTO_TEST_CASE(refuses_an_output_block_that_follows_no_commands) {
    BOOST_CHECK_THROW(
        static_cast<void>(command_blocks_of("```sh\na\n```\nwords\n```text output\nx\n```\n")),
        std::runtime_error);
}

BOOST_AUTO_TEST_CASE(an_ellipsis_alone_stands_for_any_number_of_lines) {
    BOOST_TEST(matches({"a", "…", "d"}, {"a", "b", "c", "d"}));
    BOOST_TEST(matches({"a", "…", "d"}, {"a", "d"}));
    BOOST_TEST(matches({"…"}, {}));
    BOOST_TEST(!matches({"a", "…", "d"}, {"a", "b", "c"}));
    BOOST_TEST(!matches({"a", "b"}, {"a", "b", "c"}));
}

BOOST_AUTO_TEST_CASE(an_ellipsis_within_a_line_stays_within_it) {
    BOOST_TEST(matches({"took … s, … runs"}, {"took 1.25 s, 10 runs"}));
    BOOST_TEST(!matches({"took … s, … runs"}, {"took 1.25 s", "10 runs"}));
    BOOST_TEST(!matches({"a…a"}, {"a"}));
    BOOST_TEST(!matches({"1.25"}, {"1.26"}));
}

BOOST_AUTO_TEST_CASE(a_page_that_tells_the_truth_has_no_fault) {
    BOOST_TEST(faults("```sh\necho one\necho 'two   '\n```\n```text output\none\ntwo\n```\n") ==
               0U);
    BOOST_TEST(faults("```sh\necho no >&2; exit 3\n```\n```text output exit=3\nno\n```\n") == 0U);
    BOOST_TEST(faults("```sh\ntests/run\ntools/quickstart\ngit clone there\ncd x\n```\n") == 0U);
}

BOOST_AUTO_TEST_CASE(a_page_that_does_not_is_found_out) {
    BOOST_TEST(faults("```sh\necho one\n```\n```text output\ntwo\n```\n") == 1U);
    BOOST_TEST(faults("```sh\nno_such_command_here\n```\n") == 1U);
    BOOST_TEST(faults("```sh\nfalse\ntrue\n```\n") == 1U);
    BOOST_TEST(faults("```sh\ntrue\n```\n```text output exit=3\n```\n") == 1U);
    BOOST_TEST(faults("```sh\ntests/run\n```\n```text output\ngreen\n```\n") > 0U);
    BOOST_TEST(faults("```sh\ntests/run_all\n```\n") == 1U);
}

BOOST_AUTO_TEST_CASE(rewrites_only_outputs_that_have_changed) {
    const std::string page =
        "Text\n```sh\necho one; echo two\n```\n\n```text output\nold\n```\nmore\n"
        "```sh\necho three\n```\n```text output\nth…\n```\n";
    BOOST_TEST(rewritten(page, std::filesystem::temp_directory_path()) ==
               "Text\n```sh\necho one; echo two\n```\n\n```text output\none\ntwo\n```\nmore\n"
               "```sh\necho three\n```\n```text output\nth…\n```\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yhdyspinta::docs
