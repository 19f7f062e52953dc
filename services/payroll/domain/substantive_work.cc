#include "services/payroll/domain/substantive_work.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"

namespace cuijiao::payroll {
namespace {

std::vector<std::string> NamedInOrder(const PaymentCredit& payment) {
  std::set<std::string> others(payment.collaborator_ids.begin(), payment.collaborator_ids.end());
  std::vector<std::string> named;
  if (!payment.credited_id.empty()) {
    others.erase(payment.credited_id);
    named.push_back(payment.credited_id);
  }
  named.insert(named.end(), others.begin(), others.end());
  return named;
}

bool IsMember(const PaymentCredit& payment, const std::string& staff_id) {
  return std::ranges::find(payment.team_member_ids, staff_id) != payment.team_member_ids.end();
}

// Whether every other team member named with the payment had accepted the call.
bool AcceptedByOthers(const WorkRecord& call, const PaymentCredit& payment,
                      const std::vector<std::string>& named) {
  return std::ranges::all_of(named, [&](const std::string& other) {
    if (other == call.staff_id || !IsMember(payment, other)) return true;
    return std::ranges::any_of(call.acceptances, [&](const Consent& consent) {
      return consent.staff_id == other && consent.recorded_time < payment.recorded_time;
    });
  });
}

// Empty when the work counts, else what is missing.
std::string MissingFor(const WorkRecord& work, const PaymentCredit& payment,
                       const std::vector<std::string>& named) {
  if (work.recorded_time >= payment.recorded_time || work.happened_date > payment.recorded_date) {
    return "晚于缴费记录";
  }
  switch (work.kind) {
    case WorkKind::kVisit:
    case WorkKind::kProblemHandled:
      return "";
    case WorkKind::kCall:
      return AcceptedByOthers(work, payment, named) ? "" : "电话催缴未经其他协同人认可";
    case WorkKind::kOther:
      return work.approval && work.approval->recorded_time < payment.recorded_time
                 ? ""
                 : "其他形式未经组长批准";
  }
  return "";
}

}  // namespace

std::vector<Candidate> JudgeCandidates(const PaymentCredit& payment,
                                       absl::Span<const WorkRecord> work) {
  const std::vector<std::string> named = NamedInOrder(payment);
  std::vector<Candidate> candidates;
  for (const std::string& staff_id : named) {
    Candidate candidate = {.staff_id = staff_id, .member = IsMember(payment, staff_id)};
    std::string missing = "无实质性催缴记录";
    for (const WorkRecord& record : work) {
      if (record.unit_id != payment.unit_id || record.staff_id != staff_id) continue;
      missing = MissingFor(record, payment, named);
      if (!missing.empty()) continue;
      candidate.worked = true;
      candidate.work_id = record.id;
      break;
    }
    candidate.why = !candidate.member   ? "收款日不是催收小组成员"
                    : !candidate.worked ? missing
                                        : absl::StrCat("催缴记录 ", candidate.work_id);
    candidates.push_back(std::move(candidate));
  }
  return candidates;
}

}  // namespace cuijiao::payroll
