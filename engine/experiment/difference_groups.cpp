// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/difference_groups.hpp"

#include <algorithm>
#include <bit>
#include <filesystem>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.hpp"

namespace yhdyspinta::experiment {

using scenario::Bearing;
using scenario::Difference;
using statistics::Subset;

namespace {

constexpr const char* kOthers = "others";

/// `*` stands for any characters.
bool fits(std::string_view pattern, std::string_view text) {
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos) return pattern == text;
    if (text.substr(0, star) != pattern.substr(0, star)) return false;
    const std::string_view rest = pattern.substr(star + 1);
    for (std::size_t i = star; i <= text.size(); ++i) {
        if (fits(rest, text.substr(i))) return true;
    }
    return false;
}

/// How many parts of a pattern a path agrees with, from the front.
std::size_t agreement(const std::vector<std::string>& pattern,
                      const std::vector<std::string>& path) {
    std::size_t count = 0;
    while (count < pattern.size() && count < path.size() && fits(pattern[count], path[count])) {
        ++count;
    }
    return count;
}

[[noreturn]] void no_such_difference(const std::vector<Difference>& all, const NamedGroup& group,
                                     const std::string& pattern) {
    const auto wanted = scenario::document::split_path(pattern);
    std::size_t deepest = 0;
    for (const auto& difference : all) {
        if (difference.bearing != Bearing::simulated) continue;
        const std::size_t count = agreement(wanted, difference.path);
        if (count == difference.path.size()) {
            throw base::UsageError(fmt::format("--group {}: '{}' is part of one difference, '{}'",
                                               group.name, pattern, difference.path_text()));
        }
        deepest = std::max(deepest, count);
    }
    std::vector<std::string> names;
    std::string before;
    for (const auto& difference : all) {
        if (difference.bearing != Bearing::simulated) continue;
        if (agreement(wanted, difference.path) < deepest) continue;
        const std::string& name = difference.path[deepest];
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
        before.clear();
        for (std::size_t i = 0; i < deepest; ++i) before += difference.path[i] + ".";
    }
    const std::string near = base::closest_name(wanted[deepest], names);
    if (!near.empty()) {
        throw base::UsageError(
            fmt::format("--group {}: the scenarios do not differ at '{}'; did you mean '{}{}'?",
                        group.name, pattern, before, near));
    }
    throw base::UsageError(
        fmt::format("--group {}: the scenarios do not differ at '{}'; they do at: {}{}", group.name,
                    pattern, before, base::list_names(names, 20)));
}

/// Names of files without folder and ending, or with as much of them as tells them apart.
std::map<std::string, std::string> names_of_parts(const std::vector<std::string>& files) {
    std::map<std::string, std::size_t> count;
    for (const auto& file : files) ++count[std::filesystem::path(file).stem().string()];
    std::map<std::string, std::string> names;
    for (const auto& file : files) {
        const std::string stem = std::filesystem::path(file).stem().string();
        names[file] = count[stem] == 1 ? stem : file;
    }
    return names;
}

std::string name_by_path(const Difference& difference) {
    if (difference.path.empty()) return "order";
    if (difference.path.size() == 1) return difference.path[0];
    return difference.path[0] + "." + difference.path[1];
}

/// The name of the group of each statement.
using Names = std::vector<std::vector<std::string>>;

Names names_by_themselves(const scenario::ScenarioDifferences& differences) {
    const auto parts = names_of_parts(differences.parts());
    Names names;
    for (const auto& difference : differences.all()) {
        auto& of = names.emplace_back();
        if (difference.bearing != Bearing::simulated) continue;
        for (const auto& statement : difference.statements) {
            of.push_back(statement.part.empty() ? name_by_path(difference)
                                                : parts.at(statement.part));
        }
    }
    return names;
}

/// Gives the statements that the user's groups ask for their names.
class Naming {
public:
    Naming(const std::vector<Difference>& all, Names& names)
        : all_(all), names_(names), by_themselves_(names) {}

    void apply(const std::vector<NamedGroup>& groups) {
        const auto paths = [&] {
            std::vector<std::pair<const NamedGroup*, std::string>> left;
            for (const auto& group : groups) {
                for (const auto& pattern : group.patterns) {
                    if (!take_group(group, pattern)) left.emplace_back(&group, pattern);
                }
            }
            return left;
        }();
        asked_.clear();  // a path may take something out of a group
        for (const auto& [group, pattern] : paths) take_path(*group, pattern);
    }

private:
    bool take_group(const NamedGroup& group, const std::string& name) {
        bool is_found = false;
        for (std::size_t d = 0; d < all_.size(); ++d) {
            for (std::size_t s = 0; s < names_[d].size(); ++s) {
                if (by_themselves_[d][s] != name) continue;
                is_found = true;
                take(group, d, s);
            }
        }
        return is_found;
    }

    void take_path(const NamedGroup& group, const std::string& pattern) {
        const auto wanted = scenario::document::split_path(pattern);
        bool is_found = false;
        for (std::size_t d = 0; d < all_.size(); ++d) {
            if (agreement(wanted, all_[d].path) < wanted.size()) continue;
            for (std::size_t s = 0; s < names_[d].size(); ++s) {
                is_found = true;
                take(group, d, s);
            }
        }
        if (!is_found) no_such_difference(all_, group, pattern);
    }

    void take(const NamedGroup& group, std::size_t d, std::size_t s) {
        const NamedGroup*& first = asked_[{d, s}];
        if (first != nullptr && first->name != group.name) {
            throw base::UsageError(fmt::format("'{}' is asked for in two groups, '{}' and '{}'",
                                               all_[d].path_text(), first->name, group.name));
        }
        first = &group;
        names_[d][s] = group.name;
    }

    const std::vector<Difference>& all_;
    Names& names_;
    const Names by_themselves_;
    std::map<std::pair<std::size_t, std::size_t>, const NamedGroup*> asked_;
};

/// All names that occur: of the user's groups, of parts, of paths, each in its own order.
std::vector<std::string> names_in_order(const scenario::ScenarioDifferences& differences,
                                        const std::vector<NamedGroup>& named, const Names& names) {
    std::set<std::string> occurring;
    for (const auto& of : names) occurring.insert(of.begin(), of.end());
    std::vector<std::string> order;
    const auto add = [&](const std::string& name) {
        if (occurring.erase(name) > 0) order.push_back(name);
    };
    for (const auto& group : named) add(group.name);
    const auto parts = names_of_parts(differences.parts());
    for (const auto& file : differences.parts()) add(parts.at(file));
    for (const auto& of : names) {
        for (const auto& name : of) add(name);
    }
    return order;
}

/// How many differences have a statement of that name.
std::size_t size_of(const std::string& name, const Names& names) {
    return static_cast<std::size_t>(std::count_if(names.begin(), names.end(), [&](const auto& of) {
        return std::find(of.begin(), of.end(), name) != of.end();
    }));
}

/// Puts the smallest groups that the user did not name together.
void put_together(const GroupingRules& rules, std::vector<std::string>& order, Names& names,
                  std::vector<std::string>& smallest) {
    if (order.size() <= rules.most) return;
    std::vector<std::string> by_size;
    for (const auto& name : order) {
        const bool is_named =
            std::any_of(rules.named.begin(), rules.named.end(),
                        [&](const NamedGroup& group) { return group.name == name; });
        if (!is_named) by_size.push_back(name);
    }
    const std::size_t named = order.size() - by_size.size();
    const std::size_t room = rules.most > named ? rules.most - named : 1;
    if (by_size.size() <= room) return;
    std::stable_sort(by_size.begin(), by_size.end(),
                     [&](const std::string& a, const std::string& b) {
                         return size_of(a, names) > size_of(b, names);
                     });
    const std::set<std::string> small(by_size.begin() + static_cast<std::ptrdiff_t>(room) - 1,
                                      by_size.end());
    for (const auto& name : order) {
        if (small.count(name) > 0) smallest.push_back(name);
    }
    std::erase_if(order, [&](const std::string& name) { return small.count(name) > 0; });
    if (std::find(order.begin(), order.end(), kOthers) == order.end()) order.emplace_back(kOthers);
    for (auto& of : names) {
        for (auto& name : of) {
            if (small.count(name) > 0) name = kOthers;
        }
    }
}

void collect_differences(Grouping& grouping) {
    for (auto& group : grouping.groups) group.differences.clear();
    for (std::size_t d = 0; d < grouping.of_statement.size(); ++d) {
        const std::set<std::size_t> groups(grouping.of_statement[d].begin(),
                                           grouping.of_statement[d].end());
        for (const std::size_t g : groups) grouping.groups[g].differences.push_back(d);
    }
}

std::vector<std::string> names_in(const Grouping& grouping, Subset subset) {
    std::vector<std::string> names;
    for (std::size_t g = 0; g < grouping.groups.size(); ++g) {
        if ((subset >> g & 1) != 0) names.push_back(grouping.groups[g].name);
    }
    return names;
}

/// Makes one group of those in `subset`, in the place of the first of them.
void unite(Grouping& grouping, Subset subset) {
    const auto first = static_cast<std::size_t>(std::countr_zero(subset));
    std::vector<std::size_t> new_index;
    std::vector<DifferenceGroup> groups;
    for (std::size_t g = 0; g < grouping.groups.size(); ++g) {
        if (g != first && (subset >> g & 1) != 0) {
            new_index.push_back(first);
            continue;
        }
        new_index.push_back(groups.size());
        groups.push_back(grouping.groups[g]);
    }
    groups[first].name = fmt::format("{}", fmt::join(names_in(grouping, subset), " + "));
    grouping.groups = std::move(groups);
    for (auto& of : grouping.of_statement) {
        for (auto& group : of) group = new_index[group];
    }
    collect_differences(grouping);
}

/// What the reader says of combinations, each read once.
class Trial {
public:
    Trial(const scenario::ScenarioDifferences& differences, const Grouping& grouping,
          const std::vector<std::string>& files)
        : differences_(differences), first_(grouping), files_(files) {
        for (std::size_t g = 0; g < grouping.groups.size(); ++g) members_.push_back(Subset{1} << g);
    }

    /// Empty when it is a legal scenario.
    const std::string& fault(Subset subset) {
        Subset of_first = 0;
        for (std::size_t g = 0; g < members_.size(); ++g) {
            if ((subset >> g & 1) != 0) of_first |= members_[g];
        }
        const auto [found, is_new] = known_.try_emplace(of_first);
        if (is_new) found->second = read(of_first);
        return found->second;
    }

    void unite(Subset subset) {
        const auto first = static_cast<std::size_t>(std::countr_zero(subset));
        std::vector<Subset> members;
        for (std::size_t g = 0; g < members_.size(); ++g) {
            if (g != first && (subset >> g & 1) != 0) {
                members[first] |= members_[g];
            } else {
                members.push_back(members_[g]);
            }
        }
        members_ = std::move(members);
    }

private:
    std::string read(Subset subset) const {
        base::Diagnostics diagnostics;
        for (const auto& file : files_) diagnostics.add_file(file);
        if (scenario::read_merged(with_groups(differences_, first_, subset), diagnostics))
            return {};
        const std::string text = diagnostics.to_text(1);
        return text.substr(0, text.find('\n'));
    }

    const scenario::ScenarioDifferences& differences_;
    const Grouping first_;  // before anything was united
    const std::vector<std::string>& files_;
    std::vector<Subset> members_;  // of each group now, among the first ones
    std::map<Subset, std::string> known_;
};

/// The first of the subsets, small ones before large ones, that is no legal scenario.
std::optional<Subset> first_fault(Trial& trial, std::vector<Subset> subsets, std::size_t groups,
                                  CalibrationListener& listener) {
    const Subset all = (Subset{1} << groups) - 1;
    std::sort(subsets.begin(), subsets.end(), [](Subset a, Subset b) {
        return std::pair(std::popcount(a), a) < std::pair(std::popcount(b), b);
    });
    for (std::size_t i = 0; i < subsets.size(); ++i) {
        listener.advanced(i, subsets.size());
        if (subsets[i] == 0 || subsets[i] == all) continue;  // A and B themselves
        if (!trial.fault(subsets[i]).empty()) return subsets[i];
    }
    listener.advanced(subsets.size(), subsets.size());
    return std::nullopt;
}

}  // namespace

Grouping group_differences(const scenario::ScenarioDifferences& differences,
                           const GroupingRules& rules) {
    Names names = names_by_themselves(differences);
    Naming(differences.all(), names).apply(rules.named);
    auto order = names_in_order(differences, rules.named, names);
    Grouping grouping;
    put_together(rules, order, names, grouping.put_together);
    std::map<std::string, std::size_t> index;
    for (const auto& name : order) {
        index[name] = grouping.groups.size();
        grouping.groups.push_back({name, {}});
    }
    for (const auto& of : names) {
        auto& statements = grouping.of_statement.emplace_back();
        for (const auto& name : of) statements.push_back(index.at(name));
    }
    collect_differences(grouping);
    return grouping;
}

scenario::MergedScenario with_groups(const scenario::ScenarioDifferences& differences,
                                     const Grouping& grouping, Subset subset) {
    return differences.mixed([&](std::size_t difference, std::size_t statement) {
        return (subset >> grouping.of_statement[difference][statement] & 1) != 0;
    });
}

std::string name_of(const Grouping& grouping, Subset subset) {
    if (subset == 0) return "the first scenario as it is";
    return fmt::format("the first scenario with {}",
                       fmt::join(names_in(grouping, subset), " and "));
}

void unite_inseparable(const scenario::ScenarioDifferences& differences,
                       const std::vector<std::string>& files, const SubsetsOf& subsets_of,
                       Grouping& grouping, CalibrationListener& listener) {
    if (grouping.groups.size() > 63) throw base::InternalError("unite_inseparable: many groups");
    Trial trial(differences, grouping, files);
    listener.begins("which combinations are legal");
    for (;;) {
        const std::size_t count = grouping.groups.size();
        const auto faulty = first_fault(trial, subsets_of(count), count, listener);
        if (!faulty) return;
        // Everything together is legal: leave out what can be left out.
        Subset together = (Subset{1} << count) - 1;
        for (std::size_t g = count; g-- > 0;) {
            const Subset one = Subset{1} << g;
            if ((*faulty & one) == 0 && trial.fault(together & ~one).empty()) together &= ~one;
        }
        grouping.unions.push_back(
            {names_in(grouping, together), names_in(grouping, *faulty), trial.fault(*faulty)});
        unite(grouping, together);
        trial.unite(together);
    }
}

}  // namespace yhdyspinta::experiment
