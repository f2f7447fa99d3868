// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <string>

namespace yhdyspinta::experiment {

/// How the child process of one task ended.
struct ChildEnd {
    enum class Kind {
        answered,  ///< returned normally; `answer` holds what the task returned
        exited,    ///< ended by itself without an answer; `code` is its exit code
        killed     ///< ended by a signal; `code` is its number
    };
    Kind kind = Kind::answered;
    int code = 0;
    std::string answer;
    std::string output;  ///< the end of what the child printed (standard output and error)
};

/// The user or the system asked to stop (SIGINT, SIGTERM, SIGHUP) while children ran; they have
/// been killed.
class Interrupted : public std::exception {
public:
    explicit Interrupted(int signal) : signal_(signal) {}
    [[nodiscard]] int signal() const { return signal_; }
    [[nodiscard]] const char* what() const noexcept override { return "interrupted"; }

private:
    int signal_;
};

struct ChildPoolCallbacks {
    /// Runs in the child; what it returns is carried to the parent. Must not rely on destructors of
    /// objects made before it: the child ends without running them.
    std::function<std::string(std::size_t task)> task;
    /// In the parent, in the order in which children end.
    std::function<void(std::size_t task, const ChildEnd& end)> on_end;
    /// In the parent, at least four times a second while it waits; may be empty.
    std::function<void()> on_wait;
};

/// Runs tasks 0 … `tasks` - 1, each in a forked child process, at most `at_once` (>= 1) at a time.
/// Children are gone when it returns or throws, and die when this process dies. Throws Interrupted,
/// and base::UserError when the system gives no processes at all; lets through what `on_end` and
/// `on_wait` throw.
void run_in_children(std::size_t tasks, std::size_t at_once, const ChildPoolCallbacks& callbacks);

}  // namespace yhdyspinta::experiment
