#include "client/tools/java_exception.h"

namespace highwater {

Thrown option_exception(Problem const& problem) {
    auto const says = [&](char const* words) {
        return problem.message.find(words) != std::string::npos;
    };
    char const* type = "joptsimple.UnrecognizedOptionException";
    if (says(" requires an argument")) type = "joptsimple.OptionMissingRequiredArgumentException";
    if (says("Found multiple arguments")) type = "joptsimple.MultipleArgumentsForOptionException";
    return {type, problem.message, {}};
}

Thrown no_number(std::string_view option, std::string const& value) {
    std::string const why = "java.lang.NumberFormatException: For input string: \"" + value + "\"";
    return {"joptsimple.OptionArgumentConversionException",
            "Cannot parse argument '" + value + "' of option " + std::string{option},
            {"joptsimple.internal.ReflectionException: " + why, why}};
}

Thrown wrapped(char const* type, Thrown const& cause) {
    std::string const what = cause.type + ": " + cause.message;
    Thrown outer{type, what, {what}};
    outer.causes.insert(outer.causes.end(), cause.causes.begin(), cause.causes.end());
    return outer;
}

std::string trace_of(Thrown const& thrown) {
    std::string text = thrown.type + ": " + thrown.message + "\n";
    for (std::string const& cause : thrown.causes) text += "Caused by: " + cause + "\n";
    return text;
}

ToolText caught(Thrown const& thrown) {
    return {{}, thrown.message + "\n" + trace_of(thrown) + "\n", 1};
}

ToolText uncaught(Thrown const& thrown) {
    return {{}, "Exception in thread \"main\" " + trace_of(thrown), 1};
}

}  // namespace highwater
