-- How an owner wants to be spoken to; NULL where that is not known.
ALTER TABLE owner
  ADD COLUMN preferred_channel VARCHAR(8) COLLATE utf8mb4_bin NULL,
  ADD CONSTRAINT owner_channel CHECK (
    preferred_channel IN ('PHONE', 'SMS', 'WECHAT', 'LETTER', 'VISIT'));
