-- How a deadline was counted, so that one resting on a year that is not announced yet can be counted anew (暂定期限).
ALTER TABLE case_file ADD COLUMN due_from timestamptz;
ALTER TABLE case_file ADD COLUMN due_count double precision;
ALTER TABLE case_file ADD COLUMN due_unit text CHECK (due_unit IN ('working-days', 'days', 'hours'));
ALTER TABLE case_file ADD COLUMN due_provisional boolean NOT NULL DEFAULT false;
CREATE INDEX case_file_provisional ON case_file (region_path) WHERE due_provisional AND closed_at IS NULL;

-- Notices of one sort that come while the first is unread are gathered under it: each keeps its own row and matter.
ALTER TABLE message ADD COLUMN thread text;
ALTER TABLE message ADD COLUMN head_id uuid REFERENCES message (id) ON DELETE SET NULL;
ALTER TABLE message ADD COLUMN gathered integer NOT NULL DEFAULT 0;
CREATE INDEX message_thread ON message (person_id, thread) WHERE channel = 'in-app' AND read_at IS NULL AND head_id IS NULL AND thread IS NOT NULL;
CREATE INDEX message_head ON message (head_id) WHERE head_id IS NOT NULL;
DROP INDEX message_unread;
CREATE INDEX message_unread ON message (person_id) WHERE channel = 'in-app' AND read_at IS NULL AND head_id IS NULL;
