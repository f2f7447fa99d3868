// SPDX-License-Identifier: Apache-2.0
// Markov chains with so few states that their balance equations can be solved outright: exact
// values for models without a closed form, from their rates alone.
#pragma once

#include <cmath>
#include <cstddef>
#include <functional>
#include <map>
#include <vector>

namespace yhdyspinta::test {

/// The states of a continuous-time chain that can be reached from `first`, and how likely each is
/// in the long run. A state is anything with an order, such as an array of small numbers.
template <class State>
class MarkovChain {
public:
    struct Move {
        State to;
        double rate;  ///< moves with rate 0 are left out
    };

    MarkovChain(const State& first, const std::function<std::vector<Move>(const State&)>& moves) {
        number(first);
        for (std::size_t i = 0; i < states_.size(); ++i) {
            const State from = states_[i];
            for (const Move& move : moves(from)) {
                if (move.rate == 0.0) continue;
                const std::size_t to = number(move.to);
                into_[to].push_back({i, move.rate});
                out_[i] += move.rate;
            }
        }
        solve();
    }

    /// Long-run mean of `what` of the state.
    [[nodiscard]] double mean(const std::function<double(const State&)>& what) const {
        double sum = 0.0;
        for (std::size_t i = 0; i < states_.size(); ++i) sum += share_[i] * what(states_[i]);
        return sum;
    }

private:
    struct From {
        std::size_t state;
        double rate;
    };

    std::size_t number(const State& state) {
        const auto [at, is_new] = numbers_.try_emplace(state, states_.size());
        if (is_new) {
            states_.push_back(state);
            into_.emplace_back();
            out_.push_back(0.0);
        }
        return at->second;
    }

    /// Gauss-Seidel on flow out = flow in, forth and back, until nothing moves.
    void solve() {
        share_.assign(states_.size(), 1.0 / static_cast<double>(states_.size()));
        for (int sweep = 0; sweep < 20000; ++sweep) {
            double moved = 0.0;
            double total = 0.0;
            for (std::size_t k = 0; k < 2 * states_.size(); ++k) {
                const std::size_t i = k < states_.size() ? k : 2 * states_.size() - 1 - k;
                double in = 0.0;
                for (const From& from : into_[i]) in += share_[from.state] * from.rate;
                const double now = in / out_[i];
                moved += std::abs(now - share_[i]);
                share_[i] = now;
            }
            for (const double share : share_) total += share;
            for (double& share : share_) share /= total;
            if (moved < 1e-12) return;
        }
    }

    std::map<State, std::size_t> numbers_;
    std::vector<State> states_;
    std::vector<std::vector<From>> into_;
    std::vector<double> out_;
    std::vector<double> share_;
};

}  // namespace yhdyspinta::test
