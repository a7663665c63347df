-- Position: fences and routes, road transport (S33, S34) and waterways (S38).

-- Compliance of a vehicle and its equipment, and what the special rules for long-distance coaches ask.
ALTER TABLE vehicle
  ADD COLUMN terminal_id         text,
  ADD COLUMN suspended           boolean,
  ADD COLUMN goods_classes       text,
  ADD COLUMN load_tonnes         double precision,
  ADD COLUMN inspection_until    date,
  ADD COLUMN line_length         double precision,
  ADD COLUMN relayed             boolean,
  ADD COLUMN tank_vehicle        boolean,
  ADD COLUMN barrier_explosion_proof boolean,
  ADD COLUMN emergency_shutoff   boolean,
  ADD COLUMN video_monitoring    boolean,
  ADD COLUMN active_safety       boolean,
  ADD COLUMN terminal_approved   boolean,
  ADD COLUMN tank_inspection_until date;

CREATE TABLE fence (
  LIKE record_base INCLUDING ALL,
  purpose         text NOT NULL,
  categories      text,
  speed_limit     double precision,
  dwell           double precision,
  capacity        double precision,
  severe          boolean,
  valid_from      date,
  valid_to        date,
  road_class      text,
  note            text,
  -- What no form fills in: the extent as the engine judges it and as a map draws it, its box, and when it holds.
  shape           jsonb,
  geometry        jsonb,
  periods         jsonb NOT NULL DEFAULT '[]',
  margin          double precision NOT NULL DEFAULT 30,
  delay           double precision NOT NULL DEFAULT 10,
  west            double precision,
  south           double precision,
  east            double precision,
  north           double precision
);
CREATE INDEX fence_purpose ON fence (purpose) WHERE retired_at IS NULL;
CREATE INDEX fence_box ON fence (west, east) WHERE retired_at IS NULL;
SELECT anlan_entity('fence');

CREATE TABLE transport_licence (
  LIKE record_base INCLUDING ALL,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  number          text NOT NULL,
  classes         text,
  valid_until     date
);
CREATE UNIQUE INDEX transport_licence_number ON transport_licence (number) WHERE retired_at IS NULL;
CREATE INDEX transport_licence_enterprise ON transport_licence (enterprise);
SELECT anlan_entity('transport_licence');

CREATE TABLE transport_person (
  LIKE record_base INCLUDING ALL,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  kind            text NOT NULL,
  number          text NOT NULL,
  classes         text,
  valid_until     date,
  phone           text
);
CREATE UNIQUE INDEX transport_person_number ON transport_person (number) WHERE retired_at IS NULL;
CREATE INDEX transport_person_enterprise ON transport_person (enterprise);
SELECT anlan_entity('transport_person');

CREATE TABLE rescue_base (
  LIKE record_base INCLUDING ALL,
  kind            text NOT NULL,
  waterway        text,
  phone           text,
  boats           double precision,
  boat_speed      double precision
);
SELECT anlan_entity('rescue_base');

CREATE TABLE shore_station (
  LIKE record_base INCLUDING ALL,
  kind            text NOT NULL,
  waterway        text NOT NULL,
  reach           double precision,
  channel         text,
  stream          text,
  state           text
);
CREATE INDEX shore_station_waterway ON shore_station (waterway, kind);
SELECT anlan_entity('shore_station');

-- An electronic waybill. Its check is kept as it was at the last change.
CREATE TABLE waybill (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  number          text NOT NULL UNIQUE,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  consignor       text NOT NULL,
  consignee       text NOT NULL,
  vehicle         uuid NOT NULL REFERENCES vehicle (id),
  trailer         text,
  driver          uuid REFERENCES transport_person (id),
  escort          uuid REFERENCES transport_person (id),
  cargo           text NOT NULL,
  un              text,
  cas             text,
  goods_class     text NOT NULL,
  packing         text,
  quantity        double precision NOT NULL CHECK (quantity > 0),
  route           uuid REFERENCES fence (id),
  origin          text NOT NULL,
  destination     text NOT NULL,
  planned_start   timestamptz NOT NULL,
  planned_end     timestamptz NOT NULL,
  state           text NOT NULL DEFAULT 'issued',
  source          text NOT NULL DEFAULT 'manual',
  findings        jsonb NOT NULL DEFAULT '[]',
  started_at      timestamptz,
  ended_at        timestamptz,
  version         integer NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  updated_by      text,
  demonstration   boolean NOT NULL DEFAULT false,
  region_path     text COLLATE "C" NOT NULL REFERENCES region (path),
  organisation_id uuid,
  sector          text
);
CREATE INDEX waybill_region ON waybill (region_path, planned_start DESC);
CREATE INDEX waybill_organisation ON waybill (organisation_id, planned_start DESC);
CREATE INDEX waybill_vehicle ON waybill (vehicle, planned_start DESC);
CREATE INDEX waybill_open ON waybill (state) WHERE state IN ('issued', 'loaded', 'in-transit');
SELECT anlan_protect('waybill');

-- What a terminal sent as an electronic waybill (JT/T 808 0x0701), word for word, and the waybill it became.
CREATE TABLE waybill_upload (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  vehicle         uuid NOT NULL REFERENCES vehicle (id),
  received_at     timestamptz NOT NULL,
  content         text NOT NULL,
  waybill         uuid REFERENCES waybill (id),
  problem         text,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  UNIQUE (vehicle, received_at)
);
SELECT anlan_protect('waybill_upload');

-- What the engine remembers of a moving object; written with the journal's position.
CREATE TABLE motion (
  object_id       uuid PRIMARY KEY,
  memory          jsonb NOT NULL
);

-- One stay of an object in a fence; open while it is inside.
CREATE TABLE fence_passage (
  fence_id        uuid NOT NULL,
  object_id       uuid NOT NULL,
  object_kind     text NOT NULL,
  object_name     text NOT NULL,
  entered_at      timestamptz NOT NULL,
  left_at         timestamptz,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  PRIMARY KEY (fence_id, object_id, entered_at)
);
CREATE INDEX fence_passage_open ON fence_passage (fence_id) WHERE left_at IS NULL;
CREATE INDEX fence_passage_object ON fence_passage (object_id, entered_at DESC);
SELECT anlan_protect('fence_passage');

-- A call between ship and shore by VHF, as the log has it.
CREATE TABLE vhf_call (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  at              timestamptz NOT NULL,
  channel         text NOT NULL,
  direction       text NOT NULL CHECK (direction IN ('ship-to-shore', 'shore-to-ship', 'ship-to-ship')),
  vessel          uuid REFERENCES vessel (id),
  vessel_name     text NOT NULL,
  station         uuid REFERENCES shore_station (id),
  waterway        text,
  seconds         integer,
  priority        text NOT NULL DEFAULT 'routine' CHECK (priority IN ('routine', 'safety', 'urgency', 'distress')),
  text            text NOT NULL,
  by              text NOT NULL,
  recorded_at     timestamptz NOT NULL DEFAULT now(),
  demonstration   boolean NOT NULL DEFAULT false,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE INDEX vhf_call_at ON vhf_call (region_path, at DESC);
CREATE INDEX vhf_call_vessel ON vhf_call (vessel, at DESC);
SELECT anlan_protect('vhf_call');

-- Command linkage on the water: an instruction to a ship, or a rescue base sent to it.
CREATE TABLE water_order (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind            text NOT NULL CHECK (kind IN ('instruction', 'dispatch')),
  vessel          uuid NOT NULL REFERENCES vessel (id),
  alarm_id        uuid REFERENCES alarm (id),
  base            uuid REFERENCES rescue_base (id),
  distance        double precision,
  way             text NOT NULL CHECK (way IN ('ais-addressed', 'ais-broadcast', 'vhf', 'telephone')),
  text            text NOT NULL,
  telegrams       jsonb NOT NULL DEFAULT '[]',
  state           text NOT NULL DEFAULT 'given' CHECK (state IN ('given', 'confirmed', 'arrived', 'done')),
  answer          text,
  at              timestamptz NOT NULL DEFAULT now(),
  by              text NOT NULL,
  changed_at      timestamptz NOT NULL DEFAULT now(),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE INDEX water_order_at ON water_order (region_path, at DESC);
CREATE INDEX water_order_vessel ON water_order (vessel, at DESC);
SELECT anlan_protect('water_order');

CREATE TABLE case_vehicle_violation (
  case_id         uuid PRIMARY KEY REFERENCES case_file (id),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  title           text NOT NULL,
  vehicle         uuid REFERENCES vehicle (id),
  level           text,
  notice          text,
  measure         text,
  handling        text,
  police_reason   text,
  police_unit     text,
  police_result   text,
  reason          text
);
CREATE INDEX case_vehicle_violation_vehicle ON case_vehicle_violation (vehicle);
SELECT anlan_protect('case_vehicle_violation');
