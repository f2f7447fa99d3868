// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/replication_outcome.hpp"

#include <cstdint>
#include <utility>

#include "engine/base/bytes.hpp"
#include "engine/base/error.hpp"
#include "engine/results/episode_table.hpp"

namespace yhdyspinta::experiment {

namespace {

enum class Tag : std::uint8_t { result = 1, failure = 2 };

using base::ByteReader;
using base::ByteWriter;

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
    const auto distributions = reader.take<std::uint64_t>();
    for (std::uint64_t i = 0; i < distributions; ++i) {
        auto& made = result.distributions.emplace_back();
        made.name = reader.take_text();
        made.unit = reader.take_text();
        made.where = reader.take_text();
        made.count = reader.take<std::uint64_t>();
        made.quantiles.resize(reader.take_count<std::uint64_t>(sizeof(double)));
        for (double& quantile : made.quantiles) reader.take_into(quantile);
    }
    if (const std::string episodes = reader.take_text(); !episodes.empty()) {
        result.episodes = results::decode_episodes(episodes);
    }
    const auto series = reader.take<std::uint64_t>();
    for (std::uint64_t i = 0; i < series; ++i) {
        auto& made = result.series.emplace_back();
        made.name = reader.take_text();
        made.unit = reader.take_text();
        made.where = reader.take_text();
        made.start = std::chrono::sys_days(std::chrono::days(reader.take<std::int64_t>()));
        made.step = reader.take<std::int32_t>();
        made.values.resize(reader.take_count<std::uint64_t>(sizeof(float)));
        for (float& value : made.values) reader.take_into(value);
    }
    if (const std::string stories = reader.take_text(); !stories.empty()) {
        result.stories = results::decode_stories(stories);
    }
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
    ByteWriter out;
    if (const auto* failure = std::get_if<ReplicationFailure>(&outcome)) {
        out.put(Tag::failure);
        out.put(static_cast<std::uint8_t>(failure->kind));
        out.put_text(failure->text);
        return out.take();
    }
    const auto& result = std::get<results::ReplicationResult>(outcome);
    out.put(Tag::result);
    out.put(result.replication);
    out.put(static_cast<std::uint64_t>(result.responses.size()));
    for (const auto& response : result.responses) {
        out.put_text(response.name);
        out.put_text(response.unit);
        out.put_text(response.where);
        out.put(response.value);
    }
    out.put(static_cast<std::uint64_t>(result.warnings.size()));
    for (const auto& warning : result.warnings) out.put_text(warning);
    out.put(static_cast<std::uint64_t>(result.distributions.size()));
    for (const auto& distribution : result.distributions) {
        out.put_text(distribution.name);
        out.put_text(distribution.unit);
        out.put_text(distribution.where);
        out.put(distribution.count);
        out.put(static_cast<std::uint64_t>(distribution.quantiles.size()));
        for (const double quantile : distribution.quantiles) out.put(quantile);
    }
    out.put_text(result.episodes.is_empty() ? std::string{} : results::encode(result.episodes));
    out.put(static_cast<std::uint64_t>(result.series.size()));
    for (const auto& series : result.series) {
        out.put_text(series.name);
        out.put_text(series.unit);
        out.put_text(series.where);
        out.put(static_cast<std::int64_t>(series.start.time_since_epoch().count()));
        out.put(static_cast<std::int32_t>(series.step));
        out.put(static_cast<std::uint64_t>(series.values.size()));
        for (const float value : series.values) out.put(value);
    }
    out.put_text(result.stories.is_empty() ? std::string{} : results::encode(result.stories));
    return out.take();
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
