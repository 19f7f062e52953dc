// A batch of entries, put in their order.
#ifndef CUIJIAO_SERVICES_LEDGER_API_ORGANISATION_ORGANISATION_ENTRIES_H_
#define CUIJIAO_SERVICES_LEDGER_API_ORGANISATION_ORGANISATION_ENTRIES_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cuijiao/ledger/v1/organisation.pb.h"
#include "services/ledger/store/organisation/organisation_writer.h"

namespace cuijiao::ledger {

using OrganisationEntries = google::protobuf::RepeatedPtrField<v1::OrganisationEntry>;

// FIELDS_INVALID naming every entry that holds nothing.
absl::Status CheckEntries(const OrganisationEntries& entries);

// Puts checked entries; neighbours of one kind go in together. The units whose charged area
// changed, in the order of their changes. Errors are the writer's.
absl::StatusOr<std::vector<ResizedUnit>> PutEntries(OrganisationWriter& writer,
                                                    const OrganisationEntries& entries);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_ORGANISATION_ORGANISATION_ENTRIES_H_
