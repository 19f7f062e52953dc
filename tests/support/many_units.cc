#include "tests/support/many_units.h"

#include <algorithm>
#include <vector>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "services/ledger/store/billing/bill_store.h"
#include "services/ledger/store/journal/journal_store.h"
#include "tests/support/must.h"

namespace cuijiao::support {
namespace {

constexpr int kUnitsAtOnce = 500;

void PutUnits(LedgerFixture& ledger, int community, int from, int to) {
  std::string entries;
  std::vector<ledger::OpeningBill> bills;
  for (int unit = from; unit < to; ++unit) {
    const std::string id = LoadUnit(community, unit);
    entries += fmt::format(
        " entries {{ unit {{ id: '{0}' community_id: '{1}' unit_no: '{0}' kind: KIND_HOME"
        " area_e2_m2: 9000 }} }}",
        id, LoadCommunity(community));
    bills.push_back({id,
                     ledger::FeeKind::kProperty,
                     Date(2016, 1, 1),
                     Date(2016, 12, 31),
                     Date(2016, 6, 30),
                     {Fen(0), Fen(0), Fen(kMaxAmountFen)}});
  }
  MustBeOk(ledger.PutText(entries));
  MustBeOk(ledger.database().Transact("opening", [&](db::Transaction& transaction) -> absl::Status {
    SystemIdSource ids;
    auto journal = ledger::JournalStore::Lock(transaction, ids, {absl::Now(), Date(2017, 3, 15)},
                                              LoadCommunity(community));
    if (!journal.ok()) return journal.status();
    const absl::Status posted = ledger::PostOpeningBills(*journal, bills);
    return posted.ok() ? journal->Flush() : posted;
  }));
}

}  // namespace

std::string LoadCommunity(int community) { return fmt::format("K{:04}", community); }

std::string LoadUnit(int community, int unit) {
  return fmt::format("K{:04}-{:04}", community, unit);
}

void PutManyUnits(LedgerFixture& ledger, int communities, int units) {
  MustBeOk(ledger.PutText(R"(
      entries { branch { id: "B1" name: "华东" } }
      entries { project { id: "P1" branch_id: "B1" name: "滨江" } }
      entries { staff { id: "S1" name: "张伟" employee_no: "E1" } }
      entries { team { id: "T1" project_id: "P1" name: "一组" } }
      entries { area { id: "A1" project_id: "P1" team_id: "T1" name: "东片" } }
      entries { area_collector { area_id: "A1" staff_id: "S1" from_date: "2016-01-01" } })"));
  for (int community = 0; community < communities; ++community) {
    MustBeOk(ledger.PutText(
        fmt::format("entries {{ community {{ id: '{0}' project_id: 'P1' name: '小区{0}' }} }}"
                    " entries {{ area_community {{ area_id: 'A1' community_id: '{0}'"
                    " from_date: '2016-01-01' }} }}",
                    LoadCommunity(community))));
    for (int unit = 0; unit < units; unit += kUnitsAtOnce) {
      PutUnits(ledger, community, unit, std::min(units, unit + kUnitsAtOnce));
    }
  }
}

}  // namespace cuijiao::support
