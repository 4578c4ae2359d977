#include "base/names.h"

#include "base/check.h"

namespace highwater {

NameId Names::intern(std::string_view text) {
    if (auto const known = ids_.find(text); known != ids_.end()) return known->second;
    NameId const id{size()};
    texts_.emplace_back(text);
    ids_.emplace(texts_.back(), id);
    return id;
}

NameId Names::find(std::string_view text) const {
    auto const known = ids_.find(text);
    return known == ids_.end() ? kNoName : known->second;
}

std::string const& Names::text(NameId id) const {
    static std::string const nobody = "-";
    if (id == kNoName) return nobody;
    CHECK(id.value >= 0 && id.value < size());
    return texts_[static_cast<std::size_t>(id.value)];
}

void Names::hash(Hasher& hasher) const {
    hasher.add(static_cast<std::uint64_t>(texts_.size()));
    for (std::string const& text : texts_) hasher.add(text);
}

}  // namespace highwater
