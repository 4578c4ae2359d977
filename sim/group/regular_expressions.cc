// Subscriptions by regular expression (KIP-848, KIP-1082's SubscribedTopicRegex): the coordinator
// looks up which topics match, not the member.
#include <algorithm>

#include "base/regular_expression.h"
#include "group/consumer_flow.h"

namespace highwater {

namespace {
// A group looks again at most every ten seconds, so that many new topics cost one rebalance.
constexpr std::int64_t kRefreshMinIntervalMs = 10'000;

std::vector<NameId> matches(std::string const& pattern, CoordinatorCall const& call) {
    std::vector<NameId> topics;
    auto const expression = RegularExpression::parse(pattern);
    for (NameId const name : call.topics.names()) {
        if (expression && expression->matches(call.effects.names().text(name))) {
            topics.push_back(name);
        }
    }
    Names const& names = call.effects.names();
    std::sort(topics.begin(), topics.end(),
              [&](NameId a, NameId b) { return names.text(a) < names.text(b); });
    return topics;
}

std::vector<std::string> subscribed_regular_expressions(ConsumerGroup const& group) {
    std::vector<std::string> all;
    for (auto const& [id, member] : group.members) {
        if (!member.subscribed_topic_regex.empty()) all.push_back(member.subscribed_topic_regex);
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

bool is_due(ConsumerGroup const& group, std::vector<std::string> const& subscribed,
            std::int64_t now_ms) {
    auto const& resolved = group.resolved_regular_expressions;
    bool const has_new =
        std::any_of(subscribed.begin(), subscribed.end(),
                    [&](std::string const& each) { return resolved.find(each) == resolved.end(); });
    if (has_new) return true;
    return std::all_of(resolved.begin(), resolved.end(), [&](auto const& each) {
        return now_ms > each.second.timestamp_ms + kRefreshMinIntervalMs;
    });
}
}  // namespace

ErrorCode check_regular_expression(std::string const& regex) {
    return RegularExpression::parse(regex) ? ErrorCode::none
                                           : ErrorCode::invalid_regular_expression;
}

// Kafka does it in the background: the heartbeat that brings a regular expression is answered
// before, and the next one finds the new epoch.
void resolve_regular_expressions(ConsumerGroupCall in) {
    std::vector<std::string> const subscribed = subscribed_regular_expressions(in.group());
    std::int64_t const now_ms = timestamp_ms(in.call.effects.now());
    if (subscribed.empty() || !is_due(in.group(), subscribed, now_ms)) return;
    bool has_changed = false;
    for (std::string const& regex : subscribed) {
        std::vector<NameId> topics = matches(regex, in.call);
        auto const known = in.group().resolved_regular_expressions.find(regex);
        bool const is_new = known == in.group().resolved_regular_expressions.end();
        bool const is_other = is_new ? !topics.empty() : known->second.topics != topics;
        has_changed |= is_other;
        if (!is_new && !is_other) {
            in.edit().resolved_regular_expressions.at(regex).timestamp_ms = now_ms;
            continue;
        }
        std::int64_t const version = is_new ? 1 : known->second.version + 1;
        write(in, ConsumerGroupRegularExpressionRecord{
                      in.group_id, regex,
                      ConsumerGroupRegularExpressionValue{std::move(topics), version, now_ms}});
    }
    if (has_changed) {
        update_subscription_metadata(in, true, kNoName, RebalanceReason::topics_changed);
    }
}

}  // namespace highwater
