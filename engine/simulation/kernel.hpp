// SPDX-License-Identifier: Apache-2.0
// The clock, the channels and the slow actors: SimGrid, with a fast model embedded in it.
//
// At one instant things happen in this order, again and again until nothing is left at that
// instant:
//   1. events of the embedded model (`run_until`, then `run_at` when one of them touches the
//   kernel);
//   2. governance actors that are due, in order of their creation;
//   3. records that arrived or were lost, in order of sending, are told to the listener.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/base/time.hpp"
#include "engine/simulation/platform.hpp"

namespace yhdyspinta::simulation {

/// A model with an event calendar of its own that the kernel drives.
class EmbeddedModel {
public:
    virtual ~EmbeddedModel();

    /// Works through own events with date <= `limit` (finite) in order and stops before the first
    /// one that touches the kernel (sends, spawns, turns a channel), or when it has come to where
    /// something that it sent ahead leaves. Returns the date of either, or `Instant::never()` when
    /// it stopped because none is left up to `limit`. The kernel's clock stands still meanwhile:
    /// `Kernel::now()` is not the date of these events.
    [[nodiscard]] virtual base::Instant run_until(base::Instant limit) = 0;

    /// Date of the last event executed; the kernel checks that it never passes the limit.
    [[nodiscard]] virtual base::Instant last_date() const = 0;

    /// Executes every event with date <= `now`, touching ones included, those that they schedule at
    /// `now` too. Called when the kernel's clock stands at `now`.
    virtual void run_at(base::Instant now) = 0;
};

class Kernel;

/// What a governance actor can do besides calling into the model. Valid inside the actor's body
/// only.
class ActorContext {
public:
    [[nodiscard]] base::Instant now() const;
    /// Returns when the clock stands exactly at `date`. A date that is not in the future lets
    /// everything else that is due now happen first.
    void sleep_until(base::Instant date);
    /// Exactly `sleep_until(now() + duration)`. An infinite duration sleeps to the end of the
    /// kernel.
    void sleep_for(base::Duration duration);
    void turn_channel(ChannelId channel, bool on);
    [[nodiscard]] Kernel& kernel() const { return kernel_; }

private:
    friend class Kernel;
    ActorContext(Kernel& kernel, std::uint32_t actor) : kernel_(kernel), actor_(actor) {}
    Kernel& kernel_;
    std::uint32_t actor_;
};

/// One per process and replication: SimGrid cannot restart its clock, so a process that has run one
/// makes no other (`base::InternalError`); the parent of replications makes none.
class Kernel {
public:
    /// `is_delivered` is false when the channel was or went out of order before the record arrived.
    using RecordListener = std::function<void(std::uint64_t ticket, bool is_delivered)>;
    using ActorBody = std::function<void(ActorContext&)>;

    /// Builds the platform; throws `base::InternalError` when `check(platform)` does.
    explicit Kernel(const PlatformDescription& platform);
    /// Unwinds the actors that still sleep: what destructors in their bodies touch must outlive the
    /// kernel.
    ~Kernel();
    Kernel(const Kernel&) = delete;
    Kernel& operator=(const Kernel&) = delete;

    /// Runs `model` with everything that was spawned and sent. Executes what is due at `end` but
    /// nothing later, and leaves the clock exactly at `end` even if nothing is left to do before.
    /// May be called again with a later end. An exception of the model, of the listener or of an
    /// actor's body comes out here; the kernel can then only be destroyed.
    void run(EmbeddedModel& model, base::Instant end);

    /// The clock. Equals the date of the event being executed inside `run_at`, actors and the
    /// listener.
    [[nodiscard]] base::Instant now() const;

    /// Sets who is told about records; may schedule model events at `now()`, send, spawn and turn
    /// channels.
    void set_record_listener(RecordListener listener);

    // Callable before `run`, inside `run_at`, from actors and from the listener, but not inside
    // `run_until` (`send_ahead`: only there).

    /// Sends `records` (> 0, finite) over a channel: waits out the latency, then takes records /
    /// capacity (to 1e-5 s), the capacity being shared equally by all that are past their latency
    /// on the same channel at the same time: SimGrid communications, unless it is certain from the
    /// start that there is one alone. On a channel that is out of order the record is lost at once
    /// (told at the same date); it does not wait for the repair.
    void send(HostId from, ChannelId over, double records, std::uint64_t ticket);

    /// As `send` at `date`, but from inside `run_until`, so that the clock need not stop there:
    /// while the latency lasts, nothing of SimGrid is touched. Returns the date at which it is
    /// over: nothing later may be worked through, and `run_until` returns that date as if an event
    /// that touches the kernel were due. Nothing is sent, and nothing returned, when the channel
    /// has no latency or is out of order.
    [[nodiscard]] std::optional<base::Instant> send_ahead(HostId from, ChannelId over,
                                                          double records, std::uint64_t ticket,
                                                          base::Instant date);

    /// Starts a governance actor on `host` at `now()`. It never keeps the run from ending.
    void spawn(std::string name, HostId host, ActorBody body);

    /// Turning off loses every record on its way over the channel, those still in their latency
    /// too.
    void set_channel(ChannelId channel, bool on);
    /// As turned last; all channels start in order.
    [[nodiscard]] bool channel_is_up(ChannelId channel) const;

    /// Sent and not yet told to the listener.
    [[nodiscard]] std::uint64_t records_in_flight() const;
    /// Steps of the clock so far.
    [[nodiscard]] std::uint64_t steps() const;

private:
    friend class ActorContext;
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace yhdyspinta::simulation
