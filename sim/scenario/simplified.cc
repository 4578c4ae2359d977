#include "scenario/simplified.h"

namespace highwater {

std::vector<Simplification> const& simplifications() {
    static std::vector<Simplification> const table = {
        {"Network",
         "TCP as Kafka sees it: a lost packet is a delay (sent again after 200 ms, doubling), "
         "a cut link holds what is sent until it heals or the connection is given up, a dead "
         "process refuses connections. There is no bandwidth and no handshake, but that a producer "
         "with acks=0 asks a new connection for ApiVersions first.",
         "Kafka's protocols react to delays, silence and broken connections, not to packets."},
        {"Processors and disks",
         "They cost no time: a broker answers in the instant in which a request arrives.",
         "What is learnt here comes from links and from Kafka's own timers, and stays exact."},
        {"Killing",
         "A killed process loses its memory only; what it wrote stays, as in the page cache.",
         "That is what SIGKILL does. A machine that loses power is another fault."},
        {"Losing power",
         "`unplug` loses everything above a log's recovery point, which moves when a segment is "
         "rolled and on a clean stop. A real kernel writes pages back by itself, mostly within "
         "half a minute, so less may be lost.",
         "It is the worst that Kafka allows for: it does not flush what it writes, and relies on "
         "replication."},
        {"A message that comes twice",
         "`duplicate message` stands for a request that its client sends again: it arrives right "
         "behind the first, with the same correlation id, and the client ignores its answer.",
         "TCP delivers each byte once; only a client that tries again can make a broker handle "
         "a request twice."},
        {"Connections",
         "Between two processes there is one order for everything that goes one way, as if it were "
         "one connection; `reorder` lets requests, answers, the quorum's and the controller's "
         "messages drift apart, each in its own order.",
         "Kafka never relies on an order between connections, and it is easier to follow."},
        {"Before time 0",
         "The cluster forms and its topics are created in the ten simulated seconds before 0.",
         "Lessons start with a running cluster, and all of it really happened: its events can be "
         "looked at."},
        {"Chance",
         "Where Kafka draws a random number (sticky partitions, election timeouts, back-off, "
         "placement, ids) Highwater draws from the seed.",
         "The same seed is the same run, on every machine."},
        {"Order of hash maps",
         "Where Kafka's order is that of a hash map, topics come in the order in which they were "
         "first named, partitions and brokers by id, and what a tool sends to several brokers at "
         "once leaves in the order of their ids. The tools' outputs and the assignors of KIP-848 "
         "keep Java's order.",
         "An order that differs between two runs of Kafka teaches nothing."},
        {"Throttles of replication",
         "The quota counts the bytes of the batches that a fetch carries, not the response around "
         "them. Directories have no throttle: each broker has one, so nothing moves between them.",
         "A throttled move takes as long to a few per cent, and its windows are Kafka's."},
        {"Retention",
         "Old segments go at once; Kafka renames their files and deletes them a minute later. "
         "Segments have no jitter (segment.jitter.ms).",
         "What a consumer can still read is the same."},
        {"Compaction",
         "Cleaning a log takes no time, and all its keys fit into memory: log.cleaner.threads, "
         "log.cleaner.dedupe.buffer.size and log.cleaner.io.* have no effect. Equally dirty logs "
         "are cleaned in the order of their names. Indexes, which can keep Kafka from joining "
         "small segments, are not there.",
         "Which records stay, at which offsets, and when the cleaner looks is the same."},
        {"Values and compression",
         "A value that neither a data file nor a step writes out is only a size, so nothing is "
         "really compressed. Of each codec a model says how many bytes a batch takes in the log "
         "and on the wire, and how much CPU time (highwater state: compression_cpu_us): it knows "
         "how large a batch is and how many records it has, not what they say. Nobody waits for "
         "that time, and the log cleaner's is not counted. compression.gzip.level, "
         "compression.lz4.level and compression.zstd.level have no effect, and kafka-dump-log "
         "computes its crc from uncompressed records.",
         "Who compresses, when, and which limits count the compressed bytes is as in Kafka, and so "
         "is that larger batches compress better. How well: measure your own data."},
        {"Configs of a broker",
         "kafka-configs --describe --all lists those that the simulation reads; Kafka lists some "
         "300 more. A change of a broker's config is checked by the controller, in Kafka by the "
         "broker that forwards it.",
         "A config without an effect here has nothing to show; the answer is the same."},
        {"Voters of the quorum",
         "They are fixed by configuration (kraft.version 0): add-controller and remove-controller "
         "of kafka-metadata-quorum are refused, as Kafka refuses them in such a cluster.",
         "How a quorum decides is the same with voters that change."},
        {"Features",
         "kafka-features changes levels, but only eligible.leader.replicas.version does anything "
         "here: it switches ELR off and on. metadata.version cannot be lowered. kraft.version "
         "stays 0, and --release-version leaves it out.",
         "All servers are of one release; what the other features bring is always there."},
        {"Metadata that is taken back",
         "A node whose metadata log parts from its leader's below the high watermark that it knows "
         "cuts its log there and goes on; Kafka's raises a fatal fault and halts.",
         "It takes a majority of the quorum that lost its disks, and what that costs is seen only "
         "when the cluster goes on."},
        {"Metadata snapshots",
         "A snapshot is written in the instant in which it is due. Its bytes, and those of the "
         "metadata log, are those of Kafka's encoding, where a broker listens as "
         "PLAINTEXT://broker-N:9092.",
         "When one is written, who fetches it and what the log forgets then stays as in Kafka."},
        {"Callbacks of send()",
         "They run the moment the answer is there, as a Java producer's I/O thread runs them: "
         "records acknowledged or given up are facts. poll of a step stands for that of clients "
         "built on librdkafka, and counts the delivery reports since the last one; nothing waits "
         "for it, and the queue of reports is never full.",
         "The producers are Java's; what poll() adds is only when an application hears of it."},
        {"Help of the tools",
         "`--help`, and what a tool prints below a complaint about its options, is a sentence and "
         "the bare list of its options; Kafka's tools print a table that explains each of them.",
         "The explanations are Kafka's own text. What the options do is Kafka's behaviour."},
        {"Addresses of tools",
         "Without --bootstrap-server a tool asks any broker that answers. Every broker has one log "
         "directory, /tmp/kafka-logs, on a machine of its own. The consoles do not look at the "
         "port of --bootstrap-server.",
         "A command in a lesson says what it is about."},
        {"Members of groups",
         "An application stands in poll() until there is something to do; Kafka's returns every "
         "100 ms or so and is called again. Callbacks take no time. A coordinator reads its "
         "partition in 2 ms and 5 us for each batch.",
         "What members see is the same, and idle ones cost nothing."},
        {"Coordinators",
         "A coordinator has one state, that of its last write: queries and the window tell of it, "
         "tools and consumers of what is committed. A new process of a static member whose record "
         "is not committed in time stays in its place; Kafka puts the old one back. Where a batch "
         "is too large for __consumer_offsets the coordinator reads its log anew, and members look "
         "for it again; Kafka answers UNKNOWN_SERVER_ERROR.",
         "The two differ for some milliseconds, or while __consumer_offsets lacks a replica."},
        {"Decisions of a controller",
         "The timeline tells a decision in the instant in which the controller takes it. Brokers "
         "and tools hear of it when the quorum has committed it, as in Kafka; where that never "
         "comes, the timeline says so when those records are cut off.",
         "Cause and effect stand side by side, and the difference is mostly milliseconds."},
        {"Combined nodes",
         "One that leads the quorum and is shut down asks the other voters for an election and "
         "ends; Kafka's waits some seconds until another leads, as a controller of its own does "
         "here, too.",
         "Who leads next is decided in the same way."},
        {"Silent brokers",
         "The controller fences a broker the moment its session ends. Kafka's looks every eighth "
         "of a session: up to 1.1 s later with the default of 9 s.",
         "The nine seconds of the config are the nine seconds on the time bar."},
        {"A broker that starts",
         "It answers clients and followers at once, by the metadata that it has; Kafka opens its "
         "listeners when the controller has unfenced it.",
         "What it leads is decided by the controller alone; who asks too early is told of another "
         "leader, or of no topics at all where no controller lives."},
        {"A broker that is never registered",
         "Where no controller registers it within initial.broker.registration.timeout.ms it stops "
         "as if it had been shut down; Kafka's ends with an error.",
         "Its log is whole either way, and it has to be started again."},
        {"Intervals of nothing",
         "Kafka lets some intervals be 0, or so short that a server does nothing else: "
         "broker.heartbeat.interval.ms, heartbeat.interval.ms, replica.lag.time.max.ms, "
         "controller.quorum.fetch.timeout.ms and a few more begin at 1 to 10 ms here.",
         "Work costs no time here, so what repeats after 0 ms would never let time go on."},
        {"Assignors",
         "The leader of a classic group assigns as if brokers had no racks (KIP-881 is not looked "
         "at). Patterns of topic names are RE2's: Java's look-around is refused.",
         "Who gets which partition in a group of equal members is the same."},
        {"Consoles",
         "kafka-console-producer reads all of its standard input (behind <<< in a step) and ends; "
         "kafka-console-consumer ends by --max-messages or --timeout-ms. "
         "Of what they log there are the exceptions that end them or cost a record, and the "
         "warnings of topics that metadata cannot tell of, which Kafka repeats with each answer "
         "and which come once here. Connections and retries are not logged. Deserializers are "
         "those of strings and whole numbers. "
         "Files of properties are not read: say --command-property.",
         "A step of a lesson ends by itself."},
        {"Exceptions of send()",
         "Where only an error of the protocol has room (`last error of`), the "
         "IllegalArgumentException of a buffer.memory below batch.size is called INVALID_CONFIG, "
         "and the KafkaException of a send() that close() interrupts UNKNOWN_SERVER_ERROR. "
         "The timeline and the tools name the exception.",
         "No broker says INVALID_CONFIG to a send(), and a closed producer is told nothing more."},
        {"Quotas of clients",
         "producer_byte_rate and consumer_byte_rate throttle as in Kafka. request_percentage, "
         "controller_mutation_rate and connection_creation_rate can be set, described and deleted, "
         "but hold nobody back: requests cost a broker no time, and connections are not counted. "
         "Everybody is the user ANONYMOUS, as over PLAINTEXT, and a client's id is its name, "
         "that of a console console-producer or console-consumer. Values have six decimals. With "
         "acks=0 nothing holds a producer back: what it sends waits at the broker, where Kafka's "
         "sockets fill and stop it. What a producer has sent when it is throttled may have been "
         "read already; Kafka reads the next request of a connection only after the answer.",
         "How long a client waits follows from bytes and windows alone."},
        {"Configs of groups",
         "consumer.session.timeout.ms, consumer.heartbeat.interval.ms and "
         "consumer.assignment.interval.ms hold from a member's next heartbeat on. Those that begin "
         "with share or streams are checked against Kafka's default bounds, kept and described, "
         "but there are no such groups. kafka-configs refuses --entity-type client-metrics and "
         "broker-loggers knowingly: clients push no metrics here, and servers write no log of "
         "words.",
         "All that a coordinator of KIP-848 goes by is there."},
        {"Transactions",
         "There are none: transactional.id makes no producer transactional (a step that asks for "
         "it is refused, a file is told that it has no effect), no step begins, commits or aborts "
         "one, and there is no kafka-transactions.",
         "Idempotent producers and the offsets of groups come first: a transaction is built of "
         "both."},
        {"kafka-dump-log",
         "Reads .log files of any broker (--files broker-2/orders-0/00000000000000000000.log), "
         "made into Kafka's bytes at that moment, uncompressed. --offsets-decoder understands "
         "offsets and classic groups; indexes, snapshots and the metadata log are not files here.",
         "What a log holds can be looked at record by record."},
        {"Share groups",
         "Groups of KIP-932 and of Kafka Streams are not there: kafka-groups --share and --streams "
         "list nothing.",
         "Partitions that have one owner at a time come first."},
        {"Clocks",
         "All are exact unless `skew` sets one ahead or back; every run starts at "
         "2026-01-01T00:00:00Z. A skewed clock gives other timestamps (LogAppendTime, a client's "
         "CreateTime, metadata records). Waiting does not change, as with a clock that was slewed; "
         "a real jump would also end, once, some waits of clients and controllers too early or "
         "late.",
         "Kafka's safety does not rest on clocks; what records say of their time does."},
        {"Several clusters",
         "A world may hold several. They share nothing but the network's settings and the racks, "
         "and do not talk to each other. The window shows the first one.",
         "Mirroring needs them; so far they stand side by side."},
    };
    return table;
}

}  // namespace highwater
