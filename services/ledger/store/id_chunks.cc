#include "services/ledger/store/id_chunks.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace cuijiao::ledger {
namespace {

constexpr std::array<std::size_t, 4> kShapes = {1, 10, 100, 500};

// The smallest shape that holds `count`, or the largest.
std::size_t ShapeFor(std::size_t count) {
  for (const std::size_t shape : kShapes) {
    if (count <= shape) return shape;
  }
  return kShapes.back();
}

}  // namespace

std::vector<IdChunk> ChunkIds(std::span<const std::string> ids) {
  std::vector<IdChunk> chunks;
  while (!ids.empty()) {
    const std::size_t shape = ShapeFor(ids.size());
    const std::span<const std::string> part = ids.first(std::min(shape, ids.size()));
    IdChunk chunk;
    chunk.placeholders = "(?";
    for (std::size_t i = 1; i < shape; ++i) chunk.placeholders += ",?";
    chunk.placeholders += ")";
    chunk.values.reserve(shape);
    for (std::size_t i = 0; i < shape; ++i) {
      chunk.values.emplace_back(part[std::min(i, part.size() - 1)]);
    }
    chunks.push_back(std::move(chunk));
    ids = ids.subspan(part.size());
  }
  return chunks;
}

}  // namespace cuijiao::ledger
