#include "services/ledger/domain/imports/import_columns.h"

#include <cstdlib>

#include "fmt/format.h"

namespace cuijiao::ledger {
namespace {

constexpr bool kOptional = false;
constexpr bool kPersonal = true;

std::vector<ImportColumn> UnitColumns() {
  return {
      {{"unit_id", {"房屋编号"}}, false, "C1-3-2-501"},
      {{"community_id", {"小区编号"}}, false, "C1"},
      {{"unit_no", {"房号", "房间号"}}, kPersonal, "3栋2单元501"},
      {{"kind", {"房屋类型", "类型"}}, false, "住宅"},
      {{"area_m2", {"计费面积", "面积"}}, false, "89.50"},
      {{"fee_kind", {"费用种类"}, kOptional}, false, "物业费"},
      {{"price", {"单价"}, kOptional}, false, "2.3500"},
      {{"fixed_amount", {"每月固定金额", "固定金额"}, kOptional}, false, ""},
      {{"period_months", {"计费月数"}, kOptional}, false, "1"},
      {{"due_days", {"缴费天数"}, kOptional}, false, "9"},
      {{"from_date", {"起始日期"}, kOptional}, false, "2017-01-01"},
      {{"counts_from", {"计入日期"}, kOptional}, false, ""},
  };
}

std::vector<ImportColumn> OwnerColumns() {
  return {
      {{"owner_id", {"业主编号"}}, false, "O1001"},
      {{"name", {"业主姓名", "姓名"}}, kPersonal, "张伟"},
      {{"phone", {"联系电话", "电话"}, kOptional}, kPersonal, "13800138000"},
      {{"address", {"通讯地址", "地址"}, kOptional}, kPersonal, "滨江路1号"},
      {{"unit_id", {"房屋编号"}}, false, "C1-3-2-501"},
      {{"from_date", {"起始日期"}}, false, "2016-01-01"},
  };
}

std::vector<ImportColumn> OpeningBillColumns() {
  return {
      {{"unit_id", {"房屋编号"}}, false, "C1-3-2-501"},
      {{"fee_kind", {"费用种类"}}, false, "物业费"},
      {{"period_start", {"服务期起"}}, false, "2016-10-01"},
      {{"period_end", {"服务期止"}}, false, "2016-12-31"},
      {{"due_date", {"应缴日期", "到期日"}}, false, "2016-10-10"},
      {{"principal", {"本金", "欠费金额"}}, false, "630.98"},
      {{"late_fee", {"违约金", "滞纳金"}, kOptional}, false, "0.00"},
      {{"costs", {"催收费用"}, kOptional}, false, "0.00"},
      {{"posting_date", {"入账日期"}, kOptional}, false, ""},
  };
}

std::vector<ImportColumn> OpeningReceiptColumns() {
  return {
      {{"reference", {"流水号", "凭证号"}}, false, "2017-0308-17"},
      {{"unit_id", {"房屋编号"}}, false, "C1-3-2-501"},
      {{"amount", {"金额", "实收金额"}}, false, "630.98"},
      {{"received_date", {"收款日期", "到账日期"}}, false, "2017-03-08"},
      {{"fee_kind", {"费用种类"}, kOptional}, false, "物业费"},
      {{"period_start", {"服务期起"}, kOptional}, false, "2016-10-01"},
      {{"period_end", {"服务期止"}, kOptional}, false, "2016-12-31"},
  };
}

std::vector<ImportColumn> OpeningTotalColumns() {
  return {
      {{"community_id", {"小区编号"}}, false, "C1"},
      {{"figure", {"指标"}}, false, "未收本金"},
      {{"period", {"期间"}, kOptional}, false, "2016"},
      {{"amount", {"金额"}}, false, "630.98"},
  };
}

std::vector<ImportColumn> ReceiptColumns() {
  return {
      {{"external_reference", {"流水号", "凭证号"}}, false, "20170308-0001"},
      {{"unit_id", {"房屋编号"}, kOptional}, false, "C1-3-2-501"},
      {{"unit_no", {"房号", "房间号"}, kOptional}, kPersonal, ""},
      {{"amount", {"金额", "实收金额"}}, false, "630.98"},
      {{"method", {"支付方式", "收款方式"}}, false, "微信"},
      {{"received_date", {"收款日期", "到账日期"}}, false, "2017-03-08"},
      {{"collector_id", {"收费员编号", "责任人编号"}, kOptional}, false, "S1"},
      {{"collaborator_ids", {"协同人编号"}, kOptional}, false, "S2;S3"},
  };
}

std::vector<ImportColumn> FinanceReceiptColumns() {
  return {
      {{"receipt_number", {"收据号", "收据编号"}, kOptional}, false, "P1-2017-000012"},
      {{"external_reference", {"流水号", "凭证号"}, kOptional}, false, ""},
      {{"unit_id", {"房屋编号"}, kOptional}, false, "C1-3-2-501"},
      {{"received_date", {"收款日期", "到账日期"}, kOptional}, false, "2017-03-08"},
      {{"amount", {"金额", "实收金额"}}, false, "630.98"},
  };
}

}  // namespace

std::string_view ImportKindName(ImportKind kind) {
  switch (kind) {
    case ImportKind::kUnits:
      return "UNITS";
    case ImportKind::kOwners:
      return "OWNERS";
    case ImportKind::kOpeningBills:
      return "OPENING_BILLS";
    case ImportKind::kReceipts:
      return "RECEIPTS";
    case ImportKind::kFinanceReceipts:
      return "FINANCE_RECEIPTS";
    case ImportKind::kOpeningReceipts:
      return "OPENING_RECEIPTS";
    case ImportKind::kOpeningTotals:
      return "OPENING_TOTALS";
  }
  std::abort();
}

const std::vector<ImportColumn>& ImportColumns(ImportKind kind) {
  static const std::vector<ImportColumn> kUnits = UnitColumns();
  static const std::vector<ImportColumn> kOwners = OwnerColumns();
  static const std::vector<ImportColumn> kOpeningBills = OpeningBillColumns();
  static const std::vector<ImportColumn> kReceipts = ReceiptColumns();
  static const std::vector<ImportColumn> kFinanceReceipts = FinanceReceiptColumns();
  static const std::vector<ImportColumn> kOpeningReceipts = OpeningReceiptColumns();
  static const std::vector<ImportColumn> kOpeningTotals = OpeningTotalColumns();
  switch (kind) {
    case ImportKind::kUnits:
      return kUnits;
    case ImportKind::kOwners:
      return kOwners;
    case ImportKind::kOpeningBills:
      return kOpeningBills;
    case ImportKind::kReceipts:
      return kReceipts;
    case ImportKind::kFinanceReceipts:
      return kFinanceReceipts;
    case ImportKind::kOpeningReceipts:
      return kOpeningReceipts;
    case ImportKind::kOpeningTotals:
      return kOpeningTotals;
  }
  std::abort();
}

std::size_t ImportColumnIndex(ImportKind kind, std::string_view name) {
  const std::vector<ImportColumn>& columns = ImportColumns(kind);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].names.name == name) return i;
  }
  std::abort();
}

std::string ImportColumnLabel(const ImportColumn& column) {
  return fmt::format("{} ({})", column.names.name, column.names.chinese_names.front());
}

}  // namespace cuijiao::ledger
