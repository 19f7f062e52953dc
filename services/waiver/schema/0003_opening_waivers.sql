-- Waivers that a system before settled in the year of going live (LED-19): SETTLED without a payment
-- of the ledger's. They block their household and count in their signer's month like others. Both
-- dates stand for those alone.
ALTER TABLE waiver
  ADD COLUMN opening_sign_date DATE NULL,
  ADD COLUMN opening_settle_date DATE NULL,
  ADD UNIQUE KEY waiver_opening (unit_id, opening_sign_date),
  DROP CONSTRAINT waiver_payment,
  ADD CONSTRAINT waiver_opening_dates CHECK (
    (opening_sign_date IS NULL) = (opening_settle_date IS NULL)
    AND (opening_sign_date IS NULL OR (opening_sign_date = sign_date AND state = 'SETTLED'))),
  ADD CONSTRAINT waiver_payment CHECK (
    (payment_id IS NULL) =
      (opening_sign_date IS NOT NULL OR state NOT IN ('SETTLED', 'REVERSED')));
