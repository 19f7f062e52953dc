// Vacancies: put and listed (LED-1).
#include <string>
#include <vector>

#include "common/requests/answer_once.h"
#include "common/requests/request_dates.h"
#include "common/status/macros.h"
#include "services/ledger/api/billing/billing_api.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/api/project_terms.h"
#include "services/ledger/domain/billing/vacancy.h"
#include "services/ledger/store/billing/vacancy_store.h"
#include "services/ledger/store/journal/posting_messages.h"

namespace cuijiao::ledger {
namespace {

// The discounts of the project that are in force on `day`.
VacancyDiscount DiscountOn(const policy::v1::Policy& policy, const std::string& project_id,
                           Date day) {
  VacancyDiscount discount;
  for (const auto* terms : TermsOfProject(policy.ledger().vacancy_discount(), project_id)) {
    if (DateOf(terms->effective_from()) > day) break;
    discount = {terms->property_bp(), terms->parking_bp(), terms->shared_utilities_bp()};
  }
  return discount;
}

template <typename Response>
Response ToMessage(const std::vector<Vacancy>& vacancies) {
  Response response;
  for (const Vacancy& vacancy : vacancies) {
    v1::Vacancy& message = *response.add_vacancies();
    message.set_unit_id(vacancy.unit_id);
    message.set_from_date(FormatDate(vacancy.days.from));
    message.set_to_date(FormatOptionalDate(vacancy.days.to));
    message.set_property_bp(vacancy.discount.property_bp);
    message.set_parking_bp(vacancy.discount.parking_bp);
    message.set_shared_utilities_bp(vacancy.discount.shared_utilities_bp);
  }
  return response;
}

}  // namespace

absl::StatusOr<v1::PutVacancyResponse> BillingApi::PutOneVacancy(
    const CallContext& call, const v1::PutVacancyRequest& request) const {
  return AnswerOnce<v1::PutVacancyResponse>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::PutVacancyResponse> {
        CUIJIAO_ASSIGN_OR_RETURN(const UnitPlace unit,
                                 LoadKnownUnit(transaction, request.unit_id()));
        CUIJIAO_ASSIGN_OR_RETURN(
            JournalStore journal,
            JournalStore::Lock(transaction, context_.ids, call.time, unit.community_id));
        const Date from = DateOf(request.from_date());
        const VacancyPut put = {unit.unit_id,
                                {from, OptionalDateOf(request.to_date())},
                                request.withdrawn(),
                                DiscountOn(context_.policy, unit.project_id, from)};
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Bill> supplements,
                                 ledger::PutVacancy(journal, put, RecordedBy(call)));
        // The partition's row is written, so that on a cluster two puts for one unit do not both
        // stand.
        CUIJIAO_RETURN_IF_ERROR(journal.Flush());
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Vacancy> vacancies,
                                 LoadVacancies(transaction, unit.unit_id));
        auto response = ToMessage<v1::PutVacancyResponse>(vacancies);
        for (const Bill& bill : supplements) *response.add_supplements() = ledger::ToMessage(bill);
        return response;
      });
}

absl::StatusOr<v1::ListVacanciesResponse> BillingApi::ShowVacancies(
    const v1::ListVacanciesRequest& request) const {
  return context_.database.Read(
      "ListVacancies",
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::ListVacanciesResponse> {
        CUIJIAO_RETURN_IF_ERROR(LoadKnownUnit(transaction, request.unit_id()).status());
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Vacancy> vacancies,
                                 LoadVacancies(transaction, request.unit_id()));
        return ToMessage<v1::ListVacanciesResponse>(vacancies);
      });
}

grpc::ServerUnaryReactor* BillingApi::PutVacancy(grpc::CallbackServerContext* context,
                                                 const v1::PutVacancyRequest* request,
                                                 v1::PutVacancyResponse* response) {
  return context_.runner.Unary("cuijiao.ledger.v1.BillingService/PutVacancy", context, request,
                               response, [this](const CallContext& call, const auto& message) {
                                 return PutOneVacancy(call, message);
                               });
}

grpc::ServerUnaryReactor* BillingApi::ListVacancies(grpc::CallbackServerContext* context,
                                                    const v1::ListVacanciesRequest* request,
                                                    v1::ListVacanciesResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.BillingService/ListVacancies", context, request, response,
      [this](const CallContext&, const auto& message) { return ShowVacancies(message); });
}

}  // namespace cuijiao::ledger
