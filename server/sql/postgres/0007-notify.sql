-- Who is told what: duty rosters, hand-overs, addresses, and messages that outlive a restart.

CREATE TABLE duty_shift (
  id              uuid PRIMARY KEY,
  person_id       uuid NOT NULL REFERENCES person (id),
  person_name     text NOT NULL,
  post            text NOT NULL CHECK (post IN ('leader', 'main', 'second')),
  from_at         timestamptz NOT NULL,
  to_at           timestamptz NOT NULL,
  by              text NOT NULL,
  at              timestamptz NOT NULL DEFAULT now(),
  cancelled_at    timestamptz,
  cancelled_by    text,
  region_path     text COLLATE "C" NOT NULL REFERENCES region (path),
  organisation_id uuid,
  sector          text,
  CHECK (to_at > from_at AND to_at <= from_at + interval '48 hours')
);
CREATE INDEX duty_shift_place ON duty_shift (region_path, from_at) WHERE cancelled_at IS NULL;
-- One person sits at one desk at a time.
CREATE INDEX duty_shift_person ON duty_shift (person_id, from_at) WHERE cancelled_at IS NULL;
SELECT anlan_protect('duty_shift');

CREATE TABLE hand_over (
  id              uuid PRIMARY KEY,
  from_id         uuid NOT NULL,
  from_name       text NOT NULL,
  to_id           uuid NOT NULL REFERENCES person (id),
  to_name         text NOT NULL,
  offered_at      timestamptz NOT NULL,
  accepted_at     timestamptz,
  summary         text NOT NULL,
  remark          text,
  alarms          jsonb NOT NULL,
  late_cases      integer NOT NULL,
  lines           integer NOT NULL,
  region_path     text COLLATE "C" NOT NULL REFERENCES region (path),
  organisation_id uuid,
  sector          text
);
CREATE INDEX hand_over_place ON hand_over (region_path, offered_at DESC);
-- One offer waits at a desk at a time.
CREATE UNIQUE INDEX hand_over_waiting ON hand_over (region_path, coalesce(sector, '')) WHERE accepted_at IS NULL;
SELECT anlan_protect('hand_over');

CREATE TABLE contact (
  person_id uuid NOT NULL REFERENCES person (id),
  channel   text NOT NULL CHECK (channel IN ('e-mail', 'sms', 'webhook', 'test')),
  address   text NOT NULL,
  at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (person_id, channel)
);

CREATE TABLE message (
  id              uuid PRIMARY KEY,
  -- The event that caused it: an event tells a person once by each channel, however often it is read.
  cause           bigint NOT NULL,
  person_id       uuid NOT NULL REFERENCES person (id),
  person_name     text NOT NULL,
  channel         text NOT NULL,
  address         text NOT NULL,
  topic           text NOT NULL,
  subject_id      uuid NOT NULL,
  happening       text NOT NULL,
  level           text,
  text            text NOT NULL,
  why             text NOT NULL,
  at              timestamptz NOT NULL,
  state           text NOT NULL CHECK (state IN ('queued', 'sent', 'delivered', 'read', 'failed')),
  attempts        integer NOT NULL DEFAULT 0,
  next_at         timestamptz,
  sent_at         timestamptz,
  delivered_at    timestamptz,
  read_at         timestamptz,
  receipt         text,
  error           text,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  UNIQUE (cause, person_id, channel)
);
CREATE INDEX message_due ON message (next_at) WHERE state = 'queued';
CREATE INDEX message_person ON message (person_id, at DESC);
CREATE INDEX message_unread ON message (person_id) WHERE channel = 'in-app' AND read_at IS NULL;
CREATE INDEX message_subject ON message (subject_id, at);
CREATE INDEX message_receipt ON message (receipt) WHERE receipt IS NOT NULL;
SELECT anlan_protect('message');
