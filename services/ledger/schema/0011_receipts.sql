-- Receipt numbers and tax invoices, cash handovers, wallet payouts (LED-20), and finance's own lists
-- (LED-11).
--
-- Payments are followed by their journals: what a new payment brings with it here (its number, its
-- place in somebody's cash or in a wallet) is written behind it, so that recording a payment takes
-- no lock but those of its journal. One row a community: the last entry of its journal that was looked
-- at.
CREATE TABLE payment_follower (
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  entry_sequence BIGINT NOT NULL,
  PRIMARY KEY (community_id),
  KEY payment_follower_by_project (project_id)
);

-- One row a project: whoever follows its payments writes it first, so that one at a time does, on a
-- cluster too.
CREATE TABLE receipt_numbering (
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (project_id)
);

-- Append only. The numbers of a project and year are 1, 2, 3, … without gaps: each is the last one + 1,
-- taken with the project's row of receipt_numbering locked.
CREATE TABLE receipt (
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  year INT NOT NULL,
  number BIGINT NOT NULL,
  payment_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  issued_time DATETIME(6) NOT NULL,
  PRIMARY KEY (project_id, year, number),
  UNIQUE KEY receipt_payment (payment_id)
);

-- The tax invoice in force of a payment. `version` counts what was kept for it.
CREATE TABLE tax_invoice (
  payment_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  invoice_number VARCHAR(20) COLLATE utf8mb4_bin NOT NULL,
  version INT NOT NULL,
  PRIMARY KEY (payment_id),
  UNIQUE KEY tax_invoice_number (invoice_number)
);

-- Append only: everything that was kept, the last version is in force. What people write may name
-- people: it is encrypted.
CREATE TABLE tax_invoice_version (
  payment_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  version INT NOT NULL,
  invoice_number VARCHAR(20) COLLATE utf8mb4_bin NOT NULL,
  issue_date DATE NOT NULL,
  reason_cipher VARBINARY(2200) NULL,
  recorded_by VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  PRIMARY KEY (payment_id, version)
);

-- Payments in cash, with who recorded them and so took the money, and the handover that they are in.
CREATE TABLE cash_payment (
  payment_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  taken_by VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  handover_id CHAR(26) COLLATE utf8mb4_bin NULL,
  handed_over TINYINT(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (payment_id),
  KEY cash_payment_in_hand (handed_over, taken_by, payment_id),
  KEY cash_payment_by_handover (handover_id, payment_id)
);

-- `state` goes STATED → CONFIRMED or REJECTED.
CREATE TABLE cash_handover (
  handover_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  collector_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  handover_date DATE NOT NULL,
  taken_fen BIGINT NOT NULL,
  payment_count INT NOT NULL,
  stated_fen BIGINT NOT NULL,
  counted_fen BIGINT NOT NULL DEFAULT 0,
  difference_fen BIGINT NOT NULL DEFAULT 0,
  state VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  stated_by VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  stated_time DATETIME(6) NOT NULL,
  decided_by VARCHAR(64) COLLATE utf8mb4_bin NULL,
  decided_time DATETIME(6) NULL,
  note_cipher VARBINARY(2200) NULL,
  reason_cipher VARBINARY(2200) NULL,
  PRIMARY KEY (handover_id),
  KEY cash_handover_by_collector (collector_id, handover_id),
  KEY cash_handover_by_state (state, handover_id),
  KEY cash_handover_by_difference (difference_fen, collector_id),
  CONSTRAINT cash_handover_amounts CHECK (stated_fen >= 0 AND counted_fen >= 0)
);

-- Payments that were taken out of a handover because they were reversed before it was confirmed;
-- append only.
CREATE TABLE cash_taken_out (
  handover_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  payment_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (handover_id, payment_id)
);

-- Payments that came through a wallet, and the payout that settles them.
CREATE TABLE wallet_payment (
  payment_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  method VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  received_date DATE NOT NULL,
  external_reference VARCHAR(64) COLLATE utf8mb4_bin NULL,
  payout_id CHAR(26) COLLATE utf8mb4_bin NULL,
  PRIMARY KEY (payment_id),
  KEY wallet_payment_unsettled (payout_id, received_date, payment_id),
  KEY wallet_payment_by_reference (external_reference)
);

-- `standing_reference` is the provider with its reference while the payout stands, NULL once it is
-- cancelled: a reference counts once.
CREATE TABLE wallet_payout (
  payout_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  provider VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NULL,
  payout_date DATE NOT NULL,
  gross_fen BIGINT NOT NULL,
  fee_fen BIGINT NOT NULL,
  reference VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  standing_reference VARCHAR(96) COLLATE utf8mb4_bin NULL,
  payment_count INT NOT NULL,
  matched_fen BIGINT NOT NULL,
  state VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  recorded_by VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  cancelled_by VARCHAR(64) COLLATE utf8mb4_bin NULL,
  reason_cipher VARBINARY(2200) NULL,
  PRIMARY KEY (payout_id),
  UNIQUE KEY wallet_payout_reference (standing_reference),
  CONSTRAINT wallet_payout_amounts CHECK (gross_fen > 0 AND fee_fen BETWEEN 0 AND gross_fen)
);

-- Append only: the payments that a payout settled when it was recorded, and what they came to.
CREATE TABLE wallet_payout_part (
  payout_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  payment_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  amount_fen BIGINT NOT NULL,
  PRIMARY KEY (payout_id, payment_id)
);

-- Finance's own list of a project's month as it was laid; append only. The latest one counts.
CREATE TABLE finance_list (
  list_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  month DATE NOT NULL,
  version INT NOT NULL,
  row_count INT NOT NULL,
  total_fen BIGINT NOT NULL,
  difference_count INT NOT NULL,
  imported_by VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  PRIMARY KEY (list_id),
  UNIQUE KEY finance_list_version (month, project_id, version)
);

-- Append only; empty texts are what the list does not say.
CREATE TABLE finance_list_row (
  list_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  line INT NOT NULL,
  receipt_number VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  external_reference VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  received_date DATE NULL,
  amount_fen BIGINT NOT NULL,
  PRIMARY KEY (list_id, line)
);

-- Append only. `difference_id` is a hash of all that makes a difference itself: while it is the same
-- one, it stays accepted, whichever list shows it.
CREATE TABLE accepted_difference (
  month DATE NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  difference_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  reason_cipher VARBINARY(2200) NOT NULL,
  accepted_by VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  accepted_time DATETIME(6) NOT NULL,
  PRIMARY KEY (month, project_id, difference_id)
);

-- What a close has seen, with its differences, all of them accepted; append only.
CREATE TABLE closed_reconciliation (
  month DATE NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  list_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  matched_count INT NOT NULL,
  matched_fen BIGINT NOT NULL,
  ledger_count INT NOT NULL,
  ledger_fen BIGINT NOT NULL,
  PRIMARY KEY (month, project_id)
);

CREATE TABLE closed_difference (
  month DATE NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  position INT NOT NULL,
  difference_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  kind VARCHAR(20) COLLATE utf8mb4_bin NOT NULL,
  line INT NOT NULL,
  payment_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  received_date DATE NULL,
  finance_fen BIGINT NOT NULL,
  ledger_fen BIGINT NOT NULL,
  receipt_number VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  external_reference VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (month, project_id, position)
);
