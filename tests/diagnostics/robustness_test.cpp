// SPDX-License-Identifier: Apache-2.0
// Whatever stands in a file, the reader answers with a scenario or with errors, and with nothing
// else.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "engine/base/diagnostic.hpp"
#include "engine/scenario/read_scenario.hpp"

namespace fs = std::filesystem;
using namespace yhdyspinta;

namespace {

const fs::path kValid = fs::path(YHDYSPINTA_SOURCE_DIR) / "tests" / "diagnostics" / "valid";

std::string content(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// The same numbers on every machine (Knuth's MMIX generator).
class Numbers {
public:
    std::size_t below(std::size_t bound) {
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        return static_cast<std::size_t>(state_ >> 33u) % bound;
    }

private:
    std::uint64_t state_ = 2026;
};

/// Reads a text; the result is true when it was a valid scenario.
bool read(const std::string& text, const std::string& what) {
    BOOST_TEST_CONTEXT(what) {
        base::Diagnostics diagnostics;
        bool is_valid = false;
        BOOST_CHECK_NO_THROW({
            const auto made = scenario::read_scenario_text(
                text, (kValid / "mutated.yaml").generic_string(), {}, diagnostics);
            is_valid = made.has_value();
            (void)diagnostics.to_text();
            if (is_valid) (void)scenario::write_scenario(made->system);
        });
        if (is_valid == diagnostics.has_errors())
            BOOST_ERROR("a result with errors, or none without");
        return is_valid;
    }
    return false;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(robustness)

BOOST_AUTO_TEST_CASE(takes_a_file_cut_off_anywhere) {
    const std::string whole = content(kValid / "base.yaml");
    BOOST_REQUIRE(read(whole, "whole"));
    for (std::size_t length = 0; length < whole.size(); length += 5) {
        read(whole.substr(0, length), "cut after " + std::to_string(length));
    }
}

BOOST_AUTO_TEST_CASE(takes_a_file_with_changed_bytes) {
    const std::string whole = content(kValid / "base.yaml");
    constexpr std::string_view kBytes =
        "\n\n  ::--,,[]{}\"'#&*!|>~@%\t\r0129.eaz()\\?`\x01\xC3\xFF";
    Numbers numbers;
    std::size_t valid = 0;
    for (int round = 0; round < 3000; ++round) {
        std::string text = whole;
        const std::size_t changes = 1 + numbers.below(3);
        for (std::size_t i = 0; i < changes; ++i) {
            const std::size_t at = numbers.below(text.size());
            const char byte = kBytes[numbers.below(kBytes.size())];
            switch (numbers.below(4)) {
                case 0: text[at] = byte; break;
                case 1: text.insert(at, 1, byte); break;
                case 2: text.erase(at, 1 + numbers.below(8)); break;
                default: {  // a piece of the file at another place
                    const std::string piece =
                        text.substr(numbers.below(text.size()), 1 + numbers.below(60));
                    text.insert(at, piece);
                }
            }
        }
        if (read(text, "round " + std::to_string(round))) ++valid;
    }
    // Otherwise the changes would be too coarse to reach what comes after parsing.
    BOOST_TEST(valid > 30u);
}

BOOST_AUTO_TEST_CASE(takes_deep_nesting) {
    for (const std::string_view opening : {"[", "{a: ", "- ", "? "}) {
        std::string text = "schema: 1\ntitle: ";
        if (opening == "- " || opening == "? ") text = "";
        for (int i = 0; i < 20000; ++i) text += opening;
        BOOST_TEST(!read(text, std::string(opening)));
    }
}

BOOST_AUTO_TEST_CASE(takes_any_value_for_an_override) {
    for (const std::string value : {"~", "[", "]", "{}", "a: b", "- 1", "&a b", "*a", "!x y", "\"",
                                    "'", "|", "", " ", ":", "#", "\xFF", "1\n2", "--- 1"}) {
        for (const std::string path :
             {"run.seed", "resources.desk", "interfaces.any -> any.loss",
              "populations.children.groups.1.share", ".", "a..b", "run."}) {
            BOOST_TEST_CONTEXT(path + "=" + value) {
                base::Diagnostics diagnostics;
                bool is_valid = false;
                BOOST_CHECK_NO_THROW(is_valid =
                                         scenario::read_scenario(kValid / "base.yaml",
                                                                 {path + "=" + value}, diagnostics)
                                             .has_value());
                BOOST_TEST(is_valid != diagnostics.has_errors());
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
