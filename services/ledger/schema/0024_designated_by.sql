-- Who chose the bills of a payment (LED-2, Civil Code art. 560): the owner, somebody who pays for the
-- owner, or whoever recorded the payment, who is the only one known of those before.
ALTER TABLE payment_designation
  ADD COLUMN designated_by VARCHAR(12) COLLATE utf8mb4_bin NOT NULL DEFAULT 'RECORDER',
  ADD CONSTRAINT payment_designation_by CHECK (designated_by IN ('OWNER', 'PAYER', 'RECORDER'));
