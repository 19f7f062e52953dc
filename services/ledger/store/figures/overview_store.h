// Where the figures of an overview belong: the tree of places, and what lies in none of them.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_OVERVIEW_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_OVERVIEW_STORE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/db/transaction.h"
#include "common/money/fen.h"
#include "services/ledger/store/figures/kept_figures_store.h"

namespace cuijiao::ledger {

struct NamedPlace {
  std::string id;
  std::string name;
};

// A community with what it lies in. A project without communities, or a branch without projects,
// has one entry in which what is below is empty.
struct PlaceBranch {
  NamedPlace branch;
  NamedPlace project;
  NamedPlace community;
};

// Lives in one transaction; errors are the database's.
class OverviewStore {
 public:
  explicit OverviewStore(db::Transaction& transaction) : transaction_(transaction) {}

  // Everything at or below a place, by ids; none where the place does not exist.
  absl::StatusOr<std::vector<PlaceBranch>> LoadPlaces(const AskedPlace& place);
  // Money held in suspense, by project; projects without such are left out.
  absl::StatusOr<std::map<std::string, Fen>> LoadSuspense();

 private:
  db::Transaction& transaction_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_OVERVIEW_STORE_H_
