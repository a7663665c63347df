-- Pictures and clips kept of a camera: the file's hash, the time it covers, who kept it, and what it is evidence of.

CREATE TABLE camera_medium (
  id              uuid PRIMARY KEY,
  -- A camera of the register, or a channel of a vehicle's terminal.
  camera_id       uuid REFERENCES camera (id),
  device_id       uuid REFERENCES device (id),
  channel         int,
  name            text NOT NULL,
  -- picture: as the browser showed it; key-picture: as the camera coded it; clip: coded pictures of a time.
  kind            text NOT NULL CHECK (kind IN ('picture', 'key-picture', 'clip')),
  type            text NOT NULL,
  size            int NOT NULL,
  sha256          text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  from_at         timestamptz NOT NULL,
  until_at        timestamptz NOT NULL,
  kept_at         timestamptz NOT NULL DEFAULT now(),
  by              text NOT NULL,
  person_id       uuid NOT NULL,
  alarm_id        uuid REFERENCES alarm (id),
  case_id         uuid REFERENCES case_file (id),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  CHECK (camera_id IS NOT NULL OR device_id IS NOT NULL)
);
CREATE INDEX camera_medium_camera ON camera_medium (camera_id, kept_at DESC);
CREATE INDEX camera_medium_device ON camera_medium (device_id, kept_at DESC);
CREATE INDEX camera_medium_alarm ON camera_medium (alarm_id) WHERE alarm_id IS NOT NULL;
CREATE INDEX camera_medium_case ON camera_medium (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX camera_medium_sha256 ON camera_medium (sha256);
SELECT anlan_protect_read('camera_medium');
