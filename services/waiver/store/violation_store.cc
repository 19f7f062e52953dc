#include "services/waiver/store/violation_store.h"

#include <optional>
#include <utility>

#include "common/crypto/optional_text.h"
#include "common/status/macros.h"

namespace cuijiao::waiver {
namespace {

constexpr std::string_view kEvidence = "violation.evidence";

}  // namespace

absl::Status ViolationStore::Insert(const Violation& violation) {
  const std::optional<std::string> waiver_id =
      violation.waiver_id.empty() ? std::nullopt : std::optional(violation.waiver_id);
  return transaction_
      .Execute(
          "INSERT INTO violation (violation_id, kind, bearer_id, loss_fen, charge_month,"
          " waiver_id, unit_id, evidence_cipher, reported_by, recorded_time)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          {violation.id, ViolationKindName(violation.kind), violation.bearer_id, violation.loss,
           FirstDayOf(violation.charge_month), waiver_id, violation.unit_id,
           EncryptUnlessEmpty(cipher_, violation.evidence, kEvidence), violation.reported_by,
           violation.recorded_time})
      .status();
}

absl::StatusOr<std::vector<Violation>> ViolationStore::List(Month charge_month,
                                                            bool with_earlier_months,
                                                            std::string_view after_id, int limit) {
  std::string sql =
      "SELECT violation_id, kind, bearer_id, loss_fen, charge_month, waiver_id, unit_id,"
      " evidence_cipher, reported_by, recorded_time FROM violation WHERE charge_month ";
  sql += with_earlier_months ? "<= ?" : "= ?";
  sql += " AND violation_id > ? ORDER BY violation_id LIMIT ?";
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows,
                           transaction_.Query(sql, {FirstDayOf(charge_month), after_id, limit}));
  std::vector<Violation> violations;
  for (const db::Row& row : rows) {
    const std::optional<ViolationKind> kind = ParseViolationKind(row.String("kind"));
    if (!kind) return absl::DataLossError("violation.kind holds " + row.String("kind"));
    CUIJIAO_ASSIGN_OR_RETURN(
        std::string evidence,
        DecryptIfAny(cipher_, row.OptionalString("evidence_cipher"), kEvidence));
    violations.push_back({.id = row.String("violation_id"),
                          .kind = *kind,
                          .bearer_id = row.String("bearer_id"),
                          .loss = row.Fen("loss_fen"),
                          .charge_month = Month(row.Date("charge_month")),
                          .waiver_id = row.OptionalString("waiver_id").value_or(""),
                          .unit_id = row.String("unit_id"),
                          .evidence = std::move(evidence),
                          .reported_by = row.String("reported_by"),
                          .recorded_time = row.Time("recorded_time")});
  }
  return violations;
}

}  // namespace cuijiao::waiver
