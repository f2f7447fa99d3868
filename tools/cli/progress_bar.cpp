// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/progress_bar.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>

namespace yhdyspinta::cli {

namespace {

constexpr std::size_t kBarWidth = 30;
constexpr std::string_view kClearLine = "\r\033[K";

bool is_terminal() {
    const char* kind = std::getenv("TERM");
    return ::isatty(STDERR_FILENO) == 1 && kind != nullptr && std::string_view(kind) != "dumb";
}

std::size_t terminal_columns() {
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
    return size.ws_col;
}

std::string time_text(double seconds) {
    const long whole = std::lround(seconds);
    if (whole < 60) return fmt::format("{} s", whole);
    if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
    return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

std::string rate_text(double per_second) {
    if (per_second >= 1.0) return fmt::format("{:.1f}/s", per_second);
    if (per_second >= 1.0 / 60.0) return fmt::format("{:.1f}/min", 60.0 * per_second);
    return fmt::format("{:.1f}/h", 3600.0 * per_second);
}

}  // namespace

std::string progress_line(std::size_t done, std::size_t total,
                          std::chrono::duration<double> elapsed, std::size_t columns,
                          std::size_t before) {
    std::string text = fmt::format("{} of {} replications", done, total);
    const double seconds = elapsed.count();
    if (done > before && seconds > 0.0) {
        const double rate = static_cast<double>(done - before) / seconds;
        text += fmt::format(", {}, {} left", rate_text(rate),
                            time_text(static_cast<double>(total - done) / rate));
    } else {
        text += fmt::format(", {}", time_text(seconds));
    }
    if (text.size() + kBarWidth + 3 < columns) {
        const std::size_t filled = total == 0 ? kBarWidth : kBarWidth * done / total;
        text = fmt::format("[{:<{}}] {}", std::string(filled, '#'), kBarWidth, text);
    }
    return text.substr(0, columns > 0 ? columns - 1 : 0);
}

ProgressBar::ProgressBar(std::string stage)
    : is_shown_(is_terminal()), stage_(stage.empty() ? "" : stage + ": ") {}

ProgressBar::~ProgressBar() { make_room(); }

void ProgressBar::make_room() {
    if (is_shown_) fmt::print(stderr, "{}", kClearLine);
}

void ProgressBar::advanced(std::size_t done, std::size_t total) {
    if (!is_shown_) return;
    if (!before_) before_ = done;
    const auto now = Clock::now();
    const bool is_new = done != last_done_ && now - last_ > std::chrono::milliseconds(50);
    if (!is_new && now - last_ < std::chrono::milliseconds(250)) return;
    last_ = now;
    last_done_ = done;
    const std::size_t columns = terminal_columns();
    if (stage_.size() + 1 < columns) {
        fmt::print(stderr, "{}{}{}", kClearLine, stage_,
                   progress_line(done, total, now - begin_, columns - stage_.size(), *before_));
    }
    std::fflush(stderr);
}

}  // namespace yhdyspinta::cli
