-- Cutting a vehicle's oil and power by two people, and who drives by the card in the terminal.

-- One request. The second person is never the first; the gateway looks once more before it sends.
CREATE TABLE vehicle_cut (
  id              uuid PRIMARY KEY,
  device_id       uuid NOT NULL REFERENCES device (id),
  vehicle         uuid NOT NULL REFERENCES vehicle (id),
  reason          text NOT NULL,
  state           text NOT NULL CHECK (state IN ('requested', 'sending', 'cut', 'refused', 'declined', 'lapsed')),
  requested_at    timestamptz NOT NULL,
  requested_by    uuid NOT NULL REFERENCES person (id),
  requested_name  text NOT NULL,
  lapses_at       timestamptz NOT NULL,
  decided_at      timestamptz,
  decided_by      uuid REFERENCES person (id),
  decided_name    text,
  outcome         text,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  CHECK (state IN ('requested', 'declined', 'lapsed') OR decided_by <> requested_by)
);
CREATE INDEX vehicle_cut_device ON vehicle_cut (device_id, requested_at DESC);
CREATE UNIQUE INDEX vehicle_cut_open ON vehicle_cut (device_id) WHERE state IN ('requested', 'sending');
SELECT anlan_protect('vehicle_cut');

-- One report of the card reader (JT/T 808 0x0702); the number of an identity card is not kept.
CREATE TABLE driver_report (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  device_id       uuid NOT NULL REFERENCES device (id),
  vehicle         uuid NOT NULL REFERENCES vehicle (id),
  state           text NOT NULL CHECK (state IN ('on', 'off', 'unreadable')),
  at              timestamptz NOT NULL,
  problem         text,
  name            text,
  qualification   text,
  issuer          text,
  valid_until     date,
  received_at     timestamptz NOT NULL,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  UNIQUE (device_id, at, state)
);
CREATE INDEX driver_report_vehicle ON driver_report (vehicle, at DESC);
SELECT anlan_protect('driver_report');
