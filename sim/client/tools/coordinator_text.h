// Records of __consumer_offsets as the console consumer's own formatters print them
// (OffsetsMessageFormatter, GroupMetadataMessageFormatter): JSON, one after the other on one line.
#pragma once

#include <optional>
#include <string>

namespace highwater {

// `failure`: what the formatter throws, as a console may print any topic; without one, `text` is ""
// for a record of another kind.
struct FormattedRecord {
    std::string text;
    std::string failure;
};
FormattedRecord offset_commit_text(std::optional<std::string> const& key,
                                   std::optional<std::string> const& value);
FormattedRecord group_metadata_text(std::optional<std::string> const& key,
                                    std::optional<std::string> const& value);
// As kafka-dump-log --offsets-decoder has it behind a record: " key: … payload: …". "" for a record
// that is neither an offset nor a classic group.
std::string coordinator_record_text(std::optional<std::string> const& key,
                                    std::optional<std::string> const& value);

}  // namespace highwater
