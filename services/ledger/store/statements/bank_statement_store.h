// Statements of banks and wallets, their lines, and what became of them (LED-13).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_STATEMENTS_BANK_STATEMENT_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_STATEMENTS_BANK_STATEMENT_STORE_H_

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/statements/bank_line.h"

namespace cuijiao::ledger {

inline constexpr std::string_view kUnknownStatement = "UNKNOWN_STATEMENT";

// Which lines to list.
struct BankLineFilter {
  std::string project_id;
  std::string statement_id;  // empty for all
  std::optional<BankLineState> state;
};

// Lives in one transaction; errors are the database's, and DATA_LOSS for a text that cannot be
// decrypted.
class BankStatementStore {
 public:
  BankStatementStore(db::Transaction& transaction, const PersonalCipher& cipher)
      : transaction_(transaction), cipher_(cipher) {}

  // A new statement; `content_hash` is of its file.
  absl::Status InsertStatement(const BankStatement& statement, std::string_view content_hash);
  absl::StatusOr<std::optional<BankStatement>> LoadStatement(std::string_view statement_id);
  // Of a project after an id, at most `limit`.
  absl::StatusOr<std::vector<BankStatement>> ListStatements(std::string_view project_id,
                                                            std::string_view after_id, int limit);

  // Lines that are in already, whatever project and statement brought them, by their identity; of
  // those of `lines`. Without texts and candidates.
  absl::StatusOr<std::map<std::string, BankLine>> LoadKnown(std::span<const StatementLine> lines);
  // New lines with their candidates. ABORTED / REQUEST_RACED when another import was quicker.
  absl::Status InsertLines(std::span<const BankLine> lines);
  // A pending line that `identity` names becomes superseded; nothing where there is none.
  absl::Status Supersede(std::string_view identity);

  // The receipt of the order, or none. Without texts and candidates.
  absl::StatusOr<std::optional<BankLine>> LoadReceiptOf(std::string_view order);
  // A payment that was recorded by other means: the same unit, method, amount and reference, not
  // undone, and of no line so far but for `taken`. Its id, or none.
  absl::StatusOr<std::optional<std::string>> FindRecorded(const StatementLine& line,
                                                          PaymentMethod method,
                                                          std::span<const std::string> unit_ids,
                                                          std::span<const std::string> taken);

  // With its texts and candidates.
  absl::StatusOr<std::optional<BankLine>> LoadLine(std::string_view line_id);
  // The line whose money the suspense holds, or none. Without texts and candidates.
  absl::StatusOr<std::optional<BankLine>> LoadBySuspense(std::string_view suspense_id);
  // After an id, at most `limit`; with texts and candidates.
  absl::StatusOr<std::vector<BankLine>> ListLines(const BankLineFilter& filter,
                                                  std::string_view after_id, int limit);

  // What somebody decided about `line`, whose new state and payment are set: guarded by the state
  // that it was loaded with. ABORTED / REQUEST_RACED when it has another one now.
  absl::Status KeepDecision(const BankLine& line, BankLineState state_before,
                            absl::Time decided_time, std::string_view note = {});

 private:
  enum class Texts { kWithout, kWith };
  absl::StatusOr<std::vector<BankLine>> LoadLines(std::string_view where, const db::Values& values,
                                                  Texts texts);
  absl::StatusOr<std::optional<BankLine>> LoadOne(std::string_view where, const db::Values& values,
                                                  Texts texts);
  absl::Status AddCandidates(std::vector<BankLine>& lines);
  absl::StatusOr<std::vector<BankStatement>> LoadStatements(std::string_view where,
                                                            const db::Values& values);
  [[nodiscard]] std::string IdentityHash(std::string_view identity) const;
  [[nodiscard]] std::string OrderHash(std::string_view order) const;

  db::Transaction& transaction_;
  const PersonalCipher& cipher_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_STATEMENTS_BANK_STATEMENT_STORE_H_
