// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/child_pool.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/base/large_pages.hpp"

namespace yhdyspinta::experiment {

namespace {

constexpr std::size_t kKeptOutput = 4096;  // bytes of a child's output worth showing
constexpr int kWaitMilliseconds = 250;
constexpr int kExitThrown = 70;

class FileDescriptor {
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int number) : number_(number) {}
    FileDescriptor(FileDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~FileDescriptor() { close(); }

    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool is_open() const { return number_ >= 0; }
    void close() {
        if (is_open()) ::close(std::exchange(number_, -1));
    }

private:
    int number_ = -1;
};

struct Pipe {
    FileDescriptor out_of;  // to read
    FileDescriptor into;    // to write
};

Pipe open_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw base::UserError(
            fmt::format("cannot open a pipe to a child process: {}", std::strerror(errno)));
    }
    return {FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

bool write_all(int descriptor, const char* bytes, std::size_t count) {
    while (count > 0) {
        const ssize_t written = ::write(descriptor, bytes, count);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes += written;
        count -= static_cast<std::size_t>(written);
    }
    return true;
}

/// Requests to stop, as something that poll() can wait for. Signals that this process ignores stay
/// ignored.
class StopRequests {
public:
    StopRequests() {
        sigset_t wanted;
        sigemptyset(&wanted);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
            struct sigaction action {};
            sigaction(signal, nullptr, &action);
            if (action.sa_handler != SIG_IGN) sigaddset(&wanted, signal);
        }
        sigprocmask(SIG_BLOCK, &wanted, &before_);
        descriptor_ = FileDescriptor(::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK));
    }
    ~StopRequests() { restore_mask(); }
    StopRequests(const StopRequests&) = delete;
    StopRequests& operator=(const StopRequests&) = delete;

    void restore_mask() const { sigprocmask(SIG_SETMASK, &before_, nullptr); }
    [[nodiscard]] int descriptor() const { return descriptor_.number(); }
    void throw_if_any() const {
        signalfd_siginfo information{};
        if (::read(descriptor(), &information, sizeof information) == sizeof information) {
            throw Interrupted(static_cast<int>(information.ssi_signo));
        }
    }

private:
    sigset_t before_{};
    FileDescriptor descriptor_;
};

struct Child {
    std::size_t task = 0;
    pid_t process = -1;
    FileDescriptor answer, output;
    std::string answer_bytes, output_bytes;
    [[nodiscard]] bool is_silent() const { return !answer.is_open() && !output.is_open(); }
};

/// Reads once; closes the descriptor at the end of what the child has to say.
void read_some(FileDescriptor& from, std::string& into) {
    std::array<char, 65536> buffer;
    const ssize_t count = ::read(from.number(), buffer.data(), buffer.size());
    if (count > 0) {
        into.append(buffer.data(), static_cast<std::size_t>(count));
    } else if (count == 0 || errno != EINTR) {
        from.close();
    }
}

/// The life of a child process: never returns, runs no destructor of the parent's objects.
[[noreturn]] void live(const ChildPoolCallbacks& callbacks, std::size_t task, pid_t parent,
                       const Pipe& answer, const Pipe& output) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(kExitThrown);
    // Ctrl-C goes to the whole foreground group; the parent kills its children itself, so that none
    // of them is mistaken for a crash.
    std::signal(SIGINT, SIG_IGN);
    // A crash ends the child, whatever handlers this program has installed.
    for (const int signal : {SIGPIPE, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) {
        std::signal(signal, SIG_DFL);
    }
    ::dup2(output.into.number(), STDOUT_FILENO);
    ::dup2(output.into.number(), STDERR_FILENO);
    base::use_large_pages();
    int code = 0;
    try {
        const std::string bytes = callbacks.task(task);
        const std::uint64_t length = bytes.size();
        if (!write_all(answer.into.number(), reinterpret_cast<const char*>(&length),
                       sizeof length) ||
            !write_all(answer.into.number(), bytes.data(), bytes.size())) {
            code = kExitThrown;
        }
    } catch (const std::exception& error) {
        const std::string text = fmt::format("{}\n", error.what());
        (void)write_all(STDERR_FILENO, text.data(), text.size());
        code = kExitThrown;
    } catch (...) {
        code = kExitThrown;
    }
    std::fflush(nullptr);
    std::cout.flush();
    std::cerr.flush();
    ::_exit(code);
}

/// The children that run now. None outlives it.
class Children {
public:
    Children(const ChildPoolCallbacks& callbacks, const StopRequests& stop_requests)
        : callbacks_(callbacks), stop_requests_(stop_requests) {}
    ~Children() {
        for (const Child& child : running_) ::kill(child.process, SIGKILL);
        for (const Child& child : running_) reap(child.process);
    }
    Children(const Children&) = delete;
    Children& operator=(const Children&) = delete;

    [[nodiscard]] std::size_t count() const { return running_.size(); }

    /// False when the system has no process to spare.
    [[nodiscard]] bool start(std::size_t task) {
        Pipe answer = open_pipe();
        Pipe output = open_pipe();
        running_.reserve(running_.size() + 1);
        const pid_t parent = ::getpid();
        // What still lies in a buffer would otherwise be written by the child as well.
        std::fflush(nullptr);
        std::cout.flush();
        std::cerr.flush();
        const pid_t process = ::fork();
        if (process < 0) return false;
        if (process == 0) {
            stop_requests_.restore_mask();
            live(callbacks_, task, parent, answer, output);
        }
        running_.push_back(
            {task, process, std::move(answer.out_of), std::move(output.out_of), {}, {}});
        return true;
    }

    /// Waits until children have something to say, or a little while.
    void listen() {
        std::vector<pollfd> watched{{stop_requests_.descriptor(), POLLIN, 0}};
        for (const Child& child : running_) {
            watched.push_back(
                {child.answer.number(), POLLIN, 0});  // negative when closed: not watched
            watched.push_back({child.output.number(), POLLIN, 0});
        }
        if (::poll(watched.data(), watched.size(), kWaitMilliseconds) < 0) return;
        stop_requests_.throw_if_any();
        for (std::size_t i = 0; i < running_.size(); ++i) {
            Child& child = running_[i];
            if (watched[1 + 2 * i].revents != 0) read_some(child.answer, child.answer_bytes);
            if (watched[2 + 2 * i].revents != 0) read_some(child.output, child.output_bytes);
            if (child.output_bytes.size() > 2 * kKeptOutput) {
                child.output_bytes.erase(0, child.output_bytes.size() - kKeptOutput);
            }
        }
    }

    /// Takes out the children that have ended and tells of them.
    void report_ended() {
        for (std::size_t i = 0; i < running_.size();) {
            if (!running_[i].is_silent()) {
                ++i;
                continue;
            }
            Child child = std::move(running_[i]);
            running_.erase(running_.begin() + static_cast<std::ptrdiff_t>(i));
            callbacks_.on_end(child.task, end_of(child));
        }
    }

private:
    static int reap(pid_t process) {
        int status = 0;
        while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
        }
        return status;
    }

    static ChildEnd end_of(Child& child) {
        const int status = reap(child.process);
        ChildEnd end;
        if (child.output_bytes.size() > kKeptOutput) {
            child.output_bytes.erase(0, child.output_bytes.size() - kKeptOutput);
        }
        end.output = std::move(child.output_bytes);
        if (WIFSIGNALED(status)) {
            end.kind = ChildEnd::Kind::killed;
            end.code = WTERMSIG(status);
            return end;
        }
        end.code = WEXITSTATUS(status);
        std::uint64_t length = 0;
        const std::string& bytes = child.answer_bytes;
        if (bytes.size() >= sizeof length) std::memcpy(&length, bytes.data(), sizeof length);
        if (end.code != 0 || bytes.size() < sizeof length ||
            bytes.size() != sizeof length + length) {
            end.kind = ChildEnd::Kind::exited;
            return end;
        }
        end.kind = ChildEnd::Kind::answered;
        end.answer = bytes.substr(sizeof length);
        return end;
    }

    const ChildPoolCallbacks& callbacks_;
    const StopRequests& stop_requests_;
    std::vector<Child> running_;
};

}  // namespace

void run_in_children(std::size_t tasks, std::size_t at_once, const ChildPoolCallbacks& callbacks) {
    const StopRequests stop_requests;
    Children children(callbacks, stop_requests);
    at_once = std::max<std::size_t>(at_once, 1);
    std::size_t next = 0;
    while (next < tasks || children.count() > 0) {
        while (next < tasks && children.count() < at_once) {
            if (children.start(next)) {
                ++next;
            } else if (children.count() == 0) {
                throw base::UserError(
                    fmt::format("cannot start a child process: {}", std::strerror(errno)));
            } else {
                break;  // go on with those that run; one of them will make room
            }
        }
        children.listen();
        children.report_ended();
        if (callbacks.on_wait) callbacks.on_wait();
    }
}

}  // namespace yhdyspinta::experiment
