// Files of a system before that other doors take than the ledger's import (LED-19).
#ifndef CUIJIAO_SERVICES_CLI_OPENING_FILES_H_
#define CUIJIAO_SERVICES_CLI_OPENING_FILES_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "services/cli/session.h"

namespace cuijiao::cli {

// "opening-totals", "opening-deductions", "opening-waivers", "opening-cases", "opening-promises":
// in the order in which they are taken.
std::vector<std::string> OpeningFileKinds();

// Header and example row of such a file; empty for another kind, and for totals, whose template is
// the ledger's.
std::string_view OpeningTemplate(std::string_view kind, bool in_english);

struct OpeningOrder {
  std::string kind;
  std::string project;
  std::string file;
  std::string request_id;  // empty for a new one
  bool skip_bad_rows = false;
  bool validate_only = false;
  std::string as_of;  // of totals; empty for the day of the last opening file
  int year = 0;       // of deductions; 0 for that of the rows
};

// Sends the file to its service and prints what became of it. INVALID_ARGUMENT when rows are wrong,
// FAILED_PRECONDITION when totals differ from the ledger.
absl::Status SendOpeningFile(Session& session, const OpeningOrder& order);

}  // namespace cuijiao::cli

#endif  // CUIJIAO_SERVICES_CLI_OPENING_FILES_H_
