// Interned strings: topics, groups and clients are named once per world and then referred to by id,
// so that messages stay small and comparing names is comparing integers. Append only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/ids.h"

namespace highwater {

class Names {
public:
    NameId intern(std::string_view text);
    // kNoName when nobody has said it yet.
    NameId find(std::string_view text) const;
    std::string const& text(NameId id) const;
    std::int32_t size() const { return static_cast<std::int32_t>(texts_.size()); }

    void hash(Hasher& hasher) const;
    friend bool operator==(Names const& a, Names const& b) { return a.texts_ == b.texts_; }

private:
    std::vector<std::string> texts_;
    std::map<std::string, NameId, std::less<>> ids_;
};

}  // namespace highwater
