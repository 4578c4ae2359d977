#include "scenario/html.h"

#include <cstdint>

namespace highwater::html {

namespace {

// Sober, and black on white: what is printed must be read on paper.
constexpr std::string_view kStyle = R"(
@page { size: A4; margin: 18mm 16mm; }
body { font: 11pt/1.45 Inter, "Helvetica Neue", Arial, sans-serif; color: #1c2228; background: #fff;
  max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 19pt; line-height: 1.2; margin: 0 0 .3rem; }
h2 { font-size: 13pt; margin: 1.6rem 0 .5rem; break-after: avoid; }
p { margin: .4rem 0; }
code, .mono { font-family: "JetBrains Mono", "DejaVu Sans Mono", monospace; font-size: 9.5pt; }
.label { font-size: 9pt; color: #5c6872; text-transform: uppercase; letter-spacing: .04em; }
.question { font-size: 13pt; margin: .2rem 0 1rem; }
.time { font-family: "JetBrains Mono", "DejaVu Sans Mono", monospace; font-size: 9.5pt;
  color: #5c6872; white-space: nowrap; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-size: 9pt; color: #5c6872; font-weight: 600; }
td, th { vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #d9d5ca; }
ul { margin: .3rem 0; padding-left: 1.2rem; }
li { margin: .2rem 0; }
.choices { list-style: none; padding-left: 0; }
.choices li::before { content: "\25A1\00A0\00A0"; }
.blank { border-bottom: 1px solid #98a1a8; height: 1.6rem; }
pre { font-family: "JetBrains Mono", "DejaVu Sans Mono", monospace; font-size: 9.5pt;
  white-space: pre-wrap; border-left: 3px solid #d9d5ca; padding-left: .8rem; }
.why { border-left: 3px solid #d9d5ca; padding-left: .8rem; font-size: 10pt; }
.frame { break-inside: avoid; margin: 0 0 1.8rem; }
.answers { break-before: page; }
img { width: 100%; border: 1px solid #d9d5ca; break-inside: avoid; }
a { color: #0b6bb0; }
@media print { body { margin: 0; padding: 0; max-width: none; } a { color: inherit;
  text-decoration: none; } }
)";

}  // namespace

std::string escaped(std::string_view text) {
    std::string result;
    for (char const c : text) {
        switch (c) {
        case '&': result += "&amp;"; break;
        case '<': result += "&lt;"; break;
        case '>': result += "&gt;"; break;
        case '"': result += "&quot;"; break;
        default: result += c;
        }
    }
    return result;
}

std::string element(std::string_view tag, std::string_view text, std::string_view css_class) {
    std::string result = "<" + std::string{tag};
    if (!css_class.empty()) result += " class=\"" + std::string{css_class} + "\"";
    return result + ">" + escaped(text) + "</" + std::string{tag} + ">\n";
}

std::string data_uri(std::string_view png) {
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string result = "data:image/png;base64,";
    result.reserve(result.size() + png.size() * 4 / 3 + 4);
    for (std::size_t at = 0; at < png.size(); at += 3) {
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            std::uint32_t const byte =
                at + i < png.size() ? static_cast<unsigned char>(png[at + i]) : 0;
            bits = bits << 8 | byte;
        }
        for (std::size_t i = 0; i < 4; ++i) {
            bool const is_there = at + i <= png.size();
            result += is_there ? kDigits[bits >> (18 - 6 * i) & 63] : '=';
        }
    }
    return result;
}

std::string page(std::string_view title, std::string_view language, std::string_view body) {
    std::string text = "<!DOCTYPE html>\n<html lang=\"" + escaped(language) + "\">\n<head>\n";
    text += "<meta charset=\"utf-8\">\n";
    text += "<meta name=\"viewport\" content=\"width=device-width\">\n";
    text += element("title", title);
    text += "<style>" + std::string{kStyle} + "</style>\n</head>\n<body>\n";
    return text + std::string{body} + "</body>\n</html>\n";
}

}  // namespace highwater::html
