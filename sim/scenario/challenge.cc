#include "scenario/challenge.h"

#include <algorithm>

#include "scenario/phrase.h"
#include "scenario/save_text.h"
#include "scenario/units.h"

namespace highwater {

namespace {

std::vector<std::string> plain_words(std::string_view phrase) {
    std::vector<Word> words;
    if (split_words(phrase, words)) return {};
    std::vector<std::string> plain;
    for (Word const& word : words) {
        std::string text = word.text;
        bool const is_script = text.size() > 3 && text.compare(text.size() - 3, 3, ".sh") == 0;
        if (is_script) text.resize(text.size() - 3);
        plain.push_back(std::move(text));
    }
    return plain;
}

}  // namespace

bool may_do(Challenge const& challenge, std::string_view phrase) {
    std::vector<std::string> const words = plain_words(phrase);
    return std::any_of(challenge.may_do.begin(), challenge.may_do.end(),
                       [&](std::string const& beginning) {
                           std::vector<std::string> const wanted = plain_words(beginning);
                           return wanted.size() <= words.size() &&
                                  std::equal(wanted.begin(), wanted.end(), words.begin());
                       });
}

std::string challenge_name(std::string_view file) {
    std::size_t const slash = file.rfind('/');
    if (slash != std::string_view::npos) file.remove_prefix(slash + 1);
    if (file.ends_with(".toml")) file.remove_suffix(5);
    return std::string{file};
}

std::string write_answer_file(std::string_view challenge, GivenAnswer const& answer) {
    std::string text = "format    = 1\nchallenge = " + quote_toml(challenge) + "\n";
    if (!answer.by.empty()) text += "by        = " + quote_toml(answer.by) + "\n";
    if (!answer.settings.empty()) text += "\n[set]\n";
    for (ChosenSetting const& each : answer.settings) {
        // In quotes: of two names one may be the beginning of the other.
        text += quote_toml(each.name) + " = " + quote_toml(each.value) + "\n";
    }
    for (ChosenCommand const& each : answer.commands) {
        text += "\n[[step]]\nat = " + quote_toml(write_duration(each.at - Time{})) +
                "\ndo = " + quote_toml(each.phrase) + "\n";
    }
    return text;
}

}  // namespace highwater
