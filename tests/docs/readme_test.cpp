// SPDX-License-Identifier: Apache-2.0
// The commands of README.md and of the pages in scenarios/reference and scenarios/regions, in a
// copy of the tree where they may write, with the program under test. YHDYSPINTA_ACCEPT=1 rewrites
// the outputs of scenarios/reference/README.md.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <boost/test/unit_test.hpp>

#include "tests/docs/page_commands.hpp"

namespace fs = std::filesystem;

namespace yhdyspinta::docs {

namespace {

/// A folder that looks like the tree; removed at the end.
class TreeCopy {
public:
    TreeCopy(const fs::path& tree, const fs::path& program) {
        std::string name = (fs::temp_directory_path() / "yhdyspinta_readme_XXXXXX").string();
        BOOST_REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
        for (const auto& entry : fs::directory_iterator(tree)) {
            const std::string what = entry.path().filename();
            if (what == "models" || what == "scenarios") {  // commands may write here
                fs::copy(entry.path(), path_ / what, fs::copy_options::recursive);
            } else if (what != "build" && what != "out" && !what.starts_with('.')) {
                fs::create_symlink(entry.path(), path_ / what);
            }
        }
        fs::create_directories(path_ / "build/release/bin");
        fs::create_symlink(program, path_ / "build/release/bin/yhdyspinta");
    }
    ~TreeCopy() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    TreeCopy(const TreeCopy&) = delete;
    TreeCopy& operator=(const TreeCopy&) = delete;

    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

std::string text_of(const std::string& page) {
    std::ifstream file(YHDYSPINTA_SOURCE_DIR "/" + page);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(readme)

BOOST_AUTO_TEST_CASE(every_command_does_what_the_page_says) {
    const std::string page = text_of("README.md");
    const auto blocks = command_blocks_of(page);
    BOOST_TEST(blocks.size() > 1U);
    BOOST_TEST(std::any_of(blocks.begin(), blocks.end(),
                           [](const auto& block) { return block.expected.has_value(); }));

    const TreeCopy copy(YHDYSPINTA_SOURCE_DIR, YHDYSPINTA_PROGRAM);
    for (const auto& fault : faults_of(page, "README.md", copy.path())) BOOST_ERROR(fault);
}

BOOST_AUTO_TEST_CASE(every_reference_scenario_is_shown_with_its_output) {
    const std::string name = "scenarios/reference/README.md";
    const std::string page = text_of(name);
    const auto blocks = command_blocks_of(page);
    for (const auto& entry : fs::directory_iterator(YHDYSPINTA_SOURCE_DIR "/scenarios/reference")) {
        if (entry.path().extension() != ".yaml") continue;
        const std::string file = "run scenarios/reference/" + entry.path().filename().string();
        BOOST_TEST(std::any_of(blocks.begin(), blocks.end(),
                               [&](const auto& block) {
                                   return block.expected &&
                                          block.commands.at(0).find(file) != std::string::npos;
                               }),
                   "no output of '" << file << "' on the page");
    }
    const TreeCopy copy(YHDYSPINTA_SOURCE_DIR, YHDYSPINTA_PROGRAM);
    if (std::getenv("YHDYSPINTA_ACCEPT") != nullptr) {
        std::ofstream(YHDYSPINTA_SOURCE_DIR "/" + name) << rewritten(page, copy.path());
        return;
    }
    for (const auto& fault : faults_of(page, name, copy.path())) BOOST_ERROR(fault);
}

BOOST_AUTO_TEST_CASE(regions_are_made_and_used_as_their_page_says) {
    const std::string name = "scenarios/regions/README.md";
    const std::string page = text_of(name);
    BOOST_TEST(command_blocks_of(page).size() == 5U);
    const TreeCopy copy(YHDYSPINTA_SOURCE_DIR, YHDYSPINTA_PROGRAM);
    for (const auto& fault : faults_of(page, name, copy.path())) BOOST_ERROR(fault);
}

BOOST_AUTO_TEST_CASE(experiments_are_run_split_and_joined_as_their_page_says) {
    const std::string name = "scenarios/experiments/README.md";
    const std::string page = text_of(name);
    BOOST_TEST(command_blocks_of(page).size() == 4U);
    const TreeCopy copy(YHDYSPINTA_SOURCE_DIR, YHDYSPINTA_PROGRAM);
    for (const auto& fault : faults_of(page, name, copy.path())) BOOST_ERROR(fault);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yhdyspinta::docs
