// Closed accounting months with their frozen figures (LED-10), and what payroll asks about them
// (INC-4 to INC-6, INC-9).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_CLOSE_CLOSE_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_CLOSE_CLOSE_STORE_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/calendar/date.h"
#include "common/db/transaction.h"
#include "common/money/rational.h"
#include "services/ledger/domain/close/close.h"
#include "services/ledger/store/figures/figures_by_scope.h"

namespace cuijiao::ledger {

struct AccountingMonth {
  Month month;
  Date closing_date;
  std::string closed_by;
  absl::Time closed_time;  // the recorded-by time of its figures
  std::string definition;  // the name of the rate that was frozen (LED-17)
};

// The end of a partition's journal.
struct JournalHead {
  std::string partition_id;
  std::int64_t sequence = 0;
  std::string hash;  // 32 bytes
};

// A payment that brought historical arrears in.
struct HistoricalPayment {
  std::string payment_id;
  std::string unit_id;
  std::string community_id;
  std::string area_id;  // of the received date; empty for none
  Date received_date;
  Date posting_date;
  absl::Time recorded_time;
  Fen historical;
  std::string collector_id;  // empty for none
  std::vector<std::string> collaborator_ids;
  std::vector<std::string> team_member_ids;  // of these people, on the received date; by id
  bool in_campaign = false;
  Fen waiver;
  Fen claim;
};

// A payment undone in a month.
struct UndonePayment {
  std::string payment_id;
  std::string unit_id;
  bool in_full = false;
  bool condition_holds = false;  // of the unit, at the closing date
};

// Lives in one transaction; errors are the database's.
class CloseStore {
 public:
  explicit CloseStore(db::Transaction& transaction) : transaction_(transaction) {}

  // Locks every partition, so that nothing is posted until the transaction ends.
  absl::Status LockPartitions();
  // Locks those of one project.
  absl::Status LockPartitionsOf(std::string_view project_id);
  // From now on nothing is posted up to there.
  absl::Status CloseThrough(const ClosedMonth& month);

  absl::StatusOr<std::optional<AccountingMonth>> LoadMonth(Month month);
  // Latest first; of all years where `year` is 0.
  absl::StatusOr<std::vector<AccountingMonth>> LoadMonths(int year);
  absl::Status InsertMonth(const AccountingMonth& month);

  // The heads of all partitions as they are now, kept with the month.
  absl::Status InsertHeads(Month month);
  // By partition.
  absl::StatusOr<std::vector<JournalHead>> LoadHeads(Month month);

  absl::Status InsertCommunities(Month month, const std::vector<CommunityFigures>& communities);
  // By area and community. Of a project, or of the company where `project_id` is empty.
  absl::StatusOr<std::vector<CommunityFigures>> LoadCommunities(Month month,
                                                                std::string_view project_id = {});

  // The units of a community that payroll may ask about, by id: those that meet INC-4's condition
  // and have something to earn or to lose by it. `standings` are those of the closing date.
  absl::StatusOr<std::vector<std::string>> FindSettledUnits(
      std::string_view community_id, const AccountingCalendar& calendar, Month month,
      const std::vector<UnitStanding>& standings);
  // Those that were frozen, by id.
  absl::StatusOr<std::vector<std::string>> LoadSettledUnits(std::string_view community_id,
                                                            Month month);
  absl::Status InsertSettledUnits(Month month, const std::vector<std::string>& unit_ids);

  // Payments of the closed month's settled units after `after_payment_id`, by id, at most `limit`:
  // those received in the month's plan year, which began on `year_start`.
  absl::StatusOr<std::vector<HistoricalPayment>> LoadHistoricalPayments(
      const AccountingMonth& month, Date year_start, std::string_view after_payment_id, int limit);
  // By payment.
  absl::StatusOr<std::vector<UndonePayment>> LoadUndonePayments(Month month,
                                                                const AccountingDays& days);

 private:
  // Units of a community with principal of before `year` that a payment received in that plan year,
  // which began on `year_start`, has paid and that stands at `closing_date`.
  absl::StatusOr<std::set<std::string>> LoadUnitsWithRecoveredArrears(std::string_view community_id,
                                                                      int year, Date year_start,
                                                                      Date closing_date);
  // Units of a community with a payment undone in these days.
  absl::StatusOr<std::set<std::string>> LoadUnitsWithUndonePayments(std::string_view community_id,
                                                                    const AccountingDays& days);
  absl::Status AddPeople(std::vector<HistoricalPayment>& payments);

  db::Transaction& transaction_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_CLOSE_CLOSE_STORE_H_
