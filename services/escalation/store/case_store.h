// Cases and what happened in them.
#ifndef CUIJIAO_SERVICES_ESCALATION_STORE_CASE_STORE_H_
#define CUIJIAO_SERVICES_ESCALATION_STORE_CASE_STORE_H_

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/calendar/date.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/transaction.h"
#include "services/escalation/domain/case_day.h"

namespace cuijiao::escalation {

// A row of collection_case.
struct CaseRow {
  std::string case_id;
  std::string unit_id;
  std::string community_id;
  std::string area_id;
  std::string collector_id;
  std::string track;
  std::string step;
  Date step_date;
  int step_number = 1;
  std::string why;
  Fen overdue;
  int months_overdue = 0;
  std::int64_t debt_version = 0;
  std::string reason_code;
  bool workplace_visit_approved = false;
  Date open_date;
  std::optional<Date> close_date;
  std::string policy_version;
};

// A line of a case's history (ESC-3); `text` may hold personal data.
struct HistoryRow {
  std::string entry_id;
  std::string case_id;
  std::string kind;
  std::string actor_id;
  Date happened_date;
  absl::Time recorded_time;
  std::string text;
  std::string from_step;
  std::string to_step;
};

struct ContactRow {
  std::string contact_id;
  std::string case_id;
  std::string unit_id;
  int step_number = 1;
  std::string staff_id;
  Contact contact;
  absl::Time recorded_time;
  std::string spoken_with;
  std::string note;
};

// A promise of a case that is closed: later money and days still judge it (ESC-5).
struct ClosedCasePromise {
  std::string case_id;
  std::string unit_id;
  Promise promise;
};

// Which cases a list is of; exactly one of the ids is set, or none for all.
struct CaseFilter {
  std::string unit_id;
  std::string area_id;
  std::string community_id;
  std::string collector_id;
  bool include_closed = false;
};

// Lives in one transaction.
class CaseStore {
 public:
  CaseStore(db::Transaction& transaction, const PersonalCipher& cipher)
      : transaction_(transaction), cipher_(cipher) {}

  absl::StatusOr<std::optional<CaseRow>> Load(std::string_view case_id);
  // The open case of the unit, locked until the transaction ends.
  absl::StatusOr<std::optional<CaseRow>> LockOpenCase(std::string_view unit_id);
  // Open cases of the community whose unit id lies in (after, through], locked, by unit id. An
  // empty `through` means no end.
  absl::StatusOr<std::vector<CaseRow>> LockOpenCases(std::string_view community_id,
                                                     std::string_view after,
                                                     std::string_view through);
  // At most `limit` cases with an id after `after`, by id.
  absl::StatusOr<std::vector<CaseRow>> List(const CaseFilter& filter, std::string_view after,
                                            int limit);

  // What decisions about these cases need, by case id: contacts and promises that count at the
  // step, all promises, the units' payments, whether a task is open.
  absl::StatusOr<std::map<std::string, OpenCase>> LoadForDecision(std::span<const CaseRow> cases);

  // Whether a case of the unit, open or closed, was opened at a step on a day, in one of these
  // communities.
  absl::StatusOr<bool> WasOpened(std::string_view unit_id, std::string_view track,
                                 std::string_view step, Date open_date,
                                 std::span<const std::string> community_ids);
  // Whether a case of the unit, open or closed, has a promise that says the same, whatever became
  // of it, in one of these communities.
  absl::StatusOr<bool> HasPromise(std::string_view unit_id, const Promise& promise,
                                  std::span<const std::string> community_ids);

  absl::StatusOr<std::vector<HistoryRow>> LoadHistory(std::string_view case_id);
  absl::StatusOr<std::vector<Promise>> LoadPromises(std::string_view case_id);
  absl::StatusOr<std::vector<UnitPayment>> LoadPayments(std::string_view unit_id);

  // Promises of closed cases of these units.
  absl::StatusOr<std::vector<ClosedCasePromise>> LoadClosedCasePromises(
      std::span<const std::string> unit_ids);
  // Promises of the community's closed cases that are stored as open although their date lies
  // before `today`.
  absl::StatusOr<std::vector<ClosedCasePromise>> LoadLapsedOpenPromises(
      std::string_view community_id, Date today);

  absl::Status InsertCases(std::span<const CaseRow> cases);
  // Writes all that may change. INTERNAL when the case is not there.
  absl::Status Update(const CaseRow& row);
  absl::Status AppendHistory(std::span<const HistoryRow> entries);
  absl::Status InsertContact(const ContactRow& row);
  // Judged on `today` where it is not open. Who is responsible and the reason are the case's.
  absl::Status InsertPromise(const CaseRow& of_case, std::string_view contact_id,
                             const Promise& promise, Date today);
  // The state as judged on `today`.
  absl::Status SetPromiseState(std::string_view promise_id, PromiseState state, Date today);

 private:
  absl::StatusOr<std::vector<CaseRow>> LoadCases(std::string_view condition,
                                                 const db::Values& values);
  absl::StatusOr<std::vector<ClosedCasePromise>> LoadPromisesWhere(std::string_view condition,
                                                                   const db::Values& values);

  db::Transaction& transaction_;
  const PersonalCipher& cipher_;
};

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_STORE_CASE_STORE_H_
