// Made from the configs of Apache Kafka 4.3.0, tests/kafka/configs.json; unit_node compares.
#include "node/config_rules.h"

#include <algorithm>
#include <span>
#include <string>

#include "base/text.h"
#include "node/config_value.h"

namespace highwater {

namespace {
struct ConfigRuleRow {
    std::string_view type;
    std::string_view valid;
    std::string_view names;  // with blanks between
};

// clang-format off
constexpr ConfigRuleRow kBrokerRules[] = {
    {"boolean", "",
     "auto.create.topics.enable auto.leader.rebalance.enable controlled.shutdown.enable "
     "controller.quorum.auto.join.enable delete.topic.enable "
     "follower.fetch.last.tiered.offset.enable log.cleaner.enable log.preallocate "
     "remote.log.storage.system.enable sasl.oauthbearer.assertion.claim.jti.include "
     "ssl.allow.dn.changes ssl.allow.san.changes transaction.partition.verification.enable "
     "transaction.two.phase.commit.enable unclean.leader.election.enable"},
    {"short", "",
     "sasl.login.refresh.buffer.seconds sasl.login.refresh.min.period.seconds"},
    {"short", "[1,...]",
     "offsets.topic.replication.factor share.coordinator.state.topic.min.isr "
     "share.coordinator.state.topic.replication.factor transaction.state.log.replication.factor"},
    {"int", "",
     "broker.heartbeat.interval.ms broker.id broker.session.timeout.ms "
     "controller.socket.timeout.ms default.replication.factor "
     "delete.records.purgatory.purge.interval.requests fetch.purgatory.purge.interval.requests "
     "group.initial.rebalance.delay.ms group.max.session.timeout.ms group.min.session.timeout.ms "
     "initial.broker.registration.timeout.ms log.retention.hours log.retention.minutes "
     "num.replica.alter.log.dirs.threads offset.metadata.max.bytes offsets.topic.compression.codec "
     "producer.purgatory.purge.interval.requests replica.fetch.min.bytes replica.fetch.wait.max.ms "
     "replica.socket.receive.buffer.bytes replica.socket.timeout.ms request.timeout.ms "
     "sasl.login.connect.timeout.ms sasl.login.read.timeout.ms sasl.oauthbearer.clock.skew.seconds "
     "sasl.server.max.receive.size share.coordinator.state.topic.compression.codec "
     "share.fetch.purgatory.purge.interval.requests socket.receive.buffer.bytes "
     "socket.send.buffer.bytes"},
    {"int", "[-1,...]",
     "group.coordinator.append.linger.ms share.coordinator.append.linger.ms"},
    {"int", "[-131072,...,22]",
     "compression.zstd.level"},
    {"int", "[0,...,3600]",
     "sasl.oauthbearer.assertion.claim.nbf.seconds"},
    {"int", "[0,...,500]",
     "share.coordinator.snapshot.update.records.per.snapshot"},
    {"int", "[0,...,86400]",
     "sasl.oauthbearer.assertion.claim.exp.seconds"},
    {"int", "[0,...]",
     "add.partitions.to.txn.retry.backoff.max.ms connection.failed.authentication.delay.ms "
     "controller.quorum.append.linger.ms controller.quorum.election.backoff.max.ms "
     "controller.quorum.election.timeout.ms controller.quorum.fetch.timeout.ms "
     "controller.quorum.request.timeout.ms controller.quorum.retry.backoff.ms "
     "group.consumer.assignment.interval.ms group.consumer.max.assignment.interval.ms "
     "group.consumer.min.assignment.interval.ms group.share.assignment.interval.ms "
     "group.share.max.assignment.interval.ms group.share.min.assignment.interval.ms "
     "group.streams.assignment.interval.ms group.streams.initial.rebalance.delay.ms "
     "group.streams.max.assignment.interval.ms group.streams.max.standby.replicas "
     "group.streams.min.assignment.interval.ms group.streams.num.standby.replicas "
     "log.cleaner.io.buffer.size log.cleaner.threads log.flush.offset.checkpoint.interval.ms "
     "log.flush.start.offset.checkpoint.interval.ms log.index.interval.bytes log.roll.jitter.hours "
     "max.connection.creation.rate max.connections max.connections.per.ip "
     "max.incremental.fetch.session.cache.slots message.max.bytes metadata.max.idle.interval.ms "
     "node.id remote.log.metadata.custom.metadata.max.bytes replica.fetch.backoff.ms "
     "replica.fetch.max.bytes replica.fetch.response.max.bytes"},
    {"int", "[1,...,1000]",
     "group.share.max.size"},
    {"int", "[1,...,17]",
     "compression.lz4.level"},
    {"int", "[1,...,9] or -1",
     "compression.gzip.level"},
    {"int", "[1,...]",
     "add.partitions.to.txn.retry.backoff.ms alter.log.dirs.replication.quota.window.num "
     "alter.log.dirs.replication.quota.window.size.seconds background.threads "
     "controller.quorum.fetch.max.bytes controller.quorum.fetch.snapshot.max.bytes "
     "controller.quota.window.num controller.quota.window.size.seconds "
     "group.consumer.heartbeat.interval.ms group.consumer.max.heartbeat.interval.ms "
     "group.consumer.max.session.timeout.ms group.consumer.max.size "
     "group.consumer.min.heartbeat.interval.ms group.consumer.min.session.timeout.ms "
     "group.consumer.session.timeout.ms group.coordinator.background.threads "
     "group.coordinator.threads group.max.size group.share.heartbeat.interval.ms "
     "group.share.max.heartbeat.interval.ms group.share.max.session.timeout.ms "
     "group.share.max.share.sessions group.share.min.heartbeat.interval.ms "
     "group.share.min.session.timeout.ms group.share.session.timeout.ms "
     "group.streams.heartbeat.interval.ms group.streams.max.heartbeat.interval.ms "
     "group.streams.max.session.timeout.ms group.streams.max.size "
     "group.streams.min.heartbeat.interval.ms group.streams.min.session.timeout.ms "
     "group.streams.session.timeout.ms kafka.metrics.polling.interval.secs log.roll.hours "
     "max.request.partition.size.limit metrics.num.samples min.insync.replicas num.io.threads "
     "num.network.threads num.partitions num.recovery.threads.per.data.dir num.replica.fetchers "
     "offsets.commit.timeout.ms offsets.load.buffer.size offsets.retention.minutes "
     "offsets.topic.num.partitions offsets.topic.segment.bytes producer.id.expiration.ms "
     "queued.max.requests quota.window.num quota.window.size.seconds remote.fetch.max.wait.ms "
     "remote.log.manager.copier.thread.pool.size remote.log.manager.copy.quota.window.num "
     "remote.log.manager.copy.quota.window.size.seconds "
     "remote.log.manager.expiration.thread.pool.size remote.log.manager.fetch.quota.window.num "
     "remote.log.manager.fetch.quota.window.size.seconds "
     "remote.log.manager.follower.thread.pool.size remote.log.manager.thread.pool.size "
     "remote.log.reader.max.pending.tasks remote.log.reader.threads replication.quota.window.num "
     "replication.quota.window.size.seconds share.coordinator.load.buffer.size "
     "share.coordinator.state.topic.num.partitions share.coordinator.state.topic.segment.bytes "
     "share.coordinator.threads share.coordinator.write.timeout.ms socket.listen.backlog.size "
     "socket.request.max.bytes telemetry.max.bytes "
     "transaction.abort.timed.out.transaction.cleanup.interval.ms transaction.max.timeout.ms "
     "transaction.remove.expired.transaction.cleanup.interval.ms "
     "transaction.state.log.load.buffer.size transaction.state.log.min.isr "
     "transaction.state.log.num.partitions transaction.state.log.segment.bytes "
     "transactional.id.expiration.ms"},
    {"int", "[100,...,10000]",
     "group.share.partition.max.record.locks"},
    {"int", "[100,...,2000]",
     "group.share.min.partition.max.record.locks"},
    {"int", "[1000,...,30000]",
     "group.share.min.record.lock.duration.ms"},
    {"int", "[1000,...,3600000]",
     "group.share.record.lock.duration.ms"},
    {"int", "[1024,...]",
     "fetch.max.bytes"},
    {"int", "[1048576,...]",
     "log.segment.bytes"},
    {"int", "[2,...,10]",
     "group.share.delivery.count.limit"},
    {"int", "[2,...,5]",
     "group.share.min.delivery.count.limit"},
    {"int", "[2000,...,10000]",
     "group.share.max.partition.max.record.locks"},
    {"int", "[30000,...,3600000]",
     "group.share.max.record.lock.duration.ms"},
    {"int", "[4,...]",
     "log.index.size.max.bytes"},
    {"int", "[5,...,25]",
     "group.share.max.delivery.count.limit"},
    {"int", "[524288,...]",
     "group.coordinator.cached.buffer.max.bytes share.coordinator.cached.buffer.max.bytes"},
    {"int", "[8388608,...]",
     "metadata.log.segment.bytes"},
    {"long", "",
     "connections.max.idle.ms connections.max.reauth.ms log.cleaner.dedupe.buffer.size "
     "log.flush.interval.ms log.flush.scheduler.interval.ms log.retention.bytes log.retention.ms "
     "log.roll.jitter.ms log.roll.ms metadata.log.segment.ms metadata.max.retention.bytes "
     "metadata.max.retention.ms queued.max.request.bytes "
     "replica.high.watermark.checkpoint.interval.ms replica.lag.time.max.ms "
     "sasl.kerberos.min.time.before.relogin sasl.login.retry.backoff.max.ms "
     "sasl.login.retry.backoff.ms sasl.oauthbearer.jwks.endpoint.refresh.ms "
     "sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms "
     "sasl.oauthbearer.jwks.endpoint.retry.backoff.ms socket.connection.setup.timeout.max.ms "
     "socket.connection.setup.timeout.ms"},
    {"long", "[-2,...]",
     "log.local.retention.bytes log.local.retention.ms"},
    {"long", "[0,...]",
     "log.cleaner.backoff.ms log.cleaner.delete.retention.ms log.cleaner.min.compaction.lag.ms "
     "log.message.timestamp.after.max.ms log.message.timestamp.before.max.ms "
     "log.segment.delete.delay.ms metadata.log.max.snapshot.interval.ms"},
    {"long", "[1,...]",
     "delegation.token.expiry.check.interval.ms delegation.token.expiry.time.ms "
     "delegation.token.max.lifetime.ms leader.imbalance.check.interval.seconds "
     "log.cleaner.max.compaction.lag.ms log.dir.failure.timeout.ms log.flush.interval.messages "
     "log.retention.check.interval.ms metadata.log.max.record.bytes.between.snapshots "
     "metrics.sample.window.ms offsets.retention.check.interval.ms "
     "remote.list.offsets.request.timeout.ms remote.log.index.file.cache.total.size.bytes "
     "remote.log.manager.copy.max.bytes.per.second remote.log.manager.fetch.max.bytes.per.second "
     "remote.log.manager.task.interval.ms"},
    {"double", "",
     "log.cleaner.io.buffer.load.factor log.cleaner.io.max.bytes.per.second "
     "sasl.kerberos.ticket.renew.jitter sasl.kerberos.ticket.renew.window.factor "
     "sasl.login.refresh.window.factor sasl.login.refresh.window.jitter"},
    {"double", "[0,...,1]",
     "log.cleaner.min.cleanable.ratio"},
    {"string", "(case insensitive) [DISABLED, DOWNGRADE, UPGRADE, BIDIRECTIONAL]",
     "group.consumer.migration.policy"},
    {"string", "(case insensitive) [ES256, RS256]",
     "sasl.oauthbearer.assertion.algorithm"},
    {"string", "[CreateTime, LogAppendTime]",
     "log.message.timestamp.type"},
    {"string", "[PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL]",
     "security.inter.broker.protocol"},
    {"string", "[required, requested, none]",
     "ssl.client.auth"},
    {"string", "[uncompressed, zstd, lz4, snappy, gzip, producer]",
     "compression.type"},
    {"string", "non-empty string",
     "remote.log.metadata.manager.class.name remote.log.metadata.manager.impl.prefix "
     "remote.log.metadata.manager.listener.name remote.log.storage.manager.class.name "
     "remote.log.storage.manager.impl.prefix"},
    {"string", "non-null string",
     "authorizer.class.name"},
    {"list", "[broker, controller]",
     "process.roles"},
    {"list", "[compact, delete]",
     "log.cleanup.policy"},
    {"list", "[consumer, classic, share, streams]",
     "group.coordinator.rebalance.protocols"},
    {"list", "non-empty list",
     "controller.quorum.bootstrap.servers controller.quorum.voters"},
};

constexpr ConfigRuleRow kProducerRules[] = {
    {"boolean", "",
     "enable.idempotence enable.metrics.push partitioner.adaptive.partitioning.enable "
     "partitioner.ignore.keys sasl.oauthbearer.assertion.claim.jti.include "
     "sasl.oauthbearer.header.urlencode transaction.two.phase.commit.enable"},
    {"short", "[0,...,3600]",
     "sasl.login.refresh.buffer.seconds"},
    {"short", "[0,...,900]",
     "sasl.login.refresh.min.period.seconds"},
    {"int", "",
     "sasl.login.connect.timeout.ms sasl.login.read.timeout.ms sasl.oauthbearer.clock.skew.seconds "
     "transaction.timeout.ms"},
    {"int", "[-1,...]",
     "receive.buffer.bytes send.buffer.bytes"},
    {"int", "[-131072,...,22]",
     "compression.zstd.level"},
    {"int", "[0,...,2147483647]",
     "retries"},
    {"int", "[0,...,3600]",
     "sasl.oauthbearer.assertion.claim.nbf.seconds"},
    {"int", "[0,...,86400]",
     "sasl.oauthbearer.assertion.claim.exp.seconds"},
    {"int", "[0,...]",
     "batch.size delivery.timeout.ms max.request.size request.timeout.ms"},
    {"int", "[1,...,17]",
     "compression.lz4.level"},
    {"int", "[1,...,9] or -1",
     "compression.gzip.level"},
    {"int", "[1,...]",
     "max.in.flight.requests.per.connection metrics.num.samples"},
    {"long", "",
     "connections.max.idle.ms sasl.kerberos.min.time.before.relogin "
     "sasl.login.retry.backoff.max.ms sasl.login.retry.backoff.ms "
     "sasl.oauthbearer.jwks.endpoint.refresh.ms "
     "sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms "
     "sasl.oauthbearer.jwks.endpoint.retry.backoff.ms socket.connection.setup.timeout.max.ms "
     "socket.connection.setup.timeout.ms"},
    {"long", "[0,...]",
     "buffer.memory linger.ms max.block.ms metadata.max.age.ms "
     "metadata.recovery.rebootstrap.trigger.ms metrics.sample.window.ms "
     "partitioner.availability.timeout.ms reconnect.backoff.max.ms reconnect.backoff.ms "
     "retry.backoff.max.ms retry.backoff.ms"},
    {"long", "[5000,...]",
     "metadata.max.idle.ms"},
    {"double", "",
     "sasl.kerberos.ticket.renew.jitter sasl.kerberos.ticket.renew.window.factor"},
    {"double", "[0.0,...,0.25]",
     "sasl.login.refresh.window.jitter"},
    {"double", "[0.5,...,1.0]",
     "sasl.login.refresh.window.factor"},
    {"string", "(case insensitive) [ES256, RS256]",
     "sasl.oauthbearer.assertion.algorithm"},
    {"string", "(case insensitive) [REBOOTSTRAP, NONE]",
     "metadata.recovery.strategy"},
    {"string", "(case insensitive) [SASL_SSL, PLAINTEXT, SSL, SASL_PLAINTEXT]",
     "security.protocol"},
    {"string", "[INFO, DEBUG, TRACE]",
     "metrics.recording.level"},
    {"string", "[all, -1, 0, 1]",
     "acks"},
    {"string", "[none, gzip, snappy, lz4, zstd]",
     "compression.type"},
    {"string", "[use_all_dns_ips, resolve_canonical_bootstrap_servers_only]",
     "client.dns.lookup"},
    {"string", "non-empty string",
     "transactional.id"},
};

constexpr ConfigRuleRow kConsumerRules[] = {
    {"boolean", "",
     "allow.auto.create.topics check.crcs enable.auto.commit enable.metrics.push "
     "exclude.internal.topics sasl.oauthbearer.assertion.claim.jti.include "
     "sasl.oauthbearer.header.urlencode"},
    {"short", "[0,...,3600]",
     "sasl.login.refresh.buffer.seconds"},
    {"short", "[0,...,900]",
     "sasl.login.refresh.min.period.seconds"},
    {"int", "",
     "heartbeat.interval.ms sasl.login.connect.timeout.ms sasl.login.read.timeout.ms "
     "sasl.oauthbearer.clock.skew.seconds session.timeout.ms"},
    {"int", "[-1,...]",
     "receive.buffer.bytes send.buffer.bytes"},
    {"int", "[0,...,3600]",
     "sasl.oauthbearer.assertion.claim.nbf.seconds"},
    {"int", "[0,...,86400]",
     "sasl.oauthbearer.assertion.claim.exp.seconds"},
    {"int", "[0,...]",
     "auto.commit.interval.ms default.api.timeout.ms fetch.max.bytes fetch.max.wait.ms "
     "fetch.min.bytes max.partition.fetch.bytes request.timeout.ms"},
    {"int", "[1,...]",
     "max.poll.interval.ms max.poll.records metrics.num.samples"},
    {"long", "",
     "connections.max.idle.ms sasl.kerberos.min.time.before.relogin "
     "sasl.login.retry.backoff.max.ms sasl.login.retry.backoff.ms "
     "sasl.oauthbearer.jwks.endpoint.refresh.ms "
     "sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms "
     "sasl.oauthbearer.jwks.endpoint.retry.backoff.ms socket.connection.setup.timeout.max.ms "
     "socket.connection.setup.timeout.ms"},
    {"long", "[0,...]",
     "metadata.max.age.ms metadata.recovery.rebootstrap.trigger.ms metrics.sample.window.ms "
     "reconnect.backoff.max.ms reconnect.backoff.ms retry.backoff.max.ms retry.backoff.ms"},
    {"double", "",
     "sasl.kerberos.ticket.renew.jitter sasl.kerberos.ticket.renew.window.factor"},
    {"double", "[0.0,...,0.25]",
     "sasl.login.refresh.window.jitter"},
    {"double", "[0.5,...,1.0]",
     "sasl.login.refresh.window.factor"},
    {"string", "(case insensitive) [CONSUMER, CLASSIC]",
     "group.protocol"},
    {"string", "(case insensitive) [ES256, RS256]",
     "sasl.oauthbearer.assertion.algorithm"},
    {"string", "(case insensitive) [REBOOTSTRAP, NONE]",
     "metadata.recovery.strategy"},
    {"string", "(case insensitive) [SASL_SSL, PLAINTEXT, SSL, SASL_PLAINTEXT]",
     "security.protocol"},
    {"string", "[INFO, DEBUG, TRACE]",
     "metrics.recording.level"},
    {"string", "[batch_optimized, record_limit]",
     "share.acquire.mode"},
    {"string", "[implicit, explicit]",
     "share.acknowledgement.mode"},
    {"string", "[latest, earliest, none, by_duration:PnDTnHnMn.nS]",
     "auto.offset.reset"},
    {"string", "[read_committed, read_uncommitted]",
     "isolation.level"},
    {"string", "[use_all_dns_ips, resolve_canonical_bootstrap_servers_only]",
     "client.dns.lookup"},
    {"string", "non-empty string",
     "group.instance.id"},
};
// clang-format on

std::span<ConfigRuleRow const> rules_of(ConfigScope scope) {
    switch (scope) {
    case ConfigScope::broker: return kBrokerRules;
    case ConfigScope::producer: return kProducerRules;
    case ConfigScope::consumer: return kConsumerRules;
    case ConfigScope::topic: break;
    }
    return {};
}

bool has_name(std::string_view names, std::string_view name) {
    while (!names.empty()) {
        std::size_t const end = names.find(' ');
        if (names.substr(0, end) == name) return true;
        names.remove_prefix(end == std::string_view::npos ? names.size() : end + 1);
    }
    return false;
}

// "[0,...]", "[1,...,1000]", "[0.5,...,1.0]": what stands at its ends; empty where it has none.
struct WrittenRange {
    std::string_view low;
    std::string_view high;
};

WrittenRange range_written_as(std::string_view valid) {
    constexpr std::string_view kDots = ",...";
    std::size_t const dots = valid.find(kDots);
    if (dots == std::string_view::npos) return {};
    WrittenRange range{valid.substr(1, dots - 1), valid.substr(dots + kDots.size())};
    range.high.remove_suffix(1);
    if (!range.high.empty()) range.high.remove_prefix(1);
    return range;
}

template <class Integer>
Expected<NoValue> check_whole_number(std::string_view name, std::string_view value,
                                     std::string_view valid) {
    Integer number{};
    // A level of gzip, or the library's own choice.
    if (valid == "[1,...,9] or -1") {
        Expected<NoValue> const parsed = parse_config_integer(name, value, {}, number);
        if (!parsed || number == -1 || (number >= 1 && number <= 9)) return parsed;
        return invalid_config(name, trimmed(value), "Value must be between 1 and 9 or equal to -1");
    }
    WrittenRange const written = range_written_as(valid);
    ConfigRange range;
    range.low = parse_long(written.low).value_or(range.low);
    range.high = parse_long(written.high).value_or(range.high);
    return parse_config_integer(name, value, range, number);
}

bool is_same_but_for_case(std::string_view a, std::string_view b) {
    auto const small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](char x, char y) { return small(x) == small(y); });
}

// "[none, gzip]", where upper and lower case may be one.
Expected<NoValue> check_words_of_rule(std::string_view name, std::string_view value,
                                      ConfigRule const& rule) {
    constexpr std::string_view kCaseless = "(case insensitive) [";
    bool const is_caseless = rule.valid.substr(0, kCaseless.size()) == kCaseless;
    bool const is_list_of_words = is_caseless || rule.valid.substr(0, 1) == "[";
    if (rule.valid == "non-empty string" && value.empty()) {
        return invalid_config(name, value, "String must be non-empty");
    }
    if (!is_list_of_words) return NoValue{};
    std::string_view words = rule.valid.substr(is_caseless ? kCaseless.size() : 1);
    words.remove_suffix(1);
    if (rule.type == "list") return check_config_list(name, value, words);
    // The words of this one are written small, and its default in capitals.
    bool const is_caseless_unsaid = name == "share.acquire.mode";
    if (!is_caseless && !is_caseless_unsaid) return check_config_word(name, value, words);
    for (std::string_view const word : split_config_list(words)) {
        if (is_same_but_for_case(word, value)) return NoValue{};
    }
    return invalid_config(name, value,
                          "String must be one of (case insensitive): " + std::string{words});
}
}  // namespace

ConfigRule config_rule(ConfigScope scope, std::string_view name) {
    for (ConfigRuleRow const& row : rules_of(scope)) {
        if (has_name(row.names, name)) return {row.type, row.valid};
    }
    return {};
}

Expected<NoValue> check_config(ConfigScope scope, std::string_view name, std::string_view value) {
    ConfigRule const rule = config_rule(scope, name);
    if (rule.type == "boolean") {
        bool flag = false;
        return parse_config_boolean(name, value, flag);
    }
    if (rule.type == "short") return check_whole_number<std::int16_t>(name, value, rule.valid);
    if (rule.type == "int") return check_whole_number<std::int32_t>(name, value, rule.valid);
    if (rule.type == "long") return check_whole_number<std::int64_t>(name, value, rule.valid);
    if (rule.type == "double") {
        WrittenRange const range = range_written_as(rule.valid);
        return check_config_decimal(name, value, range.low, range.high);
    }
    return check_words_of_rule(name, trimmed(value), rule);
}

}  // namespace highwater
