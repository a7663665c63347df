-- The enterprise's list and the governments' lists are shelved apart: shelved_until is the owner's, who stops the ladder;
-- desk_shelved_until is the governments', of an alarm an enterprise owns.
ALTER TABLE alarm ADD COLUMN desk_shelved_until timestamptz;
CREATE INDEX alarm_shelved ON alarm (shelved_until) WHERE shelved_until IS NOT NULL;
CREATE INDEX alarm_desk_shelved ON alarm (desk_shelved_until) WHERE desk_shelved_until IS NOT NULL;
