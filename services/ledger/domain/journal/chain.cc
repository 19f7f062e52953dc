#include "services/ledger/domain/journal/chain.h"

#include <utility>

#include "absl/status/status.h"
#include "fmt/format.h"

namespace cuijiao::ledger {
namespace {

constexpr std::size_t kHashBytes = 32;

}  // namespace

// A partition's first entry follows 32 zero bytes.
ChainCheck::ChainCheck(Hasher hasher, std::multimap<std::int64_t, ToldHead> told)
    : hasher_(std::move(hasher)), told_(std::move(told)), hash_(kHashBytes, '\0') {}

std::optional<ChainFault> ChainCheck::CheckTold(std::string_view entry_id) const {
  const auto [first, last] = told_.equal_range(sequence_);
  for (auto head = first; head != last; ++head) {
    if (head->second.hash == hash_) continue;
    return ChainFault{
        agreed_ + 1, std::string(agreed_ + 1 == sequence_ ? entry_id : std::string_view()),
        fmt::format("the journal was written anew: of entries {} to {} at least one is not the one "
                    "that was told outside the database at the close of {}",
                    agreed_ + 1, sequence_, head->second.month)};
  }
  return std::nullopt;
}

std::optional<ChainFault> ChainCheck::Check(const StoredEntry& entry) {
  const std::int64_t expected = sequence_ + 1;
  if (entry.numbered.sequence != expected) {
    return ChainFault{expected, "", fmt::format("entry {} is missing", expected)};
  }
  const auto fault = [&](std::string message) {
    return ChainFault{expected, entry.numbered.entry_id, std::move(message)};
  };
  if (!entry.malformation.empty()) return fault(entry.malformation);
  if (hasher_(hash_, entry.numbered) != entry.hash) {
    return fault("the entry is not as it was written: its hash differs");
  }
  if (const absl::Status status = CheckEntry(entry.numbered.entry); !status.ok()) {
    return fault(std::string(status.message()));
  }
  sequence_ = expected;
  hash_ = entry.hash;
  if (std::optional<ChainFault> anew = CheckTold(entry.numbered.entry_id)) return anew;
  if (told_.contains(sequence_)) agreed_ = sequence_;
  return std::nullopt;
}

std::optional<ChainFault> ChainCheck::CheckHead(std::int64_t sequence,
                                                std::string_view hash) const {
  if (const auto missing = told_.upper_bound(sequence_); missing != told_.end()) {
    return ChainFault{sequence_ + 1, "",
                      fmt::format("entry {} is missing: at the close of {} the journal had {}",
                                  sequence_ + 1, missing->second.month, missing->first)};
  }
  if (sequence_ < sequence) {
    return ChainFault{sequence_ + 1, "", fmt::format("entry {} is missing", sequence_ + 1)};
  }
  if (sequence_ > sequence || hash_ != hash) {
    return ChainFault{sequence_, "", "the head of the journal is not its last entry"};
  }
  return std::nullopt;
}

}  // namespace cuijiao::ledger
