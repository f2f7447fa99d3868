// SPDX-License-Identifier: Apache-2.0
#include "engine/calendar/day_set.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>

#include <fmt/format.h>

#include "engine/calendar/civil.hpp"

namespace yhdyspinta::calendar {

namespace chrono = std::chrono;

namespace {

constexpr std::array<std::string_view, 7> kWeekdays = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

// Offsets that stay in Easter's own year: Easter lies between 22 March and 25 April.
constexpr int kFirstEasterOffset = -80;
constexpr int kLastEasterOffset = 249;

constexpr std::string_view kLegal =
    "expected one of: a day '01-06', '2026-08-12' or 'sunday'; a range '06-05 to 08-10' or "
    "'2026-06-06 to 2026-08-11'; 'easter', 'easter -2' or 'easter +1'; 'saturday after 06-19' or "
    "'friday before 06-25'; 'week 42'";

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

/// The day in a year; a rule about 29 February counts from the end of February in common years.
chrono::sys_days last_day_up_to(chrono::year year, chrono::month_day day) {
    const chrono::year_month_day date = year / day;
    return date.ok() ? chrono::sys_days(date)
                     : chrono::sys_days(year / chrono::February / chrono::last);
}

chrono::sys_days first_day_from(chrono::year year, chrono::month_day day) {
    const chrono::year_month_day date = year / day;
    return date.ok() ? chrono::sys_days(date) : chrono::sys_days(year / chrono::March / 1);
}

bool is_within_week(chrono::days distance) {
    return distance >= chrono::days(1) && distance <= chrono::days(7);
}

std::optional<int> read_digits(std::string_view text) {
    int value = 0;
    if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// A whole number without leading zeros.
std::optional<int> read_number(std::string_view text) {
    if (text.empty() || text.front() == '0') return std::nullopt;
    return read_digits(text);
}

/// `06-19`: the form only; the day may not exist.
std::optional<chrono::month_day> read_month_day(std::string_view text) {
    if (text.size() != 5 || text[2] != '-') return std::nullopt;
    const auto month = read_digits(text.substr(0, 2));
    const auto day = read_digits(text.substr(3, 2));
    if (!month || !day) return std::nullopt;
    return chrono::month(static_cast<unsigned>(*month)) / chrono::day(static_cast<unsigned>(*day));
}

/// `2026-08-12`: the form only; the day may not exist.
std::optional<chrono::year_month_day> read_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-') return std::nullopt;
    const auto year = read_digits(text.substr(0, 4));
    const auto month_day = read_month_day(text.substr(5));
    if (!year || !month_day) return std::nullopt;
    return chrono::year(*year) / *month_day;
}

std::optional<chrono::weekday> read_weekday(std::string_view text) {
    const auto found = std::find(kWeekdays.begin(), kWeekdays.end(), text);
    if (found == kWeekdays.end()) return std::nullopt;
    return chrono::weekday(static_cast<unsigned>(found - kWeekdays.begin()) + 1);
}

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t space = text.find(' '); space != std::string_view::npos;
         space = text.find(' ')) {
        words.push_back(text.substr(0, space));
        text.remove_prefix(space + 1);
    }
    words.push_back(text);
    return words;
}

using Parsed = std::variant<DayRule, std::string>;

Parsed no_such_day(std::string_view word) { return fmt::format("'{}' is no date", word); }

Parsed parse_range(std::string_view first, std::string_view last, std::string_view text) {
    if (const auto from = read_month_day(first), to = read_month_day(last); from && to) {
        if (!from->ok()) return no_such_day(first);
        if (!to->ok()) return no_such_day(last);
        return FixedRange{*from, *to};
    }
    if (const auto from = read_date(first), to = read_date(last); from && to) {
        if (!from->ok()) return no_such_day(first);
        if (!to->ok()) return no_such_day(last);
        if (*to < *from) return fmt::format("'{}' ends before it begins", text);
        return DateRange{*from, *to};
    }
    return fmt::format("'{}' is no day rule; {}", text, kLegal);
}

Parsed parse_easter(std::string_view offset, std::string_view text) {
    const bool is_signed = offset.starts_with('+') || offset.starts_with('-');
    const auto days = is_signed ? read_number(offset.substr(1)) : std::nullopt;
    if (!days) {
        return fmt::format("'{}': expected 'easter', or days from it as 'easter -2', 'easter +1'",
                           text);
    }
    const int signed_days = offset.front() == '-' ? -*days : *days;
    if (signed_days < kFirstEasterOffset || signed_days > kLastEasterOffset) {
        return fmt::format("'{}': {} is out of range; expected {} to +{}", text, offset,
                           kFirstEasterOffset, kLastEasterOffset);
    }
    return EasterOffset{signed_days};
}

std::string text_of(chrono::month_day day) {
    return fmt::format("{:02}-{:02}", static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()));
}

std::string text_of(chrono::year_month_day day) {
    return fmt::format("{:04}-{}", static_cast<int>(day.year()), text_of(day.month() / day.day()));
}

std::string_view text_of(chrono::weekday day) { return kWeekdays[day.iso_encoding() - 1]; }

}  // namespace

bool matches(const DayRule& rule, chrono::year_month_day day) {
    const chrono::sys_days date(day);
    const chrono::month_day in_year = day.month() / day.day();
    return std::visit(
        Overloaded{
            [&](const FixedDay& r) { return in_year == r.day; },
            [&](const FixedRange& r) {
                return r.from <= r.to ? r.from <= in_year && in_year <= r.to
                                      : r.from <= in_year || in_year <= r.to;
            },
            [&](const EasterOffset& r) {
                const chrono::sys_days sunday = date - chrono::days(r.days);
                return sunday == chrono::sys_days(easter(chrono::year_month_day(sunday).year()));
            },
            [&](const WeekdayAfter& r) {
                return chrono::weekday(date) == r.weekday &&
                       (is_within_week(date - last_day_up_to(day.year(), r.day)) ||
                        is_within_week(date -
                                       last_day_up_to(day.year() - chrono::years(1), r.day)));
            },
            [&](const WeekdayBefore& r) {
                return chrono::weekday(date) == r.weekday &&
                       (is_within_week(first_day_from(day.year(), r.day) - date) ||
                        is_within_week(first_day_from(day.year() + chrono::years(1), r.day) -
                                       date));
            },
            [&](const IsoWeek& r) { return iso_week(date) == r.number; },
            [&](const OnDate& r) { return day == r.date; },
            [&](const DateRange& r) { return r.from <= day && day <= r.to; },
            [&](const WeekdayRule& r) { return chrono::weekday(date) == r.weekday; },
        },
        rule);
}

bool DaySet::contains(chrono::year_month_day day) const {
    return std::any_of(rules.begin(), rules.end(),
                       [day](const DayRule& rule) { return matches(rule, day); });
}

std::variant<DayRule, std::string> parse_day_rule(std::string_view text) {
    const auto words = split(text);
    if (words.size() == 1) {
        if (text == "easter") return EasterOffset{0};
        if (const auto weekday = read_weekday(text)) return WeekdayRule{*weekday};
        if (const auto day = read_month_day(text)) {
            if (!day->ok()) return no_such_day(text);
            return FixedDay{*day};
        }
        if (const auto date = read_date(text)) {
            if (!date->ok()) return no_such_day(text);
            return OnDate{*date};
        }
    }
    if (words.size() == 2 && words[0] == "easter") return parse_easter(words[1], text);
    if (words.size() == 2 && words[0] == "week") {
        const auto number = read_number(words[1]);
        if (number && *number <= 53) return IsoWeek{*number};
        return fmt::format("'{}': expected a week number from 1 to 53", text);
    }
    if (words.size() == 3 && words[1] == "to") return parse_range(words[0], words[2], text);
    if (words.size() == 3 && (words[1] == "after" || words[1] == "before")) {
        const auto weekday = read_weekday(words[0]);
        const auto day = read_month_day(words[2]);
        if (!weekday) return fmt::format("'{}': '{}' is no weekday", text, words[0]);
        if (!day) return fmt::format("'{}': expected a day as '06-19' after '{}'", text, words[1]);
        if (!day->ok()) return no_such_day(words[2]);
        if (words[1] == "after") return WeekdayAfter{*weekday, *day};
        return WeekdayBefore{*weekday, *day};
    }
    return fmt::format("'{}' is no day rule; {}", text, kLegal);
}

std::string to_text(const DayRule& rule) {
    return std::visit(
        Overloaded{
            [](const FixedDay& r) { return text_of(r.day); },
            [](const FixedRange& r) { return text_of(r.from) + " to " + text_of(r.to); },
            [](const EasterOffset& r) {
                return r.days == 0 ? std::string("easter") : fmt::format("easter {:+}", r.days);
            },
            [](const WeekdayAfter& r) {
                return fmt::format("{} after {}", text_of(r.weekday), text_of(r.day));
            },
            [](const WeekdayBefore& r) {
                return fmt::format("{} before {}", text_of(r.weekday), text_of(r.day));
            },
            [](const IsoWeek& r) { return fmt::format("week {}", r.number); },
            [](const OnDate& r) { return text_of(r.date); },
            [](const DateRange& r) { return text_of(r.from) + " to " + text_of(r.to); },
            [](const WeekdayRule& r) { return std::string(text_of(r.weekday)); },
        },
        rule);
}

}  // namespace yhdyspinta::calendar
