// SPDX-License-Identifier: Apache-2.0
// The diary beside one that looks at every place in turn.
#include "engine/simulation/diary.hpp"

#include <algorithm>
#include <optional>
#include <random>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace yhdyspinta;
using simulation::Diary;
using simulation::kNone;

namespace {

calendar::WorkCalendar office() {
    calendar::CalendarDescription description;
    description.hours = calendar::OpeningHours::monday_to_friday({8 * 60, 10 * 60});
    using namespace std::chrono_literals;
    return {description, calendar::CivilClock(2026y / std::chrono::August / 3d),
            base::Instant::at_seconds(100.0 * 86400.0)};
}

/// Every slot of a year, looked through from the first.
struct SlowDiary {
    struct Slot {
        double start;
        std::vector<int> free;  ///< open places, then those of each group
    };
    std::vector<Slot> slots;
    const simulation::DiaryInfo& info;

    SlowDiary(const simulation::DiaryInfo& the_info, const calendar::WorkCalendar& calendar)
        : info(the_info) {
        simulation::SlotDates dates(calendar, info.every);
        for (auto slot = dates.next(); slot.start < 366.0 * 86400.0; slot = dates.next()) {
            Slot made{slot.start, {static_cast<int>(info.places)}};
            for (const auto& group : info.groups) {
                const int places =
                    slot.ordinal % group.of_every == 0 ? static_cast<int>(group.places) : 0;
                made.free.push_back(places);
                made.free[0] -= places;
            }
            slots.push_back(made);
        }
    }
    std::optional<Diary::Place> find(double now, double earliest, std::uint32_t group) const {
        for (std::size_t i = 0; i < slots.size(); ++i) {
            const Slot& slot = slots[i];
            if (slot.start < earliest || slot.start < now) continue;
            if (slot.start > now + info.horizon) break;
            if (group != kNone && slot.free[group + 1] > 0)
                return Diary::Place{i, slot.start, group + 1};
            if (slot.free[0] > 0) return Diary::Place{i, slot.start, 0};
            for (std::uint32_t g = 0; g < info.groups.size(); ++g) {
                if (slot.free[g + 1] > 0 && slot.start - now <= info.groups[g].released_before) {
                    return Diary::Place{i, slot.start, g + 1};
                }
            }
        }
        return std::nullopt;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(diary)

BOOST_AUTO_TEST_CASE(finds_what_a_look_at_every_place_finds) {
    simulation::DiaryInfo info;
    info.every = 900.0;
    info.places = 3;
    info.horizon = 30.0 * 86400.0;
    info.groups = {{1, 2, 86400.0}, {1, 3, -1.0}};
    const auto calendar = office();
    Diary diary(info, calendar);
    SlowDiary slow(info, calendar);
    std::mt19937 random(1);
    std::vector<Diary::Place> held;
    double now = 0.0;
    int found = 0, full = 0;
    for (int i = 0; i < 20000; ++i) {
        now += static_cast<double>(random() % 2400);
        const double earliest = now + static_cast<double>(random() % (20 * 86400));
        const std::uint32_t group = random() % 3 == 0 ? kNone : random() % 2;
        const auto place = diary.find(0, now, earliest, group);
        const auto expected = slow.find(now, earliest, group);
        BOOST_REQUIRE(place.has_value() == expected.has_value());
        if (place) {
            BOOST_REQUIRE(place->slot == expected->slot);
            BOOST_REQUIRE(place->start == expected->start);
            BOOST_REQUIRE(place->share == expected->share);
            diary.take(0, *place);
            --slow.slots[place->slot].free[place->share];
            held.push_back(*place);
            ++found;
        } else {
            ++full;
        }
        if (random() % 8 == 0 && !held.empty()) {
            const std::size_t which = random() % held.size();
            const Diary::Place back = held[which];
            held[which] = held.back();
            held.pop_back();
            if (back.start <= now) continue;
            diary.give_back(0, back);
            ++slow.slots[back.slot].free[back.share];
        }
    }
    BOOST_TEST(found > 1000);
    BOOST_TEST(full > 100);
}

BOOST_AUTO_TEST_CASE(counts_the_places_of_a_period) {
    simulation::DiaryInfo info;
    info.every = 3600.0;
    info.places = 2;
    const auto calendar = office();
    const Diary diary(info, calendar);
    // Monday to Friday, 8 and 9 o'clock
    BOOST_TEST(diary.places_between(0.0, 7.0 * 86400.0) == 20.0);
    BOOST_TEST(diary.places_between(9.0 * 3600.0, 32.0 * 3600.0) == 4.0);
}

BOOST_AUTO_TEST_SUITE_END()
