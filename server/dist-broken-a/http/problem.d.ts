import { z } from 'zod';
import { type Facts, type Problem, type Refusal, type RefusalCode } from '@anlan/kernel/refusal';
export declare const PROBLEM_TYPE = "application/problem+json";
/** The shape of every refused answer (RFC 9457), as the API description shows it. */
export declare const problemSchema: z.ZodObject<{
    type: z.ZodString;
    title: z.ZodString;
    status: z.ZodInt;
    code: z.ZodString;
    zh: z.ZodString;
    en: z.ZodString;
    field: z.ZodOptional<z.ZodString>;
    facts: z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodString, z.ZodNumber]>>;
    instance: z.ZodOptional<z.ZodString>;
}, z.core.$strip>;
/** A refusal whose facts are words, with the same facts in English. */
export type BilingualRefusal = Refusal & {
    readonly factsEn?: Facts;
};
/** A refusal as a value, with facts in both languages. */
export declare function refuseInBoth(code: RefusalCode, facts: Facts, factsEn: Facts, field?: string): BilingualRefusal;
/** A refusal on its way out of a route: thrown by `answer`, `actorOf` and `need`, turned into a problem in one place. */
export declare class Refused extends Error {
    readonly refusal: Refusal;
    /** Facts in English, where the Chinese ones are words. */
    readonly factsEn: Facts;
    constructor(refusal: BilingualRefusal);
}
/** Passes a result through; throws `Refused` for a refusal, so that a route reads `return answer(await act(…))`. */
export declare function answer<T>(result: T): Exclude<T, Refusal>;
/** Refuses here and now, with facts in both languages where they are words. */
export declare function refuseNow(code: RefusalCode, facts?: Facts, factsEn?: Facts, field?: string): never;
/** The problem document in both languages; `title` follows the reader's. */
export declare function problemOf({ refusal, factsEn }: Refused, language: 'zh' | 'en', instance?: string): Problem;
/** The reader's language of an Accept-Language header (RFC 9110 12.5.4); Chinese unless English is wanted more. */
export declare function languageOf(header: string | undefined): 'zh' | 'en';
//# sourceMappingURL=problem.d.ts.map