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
 * Defaults of every MergeTree table: without these two, ClickHouse answers before the rows are on disk. The caches are
 * made small enough to share a machine.
 */
export declare const engineConfiguration = "<clickhouse>\n  <merge_tree>\n    <fsync_after_insert>1</fsync_after_insert>\n    <fsync_part_directory>1</fsync_part_directory>\n  </merge_tree>\n  <max_server_memory_usage_to_ram_ratio>0.5</max_server_memory_usage_to_ram_ratio>\n  <mark_cache_size>268435456</mark_cache_size>\n</clickhouse>\n";
//# sourceMappingURL=child-task.d.ts.map