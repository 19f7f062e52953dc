-- The settled units of a community are found by unit, for all closed months at once (LED-4).
ALTER TABLE closed_settled_unit ADD KEY closed_settled_unit_by_unit (unit_id, month);
