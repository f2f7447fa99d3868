// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/language_page.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/base/diagnostic.hpp"
#include "engine/process/expression_words.hpp"
#include "engine/scenario/schema.hpp"
#include "engine/scenario/values.hpp"
#include "tools/cli/describe.hpp"

namespace yhdyspinta::cli {

using scenario::FieldDescription;
using scenario::SectionDescription;

namespace {

constexpr std::string_view kPreface = R"page(# scenarios: what a planner edits
- `pohjois_karjala/` fifteen designs of one region: `today.yaml` the baseline, `separate_2018.yaml` what the designs S1-S8 start
  from, each of them a few lines that name parts of `models/family_services/designs`. For a design of your own copy one.
- `regions/` the other counties, and how to make a region of your own · `country.yaml` all of them at once
- `pupils.yaml`, `under_school_age.yaml`, `themes/` small ones to read in five minutes, one for each theme
- `reference/` processes whose answers theory knows · `teaching/` ten models that textbooks begin with, with exact
  answers · `schema.json` the language, for editors
- Assumptions carry `mark: A` and a `range`; change them here or with `--set`, and run both scenarios again.

This page is made by `yhdyspinta describe --format markdown` from the tables that also read the files; a test keeps it
so. The same at the prompt: `yhdyspinta describe resource`, `yhdyspinta describe resource.servers`.

## How a file is written
- **Keys** are words of the tables below, in any order; an unknown one is an error with the nearest that is known. The
  first is `schema: 1`. Names of your own (of services, steps, levels …) begin with a letter and go on with letters
  (a-z), digits and `_`.
- **Differences.** `extends: FILE` (or a list; paths are relative to the file, or else to where the program has installed
  its `models/` and `scenarios/`; tables and the files of a command likewise) takes over another file; this one states
  what differs. Mappings are merged key by key, anything else is replaced, and `key: ~` removes. On the command line
  `--set run.seed=7` does the same to one value.
- **Sources.** Instead of a value, `{value: 670, mark: S, source: "Act 1287/2013, section 9a", year: 2023, range: 600 to
  700, note: …}` says where it is from. Marks: S stated by a source document, V verified, D derived, U unverified, A
  assumption; all but A need a `source`.
- **Durations** have a unit: {units}. A month is 30.4375 days, a year 365.25. **Rates** are `10 per h`.
- **Laws**: where a table says "a law", a value can be drawn from a [distribution](#laws).
- **Expressions** are conditions or arithmetic, such as `age >= 7 and need == mood`; see [below](#expressions).
- Inside `{ }` and `[ ]` a text with a comma needs quotes: `{duration: "uniform(5 min, 10 min)"}`.
- `true` and `false` are the truth values; numbers have a decimal point and no separators between thousands.

**Editors** with a YAML language server (Visual Studio Code: the extension "YAML") complete keys, show their meaning and
underline mistakes when a file begins with this line; the path is relative to the file, `../schema.json` in a folder below:

```text
# yaml-language-server: $schema=schema.json
```

The examples of the sections below, one after the other, are one scenario.

)page";

struct Example {
    std::string_view section;
    std::string_view yaml;
};

/// Put together they are one scenario; `data/areas.csv` has the columns area, county, children.
constexpr std::array kExamples{
    Example{"scenario", R"page(schema: 1
title: {fi: Neuvonta, sv: Rådgivning, en: Advice}
description: An advice desk that hands over to specialists
)page"},
    Example{
        "run",
        R"page(run: {start: 2026-01-01, length: 2 years, warm_up: 6 months, replications: 10, seed: 1}
)page"},
    Example{"calendar", R"page(day_sets:
  holidays: [01-01, 01-06, easter -2, easter +1, 05-01, 12-06, 12-24 to 12-26]
calendars:
  office: {open: {mon-thu: 08:00-16:00, fri: 08:00-15:00}, closed: [holidays]}
)page"},
    Example{"class", R"page(classes:
  child:
    attributes:
      age: {grows: 1 per year}
      area: {levels: []}
      consent: {levels: {given: 0.8, refused: 0.2}}
)page"},
    Example{"source", R"page(sources:
  callers: {class: child, rate: 3 per day, set: {age: "uniform(7, 13)"}, process: call}
)page"},
    Example{"population", R"page(populations:
  children:
    class: child
    table: data/areas.csv
    where: {county: 1}
    attributes_from: {area: area}
    groups:
      - {column: children, set: {age: "uniform(7, 13)"}}
)page"},
    Example{"need", R"page(needs:
  worry:
    class: child
    onset:
      - {when: age >= 12, rate: 0.3 per year}
      - {rate: 0.1 per year}
    severity: "discrete(1: 0.6, 2: 0.4)"
    recognised:
      family: {after: exponential(60 days), process: advise}
    escalates: exponential(1 year)
    max_severity: 3
)page"},
    Example{"organisation", R"page(organisations:
  town: {title: {fi: kunta, sv: kommun, en: town}}
  county: {}
)page"},
    Example{"service", R"page(services:
  advice: {organisation: town, process: advise, staff: advisers}
  specialists: {organisation: county, process: assess, staff: experts, meets: severity >= 2}
)page"},
    Example{"resource", R"page(resources:
  advisers:
    service: advice
    one_per: {value: 500, mark: A, range: 400 to 700}
    of: children
    calendar: office
  experts: {service: specialists, servers: 1, vacancy: 0.1, calendar: office}
)page"},
    Example{"process", R"page(processes:
  call:
    steps:
      answer: {seize: advisers, duration: "triangular(5 min, 10 min, 20 min)"}
  advise:
    service: advice
    steps:
      talk:
        seize: advisers
        duration: "lognormal(45 min, 20 min)"
        patience: exponential(60 days)
        produces: history
        next:
          - {when: severity >= 2, to: refer}
          - {probability: 0.2, to: talk}
          - {to: done}
      refer: {hand_over: {to: specialists, on_reject: talk}, next: leave}
      done: {close: {outcome: resolved, relapse: 0.1, relapse_after: 120 days}}
  assess:
    service: specialists
    steps:
      meet: {seize: experts, duration: 90 min, produces: history, reuse: shorten, shortened_to: 0.5}
      done: {close: {outcome: resolved}}
)page"},
    Example{"channel", R"page(channels:
  letter: {latency: 3 days}
)page"},
    Example{"interface", R"page(interfaces:
  any -> any: {channel: letter, acceptance: 0.9, loss: 0.02, time_out: 60 days}
  advice -> specialists: {loss: ~, visibility: on_request, request_reply: 5 days}
)page"},
    Example{"record", R"page(records:
  history: {valid: 180 days}
)page"},
    Example{"clock", R"page(clocks:
  first_meeting: {starts: received by specialists, stops: contact by specialists, limit: 7 days of office}
)page"},
    Example{"policy", R"page(policies:
  forum: {cooperation_forum: {interval: 3 months, success: 0.5, improvement: 0.5, attended_by: [advisers]}}
  turnover: {staff_turnover: {resources: [advisers], leaves: "exponential(3 years)", filled: "uniform(1 month, 5 months)"}}
  cut: {capacity_change: {all: true, share: -0.1, after: 1 year}}
)page"},
    Example{
        "measures",
        R"page(measures: {by: [area, {attribute: age, bands: [9, 11]}], census_interval: 30 days}
)page"},
};

/// A section and where in a file its keys stand: "needs.NAME.recognised.NAME".
struct Place {
    const SectionDescription* section;
    std::string path;
    std::size_t depth;
};

std::string path_below(const std::string& path, const FieldDescription& field) {
    std::string made = path.empty() ? field.key : path + "." + field.key;
    if (field.type.form == scenario::Form::by_name) made += ".NAME";
    if (field.type.is_list) made += "[]";
    return made;
}

/// Sections in the order of reading: each before those that stand in it.
void add_places(const Place& place, std::vector<Place>& places) {
    const bool is_known = std::any_of(places.begin(), places.end(), [&](const Place& other) {
        return other.section == place.section;
    });
    if (is_known) return;
    places.push_back(place);
    if (const auto* other = scenario::find_section(place.section->otherwise)) {
        add_places({other, place.path, place.depth + 1}, places);
    }
    for (const auto& field : place.section->fields) {
        if (const auto* inner = scenario::find_section(field.type.section)) {
            add_places({inner, path_below(place.path, field), place.depth + 1}, places);
        }
    }
}

std::vector<Place> places_of_all() {
    std::vector<Place> places;
    add_places({&scenario::schema().front(), "", 0}, places);
    for (const auto& section : scenario::schema()) add_places({&section, "", 1}, places);
    return places;
}

/// A text inside a cell of a table.
std::string cell(const std::string& text) {
    std::string made;
    for (const char c : text) {
        if (c == '|') made += '\\';
        made += c;
    }
    return made;
}

std::string row(const FieldDescription& field) {
    std::string type = field.type.expected;
    if (!field.type.unit.empty()) type += fmt::format(" [{}]", field.type.unit);
    if (const auto* section = scenario::find_section(field.type.section)) {
        type += fmt::format(": [{0}](#{0})", section->name);
    }
    const std::string standard = field.is_required             ? "required"
                                 : field.default_value.empty() ? ""
                                                               : "`" + field.default_value + "`";
    return fmt::format("| `{}` | {} | {} | {} |\n", field.key, cell(field.meaning), cell(type),
                       cell(standard));
}

std::string code_list(const std::vector<std::string>& words) {
    return fmt::format("`{}`", fmt::join(words, "`, `"));
}

std::string section_of_page(const Place& place) {
    const SectionDescription& section = *place.section;
    std::string text =
        fmt::format("{} {}\n{}", place.depth <= 1 ? "##" : "###", section.name, section.meaning);
    if (!place.path.empty()) text += fmt::format(" Stands in `{}`.", place.path);
    const SectionDescription* other = scenario::find_section(section.otherwise);
    if (other != nullptr) {
        text += fmt::format(" At most one of {}; without any, the keys of [{}](#{}) hold.",
                            code_list(section.one_of), other->name, other->name);
    } else if (!section.one_of.empty()) {
        text += fmt::format(" Exactly one of {} is given.", code_list(section.one_of));
    }
    text += "\n\n";
    for (const auto& example : kExamples) {
        if (example.section == section.name)
            text += fmt::format("```yaml\n{}```\n\n", example.yaml);
    }
    text += "| key | meaning | value | default |\n| --- | --- | --- | --- |\n";
    for (const auto& field : section.fields) {
        const bool is_of_other = other != nullptr && find_field(*other, field.key) != nullptr;
        if (!is_of_other) text += row(field);
    }
    if (place.depth == 0) text += row(scenario::extends_key());
    return text + "\n";
}

std::string laws_of_page() {
    std::string text =
        "## laws\nA law is written with its arguments; where numbers are drawn, they have no "
        "unit.\n\n| law | example | its mean | its standard deviation |\n| --- | --- | --- | --- "
        "|\n";
    const auto unit = scenario::LawUnit::duration;
    for (const auto& law : scenario::law_examples(unit)) {
        const auto made = std::get<random::Law>(scenario::parse_law(law.text, unit));
        text += fmt::format("| `{}` | `{}` | {} | {} |\n", law.signature, law.text,
                            amount_text(made.mean(), made.mean(), unit),
                            amount_text(std::sqrt(made.variance()), made.mean(), unit));
    }
    return text + "\n";
}

std::string expressions_of_page() {
    std::string text =
        "## expressions\nThey may name the attributes of classes (a category is the number of its "
        "level, to be compared with the level's name), needs, and:\n\n"
        "| what | meaning |\n| --- | --- |\n";
    for (const auto* words :
         {&process::expression_variables(), &process::interface_expression_variables(),
          &process::expression_operators()}) {
        for (const auto& word : *words) {
            text += fmt::format("| `{}` | {} |\n", cell(word.text), cell(word.meaning));
        }
    }
    return text;
}

std::string preface() {
    std::string text(kPreface);
    const std::string mark = "{units}";
    text.replace(text.find(mark), mark.size(), code_list(scenario::unit_names()));
    return text;
}

}  // namespace

std::string language_page() {
    const auto places = places_of_all();
    std::string text = preface() + "## All sections\n";
    for (const auto& place : places) {
        text += fmt::format("{}- [{}](#{}) {}\n", place.depth > 1 ? "  " : "", place.section->name,
                            place.section->name, place.section->meaning);
    }
    text += "- [laws](#laws), [expressions](#expressions)\n\n";
    for (const auto& place : places) text += section_of_page(place);
    return text + laws_of_page() + expressions_of_page();
}

}  // namespace yhdyspinta::cli
