-- The journal and what is kept with it (LED-2, 3, 4, 14, 16).
--
-- One row a community (and one a project's suspense, 'suspense/<project>'): the heads of its
-- journal and of its feed, and the date up to which it is closed. Every posting locks its row,
-- so that numbers have no holes, the hash chain no forks, and no posting slips into a month
-- that is being closed.
CREATE TABLE journal_partition (
  partition_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  entry_sequence BIGINT NOT NULL DEFAULT 0,
  entry_hash BINARY(32) NOT NULL,
  event_sequence BIGINT NOT NULL DEFAULT 0,
  closed_through DATE NULL,
  PRIMARY KEY (partition_id),
  KEY journal_partition_by_project (project_id)
);

-- Append only. `hash` is SHA-256 over the hash before it and this entry with its lines.
CREATE TABLE journal_entry (
  partition_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  sequence BIGINT NOT NULL,
  entry_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  kind VARCHAR(24) COLLATE utf8mb4_bin NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NULL,
  reference_id VARCHAR(96) COLLATE utf8mb4_bin NOT NULL,
  posting_date DATE NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  hash BINARY(32) NOT NULL,
  PRIMARY KEY (partition_id, sequence),
  UNIQUE KEY journal_entry_id (entry_id),
  KEY journal_entry_by_unit (unit_id, sequence)
);

-- Append only. The lines of an entry sum to zero; debits are positive. `payment_id` is the
-- payment whose money moves, `bill_id` and `component` the part of a bill that it moves to.
-- `historical` is 1 where the bill's service period ended before the year of the posting date.
CREATE TABLE journal_line (
  partition_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  sequence BIGINT NOT NULL,
  line_number INT NOT NULL,
  account VARCHAR(24) COLLATE utf8mb4_bin NOT NULL,
  amount_fen BIGINT NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NULL,
  bill_id VARCHAR(96) COLLATE utf8mb4_bin NULL,
  component VARCHAR(12) COLLATE utf8mb4_bin NULL,
  payment_id CHAR(26) COLLATE utf8mb4_bin NULL,
  kind VARCHAR(24) COLLATE utf8mb4_bin NOT NULL,
  posting_date DATE NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  historical TINYINT(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (partition_id, sequence, line_number),
  KEY journal_line_by_unit (unit_id, posting_date),
  KEY journal_line_by_payment (payment_id),
  KEY journal_line_by_bill (bill_id)
);

-- What a unit is charged from a date on (LED-1). Rows are never changed: a later row for the
-- same unit and fee ends the one before it (`put_date` and `recorded_time` tell when that was
-- learned).
CREATE TABLE fee_schedule (
  schedule_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  fee_kind VARCHAR(20) COLLATE utf8mb4_bin NOT NULL,
  period_months INT NOT NULL,
  price_e4_yuan BIGINT NOT NULL,
  fixed_fen_per_month BIGINT NOT NULL,
  due_after_days INT NOT NULL,
  from_date DATE NOT NULL,
  to_date DATE NULL,
  put_date DATE NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  PRIMARY KEY (schedule_id),
  UNIQUE KEY fee_schedule_from (unit_id, fee_kind, from_date)
);

-- Fees of a year that follow from the schedules and are not billed yet, one row for each bill
-- that a billing run will make (section 6, definitions 7 and 8). Kept with fee_schedule and bill
-- in the same transaction: put when a schedule is put or the year's first look is taken, and
-- ended (`ended_date`, `ended_time`) when its bill is made or the schedule changes.
CREATE TABLE scheduled_fee (
  scheduled_fee_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  bill_id VARCHAR(96) COLLATE utf8mb4_bin NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  fee_kind VARCHAR(20) COLLATE utf8mb4_bin NOT NULL,
  period_start DATE NOT NULL,
  period_end DATE NOT NULL,
  due_date DATE NOT NULL,
  amount_fen BIGINT NOT NULL,
  begun_date DATE NOT NULL,
  begun_time DATETIME(6) NOT NULL,
  ended_date DATE NULL,
  ended_time DATETIME(6) NULL,
  PRIMARY KEY (scheduled_fee_id),
  KEY scheduled_fee_by_unit (unit_id, period_end),
  KEY scheduled_fee_by_community (community_id, period_end),
  KEY scheduled_fee_by_bill (bill_id)
);

-- Years whose scheduled fees are kept for a community: the year's first look was taken. Append only.
CREATE TABLE scheduled_year (
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  year INT NOT NULL,
  PRIMARY KEY (community_id, year)
);

-- A bill and, kept with the journal in the same transaction, what is unpaid of it. `is_open` is 1
-- while anything of it is unpaid, so that what a unit owes is found without reading its past.
CREATE TABLE bill (
  bill_id VARCHAR(96) COLLATE utf8mb4_bin NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  fee_kind VARCHAR(20) COLLATE utf8mb4_bin NOT NULL,
  period_start DATE NOT NULL,
  period_end DATE NOT NULL,
  due_date DATE NOT NULL,
  principal_fen BIGINT NOT NULL,
  unpaid_principal_fen BIGINT NOT NULL,
  unpaid_late_fee_fen BIGINT NOT NULL DEFAULT 0,
  unpaid_cost_fen BIGINT NOT NULL DEFAULT 0,
  waived_fen BIGINT NOT NULL DEFAULT 0,
  is_open TINYINT(1) NOT NULL,
  posting_date DATE NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  PRIMARY KEY (bill_id),
  KEY bill_by_unit (unit_id, due_date, bill_id),
  KEY bill_open (unit_id, is_open, due_date),
  KEY bill_by_community (community_id, due_date, bill_id),
  KEY bill_by_period (community_id, period_end),
  CONSTRAINT bill_principal_range CHECK (unpaid_principal_fen BETWEEN 0 AND principal_fen),
  CONSTRAINT bill_late_fee_range CHECK (unpaid_late_fee_fen >= 0),
  CONSTRAINT bill_cost_range CHECK (unpaid_cost_fen >= 0),
  CONSTRAINT bill_period CHECK (period_start <= period_end)
);

-- A unit's account: its prepayment and the version of its debt, which every posting of the unit
-- raises. Locked by every posting of the unit, after its partition's row. Made with the unit or by
-- its first posting.
CREATE TABLE unit_account (
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  debt_version BIGINT NOT NULL DEFAULT 1,
  prepayment_fen BIGINT NOT NULL DEFAULT 0,
  last_posting_date DATE NULL,
  PRIMARY KEY (unit_id),
  KEY unit_account_by_community (community_id, unit_id),
  CONSTRAINT unit_account_prepayment CHECK (prepayment_fen >= 0)
);

CREATE TABLE payment (
  payment_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  amount_fen BIGINT NOT NULL,
  method VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  received_date DATE NOT NULL,
  posting_date DATE NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  recorded_by VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  collector_id VARCHAR(32) COLLATE utf8mb4_bin NULL,
  external_reference VARCHAR(64) COLLATE utf8mb4_bin NULL,
  waiver_id VARCHAR(64) COLLATE utf8mb4_bin NULL,
  waiver_fen BIGINT NOT NULL DEFAULT 0,
  claim_fen BIGINT NOT NULL DEFAULT 0,
  held_fen BIGINT NOT NULL,
  prepayment_fen BIGINT NOT NULL,
  refunded_fen BIGINT NOT NULL DEFAULT 0,
  allocation_count INT NOT NULL DEFAULT 0,
  state VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  state_date DATE NOT NULL,
  PRIMARY KEY (payment_id),
  UNIQUE KEY payment_waiver (waiver_id),
  KEY payment_by_unit (unit_id, recorded_time, payment_id),
  KEY payment_prepayment (unit_id, prepayment_fen),
  KEY payment_by_community (community_id, posting_date, payment_id),
  CONSTRAINT payment_held CHECK (held_fen >= 0 AND prepayment_fen BETWEEN 0 AND held_fen)
);

CREATE TABLE payment_collaborator (
  payment_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  position INT NOT NULL,
  staff_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (payment_id, position)
);

CREATE TABLE payment_designation (
  payment_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  position INT NOT NULL,
  bill_id VARCHAR(96) COLLATE utf8mb4_bin NOT NULL,
  amount_fen BIGINT NOT NULL,
  PRIMARY KEY (payment_id, position)
);

-- What a payment's money is allocated to now (kept with the journal; the journal has the
-- history). `allocation_number` grows with each allocation of the payment, so that a refund can
-- take the latest first.
CREATE TABLE allocation (
  payment_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  allocation_number INT NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  bill_id VARCHAR(96) COLLATE utf8mb4_bin NOT NULL,
  component VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  amount_fen BIGINT NOT NULL,
  posting_date DATE NOT NULL,
  from_prepayment TINYINT(1) NOT NULL,
  historical TINYINT(1) NOT NULL,
  PRIMARY KEY (payment_id, allocation_number),
  KEY allocation_by_unit (unit_id),
  KEY allocation_by_bill (bill_id),
  CONSTRAINT allocation_amount CHECK (amount_fen >= 0)
);

CREATE TABLE waiver_part (
  waiver_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  bill_id VARCHAR(96) COLLATE utf8mb4_bin NOT NULL,
  amount_fen BIGINT NOT NULL,
  PRIMARY KEY (waiver_id, bill_id)
);

CREATE TABLE suspense (
  suspense_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  amount_fen BIGINT NOT NULL,
  method VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  received_date DATE NOT NULL,
  posting_date DATE NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  recorded_by VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  remark_cipher VARBINARY(1024) NULL,
  payment_id CHAR(26) COLLATE utf8mb4_bin NULL,
  PRIMARY KEY (suspense_id),
  KEY suspense_by_project (project_id, suspense_id)
);

-- The feed (LED-14): append only; `body` is a serialized cuijiao.ledger.v1.Event.
CREATE TABLE event (
  partition_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  sequence BIGINT NOT NULL,
  body MEDIUMBLOB NOT NULL,
  PRIMARY KEY (partition_id, sequence)
);
