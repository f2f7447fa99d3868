// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/store.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include "engine/base/error.hpp"
#include "engine/experiment/sha1.hpp"

namespace yhdyspinta::experiment {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

constexpr int kApplicationId = 0x59686473;  // "Yhds", so that `file` and we know our own

constexpr const char* kTables = R"(
CREATE TABLE manifest(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE file(content TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE response(list INTEGER, response INTEGER, name TEXT NOT NULL, unit TEXT NOT NULL,
    "where" TEXT NOT NULL, PRIMARY KEY(list, response)) WITHOUT ROWID;
CREATE TABLE design(design INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, titles TEXT NOT NULL,
    scenario TEXT NOT NULL, levels TEXT NOT NULL, places BLOB NOT NULL, seed TEXT NOT NULL,
    is_baseline INTEGER NOT NULL, list INTEGER NOT NULL);
CREATE TABLE design_file(design INTEGER REFERENCES design, position INTEGER, name TEXT NOT NULL,
    content TEXT NOT NULL REFERENCES file, PRIMARY KEY(design, position)) WITHOUT ROWID;
CREATE TABLE replication(design INTEGER REFERENCES design, replication INTEGER,
    status TEXT NOT NULL CHECK(status IN ('done', 'failed')), "values" BLOB, warnings TEXT NOT NULL,
    failure_kind TEXT, failure_text TEXT, command TEXT NOT NULL, PRIMARY KEY(design, replication));
CREATE TABLE distribution(design INTEGER, replication INTEGER, position INTEGER, name TEXT NOT NULL,
    unit TEXT NOT NULL, "where" TEXT NOT NULL, count INTEGER NOT NULL, quantiles BLOB NOT NULL,
    PRIMARY KEY(design, replication, position)) WITHOUT ROWID;
CREATE TABLE episodes(design INTEGER, replication INTEGER, rows BLOB NOT NULL,
    PRIMARY KEY(design, replication));
CREATE TABLE series(design INTEGER, replication INTEGER, position INTEGER, name TEXT NOT NULL,
    unit TEXT NOT NULL, "where" TEXT NOT NULL, start INTEGER NOT NULL, step INTEGER NOT NULL,
    "values" BLOB NOT NULL, PRIMARY KEY(design, replication, position)) WITHOUT ROWID;
CREATE TABLE stories(design INTEGER, replication INTEGER, rows BLOB NOT NULL,
    PRIMARY KEY(design, replication));
)";

/// One bit pattern for "nothing was there to be measured", whatever machine made it.
template <class Number>
std::string bytes_of(const std::vector<Number>& values) {
    static_assert(std::endian::native == std::endian::little, "Debian on amd64 and arm64");
    std::string bytes(values.size() * sizeof(Number), '\0');
    for (std::size_t i = 0; i < values.size(); ++i) {
        const Number value =
            std::isnan(values[i]) ? std::numeric_limits<Number>::quiet_NaN() : values[i];
        std::memcpy(bytes.data() + i * sizeof value, &value, sizeof value);
    }
    return bytes;
}

template <class Number>
std::vector<Number> numbers_in(std::string_view bytes) {
    std::vector<Number> values(bytes.size() / sizeof(Number));
    std::memcpy(values.data(), bytes.data(), values.size() * sizeof(Number));
    return values;
}

using Kind = ReplicationFailure::Kind;
constexpr std::pair<Kind, const char*> kKinds[] = {{Kind::model, "model"},
                                                   {Kind::user, "user"},
                                                   {Kind::internal, "internal"},
                                                   {Kind::crash, "crash"}};

std::string kind_text(Kind kind) {
    for (const auto& [known, text] : kKinds) {
        if (known == kind) return text;
    }
    return "internal";
}

Kind kind_of(const std::string& text) {
    for (const auto& [known, name] : kKinds) {
        if (text == name) return known;
    }
    return Kind::internal;
}

Json pairs_json(const std::vector<std::pair<std::string, std::string>>& pairs) {
    Json made = Json::object();
    for (const auto& [key, value] : pairs) made[key] = value;
    return made;
}

std::vector<std::pair<std::string, std::string>> pairs_in(const Json& json) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto& [key, value] : json.items()) pairs.emplace_back(key, value);
    return pairs;
}

Json title_json(const process::Text& title) {
    return {{"fi", title.fi}, {"sv", title.sv}, {"en", title.en}};
}

process::Text title_in(const Json& json) {
    return {json.value("fi", ""), json.value("sv", ""), json.value("en", "")};
}

/// What `PRAGMA` or the system says, as a sentence for the user.
[[noreturn]] void fail(const fs::path& file, int code, const std::string& said) {
    const std::string name = file.string();
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw base::UserError(
                fmt::format("another process is writing to '{}'; wait until it has ended", name));
        case SQLITE_NOTADB:
            throw base::UserError(
                fmt::format("'{}' is no store of an experiment; expected a file that 'yhdyspinta "
                            "batch' has written",
                            name));
        case SQLITE_CORRUPT:
            throw base::UserError(
                fmt::format("'{}' is damaged ({}); its results cannot be trusted, run the "
                            "experiment again into "
                            "a new folder",
                            name, said));
        case SQLITE_FULL:
        case SQLITE_IOERR:
            throw base::UserError(
                fmt::format("cannot write '{}': {}; is the disk full?", name, said));
        default: throw base::UserError(fmt::format("cannot use '{}': {}", name, said));
    }
}

}  // namespace

/// A connection, and a prepared statement of it.
class Store::Database {
public:
    class Query {
    public:
        Query(const Database& database, const char* sql) : database_(database) {
            database_.check(
                sqlite3_prepare_v2(database_.connection_, sql, -1, &statement_, nullptr));
        }
        ~Query() { sqlite3_finalize(statement_); }
        Query(const Query&) = delete;
        Query& operator=(const Query&) = delete;

        Query& with(std::int64_t value) {
            database_.check(sqlite3_bind_int64(statement_, ++bound_, value));
            return *this;
        }
        Query& with(std::size_t value) { return with(static_cast<std::int64_t>(value)); }
        Query& with(std::string_view text) {
            database_.check(sqlite3_bind_text(statement_, ++bound_, text.data(),
                                              static_cast<int>(text.size()), SQLITE_TRANSIENT));
            return *this;
        }
        Query& with_bytes(std::string_view bytes) {
            database_.check(sqlite3_bind_blob(statement_, ++bound_, bytes.data(),
                                              static_cast<int>(bytes.size()), SQLITE_TRANSIENT));
            return *this;
        }
        Query& with_nothing() {
            database_.check(sqlite3_bind_null(statement_, ++bound_));
            return *this;
        }
        /// True when there is a row.
        bool step() {
            const int code = sqlite3_step(statement_);
            if (code == SQLITE_ROW) return true;
            if (code == SQLITE_DONE) return false;
            database_.check(code);
            return false;
        }
        [[nodiscard]] std::int64_t number(int column) const {
            return sqlite3_column_int64(statement_, column);
        }
        [[nodiscard]] std::string text(int column) const { return std::string(bytes(column)); }
        /// Valid until the next step.
        [[nodiscard]] std::string_view bytes(int column) const {
            const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
            const int size = sqlite3_column_bytes(statement_, column);
            return data == nullptr ? std::string_view()
                                   : std::string_view(data, static_cast<std::size_t>(size));
        }

    private:
        const Database& database_;
        sqlite3_stmt* statement_ = nullptr;
        int bound_ = 0;
    };

    Database(fs::path file, bool writes) : file_(std::move(file)), writes_(writes) {
        const int flags =
            writes_ ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
        const int code = sqlite3_open_v2(file_.c_str(), &connection_, flags, nullptr);
        if (code != SQLITE_OK) {
            const std::string said = sqlite3_errmsg(connection_);
            sqlite3_close(connection_);
            fail(file_, code, said);
        }
        sqlite3_extended_result_codes(connection_, 1);
        try {
            if (writes_) prepare_for_writing();
        } catch (...) {
            sqlite3_close(connection_);
            throw;
        }
    }
    ~Database() {
        // Back into one file; when the disk is full the journal stays and is taken in later.
        if (writes_)
            sqlite3_exec(connection_, "PRAGMA journal_mode=DELETE", nullptr, nullptr, nullptr);
        sqlite3_close(connection_);
    }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    void run(const char* sql) const {
        check(sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr));
    }
    void check(int code) const {
        if (code != SQLITE_OK) fail(file_, code, sqlite3_errmsg(connection_));
    }
    [[nodiscard]] std::int64_t number(const char* sql) const {
        Query query(*this, sql);
        return query.step() ? query.number(0) : 0;
    }
    /// All of it, or nothing.
    template <class Work>
    void transaction(const Work& work) const {
        run("BEGIN IMMEDIATE");
        try {
            work();
            run("COMMIT");
        } catch (...) {
            // What the failure left open; a full disk may have ended it already.
            sqlite3_exec(connection_, "ROLLBACK", nullptr, nullptr, nullptr);
            throw;
        }
    }
    [[nodiscard]] const fs::path& file() const { return file_; }
    [[nodiscard]] bool writes() const { return writes_; }
    /// Of a store that is whole.
    [[nodiscard]] bool has_series() const { return number("PRAGMA user_version") > 1; }

    /// Throws unless it is a whole store of a version that is known.
    void check_store() const {
        if (number("PRAGMA application_id") != kApplicationId) {
            fail(file_, SQLITE_NOTADB, "another application's database");
        }
        const std::int64_t version = number("PRAGMA user_version");
        if (version > kStoreVersion) {
            throw base::UserError(
                fmt::format("'{}' was written by a newer program (store version {}; this one knows "
                            "{}); use that one",
                            file_.string(), version, kStoreVersion));
        }
        Query query(*this, "PRAGMA quick_check(1)");
        if (!query.step() || query.text(0) != "ok") fail(file_, SQLITE_CORRUPT, query.text(0));
    }

private:
    /// A write-ahead log: a transaction is one append, and a killed process loses none that ended.
    /// synchronous=NORMAL: a power cut may lose the last few (they are run again), never the rest.
    /// Exclusive: no memory shared between processes, which file systems of clusters cannot do.
    void prepare_for_writing() const {
        run("PRAGMA locking_mode=EXCLUSIVE");
        run("PRAGMA journal_mode=WAL");
        run("PRAGMA synchronous=NORMAL");
        run("BEGIN IMMEDIATE; COMMIT");  // takes the lock now, or says who has it
    }

    fs::path file_;
    bool writes_;
    sqlite3* connection_ = nullptr;
};

namespace {

fs::path file_in(const fs::path& path) {
    std::error_code ignored;
    fs::path file = fs::is_directory(path, ignored) ? path / kStoreName : path;
    if (!fs::exists(file, ignored)) {
        throw base::UsageError(
            fmt::format("there is no '{}'; expected a folder or file that 'yhdyspinta batch' has "
                        "written",
                        file.string()));
    }
    return file;
}

/// Makes the folder, or finds it empty or ours.
fs::path claim(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        throw base::UserError(
            fmt::format("cannot make the folder '{}': {}", folder.string(), error.message()));
    }
    static const std::set<std::string> kOurs{kStoreName,
                                             std::string(kStoreName) + "-wal",
                                             std::string(kStoreName) + "-shm",
                                             std::string(kStoreName) + "-journal",
                                             kEventLogs,
                                             "shards",
                                             "slurm"};
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        if (kOurs.count(entry.path().filename().string()) > 0) continue;
        throw base::UsageError(
            fmt::format("the folder '{}' holds '{}', which is no result of an experiment; name a "
                        "new or an empty folder",
                        folder.string(), entry.path().filename().string()));
    }
    return folder / kStoreName;
}

std::string first_difference(const std::string& there, const std::string& here) {
    std::istringstream a(there), b(here);
    std::string left, right;
    for (int line = 1;; ++line) {
        const bool has_left = static_cast<bool>(std::getline(a, left));
        const bool has_right = static_cast<bool>(std::getline(b, right));
        if (!has_left) left = "nothing";
        if (!has_right) right = "nothing";
        if (left != right || has_left != has_right) {
            return fmt::format("line {}: '{}' there, '{}' here", line, left, right);
        }
        if (!has_left) return "nothing";
    }
}

std::optional<std::string> difference(const StoredDesign& there, const StoredDesign& here) {
    if (there.name != here.name) {
        return fmt::format("a design is '{}' there and '{}' here", there.name, here.name);
    }
    if (there.seed != here.seed) {
        return fmt::format("design '{}' has seed {} there and {} here", here.name, there.seed,
                           here.seed);
    }
    for (std::size_t i = 0; i < std::min(there.files.size(), here.files.size()); ++i) {
        if (there.files[i].name == here.files[i].name &&
            there.files[i].content == here.files[i].content) {
            continue;
        }
        return fmt::format("design '{}' says something else in {}, {}", here.name,
                           here.files[i].name,
                           first_difference(there.files[i].content, here.files[i].content));
    }
    if (there.files.size() != here.files.size()) {
        return fmt::format("design '{}' has {} files there and {} here", here.name,
                           there.files.size(), here.files.size());
    }
    const auto is_same = [](const results::Response& a, const results::Response& b) {
        return a.name == b.name && a.unit == b.unit && a.where == b.where;
    };
    if (!std::equal(there.responses.begin(), there.responses.end(), here.responses.begin(),
                    here.responses.end(), is_same)) {
        return fmt::format("design '{}' keeps {} responses there and {} here, or others", here.name,
                           there.responses.size(), here.responses.size());
    }
    if (there.is_baseline != here.is_baseline) return "the baseline is another";
    return std::nullopt;
}

}  // namespace

std::optional<std::string> difference(const StoreContent& there, const StoreContent& here) {
    if (there.version != here.version) {
        return fmt::format("it was made with version {}, this is {}", there.version, here.version);
    }
    if (there.designs.size() != here.designs.size()) {
        return fmt::format("it has {} designs, this one {}", there.designs.size(),
                           here.designs.size());
    }
    for (std::size_t i = 0; i < here.designs.size(); ++i) {
        if (auto found = difference(there.designs[i], here.designs[i])) return found;
    }
    return std::nullopt;
}

namespace {

template <class Database>
void write_lists(const Database& database, const StoreContent& content,
                 std::vector<std::size_t>& list_of) {
    std::map<std::string, std::size_t> lists;
    for (const auto& design : content.designs) {
        Sha1 sum;
        for (const auto& response : design.responses) {
            sum.add_part(response.name);
            sum.add_part(response.unit);
            sum.add_part(response.where);
        }
        const auto [list, is_new] = lists.emplace(sum.text(), lists.size() + 1);
        list_of.push_back(list->second);
        if (!is_new) continue;
        for (std::size_t r = 0; r < design.responses.size(); ++r) {
            const auto& response = design.responses[r];
            typename Database::Query(database, "INSERT INTO response VALUES(?, ?, ?, ?, ?)")
                .with(list->second)
                .with(r + 1)
                .with(response.name)
                .with(response.unit)
                .with(response.where)
                .step();
        }
    }
}

template <class Database>
void write_content(const Database& database, const StoreContent& content) {
    std::vector<std::size_t> list_of;
    write_lists(database, content, list_of);
    for (std::size_t d = 0; d < content.designs.size(); ++d) {
        const auto& design = content.designs[d];
        typename Database::Query(database, "INSERT INTO design VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .with(d + 1)
            .with(design.name)
            .with(title_json(design.title).dump())
            .with(design.scenario)
            .with(pairs_json(design.levels).dump())
            .with_bytes(bytes_of(design.places))
            .with(std::to_string(design.seed))  // SQLite's integers are signed
            .with(std::size_t{design.is_baseline})
            .with(list_of[d])
            .step();
        for (std::size_t f = 0; f < design.files.size(); ++f) {
            const std::string content_name = sha1_of(design.files[f].content);
            typename Database::Query(database, "INSERT OR IGNORE INTO file VALUES(?, ?)")
                .with(content_name)
                .with(design.files[f].content)
                .step();
            typename Database::Query(database, "INSERT INTO design_file VALUES(?, ?, ?, ?)")
                .with(d + 1)
                .with(f + 1)
                .with(design.files[f].name)
                .with(content_name)
                .step();
        }
    }
}

template <class Database>
void write_notes(const Database& database, const StoreNotes& notes, const std::string& version) {
    const std::vector<std::pair<std::string, Json>> entries{
        {"version", version},
        {"versions", pairs_json(notes.versions)},
        {"files", pairs_json(notes.files)},
        {"command", notes.command},
        {"seed", std::to_string(notes.seed)},
        {"replications", notes.replications},
        {"machine", notes.machine},
        {"experiment", notes.experiment},
        {"design", notes.design}};
    for (const auto& [key, value] : entries) {
        typename Database::Query(database, "INSERT OR REPLACE INTO manifest VALUES(?, ?)")
            .with(key)
            .with(value.dump())
            .step();
    }
}

template <class Database>
std::pair<StoreContent, StoreNotes> read_content(const Database& database) {
    using Query = typename Database::Query;
    StoreContent content;
    StoreNotes notes;
    std::map<std::string, Json> manifest;
    for (Query query(database, "SELECT key, value FROM manifest"); query.step();) {
        manifest[query.text(0)] = Json::parse(query.text(1));
    }
    content.version = manifest.at("version");
    notes.versions = pairs_in(manifest.at("versions"));
    notes.files = pairs_in(manifest.at("files"));
    notes.command = manifest.at("command");
    notes.seed = std::stoull(manifest.at("seed").template get<std::string>());
    notes.replications = manifest.at("replications");
    notes.machine = manifest.at("machine");
    notes.experiment = manifest.at("experiment");
    notes.design = manifest.at("design");

    std::map<std::int64_t, std::vector<results::Response>> lists;
    for (Query query(database,
                     "SELECT list, name, unit, \"where\" FROM response ORDER BY list, response");
         query.step();) {
        lists[query.number(0)].push_back({query.text(1), query.text(2), query.text(3), 0.0});
    }
    for (Query query(
             database,
             "SELECT name, titles, scenario, levels, seed, is_baseline, list, design, places "
             "FROM design ORDER BY design");
         query.step();) {
        auto& design = content.designs.emplace_back();
        design.name = query.text(0);
        design.title = title_in(Json::parse(query.text(1)));
        design.scenario = query.text(2);
        design.levels = pairs_in(Json::parse(query.text(3)));
        design.seed = std::stoull(query.text(4));
        design.is_baseline = query.number(5) != 0;
        design.responses = lists[query.number(6)];
        design.places = numbers_in<double>(query.bytes(8));
        Query files(database,
                    "SELECT name, text FROM design_file JOIN file USING(content) WHERE design = ? "
                    "ORDER BY position");
        for (files.with(query.number(7)); files.step();) {
            design.files.push_back({files.text(0), files.text(1)});
        }
    }
    return {std::move(content), std::move(notes)};
}

}  // namespace

Store::Store(const fs::path& folder, const StoreContent& content, const StoreNotes& notes,
             bool goes_on)
    : database_(std::make_unique<Database>(claim(folder), true)), content_(content), notes_(notes) {
    const bool is_new = database_->number("SELECT count(*) FROM sqlite_master") == 0;
    if (!is_new) {
        database_->check_store();
        const std::int64_t version = database_->number("PRAGMA user_version");
        if (version < kStoreVersion) {
            throw base::UsageError(
                fmt::format("'{}' was written by an older program (store version {}; this one "
                            "writes {}); name a new folder",
                            folder.string(), version, kStoreVersion));
        }
        const StoreContent there = read_content(*database_).first;
        if (const auto what = difference(there, content)) {
            throw base::UsageError(
                fmt::format("'{}' holds the results of another experiment: {}; name a new folder",
                            folder.string(), *what));
        }
        if (!goes_on) {
            const auto count = database_->number("SELECT count(*) FROM replication");
            throw base::UsageError(
                fmt::format("'{}' holds {} replications of this experiment already; go on with "
                            "--resume, or name a new folder",
                            folder.string(), count));
        }
    }
    database_->transaction([&] {
        if (is_new) {
            database_->run(kTables);
            database_->run(fmt::format("PRAGMA application_id={}", kApplicationId).c_str());
            database_->run(fmt::format("PRAGMA user_version={}", kStoreVersion).c_str());
            write_content(*database_, content_);
        }
        write_notes(*database_, notes_, content_.version);
    });
}

Store::Store(const fs::path& path) : database_(std::make_unique<Database>(file_in(path), false)) {
    database_->check_store();
    try {
        std::tie(content_, notes_) = read_content(*database_);
    } catch (const std::logic_error& error) {  // of the JSON, or of what is missing in it
        fail(database_->file(), SQLITE_CORRUPT, error.what());
    }
}

Store::~Store() = default;
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;

const fs::path& Store::file() const { return database_->file(); }
const StoreContent& Store::content() const { return content_; }
const StoreNotes& Store::notes() const { return notes_; }

void Store::write(std::size_t design, const StoredReplication& made) {
    using Query = Database::Query;
    const std::string where = fmt::format("replication {} of design {}", made.replication, design);
    if (!made.failure && made.values.size() != content_.designs.at(design).responses.size()) {
        throw base::InternalError(where + " has other responses than its design");
    }
    database_->transaction([&] {
        Query(*database_,
              "DELETE FROM replication WHERE design = ? AND replication = ? AND status = 'failed'")
            .with(design + 1)
            .with(made.replication)
            .step();
        Query there(*database_, "SELECT 1 FROM replication WHERE design = ? AND replication = ?");
        if (there.with(design + 1).with(made.replication).step()) {
            throw base::InternalError(where + " is in the store already");
        }
        Query insert(*database_, "INSERT INTO replication VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
        insert.with(design + 1).with(made.replication).with(made.failure ? "failed" : "done");
        if (made.failure) {
            insert.with_nothing().with("[]").with(kind_text(made.failure->kind));
            insert.with(made.failure->text);
        } else {
            insert.with_bytes(bytes_of(made.values)).with(Json(made.warnings).dump());
            insert.with_nothing().with_nothing();
        }
        insert.with(made.command).step();
        for (std::size_t i = 0; i < made.distributions.size(); ++i) {
            const auto& each = made.distributions[i];
            Query(*database_, "INSERT INTO distribution VALUES(?, ?, ?, ?, ?, ?, ?, ?)")
                .with(design + 1)
                .with(made.replication)
                .with(i + 1)
                .with(each.name)
                .with(each.unit)
                .with(each.where)
                .with(each.count)
                .with_bytes(bytes_of(each.quantiles))
                .step();
        }
        if (!made.episodes.empty()) {
            Query(*database_, "INSERT INTO episodes VALUES(?, ?, ?)")
                .with(design + 1)
                .with(made.replication)
                .with_bytes(made.episodes)
                .step();
        }
        for (std::size_t i = 0; i < made.series.size(); ++i) {
            const auto& each = made.series[i];
            Query(*database_, "INSERT INTO series VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .with(design + 1)
                .with(made.replication)
                .with(i + 1)
                .with(each.name)
                .with(each.unit)
                .with(each.where)
                .with(std::int64_t{each.start.time_since_epoch().count()})
                .with(std::int64_t{each.step})
                .with_bytes(bytes_of(each.values))
                .step();
        }
        if (!made.stories.empty()) {
            Query(*database_, "INSERT INTO stories VALUES(?, ?, ?)")
                .with(design + 1)
                .with(made.replication)
                .with_bytes(made.stories)
                .step();
        }
    });
}

std::vector<std::uint64_t> Store::finished(std::size_t design) const {
    std::vector<std::uint64_t> numbers;
    Database::Query query(*database_,
                          "SELECT replication FROM replication WHERE design = ? AND status = "
                          "'done' ORDER BY replication");
    for (query.with(design + 1); query.step();) {
        numbers.push_back(static_cast<std::uint64_t>(query.number(0)));
    }
    return numbers;
}

std::vector<StoredFailure> Store::failures() const {
    std::vector<StoredFailure> failures;
    Database::Query query(*database_,
                          "SELECT design, replication, failure_kind, failure_text, command FROM "
                          "replication WHERE status = 'failed' ORDER BY design, replication");
    while (query.step()) {
        failures.push_back({static_cast<std::size_t>(query.number(0)) - 1,
                            static_cast<std::uint64_t>(query.number(1)),
                            {kind_of(query.text(2)), query.text(3)},
                            query.text(4)});
    }
    return failures;
}

std::optional<StoredReplication> Store::replication(std::size_t design,
                                                    std::uint64_t number) const {
    using Query = Database::Query;
    Query query(*database_,
                "SELECT status, \"values\", warnings, failure_kind, failure_text, command FROM "
                "replication WHERE design = ? AND replication = ?");
    if (!query.with(design + 1).with(number).step()) return std::nullopt;
    StoredReplication made;
    made.replication = number;
    if (query.text(0) == "failed") {
        made.failure = ReplicationFailure{kind_of(query.text(3)), query.text(4)};
    }
    made.values = numbers_in<double>(query.bytes(1));
    for (const auto& warning : Json::parse(query.text(2))) made.warnings.push_back(warning);
    made.command = query.text(5);
    Query spread(
        *database_,
        "SELECT name, unit, \"where\", count, quantiles FROM distribution WHERE design = ? "
        "AND replication = ? ORDER BY position");
    for (spread.with(design + 1).with(number); spread.step();) {
        made.distributions.push_back({spread.text(0), spread.text(1), spread.text(2),
                                      static_cast<std::uint64_t>(spread.number(3)),
                                      numbers_in<double>(spread.bytes(4))});
    }
    Query episodes(*database_, "SELECT rows FROM episodes WHERE design = ? AND replication = ?");
    if (episodes.with(design + 1).with(number).step()) made.episodes = episodes.bytes(0);
    made.series = series(design, number);
    made.stories = stories(design, number);
    return made;
}

results::ResponseTable Store::table(
    std::size_t design, std::uint64_t last,
    const std::function<bool(const results::Response&)>& wanted) const {
    const auto& all = content_.designs.at(design).responses;
    results::ReplicationResult result;
    std::vector<std::size_t> places;
    for (std::size_t r = 0; r < all.size(); ++r) {
        if (wanted && !wanted(all[r])) continue;
        places.push_back(r);
        result.responses.push_back(all[r]);
    }
    results::ResponseTable table;
    Database::Query query(*database_,
                          "SELECT replication, \"values\" FROM replication WHERE design = ? AND "
                          "status = 'done' AND (? = 0 OR replication <= ?) ORDER BY replication");
    for (query.with(design + 1).with(last).with(last); query.step();) {
        result.replication = static_cast<std::uint64_t>(query.number(0));
        const auto values = numbers_in<double>(query.bytes(1));
        if (values.size() != all.size()) {
            fail(database_->file(), SQLITE_CORRUPT, "a replication has too few values");
        }
        for (std::size_t i = 0; i < places.size(); ++i) {
            result.responses[i].value = values[places[i]];
        }
        table.add(result);
    }
    return table;
}

std::vector<results::Distribution> Store::distributions(std::size_t design, const std::string& name,
                                                        const std::string& where) const {
    std::vector<results::Distribution> found;
    Database::Query query(*database_,
                          "SELECT unit, count, quantiles FROM distribution WHERE design = ? AND "
                          "name = ? AND \"where\" = ? ORDER BY replication");
    for (query.with(design + 1).with(name).with(where); query.step();) {
        found.push_back({name, query.text(0), where, static_cast<std::uint64_t>(query.number(1)),
                         numbers_in<double>(query.bytes(2))});
    }
    return found;
}

std::vector<results::Series> Store::series(std::size_t design, std::uint64_t number) const {
    std::vector<results::Series> found;
    if (!database_->has_series()) return found;
    Database::Query query(*database_,
                          "SELECT name, unit, \"where\", start, step, \"values\" FROM series WHERE "
                          "design = ? AND replication = ? ORDER BY position");
    for (query.with(design + 1).with(number); query.step();) {
        const std::chrono::sys_days start(std::chrono::days(query.number(3)));
        found.push_back({query.text(0), query.text(1), query.text(2), start,
                         static_cast<int>(query.number(4)), numbers_in<float>(query.bytes(5))});
    }
    return found;
}

std::string Store::stories(std::size_t design, std::uint64_t number) const {
    if (!database_->has_series()) return {};
    Database::Query query(*database_,
                          "SELECT rows FROM stories WHERE design = ? AND replication = ?");
    return query.with(design + 1).with(number).step() ? query.text(0) : std::string();
}

std::string Store::digest() const {
    using Query = Database::Query;
    Sha1 sum;
    for (std::size_t d = 0; d < content_.designs.size(); ++d) {
        const auto& design = content_.designs[d];
        sum.add_part(design.name);
        sum.add_part(std::to_string(design.seed));
        for (const auto& file : design.files) sum.add_part(file.content);
        for (const auto& response : design.responses) {
            sum.add_part(response.name);
            sum.add_part(response.unit);
            sum.add_part(response.where);
        }
        Query query(
            *database_,
            "SELECT replication, status, \"values\" FROM replication WHERE design = ? ORDER "
            "BY replication");
        for (query.with(d + 1); query.step();) {
            for (int column = 0; column < 3; ++column) sum.add_part(query.bytes(column));
        }
        Query spread(
            *database_,
            "SELECT replication, name, unit, \"where\", count, quantiles FROM distribution "
            "WHERE design = ? ORDER BY replication, position");
        for (spread.with(d + 1); spread.step();) {
            for (int column = 0; column < 6; ++column) sum.add_part(spread.bytes(column));
        }
        Query episodes(
            *database_,
            "SELECT replication, rows FROM episodes WHERE design = ? ORDER BY replication");
        for (episodes.with(d + 1); episodes.step();) {
            for (int column = 0; column < 2; ++column) sum.add_part(episodes.bytes(column));
        }
        if (!database_->has_series()) continue;
        Query series(*database_,
                     "SELECT replication, name, unit, \"where\", start, step, \"values\" FROM "
                     "series WHERE design = ? ORDER BY replication, position");
        for (series.with(d + 1); series.step();) {
            for (int column = 0; column < 7; ++column) sum.add_part(series.bytes(column));
        }
        Query stories(
            *database_,
            "SELECT replication, rows FROM stories WHERE design = ? ORDER BY replication");
        for (stories.with(d + 1); stories.step();) {
            for (int column = 0; column < 2; ++column) sum.add_part(stories.bytes(column));
        }
    }
    return sum.text();
}

}  // namespace yhdyspinta::experiment
