// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/placed_text.hpp"

#include <optional>
#include <utility>

namespace yhdyspinta::scenario {

using document::Node;
using process::Reference;

Codec<Reference> placed_text(const std::string& expected) {
    const Codec<std::string> plain = plain_text(expected);
    Codec<Reference> codec;
    codec.about = plain.about;
    codec.read = [plain](Reader& reader, const Node& node,
                         const std::string& path) -> std::optional<Reference> {
        auto text = plain.read(reader, node, path);
        if (!text) return std::nullopt;
        return Reference{std::move(*text), node.position};
    };
    codec.write = [](const Reference& value) { return Node::scalar(value.name); };
    return codec;
}

}  // namespace yhdyspinta::scenario
