-- Points, alarms and what the rules remember, the duty log, counters of refused input, instructions to devices.

CREATE TABLE point (
  id              uuid PRIMARY KEY,
  device_id       uuid NOT NULL REFERENCES device (id),
  tank_id         uuid REFERENCES tank (id),
  key             text NOT NULL,
  name            text NOT NULL,
  kind            text NOT NULL,
  unit            text NOT NULL,
  range_low       double precision,
  range_high      double precision,
  expected_period double precision NOT NULL,
  limits          jsonb NOT NULL DEFAULT '{}',
  system          text NOT NULL,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  UNIQUE (device_id, key)
);
CREATE INDEX point_region ON point (region_path);
CREATE INDEX point_organisation ON point (organisation_id);
CREATE INDEX point_tank ON point (tank_id);
SELECT anlan_protect('point');

CREATE TABLE alarm (
  id              uuid PRIMARY KEY,
  number          text NOT NULL UNIQUE,
  rule            text NOT NULL,
  rule_label      text NOT NULL,
  system          text NOT NULL,
  level           text NOT NULL,
  label           text NOT NULL,
  response        text NOT NULL DEFAULT 'unacknowledged',
  subject_kind    text NOT NULL,
  subject_id      uuid NOT NULL,
  subject_name    text NOT NULL,
  device_id       uuid,
  place_name      text NOT NULL,
  region_path     text COLLATE "C" NOT NULL,
  region_name     text NOT NULL,
  organisation_id uuid,
  sector          text,
  value           double precision,
  peak            double precision,
  limit_value     double precision NOT NULL,
  unit            text NOT NULL,
  origin          text NOT NULL,
  lon             double precision,
  lat             double precision,
  since           timestamptz NOT NULL,
  raised_at       timestamptz NOT NULL,
  seen_at         timestamptz NOT NULL,
  acknowledged_at timestamptz,
  acknowledged_by text,
  recovered_at    timestamptz,
  closed_at       timestamptz,
  shelved_until   timestamptz,
  rungs_reached   integer NOT NULL DEFAULT 0,
  escalate_at     timestamptz,
  demonstration   boolean NOT NULL DEFAULT false,
  version         integer NOT NULL DEFAULT 1
);
-- One running alarm per excursion: the database itself refuses a second one.
CREATE UNIQUE INDEX alarm_running ON alarm (rule, subject_id) WHERE recovered_at IS NULL AND closed_at IS NULL;
CREATE INDEX alarm_open ON alarm (region_path, raised_at DESC) WHERE closed_at IS NULL;
CREATE INDEX alarm_time ON alarm (raised_at DESC);
CREATE INDEX alarm_subject ON alarm (subject_id, raised_at DESC);
CREATE INDEX alarm_escalation ON alarm (escalate_at) WHERE escalate_at IS NOT NULL;
SELECT anlan_protect('alarm');

-- The trail of an alarm: lines are added, never changed.
CREATE TABLE alarm_entry (
  alarm_id        uuid NOT NULL REFERENCES alarm (id),
  seq             integer NOT NULL,
  at              timestamptz NOT NULL,
  by              text NOT NULL,
  kind            text NOT NULL,
  text            text NOT NULL,
  file_sha256     text,
  file_type       text,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  PRIMARY KEY (alarm_id, seq)
);
SELECT anlan_protect('alarm_entry');

CREATE TABLE alarm_number (
  day  date PRIMARY KEY,
  last integer NOT NULL
);

-- Memory of each rule about each subject, and how far the rules have read the journal: one transaction with the alarms.
CREATE TABLE rule_memory (
  rule       text NOT NULL,
  subject_id uuid NOT NULL,
  memory     jsonb NOT NULL,
  PRIMARY KEY (rule, subject_id)
);
CREATE TABLE journal_cursor (
  consumer text PRIMARY KEY,
  position bigint NOT NULL
);

CREATE TABLE desk_entry (
  id              uuid PRIMARY KEY,
  at              timestamptz NOT NULL DEFAULT now(),
  by              text NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('note', 'call', 'system', 'handover')),
  text            text NOT NULL,
  alarm_id        uuid REFERENCES alarm (id),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE INDEX desk_entry_time ON desk_entry (at DESC);
SELECT anlan_protect('desk_entry');

-- Refused input by listener and reason, for a device where it is known.
CREATE TABLE intake_refusal (
  listener    text NOT NULL,
  device_id   uuid,
  reason      text NOT NULL,
  count       bigint NOT NULL,
  last_at     timestamptz NOT NULL,
  last_detail text,
  UNIQUE NULLS NOT DISTINCT (listener, device_id, reason)
);

CREATE TABLE instruction (
  id              uuid PRIMARY KEY,
  device_id       uuid NOT NULL REFERENCES device (id),
  at              timestamptz NOT NULL DEFAULT now(),
  by              text NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('query', 'text')),
  text            text,
  state           text NOT NULL CHECK (state IN ('sent', 'acknowledged', 'refused', 'timed-out')),
  answered_at     timestamptz,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE INDEX instruction_device ON instruction (device_id, at DESC);
SELECT anlan_protect('instruction');
