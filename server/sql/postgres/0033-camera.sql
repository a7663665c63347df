-- Cameras, what each watches, when it was on line, what its device says it has, and who moved or watched it.

CREATE TABLE camera (
  LIKE record_base INCLUDING ALL,
  code        text,
  enterprise  uuid REFERENCES enterprise (id),
  device      uuid REFERENCES device (id),
  protocol    text NOT NULL,
  address     text,
  channel     text,
  maker       text,
  place       text,
  ptz         boolean
);
CREATE INDEX camera_enterprise ON camera (enterprise);
CREATE INDEX camera_device ON camera (device);
CREATE UNIQUE INDEX camera_code ON camera (code) WHERE retired_at IS NULL;
SELECT anlan_entity('camera');
SELECT anlan_searchable('camera', 'code');

-- User name and password of a camera that is asked by address (RTSP), sealed, and read by the owner only.
CREATE TABLE camera_secret (
  camera_id uuid PRIMARY KEY REFERENCES camera (id),
  sealed    text NOT NULL
);

-- Whether there is one may be seen by whoever sees the camera.
CREATE VIEW camera_has_secret AS SELECT camera_id FROM camera_secret;
GRANT SELECT ON camera_has_secret TO anlan_region, anlan_organisation, anlan_participant, anlan_all;

-- What a camera looks at: any number of points, tanks, ponds, buildings, sites.
CREATE TABLE camera_subject (
  camera_id       uuid NOT NULL REFERENCES camera (id),
  kind            text NOT NULL CHECK (kind IN ('point', 'tank', 'site', 'building', 'tailings-pond', 'vehicle')),
  subject_id      uuid NOT NULL,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  PRIMARY KEY (camera_id, kind, subject_id)
);
CREATE INDEX camera_subject_subject ON camera_subject (subject_id);
SELECT anlan_protect('camera_subject');
GRANT DELETE ON camera_subject TO anlan_region, anlan_organisation, anlan_all;

-- On line and off line are facts: spans without a hole from the first time the camera was heard of. The open one is how it stands now.
CREATE TABLE camera_span (
  camera_id       uuid NOT NULL REFERENCES camera (id),
  online          boolean NOT NULL,
  from_at         timestamptz NOT NULL,
  until_at        timestamptz,
  -- registered, keep-alive missed, signed off, catalogue says OFF, …
  why             text NOT NULL,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  CHECK (until_at >= from_at)
);
CREATE UNIQUE INDEX camera_span_open ON camera_span (camera_id) WHERE until_at IS NULL;
CREATE INDEX camera_span_camera ON camera_span (camera_id, from_at DESC);
CREATE INDEX camera_span_until ON camera_span (until_at);
SELECT anlan_protect_read('camera_span');

-- What a device last answered of what is connected to it; replaced as a whole. Entries not in the register can be entered from here.
CREATE TABLE camera_catalogue (
  device_id       uuid NOT NULL REFERENCES device (id),
  code            text NOT NULL,
  parent          text,
  name            text NOT NULL,
  -- ON, OFF, or as the device says it.
  status          text,
  item            jsonb NOT NULL,
  heard_at        timestamptz NOT NULL,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  PRIMARY KEY (device_id, code)
);
SELECT anlan_protect_read('camera_catalogue');

-- Who watched what, live or recorded, and who moved it.
CREATE TABLE camera_view (
  id              uuid PRIMARY KEY,
  camera_id       uuid NOT NULL REFERENCES camera (id),
  kind            text NOT NULL CHECK (kind IN ('live', 'playback', 'control')),
  by              text NOT NULL,
  person_id       uuid,
  from_at         timestamptz NOT NULL,
  until_at        timestamptz,
  note            text,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE INDEX camera_view_camera ON camera_view (camera_id, from_at DESC);
SELECT anlan_protect('camera_view');

-- A camera that signs on by GB/T 28181 has a point for each kind of alarm it may notify; the alarm is a reading of it.
-- A trigger, so that it is so by whatever way the camera came into the register; of a statement, for lists come in thousands.
CREATE FUNCTION camera_points() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- A camera retired before under the same code leaves its points with their history; the key is for the one in use.
  UPDATE point p SET key = 'retired/' || p.id FROM made c
  WHERE p.device_id = c.device AND c.protocol = 'gb28181' AND c.retired_at IS NULL AND p.unit_kind = 'camera' AND p.unit_id <> c.id
    AND p.key IN (c.code || '/camera-intrusion', c.code || '/camera-fault', c.code || '/camera-call');
  INSERT INTO point (id, device_id, key, name, kind, unit, range_low, range_high, expected_period, limits, system, unit_kind, unit_id,
    region_path, organisation_id, sector)
  SELECT md5(c.id::text || k.kind)::uuid, c.device, c.code || '/' || k.kind, k.label, k.kind, '', 0, 999, 0, '{"seen": 1}', 'S16',
    'camera', c.id, c.region_path, c.organisation_id, c.sector
  FROM made c, (VALUES ('camera-intrusion', '视频分析报警'), ('camera-fault', '视频故障报警'), ('camera-call', '人工与联动报警')) AS k (kind, label)
  WHERE c.protocol = 'gb28181' AND c.device IS NOT NULL AND c.code IS NOT NULL AND c.retired_at IS NULL
  ON CONFLICT (id) DO UPDATE SET device_id = excluded.device_id, key = excluded.key, region_path = excluded.region_path,
    organisation_id = excluded.organisation_id, sector = excluded.sector;
  RETURN NULL;
END $$;
CREATE TRIGGER camera_made AFTER INSERT ON camera REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION camera_points();
CREATE TRIGGER camera_changed AFTER UPDATE ON camera REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION camera_points();
