// SPDX-License-Identifier: Apache-2.0
// Runs the program as a user does, and looks at what it leaves.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace yhdyspinta::cli_test {

namespace fs = std::filesystem;

/// How a run of the program ended.
struct Ended {
    int code = -1;      ///< exit code, -1 when killed
    int signal = 0;     ///< that killed it, 0 when none
    std::string out;    ///< standard output
    std::string error;  ///< standard error
};

/// An empty folder of its own for each test, with the scenarios of tests/cli beside it as
/// `scenarios`; the program is run in it.
class Desk {
public:
    Desk();
    ~Desk();
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    /// Runs `yhdyspinta` with these words, standard output and error going into files.
    [[nodiscard]] Ended yhdyspinta(const std::vector<std::string>& words) const;

    /// Starts it and does not wait; the process leads a process group of its own.
    [[nodiscard]] pid_t start(const std::vector<std::string>& words) const;
    /// Waits for a started one.
    [[nodiscard]] Ended wait_for(pid_t process) const;

    /// Everything it shows on a terminal of 100 columns.
    [[nodiscard]] std::string on_a_terminal(const std::vector<std::string>& words) const;

    [[nodiscard]] fs::path path(const std::string& name) const { return folder_ / name; }
    [[nodiscard]] std::string content(const std::string& name) const;
    /// Relative name and content of every file below a folder.
    [[nodiscard]] std::map<std::string, std::string> files(const std::string& name) const;

private:
    fs::path folder_;
};

[[nodiscard]] std::vector<std::string> lines(const std::string& text);
[[nodiscard]] bool contains(const std::string& text, const std::string& part);

}  // namespace yhdyspinta::cli_test
