// Which communities somebody asks about.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_ASKED_PLACE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_ASKED_PLACE_H_

#include <string>

namespace cuijiao::ledger {

// The communities of a branch, of a project, one community, or all where every id is empty. Ids
// that do not exist name none.
struct AskedPlace {
  std::string branch_id = {};
  std::string project_id = {};
  std::string community_id = {};
  friend bool operator==(const AskedPlace&, const AskedPlace&) = default;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_ASKED_PLACE_H_
