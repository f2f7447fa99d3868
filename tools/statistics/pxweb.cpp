// SPDX-License-Identifier: Apache-2.0
// Files of Statistics Finland's PxWeb. Names of variables and tables change from year to year, so
// what a variable is, is told by what its values look like.
#include <algorithm>
#include <array>
#include <functional>
#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "tools/statistics/readers.hpp"
#include "tools/statistics/text.hpp"

namespace yhdyspinta::tools::statistics {

namespace {

using Kind = JsonNode::Kind;

enum class Role { area, age, year, gender, language, content, total, unknown };

bool is_one_of(const std::string& word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool contains_one_of(const std::string& text, std::initializer_list<std::string_view> parts) {
    return std::any_of(parts.begin(), parts.end(),
                       [&text](auto part) { return text.find(part) != std::string::npos; });
}

bool is_total(const std::string& text) {
    return is_one_of(folded(text), {"sss", "yhteensä", "total", "totalt", "kaikki", "all", "alla",
                                    "molemmat sukupuolet", "both sexes", "båda könen"});
}

/// Nothing when the text is no year.
std::optional<int> year_of(const std::string& text) {
    if (text.size() != 4 || text.find_first_not_of("0123456789") != std::string::npos) return {};
    const int year = std::stoi(text);
    return year >= 1900 && year <= 2200 ? std::optional<int>(year) : std::nullopt;
}

/// `0`, `0-4`, `100-` or `total`; nothing when the text is no age.
std::optional<std::string> age_of(const std::string& text) {
    if (is_total(text)) return "total";
    std::string joined = folded(text);
    joined.erase(std::remove(joined.begin(), joined.end(), ' '), joined.end());
    std::string made;
    for (std::size_t begin = 0; begin <= joined.size();) {
        const std::size_t dash = std::min(joined.find('-', begin), joined.size());
        std::string part = joined.substr(begin, dash - begin);
        const bool is_first = begin == 0;
        if (part.empty() && (is_first || dash != joined.size())) return std::nullopt;
        if (part.size() > 3 || part.find_first_not_of("0123456789") != std::string::npos) {
            return std::nullopt;
        }
        if (!part.empty()) {
            const int age = std::stoi(part);
            if (age > 120) return std::nullopt;
            part = std::to_string(age);
        }
        made += is_first ? part : "-" + part;
        begin = dash + 1;
    }
    if (std::count(made.begin(), made.end(), '-') > 1) return std::nullopt;
    return made;
}

std::optional<std::string> gender_of(const std::string& text) {
    const std::string word = folded(text);
    if (is_total(text)) return "total";
    if (is_one_of(word, {"miehet", "males", "male", "men", "män", "pojat"})) return "male";
    if (is_one_of(word, {"naiset", "females", "female", "women", "kvinnor", "tytöt"})) {
        return "female";
    }
    return std::nullopt;
}

std::string language_of(const std::string& text) {
    const std::string word = folded(text);
    if (is_total(text)) return "total";
    if (is_one_of(word, {"fi", "suomi", "finska", "finnish"})) return "fi";
    if (is_one_of(word, {"sv", "ruotsi", "svenska", "swedish"})) return "sv";
    return "other";
}

/// Nothing when it counts something else, or is a change or a share.
std::optional<Measure> measure_of(const std::string& text) {
    const std::string words = folded(text);
    if (contains_one_of(words, {"muutos", "lisäys", "change", "increase", "ökning", "förändring",
                                "osuus", "share", "andel", "%", "tiheys", "density", "keski"})) {
        return std::nullopt;
    }
    if (contains_one_of(words, {"elävänä syntyneet", "live births", "levande födda"})) {
        return Measure::births;
    }
    if (contains_one_of(words, {"väestö", "väkiluku", "population", "befolkning", "folkmängd"})) {
        return Measure::population;
    }
    return std::nullopt;
}

/// A variable of a table and the values it takes; in CSV labels alone.
struct Variable {
    std::string name;
    std::vector<std::pair<std::string, std::string>> values;  ///< code (or empty), label
    base::Position position;
    Role role = Role::unknown;
    bool has_county_codes = false;
};

std::optional<Area> area_of(const Variable& variable, std::size_t value, const Areas& areas) {
    const auto& [code, label] = variable.values[value];
    if (!code.empty()) {
        if (auto area = areas.find(code, variable.has_county_codes)) return area;
    }
    return areas.find(label, variable.has_county_codes);
}

void tell_role(Variable& variable, const Areas& areas) {
    const auto all = [&variable](const std::function<bool(const std::string&)>& holds) {
        return std::all_of(variable.values.begin(), variable.values.end(),
                           [&](const auto& value) { return holds(value.second); });
    };
    const std::string name = folded(variable.name);
    const bool is_called_area = contains_one_of(
        name, {"alue", "kunta", "region", "municipality", "område", "kommun", "area"});
    variable.has_county_codes =
        contains_one_of(name, {"hyvinvointialue", "välfärdsområde", "wellbeing services county"});
    std::size_t known = 0;
    for (std::size_t i = 0; i < variable.values.size(); ++i) {
        known += area_of(variable, i, areas).has_value();
    }
    // What is called an area is one as soon as any is known, anything else only when half are.
    if (all([](const std::string& text) { return year_of(text).has_value(); })) {
        variable.role = Role::year;
    } else if (is_called_area && known > 0) {  // NOLINT(bugprone-branch-clone)
        variable.role = Role::area;
    } else if (all(is_total)) {
        variable.role = Role::total;
    } else if (all([](const std::string& text) { return gender_of(text).has_value(); })) {
        variable.role = Role::gender;
    } else if (all([](const std::string& text) { return age_of(text).has_value(); })) {
        variable.role = Role::age;
    } else if (2 * known >= variable.values.size()) {
        variable.role = Role::area;
    } else if (std::any_of(variable.values.begin(), variable.values.end(), [](const auto& value) {
                   return is_one_of(language_of(value.second), {"fi", "sv"});
               })) {
        variable.role = Role::language;
    } else if (std::any_of(variable.values.begin(), variable.values.end(), [](const auto& value) {
                   return measure_of(value.second).has_value();
               })) {
        variable.role = Role::content;
    }
}

/// What is wrong with the variables as a whole; true when figures can be read.
bool check_variables(std::vector<Variable>& variables, bool has_year, std::uint32_t file,
                     base::Diagnostics& diagnostics) {
    bool is_fit = true;
    const auto has = [&variables](Role role) {
        return std::any_of(variables.begin(), variables.end(),
                           [role](const auto& variable) { return variable.role == role; });
    };
    if (!has(Role::area)) {
        is_fit = false;
        diagnostics.error({file, 0, 0}, "",
                          "has no variable whose values are municipalities or counties",
                          fmt::format("these are understood: {}", kUnderstood));
    }
    if (!has(Role::year) && !has_year) {
        is_fit = false;
        diagnostics.error({file, 0, 0}, "", "does not say which years its figures are of",
                          "choose the variable of years when downloading, even for one year");
    }
    for (const auto& variable : variables) {
        if (variable.role != Role::unknown || variable.values.size() == 1) continue;
        if (std::any_of(variable.values.begin(), variable.values.end(),
                        [](const auto& value) { return is_total(value.second); })) {
            continue;
        }
        is_fit = false;
        diagnostics.error(variable.position, variable.name,
                          "is not understood and has no total; expected area, year, age, gender or "
                          "language",
                          "choose its total when downloading");
    }
    return is_fit;
}

enum class Use { yes, no, misfit };

/// Puts what a value of a variable says into an observation.
Use take(const Variable& variable, std::size_t value, const Areas& areas, Observation& into) {
    const auto& [code, label] = variable.values[value];
    switch (variable.role) {
        case Role::area: {
            const auto area = area_of(variable, value, areas);
            if (!area) return Use::misfit;
            into.area = *area;
            return area->kind == AreaKind::outside ? Use::no : Use::yes;
        }
        case Role::age: into.age = *age_of(label); return Use::yes;
        case Role::year: into.year = *year_of(label); return Use::yes;
        case Role::gender: into.gender = *gender_of(label); return Use::yes;
        case Role::language: into.language = language_of(label); return Use::yes;
        case Role::content: {
            const auto measure = measure_of(label);
            if (!measure) return Use::no;
            into.measure = *measure;
            return Use::yes;
        }
        case Role::total: return Use::yes;
        case Role::unknown:
            return variable.values.size() == 1 || is_total(label) ? Use::yes : Use::no;
    }
    return Use::no;
}

void report_area(const Variable& variable, std::size_t value, base::Position position,
                 base::Diagnostics& diagnostics) {
    const auto& [code, label] = variable.values[value];
    diagnostics.error(position, variable.name,
                      fmt::format("'{}' is no area that is known; expected codes such as KU167 or "
                                  "MK12, or names of municipalities and counties of 1.1.2026",
                                  code.empty() || code == label ? label : code + " " + label));
}

void report_nothing(const StatisticsTable& into, std::uint32_t file,
                    base::Diagnostics& diagnostics) {
    if (!into.observations.empty() || diagnostics.has_errors()) return;
    diagnostics.error({file, 0, 0}, "", "counts nothing that the model uses",
                      fmt::format("these are understood: {}", kUnderstood));
}

Observation blank() {
    Observation made;
    made.gender = made.age = made.language = "total";
    return made;
}

// ---- CSV
// --------------------------------------------------------------------------------------------

/// What the heading of a column of values says: "Yhteensä 2020 Väestö 31.12.".
struct Heading {
    Observation says = blank();
    bool has_year = false;
    std::optional<Measure> measure;
    bool is_value = false;
};

Heading read_heading(const std::string& text) {
    Heading made;
    made.measure = measure_of(text);
    made.is_value = made.measure.has_value();
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        const std::string word = text.substr(begin, end - begin);
        begin = end + 1;
        if (const auto year = year_of(word)) {
            made.says.year = *year;
            made.has_year = made.is_value = true;
        } else if (const auto gender = gender_of(word); gender && *gender != "total") {
            made.says.gender = *gender;
            made.is_value = true;
        } else if (is_one_of(language_of(word), {"fi", "sv"})) {
            made.says.language = language_of(word);
        } else if (const auto age = age_of(word); age && *age != "total") {
            made.says.age = *age;
        }
    }
    return made;
}

}  // namespace

void read_pxweb_csv(const scenario::CsvTable& csv, std::uint32_t file, const Areas& areas,
                    base::Diagnostics& diagnostics, StatisticsTable& into) {
    into.format = "PxWeb CSV";
    into.source = "Statistics Finland (CC BY 4.0)";
    std::vector<Variable> variables;
    std::vector<Heading> headings;
    for (const auto& column : csv.columns) {
        Heading heading = read_heading(column);
        if (headings.empty() && !heading.is_value) {
            Variable variable;
            variable.name = column;
            variable.position = {file, 1, 1};
            variables.push_back(std::move(variable));
        } else {
            headings.push_back(std::move(heading));
        }
    }
    // the values of each variable, and which of them each row has
    std::vector<std::vector<std::size_t>> picks(variables.size());
    for (std::size_t v = 0; v < variables.size(); ++v) {
        std::map<std::string, std::size_t> seen;
        for (const auto& row : csv.rows) {
            const auto [at, is_new] = seen.try_emplace(row.cells[v], variables[v].values.size());
            if (is_new) variables[v].values.emplace_back("", row.cells[v]);
            picks[v].push_back(at->second);
        }
        tell_role(variables[v], areas);
    }
    const bool has_year =
        !headings.empty() && std::all_of(headings.begin(), headings.end(),
                                         [](const auto& heading) { return heading.has_year; });
    if (!check_variables(variables, has_year, file, diagnostics)) return;
    const bool has_content =
        std::any_of(variables.begin(), variables.end(),
                    [](const auto& variable) { return variable.role == Role::content; });
    const auto title_measure = measure_of(into.title);
    std::set<std::pair<std::size_t, std::size_t>> reported;
    for (std::size_t r = 0; r < csv.rows.size(); ++r) {
        const auto& row = csv.rows[r];
        const base::Position position{file, row.line, 1};
        Observation says = blank();
        bool is_used = true;
        for (std::size_t v = 0; v < variables.size(); ++v) {
            const Use use = take(variables[v], picks[v][r], areas, says);
            is_used = is_used && use == Use::yes;
            if (use == Use::misfit && reported.insert({v, picks[v][r]}).second) {
                report_area(variables[v], picks[v][r], position, diagnostics);
            }
        }
        for (std::size_t h = 0; is_used && h < headings.size(); ++h) {
            const Heading& heading = headings[h];
            const auto measure = heading.measure ? heading.measure : title_measure;
            if (!measure && !has_content) continue;
            const std::size_t column = variables.size() + h;
            const auto figure = parse_figure(row.cells[column]);
            if (!figure || (figure->value && *figure->value < 0.0)) {
                diagnostics.error(
                    position, csv.columns[column],
                    fmt::format("'{}' is not a count; expected a number >= 0", row.cells[column]));
                continue;
            }
            Observation made = says;
            if (!has_content) made.measure = *measure;
            made.position = position;
            if (heading.has_year) made.year = heading.says.year;
            if (heading.says.gender != "total") made.gender = heading.says.gender;
            if (heading.says.language != "total") made.language = heading.says.language;
            if (heading.says.age != "total") made.age = heading.says.age;
            made.value = figure->value;
            made.mark = figure->mark;
            into.observations.push_back(std::move(made));
        }
    }
    report_nothing(into, file, diagnostics);
}

// ---- JSON-stat2
// -------------------------------------------------------------------------------------------

namespace {

/// The values of a variable in the order of its positions; nothing when it has no such list.
std::optional<Variable> read_variable(const std::string& id, const JsonNode& node) {
    Variable made;
    made.position = node.position;
    const JsonNode* label = node.find("label");
    made.name = label != nullptr && label->is(Kind::text) ? label->text : id;
    const JsonNode* category = node.find("category");
    if (category == nullptr) return std::nullopt;
    const JsonNode* index = category->find("index");
    const JsonNode* labels = category->find("label");
    std::map<std::size_t, std::string> codes;
    if (index != nullptr && index->is(Kind::list)) {
        for (const auto& item : index->items) codes.emplace(codes.size(), item.scalar());
    } else if (index != nullptr && index->is(Kind::object)) {
        for (const auto& [code, at] : index->entries) {
            if (!at.is(Kind::number) || at.number < 0.0 || at.number > 1e6) return std::nullopt;
            codes.emplace(static_cast<std::size_t>(at.number), code);
        }
    } else if (labels != nullptr && labels->entries.size() == 1) {
        codes.emplace(0, labels->entries.front().name);
    } else {
        return std::nullopt;
    }
    for (const auto& [at, code] : codes) {
        if (at != made.values.size()) return std::nullopt;
        const JsonNode* name = labels == nullptr ? nullptr : labels->find(code);
        made.values.emplace_back(code, name == nullptr ? code : name->scalar());
    }
    return made;
}

bool names(const JsonNode* role, const char* what, const std::string& id) {
    const JsonNode* list = role == nullptr ? nullptr : role->find(what);
    return list != nullptr && std::any_of(list->items.begin(), list->items.end(),
                                          [&id](const auto& item) { return item.text == id; });
}

/// A figure of the list, or of the object by index, in which JSON-stat keeps them.
const JsonNode* figure_at(const JsonNode& values, std::size_t at) {
    if (values.is(Kind::list)) return &values.items[at];
    return values.find(std::to_string(at));
}

}  // namespace

void read_json_stat(const JsonNode& root, const Areas& areas, base::Diagnostics& diagnostics,
                    StatisticsTable& into) {
    into.format = "PxWeb JSON-stat2";
    const std::uint32_t file = root.position.file;
    const auto text = [](const JsonNode* node) { return node == nullptr ? "" : node->scalar(); };
    into.title = text(root.find("label"));
    into.updated = text(root.find("updated")).substr(0, 10);
    into.source = text(root.find("source"));
    into.source += into.source.empty() ? "Statistics Finland (CC BY 4.0)" : " (CC BY 4.0)";
    if (const JsonNode* extension = root.find("extension")) {
        if (const JsonNode* px = extension->find("px")) into.table = text(px->find("tableid"));
    }
    const JsonNode* ids = root.find("id");
    const JsonNode* dimensions = root.find("dimension");
    const JsonNode* values = root.find("value");
    for (const auto& [key, node, kind] :
         {std::tuple{"id", ids, Kind::list}, std::tuple{"dimension", dimensions, Kind::object}}) {
        if (node != nullptr && node->is(kind)) continue;
        diagnostics.error(node == nullptr ? root.position : node->position, key,
                          "is missing or of another kind; expected JSON-stat2 with id, dimension "
                          "and value");
        return;
    }
    if (values == nullptr || (!values->is(Kind::list) && !values->is(Kind::object))) {
        diagnostics.error(root.position, "value", "is missing; expected a list of figures");
        return;
    }
    std::vector<Variable> variables;
    std::size_t cells = 1;
    for (const auto& item : ids->items) {
        const JsonNode* node = dimensions->find(item.text);
        auto variable = node == nullptr ? std::nullopt : read_variable(item.text, *node);
        if (!variable || variable->values.empty()) {
            diagnostics.error(node == nullptr ? item.position : node->position, item.text,
                              "has no category with an index; expected the values of the variable");
            return;
        }
        cells *= variable->values.size();
        if (cells > 100'000'000) break;
        const JsonNode* role = root.find("role");
        if (names(role, "metric", item.text)) {
            variable->role = Role::content;
        } else {
            tell_role(*variable, areas);
        }
        variables.push_back(std::move(*variable));
    }
    if (values->is(Kind::list) && values->items.size() != cells) {
        diagnostics.error(values->position, "value",
                          fmt::format("{} figures, but the variables have {} combinations",
                                      values->items.size(), cells));
        return;
    }
    if (!check_variables(variables, false, file, diagnostics)) return;
    // without a variable of contents, or one that says "number" only, the title says what it is
    for (auto& variable : variables) {
        if (variable.role == Role::content && variable.values.size() == 1 &&
            !measure_of(variable.values.front().second)) {
            variable.values.front().second = into.title;
        }
    }
    const bool has_content =
        std::any_of(variables.begin(), variables.end(),
                    [](const auto& variable) { return variable.role == Role::content; });
    const auto title_measure = measure_of(into.title);
    std::set<std::pair<std::size_t, std::size_t>> reported;
    std::vector<std::size_t> pick(variables.size(), 0);
    for (std::size_t at = 0; at < cells; ++at) {
        std::size_t rest = at;
        for (std::size_t v = variables.size(); v-- > 0;) {
            pick[v] = rest % variables[v].values.size();
            rest /= variables[v].values.size();
        }
        Observation made = blank();
        bool is_used = has_content || title_measure.has_value();
        if (!has_content && title_measure) made.measure = *title_measure;
        for (std::size_t v = 0; v < variables.size(); ++v) {
            const Use use = take(variables[v], pick[v], areas, made);
            is_used = is_used && use == Use::yes;
            if (use == Use::misfit && reported.insert({v, pick[v]}).second) {
                report_area(variables[v], pick[v], variables[v].position, diagnostics);
            }
        }
        if (!is_used) continue;
        const JsonNode* figure = figure_at(*values, at);
        made.position = figure == nullptr ? values->position : figure->position;
        if (figure == nullptr || figure->is(Kind::null)) {
            made.mark = "null";
        } else {
            const auto read = parse_figure(figure->scalar());
            if (!read || (read->value && *read->value < 0.0) || figure->scalar().empty()) {
                diagnostics.error(made.position, "value",
                                  fmt::format("'{}' is not a count; expected a number >= 0 or null",
                                              figure->text));
                continue;
            }
            made.value = read->value;
            made.mark = read->mark;
        }
        into.observations.push_back(std::move(made));
    }
    report_nothing(into, file, diagnostics);
}

}  // namespace yhdyspinta::tools::statistics
