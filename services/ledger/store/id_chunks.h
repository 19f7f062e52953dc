// Lists of ids for `IN (…)`, in few shapes, so that statements are prepared once and kept.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_ID_CHUNKS_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_ID_CHUNKS_H_

#include <span>
#include <string>
#include <vector>

#include "common/db/value.h"

namespace cuijiao::ledger {

// A part of a list: `placeholders` is "(?,?,…)" of 1, 10, 100 or 500 places, filled up with the
// last id where the part is shorter.
struct IdChunk {
  std::string placeholders;
  db::Values values;
};

// `ids` in parts, in their order; none for an empty list. Repeated ids are kept.
std::vector<IdChunk> ChunkIds(std::span<const std::string> ids);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_ID_CHUNKS_H_
