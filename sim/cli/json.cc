#include "cli/json.h"

namespace highwater::cli {

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

}  // namespace highwater::cli
