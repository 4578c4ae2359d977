#pragma once

#include <gtest/gtest.h>

#include <string>

namespace highwater {

inline testing::AssertionResult has(std::string const& text, std::string const& part) {
    if (text.find(part) != std::string::npos) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "`" << part << "` is not in:\n" << text;
}

}  // namespace highwater
