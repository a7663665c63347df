-- Several machines: who does what of which there must be one, and how far the history writer is, where whoever takes
-- over finds it.
CREATE TABLE leadership (
  duty text PRIMARY KEY,
  -- Grows with every change of hands; a transaction of an earlier leader finds another number and fails.
  epoch bigint NOT NULL,
  holder text NOT NULL,
  since timestamptz NOT NULL DEFAULT now()
);

ALTER TABLE journal_cursor ADD COLUMN begun bigint;

-- What every machine of one platform must have in common, by name: the fingerprint of a key, the birth of the log.
CREATE TABLE common_ground (
  name text PRIMARY KEY,
  value text NOT NULL
);
