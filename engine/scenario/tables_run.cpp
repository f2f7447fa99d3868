// SPDX-License-Identifier: Apache-2.0
// How a scenario is run, days and calendars.
#include <algorithm>
#include <array>

#include "engine/scenario/table_parts.hpp"

namespace yhdyspinta::scenario {

using document::Node;
using process::Reference;

const Table<process::Run>& run_table() {
    using process::Run;
    static const Table<Run> kTable{
        "run",
        "How long, from which date and how many times the scenario is simulated.",
        {
            field("start", &Run::start, date(), "first day of the run"),
            field("length", &Run::length, duration(Range::above(0.0)),
                  "simulated time, warm-up included")
                .required(),
            field("warm_up", &Run::warm_up, duration(Range::at_least(0.0)),
                  "time at the beginning that is not measured"),
            field("replications", &Run::replications, whole(Range::at_least(1)),
                  "runs with random numbers of their own"),
            field("seed", &Run::seed, seed(), "first number that all random numbers depend on"),
        }};
    return kTable;
}

namespace {

void check_run(Reader& reader, const Node& node, const std::string& path, process::Run& run) {
    run.position = node.position;
    if (const Node* length = node.find("length")) reader.run_length = length->position;
    const auto* warm_up = node.find_entry("warm_up");
    if (warm_up == nullptr || run.length <= base::Duration()) return;
    const std::string inner = document::join_path(path, "warm_up");
    if (run.warm_up >= run.length) {
        reader.error(
            warm_up->value.position, inner,
            fmt::format("a warm-up of {} leaves nothing of a run of {}; expected less than "
                        "the length",
                        duration_text(run.warm_up), duration_text(run.length)));
    } else if (run.warm_up > run.length * 0.5) {
        reader.warning(warm_up->value.position, inner,
                       fmt::format("a warm-up of {} is more than half of the run of {}",
                                   duration_text(run.warm_up), duration_text(run.length)));
    }
}

}  // namespace

Codec<process::Run> run_codec() { return mapping<process::Run>(run_table(), check_run); }

Codec<process::DaySetDescription> day_set() {
    Codec<process::DaySetDescription> codec;
    codec.about =
        described_list(text_type("day rule", "a day rule"),
                       "a list of day rules such as 01-06, easter -2, 2026-08-12 or include NAME");
    codec.about.examples = {"[01-06, easter -2, 2026-12-22 to 2027-01-06, include OTHER]"};
    codec.read = [expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<process::DaySetDescription> {
        if (!node.is_list()) {
            reader.report_kind(node, path, expected);
            return std::nullopt;
        }
        process::DaySetDescription made;
        for (std::size_t i = 0; i < node.items.size(); ++i) {
            const std::string inner = document::join_path(path, std::to_string(i + 1));
            const Node* item = reader.scalar(node.items[i], inner, "a day rule");
            if (item == nullptr) continue;
            if (item->text.rfind("include ", 0) == 0) {
                const Reference other{std::string(trimmed(item->text.substr(8))), item->position};
                made.includes.push_back(other);
                reader.use(NameKind::day_set, other, inner);
                continue;
            }
            auto rule = calendar::parse_day_rule(item->text);
            if (const auto* problem = std::get_if<std::string>(&rule)) {
                reader.error(item->position, inner, *problem);
            } else {
                made.rules.push_back(std::get<calendar::DayRule>(rule));
            }
        }
        return made;
    };
    codec.write = [](const process::DaySetDescription& set) {
        Node node = Node::list();
        for (const auto& rule : set.rules) {
            node.items.push_back(Node::scalar(calendar::to_text(rule)));
        }
        for (const auto& other : set.includes) {
            node.items.push_back(Node::scalar("include " + other.name));
        }
        return node;
    };
    return codec;
}

namespace {

constexpr std::array<const char*, 7> kDayNames{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

Codec<calendar::OpeningHours> opening_hours() {
    Codec<calendar::OpeningHours> codec;
    const auto one_period = text_type("period", "a period such as 08:00-16:00", {"08:00-16:00"},
                                      "^\\s*[0-9]{2}:[0-9]{2}\\s*-\\s*[0-9]{2}:[0-9]{2}\\s*$");
    const std::string any_day = fmt::format("({})", fmt::join(kDayNames, "|"));
    codec.about = described_by_name(
        choice_type("period or list of periods", "a period such as 08:00-16:00, or a list of them",
                    {one_period, described_list(one_period, "a list of periods")}),
        "a mapping of days to periods such as {mon-fri: 08:00-16:00}",
        fmt::format("^\\s*{0}\\s*(-\\s*{0}\\s*)?$", any_day));
    codec.about.type = "opening hours";
    codec.about.is_by_name = false;  // the names are days, not the user's
    codec.about.examples = {"{mon-fri: 08:00-16:00}",
                            "{mon: 08:00-16:00, tue-thu: [\"08:00-11:00\", \"12:00-20:00\"]}"};
    codec.read = [expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<calendar::OpeningHours> {
        if (!node.is_mapping()) {
            reader.report_kind(node, path, expected);
            return std::nullopt;
        }
        calendar::OpeningHours hours;
        for (const auto& entry : node.entries) {
            const std::string inner = document::join_path(path, entry.key);
            const auto days = parse_weekdays(entry.key);
            if (const auto* problem = std::get_if<Problem>(&days)) {
                reader.error(entry.key_position, path, problem->message, problem->hint);
            }
            std::vector<const Node*> texts;
            if (entry.value.is_list()) {
                for (const auto& item : entry.value.items) texts.push_back(&item);
            } else {
                texts.push_back(&entry.value);
            }
            for (const Node* item : texts) {
                const Node* scalar = reader.scalar(*item, inner, "a period such as 08:00-16:00");
                if (scalar == nullptr) continue;
                const auto period = parse_period(scalar->text);
                if (const auto* problem = std::get_if<Problem>(&period)) {
                    reader.report(*scalar, inner, *problem);
                    continue;
                }
                if (!std::holds_alternative<std::vector<int>>(days)) continue;
                for (const int day : std::get<std::vector<int>>(days)) {
                    auto& list = hours.days[static_cast<std::size_t>(day)];
                    const auto added = std::get<calendar::OpenPeriod>(period);
                    for (const auto& other : list) {
                        if (added.from < other.to && other.from < added.to) {
                            reader.error(scalar->position, inner,
                                         fmt::format("{} on {} overlaps {}; expected periods that "
                                                     "do not",
                                                     period_text(added),
                                                     kDayNames[static_cast<std::size_t>(day)],
                                                     period_text(other)));
                            break;
                        }
                    }
                    list.push_back(added);
                    std::sort(list.begin(), list.end(),
                              [](const auto& a, const auto& b) { return a.from < b.from; });
                }
            }
        }
        return hours;
    };
    codec.write = [](const calendar::OpeningHours& hours) {
        Node node = Node::mapping();
        for (std::size_t day = 0; day < 7; ++day) {
            if (hours.days[day].empty()) continue;
            std::size_t last = day;
            while (last + 1 < 7 && hours.days[last + 1] == hours.days[day]) ++last;
            Node list = Node::list();
            for (const auto& period : hours.days[day]) {
                list.items.push_back(Node::scalar(period_text(period)));
            }
            std::string days = kDayNames[day];
            if (last > day) days += std::string("-") + kDayNames[last];
            node.add(days, list.items.size() == 1 ? list.items[0] : list);
            day = last;
        }
        return node;
    };
    return codec;
}

}  // namespace

const Table<process::CalendarText>& calendar_table() {
    using process::CalendarText;
    static const Table<CalendarText> kTable{
        "calendar",
        "When something is open.",
        {
            field("open", &CalendarText::open, opening_hours(), "periods of each day of the week")
                .required(),
            field("closed", &CalendarText::closed,
                  list_of(reference(NameKind::day_set), "day sets"), "days on which it is closed"),
            field("open_only", &CalendarText::open_only,
                  list_of(reference(NameKind::day_set), "day sets"),
                  "when given, it is open on no other days"),
        }};
    return kTable;
}

namespace {

void check_calendar(Reader& reader, const Node& node, const std::string& path,
                    process::CalendarText& calendar) {
    const Node* open = node.find("open");
    const bool is_never_open = std::all_of(calendar.open.days.begin(), calendar.open.days.end(),
                                           [](const auto& day) { return day.empty(); });
    if (open != nullptr && open->is_mapping() && open->entries.empty() && is_never_open) {
        reader.error(open->position, document::join_path(path, "open"),
                     "is never open; expected at least one day such as {mon-fri: 08:00-16:00}");
    }
}

}  // namespace

Codec<process::CalendarText> calendar_codec() {
    return mapping<process::CalendarText>(calendar_table(), check_calendar);
}

}  // namespace yhdyspinta::scenario
