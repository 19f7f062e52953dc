// Debts that are written off by finance and the general manager, and revived (LED-18).
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/requests/answer_once.h"
#include "common/rpc/cut_to_page.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/api/billing/adjustment_api.h"
#include "services/ledger/api/figures/statement_api_stamp.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/domain/figures/plan.h"
#include "services/ledger/domain/payments/settlement.h"
#include "services/ledger/store/billing/late_fee_store.h"
#include "services/ledger/store/billing/write_off_store.h"
#include "services/ledger/store/journal/note_rows.h"
#include "services/ledger/store/journal/posting_store.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kUnknownWriteOff = "UNKNOWN_WRITE_OFF";
constexpr std::string_view kWriteOffRequested = "WRITE_OFF_REQUESTED";
constexpr std::string_view kWriteOffDecided = "WRITE_OFF_DECIDED";
constexpr std::string_view kWriteOffNotPosted = "WRITE_OFF_NOT_POSTED";

absl::Status UnknownWriteOff(const std::string& id) {
  return Refusal(absl::StatusCode::kNotFound, kUnknownWriteOff,
                 absl::StrCat("there is no write_off_id ", id), {{"write_off_id", id}});
}

std::string StateName(WriteOffState state) {
  return v1::WriteOff::State_Name(static_cast<v1::WriteOff::State>(state));
}

// A write-off with its community's journal locked.
struct LockedWriteOff {
  JournalStore journal;
  WriteOffRecord record;
};

// NOT_FOUND / UNKNOWN_WRITE_OFF; FAILED_PRECONDITION with `reason` when it is not in state `from`.
absl::StatusOr<LockedWriteOff> LockWriteOff(const LedgerContext& context, const CallContext& call,
                                            db::Transaction& transaction, const std::string& id,
                                            WriteOffState from, std::string_view reason) {
  WriteOffStore store(transaction);
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<WriteOffRecord> found, store.Load(id));
  if (!found) return UnknownWriteOff(id);
  CUIJIAO_ASSIGN_OR_RETURN(
      JournalStore journal,
      JournalStore::Lock(transaction, context.ids, call.time, found->community_id));
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<WriteOffRecord> record, store.Load(id));
  if (record->state != from) {
    return Refusal(absl::StatusCode::kFailedPrecondition, reason,
                   absl::StrCat("write-off ", id, " is ", StateName(record->state)),
                   {{"write_off_id", id}, {"state", StateName(record->state)}});
  }
  return LockedWriteOff{std::move(journal), *std::move(record)};
}

// The account of the write-off's unit with all bills of it, brought up to date.
absl::StatusOr<UnitPosting> OpenUnitOf(PostingStore& store, const std::string& unit_id,
                                       const std::vector<std::string>& bill_ids) {
  CUIJIAO_ASSIGN_OR_RETURN(UnitPosting posting,
                           store.OpenUnit(unit_id, store.days().Today(), bill_ids));
  posting.BringUpToDate();
  return posting;
}

std::vector<std::string> BillIdsOf(const std::vector<WrittenOffPart>& parts) {
  std::vector<std::string> ids;
  for (const WrittenOffPart& part : parts) {
    if (ids.empty() || ids.back() != part.bill_id) ids.push_back(part.bill_id);
  }
  return ids;
}

v1::Event EventOf(const UnitPosting& posting, Date posting_date) {
  v1::Event event;
  event.set_posting_date(FormatDate(posting_date));
  event.set_unit_id(posting.account().unit_id);
  event.set_debt_version(PostingStore::NextVersion(posting));
  return event;
}

}  // namespace

absl::StatusOr<v1::WriteOff> AdjustmentApi::Request(
    const CallContext& call, const v1::RequestWriteOffRequest& request) const {
  return AnswerOnce<v1::WriteOff>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::WriteOff> {
        CUIJIAO_ASSIGN_OR_RETURN(const UnitPlace unit,
                                 LoadKnownUnit(transaction, request.unit_id()));
        CUIJIAO_ASSIGN_OR_RETURN(
            JournalStore journal,
            JournalStore::Lock(transaction, context_.ids, call.time, unit.community_id));
        const std::vector<std::string> bill_ids(request.bill_ids().begin(),
                                                request.bill_ids().end());
        CUIJIAO_ASSIGN_OR_RETURN(const std::optional<std::string> unknown,
                                 FindUnknownBill(transaction, unit.unit_id, bill_ids));
        if (unknown) {
          return Refusal(
              absl::StatusCode::kFailedPrecondition, kUnknownBill,
              absl::StrCat("bill_ids: ", *unknown, " is no bill of unit_id ", unit.unit_id),
              {{"bill_id", *unknown}});
        }
        WriteOffStore write_offs(transaction);
        CUIJIAO_ASSIGN_OR_RETURN(const std::optional<std::string> requested,
                                 write_offs.FindRequestedBill(bill_ids));
        if (requested) {
          return Refusal(absl::StatusCode::kFailedPrecondition, kWriteOffRequested,
                         absl::StrCat("bill_ids: an open request to write off ", *requested,
                                      " waits for its decision"),
                         {{"bill_id", *requested}});
        }
        PostingStore store(journal);
        CUIJIAO_ASSIGN_OR_RETURN(UnitPosting posting, OpenUnitOf(store, unit.unit_id, bill_ids));
        WriteOffRecord record;
        record.parts = UnpaidParts(posting, bill_ids);
        if (record.parts.empty()) {
          return Refusal(
              absl::StatusCode::kFailedPrecondition, kNothingUnpaid,
              absl::StrCat("nothing is unpaid of the bill_ids of unit_id ", unit.unit_id),
              {{"unit_id", unit.unit_id}});
        }
        record.id = journal.NewId();
        record.unit_id = unit.unit_id;
        record.community_id = unit.community_id;
        record.project_id = unit.project_id;
        record.reason = static_cast<WriteOffReason>(request.reason());
        for (const WrittenOffPart& part : record.parts) record.amount += part.amount;
        record.requested_by = RecordedBy(call);
        record.requested_time = journal.recorded_time();
        CUIJIAO_RETURN_IF_ERROR(store.Keep(posting));  // prepayment that fell due
        CUIJIAO_RETURN_IF_ERROR(write_offs.Insert(record));
        CUIJIAO_RETURN_IF_ERROR(InsertNote(
            transaction, kWriteOffNotes, record.id,
            {request.note(), record.requested_by, record.requested_time}, context_.cipher));
        CUIJIAO_RETURN_IF_ERROR(journal.Flush());
        return ToMessage(record);
      });
}

absl::StatusOr<v1::WriteOff> AdjustmentApi::Approve(
    const CallContext& call, const v1::ApproveWriteOffRequest& request) const {
  return AnswerOnce<v1::WriteOff>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::WriteOff> {
        CUIJIAO_ASSIGN_OR_RETURN(LockedWriteOff locked,
                                 LockWriteOff(context_, call, transaction, request.write_off_id(),
                                              WriteOffState::kRequested, kWriteOffDecided));
        WriteOffRecord& record = locked.record;
        const std::string approver = RecordedBy(call);
        if (approver == record.requested_by) {
          return Refusal(absl::StatusCode::kFailedPrecondition, kSamePerson,
                         absl::StrCat("write-off ", record.id, " was asked for by ", approver,
                                      ", and nobody approves what they asked for"),
                         {{"write_off_id", record.id}, {"staff_id", approver}});
        }
        PostingStore store(locked.journal);
        const std::vector<std::string> bill_ids = BillIdsOf(record.parts);
        CUIJIAO_ASSIGN_OR_RETURN(UnitPosting posting, OpenUnitOf(store, record.unit_id, bill_ids));
        if (UnpaidParts(posting, bill_ids) != record.parts) {
          return Refusal(absl::StatusCode::kAborted, kDebtChanged,
                         absl::StrCat("what is unpaid of the bills of write-off ", record.id,
                                      " is not what was asked for; reject it and ask anew"),
                         {{"write_off_id", record.id}, {"unit_id", record.unit_id}});
        }
        ledger::WriteOff(posting, record.id, record.parts);
        record.state = WriteOffState::kApproved;
        record.decided_by = approver;
        record.decided_time = locked.journal.recorded_time();
        record.posting_date = locked.journal.days().Today();
        CUIJIAO_RETURN_IF_ERROR(store.Keep(posting));
        CUIJIAO_RETURN_IF_ERROR(
            WriteOffStore(transaction).Update(record, WriteOffState::kRequested));
        v1::Event event = EventOf(posting, *record.posting_date);
        *event.mutable_written_off() = ToMessage(record);
        locked.journal.Tell(std::move(event));
        CUIJIAO_RETURN_IF_ERROR(locked.journal.Flush());
        return ToMessage(record);
      });
}

absl::StatusOr<v1::WriteOff> AdjustmentApi::Reject(const CallContext& call,
                                                   const v1::RejectWriteOffRequest& request) const {
  return AnswerOnce<v1::WriteOff>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::WriteOff> {
        CUIJIAO_ASSIGN_OR_RETURN(LockedWriteOff locked,
                                 LockWriteOff(context_, call, transaction, request.write_off_id(),
                                              WriteOffState::kRequested, kWriteOffDecided));
        WriteOffRecord& record = locked.record;
        record.state = WriteOffState::kRejected;
        record.decided_by = RecordedBy(call);
        record.decided_time = locked.journal.recorded_time();
        CUIJIAO_RETURN_IF_ERROR(
            WriteOffStore(transaction).Update(record, WriteOffState::kRequested));
        CUIJIAO_RETURN_IF_ERROR(InsertNote(
            transaction, kWriteOffNotes, record.id,
            {request.note(), record.decided_by, locked.journal.recorded_time()}, context_.cipher));
        return ToMessage(record);
      });
}

absl::StatusOr<v1::WriteOff> AdjustmentApi::Revive(const CallContext& call,
                                                   const v1::ReviveWriteOffRequest& request) const {
  return AnswerOnce<v1::WriteOff>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::WriteOff> {
        CUIJIAO_ASSIGN_OR_RETURN(LockedWriteOff locked,
                                 LockWriteOff(context_, call, transaction, request.write_off_id(),
                                              WriteOffState::kApproved, kWriteOffNotPosted));
        WriteOffRecord& record = locked.record;
        PostingStore store(locked.journal);
        CUIJIAO_ASSIGN_OR_RETURN(UnitPosting posting,
                                 OpenUnitOf(store, record.unit_id, BillIdsOf(record.parts)));
        ledger::Revive(posting, record.id, record.parts);
        record.state = WriteOffState::kRevived;
        record.revived_by = RecordedBy(call);
        record.revival_date = locked.journal.days().Today();
        CUIJIAO_RETURN_IF_ERROR(store.Keep(posting));
        CUIJIAO_RETURN_IF_ERROR(
            WriteOffStore(transaction).Update(record, WriteOffState::kApproved));
        CUIJIAO_RETURN_IF_ERROR(InsertNote(
            transaction, kWriteOffNotes, record.id,
            {request.note(), record.revived_by, locked.journal.recorded_time()}, context_.cipher));
        v1::Event event = EventOf(posting, *record.revival_date);
        *event.mutable_write_off_revived() = ToMessage(record);
        locked.journal.Tell(std::move(event));
        CUIJIAO_RETURN_IF_ERROR(locked.journal.Flush());
        return ToMessage(record);
      });
}

absl::StatusOr<v1::WriteOff> AdjustmentApi::ShowWriteOff(
    const v1::GetWriteOffRequest& request) const {
  return context_.database.Read(
      "GetWriteOff", [&](db::Transaction& transaction) -> absl::StatusOr<v1::WriteOff> {
        CUIJIAO_ASSIGN_OR_RETURN(const std::optional<WriteOffRecord> record,
                                 WriteOffStore(transaction).Load(request.write_off_id()));
        if (!record) return UnknownWriteOff(request.write_off_id());
        v1::WriteOff message = ToMessage(*record);
        CUIJIAO_ASSIGN_OR_RETURN(
            const std::vector<std::string> notes,
            LoadNotes(transaction, kWriteOffNotes, record->id, context_.cipher));
        for (const std::string& note : notes) message.add_notes(note);
        return message;
      });
}

absl::StatusOr<v1::ListWriteOffsResponse> AdjustmentApi::ShowWriteOffs(
    const v1::ListWriteOffsRequest& request) const {
  CUIJIAO_RETURN_IF_ERROR(CheckOneIsSet({{"unit_id", request.unit_id()},
                                         {"community_id", request.community_id()},
                                         {"project_id", request.project_id()}}));
  WriteOffFilter filter = {request.unit_id(), request.community_id(), request.project_id(), {}};
  if (request.state() != v1::WriteOff::STATE_UNSPECIFIED) {
    filter.state = static_cast<WriteOffState>(request.state());
  }
  CUIJIAO_ASSIGN_OR_RETURN(const std::string position, context_.page_tokens.PositionOf(request));
  const int page_size = EffectivePageSize(request.page_size());
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<WriteOffRecord> found,
      context_.database.Read("ListWriteOffs", [&](db::Transaction& transaction) {
        return WriteOffStore(transaction).List(filter, position, page_size + 1);
      }));
  const bool more = CutToPage(found, page_size);
  v1::ListWriteOffsResponse response;
  for (const WriteOffRecord& record : found) *response.add_write_offs() = ToMessage(record);
  if (more) {
    response.set_next_page_token(context_.page_tokens.Make(request, found.back().id));
  }
  return response;
}

grpc::ServerUnaryReactor* AdjustmentApi::RequestWriteOff(grpc::CallbackServerContext* context,
                                                         const v1::RequestWriteOffRequest* request,
                                                         v1::WriteOff* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.AdjustmentService/RequestWriteOff", context, request, response,
      [this](const CallContext& call, const auto& message) { return Request(call, message); });
}

grpc::ServerUnaryReactor* AdjustmentApi::ApproveWriteOff(grpc::CallbackServerContext* context,
                                                         const v1::ApproveWriteOffRequest* request,
                                                         v1::WriteOff* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.AdjustmentService/ApproveWriteOff", context, request, response,
      [this](const CallContext& call, const auto& message) { return Approve(call, message); });
}

grpc::ServerUnaryReactor* AdjustmentApi::RejectWriteOff(grpc::CallbackServerContext* context,
                                                        const v1::RejectWriteOffRequest* request,
                                                        v1::WriteOff* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.AdjustmentService/RejectWriteOff", context, request, response,
      [this](const CallContext& call, const auto& message) { return Reject(call, message); });
}

grpc::ServerUnaryReactor* AdjustmentApi::ReviveWriteOff(grpc::CallbackServerContext* context,
                                                        const v1::ReviveWriteOffRequest* request,
                                                        v1::WriteOff* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.AdjustmentService/ReviveWriteOff", context, request, response,
      [this](const CallContext& call, const auto& message) { return Revive(call, message); });
}

grpc::ServerUnaryReactor* AdjustmentApi::GetWriteOff(grpc::CallbackServerContext* context,
                                                     const v1::GetWriteOffRequest* request,
                                                     v1::WriteOff* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.AdjustmentService/GetWriteOff", context, request, response,
      [this](const CallContext&, const auto& message) { return ShowWriteOff(message); });
}

grpc::ServerUnaryReactor* AdjustmentApi::ListWriteOffs(grpc::CallbackServerContext* context,
                                                       const v1::ListWriteOffsRequest* request,
                                                       v1::ListWriteOffsResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.AdjustmentService/ListWriteOffs", context, request, response,
      [this](const CallContext&, const auto& message) { return ShowWriteOffs(message); });
}

}  // namespace cuijiao::ledger
