#include "client/tools/dump_log.h"

#include <algorithm>

#include "client/tools/coordinator_text.h"
#include "client/tools/java_exception.h"
#include "client/tools/steps.h"
#include "record/batch_bytes.h"

namespace highwater {

namespace {
std::vector<OptionSpec> const& dump_options() {
    static std::vector<OptionSpec> const known = {{"deep-iteration", false},
                                                  {"files", true},
                                                  {"help", false},
                                                  {"max-bytes", true},
                                                  {"max-message-size", true},
                                                  {"offsets-decoder", false},
                                                  {"print-data-log", false},
                                                  {"skip-record-metadata", false},
                                                  {"verify-index-only", false},
                                                  {"version", false}};
    return known;
}

std::string text_of(bool value) { return value ? "true" : "false"; }

std::string time_of(RecordBatch const& header, std::int64_t timestamp_ms) {
    bool const is_create = header.timestamp_type == TimestampType::create_time;
    return std::string{is_create ? "CreateTime: " : "LogAppendTime: "} +
           std::to_string(timestamp_ms);
}

std::string batch_line(DecodedBatch const& batch, std::int64_t position) {
    RecordBatch const& header = batch.header;
    std::string const horizon = batch.horizon
                                    ? "OptionalLong[" + std::to_string(*batch.horizon) + "]"
                                    : "OptionalLong.empty";
    return "baseOffset: " + std::to_string(header.base_offset.value) +
           " lastOffset: " + std::to_string(header.last_offset().value) +
           " count: " + std::to_string(batch.count) +
           " baseSequence: " + std::to_string(header.base_sequence) +
           " lastSequence: " + std::to_string(header.last_sequence()) +
           " producerId: " + std::to_string(header.producer_id.value) +
           " producerEpoch: " + std::to_string(header.producer_epoch) +
           " partitionLeaderEpoch: " + std::to_string(header.partition_leader_epoch.value) +
           " isTransactional: " + text_of(header.is_transactional) +
           " isControl: " + text_of(header.is_control()) + " deleteHorizonMs: " + horizon +
           " position: " + std::to_string(position) + " " +
           time_of(header, header.max_timestamp_ms) +
           " size: " + std::to_string(header.size_in_bytes) +
           " magic: " + std::to_string(batch.magic) +
           " compresscodec: " + std::string{name_of(header.compression)} +
           " crc: " + std::to_string(batch.crc) + " isvalid: " + text_of(batch.is_valid) + "\n";
}

// Version and type, then for the end of a transaction the coordinator's epoch.
std::string control_text(RecordContent const& content) {
    auto const reader = [](std::optional<std::string> const& bytes) {
        return bytes
                   ? ByteReader{reinterpret_cast<std::uint8_t const*>(bytes->data()), bytes->size()}
                   : ByteReader{nullptr, 0};
    };
    ByteReader key = reader(content.key);
    key.i16();
    std::int16_t const type = key.i16();
    ByteReader value = reader(content.value);
    value.i16();
    bool const ends_transaction = type == 0 || type == 1;
    if (!ends_transaction) return " controlType: " + std::to_string(type);
    return std::string{" endTxnMarker: "} + (type == 1 ? "COMMIT" : "ABORT") +
           " coordinatorEpoch: " + std::to_string(value.i32());
}

std::string data_text(RecordContent const& content, DumpWish const& wish) {
    if (wish.decodes_offsets) return coordinator_record_text(content.key, content.value);
    std::string text;
    if (content.key) text += " key: " + *content.key;
    if (content.value) text += " payload: " + *content.value;
    return text;
}

std::string record_line(DecodedBatch const& batch, DecodedRecord const& record,
                        DumpWish const& wish) {
    if (wish.skips_metadata) {
        // Of a control record nothing is left, but its line.
        bool const has_data = wish.prints_data && !batch.header.is_control();
        std::string const data = has_data ? data_text(record.content, wish) : "";
        return data.empty() ? "\n" : "|" + data + "\n";
    }
    std::string headers;
    for (Header const& header : record.content.headers) {
        headers += (headers.empty() ? "" : ",") + header.key;
    }
    std::string line = "| offset: " + std::to_string(record.offset.value) + " " +
                       time_of(batch.header, record.timestamp_ms) +
                       " keySize: " + std::to_string(record.key_size) +
                       " valueSize: " + std::to_string(record.value_size) +
                       " sequence: " + std::to_string(record.sequence) + " headerKeys: [" +
                       headers + "]";
    if (batch.header.is_control()) {
        line += control_text(record.content);
    } else if (wish.prints_data) {
        line += data_text(record.content, wish);
    }
    return line + "\n";
}

constexpr char kNoSuchFile[] = "java.nio.file.NoSuchFileException";

DumpedFile const* find_file(Tool const& self, std::string const& name) {
    if (!self.files) return nullptr;
    for (DumpedFile const& file : *self.files) {
        if (file.name == name) return &file;
    }
    return nullptr;
}

// Kafka's tool reads these too; here no broker has them.
bool is_dumped_elsewhere(std::string const& name) {
    auto const dot = name.rfind('.');
    std::string const ending = dot == std::string::npos ? "" : name.substr(dot);
    return ending == ".index" || ending == ".timeindex" || ending == ".txnindex" ||
           ending == ".snapshot" || ending == ".checkpoint";
}

// The number that a segment's file is named by.
std::string base_offset_in(std::string const& file) {
    std::string name = file.substr(file.find_last_of('/') + 1);
    name = name.substr(0, name.find('.'));
    auto const first = name.find_first_not_of('0');
    return first == std::string::npos ? "0" : name.substr(first);
}
}  // namespace

std::vector<std::string> dumped_files(std::vector<std::string> const& arguments) {
    Expected<Options> const options = parse_options(arguments, dump_options());
    if (!options || !options->has("files")) return {};
    std::vector<std::string> names = split(options->get("files"), ',');
    while (!names.empty() && names.back().empty()) names.pop_back();
    return names;
}

std::string dump_log(std::string const& file, Bytes const& bytes, DumpWish const& wish) {
    std::string text = "Dumping " + file + "\nLog starting offset: " + base_offset_in(file) + "\n";
    bool const is_limited = wish.max_bytes != INT32_MAX;
    std::int64_t position = 0;  // in the file as the broker counts it
    std::size_t at = 0;         // and in `bytes`, where nothing is compressed
    while (at < bytes.size() && position < wish.max_bytes) {
        std::size_t taken = 0;
        auto const batch = decode_batch(bytes.data() + at, bytes.size() - at, taken);
        // The next one may go beyond the limit, of which nothing is said.
        if (is_limited && (!batch || position + batch->header.size_in_bytes > wish.max_bytes)) {
            break;
        }
        if (!batch) {
            text += "Found " + std::to_string(bytes.size() - at) + " invalid bytes at the end of " +
                    file.substr(file.find_last_of('/') + 1) + "\n";
            break;
        }
        text += batch_line(*batch, position);
        if (wish.deep_iteration) {
            for (DecodedRecord const& record : batch->records) {
                text += record_line(*batch, record, wish);
            }
        }
        position += batch->header.size_in_bytes;
        at += taken;
    }
    return text;
}

std::string aborted_transaction_text(AbortedTransaction const& one) {
    return "version: 0 producerId: " + std::to_string(one.id.value) +
           " firstOffset: " + std::to_string(one.first_offset.value) +
           " lastOffset: " + std::to_string(one.last_offset.value) +
           " lastStableOffset: " + std::to_string(one.last_stable_offset.value);
}

std::string dump_index(std::string const& file,
                       std::vector<std::pair<std::int64_t, std::int64_t>> const& entries) {
    bool const is_of_times = file.size() > 10 && file.substr(file.size() - 10) == ".timeindex";
    std::string text = "Dumping " + file + "\n";
    for (auto const& [key, value] : entries) {
        text += (is_of_times ? "timestamp: " : "offset: ") + std::to_string(key) +
                (is_of_times ? " offset: " : " position: ") + std::to_string(value) + "\n";
    }
    return text;
}

void begin_dump_log(Tool& self, Effects& out) {
    Expected<Options> const options = parse_options(self.call->arguments, dump_options());
    if (!options) return finish(self, caught(option_exception(options.problem())), out);
    if (auto text =
            help_or_version(*options,
                            "This tool helps to parse a log file and dump its contents to the "
                            "console, useful for debugging a seemingly corrupt log segment.",
                            dump_options())) {
        return finish(self, *std::move(text), out);
    }
    if (!options->has("files")) {
        return finish(self, usage(missing_argument("files"), dump_options()), out);
    }
    DumpWish wish;
    wish.decodes_offsets = options->has("offsets-decoder");
    wish.prints_data = wish.decodes_offsets || options->has("print-data-log");
    wish.deep_iteration = wish.prints_data || options->has("deep-iteration");
    wish.skips_metadata = options->has("skip-record-metadata");
    std::string const bytes = options->has("max-bytes") ? options->get("max-bytes") : "";
    std::int64_t max_bytes = INT32_MAX;
    bool const is_number = bytes.empty() || (parse_integer(bytes, max_bytes) &&
                                             max_bytes >= INT32_MIN && max_bytes <= INT32_MAX);
    std::string printed;
    std::string ignored;
    for (std::string const& name : dumped_files(self.call->arguments)) {
        // Whatever goes wrong ends the tool; what it has printed by then stays.
        auto const fail = [&](Thrown const& thrown) {
            ToolText text = caught(thrown);
            text.out = printed;
            text.err = ignored + text.err;
            finish(self, std::move(text), out);
        };
        std::string const last = name.substr(name.find_last_of('/') + 1);
        DumpedFile const* const file = find_file(self, name);
        bool const is_log = last.size() > 4 && last.substr(last.size() - 4) == ".log";
        if (!is_log) {
            printed += "Dumping " + name + "\n";
            if (is_dumped_elsewhere(last)) return fail({kNoSuchFile, name});
            ignored += "Ignoring unknown file " + name + "\n";
            continue;
        }
        if (!is_number || file == nullptr) printed += "Dumping " + name + "\n";
        if (!is_number) return fail(no_number("max-bytes", bytes));
        if (file == nullptr) {
            printed += "Log starting offset: " + base_offset_in(name) + "\n";
            return fail({kNoSuchFile, name});
        }
        wish.max_bytes = static_cast<std::int32_t>(max_bytes);
        printed += dump_log(name, Bytes(file->bytes.begin(), file->bytes.end()), wish);
    }
    finish(self, {std::move(printed), std::move(ignored), 0}, out);
}

}  // namespace highwater
