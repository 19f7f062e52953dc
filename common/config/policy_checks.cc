#include "common/config/policy_checks.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <cstddef>
#include <set>
#include <utility>

#include "absl/time/time.h"
#include "fmt/format.h"

namespace cuijiao {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

void FindMissing(const Message& message, const std::string& path,
                 std::vector<std::string>& missing) {
  const Descriptor& descriptor = *message.GetDescriptor();
  const Reflection& reflection = *message.GetReflection();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor* const field = descriptor.field(i);
    const std::string name = path + field->name();
    const bool nested = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (field->is_repeated()) {
      for (int k = 0; nested && k < reflection.FieldSize(message, field); ++k) {
        FindMissing(reflection.GetRepeatedMessage(message, field, k),
                    fmt::format("{}[{}].", name, k), missing);
      }
    } else if (!reflection.HasField(message, field)) {
      missing.push_back(name + " is missing");
    } else if (nested) {
      FindMissing(reflection.GetMessage(message, field), name + ".", missing);
    }
  }
}

// Says where `keys` stop ascending.
template <typename Elements, typename Key>
void CheckAscending(const Elements& elements, const std::string& path, const char* field, Key key,
                    std::vector<std::string>& problems) {
  for (int i = 1; i < elements.size(); ++i) {
    if (key(elements[i]) <= key(elements[i - 1])) {
      problems.push_back(
          fmt::format("{0}[{1}].{2}: {3} does not come after {4} of the entry before it", path, i,
                      field, key(elements[i]), key(elements[i - 1])));
    }
  }
}

template <typename Blocks>
void CheckBlockOrder(const Blocks& blocks, const std::string& path,
                     std::vector<std::string>& problems) {
  CheckAscending(
      blocks, path, "effective_from", [](const auto& block) { return block.effective_from(); },
      problems);
}

// Ascending upper ends, and the last band alone has none.
void CheckCourtFees(const policy::v1::LitigationCost& cost, const std::string& path,
                    std::vector<std::string>& problems) {
  for (int i = 0; i < cost.bands_size(); ++i) {
    const bool last = i + 1 == cost.bands_size();
    const std::int64_t up_to = cost.bands(i).up_to_fen();
    const std::int64_t before = i == 0 ? 0 : cost.bands(i - 1).up_to_fen();
    if (last && up_to != 0) {
      problems.push_back(
          fmt::format("{}[{}].up_to_fen: the last band has no upper end: 0", path, i));
    } else if (!last && up_to <= before) {
      problems.push_back(
          fmt::format("{}[{}].up_to_fen: {} is not above {}", path, i, up_to, before));
    }
  }
}

// No two terms of one project begin on one day.
template <typename Terms>
void CheckProjectTerms(const google::protobuf::RepeatedPtrField<Terms>& blocks,
                       std::string_view name, std::vector<std::string>& problems) {
  std::set<std::pair<std::string, std::string>> begun;
  for (int i = 0; i < blocks.size(); ++i) {
    const Terms& terms = blocks[i];
    if (!begun.emplace(terms.project_id(), terms.effective_from()).second) {
      problems.push_back(fmt::format(
          "ledger.{}[{}].effective_from: {} is the first day of other terms of project_id '{}'",
          name, i, terms.effective_from(), terms.project_id()));
    }
  }
}

// No account twice: each has one name in the finance system.
void CheckVoucherAccounts(const policy::v1::LedgerPolicy& ledger,
                          std::vector<std::string>& problems) {
  std::set<std::string> named;
  for (int i = 0; i < ledger.voucher_accounts_size(); ++i) {
    const std::string& account = ledger.voucher_accounts(i).account();
    if (!named.insert(account).second) {
      problems.push_back(
          fmt::format("ledger.voucher_accounts[{}].account: {} is there twice", i, account));
    }
  }
}

}  // namespace

std::vector<std::string> MissingParameters(const Message& message) {
  std::vector<std::string> missing;
  FindMissing(message, "", missing);
  return missing;
}

std::vector<std::string> Contradictions(const policy::v1::Policy& policy) {
  std::vector<std::string> problems;
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(policy.time_zone(), &zone)) {
    problems.push_back(fmt::format("time_zone: there is no zone '{}'", policy.time_zone()));
  }
  CheckProjectTerms(policy.ledger().late_fee(), "late_fee", problems);
  CheckProjectTerms(policy.ledger().vacancy_discount(), "vacancy_discount", problems);
  CheckVoucherAccounts(policy.ledger(), problems);
  CheckBlockOrder(policy.waiver(), "waiver", problems);
  CheckBlockOrder(policy.incentive(), "incentive", problems);
  CheckBlockOrder(policy.escalation(), "escalation", problems);
  for (int i = 0; i < policy.incentive_size(); ++i) {
    CheckCourtFees(policy.incentive(i).litigation_cost(),
                   fmt::format("incentive[{}].litigation_cost.bands", i), problems);
  }
  for (int i = 0; i < policy.escalation_size(); ++i) {
    CheckAscending(
        policy.escalation(i).tiers(), fmt::format("escalation[{}].tiers", i), "from_months",
        [](const auto& tier) { return tier.from_months(); }, problems);
  }
  return problems;
}

}  // namespace cuijiao
