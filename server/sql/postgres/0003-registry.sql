-- One table per declared entity (systems/*/entities.ts); the base columns are the kernel's BASE_COLUMNS.

CREATE TABLE enterprise (
  id              uuid PRIMARY KEY,
  name            text NOT NULL,
  region_path     text COLLATE "C" NOT NULL REFERENCES region (path),
  organisation_id uuid,
  sector          text,
  lon             double precision,
  lat             double precision,
  initials        text NOT NULL DEFAULT '',
  demonstration   boolean NOT NULL DEFAULT false,
  provenance      text NOT NULL DEFAULT 'manual',
  version         integer NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  updated_by      text,
  retired_at      timestamptz,
  credit_code          text NOT NULL,
  risk_level           text NOT NULL,
  legal_representative text,
  actual_controller    text,
  safety_manager       text,
  phone                text,
  employees            double precision,
  standardisation      text,
  licence_until        date,
  address              text,
  park                 text
);
CREATE INDEX enterprise_region ON enterprise (region_path, name);
CREATE INDEX enterprise_organisation ON enterprise (organisation_id);
CREATE UNIQUE INDEX enterprise_credit_code ON enterprise (credit_code) WHERE retired_at IS NULL;
SELECT anlan_protect('enterprise');

CREATE TABLE site (
  id              uuid PRIMARY KEY,
  name            text NOT NULL,
  region_path     text COLLATE "C" NOT NULL REFERENCES region (path),
  organisation_id uuid,
  sector          text,
  lon             double precision,
  lat             double precision,
  initials        text NOT NULL DEFAULT '',
  demonstration   boolean NOT NULL DEFAULT false,
  provenance      text NOT NULL DEFAULT 'manual',
  version         integer NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  updated_by      text,
  retired_at      timestamptz,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  kind            text NOT NULL,
  people          double precision
);
CREATE INDEX site_region ON site (region_path, name);
CREATE INDEX site_organisation ON site (organisation_id);
SELECT anlan_protect('site');

CREATE TABLE tank (
  id              uuid PRIMARY KEY,
  name            text NOT NULL,
  region_path     text COLLATE "C" NOT NULL REFERENCES region (path),
  organisation_id uuid,
  sector          text,
  lon             double precision,
  lat             double precision,
  initials        text NOT NULL DEFAULT '',
  demonstration   boolean NOT NULL DEFAULT false,
  provenance      text NOT NULL DEFAULT 'manual',
  version         integer NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  updated_by      text,
  retired_at      timestamptz,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  substance       text NOT NULL,
  cas             text,
  volume          double precision,
  hazard_level    text
);
CREATE INDEX tank_region ON tank (region_path, name);
CREATE INDEX tank_organisation ON tank (organisation_id);
SELECT anlan_protect('tank');

CREATE TABLE vehicle (
  id              uuid PRIMARY KEY,
  name            text NOT NULL,
  region_path     text COLLATE "C" NOT NULL REFERENCES region (path),
  organisation_id uuid,
  sector          text,
  lon             double precision,
  lat             double precision,
  initials        text NOT NULL DEFAULT '',
  demonstration   boolean NOT NULL DEFAULT false,
  provenance      text NOT NULL DEFAULT 'manual',
  version         integer NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  updated_by      text,
  retired_at      timestamptz,
  enterprise         uuid REFERENCES enterprise (id),
  category           text NOT NULL,
  plate_colour       text,
  cargo              text,
  speed_limit        double precision,
  driver             text,
  terminal_installed boolean
);
CREATE INDEX vehicle_region ON vehicle (region_path, name);
CREATE INDEX vehicle_organisation ON vehicle (organisation_id);
SELECT anlan_protect('vehicle');

CREATE TABLE vessel (
  id              uuid PRIMARY KEY,
  name            text NOT NULL,
  region_path     text COLLATE "C" NOT NULL REFERENCES region (path),
  organisation_id uuid,
  sector          text,
  lon             double precision,
  lat             double precision,
  initials        text NOT NULL DEFAULT '',
  demonstration   boolean NOT NULL DEFAULT false,
  provenance      text NOT NULL DEFAULT 'manual',
  version         integer NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  updated_by      text,
  retired_at      timestamptz,
  mmsi            text NOT NULL,
  enterprise      uuid REFERENCES enterprise (id),
  category        text,
  waterway        text,
  length          double precision,
  speed_limit     double precision
);
CREATE INDEX vessel_region ON vessel (region_path, name);
CREATE INDEX vessel_organisation ON vessel (organisation_id);
CREATE UNIQUE INDEX vessel_mmsi ON vessel (mmsi) WHERE retired_at IS NULL;
SELECT anlan_protect('vessel');

CREATE TABLE device (
  id              uuid PRIMARY KEY,
  name            text NOT NULL,
  region_path     text COLLATE "C" NOT NULL REFERENCES region (path),
  organisation_id uuid,
  sector          text,
  lon             double precision,
  lat             double precision,
  initials        text NOT NULL DEFAULT '',
  demonstration   boolean NOT NULL DEFAULT false,
  provenance      text NOT NULL DEFAULT 'manual',
  version         integer NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  updated_by      text,
  retired_at      timestamptz,
  identity        text NOT NULL,
  protocol        text NOT NULL,
  enterprise      uuid REFERENCES enterprise (id),
  origin          text NOT NULL,
  model           text,
  vehicle         uuid REFERENCES vehicle (id),
  vessel          uuid REFERENCES vessel (id)
);
CREATE INDEX device_region ON device (region_path, name);
CREATE INDEX device_organisation ON device (organisation_id);
CREATE UNIQUE INDEX device_identity ON device (identity) WHERE retired_at IS NULL;
SELECT anlan_protect('device');

CREATE INDEX device_vehicle ON device (vehicle);
CREATE INDEX device_vessel ON device (vessel);

ALTER TABLE device ADD COLUMN secret_hash text;
REVOKE SELECT ON device FROM anlan_region, anlan_organisation, anlan_all;
DO $$
DECLARE
  readable text;
BEGIN
  SELECT string_agg(quote_ident(column_name), ', ') INTO readable
  FROM information_schema.columns WHERE table_name = 'device' AND table_schema = current_schema() AND column_name <> 'secret_hash';
  EXECUTE format('GRANT SELECT (%s) ON device TO anlan_region, anlan_organisation, anlan_all', readable);
END $$;

-- What was changed in a record, by whom; one row a version.
CREATE TABLE record_history (
  entity          text NOT NULL,
  id              uuid NOT NULL,
  version         integer NOT NULL,
  at              timestamptz NOT NULL DEFAULT now(),
  by              text NOT NULL,
  changes         jsonb NOT NULL,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  PRIMARY KEY (entity, id, version)
);
SELECT anlan_protect('record_history');
