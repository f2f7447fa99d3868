// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yhdyspinta::results {

/// One episode that was recognised within the measured period, as far as it has come.
struct EpisodeRow {
    std::uint32_t client = 0;        ///< the same one in every design that is run with the same seed
    std::uint16_t need = 0;          ///< index in EpisodeTable::needs
    bool is_closed = false;          ///< false: still open at the end of the run
    bool is_met = false;             ///< a service closed it as met
    bool is_contacted = false;       ///< somebody has met the client
    bool is_served = false;          ///< somebody has, to effect
    float severity = 0.0F;           ///< when it was recognised, in the model's own unit
    float recognised = 0.0F;         ///< [d] since the start of the run
    float first_wait = 0.0F;         ///< [d] to the first contact, or as long as it has waited
    float effective_wait = 0.0F;     ///< [d] to the first effective one, likewise
    float gap = 0.0F;                ///< [d] in service gaps within the measured period
    float work = 0.0F;               ///< [h] of staff time
    float duplicate_work = 0.0F;     ///< [h] of these
    float cost = 0.0F;               ///< [EUR]
    std::uint16_t tellings = 0;      ///< how often the story was told
    std::uint16_t handovers = 0;     ///< accepted
    friend bool operator==(const EpisodeRow&, const EpisodeRow&) = default;
};

/// The episodes of one replication, in the order in which they ended; the open ones last.
struct EpisodeTable {
    /// An attribute of the clients, as it was when the episode was recognised.
    struct Group {
        std::string attribute;
        std::vector<std::string> levels;
        friend bool operator==(const Group&, const Group&) = default;
    };
    static constexpr std::uint16_t kNoLevel = 0xffff;

    std::vector<std::string> needs;
    std::vector<Group> groups;
    std::vector<EpisodeRow> rows;
    std::vector<std::uint16_t> levels;  ///< [rows x groups]; kNoLevel: none of them

    [[nodiscard]] bool is_empty() const { return needs.empty(); }
    friend bool operator==(const EpisodeTable&, const EpisodeTable&) = default;
};

/// Column by column, little-endian; the same table gives the same bytes on every machine.
[[nodiscard]] std::string encode(const EpisodeTable& table);

/// Throws base::InternalError when the bytes are none of `encode`.
[[nodiscard]] EpisodeTable decode_episodes(std::string_view bytes);

}  // namespace yhdyspinta::results
