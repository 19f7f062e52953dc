-- Keys that nothing reads by, or that another key serves as well. A payment writes six rows of
-- indexes less, and a bill two.
--
-- Allocations are read by their payment or bill, prepayments with the payments of their unit (some
-- ten a year), entries by their place in the chain, and lines of a bill with those of its unit.
ALTER TABLE payment DROP KEY payment_prepayment;

ALTER TABLE allocation DROP KEY allocation_by_unit;

ALTER TABLE journal_entry DROP KEY journal_entry_id, DROP KEY journal_entry_by_unit;

ALTER TABLE journal_line DROP KEY journal_line_by_bill;
