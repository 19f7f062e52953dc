#include "tests/support/policy_edits.h"

#include <fstream>
#include <sstream>

#include "tests/support/must.h"

namespace cuijiao::support {

LoadedPolicy EditedPolicy(const PolicyEdits& edits) {
  std::ifstream file("services/policy/2017.textproto");
  std::stringstream text;
  text << file.rdbuf();
  std::string edited = text.str();
  for (const auto& [from, to] : edits) {
    const std::size_t at = edited.find(from);
    if (at == std::string::npos) MustBeOk(absl::NotFoundError(from), "editing the policy");
    edited.replace(at, from.size(), to);
  }
  return Must(ParsePolicy(edited, "the test's policy"), "the edited policy");
}

}  // namespace cuijiao::support
