-- What terminals saw of drivers and roads with the pictures they took, and links to other vehicle platforms (JT/T 809).

-- One alarm of an active-safety terminal (T/JSATL 12-2017): the key is its alarm sign, so that a repetition is the same row.
CREATE TABLE safety_event (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  device_id       uuid NOT NULL REFERENCES device (id),
  vehicle         uuid NOT NULL REFERENCES vehicle (id),
  sign            text NOT NULL,
  item            text NOT NULL,
  type            integer NOT NULL,
  quantity        text,
  label           text NOT NULL,
  level           integer,
  degree          integer,
  at              timestamptz NOT NULL,
  lon             double precision,
  lat             double precision,
  attachments     integer NOT NULL,
  alarm_id        uuid REFERENCES alarm (id),
  received_at     timestamptz NOT NULL DEFAULT now(),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  UNIQUE (device_id, sign)
);
CREATE INDEX safety_event_vehicle ON safety_event (vehicle, at DESC);
CREATE INDEX safety_event_unbound ON safety_event (received_at) WHERE alarm_id IS NULL AND quantity IS NOT NULL;
CREATE INDEX safety_event_alarm ON safety_event (alarm_id) WHERE alarm_id IS NOT NULL;
SELECT anlan_protect('safety_event');

-- A picture, sound or film of a terminal, under the hash of its content.
CREATE TABLE terminal_medium (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  device_id       uuid NOT NULL REFERENCES device (id),
  vehicle         uuid REFERENCES vehicle (id),
  source          text NOT NULL,
  event_id        uuid REFERENCES safety_event (id),
  instruction_id  uuid REFERENCES instruction (id),
  alarm_id        uuid REFERENCES alarm (id),
  name            text NOT NULL,
  channel         integer,
  type            text NOT NULL,
  size            integer NOT NULL,
  sha256          text NOT NULL,
  taken_at        timestamptz NOT NULL,
  lon             double precision,
  lat             double precision,
  received_at     timestamptz NOT NULL DEFAULT now(),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  UNIQUE (device_id, source)
);
CREATE INDEX terminal_medium_device ON terminal_medium (device_id, taken_at DESC);
CREATE INDEX terminal_medium_event ON terminal_medium (event_id) WHERE event_id IS NOT NULL AND alarm_id IS NULL;
CREATE INDEX terminal_medium_ordered ON terminal_medium (received_at) WHERE instruction_id IS NOT NULL AND alarm_id IS NULL;
CREATE INDEX terminal_medium_file ON terminal_medium (sha256);
SELECT anlan_protect('terminal_medium');

-- A platform that is exchanged with. `role` is ours: upper = it reports to us, lower = we report to it.
CREATE TABLE platform_link (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name            text NOT NULL CHECK (name <> ''),
  role            text NOT NULL CHECK (role IN ('upper', 'lower')),
  edition         integer NOT NULL CHECK (edition IN (2011, 2019)),
  access_code     bigint NOT NULL CHECK (access_code BETWEEN 1 AND 4294967295),
  user_id         bigint NOT NULL CHECK (user_id BETWEEN 0 AND 4294967295),
  -- Password and cipher constants, sealed with the key beside the data.
  sealed          text NOT NULL,
  encrypted       boolean NOT NULL DEFAULT false,
  peer_host       text NOT NULL,
  peer_port       integer CHECK (peer_port BETWEEN 1 AND 65535),
  own_host        text,
  idle_seconds    integer NOT NULL DEFAULT 60 CHECK (idle_seconds BETWEEN 1 AND 3600),
  dead_seconds    integer NOT NULL DEFAULT 180 CHECK (dead_seconds BETWEEN 2 AND 7200),
  answer_minutes  integer NOT NULL DEFAULT 10 CHECK (answer_minutes BETWEEN 1 AND 1440),
  enabled         boolean NOT NULL DEFAULT true,
  -- Lower: what arrived here until then is with the upper platform.
  forwarded_until timestamptz,
  -- Numbers of alarms, supervisions and questions of this side.
  last_number     bigint NOT NULL DEFAULT 0,
  version         integer NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  updated_by      text NOT NULL,
  retired_at      timestamptz,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  CHECK (dead_seconds > idle_seconds),
  CHECK (role = 'upper' OR (peer_port IS NOT NULL AND own_host IS NOT NULL))
);
CREATE UNIQUE INDEX platform_link_code ON platform_link (role, access_code) WHERE retired_at IS NULL;
SELECT anlan_protect('platform_link');
REVOKE SELECT ON platform_link FROM anlan_region, anlan_organisation, anlan_all;
DO $$
DECLARE
  readable text;
BEGIN
  SELECT string_agg(quote_ident(column_name), ', ') INTO readable
  FROM information_schema.columns WHERE table_name = 'platform_link' AND table_schema = current_schema() AND column_name <> 'sealed';
  EXECUTE format('GRANT SELECT (%s) ON platform_link TO anlan_region, anlan_organisation, anlan_all', readable);
END $$;

-- The vehicles exchanged; upper: with the device under which their positions come in.
CREATE TABLE platform_link_vehicle (
  link_id         uuid NOT NULL REFERENCES platform_link (id),
  vehicle         uuid NOT NULL REFERENCES vehicle (id),
  device_id       uuid REFERENCES device (id),
  since           timestamptz NOT NULL DEFAULT now(),
  until           timestamptz,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  PRIMARY KEY (link_id, vehicle)
);
CREATE INDEX platform_link_vehicle_vehicle ON platform_link_vehicle (vehicle);
SELECT anlan_protect('platform_link_vehicle');

-- Alarms, supervisions, platform checks and texts of both directions, each once; `waiting` and `answering` go out when the link is up.
CREATE TABLE platform_link_message (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  link_id         uuid NOT NULL REFERENCES platform_link (id),
  direction       text NOT NULL CHECK (direction IN ('in', 'out')),
  kind            text NOT NULL CHECK (kind IN ('alarm', 'urge', 'query', 'text')),
  number          bigint NOT NULL,
  plate           text,
  colour          integer,
  vehicle         uuid REFERENCES vehicle (id),
  alarm_id        uuid REFERENCES alarm (id),
  about_id        uuid REFERENCES platform_link_message (id),
  body            jsonb NOT NULL,
  state           text NOT NULL CHECK (state IN ('waiting', 'sent', 'open', 'answering', 'answered', 'late')),
  at              timestamptz NOT NULL DEFAULT now(),
  due_at          timestamptz,
  by              text,
  sent_at         timestamptz,
  answer          jsonb,
  answered_at     timestamptz,
  answered_by     text,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  UNIQUE (link_id, direction, kind, number)
);
CREATE INDEX platform_link_message_time ON platform_link_message (link_id, at DESC);
CREATE INDEX platform_link_message_outgoing ON platform_link_message (link_id, at) WHERE state IN ('waiting', 'answering');
CREATE INDEX platform_link_message_due ON platform_link_message (due_at) WHERE state IN ('sent', 'open') AND due_at IS NOT NULL;
CREATE UNIQUE INDEX platform_link_message_alarm ON platform_link_message (link_id, alarm_id) WHERE kind = 'alarm' AND direction = 'out';
SELECT anlan_protect('platform_link_message');
