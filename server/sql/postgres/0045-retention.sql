-- What was let go because it was older than it is kept: a month of a table of the history, or events before a day. Begun
-- before anything is taken away, so that what was cut short goes on.
CREATE TABLE history_drop (
  table_name text NOT NULL,
  part       text NOT NULL,
  begun_at   timestamptz NOT NULL,
  done_at    timestamptz,
  rows       bigint NOT NULL,
  bytes      bigint NOT NULL,
  -- Rows that stay because they are evidence.
  evidence   bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (table_name, part)
);
CREATE INDEX history_drop_done ON history_drop (done_at DESC);

-- Whose hours an alarm or a case keeps is asked month by month.
CREATE INDEX alarm_since ON alarm (since);

-- When an alarm that late data had found was seen to last in live data: the figures of its month are others from then on.
ALTER TABLE alarm ADD COLUMN came_live_at timestamptz;
UPDATE alarm a SET came_live_at = e.at FROM alarm_entry e WHERE e.alarm_id = a.id AND e.kind = 'came-live';
CREATE INDEX alarm_came_live ON alarm (came_live_at) WHERE came_live_at IS NOT NULL;
