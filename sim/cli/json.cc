#include "cli/json.h"

namespace highwater::cli {

namespace {

char const* word_of(Interest interest) {
    switch (interest) {
    case Interest::detail: return "detail";
    case Interest::notable: return "notable";
    case Interest::key: return "key";
    }
    return "";
}

}  // namespace

Json to_json(Tree const& tree) {
    switch (tree.kind) {
    case Tree::Kind::nothing: return nullptr;
    case Tree::Kind::boolean: return tree.boolean;
    case Tree::Kind::number: return tree.number;
    case Tree::Kind::text: return tree.text;
    case Tree::Kind::list: {
        Json list = Json::array();
        for (Tree const& item : tree.items) list.push_back(to_json(item));
        return list;
    }
    case Tree::Kind::object: {
        Json object = Json::object();
        for (auto const& [name, value] : tree.members) object[name] = to_json(value);
        return object;
    }
    }
    return nullptr;
}

Json to_json(TracedFact const& traced, Describer const& who) {
    Json json = Json::object();
    json["event"] = traced.event.value;
    json["at_us"] = traced.at.us;
    json["node"] = traced.node == kNoNode ? Json(nullptr) : Json(who.node(traced.node));
    json["kind"] = kind_of(traced.fact);
    json["interest"] = word_of(interest_of(traced.fact));
    TopicPartition const partition = partition_of(traced.fact);
    json["partition"] = partition.partition < 0 ? Json(nullptr) : Json(who.partition(partition));
    json["text"] = describe(traced, who);
    return json;
}

}  // namespace highwater::cli
