// N1: some days before a bill falls due (the plan says how many), its owners are reminded.
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/requests/request_dates.h"
#include "common/status/macros.h"
#include "services/escalation/api/daily_run.h"
#include "services/escalation/domain/message_text.h"
#include "services/escalation/store/message_store.h"

namespace cuijiao::escalation {
namespace {

std::vector<std::string> UnitsOf(const std::vector<ledger::v1::Bill>& bills) {
  std::set<std::string> units;
  for (const ledger::v1::Bill& bill : bills) units.insert(bill.unit_id());
  return {units.begin(), units.end()};
}

std::vector<std::string> IdsOf(const std::vector<ledger::v1::Bill>& bills) {
  std::vector<std::string> ids;
  for (const ledger::v1::Bill& bill : bills) ids.push_back(bill.id());
  return ids;
}

ReminderFacts FactsOf(const ledger::v1::Bill& bill, const ledger::v1::Contact& owner) {
  return {.owner_name = owner.name(),
          .community_name = owner.community_name(),
          .unit_no = owner.unit_no(),
          .period_start = DateOf(bill.period_start_date()),
          .period_end = DateOf(bill.period_end_date()),
          .amount = Fen(bill.unpaid_principal_fen()) + Fen(bill.unpaid_late_fee_fen()) +
                    Fen(bill.unpaid_cost_fen()),
          .due_date = DateOf(bill.due_date())};
}

}  // namespace

absl::StatusOr<DailyCounts> DailyRun::WriteReminders() {
  DailyCounts counts;
  const Step* step = plan_.plan.ReminderStep();
  if (step == nullptr) return counts;
  const Date today = now_.business_date;
  const DueDates due = {today, today + plan_.plan.notify_days_before_due};
  std::string page;
  do {
    CUIJIAO_ASSIGN_OR_RETURN(const Page<ledger::v1::Bill> bills,
                             context_.ledger.UpcomingBills(call_, community_id_, due, page));
    page = bills.next;
    if (bills.items.empty()) continue;
    CUIJIAO_ASSIGN_OR_RETURN(const DailyCounts of_page, WriteRemindersOf(*step, bills.items));
    counts += of_page;
  } while (!page.empty());
  return counts;
}

absl::StatusOr<DailyCounts> DailyRun::WriteRemindersOf(const Step& step,
                                                       const std::vector<ledger::v1::Bill>& bills) {
  const std::vector<std::string> units = UnitsOf(bills);
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<ledger::v1::Contact> owners,
                           context_.ledger.Contacts(call_, units));
  std::multimap<std::string_view, const ledger::v1::Contact*> owners_of;
  for (const ledger::v1::Contact& owner : owners) owners_of.emplace(owner.unit_id(), &owner);
  return context_.database.Transact(
      "escalation.daily_reminders",
      [&](db::Transaction& transaction) -> absl::StatusOr<DailyCounts> {
        // The lock keeps another replica from writing the same reminders.
        CUIJIAO_RETURN_IF_ERROR(ProgressStore(transaction).Lock(community_id_).status());
        MessageStore store(transaction, context_.cipher);
        CUIJIAO_ASSIGN_OR_RETURN(const std::set<BillAndOwner> written,
                                 store.LoadWritten(step.message_template, IdsOf(bills)));
        std::vector<MessageRow> messages;
        for (const ledger::v1::Bill& bill : bills) {
          const auto [first, last] = owners_of.equal_range(bill.unit_id());
          for (auto owner = first; owner != last; ++owner) {
            const ledger::v1::Contact& contact = *owner->second;
            if (written.contains({bill.id(), contact.owner_id()})) continue;
            // FindPlanFaults has made sure of a template in the default language.
            const MessageTemplate& text =
                *plan_.plan.FindTemplate(step.message_template, contact.language());
            messages.push_back({.message_id = context_.ids.NewId(),
                                .community_id = community_id_,
                                .unit_id = bill.unit_id(),
                                .bill_id = bill.id(),
                                .owner_id = contact.owner_id(),
                                .template_name = step.message_template,
                                .text = RenderReminder(text.text, FactsOf(bill, contact)),
                                .phone = contact.phone(),
                                .planned_date = now_.business_date});
          }
        }
        CUIJIAO_RETURN_IF_ERROR(store.InsertPending(messages));
        DailyCounts counts;
        counts.reminders = static_cast<int>(messages.size());
        return counts;
      });
}

}  // namespace cuijiao::escalation
