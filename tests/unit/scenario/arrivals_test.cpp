// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/arrivals.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>

#include "engine/scenario/read_scenario.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::scenario;
namespace fs = std::filesystem;

namespace {

const std::string kProcess = "processes: {visit: {steps: {talk: {duration: 1 min}}}}\n";

/// A folder with a table, gone afterwards.
class Folder {
public:
    explicit Folder(const std::string& name)
        : path_(fs::temp_directory_path() / ("yhdyspinta_" + name + std::to_string(getpid()))) {
        fs::create_directories(path_);
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    void write(const std::string& name, const std::string& content) const {
        std::ofstream(path_ / name, std::ios::binary) << content;
    }
    [[nodiscard]] ScenarioFile read(const std::string& text) const {
        return read_text("schema: 1\nrun: {start: 2026-08-03, length: 1 year}\n" + text);
    }
    [[nodiscard]] ScenarioFile read_text(const std::string& text) const {
        base::Diagnostics diagnostics;
        auto made =
            read_scenario_text(text, (path_ / "mine.yaml").generic_string(), {}, diagnostics);
        BOOST_REQUIRE_MESSAGE(made && diagnostics.to_text().empty(), diagnostics.to_text());
        return *std::move(made);
    }

private:
    fs::path path_;
};

/// Written, read in another folder, and written again: the same text.
ScenarioFile read_elsewhere(const ScenarioFile& made) {
    const Folder other("elsewhere_");
    const auto files = write_scenario(made.system);
    for (const auto& file : files) other.write(file.name, file.content);
    auto again = other.read_text(files.front().content);
    const auto rewritten = write_scenario(again.system);
    BOOST_REQUIRE(rewritten.size() == files.size());
    for (std::size_t i = 0; i < files.size(); ++i) {
        BOOST_TEST(rewritten[i].content == files[i].content);
    }
    return again;
}

const process::LawText& duration_of_first_step(const ScenarioFile& made) {
    const auto& step = made.system.processes.at(0).value.steps.at(0).value;
    return std::get<process::ActivityStep>(step.what).duration;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(arrivals)

BOOST_AUTO_TEST_CASE(every_kind_of_source_is_written_and_read_back) {
    const Folder folder("arrivals_");
    folder.write("times.csv",
                 "day,town,kind\n2026-08-12T09:30,north,a\n2026-08-01,south,a\n2026-08-12,x,b\n");
    const auto made = folder.read(R"(
day_sets: {fair: [08-15]}
profiles:
  office:
    weekly: {mon-wed: {'08:00-10:00': 2, '10:00-16:00': 1}, sat: {'10:00-14:00': 0.5}}
    months: {jul: 0.3}
    closed: [fair]
    otherwise: 0.1
  wave: {formula: '1 + 0.5 * sin(2 * _pi * hour / 24)', at_most: 1.5}
classes: {child: {attributes: {place: {levels: []}}}}
sources:
  a: {rate: 2 per h, profile: office, process: visit}
  b: {rate: 2 per h, profile: wave, batch: 'discrete(1: 2, 2: 1)', process: visit}
  c: {at: [0 min, 2 h, 3 days], process: visit}
  d: {on: [08-15, easter -2, include fair], time: 08:05, process: visit}
  e:
    class: child
    recorded:
      table: times.csv
      time: day
      unit: date
      where: {kind: a}
      attributes_from: {place: town}
    process: visit
  f: {already_waiting: {count: 40, waited: exponential(30 days)}, process: visit}
)" + kProcess);
    BOOST_TEST(made.files.size() == 1u);
    const auto again = read_elsewhere(made);
    const auto& sources = again.system.sources;
    BOOST_TEST(sources[2].value.at.size() == 3u);
    BOOST_TEST(sources[3].value.time->in_minutes() == 485.0);
    BOOST_TEST(sources[3].value.on->rules.size() == 2u);
    const auto& recorded = *sources[4].value.recorded;
    const std::chrono::year_month_day start = again.system.run.start;
    BOOST_REQUIRE(recorded.times.size() == 2u);
    BOOST_TEST(recorded.since_start(0, start).in_hours() == 9 * 24 + 9.5);
    BOOST_TEST(recorded.since_start(1, start).in_days() == -2.0);
    BOOST_TEST(process::levels_of(again.system, "place") ==
               (std::vector<std::string>{"north", "south"}));
    BOOST_TEST(sources[5].value.already_waiting->count == 40);
    const auto& office = again.system.profiles[0].value;
    BOOST_TEST((*office.weekly)[1].size() == 2u);
    BOOST_TEST((*office.weekly)[3].empty());
    BOOST_TEST((*office.weekly)[5][0].factor == 0.5);
    BOOST_TEST((*office.months)[6] == 0.3);
    BOOST_TEST((*office.months)[7] == 1.0);
    BOOST_TEST(*again.system.profiles[1].value.at_most == 1.5);
}

BOOST_AUTO_TEST_CASE(a_table_of_arrivals_never_takes_the_name_of_a_population) {
    const Folder folder("names_");
    folder.write("times.csv", "minute\n5\n");
    folder.write("people.csv", "n\n3\n");
    const auto made = folder.read(
        "classes: {child: {}}\n"
        "sources: {a: {recorded: {table: times.csv, time: minute, unit: min}, process: visit}}\n"
        "populations: {source_a: {class: child, table: people.csv, groups: [{column: n}]}}\n" +
        kProcess);
    const auto files = write_scenario(made.system);
    BOOST_REQUIRE(files.size() == 3u);
    BOOST_TEST(files[1].name == "source_a.csv");
    BOOST_TEST(files[2].name == "source_a_.csv");
}

BOOST_AUTO_TEST_CASE(a_law_from_a_column_becomes_a_list_that_stands_by_itself) {
    const Folder folder("columns_");
    folder.write("waits.csv", "days,text,n\n1,90 min,3\n3,2 h,5\n");
    const auto duration = [&](const std::string& law) {
        const auto made = folder.read(
            "sources: {a: {rate: 1 per h, process: visit}}\n"
            "processes: {visit: {steps: {talk: {duration: '" +
            law + "'}}}}\n");
        BOOST_TEST(made.files.size() == 1u);
        const auto again = read_elsewhere(made);
        BOOST_TEST(again.files.empty());
        BOOST_TEST(duration_of_first_step(again).law.mean() ==
                   duration_of_first_step(made).law.mean());
        return duration_of_first_step(made).text;
    };
    BOOST_TEST(duration("empirical(waits.csv, days, days)") == "empirical(1 day, 3 days)");
    BOOST_TEST(duration("empirical( waits.csv , text )") == "empirical(90 min, 2 h)");
    BOOST_TEST(duration("mixture(0.5: empirical(waits.csv, days, h), 0.5: empirical(1 h, 2 h))") ==
               "mixture(0.5: empirical(1 h, 3 h), 0.5: empirical(1 h, 2 h))");
    const auto made = folder.read(
        "sources: {a: {at: [0 s], batch: 'empirical(waits.csv, n)', process: visit}}\n" + kProcess);
    BOOST_TEST(made.system.sources[0].value.batch->text == "empirical(3, 5)");
}

BOOST_AUTO_TEST_SUITE_END()
