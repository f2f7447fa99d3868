// SPDX-License-Identifier: Apache-2.0
// Work in a process of its own: SimGrid runs once per process.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace yhdyspinta::test {

using Numbers = std::vector<double>;

/// The child did not live to tell, for instance because SimGrid aborted it.
class ChildDied : public std::runtime_error {
public:
    using runtime_error::runtime_error;
};

/// The result of `work` done in a child process. What it throws becomes a `runtime_error` here.
inline Numbers in_child(const std::function<Numbers()>& work) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("no pipe");
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child < 0) throw std::runtime_error("no child process");
    if (child == 0) {
        std::signal(SIGABRT, SIG_DFL);  // Boost.Test would report the abort as its own
        std::string answer = "+";
        try {
            for (const double number : work()) {
                answer.append(reinterpret_cast<const char*>(&number), sizeof number);
            }
        } catch (const std::exception& error) {
            answer = std::string("-") + error.what();
        }
        for (std::size_t done = 0; done < answer.size();) {
            const ssize_t written = write(ends[1], answer.data() + done, answer.size() - done);
            if (written <= 0) _exit(1);
            done += static_cast<std::size_t>(written);
        }
        _exit(0);
    }
    close(ends[1]);
    std::string answer;
    char part[4096];
    for (ssize_t n = 0; (n = read(ends[0], part, sizeof part)) > 0;) {
        answer.append(part, static_cast<std::size_t>(n));
    }
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    if (answer.empty()) throw ChildDied("the child died, status " + std::to_string(status));
    if (answer[0] == '-') throw std::runtime_error(answer.substr(1));
    Numbers numbers((answer.size() - 1) / sizeof(double));
    if (!numbers.empty()) {
        std::memcpy(numbers.data(), answer.data() + 1, numbers.size() * sizeof(double));
    }
    return numbers;
}

}  // namespace yhdyspinta::test
