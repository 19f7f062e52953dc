// What the command line client prints: tables for people, JSON for programs, errors for both.
#ifndef CUIJIAO_SERVICES_CLI_OUTPUT_H_
#define CUIJIAO_SERVICES_CLI_OUTPUT_H_

#include <google/protobuf/message.h>

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "common/text/text_table.h"

namespace cuijiao::cli {

// Where figures stand in a column.
inline constexpr TextTable::Align kRight = TextTable::Align::kRight;

// "83.40%", or "—" without a value.
std::string FormatRate(bool has_value, std::int64_t rate_bp);

// "1234.50": yuan.
std::string FormatFen(std::int64_t amount_fen);

// The message as one JSON document with a line end: field names as in the protos, every field.
void PrintJson(const google::protobuf::Message& message);

// The error on standard error, in Chinese and English, with its reason, values and wrong fields.
void PrintError(const absl::Status& status);

}  // namespace cuijiao::cli

#endif  // CUIJIAO_SERVICES_CLI_OUTPUT_H_
