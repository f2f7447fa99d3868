// SPDX-License-Identifier: Apache-2.0
#include "engine/process/expression_words.hpp"

namespace yhdyspinta::process {

const std::vector<ExpressionWord>& expression_variables() {
    static const std::vector<ExpressionWord> kWords{
        {"severity", "severity >= 2", "severity of the episode's need now; 0 without an episode"},
        {"need", "need == 0",
         "need of the episode, to be compared with the name of a need: need == NAME; -1 without an "
         "episode"},
        {"hops", "hops > 2", "handovers of the episode so far"},
        {"paths", "paths == 1", "open paths of the episode"},
        {"now_days", "now_days < 365", "days since the run began"},
        {"queue_length", "queue_length > 5",
         "those who wait where the activity at hand is queued for; 0 elsewhere"},
        {"in_service", "queue_length + in_service < 10",
         "servers who are busy there, or those who share them out; 0 elsewhere"},
        {"waited_days", "severity + waited_days / 7",
         "the wait of the one who is asked, in the queue at hand so far; 0 elsewhere"},
        {"chance", "chance < 0.1 + 0.2 * severity",
         "a number from 0 to 1 drawn anew for each decision of a routing, the same in all its "
         "conditions: a probability that depends on something; 0 elsewhere"},
        {"others_here", "others_here > 0",
         "in a routing: the other open paths of the episode in the service of the step; when a "
         "clock starts with a receipt: those in the service that received; 0 elsewhere"},
        {"unserved_days", "1 + min(unserved_days, 365) / 365",
         "days from the onset of the need to the first effective contact, or so far; 0 without an "
         "episode"},
    };
    return kWords;
}

const std::vector<ExpressionWord>& interface_expression_variables() {
    static const std::vector<ExpressionWord> kWords{
        {"trust", "0.2 * (1 - trust)",
         "only in an interface: trust of the sender in the receiver now, from 0 to 1; 1 where the "
         "interface keeps none"},
        {"crosses", "crosses ? 0.1 : 0.02",
         "only in an interface: 1 when its services belong to different organisations, else 0"},
    };
    return kWords;
}

const std::vector<ExpressionWord>& expression_operators() {
    static const std::vector<ExpressionWord> kWords{
        {"a and b, a or b, not(a)", "severity > 2 and not(hops > 1) or hops == 0",
         "both, one of them, the opposite; a condition holds when it is not 0"},
        {"==, !=, <, <=, >, >=", "severity != 3", "comparisons; 1 when they hold, else 0"},
        {"+, -, *, /, ^", "(severity + 1) ^ 2 / 4 - hops * 0.5", "arithmetic; ^ is a power"},
        {"a ? b : c", "severity > 2 ? 10 : 1", "b when a holds, else c"},
        {"min(a, …), max(a, …)", "max(0, min(severity, 3))", "least and greatest"},
        {"sum(a, …), avg(a, …)", "avg(severity, hops) / sum(severity, 1)", "sum and mean"},
        {"abs(a), sign(a)", "abs(severity - 2) + sign(hops)", "magnitude; -1, 0 or 1"},
        {"rint(a)", "rint(severity / 2)", "the nearest whole number"},
        {"sqrt(a), exp(a), ln(a), log10(a)", "sqrt(severity) + exp(0) + ln(1) + log10(10)",
         "root, e to the power a, logarithms"},
        {"_pi, _e", "_pi * severity", "3.14159…, 2.71828…"},
    };
    return kWords;
}

}  // namespace yhdyspinta::process
