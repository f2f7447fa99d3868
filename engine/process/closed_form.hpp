// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/process/loads.hpp"
#include "engine/process/system.hpp"
#include "engine/process/traffic.hpp"

namespace yhdyspinta::process {

/// What theory says of one response (engine/metrics) in the long run.
struct ExpectedValue {
    std::string response;  ///< e.g. `waiting_time`
    std::string where;     ///< e.g. `activity=visit.service`
    std::string unit;      ///< as the response's: min, share, 1
    double value = 0.0;
    std::string formula;  ///< e.g. `M/M/3`
    std::string source;   ///< where the formula is published
};

/// The closed form of a system, as far as there is one.
struct ClosedForm {
    std::vector<ExpectedValue> values;
    /// Why there is nothing to say of something: one sentence each, in the order of the file.
    std::vector<std::string> obstacles;
};

/// Recognises queues and networks of queues whose stationary figures are known exactly: Poisson
/// sources, routing by chance, resources that are always open, activities that seize one server;
/// then M/M/c, M/M/c/K, M/G/c/c, M/G/1, D/M/1, M/M/c+M and priorities without preemption at a
/// resource that Poisson streams come to, and product-form networks (Jackson; Baskett, Chandy,
/// Muntz & Palacios) where ways lead back. A resource with a site for each level of an attribute is
/// as many stations. Members who are there from the start and never leave are a closed network
/// (mean-value analysis). Where an assumption fails there is no value at all.
[[nodiscard]] ClosedForm find_closed_form(const System& system, const Traffic& traffic,
                                          const Loads& loads);

}  // namespace yhdyspinta::process
