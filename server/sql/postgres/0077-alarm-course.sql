-- How a running alarm goes on: its newest judged value and when that was measured. `value` stays what it was called with.
ALTER TABLE alarm ADD COLUMN now_value double precision, ADD COLUMN now_at timestamptz;
