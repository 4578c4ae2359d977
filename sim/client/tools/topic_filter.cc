#include "client/tools/topic_filter.h"

#include "base/limits.h"

namespace highwater {

namespace {
using Index = std::vector<std::int32_t>::size_type;

bool is_special(char c) {
    return c == '|' || c == ',' || c == ')' || c == '*' || c == '+' || c == '?';
}
}  // namespace

// Recursive descent that builds the automaton of Thompson: alternatives of sequences of repeated
// atoms.
struct TopicFilter::Parser {
    TopicFilter& filter;
    std::string_view rest;
    bool failed{};

    struct Piece {
        std::int32_t start;
        std::int32_t end;
    };

    std::int32_t add() {
        filter.states_.emplace_back();
        return static_cast<std::int32_t>(filter.states_.size() - 1);
    }
    State& at(std::int32_t state) { return filter.states_[static_cast<Index>(state)]; }
    void connect(std::int32_t from, std::int32_t to) {
        (at(from).next < 0 ? at(from).next : at(from).other) = to;
    }
    Piece one_of(std::vector<bool> accepts) {
        Piece const piece{add(), add()};
        at(piece.start).accepts = std::move(accepts);
        at(piece.start).next = piece.end;
        return piece;
    }

    Piece alternatives(int depth) {
        Piece all = sequence(depth);
        while (!rest.empty() && (rest.front() == '|' || rest.front() == ',')) {
            rest.remove_prefix(1);
            Piece const more = sequence(depth);
            Piece const both{add(), add()};
            connect(both.start, all.start);
            connect(both.start, more.start);
            connect(all.end, both.end);
            connect(more.end, both.end);
            all = both;
        }
        return all;
    }

    Piece sequence(int depth) {
        std::int32_t const start = add();
        Piece all{start, start};
        while (!failed && !rest.empty() && rest.front() != '|' && rest.front() != ',' &&
               rest.front() != ')') {
            Piece const atom = repeated(depth);
            connect(all.end, atom.start);
            all.end = atom.end;
        }
        return all;
    }

    Piece repeated(int depth) {
        Piece piece = atom(depth);
        while (!failed && !rest.empty() &&
               (rest.front() == '*' || rest.front() == '+' || rest.front() == '?')) {
            char const how = rest.front();
            rest.remove_prefix(1);
            Piece const around{add(), add()};
            connect(around.start, piece.start);
            if (how != '+') connect(around.start, around.end);
            connect(piece.end, around.end);
            if (how != '?') connect(piece.end, piece.start);
            piece = around;
        }
        return piece;
    }

    Piece atom(int depth) {
        char const c = rest.front();
        rest.remove_prefix(1);
        if (depth > limits::kRegexNesting || is_special(c)) failed = true;
        if (failed) return {add(), add()};
        if (c == '(') {
            Piece const inner = alternatives(depth + 1);
            if (rest.empty() || rest.front() != ')') {
                failed = true;
            } else {
                rest.remove_prefix(1);
            }
            return inner;
        }
        if (c == '.') return one_of(std::vector<bool>(256, true));
        if (c == '[') return character_class();
        if (c == '\\') return escape();
        return literal(c);
    }

    Piece literal(char c) {
        std::vector<bool> accepts(256, false);
        accepts[static_cast<unsigned char>(c)] = true;
        return one_of(std::move(accepts));
    }

    Piece escape() {
        if (rest.empty()) {
            failed = true;
            return {add(), add()};
        }
        char const c = rest.front();
        rest.remove_prefix(1);
        if (c != 'd' && c != 'w') return literal(c);
        std::vector<bool> accepts(256, false);
        for (unsigned i = '0'; i <= '9'; ++i) accepts[i] = true;
        if (c == 'w') {
            accepts['_'] = true;
            for (unsigned i = 'a'; i <= 'z'; ++i) accepts[i] = accepts[i - 'a' + 'A'] = true;
        }
        return one_of(std::move(accepts));
    }

    Piece character_class() {
        std::vector<bool> accepts(256, false);
        bool const negated = !rest.empty() && rest.front() == '^';
        if (negated) rest.remove_prefix(1);
        while (!rest.empty() && rest.front() != ']') {
            auto const low = static_cast<unsigned char>(rest.front());
            auto high = low;
            rest.remove_prefix(1);
            if (rest.size() > 1 && rest[0] == '-' && rest[1] != ']') {
                high = static_cast<unsigned char>(rest[1]);
                rest.remove_prefix(2);
            }
            for (unsigned i = low; i <= high; ++i) accepts[i] = true;
        }
        if (rest.empty()) {
            failed = true;
        } else {
            rest.remove_prefix(1);
        }
        if (negated) accepts.flip();
        return one_of(std::move(accepts));
    }
};

Expected<TopicFilter> TopicFilter::parse(std::string_view pattern) {
    TopicFilter filter;
    Problem const problem{std::string{pattern} + " is an invalid regex.", {}};
    if (pattern.size() > static_cast<std::size_t>(limits::kRegexBytes)) return problem;
    Parser parser{filter, pattern, false};
    Parser::Piece const whole = parser.alternatives(0);
    if (parser.failed || !parser.rest.empty()) return problem;
    filter.start_ = whole.start;
    filter.end_ = whole.end;
    return filter;
}

bool TopicFilter::matches(std::string_view name) const {
    std::vector<std::int32_t> now;
    std::vector<bool> is_in;
    auto const begin = [&] {
        now.clear();
        is_in.assign(states_.size(), false);
    };
    auto const reach = [&](std::int32_t state) {  // and whatever is free from there
        std::vector<std::int32_t> open{state};
        while (!open.empty()) {
            std::int32_t const s = open.back();
            open.pop_back();
            if (s < 0 || is_in[static_cast<Index>(s)]) continue;
            is_in[static_cast<Index>(s)] = true;
            now.push_back(s);
            State const& at = states_[static_cast<Index>(s)];
            if (!at.accepts.empty()) continue;
            open.push_back(at.next);
            open.push_back(at.other);
        }
    };
    begin();
    reach(start_);
    for (char const c : name) {
        std::vector<std::int32_t> const before = now;
        begin();
        for (std::int32_t const s : before) {
            State const& at = states_[static_cast<Index>(s)];
            if (!at.accepts.empty() && at.accepts[static_cast<unsigned char>(c)]) reach(at.next);
        }
    }
    return start_ >= 0 && is_in[static_cast<Index>(end_)];
}

}  // namespace highwater
