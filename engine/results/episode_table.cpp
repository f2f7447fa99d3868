// SPDX-License-Identifier: Apache-2.0
#include "engine/results/episode_table.hpp"

#include "engine/base/bytes.hpp"
#include "engine/base/error.hpp"

namespace yhdyspinta::results {

namespace {

constexpr std::uint32_t kFormat = 1;

/// Calls visit(member) for each column that is stored as it is.
template <class Visit>
void for_each_column(Visit visit) {
    visit(&EpisodeRow::client);
    visit(&EpisodeRow::need);
    visit(&EpisodeRow::severity);
    visit(&EpisodeRow::recognised);
    visit(&EpisodeRow::first_wait);
    visit(&EpisodeRow::effective_wait);
    visit(&EpisodeRow::gap);
    visit(&EpisodeRow::work);
    visit(&EpisodeRow::duplicate_work);
    visit(&EpisodeRow::cost);
    visit(&EpisodeRow::tellings);
    visit(&EpisodeRow::handovers);
}

std::uint8_t flags_of(const EpisodeRow& row) {
    return static_cast<std::uint8_t>((row.is_closed ? 1U : 0U) | (row.is_met ? 2U : 0U) |
                                     (row.is_contacted ? 4U : 0U) | (row.is_served ? 8U : 0U));
}

void set_flags(EpisodeRow& row, std::uint8_t flags) {
    row.is_closed = (flags & 1U) != 0;
    row.is_met = (flags & 2U) != 0;
    row.is_contacted = (flags & 4U) != 0;
    row.is_served = (flags & 8U) != 0;
}

void put_texts(base::ByteWriter& out, const std::vector<std::string>& texts) {
    out.put(static_cast<std::uint32_t>(texts.size()));
    for (const auto& text : texts) out.put_text(text);
}

std::vector<std::string> take_texts(base::ByteReader& in) {
    std::vector<std::string> texts(in.take_count<std::uint32_t>(sizeof(std::uint64_t)));
    for (auto& text : texts) text = in.take_text();
    return texts;
}

}  // namespace

std::string encode(const EpisodeTable& table) {
    base::ByteWriter out;
    out.put(kFormat);
    put_texts(out, table.needs);
    out.put(static_cast<std::uint32_t>(table.groups.size()));
    for (const auto& group : table.groups) {
        out.put_text(group.attribute);
        put_texts(out, group.levels);
    }
    out.put(static_cast<std::uint64_t>(table.rows.size()));
    for_each_column([&](auto member) {
        for (const EpisodeRow& row : table.rows) out.put(row.*member);
    });
    for (const EpisodeRow& row : table.rows) out.put(flags_of(row));
    for (const std::uint16_t level : table.levels) out.put(level);
    return out.take();
}

EpisodeTable decode_episodes(std::string_view bytes) {
    base::ByteReader in(bytes);
    if (in.take<std::uint32_t>() != kFormat) {
        throw base::InternalError("a table of episodes is of an unknown format");
    }
    EpisodeTable table;
    table.needs = take_texts(in);
    table.groups.resize(in.take_count<std::uint32_t>(sizeof(std::uint64_t)));
    for (auto& group : table.groups) {
        group.attribute = in.take_text();
        group.levels = take_texts(in);
    }
    table.rows.resize(in.take_count<std::uint64_t>(sizeof(EpisodeRow::client)));
    for_each_column([&](auto member) {
        for (EpisodeRow& row : table.rows) in.take_into(row.*member);
    });
    for (EpisodeRow& row : table.rows) set_flags(row, in.take<std::uint8_t>());
    table.levels.resize(table.rows.size() * table.groups.size());
    for (std::uint16_t& level : table.levels) in.take_into(level);
    if (!in.is_at_end()) throw base::InternalError("a table of episodes is longer than it says");
    return table;
}

}  // namespace yhdyspinta::results
