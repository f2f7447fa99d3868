// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/process/system.hpp"
#include "engine/scenario/table.hpp"

namespace yhdyspinta::scenario {

/// The top of a scenario file. Interfaces are described here, but read by read_interfaces(), which
/// needs the services.
[[nodiscard]] const Table<process::System>& system_table();

/// One interface, or a pattern of interfaces.
[[nodiscard]] const Table<process::Interface>& interface_table();

/// The keys of every section.
[[nodiscard]] std::vector<SectionDescription> describe_tables();

}  // namespace yhdyspinta::scenario
