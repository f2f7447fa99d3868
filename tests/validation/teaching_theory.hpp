// SPDX-License-Identifier: Apache-2.0
// What theory says of the models in scenarios/teaching, from their numbers alone. Times in minutes,
// rates per minute unless said otherwise; every function takes the rate of arrivals first (the
// line: the rate of its stations), so that a companion can be given a wrong one.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "tests/validation/markov_chain.hpp"

namespace yhdyspinta::test::teaching {

// ---- bank: M/M/c+G

struct Bank {
    double reneged, waiting_probability;
};

/// Baccelli & Hebuterne (1981). With H(x) the integral of the patience's survival function from 0
/// to x, J the integral of exp(rate H(x) - c mu x) over x >= 0 and E the sum of rate^j / mu^j / j!
/// over j < c divided by its last term: reneged = (1 + (rate - c mu) J) / (E + rate J).
inline Bank bank(double rate) {
    const int c = 3;
    const double mu = 1.0 / 4.0;
    const double low = 2.0;
    const double high = 8.0;
    const auto integral_of_survival = [&](double x) {
        const double y = std::clamp(x, low, high) - low;
        return std::min(x, low) + y - y * y / (2.0 * (high - low));
    };
    double j_integral = 0.0;
    const double step = 0.001;
    for (int k = 0; k < 200000; ++k) {
        const double x = (k + 0.5) * step;
        j_integral += step * std::exp(rate * integral_of_survival(x) - c * mu * x);
    }
    double term = 1.0;
    double sum = 1.0;
    for (int j = 1; j < c; ++j) sum += term *= rate / mu / j;
    const double e = sum / term;
    return {(1.0 + (rate - c * mu) * j_integral) / (e + rate * j_integral),
            rate * j_integral / (e + rate * j_integral)};
}

// ---- petrol station: a chain

struct Petrol {
    double cars, tank, fills_per_day, waiting_for_fuel;
};

/// State: cars there, those of them that fill, cars' worth of fuel in the tank (30 l each), 1 when
/// the truck is on its way.
inline Petrol petrol_station(double rate) {
    using State = std::array<int, 4>;
    const double fill = 1.0 / 4.0;
    const double drive = 1.0 / 20.0;
    const auto settled = [](State s) {
        while (s[2] > 0 && s[1] < std::min(s[0], 2)) ++s[1], --s[2];
        if (s[2] <= 8) s[3] = 1;
        return s;
    };
    const MarkovChain<State> chain(State{0, 0, 40, 0}, [&](const State& s) {
        return std::vector<MarkovChain<State>::Move>{
            {settled({s[0] + 1, s[1], s[2], s[3]}), s[0] < 6 ? rate : 0.0},
            {settled({s[0] - 1, s[1] - 1, s[2], s[3]}), s[1] * fill},
            {settled({s[0], s[1], 40, 0}), s[3] * drive}};
    });
    const double fills = chain.mean([&](const State& s) { return s[1] * fill; });
    const double waiting =
        chain.mean([](const State& s) { return static_cast<double>(std::min(s[0], 2) - s[1]); });
    return {chain.mean([](const State& s) { return static_cast<double>(s[0]); }),
            chain.mean([](const State& s) { return 30.0 * s[2]; }), fills * 1440.0,
            waiting / fills};
}

// ---- machine shop: a chain, and machine interference

/// Mean time in the system [min] of a part at two lathes that break down (Mitrany & Avi-Itzhak
/// 1968), from the chain of parts there and lathes up, and Little's law.
inline double lathes(double rate) {
    using State = std::array<int, 2>;
    const MarkovChain<State> chain(State{0, 2}, [&](const State& s) {
        return std::vector<MarkovChain<State>::Move>{
            {{s[0] + 1, s[1]}, s[0] < 400 ? rate : 0.0},
            {{s[0] - 1, s[1]}, std::min(s[0], s[1]) / 30.0},
            {{s[0], s[1] - 1}, s[1] / 480.0},
            {{s[0], s[1] + 1}, (2 - s[1]) / 60.0}};
    });
    return chain.mean([](const State& s) { return static_cast<double>(s[0]); }) / rate;
}

/// Repairs per day of six mills that each run for `run` on average and share one repairer (machine
/// interference, Gross et al. 2008, 2.7): terms 6! / (6 - n)! (repair / run)^n.
inline double repairs_per_day(double run) {
    const double repair = 60.0;
    double term = 1.0;
    double sum = 1.0;
    for (int n = 1; n <= 6; ++n) sum += term *= (7 - n) * repair / run;
    return (1.0 - 1.0 / sum) / repair * 1440.0;
}

// ---- emergency department: waits along the way

struct Emergency {
    double red_wait, green_wait, time_in_system;
};

/// Triage is M/M/2, so that what leaves it is again a Poisson process (Burke 1956) and the doctor's
/// two queues are M/M/1 with preemptive priority (White & Christie 1958): the red see no green, and
/// both together are M/M/1. The slower of two exponential tests takes a + b - 1 / (1/a + 1/b).
inline Emergency emergency(double rate) {
    const double s = 12.0;
    const double load = rate * s;
    const double nurses = load / 2.0;
    const double triage = s / (1.0 - nurses * nurses);
    const double red = s / (1.0 - 0.2 * load);
    const double all = s / (1.0 - load);
    const double green = (all - 0.2 * red) / 0.8;
    const double tests = 40.0 + 20.0 - 1.0 / (1.0 / 40.0 + 1.0 / 20.0);
    return {red - s, green - s, triage + all + tests + 0.3 * 30.0};
}

// ---- clinic: a queue served one by one at the slots

struct Clinic {
    double wait;  ///< [min] from booking to the slot
    double slots_used, utilisation;
};

/// Those who have booked just before each of the week's 160 slots: one goes, and a Poisson number
/// comes until the next slot, 15 min, 16 h 15 min or, over the weekend, 64 h 15 min later. Mean
/// wait by Little's law.
inline Clinic clinic(double rate) {
    const std::size_t most = 400;
    std::vector<double> waiting(most, 0.0);
    waiting[0] = 1.0;
    double area = 0.0;
    double served = 0.0;
    for (int week = 0; week < 400; ++week) {
        area = 0.0;
        served = 0.0;
        for (int slot = 0; slot < 160; ++slot) {
            served += 1.0 - waiting[0];
            waiting[0] += waiting[1];
            std::rotate(waiting.begin() + 1, waiting.begin() + 2, waiting.end());
            waiting.back() = 0.0;
            const double gap = slot == 159 ? 15 + 64 * 60 : slot % 32 == 31 ? 15 + 16 * 60 : 15;
            for (std::size_t n = 0; n < most; ++n)
                area += waiting[n] * static_cast<double>(n) * gap;
            area += rate * gap * gap / 2.0;
            std::vector<double> next(most, 0.0);
            double chance = std::exp(-rate * gap);
            for (std::size_t come = 0; come < 150; ++come) {
                if (chance < 1e-16 && static_cast<double>(come) > rate * gap) break;
                for (std::size_t n = 0; n + come < most; ++n) next[n + come] += waiting[n] * chance;
                chance *= rate * gap / (static_cast<double>(come) + 1.0);
            }
            waiting = next;
        }
    }
    return {area / served, 0.8 * served / 160.0, 0.8 * served / 160.0 * 10.0 / 15.0};
}

// ---- call centre: a day of a chain whose rates follow the clock

struct Calls {
    double balked, queue_length, utilisation;
};

/// Two agents by night, five from 8 to 16; `rate` by night, three times as much by day. A call
/// joins q who wait with probability 1 - min(1, q / 5). The forward equations of the day, by
/// Runge-Kutta, until one day is like the one before. When three agents go at 16:00 their calls
/// wait, so that up to three more than five may wait.
inline Calls calls(double rate) {
    using States = std::array<double, 16>;
    const double mu = 1.0 / 5.0;
    const double step = 0.25;
    States p{};
    p[0] = 1.0;
    Calls result{};
    for (int day = 0; day < 6; ++day) {
        double came = 0.0;
        double balked = 0.0;
        double queue = 0.0;
        double busy = 0.0;
        double on_duty = 0.0;
        for (int k = 0; k < static_cast<int>(1440 / step); ++k) {
            const bool is_day = k * step >= 480.0 && k * step < 960.0;
            const int c = is_day ? 5 : 2;
            const double now = is_day ? 3.0 * rate : rate;
            const auto waiting = [&](int n) { return std::max(0, n - c); };
            const auto joins = [&](int n) { return 1.0 - std::min(1.0, waiting(n) / 5.0); };
            const auto slope = [&](const States& from) {
                States d{};
                for (int n = 0; n < 16; ++n) {
                    const auto i = static_cast<std::size_t>(n);
                    const double up = n < 15 ? now * joins(n) * from[i] : 0.0;
                    const double down = std::min(n, c) * mu * from[i];
                    d[i] -= up + down;
                    if (n < 15) d[i + 1] += up;
                    if (n > 0) d[i - 1] += down;
                }
                return d;
            };
            const auto moved = [](const States& from, const States& d, double by) {
                States to = from;
                for (std::size_t i = 0; i < to.size(); ++i) to[i] += by * d[i];
                return to;
            };
            const States a = slope(p);
            const States b = slope(moved(p, a, step / 2));
            const States e = slope(moved(p, b, step / 2));
            const States f = slope(moved(p, e, step));
            // Simpson's rule would need the middle; the trapezoid is exact to 1e-5 here.
            const auto add = [&](const States& at) {
                for (int n = 0; n < 16; ++n) {
                    const double w = at[static_cast<std::size_t>(n)] * step / 2;
                    came += now * w;
                    balked += now * (1.0 - joins(n)) * w;
                    queue += waiting(n) * w;
                    busy += std::min(n, c) * w;
                    on_duty += c * w;
                }
            };
            add(p);
            for (std::size_t i = 0; i < p.size(); ++i) {
                p[i] += step / 6 * (a[i] + 2 * b[i] + 2 * e[i] + f[i]);
            }
            add(p);
        }
        result = {balked / came, queue / 1440.0, busy / on_duty};
    }
    return result;
}

// ---- cinema: one evening, event by event

/// Those who stand in the queue for a film when it sells out, both films together. `rate` of those
/// who want the first film, of which there are 30 tickets; two thirds of it want the second, 40
/// tickets; one counter, two minutes each. While both are on sale everybody in the queue wants the
/// first with probability 0.6, whatever happened before: the state is how many tickets of each are
/// left and how many are there.
inline double turned_back(double rate) {
    const std::size_t most = 200;
    const double mu = 1.0 / 2.0;
    std::vector<double> none(most, 0.0);
    // at[a][b][n]: how often n are there just after the tickets became (a, b)
    std::vector<std::vector<std::vector<double>>> at(31,
                                                     std::vector<std::vector<double>>(41, none));
    at[30][40][0] = 1.0;
    double leave = 0.0;
    for (std::size_t a = 31; a-- > 0;) {
        for (std::size_t b = 41; b-- > 0;) {
            const double wish_a = a > 0 ? rate : 0.0;
            const double wish_b = b > 0 ? rate * 2.0 / 3.0 : 0.0;
            const double all = wish_a + wish_b;
            if (all == 0.0) continue;
            auto& here = at[a][b];
            for (std::size_t n = 0; n + 1 < most; ++n) {
                const double end = n > 0 ? mu : 0.0;
                here[n + 1] += here[n] * all / (all + end);
                const double sold = here[n] * end / (all + end);
                if (sold == 0.0) continue;
                const std::size_t left = n - 1;
                // Those who want the film that sells out leave: a binomial number of those left.
                const auto sell = [&](double wish, double other, std::size_t now,
                                      std::vector<double>& to) {
                    if (wish == 0.0) return;
                    const double share = sold * wish / (wish + other);
                    if (now > 1) {
                        to[left] += share;
                        return;
                    }
                    const double p = wish / (wish + other);
                    leave += share * static_cast<double>(left) * p;
                    double chance = std::pow(p, static_cast<double>(left));
                    if (p == 1.0) {
                        to[0] += share;
                        return;
                    }
                    for (std::size_t stay = 0; stay <= left; ++stay) {
                        to[stay] += share * chance;
                        chance *= static_cast<double>(left - stay) /
                                  (static_cast<double>(stay) + 1.0) * (1.0 - p) / p;
                    }
                };
                if (a > 0) sell(wish_a, wish_b, a, at[a - 1][b]);
                if (b > 0) sell(wish_b, wish_a, b, at[a][b - 1]);
            }
        }
    }
    return leave;
}

// ---- line: a chain

/// Pieces per hour of three stations of this rate with room for `room` between two of them and
/// never a lack of work, blocking after service. State: pieces done at the first station and not
/// yet at the second, done at the second and not yet at the third; a blocked one is among those it
/// waits to join.
inline double pieces_per_hour(double rate, int room) {
    using State = std::array<int, 2>;
    const int most = room + 2;
    const MarkovChain<State> chain(State{0, 0}, [&](const State& s) {
        const bool is_second_blocked = s[1] == most;
        return std::vector<MarkovChain<State>::Move>{
            {{s[0] + 1, s[1]}, s[0] < (is_second_blocked ? most - 1 : most) ? rate : 0.0},
            {{s[0] - 1, s[1] + 1}, s[0] > 0 && !is_second_blocked ? rate : 0.0},
            {{s[0], s[1] - 1}, s[1] > 0 ? rate : 0.0}};
    });
    return 60.0 * rate * chain.mean([](const State& s) { return s[1] > 0 ? 1.0 : 0.0; });
}

// ---- social work: weekly batches

struct Cases {
    double wait;  ///< [days] from the meeting to a worker
    double places_in_use;
};

/// `rate` per week; at each meeting a Poisson number joins, 30 places, each case leaves at 0.15 per
/// 14 days on the average (a geometric number of exponential times is exponential). Between
/// meetings the forward equations of a pure death process, by Runge-Kutta.
inline Cases cases(double rate) {
    const std::size_t most = 300;
    const double leave = 0.15 / 14.0;
    const int steps = 28;
    const double step = 7.0 / steps;
    std::vector<double> p(most, 0.0);
    p[26] = 1.0;
    const auto busy = [](std::size_t n) { return std::min(static_cast<double>(n), 30.0); };
    const auto slope = [&](const std::vector<double>& from) {
        std::vector<double> d(most, 0.0);
        for (std::size_t n = 1; n < most; ++n) {
            d[n] -= busy(n) * leave * from[n];
            d[n - 1] += busy(n) * leave * from[n];
        }
        return d;
    };
    const auto moved = [](std::vector<double> from, const std::vector<double>& d, double by) {
        for (std::size_t i = 0; i < from.size(); ++i) from[i] += by * d[i];
        return from;
    };
    double queue = 0.0;
    double used = 0.0;
    for (int week = 0; week < 1500; ++week) {
        std::vector<double> next(most, 0.0);
        double chance = std::exp(-rate);
        for (std::size_t come = 0; come < 30; ++come) {
            for (std::size_t n = 0; n + come < most; ++n) next[n + come] += p[n] * chance;
            chance *= rate / (static_cast<double>(come) + 1.0);
        }
        p = next;
        queue = 0.0;
        used = 0.0;
        const auto add = [&](double weight) {
            for (std::size_t n = 0; n < most; ++n) {
                queue += p[n] * weight * (static_cast<double>(n) - busy(n));
                used += p[n] * weight * busy(n);
            }
        };
        for (int k = 0; k < steps; ++k) {
            add(step / 2);
            const auto a = slope(p);
            const auto b = slope(moved(p, a, step / 2));
            const auto e = slope(moved(p, b, step / 2));
            const auto f = slope(moved(p, e, step));
            for (std::size_t i = 0; i < most; ++i) {
                p[i] += step / 6 * (a[i] + 2 * b[i] + 2 * e[i] + f[i]);
            }
            add(step / 2);
        }
    }
    return {queue / rate, used / 7.0 / 30.0};
}

// ---- checkout: two lanes

/// Mean number there when nobody changes lanes (the shorter queue, Kingman 1961), from the chain of
/// both lanes; with changes at a difference of two it is that of M/M/2 (Haight 1958).
inline double in_lanes(double rate, bool with_changes) {
    using State = std::array<int, 2>;
    const double mu = 1.0 / 2.0;
    const MarkovChain<State> chain(State{0, 0}, [&](const State& s) {
        const auto settled = [&](State to) {
            if (with_changes && to[0] >= to[1] + 2) --to[0], ++to[1];
            if (with_changes && to[1] >= to[0] + 2) --to[1], ++to[0];
            return to;
        };
        const bool is_left = s[0] <= s[1];
        return std::vector<MarkovChain<State>::Move>{
            {settled({s[0] + is_left, s[1] + !is_left}), s[0] + s[1] < 160 ? rate : 0.0},
            {settled({s[0] - 1, s[1]}), s[0] > 0 ? mu : 0.0},
            {settled({s[0], s[1] - 1}), s[1] > 0 ? mu : 0.0}};
    });
    return chain.mean([](const State& s) { return static_cast<double>(s[0] + s[1]); });
}

}  // namespace yhdyspinta::test::teaching
