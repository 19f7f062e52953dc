// The ledger as the waiver service asks it: facts for decisions, and the one posting that carries
// a decision out.
#ifndef CUIJIAO_SERVICES_WAIVER_API_LEDGER_FACTS_H_
#define CUIJIAO_SERVICES_WAIVER_API_LEDGER_FACTS_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/client.h"
#include "cuijiao/ledger/v1/organisation.grpc.pb.h"
#include "cuijiao/ledger/v1/settlement.grpc.pb.h"
#include "services/waiver/domain/waiver.h"

namespace cuijiao::waiver {

// Thread-safe; `ledger` outlives it. Errors are the ledger's, with their reasons; UNAVAILABLE when
// it cannot be asked.
class LedgerFacts {
 public:
  explicit LedgerFacts(Peer& ledger);

  // What a settlement of the unit would pay, for so many months or for so much cash.
  absl::StatusOr<SettlementQuote> QuoteMonths(const OutgoingCall& call, std::string_view unit_id,
                                              Fen waiver, int months_to_cover);
  absl::StatusOr<SettlementQuote> QuoteCash(const OutgoingCall& call, std::string_view unit_id,
                                            Fen waiver, Fen cash);

  // Posts a settlement; the same request again answers alike.
  absl::StatusOr<ledger::v1::PostedSettlement> Post(
      const OutgoingCall& call, const ledger::v1::PostSettlementRequest& request);
  // The posting of a waiver, or nothing.
  absl::StatusOr<std::optional<ledger::v1::PostedSettlement>> FindPosted(
      const OutgoingCall& call, std::string_view waiver_id);

  // Staff members among the owners of a unit, on the business date.
  absl::StatusOr<std::vector<std::string>> StaffOwners(const OutgoingCall& call,
                                                       std::string_view unit_id);

  // NOT_FOUND / UNKNOWN_STAFF when nobody of the company has the id.
  absl::Status CheckStaff(const OutgoingCall& call, std::string_view staff_id);

 private:
  absl::StatusOr<SettlementQuote> Quote(const OutgoingCall& call,
                                        const ledger::v1::QuoteSettlementRequest& request);

  Peer& ledger_;
  const std::unique_ptr<ledger::v1::SettlementService::Stub> settlements_;
  const std::unique_ptr<ledger::v1::OrganisationService::Stub> organisation_;
};

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_API_LEDGER_FACTS_H_
