// SPDX-License-Identifier: Apache-2.0
// What scenarios/schema.json promises; tests/schema tries it with a public validator.
#include "engine/scenario/json_schema.hpp"

#include <regex>
#include <string>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "engine/scenario/schema.hpp"
#include "engine/scenario/values.hpp"

using namespace yhdyspinta;
using nlohmann::json;

namespace {

const json& made() {
    static const json kSchema = json::parse(scenario::json_schema());
    return kSchema;
}

/// Every type inside a type says how it looks.
void check_described(const scenario::TypeDescription& type) {
    using scenario::Form;
    BOOST_TEST((type.form != Form::undescribed));
    const bool has_parts =
        type.form == Form::by_name || type.form == Form::list || type.form == Form::choice;
    BOOST_TEST(type.parts.empty() == !has_parts);
    if (type.form == Form::mapping) BOOST_TEST((scenario::find_section(type.section) != nullptr));
    for (const auto& part : type.parts) check_described(part);
}

bool matches(const std::string& pattern, const std::string& text) {
    return std::regex_search(text, std::regex(pattern));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(json_schema)

BOOST_AUTO_TEST_CASE(has_every_key_of_every_table_with_its_meaning) {
    for (const auto& section : scenario::schema()) {
        for (const std::string suffix : {"", "_changes"}) {
            BOOST_TEST_CONTEXT(section.name + suffix) {
                BOOST_REQUIRE(made()["$defs"].contains(section.name + suffix));
                const json& about = made()["$defs"][section.name + suffix];
                BOOST_TEST(about["description"] == section.meaning);
                BOOST_TEST(about["additionalProperties"] == false);
                for (const auto& field : section.fields) {
                    BOOST_TEST_CONTEXT(field.key) {
                        BOOST_REQUIRE(about["properties"].contains(field.key));
                        const json& key = about["properties"][field.key];
                        BOOST_TEST(key["title"] == section.name + "." + field.key);
                        const auto description = key["description"].get<std::string>();
                        BOOST_TEST(description.find(field.meaning) == 0U);
                        BOOST_TEST(key.contains("default") == !field.default_value.empty());
                    }
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(knows_what_every_value_looks_like) {
    for (const auto& section : scenario::schema()) {
        for (const auto& field : section.fields) {
            BOOST_TEST_CONTEXT(section.name + "." + field.key) { check_described(field.type); }
        }
    }
}

BOOST_AUTO_TEST_CASE(demands_keys_only_of_a_file_that_stands_by_itself) {
    BOOST_TEST(made()["$defs"]["source"]["required"] == json::array({"process"}));
    BOOST_TEST(!made()["$defs"]["source_changes"].contains("required"));
    BOOST_TEST(made()["then"]["$ref"] == "#/$defs/scenario");
    BOOST_TEST(made()["else"]["$ref"] == "#/$defs/scenario_changes");
}

BOOST_AUTO_TEST_CASE(has_ranges_defaults_and_words) {
    const json& defs = made()["$defs"];
    BOOST_TEST(defs["run"]["properties"]["replications"]["default"] == 10);
    BOOST_TEST(defs["resource"]["properties"]["vacancy"]["$ref"] ==
               "#/$defs/number_at_least_0_and_below_1_value");
    const json& vacancy = defs["number_at_least_0_and_below_1_value"]["anyOf"][0];
    BOOST_TEST(vacancy["minimum"] == 0);
    BOOST_TEST(vacancy["exclusiveMaximum"] == 1);
    BOOST_TEST(defs["interface_carrier_value"]["anyOf"][0]["enum"] ==
               json::array({"sender", "receiver", "nobody"}));
}

BOOST_AUTO_TEST_CASE(has_patterns_that_match_what_the_parsers_read) {
    using scenario::LawUnit;
    for (const char* text : {"5 min", "5min", " 1.5e3 years ", "+3 d", "0 s"}) {
        BOOST_TEST_CONTEXT(text) {
            BOOST_TEST(matches(scenario::duration_pattern(), text));
            BOOST_TEST(matches(scenario::law_pattern(LawUnit::duration), text));
            BOOST_TEST((scenario::parse_duration(text).index() == 0));
        }
    }
    for (const char* text : {"5", "5 parsecs", "min", "5 min long"}) {
        BOOST_TEST_CONTEXT(text) {
            BOOST_TEST(!matches(scenario::duration_pattern(), text));
            BOOST_TEST((scenario::parse_duration(text).index() == 1));
        }
    }
    for (const char* text : {"10 per h", "10per h", "2.4 per  month"}) {
        BOOST_TEST_CONTEXT(text) {
            BOOST_TEST(matches(scenario::rate_pattern(), text));
            BOOST_TEST((scenario::parse_rate(text).index() == 0));
        }
    }
    BOOST_TEST(!matches(scenario::rate_pattern(), "10 h"));
    for (const auto unit : {LawUnit::duration, LawUnit::number}) {
        for (const auto& law : scenario::law_examples(unit)) {
            BOOST_TEST_CONTEXT(law.text) {
                BOOST_TEST(matches(scenario::law_pattern(unit), law.text));
                BOOST_TEST((scenario::parse_law(law.text, unit).index() == 0));
                BOOST_TEST(law.signature.find(law.name + "(") == 0U);
            }
        }
    }
    BOOST_TEST(!matches(scenario::law_pattern(LawUnit::number), "5 min"));
}

BOOST_AUTO_TEST_SUITE_END()
