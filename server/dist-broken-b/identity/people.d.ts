import { type RawBuilder } from 'kysely';
import { z } from 'zod';
import { type Actor, type Scope } from '@anlan/kernel/access';
import { type Refusal } from '@anlan/kernel/refusal';
import type { Database } from '../access/scoped.ts';
export declare const ACCOUNT: z.ZodString;
export declare const personInputSchema: z.ZodObject<{
    account: z.ZodString;
    name: z.ZodString;
    role: z.ZodEnum<{
        [x: string]: string;
    }>;
    password: z.ZodString;
    regionPath: z.ZodOptional<z.ZodString>;
    organisationId: z.ZodOptional<z.ZodGUID>;
}, z.core.$strict>;
export type PersonInput = z.infer<typeof personInputSchema>;
export declare const personSchema: z.ZodObject<{
    id: z.ZodString;
    account: z.ZodString;
    name: z.ZodString;
    role: z.ZodString;
    scopeKind: z.ZodString;
    scopeLabel: z.ZodString;
    demonstration: z.ZodBoolean;
    hasPassword: z.ZodBoolean;
    lockedUntil: z.ZodNullable<z.ZodNumber>;
    lastVisitAt: z.ZodNullable<z.ZodNumber>;
    createdAt: z.ZodNumber;
}, z.core.$strip>;
export type Person = z.infer<typeof personSchema>;
/**
 * Condition on a person `p` and their enterprise `e`: does their scope lie within the administrator's?
 * Persons are not under row policies: they are read by the owner, and only here and by the audit.
 */
export declare function personWithin(scope: Scope): RawBuilder<boolean>;
/** A page of the people within the administrator's scope, by account. */
export declare function listPeople(db: Database, scope: Scope, search: string, page: number, size: number): Promise<{
    rows: Person[];
    total: number;
}>;
/**
 * May the actor create a person in this role? People are the security administrator's business; only while there
 * is none may the system administrator appoint one (docs/decisions/0004-first-account.md).
 */
export declare function mayCreate(db: Database, actor: Actor, role: string): Promise<boolean>;
/** Creates a person whose scope lies within the actor's; the password follows the rules. Returns the id. */
export declare function createPerson(db: Database, actor: Actor, input: PersonInput): Promise<string | Refusal>;
//# sourceMappingURL=people.d.ts.map