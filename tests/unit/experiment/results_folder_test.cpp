// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/results_folder.hpp"

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::experiment;

BOOST_AUTO_TEST_SUITE(results_folder)

BOOST_AUTO_TEST_CASE(a_run_has_replications_from_one_up_or_a_single_one) {
    PlannedRun run;
    run.system.run.replications = 3;
    BOOST_TEST(run.replications() == (std::vector<std::uint64_t>{1, 2, 3}),
               boost::test_tools::per_element());
    run.only_replication = 7;
    BOOST_TEST(run.replications() == (std::vector<std::uint64_t>{7}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(refuses_a_population_whose_table_would_overwrite_the_results) {
    PlannedRun run;
    run.made_from = "mine.yaml";
    run.system.populations.push_back({"summary", {}, {}});
    const auto path = std::filesystem::temp_directory_path() / "yhdyspinta_never_made";
    const auto names_it = [](const base::UserError& error) {
        return std::string(error.what()) ==
               "mine.yaml: the table of a population would be written as 'summary.csv', which "
               "holds "
               "results; give the population another name";
    };
    BOOST_CHECK_EXCEPTION(ResultsFolder(path, {run}, {}), base::UserError, names_it);
    BOOST_TEST(!std::filesystem::exists(path));
}

BOOST_AUTO_TEST_SUITE_END()
