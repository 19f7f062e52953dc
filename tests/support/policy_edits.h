// The shipped policy with other parameters.
#ifndef CUIJIAO_TESTS_SUPPORT_POLICY_EDITS_H_
#define CUIJIAO_TESTS_SUPPORT_POLICY_EDITS_H_

#include <string>
#include <utility>
#include <vector>

#include "common/config/policy_file.h"

namespace cuijiao::support {

// Pairs of a text that stands in the file and what stands there instead.
using PolicyEdits = std::vector<std::pair<std::string, std::string>>;

// The policy of 2017 after the edits; a text that is not in it ends the test program.
LoadedPolicy EditedPolicy(const PolicyEdits& edits);

}  // namespace cuijiao::support

#endif  // CUIJIAO_TESTS_SUPPORT_POLICY_EDITS_H_
