import { type DemonstrationIdentity } from '@anlan/kernel/access';
import { type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { type Opened } from './sign-in.ts';
/** Identities offered for one click, in their order; none outside demonstration mode. */
export declare function demonstrationIdentities({ db, demonstration }: Context): Promise<DemonstrationIdentity[]>;
/** Signs in as an offered identity; refused outside demonstration mode. */
export declare function signInDemonstration({ db, demonstration }: Context, key: string, remote: string): Promise<Opened | Refusal>;
//# sourceMappingURL=demonstration.d.ts.map