// Days on which units stand empty (LED-1), and the supplements of bills that they make.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_BILLING_VACANCY_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_BILLING_VACANCY_STORE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/billing/vacancy.h"
#include "services/ledger/domain/journal/posting.h"
#include "services/ledger/store/journal/journal_store.h"

namespace cuijiao::ledger {

// Puts a vacancy of a unit of the journal's community (DecideVacancy), makes the supplements that
// it wants of billed periods (DecideSupplements), and brings the scheduled fees in line. Gives the
// supplements, by due date and id; the caller flushes the journal.
absl::StatusOr<std::vector<Bill>> PutVacancy(JournalStore& journal, const VacancyPut& put,
                                             std::string_view put_by);

// A unit's vacancies as they stand, by first day.
absl::StatusOr<std::vector<Vacancy>> LoadVacancies(db::Transaction& transaction,
                                                   const std::string& unit_id);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_BILLING_VACANCY_STORE_H_
