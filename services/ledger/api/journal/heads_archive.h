// The journal's heads outside the database: signed at each month close, and read again when the
// journal is checked (LED-4).
#ifndef CUIJIAO_SERVICES_LEDGER_API_JOURNAL_HEADS_ARCHIVE_H_
#define CUIJIAO_SERVICES_LEDGER_API_JOURNAL_HEADS_ARCHIVE_H_

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/auth/token_signer.h"
#include "common/auth/token_verifier.h"
#include "services/ledger/store/close/close_store.h"

namespace cuijiao::ledger {

struct LedgerContext;

// Reason of INVALID_ARGUMENT: a document is not one that the ledger signed.
inline constexpr std::string_view kSignedHeadsInvalid = "SIGNED_HEADS_INVALID";

// What a signed document tells.
struct ToldMonth {
  std::string month;  // "2017-03"
  std::vector<JournalHead> heads;
};

// A file of the directory.
struct KeptFile {
  std::string name;
  // INVALID_ARGUMENT / SIGNED_HEADS_INVALID naming the file: it cannot be read, the ledger did not
  // sign it, or it tells of another month than its name.
  absl::StatusOr<ToldMonth> told;
};

// A directory of files `journal-heads-2017-03.jws`, one signed document each, written once and
// never again. Thread-safe; several replicas may share the directory.
class HeadsArchive {
 public:
  // Without a directory nothing is written or read. The signer and the verifier outlive it.
  HeadsArchive(std::filesystem::path directory, const TokenSigner& signer, TokenVerifier& tokens)
      : directory_(std::move(directory)), signer_(signer), tokens_(tokens) {}

  // The document of a closed month.
  [[nodiscard]] absl::StatusOr<std::string> Sign(const AccountingMonth& month,
                                                 const std::vector<JournalHead>& heads) const;
  // What a document tells. INVALID_ARGUMENT / SIGNED_HEADS_INVALID; `name` stands for the document.
  absl::StatusOr<ToldMonth> Read(std::string_view document, std::string_view name) const;

  // Whether the month's file is to be written still.
  [[nodiscard]] bool Lacks(Month month) const;
  // Writes the month's file whole or not at all; one that is there stays. UNAVAILABLE naming it.
  absl::Status Write(Month month, std::string_view document) const;
  // What the files tell, by name: each file for itself, so that one that was tampered with hides
  // nothing of the others. UNAVAILABLE when the directory cannot be listed.
  absl::StatusOr<std::vector<KeptFile>> ReadAll() const;

 private:
  absl::StatusOr<ToldMonth> ReadFile(const std::filesystem::path& file) const;
  [[nodiscard]] std::filesystem::path FileOf(Month month) const;

  const std::filesystem::path directory_;
  const TokenSigner& signer_;
  TokenVerifier& tokens_;
};

// Writes the files of all closed months that lack one: at the close, and by the sweep where a close
// was cut off before it had written its own.
absl::Status WriteMissingHeads(const LedgerContext& context);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_JOURNAL_HEADS_ARCHIVE_H_
