// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/response_words.hpp"

#include <fmt/format.h>

#include "engine/base/error.hpp"

namespace yhdyspinta::cli {

experiment::ResponseName response_of(const std::string& text) {
    const std::size_t open = text.find('[');
    if (open == std::string::npos) return {text};
    if (text.back() != ']') {
        throw base::UsageError(
            fmt::format("'{}' is no response; expected NAME or NAME[WHERE], such as "
                        "utilisation[resource=desk]",
                        text));
    }
    return {text.substr(0, open), text.substr(open + 1, text.size() - open - 2)};
}

}  // namespace yhdyspinta::cli
