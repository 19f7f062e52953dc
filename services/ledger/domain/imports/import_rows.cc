#include "services/ledger/domain/imports/import_rows.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <span>
#include <utility>

#include "common/status/reason.h"
#include "fmt/format.h"

namespace cuijiao::ledger {
namespace {

constexpr std::size_t kMaxNameBytes = 120;
constexpr std::int64_t kMaxAreaE2 = 100'000'000;
constexpr std::int64_t kMaxPriceE4 = 100'000'000;

const std::vector<ImportWord>& UnitKindWords() {
  static const std::vector<ImportWord> kWords = {
      {"home", {"住宅", "住房"}, static_cast<int>(UnitKind::kHome)},
      {"shop", {"商铺", "店铺"}, static_cast<int>(UnitKind::kShop)},
      {"parking", {"车位", "停车位"}, static_cast<int>(UnitKind::kParking)}};
  return kWords;
}

const std::vector<ImportWord>& FeeKindWords() {
  static const std::vector<ImportWord> kWords = {
      {"property", {"物业费", "物业管理费"}, static_cast<int>(FeeKind::kProperty)},
      {"parking", {"停车费", "车位费"}, static_cast<int>(FeeKind::kParking)},
      {"shared_utilities", {"公摊水电费", "公摊费"}, static_cast<int>(FeeKind::kSharedUtilities)}};
  return kWords;
}

const std::vector<ImportWord>& MethodWords() {
  static const std::vector<ImportWord> kWords = {
      {"cash", {"现金"}, static_cast<int>(PaymentMethod::kCash)},
      {"bank_transfer", {"银行转账", "转账"}, static_cast<int>(PaymentMethod::kBankTransfer)},
      {"wechat_pay", {"微信", "微信支付"}, static_cast<int>(PaymentMethod::kWechatPay)},
      {"alipay", {"支付宝"}, static_cast<int>(PaymentMethod::kAlipay)},
      {"pos", {"刷卡", "POS"}, static_cast<int>(PaymentMethod::kPos)},
      {"direct_debit", {"代扣", "银行代扣"}, static_cast<int>(PaymentMethod::kDirectDebit)}};
  return kWords;
}

// Price or fixed amount, and when it is due; its own shape is CheckFeeSchedule's.
FeeSchedule ReadSchedule(ImportCells& cells, const std::string& unit_id) {
  FeeSchedule schedule;
  schedule.unit_id = unit_id;
  schedule.fee_kind = static_cast<FeeKind>(cells.Word("fee_kind", FeeKindWords()));
  if (!cells.IsEmpty("price")) schedule.price_e4_yuan = cells.Decimal("price", 4, kMaxPriceE4);
  if (!cells.IsEmpty("fixed_amount")) schedule.fixed_per_month = cells.Amount("fixed_amount");
  schedule.period_months = static_cast<int>(cells.Integer("period_months", 1, 12));
  schedule.due_after_days = static_cast<int>(cells.Integer("due_days", 0, 366));
  schedule.from_date = cells.Date("from_date");
  if (cells.faults().empty()) {
    if (const absl::Status shape = CheckFeeSchedule(schedule, {}, std::nullopt); !shape.ok()) {
      cells.Fault("", ReasonOf(shape), std::string(shape.message()));
    }
  }
  return schedule;
}

UnitRow ReadUnit(ImportCells& cells) {
  UnitRow row;
  row.unit.id = cells.Id("unit_id");
  row.unit.community_id = cells.Id("community_id");
  row.unit.unit_no = cells.Text("unit_no", 64);
  row.unit.kind = static_cast<UnitKind>(cells.Word("kind", UnitKindWords()));
  row.unit.area_e2_m2 = cells.Decimal("area_m2", 2, kMaxAreaE2);
  constexpr std::array kScheduleColumns = {"fee_kind", "price",     "fixed_amount", "period_months",
                                           "due_days", "from_date", "counts_from"};
  bool any = false;
  for (const char* column : kScheduleColumns) any = any || !cells.IsEmpty(column);
  if (any) row.schedule = ReadSchedule(cells, row.unit.id);
  if (!cells.IsEmpty("counts_from")) row.counts_from = cells.Date("counts_from");
  return row;
}

OwnerRow ReadOwner(ImportCells& cells) {
  OwnerRow row;
  row.owner.id = cells.Id("owner_id");
  row.owner.name = cells.Text("name", kMaxNameBytes);
  row.owner.phone = cells.OptionalText("phone", 32);
  row.owner.address = cells.OptionalText("address", 300);
  row.ownership = {cells.Id("unit_id"), row.owner.id, {cells.Date("from_date"), std::nullopt}};
  return row;
}

// Of cells that could be read.
void CheckPeriod(Date start, Date end, ImportCells& cells) {
  if (end < start) {
    cells.Fault("period_end", kPeriodWrong, "the period ends before it begins");
  } else if (start.year() != end.year()) {
    // Definition 1: no bill's period crosses 31 December.
    cells.Fault("period_end", kPeriodWrong, "the period crosses 31 December");
  }
}

OpeningBillRow ReadOpeningBill(ImportCells& cells) {
  OpeningBillRow row;
  row.unit_id = cells.Id("unit_id");
  row.fee_kind = static_cast<FeeKind>(cells.Word("fee_kind", FeeKindWords()));
  row.period_start = cells.Date("period_start");
  row.period_end = cells.Date("period_end");
  row.due_date = cells.Date("due_date");
  row.unpaid.principal = cells.OptionalAmount("principal");
  row.unpaid.late_fee = cells.OptionalAmount("late_fee");
  row.unpaid.cost = cells.OptionalAmount("costs");
  if (!cells.IsEmpty("posting_date")) row.posting_date = cells.Date("posting_date");
  if (!cells.faults().empty()) return row;
  CheckPeriod(row.period_start, row.period_end, cells);
  if (row.unpaid.Total() == Fen(0)) {
    cells.Fault("", kNothingOwed, "principal, late fee and costs are all zero");
  }
  return row;
}

OpeningReceiptRow ReadOpeningReceipt(ImportCells& cells) {
  OpeningReceiptRow row;
  row.reference = cells.Text("reference", 64);
  row.unit_id = cells.Id("unit_id");
  row.amount = cells.Amount("amount");
  row.received_date = cells.Date("received_date");
  constexpr std::array kBillColumns = {"fee_kind", "period_start", "period_end"};
  if (std::ranges::all_of(kBillColumns,
                          [&](const char* column) { return cells.IsEmpty(column); })) {
    return row;
  }
  const auto fee_kind = static_cast<FeeKind>(cells.Word("fee_kind", FeeKindWords()));
  const Date start = cells.Date("period_start");
  const Date end = cells.Date("period_end");
  if (!cells.faults().empty()) return row;
  CheckPeriod(start, end, cells);
  row.bill_id = MakeBillId(row.unit_id, fee_kind, start, end);
  return row;
}

ReceiptRow ReadReceipt(ImportCells& cells) {
  ReceiptRow row;
  row.external_reference = cells.Text("external_reference", 64);
  row.unit_id = cells.OptionalId("unit_id");
  row.unit_no = cells.OptionalText("unit_no", 64);
  row.amount = cells.Amount("amount");
  row.method = static_cast<PaymentMethod>(cells.Word("method", MethodWords()));
  row.received_date = cells.Date("received_date");
  row.collector_id = cells.OptionalId("collector_id");
  row.collaborator_ids = cells.Ids("collaborator_ids");
  if (row.unit_id.empty() && row.unit_no.empty()) {
    cells.Fault("unit_id", kUnitMissing, "neither the unit's id nor its number is given");
  }
  return row;
}

struct KeyOf {
  std::string operator()(const UnitRow& row) const {
    if (!row.schedule) return row.unit.id;
    return fmt::format("{}|{}|{}", row.unit.id, FeeKindName(row.schedule->fee_kind),
                       FormatDate(row.schedule->from_date));
  }
  std::string operator()(const OwnerRow& row) const {
    return fmt::format("{}|{}|{}", row.owner.id, row.ownership.unit_id,
                       FormatDate(row.ownership.days.from));
  }
  std::string operator()(const OpeningBillRow& row) const {
    return MakeBillId(row.unit_id, row.fee_kind, row.period_start, row.period_end);
  }
  std::string operator()(const ReceiptRow& row) const { return row.external_reference; }
  std::string operator()(const OpeningReceiptRow& row) const {
    return fmt::format("{}|{}", row.unit_id, row.reference);
  }
};

struct GroupOf {
  std::string operator()(const UnitRow& row) const { return row.unit.id; }
  std::string operator()(const OwnerRow& row) const { return row.owner.id; }
  std::string operator()(const OpeningBillRow& row) const { return row.unit_id; }
  std::string operator()(const ReceiptRow& /*row*/) const { return {}; }
  std::string operator()(const OpeningReceiptRow& row) const { return row.unit_id; }
};

}  // namespace

ReadRow ReadImportRow(ImportKind kind, ImportRow row) {
  ImportCells cells(kind, std::move(row));
  ImportedValue value;
  switch (kind) {
    case ImportKind::kUnits:
      value = ReadUnit(cells);
      break;
    case ImportKind::kOwners:
      value = ReadOwner(cells);
      break;
    case ImportKind::kOpeningBills:
      value = ReadOpeningBill(cells);
      break;
    case ImportKind::kReceipts:
      value = ReadReceipt(cells);
      break;
    case ImportKind::kOpeningReceipts:
      value = ReadOpeningReceipt(cells);
      break;
    case ImportKind::kFinanceReceipts:
    case ImportKind::kOpeningTotals:
      std::abort();  // no rows of an import: ImportFile refuses these kinds
  }
  return {cells.row(), std::move(value), cells.faults()};
}

std::string RowKey(const ImportedValue& value) { return std::visit(KeyOf(), value); }

std::string GroupKey(const ImportedValue& value) { return std::visit(GroupOf(), value); }

std::string RowContent(const ImportRow& row) {
  std::string content;
  for (const std::string& cell : row.cells) content += fmt::format("{}:{}", cell.size(), cell);
  return content;
}

std::string FactsContent(ImportKind kind, const ImportRow& row) {
  constexpr std::array kOfUnits = {"community_id", "unit_no", "kind", "area_m2"};
  constexpr std::array kOfOwners = {"name", "phone", "address"};
  std::span<const char* const> columns;
  if (kind == ImportKind::kUnits) columns = kOfUnits;
  if (kind == ImportKind::kOwners) columns = kOfOwners;
  ImportRow facts;
  for (const char* const column : columns) {
    facts.cells.push_back(row.cells.at(ImportColumnIndex(kind, column)));
  }
  return RowContent(facts);
}

std::optional<std::vector<std::string>> CellsOf(std::string_view content) {
  std::vector<std::string> cells;
  while (!content.empty()) {
    const std::size_t colon = content.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon > 6) return std::nullopt;
    std::size_t size = 0;
    for (const char c : content.substr(0, colon)) {
      if (c < '0' || c > '9') return std::nullopt;
      size = size * 10 + static_cast<std::size_t>(c - '0');
    }
    content.remove_prefix(colon + 1);
    if (size > content.size()) return std::nullopt;
    cells.emplace_back(content.substr(0, size));
    content.remove_prefix(size);
  }
  return cells;
}

}  // namespace cuijiao::ledger
