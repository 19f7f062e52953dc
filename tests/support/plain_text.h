// Whether a text stands readable anywhere in a schema.
#ifndef CUIJIAO_TESTS_SUPPORT_PLAIN_TEXT_H_
#define CUIJIAO_TESTS_SUPPORT_PLAIN_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "common/db/database.h"

namespace cuijiao::support {

// "violation.evidence": every column of the schema of `admin` in which some row holds these bytes,
// by name. Ends the test program when the schema cannot be read.
std::vector<std::string> ColumnsHolding(db::Database& admin, std::string_view text);

}  // namespace cuijiao::support

#endif  // CUIJIAO_TESTS_SUPPORT_PLAIN_TEXT_H_
