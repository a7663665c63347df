import type { Credentials } from './request.ts';

/** What the child is told, as JSON in its environment, which other users cannot read. */
export interface ChildTask {
  folder: string;
  lockFile: string;
  scratchName: string;
  port: number;
  credentials: Credentials;
}

/**
 * Defaults of every MergeTree table: without these two, ClickHouse answers before the rows are on disk. The caches and
 * pools are made small enough to share a machine: parts that were merged away are removed by as many as 128 threads
 * otherwise, all of which then stay, each with a stack and a share of the allocator's memory.
 */
export const engineConfiguration = `<clickhouse>
  <merge_tree>
    <fsync_after_insert>1</fsync_after_insert>
    <fsync_part_directory>1</fsync_part_directory>
  </merge_tree>
  <max_server_memory_usage_to_ram_ratio>0.5</max_server_memory_usage_to_ram_ratio>
  <mark_cache_size>268435456</mark_cache_size>
  <max_parts_cleaning_thread_pool_size>2</max_parts_cleaning_thread_pool_size>
  <max_active_parts_loading_thread_pool_size>4</max_active_parts_loading_thread_pool_size>
  <max_outdated_parts_loading_thread_pool_size>2</max_outdated_parts_loading_thread_pool_size>
  <max_thread_pool_free_size>32</max_thread_pool_free_size>
</clickhouse>
`;
