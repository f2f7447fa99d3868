// SPDX-License-Identifier: Apache-2.0
// Hot path: no allocation in steady state, no text but in failures, no log but the event log.
//
// Appointments: a place is booked ahead, waited for, kept or missed, or given back.
#include <fmt/format.h>

#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

std::uint32_t FlowModel::book_place(std::uint32_t index, std::uint32_t which) {
    const BookInfo& booking = program_.bookings[which];
    const DiaryInfo& info = program_.diaries[booking.diary];
    Path& path = paths_[index];
    const std::uint32_t site =
        info.site_attribute == kNone ? 0 : level(path.entity, info.site_attribute);
    const bool is_of_group =
        booking.group != kNone && holds(booking.group_when, path.entity, path.episode);
    Diary& diary = diaries_[booking.diary];
    const auto place =
        diary.find(site, now_, now_ + booking.earliest, is_of_group ? booking.group : kNone);
    if (!place) return booking.on_full;
    diary.take(site, *place);
    if (appointments_.size() <= index) appointments_.resize(paths_.size());
    appointments_[index] = {*place, which, site, true};
    tell(Kind::appointment_booked, path, booking.activity, site, place->start);
    start_waiting(index, booking.activity);
    calendar_.schedule(place->start, Due::slot_begins, path.entity, index, ++path.generation);
    return kNone;
}

void FlowModel::on_slot(std::uint32_t index) {
    current_path_ = index;
    Appointment& appointment = appointments_[index];
    appointment.is_held = false;
    const BookInfo& booking = program_.bookings[appointment.booking];
    Path& path = paths_[index];
    double no_show = 0.0;
    if (booking.no_show != kNone) {
        no_show = evaluate(booking.no_show, path.entity, path.episode);
        if (!(no_show >= 0.0 && no_show <= 1.0)) {
            fail(path, fmt::format("a probability of {} of not coming", no_show));
        }
    }
    const std::uint64_t times = visits_so_far(index, path.activity);
    if (happens(no_show, path.key, booking.purpose, times)) {
        path.state = PathState::moving;
        (void)visit(index, path.activity);
        tell(Kind::queue_left, path, path.activity);
        tell(Kind::appointment_missed, path, path.activity, appointment.site);
        proceed(index, booking.on_no_show);
        return;
    }
    tell(Kind::appointment_kept, path, path.activity, appointment.site);
    let_go(index);
    proceed(index, route(index, path.step));
}

/// For a path that is taken away before its slot begins.
void FlowModel::give_back_place(std::uint32_t index) {
    if (index >= appointments_.size() || !appointments_[index].is_held) return;
    Appointment& appointment = appointments_[index];
    appointment.is_held = false;
    if (appointment.place.start <= now_) return;
    diaries_[program_.bookings[appointment.booking].diary].give_back(appointment.site,
                                                                     appointment.place);
}

void FlowModel::tell_places_offered() {
    for (std::uint32_t d = 0; d < diaries_.size(); ++d) {
        const double places = diaries_[d].places_between(program_.warm_up, program_.length);
        for (std::uint32_t site = 0; site < program_.diaries[d].sites; ++site) {
            tell(Kind::places_offered, d, site, places);
        }
    }
}

}  // namespace yhdyspinta::simulation
