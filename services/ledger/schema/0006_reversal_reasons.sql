-- Why a payment was undone (LED-3): the reason of a reversal, and what was noted at it and at refunds.
ALTER TABLE payment ADD COLUMN reversal_reason VARCHAR(16) COLLATE utf8mb4_bin NULL;

-- Append only. What people write may name people: it is encrypted.
CREATE TABLE payment_note (
  payment_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  position INT NOT NULL,
  note_cipher VARBINARY(2200) NOT NULL,
  recorded_by VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  PRIMARY KEY (payment_id, position)
);
