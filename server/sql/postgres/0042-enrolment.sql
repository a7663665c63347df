-- Points that people register, change by version and retire; secrets of devices that are shown, and rotated one at a time.

ALTER TABLE public.point ADD COLUMN version integer NOT NULL DEFAULT 1, ADD COLUMN retired_at timestamptz;
-- What is retired is measured no longer: no list, count or map of a scope has it. Who looks at its past says so.
CREATE POLICY in_use ON public.point AS RESTRICTIVE FOR SELECT
  USING (retired_at IS NULL OR current_setting('anlan.retired', true) = 'shown');

-- By identity, not by device: registered again, a device does not get back a secret that was given up. Read by the owner only.
CREATE TABLE device_credential (
  identity       text PRIMARY KEY,
  -- How often it was rotated; part of what the secret is derived from.
  generation     integer NOT NULL DEFAULT 0,
  -- Until when the secret of the generation before is taken too.
  previous_until timestamptz,
  rotated_at     timestamptz,
  rotated_by     text,
  shown_at       timestamptz,
  shown_by       text
);
