-- Road tanks, waterways and how an alarm was closed (S33, S34, S38).

-- Whether what rang was so: said when it is closed, not read out of what was written then.
ALTER TABLE alarm ADD COLUMN close_result text CHECK (close_result IN ('handled', 'false'));
UPDATE alarm a SET close_result = CASE
    WHEN EXISTS (SELECT FROM alarm_entry e WHERE e.alarm_id = a.id AND e.kind = 'closed' AND e.text LIKE '误报%') THEN 'false'
    ELSE 'handled' END
  WHERE a.closed_at IS NOT NULL;

ALTER TABLE vehicle
  ADD COLUMN tank_volume          double precision,
  ADD COLUMN tank_design_pressure double precision;
ALTER TABLE vessel ADD COLUMN passengers double precision;
ALTER TABLE shore_station
  ADD COLUMN warn_level double precision,
  ADD COLUMN stop_level double precision;

-- When the base that was sent arrived: how long rescue takes.
ALTER TABLE water_order ADD COLUMN arrived_at timestamptz;
UPDATE water_order SET arrived_at = changed_at WHERE state = 'arrived';

CREATE TABLE river_bridge (
  LIKE record_base INCLUDING ALL,
  waterway        text NOT NULL,
  soffit          double precision,
  span            double precision,
  clearance       double precision
);
CREATE INDEX river_bridge_waterway ON river_bridge (waterway);
SELECT anlan_entity('river_bridge');

-- A stop of a vehicle of dangerous goods outside every registered lot; open while it stands. Written with the journal's position.
CREATE TABLE stray_stop (
  vehicle         uuid NOT NULL,
  since           timestamptz NOT NULL,
  until           timestamptz,
  lon             double precision NOT NULL,
  lat             double precision NOT NULL,
  plate           text NOT NULL,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  PRIMARY KEY (vehicle, since)
);
CREATE INDEX stray_stop_since ON stray_stop (since);
SELECT anlan_protect('stray_stop');

CREATE TABLE case_suspected_lot (
  case_id         uuid PRIMARY KEY REFERENCES case_file (id),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  title           text NOT NULL,
  place           text,
  stops           text,
  inspector       text,
  finding         text,
  reason          text
);
SELECT anlan_protect('case_suspected_lot');
