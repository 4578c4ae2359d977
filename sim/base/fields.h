// One list of members per struct feeds hash, equality, diff and the inspector:
//
//     struct Link {
//         Duration latency;
//         bool cut{};
//         static auto fields(auto& self) {
//             return std::tuple{Field{"latency", self.latency}, Field{"cut", self.cut}};
//         }
//     };
//
// A member that is forgotten there is a compile error: fields_of() compares the number of fields
// with the number of members, found by asking with how many {} the aggregate can be built.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/cow.h"
#include "base/hash.h"
#include "base/ids.h"
#include "base/time.h"

namespace highwater {

template <class T>
struct Field {
    char const* name;
    T& value;
};
template <class T>
Field(char const*, T&) -> Field<T>;

namespace detail {
// clang-format off
template <class T, int N> struct BuildableWith : std::false_type {};
#define HW_BUILDABLE(n, ...) \
    template <class T> requires requires { T{__VA_ARGS__}; } \
    struct BuildableWith<T, n> : std::true_type {};
HW_BUILDABLE(1, {})
HW_BUILDABLE(2, {}, {})
HW_BUILDABLE(3, {}, {}, {})
HW_BUILDABLE(4, {}, {}, {}, {})
HW_BUILDABLE(5, {}, {}, {}, {}, {})
HW_BUILDABLE(6, {}, {}, {}, {}, {}, {})
HW_BUILDABLE(7, {}, {}, {}, {}, {}, {}, {})
HW_BUILDABLE(8, {}, {}, {}, {}, {}, {}, {}, {})
HW_BUILDABLE(9, {}, {}, {}, {}, {}, {}, {}, {}, {})
HW_BUILDABLE(10, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})
HW_BUILDABLE(11, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})
HW_BUILDABLE(12, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})
HW_BUILDABLE(13, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})
HW_BUILDABLE(14, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})
HW_BUILDABLE(15, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})
HW_BUILDABLE(16, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})
HW_BUILDABLE(17, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})
HW_BUILDABLE(18, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})
HW_BUILDABLE(19, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})
HW_BUILDABLE(20, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})
HW_BUILDABLE(21, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})
HW_BUILDABLE(22, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
             {}, {}, {}, {}, {})
HW_BUILDABLE(23, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
             {}, {}, {}, {}, {}, {})
HW_BUILDABLE(24, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
             {}, {}, {}, {}, {}, {}, {})
HW_BUILDABLE(25, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
             {}, {}, {}, {}, {}, {}, {}, {})
HW_BUILDABLE(26, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
             {}, {}, {}, {}, {}, {}, {}, {}, {})
#undef HW_BUILDABLE
// clang-format on

// An aggregate can be built with as many {} as it has members, or fewer, but never with more.
template <class T, int N>
constexpr bool has_members() {
    if constexpr (N == 0) {
        return !BuildableWith<T, 1>::value;
    } else {
        return BuildableWith<T, N>::value && !BuildableWith<T, N + 1>::value;
    }
}
}  // namespace detail

template <class T>
concept HasFields = requires(T& value) {
    std::remove_const_t<T>::fields(value);
};

// The named members of a struct, in order.
template <class T>
auto fields_of(T& value) {
    using Plain = std::remove_const_t<T>;
    auto fields = Plain::fields(value);
    constexpr int kListed = static_cast<int>(std::tuple_size_v<decltype(fields)>);
    static_assert(kListed <= 25 && detail::has_members<Plain, kListed>(),
                  "fields() must list every member (structs have at most 25)");
    return fields;
}

template <class T, class Visit>
void for_each_field(T& value, Visit&& visit) {
    std::apply([&](auto&&... field) { (visit(field.name, field.value), ...); }, fields_of(value));
}

// ---- hash -------------------------------------------------------------------------------------
// Overloads are found by name below; every container adds its length first.
template <class T>
void hash_into(Hasher& hasher, T const& value);

namespace detail {
// clang-format off
template <class T> struct IsVector : std::false_type {};
template <class T> struct IsVector<std::vector<T>> : std::true_type {};
template <class T> struct IsArray : std::false_type {};
template <class T, std::size_t N> struct IsArray<std::array<T, N>> : std::true_type {};
template <class T> struct IsOptional : std::false_type {};
template <class T> struct IsOptional<std::optional<T>> : std::true_type {};
template <class T> struct IsPair : std::false_type {};
template <class A, class B> struct IsPair<std::pair<A, B>> : std::true_type {};
template <class T> struct IsMap : std::false_type {};
template <class K, class V> struct IsMap<std::map<K, V>> : std::true_type {};
template <class T> struct IsCow : std::false_type {};
template <class T> struct IsCow<Cow<T>> : std::true_type {};
template <class T> struct IsShared : std::false_type {};
template <class T> struct IsShared<std::shared_ptr<T const>> : std::true_type {};
template <class T> struct IsVariant : std::false_type {};
template <class... T> struct IsVariant<std::variant<T...>> : std::true_type {};
template <class T> struct IsId : std::false_type {};
template <class Tag, class Rep> struct IsId<Id<Tag, Rep>> : std::true_type {};
// clang-format on
}  // namespace detail

// A type with private parts has `void hash(Hasher&) const` instead of fields().
template <class T>
concept HasHash = requires(T const& value, Hasher& hasher) {
    value.hash(hasher);
};

template <class T>
void hash_into(Hasher& hasher, T const& value) {
    if constexpr (std::is_enum_v<T> || std::is_integral_v<T>) {
        hasher.add(static_cast<std::uint64_t>(value));
    } else if constexpr (detail::IsId<T>::value || std::is_same_v<T, Offset>) {
        hasher.add(static_cast<std::uint64_t>(value.value));
    } else if constexpr (std::is_same_v<T, Duration> || std::is_same_v<T, Time>) {
        hasher.add(static_cast<std::uint64_t>(value.us));
    } else if constexpr (std::is_same_v<T, Uuid>) {
        hasher.add(value.high);
        hasher.add(value.low);
    } else if constexpr (std::is_same_v<T, TopicPartition>) {
        hash_into(hasher, value.topic);
        hash_into(hasher, value.partition);
    } else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, std::string_view>) {
        hasher.add(std::string_view{value});
    } else if constexpr (detail::IsVector<T>::value || detail::IsArray<T>::value ||
                         detail::IsMap<T>::value) {
        hasher.add(static_cast<std::uint64_t>(value.size()));
        for (auto const& item : value) hash_into(hasher, item);
    } else if constexpr (detail::IsPair<T>::value) {
        hash_into(hasher, value.first);
        hash_into(hasher, value.second);
    } else if constexpr (detail::IsOptional<T>::value || detail::IsShared<T>::value) {
        hasher.add(value ? 1U : 0U);
        if (value) hash_into(hasher, *value);
    } else if constexpr (detail::IsCow<T>::value) {
        hash_into(hasher, *value);
    } else if constexpr (detail::IsVariant<T>::value) {
        hasher.add(static_cast<std::uint64_t>(value.index()));
        std::visit([&](auto const& alternative) { hash_into(hasher, alternative); }, value);
    } else if constexpr (std::is_same_v<T, std::monostate>) {
        hasher.add(0U);
    } else if constexpr (HasHash<T>) {
        value.hash(hasher);
    } else {
        static_assert(HasFields<T>, "give the struct fields() or hash()");
        for_each_field(value, [&](char const*, auto const& member) { hash_into(hasher, member); });
    }
}

template <class T>
std::uint64_t hash_of(T const& value) {
    Hasher hasher;
    hash_into(hasher, value);
    return hasher.value();
}

// ---- equality ---------------------------------------------------------------------------------
template <HasFields T>
bool operator==(T const& a, T const& b) {
    auto const left = fields_of(a);
    auto const right = fields_of(b);
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return ((std::get<I>(left).value == std::get<I>(right).value) && ...);
    }
    (std::make_index_sequence<std::tuple_size_v<std::remove_const_t<decltype(left)>>>{});
}
template <HasFields T>
bool operator!=(T const& a, T const& b) {
    return !(a == b);
}

}  // namespace highwater
