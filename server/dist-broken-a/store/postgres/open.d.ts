import type { Configuration } from '../../configuration/index.ts';
import type { PostgresHandle } from './handle.ts';
/**
 * Opens PostgreSQL: the one at `postgresUrl`, else the embedded one in `home`, started or, when it survived its parent,
 * taken over. Throws StoreProblem for whatever the operator can change. `tell` receives lines worth showing.
 */
export declare function openPostgres(configuration: Pick<Configuration, 'home' | 'postgresUrl'>, tell?: (line: string) => void): Promise<PostgresHandle>;
//# sourceMappingURL=open.d.ts.map