#include "services/ledger/api/journal/heads_archive.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/escaping.h"
#include "common/crypto/digest.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "common/telemetry/logging.h"
#include "fmt/format.h"
#include "services/ledger/api/ledger_context.h"

namespace cuijiao::ledger {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDocumentKind = "journal-heads";
constexpr std::string_view kFileStart = "journal-heads-";
constexpr std::string_view kFileEnd = ".jws";

absl::Status NotWritten(const fs::path& file, std::string_view why) {
  return absl::UnavailableError(
      fmt::format("the journal's heads cannot be written to {}: {}", file.string(), why));
}

absl::Status Invalid(std::string_view name, std::string_view what) {
  return Refusal(absl::StatusCode::kInvalidArgument, kSignedHeadsInvalid,
                 fmt::format("{}: {}", name, what), {{"document", std::string(name)}});
}

}  // namespace

absl::StatusOr<std::string> HeadsArchive::Sign(const AccountingMonth& month,
                                               const std::vector<JournalHead>& heads) const {
  nlohmann::json listed = nlohmann::json::array();
  for (const JournalHead& head : heads) {
    nlohmann::json& told =
        listed.emplace_back(nlohmann::json{{"partition", head.partition_id},
                                           {"sequence", head.sequence},
                                           {"hash", absl::BytesToHexString(head.hash)}});
    if (!head.frozen.empty()) told["frozen"] = absl::BytesToHexString(head.frozen);
  }
  return signer_.SignDocument(
      kDocumentKind,
      {{"month", FormatMonth(month.month)},
       {"closing_date", FormatDate(month.closing_date)},
       {"close_time", absl::FormatTime(absl::RFC3339_full, month.closed_time, absl::UTCTimeZone())},
       {"heads", std::move(listed)}});
}

absl::StatusOr<ToldMonth> HeadsArchive::Read(std::string_view document,
                                             std::string_view name) const {
  const absl::StatusOr<nlohmann::json> claims =
      tokens_.VerifyDocument(document, kDocumentKind, signer_.service_name());
  if (!claims.ok()) return Invalid(name, std::string(claims.status().message()));
  ToldMonth told;
  try {
    told.month = claims->at("month").get<std::string>();
    for (const nlohmann::json& head : claims->at("heads")) {
      told.heads.push_back({head.at("partition").get<std::string>(),
                            head.at("sequence").get<std::int64_t>(),
                            absl::HexStringToBytes(head.at("hash").get<std::string>()),
                            absl::HexStringToBytes(head.value("frozen", std::string()))});
    }
  } catch (const nlohmann::json::exception&) {
    return Invalid(name, "it does not hold a month and its heads");
  }
  return told;
}

fs::path HeadsArchive::FileOf(Month month) const {
  return directory_ / fmt::format("{}{}{}", kFileStart, FormatMonth(month), kFileEnd);
}

bool HeadsArchive::Lacks(Month month) const {
  std::error_code error;
  return !directory_.empty() && !fs::exists(FileOf(month), error);
}

absl::Status HeadsArchive::Write(Month month, std::string_view document) const {
  const fs::path file = FileOf(month);
  fs::path unfinished = file;
  unfinished += fmt::format(".{}", getpid());
  std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
  out << document << '\n';
  out.close();
  if (!out) return NotWritten(file, "the directory does not take it");
  std::error_code error;
  // A link, unlike a rename, leaves a file that is there as it is.
  fs::create_hard_link(unfinished, file, error);
  const bool is_there = !error || fs::exists(file);
  fs::remove(unfinished);
  return is_there ? absl::OkStatus() : NotWritten(file, error.message());
}

absl::StatusOr<ToldMonth> HeadsArchive::ReadFile(const fs::path& file) const {
  const std::string name = file.filename().string();
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in || !text) return Invalid(name, "it cannot be read or is empty");
  std::string document = text.str();
  while (document.ends_with('\n')) document.pop_back();
  CUIJIAO_ASSIGN_OR_RETURN(ToldMonth told, Read(document, name));
  // A signed document of another month, put in the place of one that tells too much.
  if (name != fmt::format("{}{}{}", kFileStart, told.month, kFileEnd)) {
    return Invalid(name, fmt::format("it tells of {}", told.month));
  }
  return told;
}

absl::StatusOr<std::vector<KeptFile>> HeadsArchive::ReadAll() const {
  std::vector<KeptFile> kept;
  if (directory_.empty()) return kept;
  std::vector<fs::path> files;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory_, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(kFileStart) && name.ends_with(kFileEnd)) files.push_back(entry.path());
  }
  if (error) {
    return absl::UnavailableError(
        fmt::format("cannot read {}: {}", directory_.string(), error.message()));
  }
  std::ranges::sort(files);
  kept.reserve(files.size());
  for (const fs::path& file : files) kept.push_back({file.filename().string(), ReadFile(file)});
  return kept;
}

absl::Status WriteMissingHeads(const LedgerContext& context) {
  struct ClosedHeads {
    AccountingMonth month;
    std::vector<JournalHead> heads;
  };
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::vector<ClosedHeads> missing,
      context.database.Read(
          "FindMissingHeads",
          [&](db::Transaction& transaction) -> absl::StatusOr<std::vector<ClosedHeads>> {
            CloseStore store(transaction);
            CUIJIAO_ASSIGN_OR_RETURN(const std::vector<AccountingMonth> months,
                                     store.LoadMonths(0));
            std::vector<ClosedHeads> found;
            for (const AccountingMonth& month : months) {
              if (!context.heads.Lacks(month.month)) continue;
              CUIJIAO_ASSIGN_OR_RETURN(std::vector<JournalHead> heads,
                                       store.LoadHeads(month.month));
              if (!heads.empty()) found.push_back({month, std::move(heads)});
            }
            return found;
          }));
  for (const ClosedHeads& closed : missing) {
    CUIJIAO_ASSIGN_OR_RETURN(const std::string document,
                             context.heads.Sign(closed.month, closed.heads));
    CUIJIAO_RETURN_IF_ERROR(context.heads.Write(closed.month.month, document));
    LogEvent(spdlog::level::info, "journal heads written",
             {{"month", FormatMonth(closed.month.month)},
              {"sha256", absl::BytesToHexString(Sha256(document))}});
  }
  return absl::OkStatus();
}

}  // namespace cuijiao::ledger
