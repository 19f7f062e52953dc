#include "services/ledger/api/imports/row_errors.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "common/text/csv_table.h"
#include "fmt/format.h"
#include "services/ledger/domain/billing/billing.h"
#include "services/ledger/domain/close/close.h"
#include "services/ledger/domain/imports/import_check.h"
#include "services/ledger/domain/imports/import_rows.h"
#include "services/ledger/domain/journal/posting.h"
#include "services/ledger/domain/organisation/organisation_dates.h"
#include "services/ledger/domain/receipts/finance_list.h"
#include "services/ledger/domain/statements/statement_line.h"

namespace cuijiao::ledger {
namespace {

constexpr std::size_t kMaxTold = 1000;

struct ReasonWords {
  std::string_view reason;
  std::string_view chinese;
};

// Reasons of rows for those who mend the file; the fault's own English words name the value.
constexpr std::array kWords = {
    ReasonWords{kCellEmpty, "单元格为空"},
    ReasonWords{kCellTooLong, "内容太长"},
    ReasonWords{kCellNotAnAmount, "不是有效的金额"},
    ReasonWords{kCellNotADate, "不是有效的日期"},
    ReasonWords{kCellNotANumber, "不是有效的数字"},
    ReasonWords{kRowWidthWrong, "本行的列数与表头不同"},
    ReasonWords{kRowRepeated, "与其他行重复"},
    ReasonWords{kRowsDisagree, "与前面的行不一致"},
    ReasonWords{kRowChanged, "以前导入过同一行，内容不同"},
    ReasonWords{kTooManyOfOne, "同一房屋或业主的行太多"},
    ReasonWords{kIdInvalid, "编号格式不正确"},
    ReasonWords{kWordUnknown, "没有这个选项"},
    ReasonWords{kUnknownCommunity, "没有这个小区"},
    ReasonWords{kUnknownUnit, "没有这套房屋"},
    ReasonWords{kUnknownBill, "没有这张账单"},
    ReasonWords{kUnknownCollector, "没有这名员工"},
    ReasonWords{kUnitMissing, "没有写明房屋"},
    ReasonWords{kUnitAmbiguous, "有几套房屋是这个房号"},
    ReasonWords{kUnitExists, "房屋已经存在，不能写计入日期"},
    ReasonWords{kOtherProject, "属于其他项目"},
    ReasonWords{kInOtherProject, "已在其他项目导入"},
    ReasonWords{kPlaceFixed, "房屋不能换小区"},
    ReasonWords{kPeriodWrong, "期间不正确"},
    ReasonWords{kNothingOwed, "本金、违约金和费用都是零"},
    ReasonWords{kPriceInvalid, "单价和固定金额应填且只填一项"},
    ReasonWords{kPeriodMonthsInvalid, "出账周期不正确"},
    ReasonWords{kScheduleDatesInvalid, "收费标准的日期不正确"},
    ReasonWords{kScheduleOverlap, "已有同日或更晚的收费标准"},
    ReasonWords{kPeriodBilled, "该期间已经出账"},
    ReasonWords{kOverlap, "与已有的日期重叠"},
    ReasonWords{kRangeBackwards, "结束日期早于开始日期"},
    ReasonWords{kAmountNotPositive, "金额必须大于零"},
    ReasonWords{kAmountTooLarge, "金额太大"},
    ReasonWords{kReceivedDateInFuture, "收款日期晚于业务日期"},
    ReasonWords{kReceivedDateTooOld, "收款日期太早，须由财务补录"},
    ReasonWords{kPostingDateInFuture, "入账日期晚于业务日期"},
    ReasonWords{kMonthClosed, "该月已经结账"},
    ReasonWords{kReceiptsOutOfOrder, "同一房屋的收款须按收款日期排列"},
    ReasonWords{kOpeningTooLate, "该小区已有月份结账，不能再导入期初收款"},
    ReasonWords{kPaymentNotNamed, "没有写明是哪一笔收款"},
    ReasonWords{kSignWrong, "金额的正负号不对"},
    ReasonWords{kCurrencyUnknown, "不是人民币"},
    ReasonWords{kTransactionsDiffer, "明细合计与总额不符"},
};

// "不是有效的日期 '2017-02-30' is no date".
std::string MessageOf(const RowFault& fault) {
  const auto words = std::ranges::find(kWords, fault.reason, &ReasonWords::reason);
  if (words == kWords.end()) return fault.message;
  return fmt::format("{} {}", words->chinese, fault.message);
}

void KeepFirst(std::vector<RowFault>& faults) {
  std::ranges::stable_sort(faults, {}, &RowFault::line);
  if (faults.size() > kMaxTold) faults.resize(kMaxTold);
}

}  // namespace

void FileFaults::Add(std::vector<RowFault> faults, std::int64_t wrong_count) {
  wrong_count_ += wrong_count;
  std::ranges::move(faults, std::back_inserter(faults_));
  if (faults_.size() > 4 * kMaxTold) KeepFirst(faults_);
}

std::int32_t CountWrongRows(const std::vector<RowFault>& faults) {
  std::set<std::int64_t> lines;
  for (const RowFault& fault : faults) lines.insert(fault.line);
  return static_cast<std::int32_t>(lines.size());
}

void TellRowFaults(std::vector<RowFault> faults,
                   google::protobuf::RepeatedPtrField<v1::RowError>& told) {
  KeepFirst(faults);
  for (const RowFault& fault : faults) {
    v1::RowError& error = *told.Add();
    error.set_line(static_cast<std::int32_t>(fault.line));
    error.set_column(fault.column);
    error.set_message(MessageOf(fault));
    error.set_reason(fault.reason);
  }
}

}  // namespace cuijiao::ledger
