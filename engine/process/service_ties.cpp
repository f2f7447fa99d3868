// SPDX-License-Identifier: Apache-2.0
#include "engine/process/service_ties.hpp"

#include <vector>

namespace yhdyspinta::process {

namespace {

constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

/// Index of what is named; kNobody when nothing is.
template <class T>
std::size_t index_of(const NamedList<T>& list, const Reference& reference) {
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i].name == reference.name) return i;
    }
    return kNobody;
}

/// Follows clients from process to process, together with the service in whose hands they are. A
/// process that is called is run by the service that has the client, not by its own.
class Follower {
public:
    explicit Follower(const System& system) : system_(system) {}

    ServiceTies follow() {
        for (const auto& source : system_.sources) begin(source.value.process);
        for (const auto& need : system_.needs) {
            for (const auto& recogniser : need.value.recognised) begin(recogniser.value.process);
            begin(need.value.escalation_process);
            begin(need.value.repeat_process);
        }
        while (!open_.empty()) {
            const auto [service, process] = open_.back();
            open_.pop_back();
            go_through(service, process);
        }
        for (const auto& [from, to] : ties_.hands_over) {
            if (tells_sender_.count(to) > 0) ties_.tells.insert({to, from});
        }
        find_records();
        return std::move(ties_);
    }

private:
    using State = std::pair<std::size_t, std::size_t>;  ///< service or kNobody, process

    /// A path of its own starts in the process, in the hands of the service that carries it out.
    void begin(const Reference& process) { begin(process, kNobody); }
    void begin(const Reference& process, std::size_t otherwise) {
        const std::size_t index = index_of(system_.processes, process);
        if (index == kNobody) return;
        const std::size_t service =
            index_of(system_.services, system_.processes[index].value.service);
        visit(service == kNobody ? otherwise : service, index);
    }
    void visit(std::size_t service, std::size_t process) {
        if (process == kNobody || !seen_.insert({service, process}).second) return;
        open_.push_back({service, process});
        // Who is no longer eligible goes on with the successor.
        if (service != kNobody) begin(system_.services[service].value.successor, service);
    }

    void go_through(std::size_t service, std::size_t process) {
        for (const auto& step : system_.processes[process].value.steps) {
            if (const auto* call = std::get_if<CallStep>(&step.value.what)) {
                visit(service, index_of(system_.processes, call->process));
            } else if (const auto* hand_over = std::get_if<HandOverStep>(&step.value.what)) {
                hand(service, index_of(system_.services, hand_over->to));
            } else if (const auto* tell = std::get_if<TellStep>(&step.value.what)) {
                if (service == kNobody) continue;
                if (tell->to.is_empty()) {
                    tells_sender_.insert(service);
                } else {
                    ties_.tells.insert({service, index_of(system_.services, tell->to)});
                }
            }
        }
    }

    void hand(std::size_t from, std::size_t to) {
        if (from == kNobody || to == kNobody) return;
        ties_.hands_over.insert({from, to});
        visit(to, index_of(system_.processes, system_.services[to].value.process));
    }

    void find_records() {
        struct Work {
            std::size_t service;
            const ActivityStep* activity;
        };
        std::vector<Work> works;
        for (const auto& process : system_.processes) {
            const std::size_t service = index_of(system_.services, process.value.service);
            if (service == kNobody) continue;
            for (const auto& step : process.value.steps) {
                const auto* activity = std::get_if<ActivityStep>(&step.value.what);
                if (activity == nullptr || activity->produces.is_empty()) continue;
                works.push_back({service, activity});
            }
        }
        for (const Work& reader : works) {
            if (reader.activity->reuse == Reuse::never) continue;
            for (const Work& writer : works) {
                if (writer.service != reader.service &&
                    writer.activity->produces.name == reader.activity->produces.name) {
                    ties_.reads.insert({writer.service, reader.service});
                }
            }
        }
    }

    const System& system_;
    ServiceTies ties_;
    std::set<State> seen_;
    std::vector<State> open_;
    std::set<std::size_t> tells_sender_;  ///< services
};

}  // namespace

ServiceTies find_service_ties(const System& system) { return Follower(system).follow(); }

}  // namespace yhdyspinta::process
