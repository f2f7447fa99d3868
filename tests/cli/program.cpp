// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include <pty.h>

namespace yhdyspinta::cli_test {

namespace {

std::string read_all(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + file.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

[[noreturn]] void become(const std::vector<std::string>& words) {
    std::vector<char*> arguments{const_cast<char*>("yhdyspinta")};
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    ::execv(YHDYSPINTA_PROGRAM, arguments.data());
    ::_exit(127);
}

void send_to(int descriptor, const fs::path& file) {
    ::dup2(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), descriptor);
}

}  // namespace

Desk::Desk() {
    std::string pattern = (fs::temp_directory_path() / "yhdyspinta_cli_XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    fs::copy(fs::path(YHDYSPINTA_SOURCE_DIR) / "tests/cli/scenarios", folder_ / "scenarios",
             fs::copy_options::recursive);
}

Desk::~Desk() { fs::remove_all(folder_); }

pid_t Desk::start(const std::vector<std::string>& words) const {
    const pid_t process = ::fork();
    if (process < 0) throw std::runtime_error("cannot fork");
    if (process == 0) {
        ::setpgid(0, 0);
        send_to(STDOUT_FILENO, folder_ / ".out");
        send_to(STDERR_FILENO, folder_ / ".error");
        if (::chdir(folder_.c_str()) != 0) ::_exit(126);
        become(words);
    }
    return process;
}

Ended Desk::wait_for(pid_t process) const {
    int status = 0;
    ::waitpid(process, &status, 0);
    Ended ended;
    if (WIFEXITED(status)) ended.code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
    ended.out = read_all(folder_ / ".out");
    ended.error = read_all(folder_ / ".error");
    return ended;
}

Ended Desk::yhdyspinta(const std::vector<std::string>& words) const {
    return wait_for(start(words));
}

std::string Desk::on_a_terminal(const std::vector<std::string>& words) const {
    winsize size{.ws_row = 25, .ws_col = 100, .ws_xpixel = 0, .ws_ypixel = 0};
    int terminal = -1;
    const pid_t process = ::forkpty(&terminal, nullptr, nullptr, &size);
    if (process < 0) throw std::runtime_error("cannot open a terminal");
    if (process == 0) {
        ::setenv("TERM", "xterm", 1);
        if (::chdir(folder_.c_str()) != 0) ::_exit(126);
        become(words);
    }
    std::string shown;
    char buffer[4096];
    for (ssize_t count = 0; (count = ::read(terminal, buffer, sizeof buffer)) > 0;) {
        shown.append(buffer, static_cast<std::size_t>(count));
    }
    ::close(terminal);
    ::waitpid(process, nullptr, 0);
    return shown;
}

std::string Desk::content(const std::string& name) const { return read_all(folder_ / name); }

std::map<std::string, std::string> Desk::files(const std::string& name) const {
    std::map<std::string, std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / name)) {
        if (!entry.is_regular_file()) continue;
        found[entry.path().lexically_relative(folder_ / name).string()] = read_all(entry.path());
    }
    return found;
}

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> found;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) found.push_back(line);
    return found;
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace yhdyspinta::cli_test
