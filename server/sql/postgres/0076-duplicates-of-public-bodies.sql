-- A public body of a city and that of its county are two: what was found alike before is compared anew.
INSERT INTO record_waiting (entity, id)
SELECT entity, id FROM (SELECT entity, one AS id FROM record_pair UNION SELECT entity, other FROM record_pair) AS p
WHERE NOT EXISTS (SELECT FROM record_waiting w WHERE w.entity = p.entity AND w.id = p.id);
