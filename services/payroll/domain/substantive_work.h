// INC-5: who of those named with a payment has worked for it (实质性催缴).
#ifndef CUIJIAO_SERVICES_PAYROLL_DOMAIN_SUBSTANTIVE_WORK_H_
#define CUIJIAO_SERVICES_PAYROLL_DOMAIN_SUBSTANTIVE_WORK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/calendar/date.h"

namespace cuijiao::payroll {

enum class WorkKind : std::uint8_t { kVisit, kCall, kProblemHandled, kOther };

// Somebody's yes to a work record.
struct Consent {
  std::string staff_id = {};
  absl::Time recorded_time = {};
};

struct WorkRecord {
  std::string id = {};
  std::string unit_id = {};
  std::string staff_id = {};
  WorkKind kind = WorkKind::kVisit;
  Date happened_date = {};
  absl::Time recorded_time = {};
  std::vector<Consent> acceptances = {};  // by collaborators, of a call
  std::optional<Consent> approval = {};   // by a team leader, of another form
};

// Who brought a payment in, and what has to be known to judge it.
struct PaymentCredit {
  std::string unit_id = {};
  std::string credited_id = {};  // the credited collector; empty for none
  std::vector<std::string> collaborator_ids = {};
  // Those of them who were members of the area's team on the received date.
  std::vector<std::string> team_member_ids = {};
  Date recorded_date = {};  // company date of recorded_time
  absl::Time recorded_time = {};
};

// One who is named with a payment.
struct Candidate {
  std::string staff_id = {};
  bool member = false;
  bool worked = false;
  std::string work_id = {};  // the work that counts; empty for none
  std::string why = {};      // for people: what counts, or what is missing

  [[nodiscard]] bool valid() const { return member && worked; }
};

// Everyone named with the payment, once each, in the order in which odd fen are given out: the
// credited collector, then the others by id.
//
// Work counts when it is on the payment's unit and happened and was recorded before the payment was
// recorded: a visit; a problem handled in time; a call that every other named team member had
// accepted by then (a lone one needs none); another form that a team leader had approved by then.
// Records of other units are ignored.
std::vector<Candidate> JudgeCandidates(const PaymentCredit& payment,
                                       absl::Span<const WorkRecord> work);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_DOMAIN_SUBSTANTIVE_WORK_H_
