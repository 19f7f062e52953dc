-- Who reversed a payment in cash, and so paid its money back or answers for it (LED-20). Append only. With
-- the handover that the payment is in it tells whose cash that was: the company's once the handover is
-- confirmed, the collector's before. Of the time before this was kept nobody is known.
CREATE TABLE cash_reversal (
  payment_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  amount_fen BIGINT NOT NULL,
  reversed_by VARCHAR(64) COLLATE utf8mb4_bin NULL,
  recorded_time DATETIME(6) NULL,
  PRIMARY KEY (payment_id),
  CONSTRAINT cash_reversal_amount CHECK (amount_fen > 0)
);

INSERT INTO cash_reversal (payment_id, amount_fen)
  SELECT payment_id, amount_fen - refunded_fen FROM payment
  WHERE method = 'CASH' AND state = 'REVERSED';
