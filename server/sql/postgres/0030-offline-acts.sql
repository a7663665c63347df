-- Acts and answers that were made without a signal: what their signature is worth stands in a case's trail, and answers of
-- checks merge field by field.

-- When the request of a trail's line was made on its device, and what its signature was worth. Whoever sees the line may
-- know it; the envelope itself belongs to the place of its sender.
CREATE FUNCTION signature_of(request uuid) RETURNS TABLE (made_at timestamptz, verdict text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT e.made_at, e.verdict FROM envelope e WHERE e.id = request AND e.state IN ('done', 'released') $$;
REVOKE ALL ON FUNCTION signature_of(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION signature_of(uuid) TO anlan_region, anlan_organisation, anlan_participant, anlan_all;

-- Changes of an answer name those they replace. What was kept until now replaced all before it.
ALTER TABLE check_change ADD COLUMN base uuid[] NOT NULL DEFAULT '{}', ADD COLUMN n integer NOT NULL DEFAULT 0;
UPDATE check_change c SET base = b.base
FROM (SELECT id, array_agg(id) OVER (PARTITION BY run_id, item_id, field ORDER BY at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS base
      FROM check_change) b
WHERE b.id = c.id AND b.base IS NOT NULL;

-- Per field the changes that stand, and how many fields two people answered differently without having seen each other.
ALTER TABLE check_answer ADD COLUMN standing jsonb NOT NULL DEFAULT '{}', ADD COLUMN conflicts integer NOT NULL DEFAULT 0;
UPDATE check_answer a SET standing = s.standing
FROM (SELECT run_id, item_id, jsonb_object_agg(e.field, jsonb_build_array(e.stamp ->> 'id')) AS standing
      FROM check_answer CROSS JOIN LATERAL jsonb_each(stamps) e (field, stamp) WHERE stamps <> '{}' GROUP BY run_id, item_id) s
WHERE s.run_id = a.run_id AND s.item_id = a.item_id;
ALTER TABLE check_answer DROP COLUMN stamps, ADD COLUMN voices text[] NOT NULL DEFAULT '{}';

-- Whoever ended a check signs for what it says: hash of the drawn name, who, when, and the hash of the answers.
ALTER TABLE check_run ADD COLUMN signature jsonb;
