// SPDX-License-Identifier: Apache-2.0
// The whole of a scenario file, and all its sections as data.
#include "engine/scenario/tables.hpp"

#include "engine/process/expression.hpp"
#include "engine/scenario/arrivals.hpp"
#include "engine/scenario/policies.hpp"
#include "engine/scenario/profiles.hpp"
#include "engine/scenario/table_parts.hpp"

namespace yhdyspinta::scenario {

using document::Node;

namespace {

Field<process::System> schema_field() {
    Field<process::System> made;
    made.about.key = "schema";
    made.about.type = type("whole number", "1, the version of the language");
    made.about.type.form = Form::whole;
    made.about.type.bounds = Range::between(1.0, 1.0);
    made.about.type.examples = {"1"};
    made.about.meaning = "version of the language that the file is written in";
    made.about.is_required = true;
    // checked file by file, when it is loaded
    made.read = [](Reader&, const Node&, const std::string&, process::System&) {};
    made.write = [](const process::System&) -> std::optional<Node> { return Node::scalar("1"); };
    return made;
}

Field<process::System> interfaces_field() {
    Field<process::System> made;
    made.about.key = "interfaces";
    made.about.type = described_by_name(mapping(interface_table()).about,
                                        "a mapping of pairs such as 'desk -> back_office' or "
                                        "'any -> any', or 'within organisation' or 'between "
                                        "organisations', to interfaces",
                                        "^\\s*[^ ]+\\s*->\\s*[^ ]+\\s*$|"
                                        "^\\s*(within organisation|between organisations)\\s*$");
    made.about.type.type = "by pair: interface";
    made.about.type.parts[0].may_be_removed_inside = true;
    made.about.meaning =
        "how services hand clients to each other; any -> any, 'within organisation' and 'between "
        "organisations' (of the owners of the two; neither is about a service without "
        "organisation), any -> to, from -> any and from -> to apply in this order, key by key";
    made.read = [](Reader&, const Node&, const std::string&, process::System&) {};
    made.write = [](const process::System& from) -> std::optional<Node> {
        if (from.interfaces.empty()) return std::nullopt;
        Node node = Node::mapping();
        for (const auto& interface : from.interfaces) {
            node.add(interface.from.name + " -> " + interface.to.name,
                     write_fields(interface_table(), interface));
        }
        return node;
    };
    return made;
}

}  // namespace

const Table<process::System>& system_table() {
    using process::System;
    static const Table<System> kTable{
        "scenario",
        "One full system, and how it is run.",
        {
            schema_field(),
            field("title", &System::title, text(), "name for readers"),
            field("description", &System::description, text(), "what it is about"),
            field("run", &System::run, run_codec(), "how it is simulated").required(),
            field("day_sets", &System::day_sets, by_name(day_set(), "day sets"),
                  "holidays, terms and other sets of days"),
            field("calendars", &System::calendars, by_name(calendar_codec(), "calendars"),
                  "opening hours"),
            field("profiles", &System::profiles,
                  by_name(mapping<process::Profile>(profile_table(), check_profile), "profiles"),
                  "how rates vary with civil time"),
            field("classes", &System::classes, by_name(mapping(class_table()), "classes"),
                  "kinds of entities"),
            field("sources", &System::sources, by_name(source_codec(), "sources"),
                  "entities that arrive"),
            field("populations", &System::populations, by_name(population_codec(), "populations"),
                  "entities that are there"),
            field("needs", &System::needs,
                  by_name(need_codec(), "needs", process::reserved_names()),
                  "needs that arise in populations"),
            field("organisations", &System::organisations,
                  by_name(mapping(organisation_table()), "organisations"), "who pays and decides"),
            field("services", &System::services,
                  by_name(mapping(service_table()), "services", {"any", kSender}),
                  "what organisations offer"),
            field("resources", &System::resources, by_name(resource_codec(), "resources"),
                  "people, rooms and places"),
            field("variables", &System::variables,
                  by_name(variable(), "variables", process::reserved_names()),
                  "numbers that steps and policies set and expressions read, with their first "
                  "values"),
            field("diaries", &System::diaries, by_name(diary_codec(), "diaries"),
                  "appointments that can be booked"),
            field("processes", &System::processes, by_name(process_codec(), "processes"),
                  "what happens to entities"),
            field("channels", &System::channels, by_name(mapping(channel_table()), "channels"),
                  "how information travels"),
            interfaces_field(),
            field("records", &System::records, by_name(mapping(record_table()), "records"),
                  "results that can be reused"),
            field("clocks", &System::clocks, by_name(mapping(clock_table()), "clocks"),
                  "time limits that are measured"),
            field("indicators", &System::indicators, by_name(indicator_codec(), "indicators"),
                  "figures of one's own"),
            field("policies", &System::policies, by_name(policy(), "policies"), "governance"),
            field("measures", &System::measures, measures_codec(),
                  "what is measured beside the usual"),
        }};
    return kTable;
}

std::vector<SectionDescription> describe_tables() {
    std::vector<SectionDescription> sections{
        system_table().describe(),
        run_table().describe(),
        calendar_table().describe(),
        class_table().describe(),
        attribute_table().describe(),
        profile_table().describe(),
        source_table().describe(),
        recorded_table().describe(),
        already_waiting_table().describe(),
        population_table().describe(),
        group_table().describe(),
        households_table().describe(),
        apart_table().describe(),
        moves_table().describe(),
        need_table().describe(),
        onset_table().describe(),
        onset_at_table().describe(),
        recogniser_table().describe(),
        organisation_table().describe(),
        service_table().describe(),
        resource_table().describe(),
        shift_table().describe(),
        change_table().describe(),
        absence_table().describe(),
        process_table().describe(),
        describe_step(),
        activity_table().describe(),
        branch_table().describe(),
        ways_table().describe(),
        take_on_table().describe(),
        hand_over_table().describe(),
        tell_table().describe(),
        close_table().describe(),
        channel_table().describe(),
        interface_table().describe(),
        trust_table().describe(),
        record_table().describe(),
        clock_table().describe(),
        indicator_table().describe(),
        describe_policy(),
        forum_table().describe(),
        outage_table().describe(),
        measures_table().describe(),
        breakdown_table().describe(),
        signal_table().describe(),
        wait_table().describe(),
        book_table().describe(),
        diary_table().describe(),
        set_aside_table().describe(),
        batch_table().describe(),
        fork_table().describe(),
    };
    for (auto& section : describe_policies()) sections.push_back(std::move(section));
    return sections;
}

const std::vector<SectionDescription>& schema() {
    static const std::vector<SectionDescription> kSections = describe_tables();
    return kSections;
}

const SectionDescription* find_section(const std::string& name) {
    for (const auto& section : schema()) {
        if (section.name == name) return &section;
    }
    return nullptr;
}

const FieldDescription* find_field(const SectionDescription& section, const std::string& key) {
    for (const auto& field : section.fields) {
        if (field.key == key) return &field;
    }
    return nullptr;
}

const FieldDescription& extends_key() {
    static const FieldDescription kKey = [] {
        const auto file = plain_text("the name of a scenario file").about;
        FieldDescription made;
        made.key = "extends";
        made.type =
            choice_type("file or list of files", "the name of a scenario file, or a list of them",
                        {file, described_list(file, "a list of names of scenario files")},
                        {"base.yaml", "[shared.yaml, base.yaml]"});
        made.meaning =
            "files of which this one states only the differences, relative to its own folder";
        return made;
    }();
    return kKey;
}

}  // namespace yhdyspinta::scenario
