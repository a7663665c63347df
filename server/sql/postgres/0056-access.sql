-- Access told apart more finely: participants find what was opened to them, and fines are numbers that a commission's
-- limit can be held against.

-- Ids of live records found by name, initials, pinyin or number within the scope of the transaction, at most `most`,
-- with what the list is put in order by: the rows found need not be read a second time.
-- A row policy keeps LIKE from its index, so the search runs as the owner and asks the scope itself: the role that is
-- set and its settings, which are what the policies read; of a participant, the records opened to them. Any other role
-- finds nothing.
-- A text that nearly every name holds is found sooner by reading the rows of the scope, one by one; a rare one by the
-- indexes of pairs and trigrams. Letters and digits are sought in the search key alone, which holds those of the name.
CREATE OR REPLACE FUNCTION anlan_find(target regclass, wanted text, numbers text[], most integer)
RETURNS TABLE (id uuid, initials text, name text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  pattern text := '%' || replace(replace(replace(wanted, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  letters text := replace(lower(wanted), ' ', '');
  latin boolean := wanted ~ '^[A-Za-z0-9 ]+$' AND length(letters) > 0;
  live text := format('SELECT t.id, t.initials, t.name FROM %s t WHERE t.retired_at IS NULL', target);
  pairs text := format('anlan_name_pairs(t.name, t.initials) @> anlan_pairs(%L)', CASE WHEN latin THEN letters ELSE lower(wanted) END);
  within text;
  way text;
  found text;
  number text;
  whole float8;
  matches float8;
  scope float8;
  share float8;
BEGIN
  within := CASE current_setting('role')
    WHEN 'anlan_all' THEN 'true'
    WHEN 'anlan_region' THEN $p$ t.region_path >= current_setting('anlan.scope_from') AND t.region_path < current_setting('anlan.scope_to')
      AND CASE WHEN coalesce(current_setting('anlan.sectors', true), '') = '' THEN true
          ELSE t.sector = ANY (string_to_array(current_setting('anlan.sectors', true), ',')) END $p$
    WHEN 'anlan_organisation' THEN $p$ t.organisation_id = current_setting('anlan.organisation')::uuid $p$
    WHEN 'anlan_participant' THEN format('t.id = ANY (%L::uuid[])', anlan_participating((SELECT relname FROM pg_class WHERE oid = target)))
  END;
  IF within IS NULL OR length(wanted) = 0 THEN RETURN; END IF;
  way := CASE WHEN latin THEN format('t.initials LIKE %L', '%' || letters || '%') ELSE format('t.name ILIKE %L', pattern) END;

  -- What is read: the scope's rows one after the other until enough are found, or an index and then its rows here and
  -- there, each eight times as long. The share of letters is an upper bound, far from what their trigrams find.
  whole := greatest(1, anlan_estimate(live));
  scope := greatest(1, anlan_estimate(live || ' AND ' || within));
  share := anlan_pair_share(target, CASE WHEN latin THEN letters ELSE wanted END);
  matches := greatest(1, whole * share);
  IF least(scope, most / share) > matches * 0.3 + least(matches, most * whole / scope) * 8 OR (latin AND share < 0.5 AND scope > matches * 0.3) THEN
    -- The cheap test stands first. Three letters and more have their trigrams, two have their pair.
    IF NOT latin OR length(letters) = 2 THEN way := format('(%s AND %s)', way, pairs); END IF;
  ELSIF latin THEN
    -- The planner would take the trigrams all the same.
    way := format('position(%L IN t.initials) > 0', letters);
  END IF;
  found := format('%s AND %s AND (%s) LIMIT %s', live, within, way, most);
  -- Numbers stand in no index of a list and are sought by themselves. They are ASCII: a Chinese text has no trigram in them.
  IF length(wanted) > 2 AND wanted ~ '^[ -~]+$' THEN
    FOREACH number IN ARRAY numbers LOOP
      found := format('(%s) UNION (%s AND %s AND t.%I ILIKE %L LIMIT %s)', found, live, within, number, pattern, most);
    END LOOP;
  END IF;
  RETURN QUERY EXECUTE format('SELECT * FROM (%s) f LIMIT %s', found, most);
END $$;

-- 罚款金额 in yuan, where a fine is decided.
ALTER TABLE case_enforcement ADD COLUMN fine double precision CHECK (fine >= 0);
ALTER TABLE case_vehicle_violation ADD COLUMN fine double precision CHECK (fine >= 0);

-- The region and those above it, widest first: cn.36.11. is under cn. and cn.36.
CREATE FUNCTION anlan_above(path text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_agg(array_to_string(parts[1:n], '.') || '.' ORDER BY n)
  FROM (SELECT string_to_array(rtrim(path, '.'), '.') AS parts) p, generate_series(1, cardinality(parts)) n
$$;

-- Rules of sign-in were one undated row for the whole platform. What differs from the first values becomes a dated
-- setting of every city and municipality, as decided when it was last changed.
INSERT INTO parameter_setting (id, key, region_path, valid_from, value, reason, by)
SELECT gen_random_uuid(), rule.key, r.path, coalesce(p.changed_at, now()), rule.value, '由原登录规则迁入', coalesce(a.name, '平台')
FROM access_policy p LEFT JOIN person a ON a.id = p.changed_by
CROSS JOIN LATERAL (VALUES
  ('sign-in.attempts', to_jsonb(p.attempts), '5'::jsonb), ('sign-in.lock-minutes', to_jsonb(p.lock_minutes), '15'),
  ('sign-in.password.days', to_jsonb(p.password_days), '90'), ('sign-in.password.history', to_jsonb(p.password_history), '5'),
  ('sign-in.idle-minutes', to_jsonb(p.idle_minutes), '30'), ('sign-in.session-hours', to_jsonb(p.session_hours), '8'),
  ('sign-in.link-hours', to_jsonb(p.link_hours), '24'), ('sign-in.delegation-days', to_jsonb(p.delegation_days), '31'),
  ('sign-in.token-days', to_jsonb(p.token_days), '180'), ('sign-in.two-factor', to_jsonb(p.two_factor_roles), NULL)
) AS rule (key, value, first)
JOIN region r ON r.kind IN ('city', 'municipality')
WHERE rule.value IS NOT NULL AND rule.value IS DISTINCT FROM rule.first;
DROP TABLE access_policy;

-- A town may come to lie under a functional zone: it goes on under another path, and both keep what happened.
ALTER TABLE region_change DROP CONSTRAINT region_change_kind_check,
  ADD CONSTRAINT region_change_kind_check CHECK (kind IN ('added', 'renamed', 'ended', 'moved'));
