// Terms that the policy gives by project and date.
#ifndef CUIJIAO_SERVICES_LEDGER_API_PROJECT_TERMS_H_
#define CUIJIAO_SERVICES_LEDGER_API_PROJECT_TERMS_H_

#include <google/protobuf/repeated_ptr_field.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace cuijiao::ledger {

// The terms of a project, by first day: its own from their first day on, before that those of all
// projects. Dates are ISO text, which is in order as dates are. They live as long as `blocks`.
template <typename Terms>
std::vector<const Terms*> TermsOfProject(const google::protobuf::RepeatedPtrField<Terms>& blocks,
                                         std::string_view project_id) {
  std::vector<const Terms*> own;
  std::vector<const Terms*> general;
  for (const Terms& terms : blocks) {
    if (terms.project_id() == project_id) own.push_back(&terms);
    if (terms.project_id().empty()) general.push_back(&terms);
  }
  const auto first_day = [](const Terms* terms) -> const auto& { return terms->effective_from(); };
  std::ranges::sort(own, {}, first_day);
  std::ranges::sort(general, {}, first_day);
  if (!own.empty()) {
    std::erase_if(general, [&](const Terms* terms) {
      return terms->effective_from() >= own.front()->effective_from();
    });
  }
  general.insert(general.end(), own.begin(), own.end());
  return general;
}

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_PROJECT_TERMS_H_
