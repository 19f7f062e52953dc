-- Statements of banks and wallets (LED-13), and owners found by the payer's name.
--
-- The keyed hash of an owner's name; NULL until it is filled in, for owners that were there before.
ALTER TABLE owner ADD COLUMN name_hash BINARY(32) NULL;
ALTER TABLE owner ADD KEY owner_by_name (name_hash);

-- A statement as it went in, with what it did; append only. `content_hash` is that of the file.
CREATE TABLE bank_statement (
  statement_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  kind VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  account VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  content_hash BINARY(32) NOT NULL,
  row_count INT NOT NULL,
  booked_count INT NOT NULL,
  booked_fen BIGINT NOT NULL,
  held_count INT NOT NULL,
  held_fen BIGINT NOT NULL,
  open_count INT NOT NULL,
  pending_count INT NOT NULL,
  outside_count INT NOT NULL,
  imported_by VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  PRIMARY KEY (statement_id),
  KEY bank_statement_by_project (project_id, statement_id)
);

-- One movement of money. `identity_hash` is the keyed hash of what makes it itself in every file that
-- has it: its unique key is why a line is booked once, also when two people load it at the same
-- moment. `order_hash` is that of the order which refunds name. Only what becomes of a line changes:
-- state, reason, payment_id, decided_by, decided_time, note_cipher.
CREATE TABLE bank_statement_line (
  line_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  statement_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  line INT NOT NULL,
  identity_hash BINARY(32) NOT NULL,
  order_hash BINARY(32) NULL,
  kind VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  state VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  reason VARCHAR(48) COLLATE utf8mb4_bin NOT NULL,
  amount_fen BIGINT NOT NULL,
  fee_fen BIGINT NOT NULL,
  method VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  received_date DATE NOT NULL,
  external_reference VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  payer_cipher VARBINARY(256) NULL,
  remark_cipher VARBINARY(640) NULL,
  suspense_id CHAR(26) COLLATE utf8mb4_bin NULL,
  payment_id CHAR(26) COLLATE utf8mb4_bin NULL,
  decided_by VARCHAR(64) COLLATE utf8mb4_bin NULL,
  decided_time DATETIME(6) NULL,
  note_cipher VARBINARY(2200) NULL,
  PRIMARY KEY (line_id),
  UNIQUE KEY bank_statement_line_identity (identity_hash),
  KEY bank_statement_line_by_order (order_hash),
  KEY bank_statement_line_by_state (project_id, state, line_id),
  KEY bank_statement_line_by_project (project_id, line_id),
  KEY bank_statement_line_by_statement (statement_id, line_id),
  KEY bank_statement_line_by_suspense (suspense_id),
  KEY bank_statement_line_by_payment (payment_id),
  CONSTRAINT bank_statement_line_amount CHECK (amount_fen >= 0)
);

-- Units that a line may belong to, as they were when it came in; append only. `reasons` is a list
-- with spaces between.
CREATE TABLE bank_statement_candidate (
  line_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  position INT NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  score INT NOT NULL,
  reasons VARCHAR(200) COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (line_id, position)
);
