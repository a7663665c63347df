CREATE TABLE IF NOT EXISTS reading
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

CREATE TABLE IF NOT EXISTS fix
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
