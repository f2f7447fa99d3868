// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/error.hpp"

namespace yhdyspinta::statistics {

/// Throws base::InternalError: the caller broke what the comment of the function asks for.
inline void require(bool holds, const char* what) {
    if (!holds) throw base::InternalError(what);
}

}  // namespace yhdyspinta::statistics
