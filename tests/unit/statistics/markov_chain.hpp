// SPDX-License-Identifier: Apache-2.0
// Stationary probabilities of small Markov chains in continuous time by elimination of states
// (Grassmann, Taksar & Heyman 1985: no subtractions, so no cancellation): what closed forms are
// checked against, state by state and without any theory.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <vector>

namespace yhdyspinta::test {

using State = std::array<int, 4>;

struct Move {
    State to;
    double rate;
};

/// The states reached from `start` and their stationary probabilities.
[[nodiscard]] inline std::map<State, double> stationary(
    const State& start, const std::function<std::vector<Move>(const State&)>& moves) {
    std::map<State, std::size_t> index{{start, 0}};
    std::vector<State> states{start};
    std::vector<std::map<std::size_t, double>> rate;
    for (std::size_t i = 0; i < states.size(); ++i) {
        rate.emplace_back();
        for (const Move& move : moves(State(states[i]))) {
            const auto [found, is_new] = index.emplace(move.to, states.size());
            if (is_new) states.push_back(move.to);
            if (found->second != i) rate[i][found->second] += move.rate;
        }
    }
    // Eliminate from the last: whoever would go there goes on to where it leads.
    std::vector<std::map<std::size_t, double>> into(states.size());
    std::vector<double> out(states.size(), 0.0);
    for (std::size_t n = states.size() - 1; n > 0; --n) {
        double sum = 0.0;
        for (const auto& [j, value] : rate[n]) {
            if (j < n) sum += value;
        }
        out[n] = sum;
        for (std::size_t i = 0; i < n; ++i) {
            const auto found = rate[i].find(n);
            if (found == rate[i].end()) continue;
            const double share = found->second / sum;
            into[n][i] = found->second;
            for (const auto& [j, value] : rate[n]) {
                if (j < n && j != i) rate[i][j] += share * value;
            }
        }
    }
    std::vector<double> p(states.size(), 0.0);
    p[0] = 1.0;
    double total = 1.0;
    for (std::size_t n = 1; n < states.size(); ++n) {
        for (const auto& [i, value] : into[n]) p[n] += p[i] * value;
        p[n] /= out[n];
        total += p[n];
    }
    std::map<State, double> result;
    for (std::size_t n = 0; n < states.size(); ++n) result[states[n]] = p[n] / total;
    return result;
}

/// Mean of a figure of the state.
[[nodiscard]] inline double mean(const std::map<State, double>& chain,
                                 const std::function<double(const State&)>& figure) {
    double sum = 0.0;
    for (const auto& [state, probability] : chain) sum += probability * figure(state);
    return sum;
}

}  // namespace yhdyspinta::test
