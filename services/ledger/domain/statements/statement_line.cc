#include "services/ledger/domain/statements/statement_line.h"

#include <array>
#include <map>
#include <utility>

#include "common/text/csv_table.h"
#include "fmt/format.h"

namespace cuijiao::ledger {
namespace {

template <typename Enum>
struct Named {
  Enum value;
  std::string_view name;
};

constexpr std::array kKindNames = {
    Named<StatementKind>{StatementKind::kWechatPay, "WECHAT_PAY"},
    Named<StatementKind>{StatementKind::kAlipay, "ALIPAY"},
    Named<StatementKind>{StatementKind::kCamt053, "CAMT_053"},
    Named<StatementKind>{StatementKind::kCsv, "CSV"},
};

constexpr std::array kLineKindNames = {
    Named<StatementLineKind>{StatementLineKind::kReceipt, "RECEIPT"},
    Named<StatementLineKind>{StatementLineKind::kRefund, "REFUND"},
    Named<StatementLineKind>{StatementLineKind::kRevocation, "REVOCATION"},
    Named<StatementLineKind>{StatementLineKind::kReturn, "RETURN"},
    Named<StatementLineKind>{StatementLineKind::kOther, "OTHER"},
};

template <typename Table, typename Enum>
std::string_view NameIn(const Table& table, Enum value) {
  for (const auto& named : table) {
    if (named.value == value) return named.name;
  }
  return "";
}

template <typename Enum, typename Table>
std::optional<Enum> ValueIn(const Table& table, std::string_view name) {
  for (const auto& named : table) {
    if (named.name == name) return named.value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view StatementKindName(StatementKind kind) { return NameIn(kKindNames, kind); }

std::optional<StatementKind> ParseStatementKind(std::string_view name) {
  return ValueIn<StatementKind>(kKindNames, name);
}

std::string_view StatementLineKindName(StatementLineKind kind) {
  return NameIn(kLineKindNames, kind);
}

std::optional<StatementLineKind> ParseStatementLineKind(std::string_view name) {
  return ValueIn<StatementLineKind>(kLineKindNames, name);
}

void RefuseRepeatedLines(StatementFile& file) {
  std::map<std::string, std::int64_t> first_lines;
  std::vector<StatementLine> kept;
  for (StatementLine& line : file.lines) {
    const auto [first, is_new] = first_lines.emplace(line.identity, line.line);
    if (is_new) {
      kept.push_back(std::move(line));
      continue;
    }
    file.faults.push_back({line.line, "",
                           fmt::format("line {} has the same order number", first->second),
                           std::string(kRowRepeated)});
  }
  file.lines = std::move(kept);
}

}  // namespace cuijiao::ledger
