// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/store.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <limits>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"
#include "engine/experiment/export_store.hpp"
#include "engine/experiment/merge_stores.hpp"
#include "engine/results/story_table.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::experiment;
namespace fs = std::filesystem;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// An empty folder, removed at the end.
struct Folder {
    Folder() {
        std::string pattern = (fs::temp_directory_path() / "yhdyspinta_store_XXXXXX").string();
        BOOST_REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        path = pattern;
    }
    ~Folder() { fs::remove_all(path); }
    fs::path path;
};

StoreContent two_designs() {
    StoreContent content;
    content.version = "1";
    for (const char* name : {"today", "joined, a=1"}) {
        StoredDesign design;
        design.name = name;
        design.title = {"suomeksi", "", "in English"};
        design.scenario = "today";
        design.levels = {{"a", "1"}};
        design.seed = 18446744073709551615ULL;
        design.is_baseline = design.name == "today";
        design.files = {{"scenario.yaml", "schema: 1\nrun: {length: 1 d}\n"}, {"table.csv", "a\n"}};
        design.responses = {{"wait", "d", "all", 0.0}, {"wait", "d", "service=desk", 0.0}};
        content.designs.push_back(design);
    }
    return content;
}

StoreNotes notes(std::uint64_t replications = 3) {
    StoreNotes made;
    made.command = "yhdyspinta batch it.yaml";
    made.replications = replications;
    made.versions = {{"yhdyspinta", "1"}};
    return made;
}

StoredReplication done(std::uint64_t number, double value) {
    StoredReplication made;
    made.replication = number;
    made.values = {value, kNan};
    made.command = "yhdyspinta run";
    return made;
}

/// A series of three weeks and one story.
StoredReplication with_path(std::uint64_t number, float third = 0.25F) {
    using results::StoryKind;
    StoredReplication made = done(number, 1.0);
    const std::chrono::sys_days start(std::chrono::year(2026) / 1 / 5);
    made.series = {
        {"on_duty", "h", "resource=desk", start, 7, {7.5F, 0.0F, third}},
        {"utilisation", "share", "resource=desk", start, 7, {0.1F, std::nanf(""), 1.0F}}};
    made.stories = results::encode({{"mood"},
                                    {"a", "b, c"},
                                    {"age"},
                                    {{7,
                                      0,
                                      0,
                                      {9},
                                      {{1.5F, StoryKind::arose},
                                       {2.1F, StoryKind::handover_lost, 0, 1},
                                       {2.1F, StoryKind::gap_begins, 3}}}}});
    return made;
}

StoredReplication failed(std::uint64_t number) {
    StoredReplication made;
    made.replication = number;
    made.failure = ReplicationFailure{ReplicationFailure::Kind::model, "an endless loop"};
    made.command = "yhdyspinta run";
    return made;
}

template <class Error, class Work>
void check_refused(const Work& work, const std::string& part) {
    BOOST_CHECK_EXCEPTION(work(), Error, [&part](const Error& error) {
        BOOST_TEST_INFO(error.what());
        const bool is_said = std::string(error.what()).find(part) != std::string::npos;
        BOOST_TEST(is_said);
        return is_said;
    });
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(store, Folder)

BOOST_AUTO_TEST_CASE(gives_back_what_was_written) {
    auto full = done(2, 0.1);
    full.warnings = {"nobody came"};
    full.distributions = {{"wait", "d", "all", 7, {0.0, 0.5, kNan}}};
    full.episodes = std::string("\0\1", 2);
    {
        Store store(path, two_designs(), notes(), false);
        store.write(0, full);
        store.write(0, done(1, -1.5));
        store.write(1, failed(1));
    }
    BOOST_TEST(!fs::exists(path / "experiment.sqlite-wal"));  // all is in the one file
    const Store store(path);
    BOOST_TEST(!difference(store.content(), two_designs()).has_value());
    BOOST_TEST(store.content().designs[1].title.en == "in English");
    BOOST_TEST(store.content().designs[1].seed == 18446744073709551615ULL);
    BOOST_TEST(store.content().designs[1].levels[0].first == "a");
    BOOST_TEST(store.notes().replications == 3u);
    BOOST_TEST(store.finished(0) == (std::vector<std::uint64_t>{1, 2}),
               boost::test_tools::per_element());
    BOOST_TEST(store.finished(1).empty());
    const auto back = store.replication(0, 2);
    BOOST_REQUIRE(back.has_value());
    BOOST_TEST(back->values[0] == 0.1);
    BOOST_TEST(std::isnan(back->values[1]));
    BOOST_TEST(back->warnings == full.warnings, boost::test_tools::per_element());
    BOOST_TEST(back->distributions[0].count == 7u);
    BOOST_TEST(back->distributions[0].quantiles[1] == 0.5);
    BOOST_TEST((back->episodes == full.episodes));
    BOOST_REQUIRE(store.failures().size() == 1u);
    BOOST_TEST(store.failures()[0].design == 1u);
    BOOST_TEST(store.failures()[0].failure.text == "an endless loop");
    BOOST_TEST(!store.replication(1, 9).has_value());
}

BOOST_AUTO_TEST_CASE(gives_tables_of_all_or_some_responses_up_to_a_replication) {
    Store store(path, two_designs(), notes(), false);
    for (const std::uint64_t number : {3, 1, 2}) {
        store.write(1, done(number, static_cast<double>(number)));
    }
    const auto all = store.table(1);
    BOOST_TEST(all.rows().size() == 2u);
    BOOST_TEST(all.find("wait", "all")->values == (std::vector<double>{1.0, 2.0, 3.0}),
               boost::test_tools::per_element());
    const auto some = store.table(
        1, 2, [](const results::Response& response) { return response.where == "all"; });
    BOOST_TEST(some.rows().size() == 1u);
    BOOST_TEST(some.find("wait", "all")->values == (std::vector<double>{1.0, 2.0}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(has_a_digest_of_its_results_alone) {
    std::string first;
    {
        Store store(path / "a", two_designs(), notes(3), false);
        store.write(0, done(1, 1.0));
        store.write(0, done(2, 2.0));
        first = store.digest();
        BOOST_TEST(first.size() == 40u);
    }
    BOOST_TEST(Store(path / "a").digest() == first);
    {
        Store store(path / "b", two_designs(), notes(9), false);  // other order, other notes
        auto with_other_nan = done(2, 2.0);
        with_other_nan.values[1] = -kNan;
        store.write(0, with_other_nan);
        store.write(0, failed(1));
        BOOST_TEST(store.digest() != first);
        store.write(0, done(1, 1.0));  // tried again
        BOOST_TEST(store.digest() == first);
        store.write(1, done(1, 1.0));
        BOOST_TEST(store.digest() != first);
    }
    Store store(path / "c", two_designs(), notes(), false);
    store.write(0, done(1, 1.0));
    store.write(0, done(2, std::nextafter(2.0, 3.0)));
    BOOST_TEST(store.digest() != first);
}

BOOST_AUTO_TEST_CASE(is_gone_on_with_only_when_asked_and_only_by_the_same_experiment) {
    { Store(path, two_designs(), notes(), false).write(0, done(1, 1.0)); }
    check_refused<base::UsageError>([&] { Store(path, two_designs(), notes(), false); },
                                    "holds 1 replications of this experiment already; go on with "
                                    "--resume");
    { Store(path, two_designs(), notes(), true).write(0, done(2, 1.0)); }
    BOOST_TEST(Store(path).finished(0).size() == 2u);

    const auto refuses = [&](const std::function<void(StoreContent&)>& change,
                             const std::string& part) {
        auto other = two_designs();
        change(other);
        check_refused<base::UsageError>([&] { Store(path, other, notes(), true); }, part);
    };
    refuses([](auto& content) { content.version = "2"; },
            "of another experiment: it was made with version 1, this is 2; name a new folder");
    refuses([](auto& content) { content.designs.pop_back(); }, "it has 2 designs, this one 1");
    refuses([](auto& content) { content.designs[1].name = "else"; },
            "a design is 'joined, a=1' there and 'else' here");
    refuses([](auto& content) { content.designs[0].seed = 7; }, "has seed");
    refuses(
        [](auto& content) {
            content.designs[0].files[0].content = "schema: 1\nrun: {length: 2 d}\n";
        },
        "design 'today' says something else in scenario.yaml, line 2: 'run: {length: 1 d}' there, "
        "'run: {length: 2 d}' here");
    refuses([](auto& content) { content.designs[0].responses.pop_back(); },
            "design 'today' keeps 2 responses there and 1 here");
}

BOOST_AUTO_TEST_CASE(refuses_what_is_no_store) {
    std::ofstream(path / "mine.txt") << "precious";
    check_refused<base::UsageError>([&] { Store(path, two_designs(), notes(), true); },
                                    "holds 'mine.txt', which is no result of an experiment");
    BOOST_TEST(!fs::exists(path / kStoreName));
    check_refused<base::UsageError>([&] { Store{path}; }, "there is no '");
    check_refused<base::UserError>([&] { Store{path / "mine.txt"}; },
                                   "is no store of an experiment");
    std::ofstream(path / kStoreName) << std::string(5000, 'x');
    check_refused<base::UserError>([&] { Store{path}; }, "is no store of an experiment");
}

BOOST_AUTO_TEST_CASE(refuses_a_newer_and_a_damaged_one) {
    const auto overwrite = [&](std::streamoff at, const std::string& bytes) {
        std::fstream file(path / kStoreName, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(at);
        file << bytes;
    };
    {
        Store store(path, two_designs(), notes(), false);
        for (std::uint64_t i = 1; i <= 200; ++i) store.write(0, done(i, 1.0));
    }
    // The format of SQLite files: bytes 60-63 are the user version, pages are of 4096 bytes.
    overwrite(60, std::string("\0\0\0\3", 4));
    check_refused<base::UserError>([&] { Store{path}; },
                                   "was written by a newer program (store version 3; this one "
                                   "knows 2)");
    overwrite(60, std::string("\0\0\0\2", 4));
    { const Store still_whole(path); }
    const auto size = fs::file_size(path / kStoreName);
    for (std::streamoff at = 4096; at + 64 < static_cast<std::streamoff>(size); at += 4096) {
        overwrite(at, std::string(64, '\x7f'));
    }
    check_refused<base::UserError>([&] { Store{path}; }, "is damaged");
}

BOOST_AUTO_TEST_CASE(is_written_by_one_process_at_a_time) {
    Store store(path, two_designs(), notes(), false);
    check_refused<base::UserError>([&] { Store(path, two_designs(), notes(), true); },
                                   "another process is writing to");
}

BOOST_AUTO_TEST_CASE(keeps_what_was_written_when_the_process_is_killed) {
    const pid_t process = ::fork();
    BOOST_REQUIRE(process >= 0);
    if (process == 0) {
        Store store(path, two_designs(), notes(), false);
        for (std::uint64_t i = 1; i <= 5; ++i) store.write(0, done(i, 1.0));
        std::raise(SIGKILL);
    }
    ::waitpid(process, nullptr, 0);
    BOOST_TEST(Store(path).finished(0).size() == 5u);
    Store again(path, two_designs(), notes(), true);
    BOOST_TEST(again.finished(0).size() == 5u);
}

BOOST_AUTO_TEST_CASE(of_shards_become_one_that_names_what_is_missing) {
    { Store(path / "1", two_designs(), notes(4), false).write(0, done(1, 1.0)); }
    {
        Store shard(path / "2", two_designs(), notes(4), false);
        shard.write(0, done(1, 1.0));
        shard.write(0, done(2, 2.0));
        shard.write(1, failed(3));
    }
    const Store joined = merge_stores(path / "out", {path / "1", path / "2"}, "yhdyspinta merge");
    BOOST_TEST(joined.finished(0).size() == 2u);
    BOOST_TEST(joined.failures().size() == 1u);
    BOOST_TEST(missing_text(joined, missing_in(joined)) == "  today: 3-4\n  joined, a=1: 1-2, 4\n");

    { Store(path / "3", two_designs(), notes(4), false).write(0, done(1, 1.25)); }
    check_refused<base::UsageError>(
        [&] {
            (void)merge_stores(path / "out2", {path / "1", path / "3"}, "");
        },
        "has other results for replication 1 of design 'today'");
    auto other = two_designs();
    other.version = "2";
    { Store(path / "4", other, notes(4), false).write(0, done(2, 1.0)); }
    check_refused<base::UsageError>(
        [&] {
            (void)merge_stores(path / "out3", {path / "1", path / "4"}, "");
        },
        "does not belong to the same experiment");
}

BOOST_AUTO_TEST_CASE(keeps_series_and_stories_and_counts_them_among_the_results) {
    std::vector<std::string> digests;
    for (const float third : {0.25F, 0.5F}) {
        const fs::path folder = path / std::to_string(third);
        Store store(folder, two_designs(), notes(), false);
        store.write(0, with_path(1, third));
        store.write(0, done(2, 1.0));
        digests.push_back(store.digest());
    }
    BOOST_TEST(digests[0] != digests[1]);
    const Store store(path / std::to_string(0.25F));
    const auto back = store.replication(0, 1);
    BOOST_REQUIRE(back.has_value());
    const auto before = with_path(1);
    BOOST_REQUIRE_EQUAL(back->series.size(), 2u);
    for (std::size_t i = 0; i < 2; ++i) BOOST_TEST(is_same(back->series[i], before.series[i]));
    BOOST_TEST((back->stories == before.stories));
    BOOST_TEST((store.stories(0, 1) == before.stories));
    BOOST_TEST(store.series(0, 2).empty());
    BOOST_TEST(store.stories(0, 2).empty());
    BOOST_CHECK_THROW(
        (void)merge_stores(path / "out",
                           {path / std::to_string(0.25F), path / std::to_string(0.5F)}, ""),
        base::UsageError);
}

BOOST_AUTO_TEST_CASE(of_an_older_program_is_read_and_not_gone_on_with) {
    {
        Store store(path, two_designs(), notes(), false);
        store.write(0, done(1, 1.0));
    }
    {
        // Bytes 60-63 of the file: the version, which says that no such tables are to be looked
        // for.
        std::fstream file(path / kStoreName, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(60);
        file << std::string("\0\0\0\1", 4);
    }
    {
        const Store store(path);
        BOOST_TEST(store.replication(0, 1)->series.empty());
        BOOST_TEST(store.stories(0, 1).empty());
        BOOST_TEST(store.digest().size() == 40u);
    }
    check_refused<base::UsageError>([&] { Store(path, two_designs(), notes(), true); },
                                    "was written by an older program (store version 1; this one "
                                    "writes 2); name a new folder");
}

BOOST_AUTO_TEST_CASE(writes_series_and_stories_as_csv) {
    {
        Store store(path / "store", two_designs(), notes(), false);
        store.write(1, with_path(1));
    }
    export_store(Store(path / "store"), path / "csv");
    const auto content = [&](const char* name) {
        std::ifstream written(path / "csv" / name, std::ios::binary);
        return std::string{std::istreambuf_iterator<char>(written), {}};
    };
    BOOST_TEST(content("series.csv") ==
               "design,replication,name,unit,where,start,value\r\n"
               "\"joined, a=1\",1,on_duty,h,resource=desk,2026-01-05,7.5\r\n"
               "\"joined, a=1\",1,on_duty,h,resource=desk,2026-01-12,0\r\n"
               "\"joined, a=1\",1,on_duty,h,resource=desk,2026-01-19,0.25\r\n"
               "\"joined, a=1\",1,utilisation,share,resource=desk,2026-01-05,0.1\r\n"
               "\"joined, a=1\",1,utilisation,share,resource=desk,2026-01-12,\r\n"
               "\"joined, a=1\",1,utilisation,share,resource=desk,2026-01-19,1\r\n");
    BOOST_TEST(content("stories.csv") ==
               "design,replication,client,life,need,time,event,service,to\r\n"
               "\"joined, a=1\",1,7,0,mood,1.5,arose,,\r\n"
               "\"joined, a=1\",1,7,0,mood,2.1,handover_lost,a,\"b, c\"\r\n"
               "\"joined, a=1\",1,7,0,mood,2.1,gap_begins,G3,\r\n");
}

BOOST_AUTO_TEST_CASE(is_written_as_csv) {
    {
        Store store(path / "store", two_designs(), notes(), false);
        store.write(0, done(1, 1.5));
        store.write(0, done(2, 2.5));
        store.write(1, failed(1));
    }
    export_store(Store(path / "store"), path / "csv");
    const auto content = [&](const char* name) {
        std::ifstream file(path / "csv" / name, std::ios::binary);
        return std::string{std::istreambuf_iterator<char>(file), {}};
    };
    BOOST_TEST(content("designs.csv") ==
               "design,scenario,is_baseline,seed,a\r\ntoday,today,true,18446744073709551615,1\r\n"
               "\"joined, a=1\",today,false,18446744073709551615,1\r\n");
    BOOST_TEST(content("replications.csv") ==
               "design,replication,name,unit,where,value\r\ntoday,1,wait,d,all,1.5\r\n"
               "today,1,wait,d,service=desk,\r\ntoday,2,wait,d,all,2.5\r\n"
               "today,2,wait,d,service=desk,\r\n");
    BOOST_TEST(content("summary.csv").find("today,wait,d,all,2,6.35") != std::string::npos);
    BOOST_TEST(content("failures.csv") ==
               "design,replication,kind,text,command\r\n"
               "\"joined, a=1\",1,model,an endless loop,yhdyspinta run\r\n");
}

BOOST_AUTO_TEST_SUITE_END()
