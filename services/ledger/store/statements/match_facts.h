// What the ledger knows of the units that lines of a statement may mean (LED-13).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_STATEMENTS_MATCH_FACTS_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_STATEMENTS_MATCH_FACTS_H_

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/organisation/organisation.h"
#include "services/ledger/domain/statements/statement_line.h"
#include "services/ledger/domain/statements/statement_match.h"
#include "services/ledger/store/organisation/organisation_store.h"

namespace cuijiao::ledger {

// Lives in one transaction, for one project. Units are found by their id, by the hash of their
// number, and by the hash of an owner's name: what is read does not grow with the project.
class MatchFacts {
 public:
  // `communities` are those of the project.
  MatchFacts(db::Transaction& transaction, const PersonalCipher& cipher, std::string project_id,
             const std::vector<CommunityPlace>& communities, Date business_date);

  // Looks up whatever the lines name; a constant number of statements for a few hundred lines.
  absl::Status Learn(std::span<const StatementLine* const> lines);
  // Reads again what a unit owes, after it was paid.
  absl::Status Refresh(const std::string& unit_id);

  // What speaks for which units, by unit id; the line was learned.
  [[nodiscard]] std::vector<UnitEvidence> EvidenceFor(const StatementLine& line) const;

 private:
  struct Debt {
    Fen due;
    std::vector<Fen> open_bills;
  };
  struct Owned {
    std::string unit_id;
    DateRange days;
  };

  absl::Status LearnUnits(const std::set<std::string>& spellings);
  absl::Status LearnOwners(const std::set<std::string>& payers);
  absl::Status LearnDebts(const std::vector<std::string>& unit_ids);
  [[nodiscard]] std::set<std::string> UnitsNamedIn(std::string_view text) const;
  [[nodiscard]] std::string NumberHash(std::string_view spelling) const;

  db::Transaction& transaction_;
  const PersonalCipher& cipher_;
  const std::string project_id_;
  const Date business_date_;
  std::map<std::string, std::string> community_names_;  // by community
  std::map<std::string, std::set<std::string>> units_by_spelling_;
  std::map<std::string, std::vector<Owned>> owned_by_payer_;
  std::map<std::string, std::string> communities_of_units_;
  std::map<std::string, Debt> debts_;  // by unit
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_STATEMENTS_MATCH_FACTS_H_
