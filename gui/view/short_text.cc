#include "gui/view/short_text.h"

#include <algorithm>

namespace highwater::gui {

std::string tenths(Time at) {
    std::int64_t const us = at.us < 0 ? -at.us : at.us;
    std::string text = at.us < 0 ? "-" : "";
    text += std::to_string(us / 1'000'000);
    text += ".";
    text += std::to_string(us / 100'000 % 10);
    return text + " s";
}

std::string thousandths(Time at) {
    std::string text = to_microseconds(at);
    return text.substr(0, text.size() - 6) + " s";
}

std::string to_microseconds(Time at) {
    std::int64_t const us = at.us < 0 ? -at.us : at.us;
    std::string fraction = std::to_string(us % 1'000'000);
    fraction.insert(0, 6 - fraction.size(), '0');
    std::string text = at.us < 0 ? "-" : "";
    text += std::to_string(us / 1'000'000);
    text += ".";
    text += fraction.substr(0, 3);
    text += " ";
    text += fraction.substr(3);
    return text + " s";
}

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
    std::string text = grouped(count);
    text += " ";
    text += count == 1 ? one : many;
    return text;
}

std::string grouped(std::int64_t number) {
    std::string digits = std::to_string(number < 0 ? -number : number);
    for (std::size_t i = digits.size(); i > 3;) {
        i -= 3;
        digits.insert(i, 1, ',');
    }
    if (number < 0) digits.insert(0, 1, '-');
    return digits;
}

std::string listed(std::vector<BrokerId> const& brokers) {
    if (brokers.empty()) return "none";
    std::string text;
    for (BrokerId const broker : brokers) {
        if (!text.empty()) text += ", ";
        text += std::to_string(broker.value);
    }
    return text;
}

std::string numbers(std::vector<std::uint32_t> const& ascending) {
    if (ascending.empty()) return {};
    std::string text = std::to_string(ascending.front());
    if (ascending.size() == 1) return text;
    bool const has_gaps = ascending.back() - ascending.front() + 1 != ascending.size();
    if (!has_gaps) {
        text += "–";
    } else {
        text += ascending.size() == 2 ? ", " : " … ";
    }
    return text + std::to_string(ascending.back());
}

std::string joined(std::vector<std::string> const& texts, std::size_t most) {
    std::string text;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (i == most) {
            text += " and ";
            text += std::to_string(texts.size() - most);
            return text + " more";
        }
        if (i > 0) text += ", ";
        text += texts[i];
    }
    return text;
}

std::vector<std::string> counted_alike(std::vector<std::string> const& texts) {
    std::vector<std::string> once;
    for (std::string const& text : texts) {
        if (std::find(once.begin(), once.end(), text) == once.end()) once.push_back(text);
    }
    for (std::string& text : once) {
        auto const count = std::count(texts.begin(), texts.end(), text);
        if (count > 1) text += " ×" + std::to_string(count);
    }
    return once;
}

namespace {
bool is_name_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
}
}  // namespace

std::vector<std::string> parts_of(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        std::size_t const end = std::min(text.find(' '), text.size());
        if (end > 0) parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::string with_blanks(std::vector<std::string> const& parts) {
    std::string text;
    for (std::string const& part : parts) text += (text.empty() ? "" : " ") + part;
    return text;
}

std::size_t find_name(std::string_view text, std::string_view name) {
    for (std::size_t at = text.find(name); at != std::string_view::npos;
         at = text.find(name, at + 1)) {
        bool const begins = at == 0 || !is_name_letter(text[at - 1]);
        std::size_t const end = at + name.size();
        bool const ends = end >= text.size() || !is_name_letter(text[end]);
        if (begins && ends) return at;
    }
    return std::string_view::npos;
}

}  // namespace highwater::gui
