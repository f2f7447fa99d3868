// SPDX-License-Identifier: Apache-2.0
// The same experiment on a Slurm of one node, started for this test.
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/cli/program.hpp"

using namespace yhdyspinta::cli_test;

namespace {

const std::string kScript = YHDYSPINTA_SOURCE_DIR "/tests/cli/slurm_single_node";

std::string digest_in(const Ended& ended) {
    const std::string mark = "digest ";
    const std::size_t at = ended.out.rfind(mark);
    return at == std::string::npos ? "none" : ended.out.substr(at + mark.size(), 40);
}

/// A desk beside which Slurm runs.
class DeskWithSlurm : public Desk {
public:
    DeskWithSlurm() {
        folder_ = path("cluster").string();
        // munged runs as a user of its own, and must get to its socket in here.
        fs::permissions(path(""),
                        fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
        ::setenv("SLURM_CONF", (folder_ + "/slurm.conf").c_str(), 1);
        const std::string command = "'" + kScript + "' start '" + folder_ + "'";
        BOOST_REQUIRE_MESSAGE(std::system(command.c_str()) == 0, "Slurm does not start");
    }
    ~DeskWithSlurm() {
        (void)std::system(("'" + kScript + "' stop '" + folder_ + "'").c_str());
        ::unsetenv("SLURM_CONF");
    }

private:
    std::string folder_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(batch_on_slurm)

BOOST_AUTO_TEST_CASE(without_slurm_says_how_shards_are_run_otherwise) {
    const Desk desk;
    const std::string path = std::getenv("PATH");
    ::setenv("PATH", desk.path("").c_str(), 1);
    ::symlink("/bin/sh", desk.path("sh").c_str());
    const Ended ended =
        desk.yhdyspinta({"batch", "scenarios/experiment.yaml", "--out", "results", "--slurm"});
    ::setenv("PATH", path.c_str(), 1);
    BOOST_TEST(ended.code == 2);
    BOOST_TEST(contains(ended.error, "there is no Slurm here (no command 'sbatch')"));
    BOOST_TEST(contains(ended.error, "--shard I/N"));
}

BOOST_FIXTURE_TEST_CASE(has_the_bytes_of_one_here, DeskWithSlurm) {
    const Ended here = yhdyspinta({"batch", "scenarios/experiment.yaml", "--out", "here"});
    const Ended there = yhdyspinta({"batch", "scenarios/experiment.yaml", "--out", "there",
                                    "--slurm", "--shards", "3", "--partition", "test"});
    BOOST_TEST_INFO(there.error);
    BOOST_TEST(there.code == 0);
    BOOST_TEST(contains(there.error, "3 shards submitted to Slurm, jobs "));
    BOOST_TEST(digest_in(there) == digest_in(here));
    BOOST_TEST(contains(there.out, "4 designs, 6 replications of 20 d each"));
    BOOST_TEST(fs::exists(path("there/shards/3/experiment.sqlite")));
    BOOST_TEST((files("here/event_logs") == files("there/event_logs")));

    // A shard that was lost is run again, alone.
    fs::remove_all(path("there/shards/2"));
    fs::remove(path("there/experiment.sqlite"));
    const Ended again = yhdyspinta({"batch", "scenarios/experiment.yaml", "--out", "there",
                                    "--slurm", "--shards", "3", "--resume"});
    BOOST_TEST(again.code == 0);
    BOOST_TEST(contains(again.error, "1 shard submitted to Slurm"));
    BOOST_TEST(digest_in(again) == digest_in(here));
}

BOOST_AUTO_TEST_SUITE_END()
