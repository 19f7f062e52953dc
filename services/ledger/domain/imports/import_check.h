// Whether rows of an import go with what the ledger knows and with one another (LED-13). Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_IMPORTS_IMPORT_CHECK_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_IMPORTS_IMPORT_CHECK_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/ledger/domain/billing/billing.h"
#include "services/ledger/domain/imports/import_rows.h"
#include "services/ledger/domain/organisation/organisation_dates.h"

namespace cuijiao::ledger {

// Reasons of rows that do not go in; also those of billing, posting and dated relations.
inline constexpr std::string_view kUnitAmbiguous = "UNIT_AMBIGUOUS";
inline constexpr std::string_view kRowChanged = "ROW_CHANGED";
inline constexpr std::string_view kRowsDisagree = "ROWS_DISAGREE";
inline constexpr std::string_view kTooManyOfOne = "TOO_MANY_OF_ONE";
inline constexpr std::string_view kPostingDateInFuture = "POSTING_DATE_IN_FUTURE";
inline constexpr std::string_view kUnitExists = "UNIT_EXISTS";
inline constexpr std::string_view kReceiptsOutOfOrder = "RECEIPTS_OUT_OF_ORDER";
inline constexpr std::string_view kOpeningTooLate = "OPENING_TOO_LATE";

// Rows of a file, by kind: what one transaction can make (see the ledger's README).
std::int64_t MostImportRows(ImportKind kind);

// Rows about one unit or owner in one file, so that what is compared fits in memory: a unit has a
// few fees and a row a month, an owner may be a developer of a whole quarter.
std::int64_t MostRowsOfOne(ImportKind kind);

// Whether a row went in before.
enum class RowPast : std::uint8_t {
  kNew,
  kIn,       // it is in already
  kChanged,  // a row with the same key is in, which says something else
  // It is in, but what it says of its unit or owner is not: a later row about another fee, or
  // another ownership, said something else of them. What came in last is in.
  kOtherFacts,
};

struct UnitFact {
  std::string community_id;
  std::string project_id;
};

struct BilledFact {
  FeeKind fee_kind = FeeKind::kProperty;
  Date start;
  Date end;
};

// What is known of the things that some rows name; what is absent does not exist.
struct ImportFacts {
  std::map<std::string, std::string> projects_of_communities;
  std::map<std::string, UnitFact> units;
  // Units of the project by the number as the rows write it.
  std::map<std::string, std::vector<std::string>> units_by_number;
  std::map<std::string, std::vector<FeeSchedule>> schedules;  // by unit
  std::map<std::string, std::vector<BilledFact>> billed;      // by unit
  std::set<std::string> owners;
  std::map<std::pair<std::string, std::string>, std::vector<StandingRelation>> ownerships;
  std::set<std::string> staff;
  // By community, where rows state posting days: the last day that is closed.
  std::map<std::string, Date> closed_through;
  // By unit, of opening receipts: when the latest payment was received that is recorded and not
  // reversed.
  std::map<std::string, Date> last_received;
  // By community, of opening receipts: the last month that was closed with figures of it.
  std::map<std::string, Month> closed_with_figures;
};

// Whether rows of a kind may come in again with changes; bills and receipts may not.
bool MayChange(ImportKind kind);

// Whether the unit or owner that a row says facts of (FactsContent) is there already.
bool IsAboutKnown(const ImportedValue& value, const ImportFacts& facts);

// What holds for all rows of a file.
struct ImportFrame {
  ImportKind kind = ImportKind::kUnits;
  std::string project_id;
  Date business_date;
  int late_recording_days = 0;
  bool is_finance = false;
};

// Checks the rows of one file, group by group (GroupKey) and in each by line, and remembers what it
// has seen of the group.
class ImportCheck {
 public:
  explicit ImportCheck(ImportFrame frame) : frame_(std::move(frame)) {}

  // Everything that is wrong with a row that could be read.
  std::vector<RowFault> Check(const ReadRow& row, RowPast past, const ImportFacts& facts);

  // Whether the row that was checked last is right, and about a unit or an owner that was not known
  // when `facts` were loaded: it can be put without regard to anything but the file.
  [[nodiscard]] bool IsPlain() const { return is_plain_; }

  // The id of a receipt's unit: given, or found by its number.
  static std::optional<std::string> UnitOf(const ReceiptRow& row, const ImportFacts& facts);

 private:
  // Lines about one unit, or one owner, say the same of it; other rows repeat nothing.
  void CheckAgreement(const UnitRow& row, ImportCells& faults);
  void CheckAgreement(const OwnerRow& row, ImportCells& faults);
  static void CheckAgreement(const OpeningBillRow& /*row*/, ImportCells& /*faults*/) {}
  static void CheckAgreement(const ReceiptRow& /*row*/, ImportCells& /*faults*/) {}
  void CheckAgreement(const OpeningReceiptRow& row, ImportCells& faults);
  // What it says of its unit or owner alone.
  void CheckFacts(const UnitRow& row, const ImportFacts& facts, ImportCells& faults);
  void CheckFacts(const OwnerRow& row, const ImportFacts& facts, ImportCells& faults);
  static void CheckFacts(const OpeningBillRow& /*row*/, const ImportFacts& /*facts*/,
                         ImportCells& /*faults*/) {}
  static void CheckFacts(const ReceiptRow& /*row*/, const ImportFacts& /*facts*/,
                         ImportCells& /*faults*/) {}
  static void CheckFacts(const OpeningReceiptRow& /*row*/, const ImportFacts& /*facts*/,
                         ImportCells& /*faults*/) {}
  void CheckValue(const UnitRow& row, const ImportFacts& facts, ImportCells& faults);
  void CheckValue(const OwnerRow& row, const ImportFacts& facts, ImportCells& faults);
  void CheckValue(const OpeningBillRow& row, const ImportFacts& facts, ImportCells& faults);
  void CheckValue(const ReceiptRow& row, const ImportFacts& facts, ImportCells& faults);
  void CheckValue(const OpeningReceiptRow& row, const ImportFacts& facts, ImportCells& faults);
  // The posting day that a row states is open and not to come.
  void CheckPostingDay(Date day, std::string_view column, const std::string& community_id,
                       const ImportFacts& facts, ImportCells& faults) const;
  // The unit exists and is of the project.
  void CheckUnit(const std::string& unit_id, const ImportFacts& facts, ImportCells& faults) const;

  // Whether nobody knew what the row is about, and it is the file's only word of it.
  [[nodiscard]] static bool IsNew(const UnitRow& row, const ImportFacts& facts);
  [[nodiscard]] bool IsNew(const OwnerRow& row, const ImportFacts& facts) const;
  static bool IsNew(const OpeningBillRow& /*row*/, const ImportFacts& /*facts*/) { return false; }
  static bool IsNew(const ReceiptRow& /*row*/, const ImportFacts& /*facts*/) { return false; }
  static bool IsNew(const OpeningReceiptRow& /*row*/, const ImportFacts& /*facts*/) {
    return false;
  }

  void ForgetGroup();

  const ImportFrame frame_;
  std::string group_;
  bool is_plain_ = false;
  std::int64_t rows_of_group_ = 0;
  std::map<std::string, std::int64_t> lines_by_key_;
  std::map<std::string, Unit> units_;
  std::map<std::string, Owner> owners_;
  std::map<std::string, std::vector<FeeSchedule>> schedules_;
  std::map<std::string, std::vector<BilledFact>> billed_;
  std::map<std::pair<std::string, std::string>, std::vector<StandingRelation>> ownerships_;
  std::optional<Date> last_received_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_IMPORTS_IMPORT_CHECK_H_
