import { type ClickHouseClient } from '@clickhouse/client';
import type { Configuration } from '../../configuration/index.ts';
import { type PartState } from '../../supervise/index.ts';
/** An open store of readings and tracks, embedded or elsewhere. */
export interface ClickhouseHandle {
    /** Address with user, password and database; holds the password. */
    url: string;
    client: ClickHouseClient;
    embedded: boolean;
    health(): Promise<PartState>;
    stop(): Promise<void>;
}
/**
 * Opens ClickHouse: the one at `clickhouseUrl`, else the embedded engine in `home`, as a child process that ends with
 * us. Throws StoreProblem for whatever the operator can change. `tell` receives lines worth showing.
 */
export declare function openClickhouse(configuration: Pick<Configuration, 'home' | 'clickhouseUrl'>, tell?: (line: string) => void): Promise<ClickhouseHandle>;
//# sourceMappingURL=open.d.ts.map