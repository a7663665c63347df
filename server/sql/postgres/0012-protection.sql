-- Buildings and their fire-fighting water, what points of it need, and further instructions to devices.

CREATE TABLE building (
  LIKE record_base INCLUDING ALL,
  enterprise        uuid REFERENCES enterprise (id),
  category          text NOT NULL,
  purpose           text,
  key               boolean NOT NULL,
  height            double precision,
  floors            double precision,
  fire_water_system text,
  tank_volume       double precision
);
CREATE INDEX building_enterprise ON building (enterprise);
SELECT anlan_entity('building');

ALTER TABLE device ADD COLUMN building uuid REFERENCES building (id);
CREATE INDEX device_building ON device (building) WHERE building IS NOT NULL;
-- Columns of the table are granted one by one, so that secret_hash stays unread.
GRANT SELECT (building) ON device TO anlan_region, anlan_organisation, anlan_participant, anlan_all;

-- Value = raw number × scale, for devices that send in other steps than their protocol's; height above ground in m.
ALTER TABLE public.point ADD COLUMN scale double precision, ADD COLUMN elevation double precision;

-- Kinds of instructions are the API's (set the clock, post query, kept values); the table keeps what was sent.
ALTER TABLE instruction DROP CONSTRAINT IF EXISTS instruction_kind_check;
ALTER TABLE instruction ADD CONSTRAINT instruction_kind_check CHECK (kind ~ '^[a-z][a-z-]{1,29}$');
