// Every field of anything that has fields(), as rows of a path and a text: what the inspector shows
// under "all fields". A member that is added to a struct appears here by itself.
#pragma once

#include <string>
#include <type_traits>
#include <vector>

#include "base/cow_vector.h"
#include "base/fields.h"
#include "client/ledger.h"
#include "record/error_code.h"
#include "storage/log.h"
#include "trace/describe.h"

namespace highwater::gui {

struct FieldRow {
    std::string path;  // "pending.waiting[0].deadline"
    std::string text;
};

// How much of it: lists beyond the first items are counted, what lies deeper is left out.
struct FieldLimits {
    std::size_t items{6};
    std::size_t rows{400};
    int depth{5};
};

class FieldLister {
public:
    FieldLister(Describer const& who, FieldLimits limits) : who_{who}, limits_{limits} {}

    template <class T>
    void list(std::string const& path, T const& value) {
        add(path, value, 0);
    }
    std::vector<FieldRow> take() { return std::move(rows_); }

private:
    template <class T>
    void add(std::string const& path, T const& value, int depth);
    template <class Items>
    void add_items(std::string const& path, Items const& items, int depth);
    void row(std::string const& path, std::string text) {
        if (rows_.size() < limits_.rows) rows_.push_back({path, std::move(text)});
    }
    static std::string below(std::string const& path, char const* name) {
        return path.empty() ? std::string{name} : path + "." + name;
    }

    // What one value is as a text; the overloads for whole structures are in add().
    static std::string text(bool value) { return value ? "yes" : "no"; }
    static std::string text(std::string const& value) { return value; }
    std::string text(NodeId id) const { return id == kNoNode ? "none" : who_.node(id); }
    static std::string text(BrokerId id) {
        return id == kNoBroker ? "none" : std::to_string(id.value);
    }
    std::string text(NameId id) const { return id == kNoName ? "none" : who_.names->text(id); }
    std::string text(TopicPartition id) const {
        return id.partition < 0 ? "none" : who_.partition(id);
    }
    static std::string text(Offset offset) {
        return offset == kNoOffset ? "unknown" : std::to_string(offset.value);
    }
    static std::string text(Duration duration) { return format_duration(duration); }
    static std::string text(Time at);
    static std::string text(Uuid id);
    static std::string text(ErrorCode error) { return std::string{name_of(error)}; }
    static std::string text(Log const& log);
    static std::string text(Ledger const& ledger) {
        return std::to_string(ledger.batches()) + " batches";
    }

    Describer const& who_;
    FieldLimits limits_;
    std::vector<FieldRow> rows_;
};

template <class Items>
void FieldLister::add_items(std::string const& path, Items const& items, int depth) {
    using T = typename Items::value_type;
    if (items.empty()) return row(path, "none");
    if constexpr (std::is_integral_v<T> || detail::IsId<T>::value) {
        std::string all;
        for (std::size_t i = 0; i < items.size() && i < 4 * limits_.items; ++i) {
            if (i > 0) all += ", ";
            if constexpr (std::is_integral_v<T>) {
                all += std::to_string(items[i]);
            } else if constexpr (requires { text(items[i]); }) {
                all += text(items[i]);
            } else {
                all += std::to_string(items[i].value);
            }
        }
        if (items.size() > 4 * limits_.items) all += ", …";
        return row(path, all);
    } else {
        for (std::size_t i = 0; i < items.size() && i < limits_.items; ++i) {
            add(path + "[" + std::to_string(i) + "]", items[i], depth);
        }
        if (items.size() > limits_.items) {
            row(path, std::to_string(items.size() - limits_.items) + " more");
        }
    }
}

template <class T>
void FieldLister::add(std::string const& path, T const& value, int depth) {
    if (depth > limits_.depth) return row(path, "…");
    if constexpr (detail::IsCow<T>::value) {
        add(path, *value, depth);
    } else if constexpr (detail::IsShared<T>::value) {
        value == nullptr ? row(path, "none") : add(path, *value, depth);
    } else if constexpr (detail::IsOptional<T>::value) {
        value ? add(path, *value, depth) : row(path, "none");
    } else if constexpr (detail::IsVariant<T>::value) {
        std::visit([&](auto const& each) { add(path, each, depth); }, value);
    } else if constexpr (detail::IsVector<T>::value || detail::IsCowVector<T>::value) {
        add_items(path, value, depth + 1);
    } else if constexpr (detail::IsPair<T>::value) {
        add(path + ".first", value.first, depth + 1);
        add(path + ".second", value.second, depth + 1);
    } else if constexpr (detail::IsMap<T>::value) {
        row(path, std::to_string(value.size()) + " entries");
    } else if constexpr (HasFields<T>) {
        for_each_field(value, [&](char const* name, auto& field) {
            add(below(path, name), field, depth + 1);
        });
    } else if constexpr (requires { text(value); } && !std::is_integral_v<T>) {
        row(path, text(value));
    } else if constexpr (std::is_same_v<T, bool>) {
        row(path, text(value));
    } else if constexpr (std::is_integral_v<T>) {
        row(path, std::to_string(value));
    } else if constexpr (std::is_enum_v<T>) {
        row(path, std::to_string(static_cast<std::int64_t>(value)));
    } else if constexpr (detail::IsId<T>::value) {
        row(path, std::to_string(value.value));
    } else {
        row(path, "…");  // has a shape of its own: a table, a list of batches
    }
}

}  // namespace highwater::gui
