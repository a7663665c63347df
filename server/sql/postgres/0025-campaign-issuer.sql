-- Who issued a task or listed a key county: only that place, or one above it, accepts it (loop L25).
ALTER TABLE case_campaign_part ADD COLUMN issuer text COLLATE "C";
ALTER TABLE case_key_county ADD COLUMN issuer text COLLATE "C";

UPDATE case_campaign_part d SET issuer = k.home_path
FROM campaign_part p JOIN campaign k ON k.id = p.campaign_id WHERE p.case_id = d.case_id;

-- Key counties so far: listed by the authority right above the place.
UPDATE case_key_county d SET issuer = r.parent_path FROM region r WHERE r.path = d.region_path AND r.parent_path IS NOT NULL;
