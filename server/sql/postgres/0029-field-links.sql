-- What the platform fetches itself (Modbus, OPC UA, Sparkplug), public warnings by CAP, and coal mines' upload files.

-- From where a device's values come. One document a device, checked by its shape before it is written.
CREATE TABLE device_collection (
  device_id       uuid PRIMARY KEY REFERENCES device (id),
  protocol        text NOT NULL CHECK (protocol IN ('modbus', 'opcua', 'sparkplug')),
  settings        jsonb NOT NULL,
  enabled         boolean NOT NULL,
  has_secret      boolean NOT NULL DEFAULT false,
  version         integer NOT NULL DEFAULT 1,
  updated_by      text NOT NULL,
  updated_at      timestamptz NOT NULL DEFAULT now(),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
SELECT anlan_protect_read('device_collection');
-- Sealed, and read by the owner only.
CREATE TABLE device_secret (
  device_id uuid PRIMARY KEY REFERENCES device (id),
  sealed    text NOT NULL
);

-- Who may bring in warnings: by POST with a token, or fetched from a feed.
CREATE TABLE warning_source (
  id            uuid PRIMARY KEY,
  name          text NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('push', 'feed')),
  url           text CHECK ((kind = 'feed') = (url IS NOT NULL)),
  token_hash    text UNIQUE,
  interval_s    integer NOT NULL DEFAULT 300 CHECK (interval_s >= 30),
  exercises     boolean NOT NULL DEFAULT false,
  enabled       boolean NOT NULL DEFAULT true,
  etag          text,
  modified      text,
  asked_at      timestamptz,
  heard_at      timestamptz,
  trouble       text,
  accepted      bigint NOT NULL DEFAULT 0,
  duplicates    bigint NOT NULL DEFAULT 0,
  made_by       text NOT NULL,
  made_at       timestamptz NOT NULL DEFAULT now(),
  retired_at    timestamptz,
  demonstration boolean NOT NULL DEFAULT false,
  region_path   text COLLATE "C" NOT NULL REFERENCES region (path),
  organisation_id uuid,
  sector        text
);
SELECT anlan_protect_read('warning_source');
REVOKE SELECT ON warning_source FROM anlan_region, anlan_organisation, anlan_participant, anlan_all;
GRANT SELECT (id, name, kind, url, interval_s, exercises, enabled, asked_at, heard_at, trouble, accepted, duplicates, made_by, made_at,
  retired_at, demonstration, region_path, organisation_id, sector) ON warning_source TO anlan_region, anlan_organisation, anlan_participant, anlan_all;

CREATE TABLE warning_refusal (
  source_id   uuid NOT NULL REFERENCES warning_source (id),
  reason      text NOT NULL,
  count       bigint NOT NULL,
  last_at     timestamptz NOT NULL,
  last_detail text NOT NULL,
  PRIMARY KEY (source_id, reason)
);
SELECT anlan_protect_by('warning_refusal', 'EXISTS (SELECT FROM warning_source s WHERE s.id = warning_refusal.source_id)');

-- A warning as it came. It is never changed; only its end is entered.
CREATE TABLE warning (
  id           uuid PRIMARY KEY,
  source_id    uuid NOT NULL REFERENCES warning_source (id),
  source_name  text NOT NULL,
  sender       text NOT NULL,
  identifier   text NOT NULL,
  sent         text NOT NULL,
  sent_at      timestamptz NOT NULL,
  status       text NOT NULL,
  msg_type     text NOT NULL,
  level        text CHECK (level IN ('red', 'orange', 'yellow', 'blue')),
  event        text NOT NULL,
  headline     text NOT NULL,
  sender_name  text,
  effective_at timestamptz NOT NULL,
  expires_at   timestamptz,
  area_text    text NOT NULL,
  alert        jsonb NOT NULL,
  areas        jsonb NOT NULL,
  findings     jsonb NOT NULL,
  refs         jsonb NOT NULL,
  document     text NOT NULL,
  sha256       text NOT NULL,
  received_at  timestamptz NOT NULL,
  ended_at     timestamptz,
  ended_how    text CHECK (ended_how IN ('updated', 'cancelled')),
  ended_by     uuid REFERENCES warning (id),
  UNIQUE (sender, identifier, sent)
);
CREATE INDEX warning_time ON warning (sent_at DESC);
CREATE INDEX warning_running ON warning (expires_at) WHERE ended_at IS NULL;

-- Whom it concerns: places that its area or codes name, and enterprises of danger inside. They are who sees it.
CREATE TABLE warning_place (
  warning_id      uuid NOT NULL REFERENCES warning (id),
  name            text NOT NULL,
  why             text NOT NULL,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE UNIQUE INDEX warning_place_one ON warning_place (warning_id, region_path, coalesce(organisation_id, '00000000-0000-0000-0000-000000000000'));
CREATE INDEX warning_place_region ON warning_place (region_path);
CREATE INDEX warning_place_organisation ON warning_place (organisation_id);
SELECT anlan_protect_read('warning_place');
SELECT anlan_protect_by('warning', 'EXISTS (SELECT FROM warning_place p WHERE p.warning_id = warning.id)');

-- Files of coal mines: what came, and what became of it.
CREATE TABLE mine_file (
  id              uuid PRIMARY KEY,
  device_id       uuid NOT NULL REFERENCES device (id),
  name            text NOT NULL,
  type            text NOT NULL,
  way             text NOT NULL CHECK (way IN ('folder', 'upload')),
  file_time       timestamptz,
  received_at     timestamptz NOT NULL,
  verdict         text NOT NULL,
  records         integer NOT NULL DEFAULT 0,
  skipped         integer NOT NULL DEFAULT 0,
  detail          text NOT NULL DEFAULT '',
  sha256          text NOT NULL,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE INDEX mine_file_time ON mine_file (device_id, received_at DESC);
CREATE INDEX mine_file_same ON mine_file (device_id, sha256);
CREATE INDEX mine_file_region ON mine_file (region_path);
SELECT anlan_protect_read('mine_file');

-- The newest list of each kind a mine has sent: it replaces the one before as a whole.
CREATE TABLE mine_snapshot (
  device_id       uuid NOT NULL REFERENCES device (id),
  type            text NOT NULL,
  file_time       timestamptz NOT NULL,
  header          jsonb NOT NULL,
  records         jsonb NOT NULL,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  PRIMARY KEY (device_id, type)
);
SELECT anlan_protect_read('mine_snapshot');

-- Points that a definition file names; they become points when somebody has confirmed them.
CREATE TABLE mine_definition (
  id              uuid PRIMARY KEY,
  device_id       uuid NOT NULL REFERENCES device (id),
  file_id         uuid NOT NULL REFERENCES mine_file (id),
  file_time       timestamptz NOT NULL,
  records         jsonb NOT NULL,
  state           text NOT NULL CHECK (state IN ('proposed', 'confirmed', 'rejected', 'replaced')),
  decided_by      text,
  decided_at      timestamptz,
  reason          text,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE UNIQUE INDEX mine_definition_open ON mine_definition (device_id) WHERE state = 'proposed';
CREATE INDEX mine_definition_device ON mine_definition (device_id, file_time DESC);
SELECT anlan_protect_read('mine_definition');
