/**
 * Defaults of every MergeTree table: without these two, ClickHouse answers before the rows are on disk. The caches are
 * made small enough to share a machine.
 */
export const engineConfiguration = `<clickhouse>
  <merge_tree>
    <fsync_after_insert>1</fsync_after_insert>
    <fsync_part_directory>1</fsync_part_directory>
  </merge_tree>
  <max_server_memory_usage_to_ram_ratio>0.5</max_server_memory_usage_to_ram_ratio>
  <mark_cache_size>268435456</mark_cache_size>
</clickhouse>
`;
//# sourceMappingURL=child-task.js.map