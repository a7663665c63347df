-- Since when something of a place and an organisation has been heard at all: before that nothing could ring, so that no time
-- before it counts as quiet. Written once for each by whoever judges, when the first device of it is heard.
CREATE TABLE observed_since (
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  at              timestamptz NOT NULL,
  UNIQUE NULLS NOT DISTINCT (region_path, organisation_id, sector)
);
CREATE INDEX observed_since_organisation ON observed_since (organisation_id);

-- What rang was heard.
INSERT INTO observed_since (region_path, organisation_id, sector, at)
SELECT region_path, organisation_id, sector, min(raised_at) FROM alarm WHERE NOT retrospective GROUP BY 1, 2, 3;

SELECT anlan_protect_read('observed_since');
