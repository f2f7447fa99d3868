// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/kernel.hpp"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstddef>
#include <deque>
#include <exception>
#include <limits>
#include <queue>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <simgrid/kernel/resource/Model.hpp>
#include <simgrid/s4u.hpp>

#include "engine/base/error.hpp"

namespace yhdyspinta::simulation {
namespace {

namespace s4u = simgrid::s4u;

/// SimGrid counts whole bytes; so many stand for one record.
constexpr double kBytesPerRecord = 1e6;
constexpr double kSecondsPerDay = 86400.0;
/// What a channel that never saturates passes: the last record of a run is 1e-9 s late at most.
constexpr double kUnlimitedRecordsPerSecond = 1e9;
/// So many steps without time passing are taken for an endless loop at one instant.
constexpr std::uint64_t kMostStepsAtOneInstant = 100'000;

/// Starts SimGrid silently with the settings that our channels and actors rely on.
std::unique_ptr<s4u::Engine> make_engine() {
    if (s4u::Engine::has_instance() || s4u::Engine::get_clock() > 0.0) {
        throw base::InternalError("a process can run one kernel only: fork for each replication");
    }
    std::vector<std::string> settings {
        "yhdyspinta", "--log=root.thresh:critical",
            "--cfg=network/model:CM02",       // else capacity is 0.97 of what is set
            "--cfg=network/crosstraffic:no",  // else each record looks for its way back
            "--cfg=debug/clean-atexit:no",    // the engine is destroyed by us or not at all
#if defined(__SANITIZE_ADDRESS__)
            "--cfg=contexts/factory:thread",  // the sanitizer does not follow switched stacks
#else
            "--cfg=contexts/stack-size:256",  // [KiB] bodies call into the model
            "--cfg=contexts/guard-size:1",    // [pages] an overflow stops instead of corrupting
#endif
    };
    std::vector<char*> arguments;
    arguments.reserve(settings.size() + 1);
    for (auto& setting : settings) arguments.push_back(setting.data());
    arguments.push_back(nullptr);
    int count = static_cast<int>(settings.size());

    struct sigaction before {};
    sigaction(SIGINT, nullptr, &before);
    auto engine = std::make_unique<s4u::Engine>(&count, arguments.data());
    sigaction(SIGINT, &before, nullptr);  // SimGrid's handler prints and calls exit()
    return engine;
}

/// Unique among all of SimGrid's names, which ours need not be.
std::string simgrid_name(const char* kind, std::size_t index, const std::string& name) {
    return fmt::format("{}{} {}", kind, index, name);
}

}  // namespace

EmbeddedModel::~EmbeddedModel() = default;

class Kernel::Implementation {
public:
    /// The embedding: SimGrid asks how far the clock may go, then says where it stands.
    class Bridge final : public simgrid::kernel::resource::Model {
    public:
        explicit Bridge(Implementation& kernel) : Model("yhdyspinta"), kernel_(kernel) {
            set_update_algorithm(UpdateAlgo::FULL);
        }
        bool next_occurring_event_is_idempotent() override { return false; }
        double next_occurring_event(double window) override { return kernel_.advance(window); }
        void update_actions_state(double now, double /*delta*/) override { kernel_.arrive(now); }

    private:
        Implementation& kernel_;
    };

    struct Wake {
        double date;
        std::uint32_t actor;
        friend bool operator>(const Wake& a, const Wake& b) {
            return a.date != b.date ? a.date > b.date : a.actor > b.actor;
        }
    };
    /// First waits out the latency in `departures_`, then becomes a communication. SimGrid could do
    /// the waiting too, but it goes through all communications in flight whenever one ends. One
    /// that is certain to have its channel to itself needs no communication, nor a step of the
    /// clock to start it, since it is known when it arrives: that saves a tenth of a region's run.
    struct Record {
        enum class State { none, in_latency, alone, in_transfer, ended } state = State::none;
        s4u::CommPtr communication;
        std::uint64_t ticket = 0;
        std::uint64_t number = 0;  ///< order of sending
        std::uint64_t bytes = 0;
        HostId from;
        ChannelId channel;
    };
    /// Of a record from its latency or from its channel.
    struct Departure {
        double date;
        std::uint64_t number;
        std::uint32_t slot;
        std::uint32_t channel;
        friend bool operator>(const Departure& a, const Departure& b) {
            return a.date != b.date ? a.date > b.date : a.number > b.number;
        }
    };
    using Departures =
        std::priority_queue<Departure, std::vector<Departure>, std::greater<Departure>>;
    struct Channel {
        s4u::Link* link;
        s4u::Host* exchange;
        double latency;   ///< [s]
        double capacity;  ///< [bytes/s]
        bool is_up = true;
        std::uint32_t passing = 0;     ///< records past their latency, on their way
        std::deque<double> leaving{};  ///< ends of latencies to come, of lost records too [s]
    };
    struct Ending {
        std::uint64_t number;
        std::uint32_t slot;
        bool is_delivered;
    };

    Implementation(Kernel& interface, const PlatformDescription& platform)
        : interface_(interface), engine_(make_engine()) {
        build(platform);
        engine_->add_model(std::make_shared<Bridge>(*this));
        // The signal outlives us, hence the extra pointer.
        s4u::Activity::on_completion_cb([self = self_](const s4u::Activity& activity) {
            if (*self != nullptr) (*self)->note_ending(activity);
        });
    }

    ~Implementation() {
        *self_ = nullptr;
        model_ = nullptr;
        for (auto& record : records_) {
            if (record.communication) record.communication->cancel();
        }
        s4u::Actor::kill_all();
        // Lets the killed actors unwind and SimGrid let go of the records before they are freed.
        engine_->run_until(s4u::Engine::get_clock());
    }

    Implementation(const Implementation&) = delete;
    Implementation& operator=(const Implementation&) = delete;

    /// Zones and hosts are stars without links. A route per pair of hosts would cost SimGrid tables
    /// that grow with their square, and between zones it would know one way only; so each channel
    /// ends in an exchange, a host of its own to which its link is the only way, and records travel
    /// from their sender to the exchange. Setup grows with hosts and channels, however many pairs
    /// are connected.
    void build(const PlatformDescription& platform) {
        const std::vector<s4u::LinkInRoute> nothing;
        auto* root = s4u::create_star_zone("root");
        std::vector<s4u::NetZone*> zones;
        for (const auto& zone : platform.zones) {
            const std::size_t index = zones.size();
            auto* made = s4u::create_star_zone(simgrid_name("zone ", index, zone.name));
            made->set_parent(root);
            auto* gateway = made->create_router(simgrid_name("gateway ", index, zone.name));
            made->add_route(gateway, nullptr, nullptr, nullptr, nothing, true);
            root->add_route(made->get_netpoint(), nullptr, gateway, nullptr, nothing, true);
            zones.push_back(made);
        }
        for (const auto& host : platform.hosts) {
            auto* zone = zones[host.zone.index()];
            hosts_.push_back(
                zone->create_host(simgrid_name("host ", hosts_.size(), host.name), 1.0));
            zone->add_route(hosts_.back()->get_netpoint(), nullptr, nullptr, nullptr, nothing,
                            true);
        }
        // The exchanges have a zone of their own: SimGrid 3.32 looks up the wrong route when the
        // receiver's zone contains the sender's.
        auto* exchanges = s4u::create_star_zone("channels");
        exchanges->set_parent(root);
        auto* hall = exchanges->create_router("gateway of the channels");
        exchanges->add_route(hall, nullptr, nullptr, nullptr, nothing, true);
        root->add_route(exchanges->get_netpoint(), nullptr, hall, nullptr, nothing, true);
        for (const auto& channel : platform.channels) {
            const std::size_t index = channels_.size();
            const double records_per_second =
                std::min(channel.records_per_day / kSecondsPerDay, kUnlimitedRecordsPerSecond);
            const double capacity = records_per_second * kBytesPerRecord;
            auto* link =
                exchanges->create_link(simgrid_name("channel ", index, channel.name), capacity);
            link->set_latency(0.0);
            auto* exchange =
                exchanges->create_host(simgrid_name("exchange ", index, channel.name), 1.0);
            exchanges->add_route(nullptr, exchange->get_netpoint(), nullptr, nullptr,
                                 {s4u::LinkInRoute(link)}, false);
            exchanges->add_route(exchange->get_netpoint(), nullptr, nullptr, nullptr, nothing,
                                 false);
            channels_.push_back({link, exchange, channel.latency.in_seconds(), capacity});
        }
        engine_->seal_platform();
    }

    [[nodiscard]] Channel& channel(ChannelId channel) {
        if (channel.is_none() || channel.index() >= channels_.size()) {
            throw base::InternalError(fmt::format("there is no channel {}", channel.value()));
        }
        return channels_[channel.index()];
    }

    [[nodiscard]] s4u::Host* host(HostId host) const {
        if (host.is_none() || host.index() >= hosts_.size()) {
            throw base::InternalError(fmt::format("there is no host {}", host.value()));
        }
        return hosts_[host.index()];
    }

    void check_record(HostId from, ChannelId over, double records) {
        (void)channel(over);
        (void)host(from);
        if (!(records > 0.0) || !std::isfinite(records)) {
            throw base::InternalError(fmt::format("{} records cannot be sent", records));
        }
    }

    void forbid_inside_run_until(const char* what) const {
        if (is_inside_run_until_) {
            throw base::InternalError(
                fmt::format("{} at {} s inside run_until: the event had to be a touching one", what,
                            s4u::Engine::get_clock()));
        }
    }

    // ---- the step of the clock
    // ----------------------------------------------------------------------

    /// Called with the time that SimGrid itself would let pass; returns what passes.
    double advance(double window) {
        if (model_ == nullptr) return window;
        if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
        const double now = s4u::Engine::get_clock();
        count_step(now);

        is_touched_ = false;
        if (!postponed_.empty()) {
            for (const auto& action : std::exchange(postponed_, {})) action();
            return 0.0;  // `window` was computed before that
        }
        tell_endings();
        if (is_touched_ || !endings_.empty()) return 0.0;

        double target = 0.0;
        do {
            double limit = window >= 0.0 ? std::min(now + window, end_) : end_;
            if (!wakes_.empty()) limit = std::min(limit, std::max(wakes_.top().date, now));
            if (!departures_.empty()) limit = std::min(limit, departures_.top().date);
            if (!arrivals_.empty()) limit = std::min(limit, arrivals_.top().date);
            target = std::min(run_model_until(limit), limit);
        } while (begin_alone(target));
        if (target == now + window) return window;
        double passing = target - now;
        // Rounding may bring the clock just short of the target (then another step follows), never
        // past.
        while (now + passing > target) passing = std::nextafter(passing, 0.0);
        return passing;
    }

    /// Called when SimGrid has moved the clock.
    void arrive(double now) {
        if (model_ == nullptr) return;
        model_->run_at(base::Instant::at_seconds(now));
        while (!departures_.empty() && departures_.top().date <= now) {
            const Departure departure = next_departure();
            if (is_still(departure, Record::State::in_latency)) begin_transfer(departure.slot);
        }
        while (!arrivals_.empty() && arrivals_.top().date <= now) {
            const Departure arrival = arrivals_.top();
            arrivals_.pop();
            if (is_still(arrival, Record::State::alone)) end_record(arrival.slot, true);
        }
        while (!wakes_.empty() && wakes_.top().date <= now) {
            const std::uint32_t actor = wakes_.top().actor;
            wakes_.pop();
            actors_[actor]->release();
        }
    }

    double run_model_until(double limit) {
        const double now = s4u::Engine::get_clock();
        is_inside_run_until_ = true;
        const double touching = model_->run_until(base::Instant::at_seconds(limit)).in_seconds();
        is_inside_run_until_ = false;
        const double last = model_->last_date().in_seconds();
        if (last > limit || touching < std::max(now, last) ||
            (touching > limit && std::isfinite(touching))) {
            throw base::InternalError(fmt::format(
                "the model ran to {} s and stopped before {} s when asked to run from {} "
                "s to {} s",
                last, touching, now, limit));
        }
        return touching;
    }

    void count_step(double now) {
        ++steps_;
        if (now > last_step_) {
            last_step_ = now;
            steps_at_one_instant_ = 0;
        } else if (++steps_at_one_instant_ > kMostStepsAtOneInstant) {
            throw base::ModelError(fmt::format(
                "at {} s: endless loop at one instant: {} steps of the clock without time passing",
                now, kMostStepsAtOneInstant));
        }
    }

    /// Does `action` on SimGrid, now or when all actors that are due have run: asking SimGrid from
    /// inside an actor would let the next actor run before this one sleeps, and leaves the ends of
    /// records untold.
    template <class Action>
    void touch(Action action) {
        if (!s4u::this_actor::is_maestro()) {
            postponed_.emplace_back(std::move(action));
            return;
        }
        is_touched_ = true;
        action();
    }

    // ---- records
    // --------------------------------------------------------------------------------------

    /// A new record in its latency.
    std::uint32_t add_record(HostId from, ChannelId channel, double size, std::uint64_t ticket) {
        std::uint32_t slot = 0;
        if (free_slots_.empty()) {
            slot = static_cast<std::uint32_t>(records_.size());
            records_.emplace_back();
        } else {
            slot = free_slots_.back();
            free_slots_.pop_back();
        }
        const auto bytes =
            static_cast<std::uint64_t>(std::max(1.0, std::round(size * kBytesPerRecord)));
        records_[slot] = {
            Record::State::in_latency, nullptr, ticket, sent_++, bytes, from, channel};
        ++in_flight_;
        return slot;
    }

    void send(HostId from, ChannelId over, double size, std::uint64_t ticket) {
        const std::uint32_t slot = add_record(from, over, size, ticket);
        const Channel& channel = channels_[over.index()];
        if (!channel.is_up) {
            end_record(slot, false);
        } else if (channel.latency > 0.0) {
            leave_after_latency(slot, s4u::Engine::get_clock());
        } else {
            touch([this, slot] { begin_transfer(slot); });
        }
    }

    std::optional<base::Instant> send_ahead(HostId from, ChannelId over, double size,
                                            std::uint64_t ticket, double date) {
        const Channel& channel = channels_[over.index()];
        if (!channel.is_up || !(channel.latency > 0.0)) return std::nullopt;
        return base::Instant::at_seconds(
            leave_after_latency(add_record(from, over, size, ticket), date));
    }

    double leave_after_latency(std::uint32_t slot, double sent) {
        const std::uint32_t index = records_[slot].channel.value();
        const double date = sent + channels_[index].latency;
        departures_.push({date, records_[slot].number, slot, index});
        channels_[index].leaving.push_back(date);
        return date;
    }

    /// False when the record was lost meanwhile; its slot may be another's by now.
    [[nodiscard]] bool is_still(const Departure& departure, Record::State state) const {
        const Record& record = records_[departure.slot];
        return record.number == departure.number && record.state == state;
    }

    Departure next_departure() {
        const Departure departure = departures_.top();
        departures_.pop();
        channels_[departure.channel].leaving.pop_front();
        return departure;
    }

    /// Puts the first record whose latency ends by `date` under way, if it is certain to have its
    /// channel to itself; one that was lost is passed over. The clock need not stop for either;
    /// false when there is neither.
    bool begin_alone(double date) {
        if (departures_.empty() || departures_.top().date > date) return false;
        const Departure& first = departures_.top();
        Channel& channel = channels_[first.channel];
        if (!is_still(first, Record::State::in_latency)) {
            (void)next_departure();
            return true;
        }
        Record& record = records_[first.slot];
        const double takes = static_cast<double>(record.bytes) / channel.capacity;
        const double arrives = first.date + takes;
        // Whatever is sent from then on leaves after the latency.
        const bool is_shared = channel.passing > 0 || takes > channel.latency ||
                               (channel.leaving.size() > 1 && channel.leaving[1] <= arrives);
        if (is_shared) return false;
        record.state = Record::State::alone;
        ++channel.passing;
        arrivals_.push({arrives, first.number, first.slot, first.channel});
        (void)next_departure();
        return true;
    }

    void begin_transfer(std::uint32_t slot) {
        Record& record = records_[slot];
        Channel& channel = channels_[record.channel.index()];
        if (!channel.link->is_on()) {
            end_record(slot, false);  // SimGrid would not tell that it failed at its start
            return;
        }
        ++channel.passing;
        record.state = Record::State::in_transfer;
        record.communication =
            s4u::Comm::sendto_init(hosts_[record.from.index()], channel.exchange);
        record.communication->set_payload_size(record.bytes);
        record.communication->set_data(reinterpret_cast<void*>(static_cast<std::uintptr_t>(slot)));
        record.communication->start();
    }

    /// Only a communication that was started outside actors comes here.
    void note_ending(const s4u::Activity& activity) {
        const auto mark = reinterpret_cast<std::uintptr_t>(activity.get_data<void>());
        end_record(static_cast<std::uint32_t>(mark),
                   activity.get_state() == s4u::Activity::State::FINISHED);
    }

    void end_record(std::uint32_t slot, bool is_delivered) {
        Record& record = records_[slot];
        if (record.state == Record::State::alone || record.state == Record::State::in_transfer) {
            --channels_[record.channel.index()].passing;
        }
        record.state = Record::State::ended;
        endings_.push_back({record.number, slot, is_delivered});
    }

    /// Those that SimGrid knows nothing of; it tells of the others itself.
    void lose_records_on(ChannelId channel) {
        for (std::size_t slot = 0; slot < records_.size(); ++slot) {
            const Record& record = records_[slot];
            const bool is_ours =
                record.state == Record::State::in_latency || record.state == Record::State::alone;
            if (is_ours && record.channel == channel) {
                end_record(static_cast<std::uint32_t>(slot), false);
            }
        }
    }

    void tell_endings() {
        if (endings_.empty()) return;
        told_.swap(endings_);
        std::sort(told_.begin(), told_.end(),
                  [](const Ending& a, const Ending& b) { return a.number < b.number; });
        for (const auto& ending : told_) {
            const std::uint64_t ticket = records_[ending.slot].ticket;
            records_[ending.slot] = {};
            free_slots_.push_back(ending.slot);
            --in_flight_;
            if (listener_) listener_(ticket, ending.is_delivered);
        }
        told_.clear();
    }

private:
    friend class Kernel;
    friend class ActorContext;

    Kernel& interface_;
    std::shared_ptr<Implementation*> self_ = std::make_shared<Implementation*>(this);
    std::unique_ptr<s4u::Engine> engine_;
    std::vector<s4u::Host*> hosts_;
    std::vector<Channel> channels_;

    EmbeddedModel* model_ = nullptr;  ///< set inside `run`
    double end_ = 0.0;                ///< of the run [s]
    bool is_inside_run_until_ = false;
    bool is_touched_ = false;  ///< something was sent, spawned or turned since the step began
    std::uint64_t steps_ = 0;
    std::uint64_t steps_at_one_instant_ = 0;
    double last_step_ = -1.0;
    std::exception_ptr failure_;                    ///< left by an actor's body
    std::vector<std::function<void()>> postponed_;  ///< what actors did to SimGrid

    std::vector<s4u::SemaphorePtr> actors_;  ///< each sleeps on its own
    std::priority_queue<Wake, std::vector<Wake>, std::greater<>> wakes_;

    RecordListener listener_;
    std::vector<Record> records_;  ///< slots, reused
    std::vector<std::uint32_t> free_slots_;
    Departures departures_;        ///< from the latency
    Departures arrivals_;          ///< of those alone on their channel
    std::vector<Ending> endings_;  ///< records that have arrived or were lost, not told yet
    std::vector<Ending> told_;     ///< the same while they are being told
    std::uint64_t sent_ = 0;
    std::uint64_t in_flight_ = 0;
};

Kernel::Kernel(const PlatformDescription& platform) {
    check(platform);
    implementation_ = std::make_unique<Implementation>(*this, platform);
}

Kernel::~Kernel() = default;

void Kernel::run(EmbeddedModel& model, base::Instant end) {
    auto& self = *implementation_;
    if (!(end >= now()) || !end.since_start().is_finite()) {
        throw base::InternalError(fmt::format("a run from {} s cannot end at {} s",
                                              now().in_seconds(), end.in_seconds()));
    }
    self.model_ = &model;
    self.end_ = end.in_seconds();
    // SimGrid stops up to 1e-5 s early, and at the end with endings not told.
    do {
        self.engine_->run_until(self.end_);
    } while (now() < end || !self.endings_.empty() || self.failure_);
    self.model_ = nullptr;
}

base::Instant Kernel::now() const { return base::Instant::at_seconds(s4u::Engine::get_clock()); }

void Kernel::set_record_listener(RecordListener listener) {
    implementation_->listener_ = std::move(listener);
}

void Kernel::send(HostId from, ChannelId over, double records, std::uint64_t ticket) {
    auto& self = *implementation_;
    self.forbid_inside_run_until("a record sent");
    self.check_record(from, over, records);
    self.send(from, over, records, ticket);
}

std::optional<base::Instant> Kernel::send_ahead(HostId from, ChannelId over, double records,
                                                std::uint64_t ticket, base::Instant date) {
    auto& self = *implementation_;
    if (!self.is_inside_run_until_ || date < now()) {
        throw base::InternalError("a record sent ahead outside run_until");
    }
    self.check_record(from, over, records);
    return self.send_ahead(from, over, records, ticket, date.in_seconds());
}

void Kernel::spawn(std::string name, HostId host, ActorBody body) {
    auto& self = *implementation_;
    self.forbid_inside_run_until("an actor spawned");
    auto* place = self.host(host);
    const auto actor = static_cast<std::uint32_t>(self.actors_.size());
    self.actors_.push_back(s4u::Semaphore::create(0));
    self.wakes_.push({s4u::Engine::get_clock(), actor});
    auto run_body = [&self, actor, body = std::move(body)] {
        self.actors_[actor]->acquire();  // starts in its turn, as it wakes later
        ActorContext context(self.interface_, actor);
        try {
            body(context);
        } catch (const std::exception&) {
            self.failure_ = std::current_exception();
        }
    };
    self.touch([name = std::move(name), place, run_body = std::move(run_body)] {
        s4u::Actor::create(name, place, run_body);
    });
}

void Kernel::set_channel(ChannelId channel, bool on) {
    auto& self = *implementation_;
    self.forbid_inside_run_until("a channel turned");
    auto& turned = self.channel(channel);
    if (turned.is_up == on) return;
    turned.is_up = on;
    self.touch([&self, &link = *turned.link, channel, on] {
        if (on) {
            link.turn_on();
        } else {
            link.turn_off();
            self.lose_records_on(channel);
        }
    });
}

bool Kernel::channel_is_up(ChannelId channel) const {
    return implementation_->channel(channel).is_up;
}

std::uint64_t Kernel::records_in_flight() const { return implementation_->in_flight_; }
std::uint64_t Kernel::steps() const { return implementation_->steps_; }

base::Instant ActorContext::now() const { return kernel_.now(); }

void ActorContext::sleep_until(base::Instant date) {
    auto& self = *kernel_.implementation_;
    if (date < base::Instant::never()) self.wakes_.push({date.in_seconds(), actor_});
    self.actors_[actor_]->acquire();
}

void ActorContext::sleep_for(base::Duration duration) { sleep_until(now() + duration); }

void ActorContext::turn_channel(ChannelId channel, bool on) { kernel_.set_channel(channel, on); }

}  // namespace yhdyspinta::simulation
