// Whether the books are as they were written (LED-4).
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/db/database_error.h"
#include "common/status/macros.h"
#include "fmt/format.h"
#include "services/ledger/api/figures/statement_api.h"
#include "services/ledger/api/journal/heads_archive.h"
#include "services/ledger/api/organisation/organisation_api.h"
#include "services/ledger/store/figures/figure_follower.h"
#include "services/ledger/store/journal/integrity_store.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "services/ledger/store/receipts/payment_follower.h"

namespace cuijiao::ledger {
namespace {

struct Told {
  std::map<std::string, PartitionTold> partitions;
  std::set<std::string> months;
  std::vector<IntegrityFault> faults;  // files of the archive that tell nothing
};

void Add(const ToldMonth& month, const std::string& community_id, Told& told) {
  told.months.insert(month.month);
  for (const JournalHead& head : month.heads) {
    if (!community_id.empty() && head.partition_id != community_id) continue;
    if (head.sequence == 0 && head.frozen.empty()) continue;  // nothing was there
    PartitionTold& partition = told.partitions[head.partition_id];
    if (head.sequence != 0) {
      partition.heads.emplace(head.sequence, ToldHead{month.month, head.hash});
    }
    if (!head.frozen.empty()) partition.frozen.emplace(month.month, head.frozen);
  }
}

// What the archive and the request tell.
absl::StatusOr<Told> CollectTold(const HeadsArchive& archive,
                                 const v1::VerifyIntegrityRequest& request) {
  Told told;
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<KeptFile> kept, archive.ReadAll());
  for (const KeptFile& file : kept) {
    if (file.told.ok()) {
      Add(*file.told, request.community_id(), told);
    } else {
      told.faults.push_back({"", 0, file.name, std::string(file.told.status().message())});
    }
  }
  for (int i = 0; i < request.signed_heads_size(); ++i) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const ToldMonth month,
        archive.Read(request.signed_heads(i), fmt::format("signed_heads[{}]", i)));
    Add(month, request.community_id(), told);
  }
  return told;
}

absl::StatusOr<std::vector<PartitionHead>> FindPartitions(db::Database& database,
                                                          const std::string& community_id) {
  return database.Read(
      "FindPartitions",
      [&](db::Transaction& transaction) -> absl::StatusOr<std::vector<PartitionHead>> {
        if (!community_id.empty()) {
          CUIJIAO_ASSIGN_OR_RETURN(const auto community,
                                   OrganisationStore(transaction).LoadCommunity(community_id));
          if (!community) return UnknownThing(kUnknownCommunity, "community", community_id);
        }
        return IntegrityStore(transaction).LoadHeads(community_id);
      });
}

// What came of following a partition.
struct Followed {
  absl::Status status;  // why something could not follow
  std::int64_t payments_through = 0;
};

// What is kept beside the journal is held against it: it is to be as far as the journal was when
// `partition` was read.
Followed Follow(const LedgerContext& context, const CallContext& call,
                const PartitionHead& partition) {
  Followed followed{FollowFigures(context.database, context.ids,
                                  {.community_id = partition.partition_id}, call.time,
                                  call.deadline)};
  const absl::Status payments =
      FollowPayments(context.database, partition.project_id, call.time.recorded_time, call.deadline)
          .status();
  // What stands where a payment's own was to come is a fault, which the check names.
  if (payments.ok() || !db::ViolatedKey(payments).empty()) {
    followed.payments_through = partition.entry_sequence;
  } else {
    followed.status.Update(payments);
  }
  return followed;
}

// One partition as it is at one moment.
absl::StatusOr<PartitionReport> CheckOne(db::Database& database, const std::string& partition_id,
                                         const PartitionTold& told,
                                         const std::function<bool(std::int64_t)>& progress) {
  return database.Read(
      "VerifyIntegrity", [&](db::Transaction& transaction) -> absl::StatusOr<PartitionReport> {
        IntegrityStore store(transaction);
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<PartitionHead> head,
                                 store.LoadHeads(partition_id));
        if (head.empty()) {
          return PartitionReport{
              0, IntegrityFault{partition_id, 0, "", "the partition is not there any more"}};
        }
        return store.CheckPartition(head.front(), told, progress);
      });
}

void AddFault(const IntegrityFault& fault, v1::VerifyIntegrityResponse& answer) {
  v1::VerifyIntegrityResponse::Fault& added = *answer.add_faults();
  added.set_partition(fault.partition_id);
  added.set_sequence(fault.sequence);
  added.set_reference_id(fault.reference_id);
  added.set_message(fault.message);
}

// Partition by partition, each in a transaction of its own. `tell` gets the progress; false ends
// the check.
absl::StatusOr<v1::VerifyIntegrityResponse> CheckAll(
    const LedgerContext& context, const CallContext& call,
    const v1::VerifyIntegrityRequest& request,
    const std::function<bool(const v1::IntegrityProgress&)>& tell) {
  CUIJIAO_ASSIGN_OR_RETURN(const Told told, CollectTold(context.heads, request));
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<PartitionHead> partitions,
                           FindPartitions(context.database, request.community_id()));
  v1::IntegrityProgress progress;
  progress.set_partition_count(static_cast<std::int32_t>(partitions.size()));
  std::set<std::string> lost;
  for (const auto& [partition_id, of_partition] : told.partitions) lost.insert(partition_id);
  for (const PartitionHead& partition : partitions) {
    progress.set_entry_count(progress.entry_count() + partition.entry_sequence);
    lost.erase(partition.partition_id);
  }
  v1::VerifyIntegrityResponse answer;
  for (const std::string& month : told.months) answer.add_told_months(month);
  for (const IntegrityFault& fault : told.faults) AddFault(fault, answer);
  for (const std::string& partition_id : lost) {
    AddFault({partition_id, 0, "", "the partition was told at a close, and is not there any more"},
             answer);
  }
  std::int64_t done = 0;
  for (const PartitionHead& partition : partitions) {
    progress.set_partition(partition.partition_id);
    // Where something cannot follow, the journal is checked first, for that may be why.
    const Followed followed = Follow(context, call, partition);
    PartitionTold told_of;
    if (const auto of_partition = told.partitions.find(partition.partition_id);
        of_partition != told.partitions.end()) {
      told_of = of_partition->second;
    }
    told_of.followed_through = followed.payments_through;
    CUIJIAO_ASSIGN_OR_RETURN(
        const PartitionReport report,
        CheckOne(context.database, partition.partition_id, told_of, [&](std::int64_t checked) {
          progress.set_checked_entries(done + checked);
          return tell(progress);
        }));
    done += report.checked_entries;
    progress.set_checked_partitions(progress.checked_partitions() + 1);
    if (report.fault) {
      AddFault(*report.fault, answer);
    } else if (!followed.status.ok()) {
      return followed.status;
    }
  }
  if (request.community_id().empty()) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const std::vector<IntegrityFault> faults,
        context.database.Read("VerifyCompany", [](db::Transaction& transaction) {
          return IntegrityStore(transaction).CheckCompany();
        }));
    for (const IntegrityFault& fault : faults) AddFault(fault, answer);
  }
  answer.set_checked_entries(done);
  answer.set_intact(answer.faults().empty());
  return answer;
}

}  // namespace

absl::StatusOr<v1::VerifyIntegrityResponse> StatementApi::Verify(
    const CallContext& call, const v1::VerifyIntegrityRequest& request) const {
  return CheckAll(context_, call, request,
                  [&](const v1::IntegrityProgress&) { return !call.is_cancelled(); });
}

absl::Status StatementApi::Stream(const CallContext& call,
                                  const v1::VerifyIntegrityRequest& request,
                                  StreamWriter<v1::IntegrityProgress>& writer) const {
  CUIJIAO_ASSIGN_OR_RETURN(
      v1::VerifyIntegrityResponse result,
      CheckAll(context_, call, request, [&](const v1::IntegrityProgress& progress) {
        return !call.is_cancelled() && writer.Write(progress);
      }));
  v1::IntegrityProgress last;
  last.set_checked_entries(result.checked_entries());
  *last.mutable_result() = std::move(result);
  (void)writer.Write(last);  // a client that has gone gets no result
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* StatementApi::VerifyIntegrity(grpc::CallbackServerContext* context,
                                                        const v1::VerifyIntegrityRequest* request,
                                                        v1::VerifyIntegrityResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.StatementService/VerifyIntegrity", context, request, response,
      [this](const CallContext& call, const auto& message) { return Verify(call, message); });
}

grpc::ServerWriteReactor<v1::IntegrityProgress>* StatementApi::StreamIntegrity(
    grpc::CallbackServerContext* context, const v1::VerifyIntegrityRequest* request) {
  return context_.runner.ServerStream<v1::IntegrityProgress>(
      "cuijiao.ledger.v1.StatementService/StreamIntegrity", context, request,
      [this](const CallContext& call, const v1::VerifyIntegrityRequest& message,
             StreamWriter<v1::IntegrityProgress>& writer) {
        return Stream(call, message, writer);
      });
}

}  // namespace cuijiao::ledger
