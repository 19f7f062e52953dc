// Whether a partition's journal is as it was written (LED-4): numbers without gaps, and a chain of
// hashes that leads to the partition's head. Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_JOURNAL_CHAIN_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_JOURNAL_CHAIN_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "services/ledger/domain/journal/journal.h"

namespace cuijiao::ledger {

// The end of a partition's journal at a month close, as it was told outside the database.
struct ToldHead {
  std::string month;  // "2017-03"
  std::string hash;   // 32 bytes
};

// What is wrong first.
struct ChainFault {
  std::int64_t sequence = 0;
  std::string entry_id;  // empty where the entry is missing
  std::string message;
};

// An entry as the tables have it.
struct StoredEntry {
  NumberedEntry numbered;
  std::string hash;  // 32 bytes
  // What cannot be an entry that the suite wrote: a word that it does not use, or a line whose own
  // unit, kind, dates differ from the entry's. Empty for none.
  std::string malformation;
};

// Walks along one partition's entries in the order of their numbers.
class ChainCheck {
 public:
  // The hash of an entry from the hash before it: how the journal was written.
  using Hasher = std::function<std::string(std::string_view hash_before, const NumberedEntry&)>;
  // `told`: heads by the number of their entry; a journal written anew has others.
  explicit ChainCheck(Hasher hasher, std::multimap<std::int64_t, ToldHead> told = {});

  // The fault of the next stored entry; none when it is the next one and as it was written.
  std::optional<ChainFault> Check(const StoredEntry& entry);
  // The fault at the end: the head that the partition keeps is not the last entry's.
  [[nodiscard]] std::optional<ChainFault> CheckHead(std::int64_t sequence,
                                                    std::string_view hash) const;

  [[nodiscard]] std::int64_t checked_entries() const { return sequence_; }

 private:
  [[nodiscard]] std::optional<ChainFault> CheckTold(std::string_view entry_id) const;

  const Hasher hasher_;
  const std::multimap<std::int64_t, ToldHead> told_;
  std::int64_t agreed_ = 0;  // the last entry that a told head confirms
  std::int64_t sequence_ = 0;
  std::string hash_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_JOURNAL_CHAIN_H_
