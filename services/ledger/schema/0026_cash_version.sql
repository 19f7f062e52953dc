-- Raised when a payment in cash is reversed, so that the reversal and the confirmation of the payment's
-- handover write one row and are one after the other, on a cluster too.
ALTER TABLE cash_payment ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
