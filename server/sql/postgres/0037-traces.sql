-- One causal id from a frame or a request to what people were shown, the pulse of every process, and housekeeping.

ALTER TABLE outbox ADD COLUMN cause text;
ALTER TABLE message ADD COLUMN trace text;
-- When the sample came in, was durable, was judged: why an alarm took as long as it did. Never filtered by.
ALTER TABLE alarm_entry ADD COLUMN cause text, ADD COLUMN stages jsonb;
ALTER TABLE case_entry ADD COLUMN cause text;

-- Steps of what was sampled, and of all that led to an event; bounded by `server/src/trace/recorder.ts`. Not logged: what
-- a crash of the database takes from it is no fact of anybody's.
CREATE UNLOGGED TABLE trace_span (
  seq     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  cause   text NOT NULL,
  name    text NOT NULL,
  key     text NOT NULL,
  parent  text,
  process text NOT NULL,
  began   double precision NOT NULL,
  ended   double precision NOT NULL,
  facts   jsonb NOT NULL,
  trouble text,
  -- A frame judged again after a crash says the same once more.
  UNIQUE (cause, name, key)
);

-- What every process says of itself every few seconds. One that was ended stays for a week.
CREATE TABLE process_pulse (
  host       text NOT NULL,
  pid        integer NOT NULL,
  started_at timestamptz NOT NULL,
  role       text NOT NULL,
  -- Start of the supervisor it belongs to: processes of one role under one supervisor are restarts of each other.
  supervisor timestamptz NOT NULL,
  at         timestamptz NOT NULL,
  figures    jsonb NOT NULL,
  PRIMARY KEY (host, pid, started_at)
);
CREATE INDEX process_pulse_time ON process_pulse (at DESC);

-- Alarms sent to an upper platform and not yet known there to be closed.
CREATE INDEX platform_link_message_open ON platform_link_message (alarm_id) WHERE kind = 'alarm' AND direction = 'out' AND state = 'sent';

-- What has grown old of the mines' files is found without reading the rest.
CREATE INDEX mine_file_received ON mine_file (received_at);
CREATE INDEX mine_definition_file ON mine_definition (file_id);

-- Whose tests were run last: those who wait take turns.
CREATE INDEX back_test_owner ON back_test (region_path, started_at DESC);
