#include "services/ledger/store/imports/import_store.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "common/crypto/personal_text.h"
#include "common/requests/request_log.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/store/billing/bill_schedule_store.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/organisation/organisation_people.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kKeyHashColumn = "imported_row.key";
constexpr std::string_view kRowHashColumn = "imported_row.row";
// What was said of a unit or owner stands beside the rows, by a key of its own. An owner has units
// in several projects.
constexpr std::string_view kThingHashColumn = "imported_row.thing";
constexpr std::string_view kOfAllProjects;

std::vector<std::string> AsList(const std::set<std::string>& ids) {
  return {ids.begin(), ids.end()};
}

// The same rows went in meanwhile by another import: run again, this one finds them.
absl::Status OrRaced(absl::Status inserted) {
  if (db::ViolatedKey(inserted).empty()) return inserted;
  return Refusal(absl::StatusCode::kAborted, kRequestRaced,
                 "the same rows were imported meanwhile");
}

// The things that rows name.
struct NamedThings {
  std::set<std::string> unit_ids;
  std::set<std::string> unit_numbers;
  std::set<std::string> community_ids;
  std::set<std::string> owner_ids;
  std::set<std::string> staff_ids;
  bool posting_days = false;  // rows state the days on which they are posted

  void Add(const UnitRow& row) {
    unit_ids.insert(row.unit.id);
    community_ids.insert(row.unit.community_id);
    posting_days = posting_days || row.counts_from.has_value();
  }
  void Add(const OwnerRow& row) {
    unit_ids.insert(row.ownership.unit_id);
    owner_ids.insert(row.owner.id);
  }
  void Add(const OpeningBillRow& row) {
    unit_ids.insert(row.unit_id);
    posting_days = posting_days || row.posting_date.has_value();
  }
  void Add(const OpeningReceiptRow& row) { unit_ids.insert(row.unit_id); }
  void Add(const ReceiptRow& row) {
    if (row.unit_id.empty()) {
      unit_numbers.insert(row.unit_no);
    } else {
      unit_ids.insert(row.unit_id);
    }
    if (!row.collector_id.empty()) staff_ids.insert(row.collector_id);
    staff_ids.insert(row.collaborator_ids.begin(), row.collaborator_ids.end());
  }
};

// Those that exist.
absl::StatusOr<std::set<std::string>> FindOwners(db::Transaction& transaction,
                                                 const std::set<std::string>& owner_ids) {
  std::set<std::string> found;
  for (const IdChunk& chunk : ChunkIds(AsList(owner_ids))) {
    CUIJIAO_RETURN_IF_ERROR(transaction.QueryEach(
        Concat({"SELECT owner_id FROM owner WHERE owner_id IN ", chunk.placeholders}), chunk.values,
        [&](const db::Row& row) {
          found.insert(row.String("owner_id"));
          return absl::OkStatus();
        }));
  }
  return found;
}

}  // namespace

std::string KeyHash(const PersonalCipher& cipher, const ImportedValue& value) {
  return cipher.SearchHash(RowKey(value), kKeyHashColumn);
}

std::string ContentHash(const PersonalCipher& cipher, std::string_view content) {
  return cipher.SearchHash(content, kRowHashColumn);
}

absl::StatusOr<std::map<std::string, ImportStore::LastVersion>> ImportStore::LoadLast(
    std::string_view project_id, std::vector<std::string> keys) {
  // In the order in which they lie.
  std::ranges::sort(keys);
  std::map<std::string, LastVersion> last;
  for (const IdChunk& chunk : ChunkIds(keys)) {
    db::Values values = {project_id, ImportKindName(frame_.kind)};
    values.insert(values.end(), chunk.values.begin(), chunk.values.end());
    CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
        Concat({"SELECT key_hash, version, row_hash FROM imported_row"
                " WHERE project_id = ? AND kind = ? AND key_hash IN ",
                chunk.placeholders, " ORDER BY key_hash, version"}),
        values, [&](const db::Row& row) {
          last[row.String("key_hash")] = {row.Int64("version"), row.String("row_hash")};
          return absl::OkStatus();
        }));
  }
  return last;
}

absl::StatusOr<std::vector<RowMemory>> ImportStore::LoadMemory(std::span<const StagedRow> rows,
                                                               std::span<const ReadRow> read,
                                                               const ImportFacts& facts) {
  std::vector<RowMemory> memory(rows.size());
  std::vector<std::string> keys;
  keys.reserve(rows.size());
  std::set<std::string> things;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    keys.push_back(rows[i].key_hash);
    // Nobody said anything else of what is new.
    if (!IsAboutKnown(read[i].value, facts)) continue;
    memory[i].thing_hash = cipher_.SearchHash(GroupKey(read[i].value), kThingHashColumn);
    memory[i].facts_hash = ContentHash(cipher_, FactsContent(frame_.kind, read[i].row));
    things.insert(memory[i].thing_hash);
  }
  CUIJIAO_ASSIGN_OR_RETURN(const auto last, LoadLast(frame_.project_id, std::move(keys)));
  CUIJIAO_ASSIGN_OR_RETURN(const auto said, LoadLast(kOfAllProjects, AsList(things)));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    RowMemory& row = memory[i];
    if (const auto found = said.find(row.thing_hash); found != said.end()) {
      row.facts_version = found->second.version;
      row.facts_are_in = found->second.row_hash == row.facts_hash;
    }
    const auto found = last.find(rows[i].key_hash);
    if (found == last.end()) continue;
    row.version = found->second.version;
    const bool other_facts = row.facts_version > 0 && !row.facts_are_in;
    if (found->second.row_hash != rows[i].row_hash) {
      row.past = RowPast::kChanged;
    } else {
      row.past = other_facts ? RowPast::kOtherFacts : RowPast::kIn;
    }
  }
  return memory;
}

absl::Status ImportStore::RememberRows(std::span<const StagedRow* const> rows,
                                       std::span<const RowMemory> memory,
                                       absl::Time recorded_time) {
  const std::string_view kind = ImportKindName(frame_.kind);
  std::vector<db::Values> values;
  values.reserve(rows.size());
  std::set<std::string_view> things;  // rows about one thing say the same of it
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const RowMemory& row = memory[i];
    values.push_back({frame_.project_id, kind, rows[i]->key_hash, row.version + 1,
                      rows[i]->row_hash, recorded_time});
    const bool is_news = !row.thing_hash.empty() && !row.facts_are_in;
    if (is_news && things.insert(row.thing_hash).second) {
      values.push_back({kOfAllProjects, kind, row.thing_hash, row.facts_version + 1, row.facts_hash,
                        recorded_time});
    }
  }
  return OrRaced(
      transaction_
          .InsertRows("imported_row",
                      {"project_id", "kind", "key_hash", "version", "row_hash", "recorded_time"},
                      values)
          .status());
}

absl::StatusOr<bool> ImportStore::FileIsIn(std::string_view content_hash) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne("SELECT row_count FROM imported_file"
                            " WHERE project_id = ? AND kind = ? AND content_hash = ?",
                            {frame_.project_id, ImportKindName(frame_.kind), content_hash}));
  return row.has_value();
}

absl::Status ImportStore::RememberFile(std::string_view content_hash, std::int64_t row_count,
                                       std::string_view imported_by, absl::Time recorded_time) {
  const std::vector<db::Values> row = {{frame_.project_id, ImportKindName(frame_.kind),
                                        content_hash, row_count, imported_by, recorded_time}};
  return OrRaced(transaction_
                     .InsertRows("imported_file",
                                 {"project_id", "kind", "content_hash", "row_count", "imported_by",
                                  "recorded_time"},
                                 row)
                     .status());
}

absl::StatusOr<ImportFacts> ImportStore::LoadFacts(std::span<const ReadRow> rows) {
  NamedThings named;
  for (const ReadRow& row : rows) {
    std::visit([&](const auto& value) { named.Add(value); }, row.value);
  }
  ImportFacts facts;
  OrganisationPeople people(transaction_, cipher_);
  for (const std::string& number : named.unit_numbers) {
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Unit> units,
                             people.FindUnitsByNumber(frame_.project_id, number));
    for (const Unit& unit : units) {
      facts.units_by_number[number].push_back(unit.id);
      named.unit_ids.insert(unit.id);
    }
  }
  for (const IdChunk& chunk : ChunkIds(AsList(named.community_ids))) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows communities,
        transaction_.Query(Concat({"SELECT community_id, project_id FROM community"
                                   " WHERE community_id IN ",
                                   chunk.placeholders}),
                           chunk.values));
    for (const db::Row& row : communities) {
      facts.projects_of_communities[row.String("community_id")] = row.String("project_id");
    }
  }
  CUIJIAO_RETURN_IF_ERROR(LoadUnitFacts(named.unit_ids, facts));
  for (const auto& [id, unit] : facts.units) named.community_ids.insert(unit.community_id);
  if (named.posting_days) {
    CUIJIAO_RETURN_IF_ERROR(LoadClosedDays(named.community_ids, facts));
  }
  if (frame_.kind == ImportKind::kOpeningReceipts) {
    CUIJIAO_RETURN_IF_ERROR(LoadClosedWithFigures(named.community_ids, facts));
    CUIJIAO_RETURN_IF_ERROR(LoadLastReceived(named.unit_ids, facts));
  }
  if (frame_.kind == ImportKind::kOwners) {
    CUIJIAO_RETURN_IF_ERROR(LoadOwnershipFacts(named.unit_ids, facts));
    CUIJIAO_ASSIGN_OR_RETURN(facts.owners, FindOwners(transaction_, named.owner_ids));
  }
  CUIJIAO_RETURN_IF_ERROR(LoadStaffFacts(named.staff_ids, facts));
  return facts;
}

absl::Status ImportStore::LoadUnitFacts(const std::set<std::string>& unit_ids, ImportFacts& facts) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<UnitPlace> units,
                           OrganisationStore(transaction_).LoadUnits(AsList(unit_ids)));
  std::vector<std::string> known;
  for (const UnitPlace& unit : units) {
    facts.units[unit.unit_id] = {unit.community_id, unit.project_id};
    known.push_back(unit.unit_id);
  }
  const bool of_fees = frame_.kind == ImportKind::kUnits ||
                       frame_.kind == ImportKind::kOpeningBills ||
                       frame_.kind == ImportKind::kOpeningReceipts;
  if (!of_fees || known.empty()) return absl::OkStatus();
  CUIJIAO_ASSIGN_OR_RETURN(SchedulesAndBills fees, LoadSchedulesAndBills(transaction_, known));
  facts.schedules = std::move(fees.schedules);
  for (const auto& [unit_id, periods] : fees.billed) {
    for (const BilledPeriod& period : periods) {
      facts.billed[unit_id].push_back({period.fee_kind, period.start, period.end});
    }
  }
  return absl::OkStatus();
}

absl::Status ImportStore::LoadClosedDays(const std::set<std::string>& community_ids,
                                         ImportFacts& facts) {
  for (const IdChunk& chunk : ChunkIds(AsList(community_ids))) {
    CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
        Concat({"SELECT partition_id, closed_through FROM journal_partition"
                " WHERE closed_through IS NOT NULL AND partition_id IN ",
                chunk.placeholders}),
        chunk.values, [&](const db::Row& row) {
          facts.closed_through[row.String("partition_id")] = row.Date("closed_through");
          return absl::OkStatus();
        }));
  }
  return absl::OkStatus();
}

absl::Status ImportStore::LoadClosedWithFigures(const std::set<std::string>& community_ids,
                                                ImportFacts& facts) {
  for (const IdChunk& chunk : ChunkIds(AsList(community_ids))) {
    CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
        Concat({"SELECT community_id, MAX(month) AS month FROM closed_community"
                " WHERE (received_fen <> 0 OR receivable_fen <> 0"
                "   OR historical_outstanding_fen <> 0 OR historical_recovered_fen <> 0)"
                " AND community_id IN ",
                chunk.placeholders, " GROUP BY community_id"}),
        chunk.values, [&](const db::Row& row) {
          facts.closed_with_figures.insert_or_assign(row.String("community_id"),
                                                     Month(row.Date("month")));
          return absl::OkStatus();
        }));
  }
  return absl::OkStatus();
}

absl::Status ImportStore::LoadLastReceived(const std::set<std::string>& unit_ids,
                                           ImportFacts& facts) {
  for (const IdChunk& chunk : ChunkIds(AsList(unit_ids))) {
    CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
        Concat({"SELECT unit_id, MAX(received_date) AS received_date FROM payment"
                " WHERE state <> 'REVERSED' AND unit_id IN ",
                chunk.placeholders, " GROUP BY unit_id"}),
        chunk.values, [&](const db::Row& row) {
          facts.last_received.insert_or_assign(row.String("unit_id"), row.Date("received_date"));
          return absl::OkStatus();
        }));
  }
  return absl::OkStatus();
}

absl::Status ImportStore::LoadOwnershipFacts(const std::set<std::string>& unit_ids,
                                             ImportFacts& facts) {
  for (const IdChunk& chunk : ChunkIds(AsList(unit_ids))) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows rows,
        transaction_.Query(Concat({"SELECT unit_id, owner_id, from_date, to_date FROM ownership"
                                   " WHERE unit_id IN ",
                                   chunk.placeholders}),
                           chunk.values));
    for (const db::Row& row : rows) {
      facts.ownerships[{row.String("unit_id"), row.String("owner_id")}].push_back(
          {{row.Date("from_date"), row.OptionalDate("to_date")}, true});
    }
  }
  return absl::OkStatus();
}

absl::Status ImportStore::LoadStaffFacts(const std::set<std::string>& staff_ids,
                                         ImportFacts& facts) {
  const std::vector<std::string> ids = AsList(staff_ids);
  facts.staff = staff_ids;
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<std::string> unknown,
                           OrganisationStore(transaction_).UnknownStaff(ids));
  for (const std::string& id : unknown) facts.staff.erase(id);
  return absl::OkStatus();
}

}  // namespace cuijiao::ledger
