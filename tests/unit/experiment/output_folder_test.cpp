// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/output_folder.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::experiment;
namespace fs = std::filesystem;

namespace {

/// An empty folder for the length of a test.
struct TemporaryFolder {
    TemporaryFolder() {
        std::string pattern = (fs::temp_directory_path() / "yhdyspinta_XXXXXX").string();
        path = ::mkdtemp(pattern.data());
    }
    ~TemporaryFolder() { fs::remove_all(path); }
    fs::path path;
};

void put(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file) << text;
}

std::string content(const fs::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::set<std::string> names_in(const fs::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        names.insert(entry.path().lexically_relative(folder).string());
    }
    return names;
}

using Names = std::set<std::string>;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(output_folder, TemporaryFolder)

BOOST_AUTO_TEST_CASE(is_made_with_the_sub_folders_of_its_files) {
    const OutputFolder folder(path / "a/b", {"x.csv", "design/y.csv"});
    folder.write("x.csv", "1\n");
    folder.write("design/y.csv", "2\n");
    BOOST_CHECK((names_in(path / "a/b") == Names{"x.csv", "design", "design/y.csv", "run.json"}));
    BOOST_TEST(content(path / "a/b/design/y.csv") == "2\n");
}

BOOST_AUTO_TEST_CASE(with_something_else_in_it_is_refused_and_left_alone) {
    put(path / "thesis.txt", "ten years of work");
    BOOST_CHECK_THROW(OutputFolder(path, {"x.csv"}), base::UsageError);
    BOOST_CHECK((names_in(path) == Names{"thesis.txt"}));
    put(path / kManifestName,
        R"({"written_by": "another tool", "files": [{"name": "thesis.txt"}]})");
    BOOST_CHECK_THROW(OutputFolder(path, {"x.csv"}), base::UsageError);
    put(path / kManifestName, "not even JSON");
    BOOST_CHECK_THROW(OutputFolder(path, {"x.csv"}), base::UsageError);
    BOOST_TEST(content(path / "thesis.txt") == "ten years of work");
}

BOOST_AUTO_TEST_CASE(that_is_a_file_is_refused) {
    put(path / "file", "");
    BOOST_CHECK_THROW(OutputFolder(path / "file", {}), base::UsageError);
    BOOST_CHECK_THROW(OutputFolder(path / "file/below", {}), base::UserError);
}

BOOST_AUTO_TEST_CASE(of_an_earlier_run_loses_its_files_and_keeps_those_of_others) {
    {
        const OutputFolder first(path, {"x.csv", "old/y.csv", "kept/z.csv"});
        for (const char* name : {"x.csv", "old/y.csv", "kept/z.csv"}) first.write(name, "1\n");
        put(path / "kept/notes.txt", "mine");
    }
    const OutputFolder second(path, {"new.csv"});
    BOOST_CHECK((names_in(path) == Names{"kept", "kept/notes.txt", "run.json"}));
}

BOOST_AUTO_TEST_CASE(whose_manifest_was_edited_loses_nothing_outside_it) {
    put(path / "outside.txt", "keep");
    put(path / "out" / kManifestName,
        R"({"written_by": "yhdyspinta", "files": [{"name": "../outside.txt"}, {"name": "a/../../outside.txt"},
            {"name": ")" +
            (path / "outside.txt").string() + R"("}, {"name": 7}, "x", {}, {"name": "."}]})");
    const OutputFolder folder(path / "out", {});
    BOOST_TEST(content(path / "outside.txt") == "keep");
}

BOOST_AUTO_TEST_CASE(lists_the_files_that_are_there_with_their_fingerprints) {
    const OutputFolder folder(path, {"abc.txt", "missing.csv"});
    folder.write("abc.txt", "abc");
    const auto manifest = folder.manifest({{"seed", 5}}, {"abc.txt", "missing.csv"});
    // SHA-1 of "abc": FIPS 180-4, example of a one-block message.
    BOOST_TEST(manifest.dump() ==
               R"({"written_by":"yhdyspinta","seed":5,"files":[{"name":"abc.txt","bytes":3,)"
               R"("sha1":"a9993e364706816aba3e25717850c26c9cd0d89d"}]})");
}

BOOST_AUTO_TEST_CASE(fingerprints_of_long_files_match_the_published_one) {
    put(path / "million", std::string(1'000'000, 'a'));
    // NIST's long message: one million times the letter a.
    BOOST_TEST(fingerprint(path / "million") == "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
    put(path / "empty", "");
    BOOST_TEST(fingerprint(path / "empty") == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
}

BOOST_AUTO_TEST_SUITE_END()
