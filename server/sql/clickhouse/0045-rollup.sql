-- What an insert answered for is on disk, on a server elsewhere too, and a batch that is sent again makes no second row here either.
ALTER TABLE fix_by_time MODIFY SETTING non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1;

-- Readings by the hour, for questions over months or of thousands of points. An hour is made once it is over, and made anew
-- with a later revision when late data come into it. Of good readings only; `count` may be 0.
CREATE TABLE IF NOT EXISTS reading_hour
(
    point    UUID,
    hour     DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
    count    UInt32 CODEC(T64, ZSTD(1)),
    total    Float64 CODEC(Gorilla, ZSTD(1)),
    low      Nullable(Float64) CODEC(Gorilla, ZSTD(1)),
    high     Nullable(Float64) CODEC(Gorilla, ZSTD(1)),
    restated UInt8,
    revision DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(hour)
ORDER BY (point, hour)
SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1;

-- Hours of points into which something came when they were over, by the moment it was stored: a reading may have waited
-- for this table, so the moment it was received does not tell.
CREATE TABLE IF NOT EXISTS reading_late
(
    stored DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    point  UUID,
    hour   DateTime('UTC') CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(stored)
ORDER BY (stored, point, hour)
SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS reading_late_follow TO reading_late AS
SELECT now64(3) AS stored, point, toStartOfHour(at) AS hour
FROM reading WHERE at < toStartOfHour(now64(3)) GROUP BY point, hour;

-- How far the hours are made, and what of the readings was let go: `until` by `name`, the newest entry counts.
CREATE TABLE IF NOT EXISTS history_mark
(
    name  String,
    until DateTime64(3, 'UTC'),
    at    DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(at)
ORDER BY name
SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1;

-- Readings and fixes around alarms and cases, of months that were let go: what `reading` and `fix` have of these months comes from here.
CREATE TABLE IF NOT EXISTS reading_kept
(
    point    UUID,
    at       DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    value    Nullable(Float64) CODEC(Gorilla, ZSTD(1)),
    quality  LowCardinality(String),
    received DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(received)
PARTITION BY toYYYYMM(at)
ORDER BY (point, at)
SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS fix_kept
(
    object     UUID,
    at         DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    lon        Float64 CODEC(Gorilla, ZSTD(1)),
    lat        Float64 CODEC(Gorilla, ZSTD(1)),
    speed      Nullable(Float32),
    heading    Nullable(Float32),
    altitude   Nullable(Float32),
    positioned UInt8,
    live       UInt8,
    alarm_bits UInt32,
    status_bits UInt32,
    received   DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(received)
PARTITION BY toYYYYMM(at)
ORDER BY (object, at)
SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1;
