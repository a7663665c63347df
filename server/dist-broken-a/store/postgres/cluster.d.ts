import { Client } from 'pg';
import type { Account } from './account.ts';
import type { Place } from './place.ts';
/** Name of the database and of the role that owns it. */
export declare const databaseName = "anlan";
export interface Passwords {
    superuser: string;
    owner: string;
}
/** Makes an empty database cluster, unless there is one. A half-made one, left by a kill, is thrown away. */
export declare function makeCluster(place: Place, account: Account | undefined, passwords: Passwords): Promise<string>;
/** Makes the owner and its database, unless they exist. The owner is no superuser: row-level security binds it. */
export declare function makeDatabase(superuserUrl: string, passwords: Passwords): Promise<void>;
/** Connects, does the work, and disconnects whatever happens. */
export declare function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T>;
//# sourceMappingURL=cluster.d.ts.map