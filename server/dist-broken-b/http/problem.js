import { z } from 'zod';
import { isRefusal, refuse, toProblem, } from '@anlan/kernel/refusal';
export const PROBLEM_TYPE = 'application/problem+json';
/** The shape of every refused answer (RFC 9457), as the API description shows it. */
export const problemSchema = z.object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    zh: z.string(),
    en: z.string(),
    field: z.string().optional(),
    facts: z.record(z.string(), z.union([z.string(), z.number()])),
    instance: z.string().optional(),
});
/** A refusal as a value, with facts in both languages. */
export function refuseInBoth(code, facts, factsEn, field) {
    return { ...refuse(code, facts, field), factsEn };
}
/** A refusal on its way out of a route: thrown by `answer`, `actorOf` and `need`, turned into a problem in one place. */
export class Refused extends Error {
    refusal;
    /** Facts in English, where the Chinese ones are words. */
    factsEn;
    constructor(refusal) {
        super(refusal.refused);
        this.refusal = refusal;
        this.factsEn = refusal.factsEn ?? refusal.facts;
    }
}
/** Passes a result through; throws `Refused` for a refusal, so that a route reads `return answer(await act(…))`. */
export function answer(result) {
    if (isRefusal(result))
        throw new Refused(result);
    return result;
}
/** Refuses here and now, with facts in both languages where they are words. */
export function refuseNow(code, facts = {}, factsEn = facts, field) {
    throw new Refused(refuseInBoth(code, facts, factsEn, field));
}
/** The problem document in both languages; `title` follows the reader's. */
export function problemOf({ refusal, factsEn }, language, instance) {
    const problem = toProblem(refusal, 'zh', instance);
    const { en } = toProblem({ ...refusal, facts: factsEn }, 'en');
    return { ...problem, en, title: language === 'zh' ? problem.zh : en };
}
/** The reader's language of an Accept-Language header (RFC 9110 12.5.4); Chinese unless English is wanted more. */
export function languageOf(header) {
    const weight = { zh: 0, en: 0 };
    for (const part of (header ?? '').slice(0, 200).split(',')) {
        const [tag, ...parameters] = part.trim().toLowerCase().split(';');
        const language = tag?.split('-')[0];
        if (language !== 'zh' && language !== 'en')
            continue;
        const quality = parameters.map((text) => /^\s*q=([\d.]+)$/.exec(text)?.[1]).find((text) => text !== undefined);
        weight[language] = Math.max(weight[language], quality === undefined ? 1 : Number(quality));
    }
    return weight.en > weight.zh ? 'en' : 'zh';
}
//# sourceMappingURL=problem.js.map