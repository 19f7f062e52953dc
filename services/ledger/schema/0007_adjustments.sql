-- Credit notes, costs, late fee, and debts that are written off (LED-15, LED-18).
--
-- What is kept with a bill: principal that credit notes took back, and what of it is written off.
ALTER TABLE bill ADD COLUMN credited_fen BIGINT NOT NULL DEFAULT 0;
ALTER TABLE bill ADD COLUMN written_off_fen BIGINT NOT NULL DEFAULT 0;
ALTER TABLE bill ADD CONSTRAINT bill_corrections
  CHECK (credited_fen BETWEEN 0 AND principal_fen AND written_off_fen >= 0);

-- Append only. `kind` is CREDIT_NOTE, COST or LATE_FEE. `reason` stands with credit notes alone,
-- `through_date` (the last day that counts) and `policy_version` with late fee alone. What people
-- write may name people: it is encrypted.
CREATE TABLE adjustment (
  adjustment_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  kind VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  bill_id VARCHAR(96) COLLATE utf8mb4_bin NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  component VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  amount_fen BIGINT NOT NULL,
  freed_fen BIGINT NOT NULL,
  reason VARCHAR(20) COLLATE utf8mb4_bin NULL,
  through_date DATE NULL,
  policy_version VARCHAR(64) COLLATE utf8mb4_bin NULL,
  note_cipher VARBINARY(2200) NULL,
  posting_date DATE NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  recorded_by VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (adjustment_id),
  KEY adjustment_by_unit (unit_id, recorded_time, adjustment_id),
  KEY adjustment_by_bill (bill_id, kind),
  CONSTRAINT adjustment_amount CHECK (amount_fen > 0 AND freed_fen BETWEEN 0 AND amount_fen)
);

-- A debt that finance asks to give up, and what became of it. `state` goes REQUESTED → APPROVED →
-- REVIVED, or REQUESTED → REJECTED.
CREATE TABLE write_off (
  write_off_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  reason VARCHAR(20) COLLATE utf8mb4_bin NOT NULL,
  amount_fen BIGINT NOT NULL,
  state VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  requested_by VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  requested_time DATETIME(6) NOT NULL,
  decided_by VARCHAR(64) COLLATE utf8mb4_bin NULL,
  decided_time DATETIME(6) NULL,
  posting_date DATE NULL,
  revived_by VARCHAR(64) COLLATE utf8mb4_bin NULL,
  revival_date DATE NULL,
  PRIMARY KEY (write_off_id),
  KEY write_off_by_unit (unit_id, write_off_id),
  KEY write_off_by_community (community_id, write_off_id),
  KEY write_off_by_project (project_id, write_off_id)
);

-- Append only: what was asked for, and so what is posted.
CREATE TABLE write_off_part (
  write_off_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  position INT NOT NULL,
  bill_id VARCHAR(96) COLLATE utf8mb4_bin NOT NULL,
  component VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  amount_fen BIGINT NOT NULL,
  PRIMARY KEY (write_off_id, position),
  KEY write_off_part_by_bill (bill_id),
  CONSTRAINT write_off_part_amount CHECK (amount_fen > 0)
);

-- Append only; encrypted like all that people write.
CREATE TABLE write_off_note (
  write_off_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  position INT NOT NULL,
  note_cipher VARBINARY(2200) NOT NULL,
  recorded_by VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  PRIMARY KEY (write_off_id, position)
);
