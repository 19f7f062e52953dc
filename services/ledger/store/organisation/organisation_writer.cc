#include "services/ledger/store/organisation/organisation_writer.h"

#include <map>
#include <set>
#include <utility>

#include "common/fault/failpoint.h"
#include "common/requests/request_log.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "fmt/format.h"
#include "services/ledger/domain/journal/journal.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/journal/books.h"
#include "services/ledger/store/organisation/organisation_columns.h"
#include "services/ledger/store/organisation/organisation_people.h"
#include "services/ledger/store/organisation/organisation_words.h"
#include "services/ledger/store/organisation/personal_values.h"
#include "services/ledger/store/organisation/standing_things.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {

// Where things of a kind are kept. The first column is their key; `update` is what a put changes of
// one that exists.
struct ThingTable {
  std::string_view name;
  std::vector<std::string_view> columns;
  std::string_view update;
};

namespace {

template <typename T>
std::vector<std::string> Collect(std::span<const T> things, std::string T::*member) {
  std::vector<std::string> values;
  values.reserve(things.size());
  for (const T& thing : things) values.push_back(thing.*member);
  return values;
}

template <typename Thing>
StandingThings<Thing> ById(std::vector<Thing> things) {
  StandingThings<Thing> by_id;
  for (Thing& thing : things) {
    const std::string id = thing.id;
    by_id.insert_or_assign(id, std::move(thing));
  }
  return by_id;
}

const ThingTable kBranchTable = {"branch", {"branch_id", "name"}, "name = VALUES(name)"};
const ThingTable kProjectTable = {"project",
                                  {"project_id", "branch_id", "name"},
                                  "branch_id = VALUES(branch_id), name = VALUES(name)"};
const ThingTable kCommunityTable = {
    "community", {"community_id", "project_id", "name"}, "name = VALUES(name)"};
const ThingTable kUnitTable = {
    "unit",
    {"unit_id", "community_id", "unit_no_cipher", "unit_no_hash", "kind", "area_e2_m2"},
    "unit_no_cipher = VALUES(unit_no_cipher), unit_no_hash = VALUES(unit_no_hash),"
    " kind = VALUES(kind), area_e2_m2 = VALUES(area_e2_m2)"};
const ThingTable kOwnerTable = {
    "owner",
    {"owner_id", "name_cipher", "name_hash", "phone_cipher", "phone_hash", "address_cipher",
     "language", "staff_id", "preferred_channel"},
    "name_cipher = VALUES(name_cipher), name_hash = VALUES(name_hash),"
    " phone_cipher = VALUES(phone_cipher), phone_hash = VALUES(phone_hash),"
    " address_cipher = VALUES(address_cipher), language = VALUES(language),"
    " staff_id = VALUES(staff_id), preferred_channel = VALUES(preferred_channel)"};
const ThingTable kStaffTable = {"staff",
                                {"staff_id", "name_cipher", "employee_no"},
                                "name_cipher = VALUES(name_cipher),"
                                " employee_no = VALUES(employee_no)"};
const ThingTable kTeamTable = {"team", {"team_id", "project_id", "name"}, "name = VALUES(name)"};
const ThingTable kAreaTable = {"area",
                               {"area_id", "project_id", "team_id", "name"},
                               "team_id = VALUES(team_id), name = VALUES(name)"};

db::Values UnitValues(const PersonalCipher& cipher, const Unit& unit) {
  db::Values values = {unit.id, unit.community_id};
  for (db::Value& value : UnitNoValues(cipher, unit.unit_no)) values.push_back(std::move(value));
  values.emplace_back(WordOf(unit.kind));
  values.emplace_back(unit.area_e2_m2);
  return values;
}

db::Values OwnerValues(const PersonalCipher& cipher, const Owner& owner) {
  db::Values values = {owner.id};
  for (db::Value& value : ContactValues(cipher, owner)) values.push_back(std::move(value));
  values.emplace_back(owner.language);
  values.push_back(owner.staff_id.empty() ? db::Value(nullptr) : db::Value(owner.staff_id));
  values.push_back(owner.preferred_channel ? db::Value(WordOf(*owner.preferred_channel))
                                           : db::Value(nullptr));
  return values;
}

// The things of `puts` as they stand (LockStanding's), locked; those that did not exist are created
// by their first put. A row that is not there cannot be locked, so that of two puts at a time which
// create one thing both would find nothing: whoever inserts second waits, and finds the first's.
template <typename Thing, typename Lock, typename RowOf>
absl::StatusOr<StandingThings<Thing>> CreateAndLock(db::Transaction& transaction,
                                                    const ThingTable& table,
                                                    std::span<const Thing> puts, Lock lock,
                                                    RowOf row_of) {
  CUIJIAO_ASSIGN_OR_RETURN(StandingThings<Thing> standing, lock(puts));
  std::map<std::string, const Thing*> missing;
  for (const Thing& put : puts) {
    if (!standing.contains(put.id)) missing.try_emplace(put.id, &put);
  }
  if (missing.empty()) return standing;
  CUIJIAO_RETURN_IF_ERROR(fault::Point("ledger.put_organisation.before_create"));
  std::vector<Thing> created;
  std::vector<db::Values> rows;
  for (const auto& [id, put] : missing) {
    created.push_back(*put);
    rows.push_back(row_of(*put));
  }
  const std::string_view key = table.columns.front();
  CUIJIAO_RETURN_IF_ERROR(
      transaction
          .InsertRows(table.name, table.columns, rows,
                      Concat({"ON DUPLICATE KEY UPDATE ", key, " = ", table.name, ".", key}))
          .status());
  CUIJIAO_ASSIGN_OR_RETURN(StandingThings<Thing> of_created, lock(std::span<const Thing>(created)));
  standing.merge(of_created);
  return standing;
}

// Each id once with the last parent it was put with.
template <typename T>
std::map<std::string, std::string> ParentsOf(std::span<const T> things, std::string T::*parent) {
  std::map<std::string, std::string> parents;
  for (const T& thing : things) parents[thing.id] = thing.*parent;
  return parents;
}

// PLACE_FIXED for the first thing that stands in another parent than it was put with. Asked after
// the upsert, which leaves the parent of what exists alone: so a race is found as well.
absl::Status CheckPlaces(db::Transaction& transaction, std::string_view table, std::string_view key,
                         std::string_view parent,
                         const std::map<std::string, std::string>& parents) {
  std::vector<std::string> ids;
  for (const auto& [id, unused] : parents) ids.push_back(id);
  for (const IdChunk& chunk : ChunkIds(ids)) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows rows,
        transaction.Query(Concat({"SELECT ", key, " AS id, ", parent, " AS parent FROM ", table,
                                  " WHERE ", key, " IN ", chunk.placeholders, " ORDER BY ", key}),
                          chunk.values));
    for (const db::Row& row : rows) {
      const std::string& stands = row.String("parent");
      const std::string& wanted = parents.at(row.String("id"));
      if (stands == wanted) continue;
      return Refusal(
          absl::StatusCode::kFailedPrecondition, kPlaceFixed,
          fmt::format("{} {} belongs to {} and stays there", table, row.String("id"), stands),
          {{"id", row.String("id")},
           {"field", std::string(parent)},
           {"stands", stands},
           {"given", wanted}});
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status UnknownParent(std::string_view field, std::string_view id) {
  return Refusal(absl::StatusCode::kNotFound, kUnknownParent,
                 fmt::format("{} {} does not exist", field, id),
                 {{"field", std::string(field)}, {"id", std::string(id)}});
}

absl::Status OrganisationWriter::RequireAll(std::string_view table, std::string_view key,
                                            std::string_view field,
                                            std::span<const std::string> ids) {
  std::set<std::string> wanted(ids.begin(), ids.end());
  wanted.erase("");
  const std::vector<std::string> distinct(wanted.begin(), wanted.end());
  for (const IdChunk& chunk : ChunkIds(distinct)) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows rows,
        transaction_.Query(Concat({"SELECT ", key, " AS id FROM ", table, " WHERE ", key, " IN ",
                                   chunk.placeholders}),
                           chunk.values));
    for (const db::Row& row : rows) wanted.erase(row.String("id"));
  }
  return wanted.empty() ? absl::OkStatus() : UnknownParent(field, *wanted.begin());
}

template <typename Thing, typename RowOf>
absl::Status OrganisationWriter::Replace(OrganisationKind kind, const ThingTable& table,
                                         StandingThings<Thing> standing,
                                         std::span<const Thing> puts, RowOf row_of) {
  std::vector<ThingChange> changes;
  std::vector<db::Values> rows;
  for (const Thing& put : puts) {
    Thing& before = standing.at(put.id);
    std::vector<FieldChange> changed = ChangedFields(before, put);
    if (changed.empty()) continue;
    for (FieldChange& change : changed) changes.emplace_back(put.id, std::move(change));
    rows.push_back(row_of(put));
    before = put;
  }
  CUIJIAO_RETURN_IF_ERROR(Keep(kind, changes));
  return transaction_
      .InsertRows(table.name, table.columns, rows,
                  Concat({"ON DUPLICATE KEY UPDATE ", table.update}))
      .status();
}

template <typename Thing, typename RowOf>
absl::Status OrganisationWriter::CreateOrReplace(OrganisationKind kind, const ThingTable& table,
                                                 std::span<const Thing> puts, RowOf row_of) {
  const auto lock = [this](std::span<const Thing> things) {
    return LockStanding(transaction_, things);
  };
  CUIJIAO_ASSIGN_OR_RETURN(StandingThings<Thing> standing,
                           CreateAndLock(transaction_, table, puts, lock, row_of));
  return Replace(kind, table, std::move(standing), puts, row_of);
}

absl::Status OrganisationWriter::OpenPartitions(std::span<const std::string> partition_ids,
                                                std::span<const std::string> project_ids) {
  // A month that is being closed is waited for: its close would miss the new partition.
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<ClosedMonth> closed, LockBooks(transaction_));
  CUIJIAO_RETURN_IF_ERROR(fault::Point("ledger.open_partitions.books_read"));
  std::vector<db::Values> rows;
  for (std::size_t i = 0; i < partition_ids.size(); ++i) {
    rows.push_back({partition_ids[i], project_ids[i], std::string(32, '\0'),
                    closed ? db::Value(closed->closing_date) : db::Value(nullptr),
                    closed ? db::Value(FirstDayOf(closed->month)) : db::Value(nullptr)});
  }
  return transaction_
      .InsertRows("journal_partition",
                  {"partition_id", "project_id", "entry_hash", "closed_through", "closed_month"},
                  rows, "ON DUPLICATE KEY UPDATE project_id = journal_partition.project_id")
      .status();
}

absl::Status OrganisationWriter::PutBranches(std::span<const Branch> branches) {
  return CreateOrReplace(OrganisationKind::kBranch, kBranchTable, branches,
                         [](const Branch& branch) {
                           return db::Values{branch.id, branch.name};
                         });
}

absl::Status OrganisationWriter::PutProjects(std::span<const Project> projects) {
  CUIJIAO_RETURN_IF_ERROR(RequireAll("branch", "branch_id", "project.branch_id",
                                     Collect(projects, &Project::branch_id)));
  CUIJIAO_RETURN_IF_ERROR(CreateOrReplace(
      OrganisationKind::kProject, kProjectTable, projects, [](const Project& project) {
        return db::Values{project.id, project.branch_id, project.name};
      }));
  std::vector<std::string> partitions;
  for (const Project& project : projects) partitions.push_back(SuspensePartition(project.id));
  return OpenPartitions(partitions, Collect(projects, &Project::id));
}

absl::Status OrganisationWriter::PutCommunities(std::span<const Community> communities) {
  const std::vector<std::string> project_ids = Collect(communities, &Community::project_id);
  CUIJIAO_RETURN_IF_ERROR(RequireAll("project", "project_id", "community.project_id", project_ids));
  CUIJIAO_RETURN_IF_ERROR(CreateOrReplace(
      OrganisationKind::kCommunity, kCommunityTable, communities, [](const Community& community) {
        return db::Values{community.id, community.project_id, community.name};
      }));
  CUIJIAO_RETURN_IF_ERROR(CheckPlaces(transaction_, "community", "community_id", "project_id",
                                      ParentsOf(communities, &Community::project_id)));
  return OpenPartitions(Collect(communities, &Community::id), project_ids);
}

absl::StatusOr<std::vector<ResizedUnit>> OrganisationWriter::PutUnits(std::span<const Unit> units) {
  CUIJIAO_RETURN_IF_ERROR(RequireAll("community", "community_id", "unit.community_id",
                                     Collect(units, &Unit::community_id)));
  const auto row_of = [this](const Unit& unit) { return UnitValues(cipher_, unit); };
  CUIJIAO_ASSIGN_OR_RETURN(
      StandingThings<Unit> standing,
      CreateAndLock(
          transaction_, kUnitTable, units,
          [this](std::span<const Unit> things) -> absl::StatusOr<StandingThings<Unit>> {
            CUIJIAO_ASSIGN_OR_RETURN(
                std::vector<Unit> found,
                OrganisationPeople(transaction_, cipher_).LockUnits(Collect(things, &Unit::id)));
            return ById(std::move(found));
          },
          row_of));
  std::map<std::string, std::int64_t> area_now;
  std::vector<db::Values> accounts;
  for (const Unit& unit : units) {
    area_now[unit.id] = unit.area_e2_m2;
    accounts.push_back({unit.id, unit.community_id, 1, Fen(0)});
  }
  std::vector<ResizedUnit> resized;
  for (const auto& [unit_id, before] : standing) {
    if (before.area_e2_m2 != area_now.at(unit_id)) {
      resized.push_back({unit_id, before.area_e2_m2});
    }
  }
  CUIJIAO_RETURN_IF_ERROR(
      Replace(OrganisationKind::kUnit, kUnitTable, std::move(standing), units, row_of));
  CUIJIAO_RETURN_IF_ERROR(CheckPlaces(transaction_, "unit", "unit_id", "community_id",
                                      ParentsOf(units, &Unit::community_id)));
  CUIJIAO_RETURN_IF_ERROR(
      transaction_
          .InsertRows("unit_account", {"unit_id", "community_id", "debt_version", "prepayment_fen"},
                      accounts, "ON DUPLICATE KEY UPDATE community_id = unit_account.community_id")
          .status());
  return resized;
}

absl::Status OrganisationWriter::InsertUnits(std::span<const Unit> units,
                                             const std::set<std::string>& unscheduled) {
  std::vector<db::Values> rows;
  std::vector<db::Values> accounts;
  rows.reserve(units.size());
  accounts.reserve(units.size());
  for (const Unit& unit : units) {
    rows.push_back(UnitValues(cipher_, unit));
    accounts.push_back({unit.id, unit.community_id, 1, Fen(0), unscheduled.contains(unit.id)});
  }
  absl::Status inserted =
      transaction_.InsertRows(kUnitTable.name, kUnitTable.columns, rows).status();
  if (inserted.ok()) {
    inserted = transaction_
                   .InsertRows(
                       "unit_account",
                       {"unit_id", "community_id", "debt_version", "prepayment_fen", "unscheduled"},
                       accounts)
                   .status();
  }
  if (db::ViolatedKey(inserted).empty()) return inserted;
  return Refusal(absl::StatusCode::kAborted, kRequestRaced,
                 "a unit came into being while it was put");
}

absl::StatusOr<std::map<std::string, Owner>> OrganisationWriter::CreateAndLockOwners(
    std::span<const Owner> owners) {
  CUIJIAO_RETURN_IF_ERROR(
      RequireAll("staff", "staff_id", "owner.staff_id", Collect(owners, &Owner::staff_id)));
  return CreateAndLock(
      transaction_, kOwnerTable, owners,
      [this](std::span<const Owner> things) -> absl::StatusOr<StandingThings<Owner>> {
        CUIJIAO_ASSIGN_OR_RETURN(
            std::vector<Owner> found,
            OrganisationPeople(transaction_, cipher_).LockOwners(Collect(things, &Owner::id)));
        return ById(std::move(found));
      },
      [this](const Owner& owner) { return OwnerValues(cipher_, owner); });
}

absl::Status OrganisationWriter::PutOwners(std::span<const Owner> owners) {
  CUIJIAO_ASSIGN_OR_RETURN(StandingThings<Owner> standing, CreateAndLockOwners(owners));
  return Replace(OrganisationKind::kOwner, kOwnerTable, std::move(standing), owners,
                 [this](const Owner& owner) { return OwnerValues(cipher_, owner); });
}

absl::Status OrganisationWriter::PutContactsOf(std::span<const Owner> owners) {
  CUIJIAO_ASSIGN_OR_RETURN(StandingThings<Owner> standing, CreateAndLockOwners(owners));
  std::vector<Owner> contacts;
  for (const Owner& owner : owners) {
    const Owner& stands = standing.at(owner.id);
    Owner& contact = contacts.emplace_back(owner);
    contact.language = stands.language;
    contact.staff_id = stands.staff_id;
    contact.preferred_channel = stands.preferred_channel;
  }
  return Replace(OrganisationKind::kOwner, kOwnerTable, std::move(standing),
                 std::span<const Owner>(contacts),
                 [this](const Owner& owner) { return OwnerValues(cipher_, owner); });
}

absl::Status OrganisationWriter::PutStaff(std::span<const Staff> staff) {
  const auto row_of = [this](const Staff& person) {
    return db::Values{person.id, cipher_.Encrypt(person.name, kStaffNameColumn),
                      person.employee_no};
  };
  CUIJIAO_ASSIGN_OR_RETURN(
      StandingThings<Staff> standing,
      CreateAndLock(
          transaction_, kStaffTable, staff,
          [this](std::span<const Staff> things) -> absl::StatusOr<StandingThings<Staff>> {
            CUIJIAO_ASSIGN_OR_RETURN(
                std::vector<Staff> found,
                OrganisationPeople(transaction_, cipher_).LockStaff(Collect(things, &Staff::id)));
            return ById(std::move(found));
          },
          row_of));
  return Replace(OrganisationKind::kStaff, kStaffTable, std::move(standing), staff, row_of);
}

absl::Status OrganisationWriter::PutTeams(std::span<const Team> teams) {
  CUIJIAO_RETURN_IF_ERROR(
      RequireAll("project", "project_id", "team.project_id", Collect(teams, &Team::project_id)));
  CUIJIAO_RETURN_IF_ERROR(
      CreateOrReplace(OrganisationKind::kTeam, kTeamTable, teams, [](const Team& team) {
        return db::Values{team.id, team.project_id, team.name};
      }));
  return CheckPlaces(transaction_, "team", "team_id", "project_id",
                     ParentsOf(teams, &Team::project_id));
}

absl::Status OrganisationWriter::PutAreas(std::span<const Area> areas) {
  CUIJIAO_RETURN_IF_ERROR(
      RequireAll("project", "project_id", "area.project_id", Collect(areas, &Area::project_id)));
  CUIJIAO_RETURN_IF_ERROR(
      RequireAll("team", "team_id", "area.team_id", Collect(areas, &Area::team_id)));
  CUIJIAO_RETURN_IF_ERROR(
      CreateOrReplace(OrganisationKind::kArea, kAreaTable, areas, [](const Area& area) {
        return db::Values{area.id, area.project_id, area.team_id, area.name};
      }));
  CUIJIAO_RETURN_IF_ERROR(CheckPlaces(transaction_, "area", "area_id", "project_id",
                                      ParentsOf(areas, &Area::project_id)));
  for (const IdChunk& chunk : ChunkIds(Collect(areas, &Area::id))) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows strangers,
        transaction_.Query(Concat({"SELECT a.area_id, a.team_id FROM area a"
                                   " JOIN team t ON t.team_id = a.team_id"
                                   " WHERE t.project_id <> a.project_id AND a.area_id IN ",
                                   chunk.placeholders, " ORDER BY a.area_id"}),
                           chunk.values));
    if (strangers.empty()) continue;
    return Refusal(
        absl::StatusCode::kFailedPrecondition, kProjectDiffers,
        fmt::format("team {} of area {} is of another project", strangers.front().String("team_id"),
                    strangers.front().String("area_id")),
        {{"area_id", strangers.front().String("area_id")},
         {"team_id", strangers.front().String("team_id")}});
  }
  return absl::OkStatus();
}

}  // namespace cuijiao::ledger
