// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/replication_outcome.hpp"

#include <cstdint>
#include <cstring>
#include <type_traits>

#include "engine/base/error.hpp"

namespace yhdyspinta::experiment {

namespace {

enum class Tag : std::uint8_t { result = 1, failure = 2 };

template <class T>
void put(std::string& bytes, const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void put_text(std::string& bytes, const std::string& text) {
    put(bytes, static_cast<std::uint64_t>(text.size()));
    bytes += text;
}

class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

    template <class T>
    T take() {
        static_assert(std::is_trivially_copyable_v<T>);
        T value;
        std::memcpy(&value, take_bytes(sizeof value).data(), sizeof value);
        return value;
    }
    std::string take_text() { return std::string(take_bytes(take<std::uint64_t>())); }
    [[nodiscard]] bool is_at_end() const { return rest_.empty(); }

private:
    std::string_view take_bytes(std::uint64_t count) {
        if (count > rest_.size()) {
            throw base::InternalError("the answer of a replication is cut short");
        }
        const std::string_view taken = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return taken;
    }

    std::string_view rest_;
};

results::ReplicationResult take_result(ByteReader& reader) {
    results::ReplicationResult result;
    result.replication = reader.take<std::uint64_t>();
    const auto count = reader.take<std::uint64_t>();
    for (std::uint64_t i = 0; i < count; ++i) {
        results::Response response;
        response.name = reader.take_text();
        response.unit = reader.take_text();
        response.where = reader.take_text();
        response.value = reader.take<double>();
        result.responses.push_back(std::move(response));
    }
    const auto warnings = reader.take<std::uint64_t>();
    for (std::uint64_t i = 0; i < warnings; ++i) result.warnings.push_back(reader.take_text());
    return result;
}

ReplicationFailure take_failure(ByteReader& reader) {
    const auto kind = reader.take<std::uint8_t>();
    if (kind > static_cast<std::uint8_t>(ReplicationFailure::Kind::crash)) {
        throw base::InternalError("the answer of a replication names an unknown kind of failure");
    }
    return {static_cast<ReplicationFailure::Kind>(kind), reader.take_text()};
}

}  // namespace

std::string encode(const ReplicationOutcome& outcome) {
    std::string bytes;
    if (const auto* failure = std::get_if<ReplicationFailure>(&outcome)) {
        put(bytes, Tag::failure);
        put(bytes, static_cast<std::uint8_t>(failure->kind));
        put_text(bytes, failure->text);
        return bytes;
    }
    const auto& result = std::get<results::ReplicationResult>(outcome);
    put(bytes, Tag::result);
    put(bytes, result.replication);
    put(bytes, static_cast<std::uint64_t>(result.responses.size()));
    for (const auto& response : result.responses) {
        put_text(bytes, response.name);
        put_text(bytes, response.unit);
        put_text(bytes, response.where);
        put(bytes, response.value);
    }
    put(bytes, static_cast<std::uint64_t>(result.warnings.size()));
    for (const auto& warning : result.warnings) put_text(bytes, warning);
    return bytes;
}

ReplicationOutcome decode(std::string_view bytes) {
    ByteReader reader(bytes);
    ReplicationOutcome outcome;
    switch (reader.take<Tag>()) {
        case Tag::result: outcome = take_result(reader); break;
        case Tag::failure: outcome = take_failure(reader); break;
        default: throw base::InternalError("the answer of a replication is of an unknown kind");
    }
    if (!reader.is_at_end()) {
        throw base::InternalError("the answer of a replication is longer than it says");
    }
    return outcome;
}

}  // namespace yhdyspinta::experiment
