// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/child_pool.hpp"

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

using namespace yhdyspinta::experiment;

namespace {

using Ends = std::map<std::size_t, ChildEnd>;

Ends run(std::size_t tasks, std::size_t at_once, std::function<std::string(std::size_t)> task) {
    Ends ends;
    ChildPoolCallbacks callbacks;
    callbacks.task = std::move(task);
    callbacks.on_end = [&](std::size_t index, const ChildEnd& end) {
        BOOST_TEST(ends.count(index) == 0u);
        ends[index] = end;
    };
    run_in_children(tasks, at_once, callbacks);
    return ends;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(child_pool)

BOOST_AUTO_TEST_CASE(carries_every_answer_to_the_parent) {
    const Ends ends = run(7, 3, [](std::size_t task) { return "answer " + std::to_string(task); });
    BOOST_REQUIRE_EQUAL(ends.size(), 7u);
    for (const auto& [task, end] : ends) {
        BOOST_CHECK(end.kind == ChildEnd::Kind::answered);
        BOOST_TEST(end.answer == "answer " + std::to_string(task));
    }
}

BOOST_AUTO_TEST_CASE(carries_answers_longer_than_a_pipe_holds) {
    const std::string million(1'000'000, 'x');
    const Ends ends = run(3, 3, [&](std::size_t task) { return million + std::to_string(task); });
    for (const auto& [task, end] : ends) {
        BOOST_CHECK(end.answer == million + std::to_string(task));
    }
}

BOOST_AUTO_TEST_CASE(carries_an_empty_answer_and_zero_bytes) {
    const Ends ends = run(2, 1, [](std::size_t task) { return std::string(task, '\0'); });
    BOOST_CHECK(ends.at(0).kind == ChildEnd::Kind::answered);
    BOOST_TEST(ends.at(0).answer.empty());
    BOOST_CHECK(ends.at(1).answer == std::string(1, '\0'));
}

BOOST_AUTO_TEST_CASE(gives_each_task_a_process_of_its_own) {
    const Ends ends = run(4, 2, [](std::size_t) { return std::to_string(::getpid()); });
    std::set<std::string> processes{std::to_string(::getpid())};
    for (const auto& [task, end] : ends) processes.insert(end.answer);
    BOOST_TEST(processes.size() == 5u);
}

BOOST_AUTO_TEST_CASE(isolates_a_child_that_is_killed) {
    const Ends ends = run(3, 1, [](std::size_t task) {
        if (task == 1) {
            std::fputs("last words", stderr);
            std::raise(SIGSEGV);
        }
        return std::string("fine");
    });
    BOOST_TEST(ends.at(0).answer == "fine");
    BOOST_CHECK(ends.at(1).kind == ChildEnd::Kind::killed);
    BOOST_TEST(ends.at(1).code == SIGSEGV);
    BOOST_TEST(ends.at(1).output == "last words");
    BOOST_TEST(ends.at(2).answer == "fine");
}

BOOST_AUTO_TEST_CASE(tells_of_a_child_that_exits_without_an_answer) {
    const Ends ends = run(3, 2, [](std::size_t task) -> std::string {
        if (task == 0) ::_exit(0);
        if (task == 1) ::_exit(9);
        throw std::runtime_error("thrown");
    });
    for (const auto& [task, end] : ends) BOOST_CHECK(end.kind == ChildEnd::Kind::exited);
    BOOST_TEST(ends.at(0).code == 0);
    BOOST_TEST(ends.at(1).code == 9);
    BOOST_TEST(ends.at(2).code == 70);
    BOOST_TEST(ends.at(2).output == "thrown\n");
}

BOOST_AUTO_TEST_CASE(keeps_only_the_end_of_what_a_child_prints) {
    const Ends ends = run(1, 1, [](std::size_t) {
        for (int i = 0; i < 20'000; ++i) std::printf("line %d\n", i);
        return std::string("done");
    });
    const std::string& output = ends.at(0).output;
    BOOST_TEST(output.size() <= 4096u);
    BOOST_TEST(output.substr(output.size() - 11) == "line 19999\n");
    BOOST_TEST(ends.at(0).answer == "done");
}

BOOST_AUTO_TEST_CASE(does_not_write_twice_what_the_parent_has_buffered) {
    std::FILE* file = std::tmpfile();
    std::fputs("once", file);
    (void)run(3, 3, [](std::size_t) { return std::string(); });
    std::fflush(file);
    BOOST_TEST(std::ftell(file) == 4);
    std::fseek(file, 0, SEEK_END);
    BOOST_TEST(std::ftell(file) == 4);
    std::fclose(file);
}

BOOST_AUTO_TEST_CASE(kills_its_children_when_asked_to_stop) {
    const pid_t parent = ::getpid();
    const auto begin = std::chrono::steady_clock::now();
    const auto stopped = [](const Interrupted& stop) { return stop.signal() == SIGTERM; };
    BOOST_CHECK_EXCEPTION((void)run(2, 2,
                                    [parent](std::size_t task) {
                                        if (task == 0) ::kill(parent, SIGTERM);
                                        std::this_thread::sleep_for(std::chrono::seconds(30));
                                        return std::string();
                                    }),
                          Interrupted, stopped);
    BOOST_CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}

BOOST_AUTO_TEST_CASE(lets_through_what_the_listener_throws) {
    ChildPoolCallbacks callbacks;
    callbacks.task = [](std::size_t) { return std::string(); };
    callbacks.on_end = [](std::size_t, const ChildEnd&) { throw std::runtime_error("enough"); };
    BOOST_CHECK_THROW(run_in_children(3, 2, callbacks), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
