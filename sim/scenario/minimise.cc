#include "scenario/minimise.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <vector>

namespace highwater {

namespace {

using Shows = std::function<bool(std::string const&)>;
using Blocks = std::vector<std::string>;

bool begins_with(std::string_view text, std::string_view beginning) {
    return text.substr(0, beginning.size()) == beginning;
}

// The head of the file, then each [[step]], [[topic]], [[producer]] and [[consumer]] with the
// tables below it. A block ends where the next one, or another table of the head, begins.
Blocks blocks_of(std::string_view text) {
    Blocks blocks{""};
    std::string_view open;  // "[topic." while a [[topic]] is open
    std::string holder;
    while (!text.empty()) {
        std::size_t const end = text.find('\n');
        std::string_view const line = text.substr(0, end == std::string_view::npos ? end : end + 1);
        text.remove_prefix(line.size());
        if (begins_with(line, "[[")) {
            blocks.emplace_back();
            holder = "[" + std::string{line.substr(2, line.find(']') - 2)} + ".";
            open = holder;
        } else if (begins_with(line, "[") && !open.empty() && !begins_with(line, open)) {
            blocks.emplace_back();
            open = {};
        }
        blocks.back() += line;
    }
    return blocks;
}

std::string joined(Blocks const& blocks) {
    std::string text;
    for (std::string const& block : blocks) text += block;
    return text;
}

bool is_removable(std::string const& block) { return begins_with(block, "[["); }

// Takes blocks away, first many at once, then fewer. True when any went.
bool remove_blocks(Blocks& blocks, Shows const& shows) {
    bool any = false;
    for (std::size_t size = std::max<std::size_t>(blocks.size() / 2, 1); size > 0; size /= 2) {
        for (std::size_t from = blocks.size(); from > 0;) {
            from = from > size ? from - size : 0;
            Blocks fewer;
            for (std::size_t i = 0; i < blocks.size(); ++i) {
                bool const goes = i >= from && i < from + size && is_removable(blocks[i]);
                if (!goes) fewer.push_back(blocks[i]);
            }
            if (fewer.size() == blocks.size() || !shows(joined(fewer))) continue;
            blocks = std::move(fewer);
            any = true;
        }
    }
    return any;
}

// Lines that may go: configs, racks. Not those that a table needs; `shows` refuses what is broken.
bool remove_lines(Blocks& blocks, Shows const& shows) {
    bool any = false;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        std::size_t from = 0;
        while (from < blocks[b].size()) {
            std::size_t const end = std::min(blocks[b].find('\n', from), blocks[b].size() - 1);
            std::string_view const line = std::string_view{blocks[b]}.substr(from, end + 1 - from);
            bool const is_blank = line.find_first_not_of(" \n") == std::string_view::npos;
            bool const is_prose = begins_with(line, "title") || begins_with(line, "question");
            if (is_blank || is_prose || begins_with(line, "[[") || begins_with(line, "#")) {
                from = end + 1;
                continue;
            }
            Blocks fewer = blocks;
            fewer[b].erase(from, end + 1 - from);
            if (shows(joined(fewer))) {
                blocks = std::move(fewer);
                any = true;
            } else {
                from = end + 1;
            }
        }
    }
    return any;
}

// "brokers = 5" → 4 → 3 …, and likewise what else is a number of things.
bool lower_counts(Blocks& blocks, Shows const& shows) {
    constexpr std::string_view kCounts[] = {"brokers", "controllers", "partitions",
                                            "replication-factor", "min.insync.replicas"};
    bool any = false;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        for (std::string_view const name : kCounts) {
            std::size_t const line =
                begins_with(blocks[b], name) ? 0 : blocks[b].find("\n" + std::string{name});
            if (line == std::string::npos) continue;
            std::size_t const begin = blocks[b].find_first_of("0123456789", line);
            std::size_t const end = blocks[b].find_first_not_of("0123456789", begin);
            if (begin == std::string::npos || begin > blocks[b].find('\n', line + 1)) continue;
            std::int64_t count = 0;
            for (std::size_t i = begin; i < std::min(end, blocks[b].size()); ++i) {
                count = count * 10 + (blocks[b][i] - '0');
            }
            for (std::int64_t fewer = 0; fewer < count; ++fewer) {
                Blocks smaller = blocks;
                smaller[b].replace(begin, end - begin, std::to_string(fewer));
                if (!shows(joined(smaller))) continue;
                blocks = std::move(smaller);
                any = true;
                break;
            }
        }
    }
    return any;
}

}  // namespace

std::string minimise(std::string text, Shows const& shows) {
    Blocks blocks = blocks_of(text);
    for (bool again = true; again;) {
        again = remove_blocks(blocks, shows);
        again = lower_counts(blocks, shows) || again;
        again = remove_lines(blocks, shows) || again;
    }
    return joined(blocks);
}

}  // namespace highwater
