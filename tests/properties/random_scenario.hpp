// SPDX-License-Identifier: Apache-2.0
// Small scenarios written at random: resources, calendars, routing, patience, priorities, and in
// half of them a population with needs, services, handovers, records, clocks and policies.
#pragma once

#include <string>
#include <vector>

#include <fmt/format.h>
#include <rapidcheck.h>

namespace yhdyspinta::test::properties {

class RandomScenario {
public:
    /// Draws a scenario; only within a property.
    static std::string draw() { return RandomScenario().write(); }

private:
    static int number(
        int low,
        int high) {  // At full size from the first case on: small scenarios are small enough.
        return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, high + 1));
    }
    static bool chance(int percent) { return number(1, 100) <= percent; }
    static double share(int low, int high) { return number(low, high) / 100.0; }
    static std::string one_of(const std::vector<std::string>& words) {
        return words[static_cast<std::size_t>(number(0, static_cast<int>(words.size()) - 1))];
    }
    void line(const std::string& text) { text_ += text + "\n"; }

    /// A duration with a mean of about `mean` in the unit.
    static std::string law(int mean, const std::string& unit) {
        switch (number(0, 6)) {
            case 0: return fmt::format("{} {}", mean, unit);
            case 1: return fmt::format("exponential({} {})", mean, unit);
            case 2: return fmt::format("lognormal({0} {1}, {0} {1})", mean, unit);
            case 3: return fmt::format("triangular(0 {1}, {0} {1}, {2} {1})", mean, unit, 2 * mean);
            case 4: return fmt::format("uniform(0 {1}, {0} {1})", 2 * mean, unit);
            case 5: return fmt::format("erlang(3, {} {})", mean, unit);
            default: return fmt::format("gamma({0} {1}, {0} {1})", mean, unit);
        }
    }

    std::string write() {
        has_needs_ = chance(50);
        resources_ = number(1, 4);
        services_ = has_needs_ ? number(2, 4) : 0;
        processes_ = has_needs_ ? services_ : number(1, 3);
        const int length = has_needs_ ? number(100, 500) : number(5, 60);
        line("schema: 1");
        line(fmt::format(
            "run: {{start: 2026-0{}-0{}, length: {} days, warm_up: {} days, "
            "replications: 2, seed: {}}}",
            number(1, 9), number(1, 9), length, number(0, length / 3), number(1, 1000000)));
        write_calendars();
        write_classes();
        write_resources();
        write_sources();
        if (has_needs_) write_population_and_needs();
        write_processes();
        if (chance(60)) write_policies();
        return text_;
    }

    void write_calendars() {
        line("day_sets: {off: [01-06, easter -2, week 10, 12-24 to 12-26]}");
        line("calendars:");
        line("  office: {open: {mon-fri: \"08:00-16:00\"}, closed: [off]}");
        line(
            "  morning: {open: {mon: \"07:30-09:00\", wed-sun: [\"08:00-10:00\", "
            "\"10:30-12:00\"]}}");
        line("  evening: {open: {mon-thu: \"16:00-24:00\"}}");
    }

    void write_classes() {
        line("classes:");
        line("  client:");
        line("    attributes:");
        line("      age: {grows: 1 per year}");
        line("      weight: {initial: \"uniform(0, 1)\"}");
        line("      town: {levels: [north, south]}");
        line("      counter: {initial: 0}");
    }

    void write_resources() {
        line("variables: {stock: 3, calls: 0, agreed: {initial: 0.5, per: town}}");
        line("diaries:");
        line(
            "  times: {calendar: office, every: 30 min, places: 2, horizon: 30 days, set_aside: "
            "{urgent: {places: 1, of_every: 2, released_before: 2 days}}}");
        line("resources:");
        for (int i = 0; i < resources_; ++i) {
            line(fmt::format("  r{}: {{{}}}", i, resource(i)));
        }
        if (has_needs_)
            line(fmt::format("  places: {{servers: {}, is_caseload: true}}", number(1, 20)));
    }

    std::string resource(int i) {
        Resource& made = kinds_.emplace_back();
        std::string text;
        if (i < services_) text = fmt::format("service: s{}, ", i);
        const std::string calendar = one_of({"office", "morning", "evening"});
        const int kind = number(0, 9);
        if (kind == 0) {
            made.is_shared_out = true;
            return text + fmt::format("servers: {}, sharing: processor", number(1, 3));
        }
        if (kind <= 3) {
            text += fmt::format("servers: {}", number(1, 4));
            if (chance(60)) text += ", calendar: " + calendar;
            if (chance(30)) {
                text += ", per: town";
                made.is_by_town = true;
            } else if (chance(30)) {
                text += fmt::format(
                    ", changes: [{{after: 2 days, servers: {}}}, {{after: 4 days, servers: {}}}]",
                    number(0, 3), number(1, 3));
            }
        } else if (kind <= 6) {
            text += fmt::format("fte: {}, vacancy: {}", number(10, 40) / 10.0, share(0, 40));
            if (chance(60)) text += ", calendar: " + calendar;
        } else if (kind == 7) {
            text += "named: [anna, ben]";
            if (chance(60)) text += ", calendar: " + calendar;
        } else {
            text += fmt::format(
                "shifts: {{day: {{servers: {}, calendar: office}}, late: {{servers: 1, calendar: "
                "evening}}}}",
                number(1, 3));
        }
        const bool has_changes = text.find("changes") != std::string::npos;
        if (chance(30)) {
            text += ", at_closing: " + one_of({"pause", "finish", "hand_over"});
        }
        if (chance(40)) {
            text += ", discipline: " +
                    one_of({"fifo", "lifo", "random", "shortest_first", "earliest_due"});
        }
        if (chance(25)) {
            made.is_limited = true;
            text += fmt::format(", queue_limit: {}", number(0, 5));
        }
        if (chance(25)) {
            text += fmt::format(
                ", absence: {{every: exponential({} days), lasts: exponential({} h), at_once: {}}}",
                number(1, 20), number(1, 48), one_of({"true", "false"}));
        }
        if (!has_changes && chance(20)) {
            made.has_caseload = true;
            text +=
                fmt::format(", caseload: {}, pooled: {}", number(1, 6), one_of({"true", "false"}));
        }
        return text;
    }

    void write_sources() {
        line("sources:");
        line("  teller: {interarrival: exponential(1 day), process: teller}");
        if (has_needs_ && chance(50)) return;
        const int sources = number(1, 2);
        for (int i = 0; i < sources; ++i) {
            std::string text = chance(50) ? fmt::format("rate: {} per day", number(1, 30))
                                          : "interarrival: \"" + law(number(30, 600), "min") + "\"";
            if (chance(20)) text += fmt::format(", count: {}", number(1, 50));
            if (chance(20)) text += ", first_at: 3 h";
            if (chance(20)) text += ", batch: \"uniform(0, 3)\"";
            if (chance(20)) {
                text +=
                    fmt::format(", already_waiting: {{count: {}, waited: \"uniform(0 h, 99 h)\"}}",
                                number(0, 20));
            }
            if (chance(30)) text += ", set: {weight: \"uniform(1, 2)\"}";
            // Handovers of clients without an episode are another matter.
            const std::string process =
                has_needs_ ? "plain" : fmt::format("p{}", number(0, processes_ - 1));
            line(fmt::format("  source{}: {{class: client, {}, process: {}}}", i, text, process));
        }
    }

    void write_population_and_needs() {
        line("populations:");
        line("  children:");
        line("    class: client");
        line(std::string("    table: ") + YHDYSPINTA_SOURCE_DIR +
             "/models/family_services/data/municipalities.csv");
        line("    where: {name_fi: Joensuu}");
        if (chance(50)) line("    levels_from: {town: {south: share_sv, north: share_fi}}");
        line("    groups:");
        line(fmt::format(
            "      - {{column: pop_6_2020, share: {}, set: {{age: \"uniform(6, 9)\"}}}}",
            share(2, 15)));
        line(fmt::format(
            "      - {{column: pop_6_2020, share: {}, set: {{age: \"uniform(-1, 1)\"}}}}",
            share(0, 5)));
        if (chance(50)) {
            line(fmt::format(
                "    households: {{size: \"uniform(0, {})\", apart: {{attribute: age, by: "
                "\"uniform(0, 2)\"}}, shares: [town, counter]}}",
                number(1, 5)));
        }
        if (chance(50)) {
            line(
                fmt::format("    moves: {{every: exponential({} days), attribute: town, to: "
                            "\"discrete(0: 1, 1: 1)\", delay: \"{}\"}}",
                            number(20, 300), law(number(1, 20), "days")));
        }
        line("organisations:");
        line("  county: {kind: county}");
        line("  town_hall: {kind: municipality}");
        if (chance(40)) {
            std::string text =
                fmt::format("by: [town, {{attribute: age, bands: [{}, 7]}}]", number(0, 6));
            text += fmt::format(", suppress_below: {}", number(0, 10));
            if (chance(50)) text += fmt::format(", census_interval: {} days", number(5, 60));
            line(fmt::format("measures: {{{}}}", text));
        }
        line("channels: {post: {latency: 1 day, records_per_day: 50}, wire: {latency: 1 min}}");
        line("services:");
        for (int i = 0; i < services_; ++i) {
            std::string text = fmt::format("process: p{}", i);
            if (chance(80)) text += ", organisation: " + one_of({"county", "town_hall"});
            if (chance(30)) text += ", per: town";
            if (chance(30)) text += ", paid_by: town_hall";
            if (chance(20)) text += fmt::format(", viable_per_year: {}", number(1, 100));
            if (chance(60)) text += fmt::format(", meets: severity <= {}", number(0, 3));
            if (chance(40)) text += fmt::format(", eligible: age < {}", number(7, 9));
            if (i < resources_ && chance(70)) text += fmt::format(", staff: r{}", i);
            if (i == 1 && chance(50)) text += ", caseload: places";
            line(fmt::format("  s{}: {{{}}}", i, text));
        }
        line("records:");
        line(
            fmt::format("  history: {{valid: {} days, duplicate: history, "
                        "invalidated_by_escalation: {}, shared_in_household: {}}}",
                        number(1, 200), one_of({"true", "false"}), one_of({"true", "false"})));
        line("needs:");
        const int needs = number(1, 2);
        for (int i = 0; i < needs; ++i) {
            line(fmt::format("  n{}:", i));
            line("    class: client");
            line(fmt::format("    onset: [{{when: age >= 0, rate: {} per year}}]", number(1, 6)));
            line("    severity: \"discrete(1: 0.6, 2: 0.3, 3: 0.1)\"");
            line("    recognised:");
            line(fmt::format("      one: {{service: s0, after: \"{}\", process: p0}}",
                             law(number(1, 60), "days")));
            if (chance(60)) {
                line(
                    fmt::format("      two: {{service: s1, when: weight < 0.5, after: \"{}\", "
                                "process: p1}}",
                                law(number(1, 60), "days")));
            }
            if (chance(40)) {
                line(fmt::format("      three: {{service: s1, at_contact: {}, process: p1}}",
                                 one_of({"0.3", "\"severity > 1\""})));
            }
            if (chance(40)) {
                line(fmt::format(
                    "      four: {{service: s0, after: {} days, times: \"severity + 1\", "
                    "calendar: office, process: p0}}",
                    number(1, 30)));
            }
            if (i == 0 && needs == 2 && chance(50)) line("    raises: {n1: 3}");
            if (chance(50)) line(fmt::format("    raises_in_household: {{n{}: 0.5}}", i));
            if (chance(60)) line("    resolves: \"" + law(number(20, 200), "days") + "\"");
            if (chance(60)) {
                line(fmt::format("    escalates: exponential({} days)", number(5, 100)));
                if (chance(60)) line("    escalation_process: urgent");
            }
            if (chance(50)) {
                line(fmt::format("    repeat_contact: exponential({} days)", number(5, 60)));
                line("    repeat_process: again");
            }
        }
        if (chance(50)) {
            line(
                "  check: {class: client, at: {attribute: age, reaches: [6.5, 7, 7.5, 8, 8.5]}, "
                "probability: \"1 - weight / 2\", is_routine: true, severity: 0, recognised: {one: "
                "{after: 1 day, process: p0}}}");
        }
        has_forum_ = chance(50);
        line("interfaces:");
        line("  any -> any: " + interface());
        if (chance(50)) line("  between organisations: " + interface());
        if (chance(50)) line("  s0 -> s1: " + interface());
        line("clocks:");
        line("  met: {starts: recognised, stops: contact by s1, limit: 7 days of office}");
        line("  answered: {starts: received by s1, stops: accepted by s1, limit: 10 days}");
        if (chance(50)) {
            line("indicators:");
            line("  met: {of: [contact by s1], unless: [closed], among: now_days > 5}");
            line("  sent: {of: [received by s1], from: [s0], counts: events}");
            line("  each: {of: [closed], when: severity > 1, counts: events, relative_to: met}");
            line("  late: {holds: now_days > 100}");
        }
        if (has_forum_) {
            line("policies:");
            line(
                fmt::format("  forum: {{cooperation_forum: {{interval: {} days, success: {}, "
                            "improvement: 0.5, attended_by: [r0], duration: 90 min}}}}",
                            number(5, 60), share(0, 100)));
            if (chance(60)) {
                line(
                    "  outage: {channel_outage: {channel: post, every: exponential(20 days), "
                    "lasts: exponential(2 days)}}");
            }
        }
    }

    /// Added to those that there are.
    void write_policies() {
        std::string text;
        const auto add = [&](const std::string& policy) { text += "  " + policy + "\n"; };
        add(fmt::format(
            "rollout: {{course: {{variable: {}, points: [{{after: 3 days, value: 0.1}}, "
            "{{after: {} days, value: 0.9}}], between: {}, delay: \"{}\"}}}}",
            one_of({"agreed", "stock"}), number(4, 90), one_of({"linear", "steps"}),
            law(number(1, 20), "days")));
        add(fmt::format(
            "talks: {{negotiation: {{first: {} h, interval: {} days, reaches: \"max(0, "
            "min(1, agreed))\", sets: {{agreed: agreed + 0.1}}, otherwise: {{agreed: agreed "
            "/ 2}}, attended_by: [r0], duration: 2 h}}}}",
            number(0, 48), number(1, 60)));
        for (int i = 0; i < resources_; ++i) {
            const Resource& kind = kinds_[static_cast<std::size_t>(i)];
            if (kind.is_shared_out) continue;
            if (chance(60)) {
                add(
                    fmt::format("leavers{}: {{staff_turnover: {{resources: [r{}], leaves: \"{}\", "
                                "filled: \"{}\", loses: [agreed]}}}}",
                                i, i, law(number(5, 50), "days"), law(number(1, 20), "days")));
            }
            if (kind.is_by_town && !kind.has_caseload) {
                add(
                    fmt::format("planner{}: {{reallocation: {{interval: {} days, resource: r{}, "
                                "share: {}, by: {}, alignment: {}}}}}",
                                i, number(1, 10), i, share(10, 60), one_of({"arrivals", "queue"}),
                                share(0, 100)));
            }
        }
        if (chance(50)) {
            add(fmt::format("cut: {{capacity_change: {{all: true, share: -{}, after: {} h}}}}",
                            share(0, 60), number(1, 100)));
        }
        if (chance(50)) {
            add(
                fmt::format("illness: {{shock: {{all: true, share: {}, after: {} h, lasts: "
                            "\"{}\"}}}}",
                            share(5, 100), number(0, 100), law(number(1, 9), "days")));
        }
        const std::string key = "\npolicies:\n";
        const std::size_t at = text_.find(key);
        if (at == std::string::npos) {
            line("policies:");
            text_ += text;
        } else {
            text_.insert(at + key.size(), text);
        }
    }

    /// A probability of at most `most` percent, or sometimes an expression.
    std::string chance_of(int most, const std::string& expression) const {
        return chance(25) ? expression : fmt::format("{}", share(0, most));
    }

    std::string interface() const {
        std::string text = fmt::format(
            "{{acceptance: {}, loss: {}, misrouting: {}, dispute: {}, carrier: {}, visibility: {}",
            chance_of(100, "trust"), chance_of(40, "0.3 * crosses"), chance_of(60, "0.5 - trust"),
            share(0, 50), one_of({"nobody", "sender", "receiver"}),
            one_of({"none", "on_request", "shared"}));
        if (chance(60)) text += ", channel: " + one_of({"post", "wire"});
        text += ", misrouting_delay: \"" + law(number(1, 10), "days") + "\"";
        text += ", dispute_time: \"" + law(number(1, 20), "days") + "\"";
        text += ", request_reply: \"" + law(number(1, 5), "days") + "\"";
        if (chance(60)) text += ", reply_time: \"" + law(number(1, 10), "days") + "\"";
        if (chance(60)) text += ", sender_work: \"" + law(number(5, 60), "min") + "\"";
        if (chance(60)) text += ", receiver_work: \"" + law(number(5, 60), "min") + "\"";
        if (chance(40)) text += ", entered_again: true";
        if (chance(30)) text += ", accepts_when: severity >= 2";
        if (chance(30)) text += ", consent: weight < 0.7";
        if (chance(50)) {
            text +=
                fmt::format(", time_out: {} days{}, when_stalled: {}", number(1, 30),
                            chance(30) ? " of office" : "",
                            has_forum_ && chance(30)
                                ? "escalate_to_forum"
                                : one_of({"nothing", "resend", "return_to_sender", "case_lead"}));
        }
        if (chance(30)) text += ", delay_times: 2 - trust";
        if (chance(30)) text += ", work_times: 1 + crosses";
        if (chance(40)) text += ", trusts_records: " + one_of({"trust", "0.5", "0"});
        if (chance(50)) {
            text += fmt::format(
                ", trust: {{initial: {}, accepted: {}, rejected: {}, late: {}, late_after: {} "
                "days, joint_work: {}, feedback: {}{}}}",
                share(0, 100), share(0, 100), share(0, 100), share(0, 100), number(0, 10),
                share(0, 100), share(0, 100), chance(50) ? ", forgets: 60 days" : "");
        }
        return text + "}";
    }

    void write_processes() {
        line("processes:");
        for (int i = 0; i < processes_; ++i) {
            line(fmt::format("  p{}:", i));
            if (has_needs_) line(fmt::format("    service: s{}", i));
            line("    steps:");
            write_steps(i);
        }
        line("  teller: {steps: {tell: {signal: stop}, more: {set: {stock: stock + 1}}}}");
        // Called by others; calls nobody.
        line("  sub:");
        line("    steps:");
        line("      inner: {seize: r0, duration: \"" + law(number(5, 60), "min") + "\"}");
        if (!has_needs_) return;
        line("  plain:");
        line("    steps:");
        line("      only: {seize: r0, duration: \"" + law(number(5, 60), "min") + "\"}");
        line("  again:");
        line("    service: s0");
        line("    steps:");
        line("      answer: {seize: r0, duration: \"" + law(number(5, 30), "min") +
             "\", with_client: false, work: failure, counts_as: decision, next: leave}");
        line("  urgent:");
        line("    service: s0");
        line("    steps:");
        line("      call: {hand_over: {to: s1, urgent: true}, next: leave}");
    }

    void write_steps(int process) {
        const int steps = number(1, 5);
        for (int i = 0; i < steps; ++i) {
            line(fmt::format("      a{}:", i));
            if (!has_needs_ && chance(15)) {
                line("        call: sub");
            } else if (chance(15)) {
                line("        set: {counter: counter + 1, stock: " +
                     one_of({"stock + 1", "'max(0, stock - 1)'", "stock"}) + "}");
            } else if (chance(25)) {
                line("        " + other_step(i));
            } else if (chance(20)) {
                line("        " + gathering());
            } else {
                write_activity(i, steps);
            }
            write_next(i, steps);
        }
        if (!has_needs_) line("      rest: {next: leave}");
        if (has_needs_) {
            // A pause, lest two services hand a client to and fro in no time.
            line("      pause: {duration: 1 day, with_client: false}");
            std::string to = fmt::format("s{}", (process + number(1, services_ - 1)) % services_);
            line(fmt::format("      refer: {{hand_over: {{to: {}{}, on_reject: {}}}, next: leave}}",
                             to, chance(20) ? ", urgent: true" : "",
                             one_of({"a0", "told", "leave"})));
            line("      told: {tell: {to: sender}}");
            line(
                fmt::format("      end: {{close: {{outcome: done, relapse: \"{}\", relapse_after: "
                            "exponential(30 days)}}}}",
                            chance(70) ? fmt::format("{}", share(0, 60))
                                       : std::string("min(0.6, unserved_days / 50)")));
        }
        write_branches();
    }

    /// Signals, conditions, appointments and caseloads.
    std::string other_step(int step) const {
        const std::string patience = fmt::format("patience: \"{}\"", law(number(30, 3000), "min"));
        switch (number(0, 5)) {
            case 0: return "signal: stop";
            case 1: return fmt::format("wait: {{for: stop, {}}}", patience);
            case 2: return fmt::format("wait: {{until: stock > {}, {}}}", number(0, 4), patience);
            case 3:
                return fmt::format(
                    "book: {{diary: times, earliest: {} days, group: urgent, group_when: weight < "
                    "0.5, no_show: {}, on_no_show: a{}}}",
                    number(0, 5), share(0, 40), step);
            default: break;
        }
        for (std::size_t r = 0; r < kinds_.size(); ++r) {
            if (!kinds_[r].has_caseload) continue;
            if (!chance(60)) return fmt::format("let_go: r{}", r);
            // Who comes here again must have been let go.
            std::string text = fmt::format(
                "let_go: r{0}\n      t{1}:\n        take_on: {{resource: r{0}, priority: weight", r,
                step);
            if (chance(40)) text += ", " + patience;
            if (chance(30)) text += ", balks: \"queue_length > 3\"";
            if (kinds_[r].is_limited && chance(60)) {
                text += std::string(", on_full: ") + (has_needs_ ? "pause" : "rest");
            }
            return text + "}";
        }
        return "signal: {name: stop, lets_go: 1}";
    }

    std::string gathering() const {
        const int size = number(1, 4);
        switch (number(0, 5)) {
            case 0: return "separate: all";
            case 1:
                return fmt::format("batch: {{size: {}, least: {}, at_most: {} h{}}}", size,
                                   number(1, size), number(1, 100),
                                   chance(50) ? ", per: town" : "");
            case 2:
                return fmt::format(
                    "batch: {{opens: {}{}, least: {}}}", one_of({"office", "morning", "evening"}),
                    chance(50) ? fmt::format(", size: {}", size) : "", number(1, size));
            case 3: return fmt::format("batch: {{size: {}}}", size);
            case 4:
                return fmt::format("fork: {{to: [left, right], wait_for: {}}}",
                                   one_of({"all", has_needs_ ? "any, others: cancel" : "any"}));
            default:
                return fmt::format("fork: {{to: [right, twice, left], wait_for: {}, others: {}}}",
                                   one_of({"any", "2"}),
                                   has_needs_ ? "cancel" : one_of({"cancel", "continue"}));
        }
    }

    /// Where forks lead to. Services may hand a client round and round, so that branches left to
    /// themselves could become ever more.
    void write_branches() {
        line("      left: {seize: r0, duration: \"" + law(number(5, 300), "min") +
             "\", with_client: false, next: return}");
        line("      right:");
        line("        duration: \"" + law(number(5, 300), "min") + "\"");
        line(fmt::format("        next: [{{when: weight < {}, to: {}}}, {{to: return}}]",
                         share(0, 20), has_needs_ ? "end" : "left"));
        line(fmt::format(
            "      twice: {{fork: {{to: [left, left], wait_for: any{}}}, next: return}}",
            has_needs_ ? ", others: cancel" : ""));
    }

    void write_activity(int step, int steps) {
        const int kinds = number(0, 2);
        bool is_limited = false;
        if (kinds > 0) {
            const auto first = static_cast<std::size_t>(number(0, resources_ - 1));
            const std::size_t second = first + 1;
            const bool is_pair = kinds == 2 && second < kinds_.size() &&
                                 !kinds_[first].is_shared_out && !kinds_[second].is_shared_out;
            line(is_pair ? fmt::format("        seize: [r{}, r{}]", first, second)
                         : fmt::format("        seize: r{}", first));
            is_limited = kinds_[first].is_limited || (is_pair && kinds_[second].is_limited);
            if (!kinds_[first].is_shared_out && chance(25)) {
                line("        preempts: true");
                line("        when_preempted: " + one_of({"resume", "restart", "resample"}));
            }
            if (chance(20)) {
                line("        balks: " +
                     one_of({"0.2", "queue_length > 3",
                             "queue_length / (1 + queue_length + in_service)"}));
            }
            if (is_limited && chance(60)) {
                line(chance(50)
                         ? "        when_full: block"
                         : std::string("        on_full: ") + (has_needs_ ? "pause" : "rest"));
            }
            if (chance(20)) line("        due: weight - counter");
        }
        if (chance(20)) line("        interrupted_by: stop");
        line("        duration: \"" + law(number(5, 300), "min") + "\"");
        if (chance(40)) {
            line("        priority: " +
                 one_of({"weight * 3", "1", "-2", "counter", "weight + waited_days"}));
            if (kinds > 0 && chance(30)) line("        priority_again: 5 h");
        }
        if (chance(30)) line("        with_client: false");
        if (kinds > 0 && chance(40)) {
            line("        patience: \"" + law(number(30, 3000), "min") + "\"");
            if (chance(60)) {
                line("        on_renege: " +
                     one_of({"leave", fmt::format("a{}", steps - 1), fmt::format("a{}", step)}));
            }
        }
        if (has_needs_ && chance(30)) {
            line("        produces: history");
            if (chance(60)) {
                line("        reuse: " + one_of({"skip", "shorten"}));
                if (text_.compare(text_.size() - 8, 8, "shorten\n") == 0) {
                    line("        shortened_to: 0.4");
                }
            }
        }
    }

    void write_next(int step, int steps) {
        const std::string after = step + 1 < steps ? fmt::format("a{}", step + 1)
                                  : has_needs_     ? "pause"
                                                   : "leave";
        switch (number(0, 5)) {
            case 0: line("        next: " + after); break;
            case 5:
                line(fmt::format("        next: {{by: {}, to: [{}, {}]}}",
                                 one_of({"cycle", "shortest_queue"}), after,
                                 has_needs_ ? "pause" : "rest"));
                break;
            case 1:
                // Back again, by way of a step that takes time.
                line(fmt::format("        next: [{{probability: {}, to: {}}}, {{to: {}}}]",
                                 share(0, 50), has_needs_ ? "pause" : after, after));
                break;
            case 2:
                line(
                    fmt::format("        next: [{{when: weight < {}, to: leave}}, "
                                "{{to: {}}}]",
                                share(0, 40), after));
                break;
            case 3:
                line(
                    fmt::format("        next: [{{when: counter > 3, to: leave}}, "
                                "{{probability: {}, to: {}}}, {{to: {}}}]",
                                share(0, 50), after, has_needs_ ? "end" : "leave"));
                break;
            default: break;  // the next step in the file
        }
    }

    struct Resource {
        bool is_limited = false, is_shared_out = false, has_caseload = false, is_by_town = false;
    };

    std::string text_;
    std::vector<Resource> kinds_;
    bool has_needs_ = false, has_forum_ = false;
    int resources_ = 0, services_ = 0, processes_ = 0;
};

}  // namespace yhdyspinta::test::properties
