#include "services/ledger/store/statements/match_facts.h"

#include "common/crypto/personal_text.h"
#include "common/status/macros.h"
#include "common/text/encoding.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/organisation/organisation_columns.h"
#include "services/ledger/store/organisation/owner_names.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

std::string AllTexts(const StatementLine& line) { return line.order_text + " " + line.remark; }

}  // namespace

MatchFacts::MatchFacts(db::Transaction& transaction, const PersonalCipher& cipher,
                       std::string project_id, const std::vector<CommunityPlace>& communities,
                       Date business_date)
    : transaction_(transaction),
      cipher_(cipher),
      project_id_(std::move(project_id)),
      business_date_(business_date) {
  for (const CommunityPlace& community : communities) {
    community_names_[community.community_id] = community.name;
  }
}

std::string MatchFacts::NumberHash(std::string_view spelling) const {
  return cipher_.SearchHash(NormalizeName(spelling), kUnitNoColumn);
}

absl::Status MatchFacts::Learn(std::span<const StatementLine* const> lines) {
  std::set<std::string> spellings;
  std::set<std::string> payers;
  for (const StatementLine* line : lines) {
    for (const std::string* text : {&line->order_text, &line->remark}) {
      for (std::string& spelling : UnitSpellings(*text)) {
        if (!units_by_spelling_.contains(spelling)) spellings.insert(std::move(spelling));
      }
    }
    if (std::string payer = PayerName(line->payer);
        !payer.empty() && !owned_by_payer_.contains(payer)) {
      payers.insert(std::move(payer));
    }
  }
  CUIJIAO_RETURN_IF_ERROR(LearnUnits(spellings));
  CUIJIAO_RETURN_IF_ERROR(LearnOwners(payers));
  std::vector<std::string> new_units;
  for (const auto& [unit_id, community_id] : communities_of_units_) {
    if (!debts_.contains(unit_id)) new_units.push_back(unit_id);
  }
  return LearnDebts(new_units);
}

absl::Status MatchFacts::LearnUnits(const std::set<std::string>& spellings) {
  std::vector<std::string> hashes;
  std::multimap<std::string, std::string> spellings_by_hash;
  for (const std::string& spelling : spellings) {
    units_by_spelling_[spelling];  // looked up, whatever is found
    hashes.push_back(NumberHash(spelling));
    spellings_by_hash.emplace(hashes.back(), spelling);
  }
  constexpr std::string_view kSelect =
      "SELECT u.unit_id, u.community_id, u.unit_no_hash FROM unit u"
      " JOIN community c ON c.community_id = u.community_id WHERE c.project_id = ? AND ";
  const auto each = [&](std::string_view column, const std::vector<std::string>& values,
                        auto on_row) -> absl::Status {
    for (const IdChunk& chunk : ChunkIds(values)) {
      db::Values bound = {project_id_};
      bound.insert(bound.end(), chunk.values.begin(), chunk.values.end());
      CUIJIAO_ASSIGN_OR_RETURN(
          const db::Rows rows,
          transaction_.Query(Concat({kSelect, column, " IN ", chunk.placeholders}), bound));
      for (const db::Row& row : rows) {
        communities_of_units_[row.String("unit_id")] = row.String("community_id");
        on_row(row);
      }
    }
    return absl::OkStatus();
  };
  const auto by_number = [&](const db::Row& row) {
    const auto [first, last] = spellings_by_hash.equal_range(row.String("unit_no_hash"));
    for (auto found = first; found != last; ++found) {
      units_by_spelling_[found->second].insert(row.String("unit_id"));
    }
  };
  CUIJIAO_RETURN_IF_ERROR(each("u.unit_no_hash", hashes, by_number));
  return each("u.unit_id", {spellings.begin(), spellings.end()}, [&](const db::Row& row) {
    units_by_spelling_[row.String("unit_id")].insert(row.String("unit_id"));
  });
}

absl::Status MatchFacts::LearnOwners(const std::set<std::string>& payers) {
  std::vector<std::string> hashes;
  std::multimap<std::string, std::string> payers_by_hash;
  for (const std::string& payer : payers) {
    owned_by_payer_[payer];
    hashes.push_back(OwnerNameHash(cipher_, payer));
    payers_by_hash.emplace(hashes.back(), payer);
  }
  for (const IdChunk& chunk : ChunkIds(hashes)) {
    db::Values values = {project_id_};
    values.insert(values.end(), chunk.values.begin(), chunk.values.end());
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows rows,
        transaction_.Query(
            Concat({"SELECT DISTINCT o.name_hash, u.unit_id, u.community_id, s.from_date,"
                    " s.to_date FROM owner o JOIN ownership s ON s.owner_id = o.owner_id"
                    " JOIN unit u ON u.unit_id = s.unit_id"
                    " JOIN community c ON c.community_id = u.community_id"
                    " WHERE c.project_id = ? AND o.name_hash IN ",
                    chunk.placeholders}),
            values));
    for (const db::Row& row : rows) {
      communities_of_units_[row.String("unit_id")] = row.String("community_id");
      const auto [first, last] = payers_by_hash.equal_range(row.String("name_hash"));
      for (auto found = first; found != last; ++found) {
        owned_by_payer_[found->second].push_back(
            {row.String("unit_id"), {row.Date("from_date"), row.OptionalDate("to_date")}});
      }
    }
  }
  return absl::OkStatus();
}

absl::Status MatchFacts::LearnDebts(const std::vector<std::string>& unit_ids) {
  for (const std::string& unit_id : unit_ids) debts_[unit_id] = {};
  for (const IdChunk& chunk : ChunkIds(unit_ids)) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows rows,
        transaction_.Query(
            Concat({"SELECT unit_id, due_date, unpaid_principal_fen + unpaid_late_fee_fen"
                    " + unpaid_cost_fen AS unpaid_fen FROM bill WHERE is_open = 1"
                    " AND unit_id IN ",
                    chunk.placeholders, " ORDER BY unit_id, due_date, bill_id"}),
            chunk.values));
    for (const db::Row& row : rows) {
      Debt& debt = debts_[row.String("unit_id")];
      debt.open_bills.push_back(row.Fen("unpaid_fen"));
      if (row.Date("due_date") <= business_date_) debt.due += row.Fen("unpaid_fen");
    }
  }
  return absl::OkStatus();
}

absl::Status MatchFacts::Refresh(const std::string& unit_id) { return LearnDebts({unit_id}); }

std::set<std::string> MatchFacts::UnitsNamedIn(std::string_view text) const {
  std::set<std::string> units;
  for (const std::string& spelling : UnitSpellings(text)) {
    if (const auto found = units_by_spelling_.find(spelling); found != units_by_spelling_.end()) {
      units.insert(found->second.begin(), found->second.end());
    }
  }
  return units;
}

std::vector<UnitEvidence> MatchFacts::EvidenceFor(const StatementLine& line) const {
  std::map<std::string, UnitEvidence> found;
  for (const std::string& unit_id : UnitsNamedIn(line.order_text)) {
    found[unit_id].order_names_unit = true;
  }
  for (const std::string& unit_id : UnitsNamedIn(line.remark)) {
    found[unit_id].remark_names_unit = true;
  }
  if (const auto owned = owned_by_payer_.find(PayerName(line.payer));
      owned != owned_by_payer_.end()) {
    for (const Owned& unit : owned->second) {
      if (unit.days.Contains(line.date)) found[unit.unit_id].payer_owns_unit = true;
    }
  }
  const std::string texts = FoldWidth(AllTexts(line));
  std::vector<UnitEvidence> evidence;
  for (auto& [unit_id, unit] : found) {
    unit.unit_id = unit_id;
    const auto name = community_names_.find(communities_of_units_.at(unit_id));
    unit.remark_names_community = name != community_names_.end() && !name->second.empty() &&
                                  texts.find(name->second) != std::string::npos;
    const Debt& debt = debts_.at(unit_id);
    unit.due = debt.due;
    unit.open_bills = debt.open_bills;
    evidence.push_back(std::move(unit));
  }
  return evidence;
}

}  // namespace cuijiao::ledger
