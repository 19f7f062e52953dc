#include "services/ledger/store/figures/unit_history_store.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "common/status/macros.h"
#include "services/ledger/domain/journal/journal.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr std::int64_t kHistoriesAtOnce = 500;

// In the order of use, as the allocation takes them.
constexpr std::string_view kPastPayments =
    "SELECT p.unit_id, p.payment_id, p.received_date, p.method = 'OPENING' AS received_before,"
    " EXISTS (SELECT 1 FROM campaign c WHERE c.project_id = ?"
    "   AND p.received_date BETWEEN c.from_date AND c.to_date) AS in_campaign"
    " FROM payment p WHERE p.community_id = ? AND p.unit_id IN ";
constexpr std::string_view kInOrderOfUse = " ORDER BY p.unit_id, p.received_date, p.payment_id";

constexpr std::string_view kPastMoves =
    "SELECT l.unit_id, l.account, l.posting_date, l.amount_fen, l.payment_id, b.period_end,"
    " b.due_date, l.kind IN ('BILL', 'OPENING', 'CREDIT_NOTE') AS makes_bill"
    " FROM journal_line l FORCE INDEX (journal_line_by_unit)"
    " LEFT JOIN bill b ON b.bill_id = l.bill_id WHERE l.partition_id = ?"
    " AND (l.account = 'PREPAYMENT' OR l.account = 'RECEIVABLE' AND l.component = 'PRINCIPAL')"
    " AND l.unit_id IN ";

constexpr std::string_view kPastScheduled =
    "SELECT s.unit_id, s.period_end, s.due_date, s.amount_fen, s.begun_date, s.ended_date"
    " FROM scheduled_fee s WHERE s.community_id = ? AND s.unit_id IN ";

constexpr std::string_view kPastUndone =
    "SELECT e.unit_id, e.posting_date FROM payment p"
    " JOIN journal_entry e ON e.unit_id = p.unit_id AND e.reference_id = p.payment_id"
    " WHERE p.community_id = ? AND (p.state = 'REVERSED' OR p.refunded_fen > 0)"
    " AND e.kind IN ('REVERSAL', 'REFUND') AND p.unit_id IN ";

}  // namespace

// Some units, and what was read of them.
class UnitHistoryStore::Part {
 public:
  explicit Part(const std::vector<std::string>& unit_ids) {
    units_.reserve(unit_ids.size());
    for (const std::string& id : unit_ids) {
      places_[id] = units_.size();
      units_.push_back({.unit_id = id, .payments = {}});
    }
  }

  // Null for a row of another id that the tables take for equal.
  UnitHistory* Of(const db::Row& row) {
    const auto place = places_.find(row.String("unit_id"));
    return place == places_.end() ? nullptr : &units_[place->second];
  }

  void AddPayment(const db::Row& row) {
    UnitHistory* const unit = Of(row);
    if (unit == nullptr) return;
    payments_[row.String("payment_id")] = unit->payments.size();
    unit->payments.push_back({row.String("payment_id"), row.Date("received_date"),
                              row.Bool("in_campaign"), row.Bool("received_before")});
  }

  void AddMove(const db::Row& row) {
    UnitHistory* const unit = Of(row);
    if (unit == nullptr) return;
    const std::optional<std::string> payment_id = row.OptionalString("payment_id");
    std::optional<std::size_t> payment;
    if (payment_id) {
      const auto found = payments_.find(*payment_id);
      if (found == payments_.end()) return;  // of nobody, which the check of payments names
      payment = found->second;
    }
    if (row.String("account") == AccountName(Account::kPrepayment)) {
      if (payment) {
        unit->prepayments.push_back({row.Date("posting_date"), row.Fen("amount_fen"), *payment});
      }
    } else if (const std::optional<Date> period_end = row.OptionalDate("period_end")) {
      unit->principal.push_back({.posting_date = row.Date("posting_date"),
                                 .amount = row.Fen("amount_fen"),
                                 .period_end = *period_end,
                                 .due_date = row.Date("due_date"),
                                 .makes_bill = row.Bool("makes_bill"),
                                 .payment = payment});
    }
  }

  void AddScheduled(const db::Row& row) {
    if (UnitHistory* const unit = Of(row)) {
      unit->scheduled.push_back({row.Date("period_end"), row.Date("due_date"),
                                 row.Fen("amount_fen"), row.Date("begun_date"),
                                 row.OptionalDate("ended_date")});
    }
  }

  void AddUndone(const db::Row& row) {
    if (UnitHistory* const unit = Of(row)) unit->undone.push_back(row.Date("posting_date"));
  }

  [[nodiscard]] const std::vector<UnitHistory>& units() const { return units_; }

 private:
  std::vector<UnitHistory> units_;
  std::map<std::string, std::size_t> places_;
  std::map<std::string, std::size_t> payments_;
};

absl::StatusOr<std::vector<std::string>> UnitHistoryStore::LoadUnitIds(
    const std::string& community_id, const std::string& after) {
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows,
                           transaction_.Query("SELECT unit_id FROM unit WHERE community_id = ?"
                                              " AND unit_id > ? ORDER BY unit_id LIMIT ?",
                                              {community_id, after, kHistoriesAtOnce}));
  std::vector<std::string> ids;
  ids.reserve(rows.size());
  for (const db::Row& row : rows) ids.push_back(row.String("unit_id"));
  return ids;
}

absl::Status UnitHistoryStore::LoadPart(const CommunityKey& community, const IdChunk& chunk,
                                        Part& part) {
  const auto load = [&](std::string_view head, std::string_view tail, db::Values values,
                        void (Part::*add)(const db::Row&)) {
    values.insert(values.end(), chunk.values.begin(), chunk.values.end());
    return transaction_.QueryEach(Concat({head, chunk.placeholders, tail}), values,
                                  [&](const db::Row& row) {
                                    (part.*add)(row);
                                    return absl::OkStatus();
                                  });
  };
  const std::string& id = community.community_id;
  CUIJIAO_RETURN_IF_ERROR(
      load(kPastPayments, kInOrderOfUse, {community.project_id, id}, &Part::AddPayment));
  CUIJIAO_RETURN_IF_ERROR(load(kPastMoves, "", {id}, &Part::AddMove));
  CUIJIAO_RETURN_IF_ERROR(load(kPastScheduled, "", {id}, &Part::AddScheduled));
  return load(kPastUndone, "", {id}, &Part::AddUndone);
}

absl::Status UnitHistoryStore::LoadInParts(
    const CommunityKey& community,
    const std::function<absl::Status(const std::vector<UnitHistory>&)>& each) {
  std::string after;
  while (true) {
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                             LoadUnitIds(community.community_id, after));
    if (ids.empty()) return absl::OkStatus();
    after = ids.back();
    Part part(ids);
    for (const IdChunk& chunk : ChunkIds(ids)) {
      CUIJIAO_RETURN_IF_ERROR(LoadPart(community, chunk, part));
    }
    CUIJIAO_RETURN_IF_ERROR(each(part.units()));
  }
}

}  // namespace cuijiao::ledger
