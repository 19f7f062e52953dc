-- Disputes about lines of payslips (INC-11), and what finance corrects by its answers.

-- A line is disputed once for ever; line kind, source kind and source ids (separated by line feeds)
-- say which line it is, `line_id` is what they are named by. What people wrote is encrypted.
CREATE TABLE dispute (
  dispute_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  month DATE NOT NULL,
  staff_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  line_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  line_kind VARCHAR(20) COLLATE utf8mb4_bin NOT NULL,
  source_kind VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  source_ids TEXT COLLATE utf8mb4_bin NOT NULL,
  disputed_fen BIGINT NOT NULL,
  reason_cipher VARBINARY(1024) NOT NULL,
  disputed_time DATETIME(6) NOT NULL,
  state VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  answered_by VARCHAR(64) COLLATE utf8mb4_bin NULL,
  answered_time DATETIME(6) NULL,
  right_fen BIGINT NULL,
  explanation_cipher VARBINARY(1024) NULL,
  PRIMARY KEY (dispute_id),
  UNIQUE KEY uk_dispute_line (month, staff_id, line_id),
  KEY dispute_by_staff (staff_id, dispute_id),
  CONSTRAINT dispute_state CHECK (state IN ('OPEN', 'STANDS', 'CORRECTED')),
  CONSTRAINT dispute_answered CHECK ((state = 'OPEN') = (answered_by IS NULL)),
  CONSTRAINT dispute_corrected CHECK ((state = 'CORRECTED') = (right_fen IS NOT NULL))
);

ALTER TABLE run ADD COLUMN correction_fen BIGINT NOT NULL DEFAULT 0;
