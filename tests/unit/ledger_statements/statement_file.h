// Statement files of the tests, whole and with a part exchanged.
#ifndef CUIJIAO_TESTS_UNIT_LEDGER_STATEMENTS_STATEMENT_FILE_H_
#define CUIJIAO_TESTS_UNIT_LEDGER_STATEMENTS_STATEMENT_FILE_H_

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "common/status/reason.h"
#include "common/text/encoding.h"
#include "services/ledger/domain/statements/statement_reader.h"

namespace cuijiao::ledger {

inline std::string BytesOf(const std::string& name) {
  std::ifstream file("tests/unit/ledger_statements/testdata/" + name, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  EXPECT_NE(bytes, "") << name;
  return bytes;
}

// The file as UTF-8, with `from` exchanged for `to` once; `from` is in it.
inline std::string Exchanged(const std::string& name, const std::string& from,
                             const std::string& to) {
  std::string text = DecodeText(BytesOf(name)).value().utf8;
  const std::size_t place = text.find(from);
  EXPECT_NE(place, std::string::npos) << from;
  if (place != std::string::npos) text.replace(place, from.size(), to);
  return text;
}

inline StatementFile MustRead(const std::string& content,
                              const std::optional<StatementMapping>& mapping = {}) {
  absl::StatusOr<StatementFile> file = ReadStatement(content, mapping);
  EXPECT_EQ(file.status(), absl::OkStatus());
  return file.ok() ? *std::move(file) : StatementFile();
}

inline absl::Status Refused(const std::string& content,
                            const std::optional<StatementMapping>& mapping = {}) {
  return ReadStatement(content, mapping).status();
}

// "4 WORD_UNKNOWN".
inline std::vector<std::string> FaultsOf(const StatementFile& file) {
  std::vector<std::string> faults;
  for (const RowFault& fault : file.faults) {
    faults.push_back(std::to_string(fault.line) + " " + fault.reason);
  }
  return faults;
}

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_TESTS_UNIT_LEDGER_STATEMENTS_STATEMENT_FILE_H_
