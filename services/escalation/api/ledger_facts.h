// The ledger as the escalation service asks it: debts, bills, payments, whom to speak to.
#ifndef CUIJIAO_SERVICES_ESCALATION_API_LEDGER_FACTS_H_
#define CUIJIAO_SERVICES_ESCALATION_API_LEDGER_FACTS_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/client.h"
#include "cuijiao/ledger/v1/collection.grpc.pb.h"
#include "services/escalation/domain/case_day.h"

namespace cuijiao::escalation {

// A page of something that the ledger lists; `next` is empty on the last one.
template <typename Item>
struct Page {
  std::vector<Item> items;
  std::string next;
};

// A range of due dates, both days included.
struct DueDates {
  Date from;
  Date to;
};

// Thread-safe; `ledger` outlives it. Errors are the ledger's, with their reasons; UNAVAILABLE when
// it cannot be asked.
class LedgerFacts {
 public:
  explicit LedgerFacts(Peer& ledger);

  // Communities of the project, or of the company where `project_id` is empty, by id.
  absl::StatusOr<std::vector<std::string>> CommunityIds(const OutgoingCall& call,
                                                        const std::string& project_id = "");

  // Units with an overdue debt, by unit id. `page` is empty for the first page.
  absl::StatusOr<Page<UnitDebt>> Debts(const OutgoingCall& call, std::string_view community_id,
                                       const std::string& page);

  // One unit's debt, also when it owes nothing. NOT_FOUND / UNKNOWN_UNIT.
  absl::StatusOr<UnitDebt> DebtOf(const OutgoingCall& call, std::string_view unit_id);

  // Bills that fall due in the range and are not covered by money paid already, by due date and
  // id.
  absl::StatusOr<Page<ledger::v1::Bill>> UpcomingBills(const OutgoingCall& call,
                                                       std::string_view community_id,
                                                       const DueDates& due,
                                                       const std::string& page);

  // Owners of at most 1000 units, by unit and owner.
  absl::StatusOr<std::vector<ledger::v1::Contact>> Contacts(const OutgoingCall& call,
                                                            std::span<const std::string> unit_ids);

 private:
  Peer& ledger_;
  const std::unique_ptr<ledger::v1::CollectionService::Stub> collection_;
};

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_API_LEDGER_FACTS_H_
