-- An alarm of a latched rule stands after its condition is over until a person resets it: since when, null = it does not.
ALTER TABLE alarm ADD COLUMN latched_at timestamptz;
CREATE INDEX alarm_latched ON alarm (subject_id, rule) WHERE latched_at IS NOT NULL;
