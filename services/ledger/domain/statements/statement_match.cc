#include "services/ledger/domain/statements/statement_match.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/text/encoding.h"

namespace cuijiao::ledger {
namespace {

struct EvidenceWord {
  Evidence evidence;
  std::string_view name;
};
constexpr std::array kEvidenceWords = {
    EvidenceWord{Evidence::kOrderNamesUnit, "ORDER_NAMES_UNIT"},
    EvidenceWord{Evidence::kRemarkNamesUnit, "REMARK_NAMES_UNIT"},
    EvidenceWord{Evidence::kPayerOwnsUnit, "PAYER_OWNS_UNIT"},
    EvidenceWord{Evidence::kRemarkNamesCommunity, "REMARK_NAMES_COMMUNITY"},
    EvidenceWord{Evidence::kAmountIsAllDue, "AMOUNT_IS_ALL_DUE"},
    EvidenceWord{Evidence::kAmountIsSomeBills, "AMOUNT_IS_SOME_BILLS"},
};

// Spellings of one text; what is longer is no remark.
constexpr std::size_t kMaxSpellings = 400;
constexpr std::size_t kMaxSpellingBytes = 64;

// Words inside of a unit's number: what begins behind one, or ends before one, is a part of it.
constexpr std::string_view kLinks[] = {"栋",   "幢", "座", "楼", "单元", "弄",
                                       "号楼", "区", "-",  "_",  "#",    "/"};
// Words that may end a number, and that people leave out.
constexpr std::string_view kEnds[] = {"号", "室", "户"};
constexpr std::string_view kLeftOut = "室";

// The oldest bills together, or any one of them.
bool IsSomeBills(Fen amount, const std::vector<Fen>& open_bills) {
  Fen together;
  for (const Fen bill : open_bills) {
    together += bill;
    if (amount == bill || amount == together) return true;
  }
  return false;
}

std::vector<Evidence> EvidenceFor(Fen amount, const UnitEvidence& unit) {
  std::vector<Evidence> reasons;
  const auto note = [&](bool holds, Evidence evidence) {
    if (holds) reasons.push_back(evidence);
  };
  note(unit.order_names_unit, Evidence::kOrderNamesUnit);
  note(unit.remark_names_unit, Evidence::kRemarkNamesUnit);
  note(unit.payer_owns_unit, Evidence::kPayerOwnsUnit);
  if (reasons.empty()) return reasons;
  note(unit.remark_names_community, Evidence::kRemarkNamesCommunity);
  const bool all_due = unit.due > Fen(0) && amount == unit.due;
  note(all_due, Evidence::kAmountIsAllDue);
  note(!all_due && IsSomeBills(amount, unit.open_bills), Evidence::kAmountIsSomeBills);
  return reasons;
}

bool IsAlnum(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); }

bool IsSpace(char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); }

bool EndsWithLink(std::string_view text) {
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return std::any_of(std::begin(kLinks), std::end(kLinks),
                     [&](std::string_view link) { return text.ends_with(link); });
}

bool BeginsWithLink(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  return std::any_of(std::begin(kLinks), std::end(kLinks),
                     [&](std::string_view link) { return text.starts_with(link); });
}

// Places of `text` where a spelling may begin and end: runs of letters and digits, and the whole.
struct Places {
  std::vector<std::size_t> begins;
  std::vector<std::size_t> ends;
};

Places PlacesIn(std::string_view text) {
  Places places;
  places.begins.push_back(0);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins_run = IsAlnum(text[i]) && (i == 0 || !IsAlnum(text[i - 1]));
    if (begins_run && i > 0 && !EndsWithLink(text.substr(0, i))) places.begins.push_back(i);
    // A word after white space may begin with a character: "付 甲栋501".
    if (i > 0 && IsSpace(text[i - 1]) && !IsSpace(text[i]) && !IsAlnum(text[i])) {
      places.begins.push_back(i);
    }
    const bool ends_run = IsAlnum(text[i]) && (i + 1 == text.size() || !IsAlnum(text[i + 1]));
    if (!ends_run) continue;
    const std::string_view rest = text.substr(i + 1);
    if (!BeginsWithLink(rest)) places.ends.push_back(i + 1);
    for (const std::string_view end : kEnds) {
      if (rest.starts_with(end)) places.ends.push_back(i + 1 + end.size());
    }
  }
  places.ends.push_back(text.size());
  return places;
}

}  // namespace

std::string_view EvidenceName(Evidence evidence) {
  for (const EvidenceWord& word : kEvidenceWords) {
    if (word.evidence == evidence) return word.name;
  }
  return "";
}

std::optional<Evidence> ParseEvidence(std::string_view name) {
  for (const EvidenceWord& word : kEvidenceWords) {
    if (word.name == name) return word.evidence;
  }
  return std::nullopt;
}

MatchDecision DecideMatch(Fen amount, std::span<const UnitEvidence> units,
                          const MatchWeights& weights) {
  MatchDecision decision;
  for (const UnitEvidence& unit : units) {
    std::vector<Evidence> reasons = EvidenceFor(amount, unit);
    if (reasons.empty()) continue;
    const int score =
        std::accumulate(reasons.begin(), reasons.end(), 0, [&](int sum, Evidence evidence) {
          const auto points = weights.points.find(evidence);
          return sum + (points == weights.points.end() ? 0 : points->second);
        });
    decision.candidates.push_back({unit.unit_id, score, std::move(reasons)});
  }
  auto& candidates = decision.candidates;
  std::sort(candidates.begin(), candidates.end(),
            [](const MatchCandidate& a, const MatchCandidate& b) {
              return std::tie(b.score, a.unit_id) < std::tie(a.score, b.unit_id);
            });
  if (candidates.empty()) return decision;
  const int next = candidates.size() > 1 ? candidates[1].score : 0;
  decision.certain = candidates[0].score >= weights.certain_points &&
                     (candidates.size() == 1 || candidates[0].score - next >= weights.lead_points);
  if (candidates.size() > weights.max_candidates) candidates.resize(weights.max_candidates);
  return decision;
}

std::vector<std::string> UnitSpellings(std::string_view text) {
  const std::string folded = FoldWidth(text);
  const Places places = PlacesIn(folded);
  std::set<std::string> spellings;
  for (const std::size_t begin : places.begins) {
    for (const std::size_t end : places.ends) {
      if (end <= begin || end - begin > kMaxSpellingBytes) continue;
      std::string spelling = folded.substr(begin, end - begin);
      const bool has_run = std::any_of(spelling.begin(), spelling.end(), IsAlnum);
      if (!has_run || spellings.size() >= kMaxSpellings) continue;
      if (IsAlnum(spelling.back())) spellings.insert(spelling + std::string(kLeftOut));
      spellings.insert(std::move(spelling));
    }
  }
  return {spellings.begin(), spellings.end()};
}

std::string PayerName(std::string_view payer) {
  const std::string folded = FoldWidth(payer);
  std::string name = folded.substr(0, folded.find('('));
  absl::StripAsciiWhitespace(&name);
  return name.find('*') == std::string::npos ? name : std::string();
}

}  // namespace cuijiao::ledger
