#include "tests/kafka/agree.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <regex>
#include <set>
#include <utility>

namespace highwater {

using nlohmann::json;

namespace {

// ---- texts ----

// Random parts of our output, named as the recordings name them. Times too, where Kafka's are;
// those that a step has given stand in both.
std::string mask(std::string text, bool times_are_masked) {
    static std::regex const topic_id{"TopicId: [A-Za-z0-9_-]{22}"};
    static std::regex const uuid{"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"};
    static std::regex const directory{"(\"directoryId\": \"|\t)[A-Za-z0-9_-]{22}(?=\"|\t)"};
    static std::regex const cluster_id{"(Cluster ?I[Dd]: +)[A-Za-z0-9_-]{22}(?=\n)"};
    static std::regex const time{"\\b[0-9]{13}\\b"};
    static std::regex const log_dir{"/tmp/kafka-logs"};
    static std::regex const id_in_json{"\"topicId\":\"[A-Za-z0-9_-]{22}\""};
    static std::regex const checksum{"crc: [0-9]+"};
    text = std::regex_replace(text, topic_id, "TopicId: <topic-id>");
    text = std::regex_replace(text, id_in_json, "\"topicId\":\"<topic-id>\"");
    text = std::regex_replace(text, checksum, "crc: <crc>");
    text = std::regex_replace(text, directory, "$1<uuid>");
    text = std::regex_replace(text, cluster_id, "$1<cluster-id>");
    if (times_are_masked) text = std::regex_replace(text, time, "<time>");
    text = std::regex_replace(text, log_dir, "<log-dir>");
    return std::regex_replace(text, uuid, "<uuid>");
}

// All nodes ran on one machine, each with a directory of its own; here each has a machine.
std::string without_home(std::string const& text) {
    static std::regex const log_dir{"<home>/node-[0-9]+/data"};
    return std::regex_replace(text, log_dir, "<log-dir>");
}

// What kafka-dump-log tells of a compressed batch but its codec: how small it is, and so where the
// next one begins, depends on libraries there and is a model here.
std::string without_compressed_sizes(std::string const& text) {
    static std::regex const batch{
        "position: [0-9]+ (CreateTime|LogAppendTime): ([0-9]+) size: [0-9]+ magic: 2 "
        "compresscodec: (gzip|snappy|lz4|zstd) crc: [^ ]+"};
    return std::regex_replace(text, batch, "$1: $2 compresscodec: $3");
}

// A masked column is narrower than it was, so tables are compared cell by cell.
std::string one_blank_between_cells(std::string const& text) {
    static std::regex const blanks{" +"};
    static std::regex const before_break{" *(\t|\n)"};
    return std::regex_replace(std::regex_replace(text, blanks, " "), before_break, "$1");
}

bool texts_agree(std::string kafka, std::string ours) {
    if (kafka == ours) return true;
    bool const times_are_masked = kafka.find("<time>") != std::string::npos;
    kafka = without_compressed_sizes(without_home(kafka));
    ours = without_compressed_sizes(without_home(ours));
    if (kafka == ours) return true;
    ours = mask(std::move(ours), times_are_masked);
    if (kafka == ours) return true;
    return one_blank_between_cells(kafka) == one_blank_between_cells(ours);
}

// A number is one thing: 45 and 46 do not promise a 4.
std::vector<std::string> pieces(std::string const& text) {
    std::vector<std::string> all;
    bool in_number = false;
    for (char const c : text) {
        bool const is_digit = c >= '0' && c <= '9';
        if (!is_digit || !in_number) all.emplace_back();
        all.back() += c;
        in_number = is_digit;
    }
    return all;
}

// Of a text that varies, only what is equal in all values is compared.
bool agrees_with_varying_text(json const& values, std::string const& ours) {
    std::string const first = values.front().get<std::string>();
    for (json const& value : values) {
        if (value.get<std::string>().size() != first.size()) return true;
    }
    if (ours.size() != first.size()) return false;
    std::vector<std::string> const here = pieces(ours);
    std::vector<std::vector<std::string>> theirs;
    for (json const& value : values) theirs.push_back(pieces(value.get<std::string>()));
    for (std::size_t i = 0; i < theirs.front().size(); ++i) {
        bool const fixed = std::all_of(theirs.begin(), theirs.end(), [&](auto const& value) {
            return i < value.size() && value[i] == theirs.front()[i];
        });
        if (fixed && (i >= here.size() || here[i] != theirs.front()[i])) return false;
    }
    return here.size() == theirs.front().size();
}

bool agrees_with_one_of(json const& values, json const& ours) {
    bool const texts = ours.is_string() && std::all_of(values.begin(), values.end(),
                                                       [](json const& v) { return v.is_string(); });
    if (texts) {
        std::string const& first = values.front().get_ref<std::string const&>();
        bool const times_are_masked = first.find("<time>") != std::string::npos;
        return agrees_with_varying_text(values, mask(ours.get<std::string>(), times_are_masked));
    }
    return std::find(values.begin(), values.end(), ours) != values.end();
}

// ---- values ----

class Comparison {
public:
    Comparison(Recording const& recording, std::vector<Difference>& out)
        : recording_{recording}, out_{out} {}

    void compare(json const& kafka, json const& ours, std::string const& path) {
        if (auto const varies = recording_.varies.find(path); varies != recording_.varies.end()) {
            if (kafka != ours && !agrees_with_one_of(varies->second, ours)) {
                differ(path, "one of " + varies->second.dump(), ours.dump());
            }
        } else if (kafka.is_object() && ours.is_object()) {
            compare_objects(kafka, ours, path);
        } else if (kafka.is_array() && ours.is_array() && kafka.size() == ours.size()) {
            for (std::size_t i = 0; i < kafka.size(); ++i) {
                compare(kafka[i], ours[i], path + "/" + std::to_string(i));
            }
        } else if (kafka.is_string() && ours.is_string()) {
            if (!texts_agree(kafka.get<std::string>(), ours.get<std::string>())) {
                differ(path, kafka.dump(), ours.dump());
            }
        } else if (kafka != ours) {
            differ(path, kafka.dump(), ours.dump());
        }
    }

    bool is_free(std::string const& path) const { return recording_.varies.contains(path); }

private:
    void compare_objects(json const& kafka, json const& ours, std::string const& path) {
        std::set<std::string> keys;
        for (auto const& item : kafka.items()) keys.insert(item.key());
        for (auto const& item : ours.items()) keys.insert(item.key());
        for (std::string const& key : keys) {
            std::string const below = path + "/" + key;
            if (kafka.contains(key) && ours.contains(key)) {
                compare(kafka.at(key), ours.at(key), below);
            } else if (!is_free(below)) {
                differ(below, kafka.contains(key) ? kafka.at(key).dump() : "nothing",
                       ours.contains(key) ? ours.at(key).dump() : "nothing");
            }
        }
    }

    void differ(std::string const& path, std::string kafka, std::string ours) {
        out_.push_back({path, std::move(kafka), std::move(ours)});
    }

    Recording const& recording_;
    std::vector<Difference>& out_;
};

// ---- the metadata log ----

using IsrSizes = std::map<std::string, std::size_t>;

IsrSizes isr_sizes_after(Recording const& recording, std::size_t index) {
    IsrSizes sizes;
    for (std::size_t i = 0; i <= index && i < recording.steps.size(); ++i) {
        json const partitions = recording.steps[i].observed.value("partitions", json::object());
        for (auto const& [name, partition] : partitions.items()) {
            sizes[name] = partition.value("isr", json::array()).size();
        }
    }
    return sizes;
}

struct LoggedRecord {
    json record;
    std::size_t position{};    // in the recording
    bool expands_isr{};        // and nothing else
    bool only_directories{};   // tells in which directories replicas lie, and nothing else
    std::string raced_broker;  // whose config it is, where brokers were told side by side
};

std::vector<LoggedRecord> annotate(json const& records, IsrSizes sizes) {
    std::vector<LoggedRecord> out;
    for (json const& record : records) {
        LoggedRecord one{record, out.size(), false, false, ""};
        one.only_directories =
            record.value("type", "") == "PARTITION_CHANGE_RECORD" && record.size() == 3;
        if (record.contains("topic") && record.contains("partitionId") && record.contains("isr")) {
            std::string const name = record.at("topic").get<std::string>() + "-" +
                                     std::to_string(record.at("partitionId").get<int>());
            std::size_t const size = record.at("isr").size();
            one.expands_isr = record.value("type", "") == "PARTITION_CHANGE_RECORD" &&
                              !record.contains("leader") && size > sizes[name];
            sizes[name] = size;
        }
        out.push_back(std::move(one));
    }
    return out;
}

// A tool that changes the configs of several brokers asks each of them, all at once, and each
// forwards what it was told: whose comes first is a race. Only where the recording saw it go either
// way is that taken for granted.
void mark_raced_brokers(Recording const& recording, std::string const& path,
                        std::vector<LoggedRecord>& records) {
    auto const is_broker = [](json const& record) {
        constexpr int kBroker = 4;
        return record.value("type", "") == "CONFIG_RECORD" &&
               record.value("resourceType", 0) == kBroker;
    };
    auto const saw_race = [&](auto const& varying) {
        std::string const& where = varying.first;
        std::string const end = "/resourceName";
        return where.rfind(path + "/", 0) == 0 && where.size() > end.size() &&
               where.compare(where.size() - end.size(), end.size(), end) == 0;
    };
    if (std::none_of(recording.varies.begin(), recording.varies.end(), saw_race)) return;
    for (LoggedRecord& one : records) {
        if (is_broker(one.record)) one.raced_broker = one.record.value("resourceName", "");
    }
}

// Two neighbours that Kafka may as well write the other way round.
bool may_swap(LoggedRecord const& a, LoggedRecord const& b) {
    if (a.expands_isr && b.expands_isr) return true;
    bool const raced = !a.raced_broker.empty() && !b.raced_broker.empty();
    if (raced && a.raced_broker != b.raced_broker) return true;
    // A broker reports its directories in no order: rep-wipe-follower varies in it.
    if (a.only_directories && b.only_directories) return true;
    if (!a.record.contains("topic") || !b.record.contains("topic")) return false;
    return a.record.at("topic") != b.record.at("topic");
}

class LogComparison {
public:
    LogComparison(Recording const& recording, std::string path)
        : recording_{recording}, path_{std::move(path)} {}

    // Equal up to allowed swaps: each recorded record is found among ours with nothing before it
    // that it could not be swapped with. Where a record varied, more than one of ours may fit, so
    // all ways are tried; there are few.
    bool agree(std::vector<LoggedRecord> const& kafka, std::size_t from,
               std::vector<LoggedRecord> const& ours) const {
        if (from == kafka.size()) return ours.empty();
        for (std::size_t i = 0; i < ours.size(); ++i) {
            if (!fits(kafka[from], ours[i]) || !may_come_first(ours, i)) continue;
            std::vector<LoggedRecord> rest = ours;
            rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
            if (agree(kafka, from + 1, rest)) return true;
        }
        return false;
    }

    // Why they do not: each recorded record takes the first of ours that fits.
    void explain(std::vector<LoggedRecord> const& kafka, std::vector<LoggedRecord> left,
                 std::vector<Difference>& out) const {
        for (LoggedRecord const& wanted : kafka) {
            std::size_t at = 0;
            while (at < left.size() && !fits(wanted, left[at])) ++at;
            bool const found = at < left.size();
            if (!found || !may_come_first(left, at)) {
                out.push_back({place_of(wanted), wanted.record.dump(),
                               found ? "only later" : "no such record"});
            }
            if (found) left.erase(left.begin() + static_cast<std::ptrdiff_t>(at));
        }
        for (LoggedRecord const& one : left) out.push_back({path_, "nothing", one.record.dump()});
    }

private:
    std::string place_of(LoggedRecord const& wanted) const {
        return path_ + "/" + std::to_string(wanted.position);
    }
    bool fits(LoggedRecord const& wanted, LoggedRecord const& one) const {
        std::vector<Difference> found;
        Comparison{recording_, found}.compare(wanted.record, one.record, place_of(wanted));
        return found.empty();
    }
    static bool may_come_first(std::vector<LoggedRecord> const& records, std::size_t at) {
        auto const end = records.begin() + static_cast<std::ptrdiff_t>(at);
        return std::all_of(records.begin(), end,
                           [&](LoggedRecord const& one) { return may_swap(one, records[at]); });
    }

    Recording const& recording_;
    std::string path_;
};

}  // namespace

std::vector<Difference> disagreements(Recording const& recording, std::size_t index,
                                      std::string const& aspect, json const& ours) {
    std::vector<Difference> out;
    std::string const path = "/" + std::to_string(index) + "/observed/" + aspect;
    json const& observed = recording.steps.at(index).observed;
    if (aspect == "metadata") {
        IsrSizes const before = index == 0 ? IsrSizes{} : isr_sizes_after(recording, index - 1);
        auto const kafka = annotate(observed.value("metadata", json::array()), before);
        auto here = annotate(ours, before);
        mark_raced_brokers(recording, path, here);
        LogComparison const comparison{recording, path};
        if (!comparison.agree(kafka, 0, here)) comparison.explain(kafka, here, out);
    } else {
        Comparison{recording, out}.compare(observed.at(aspect), ours, path);
    }
    return out;
}

}  // namespace highwater
