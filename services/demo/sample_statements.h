// One statement of each kind, as the bank or wallet would give it out, and finance's own files,
// about households of the sample company. Pure.
#ifndef CUIJIAO_SERVICES_DEMO_SAMPLE_STATEMENTS_H_
#define CUIJIAO_SERVICES_DEMO_SAMPLE_STATEMENTS_H_

#include <string>
#include <vector>

#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "services/demo/sample_company.h"

namespace cuijiao::demo {

// A household that pays, and where it lies.
struct Payer {
  const SampleUnit* unit = nullptr;
  std::string community;  // its name
  Fen amount;
};

// Type ALL: a payment by the company's own page, one whose remark names the home, one that names
// nobody; a part of the first paid back, a refund of the second under way. UTF-8 with a BOM.
std::string SampleWechatBill(const Payer& by_page, const Payer& by_remark, Date date);
// One payment whose remark names the home, one that names nobody. GB18030.
std::string SampleAlipayBill(const Payer& by_remark, Date date);
// camt.053.001.08: a transfer, two in one entry of which one has the payer's name alone, and the
// bank's own fee.
std::string SampleCamt(const Payer& first, const Payer& second, const Payer& by_name_alone,
                       Date date);
// A table with the bank's heading and its sum: one transfer, one that names nobody. GB18030. Its
// mapping is in statements.cc.
std::string SampleBankCsv(const Payer& payer, Date date);

// Receipts in the suite's own layout, as Excel in China saves them (GB18030): one of cash at the
// counter, one of a card.
std::string SampleReceipts(const Payer& by_cash, const Payer& by_card, Date date);

// A row of finance's list.
struct ListedReceipt {
  std::string receipt_number;
  std::string unit_id;
  std::string received_date;
  Fen amount;
};
// Finance's own receipts list. UTF-8 with a BOM.
std::string SampleFinanceList(const std::vector<ListedReceipt>& receipts);

}  // namespace cuijiao::demo

#endif  // CUIJIAO_SERVICES_DEMO_SAMPLE_STATEMENTS_H_
