import { z } from 'zod';
import { isRefusal, refuse, type Facts, type Refusal, type RefusalCode } from '@anlan/kernel/refusal';

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

/** A refusal on its way out of a route: thrown by `answer`, `actorOf` and `need`, turned into a problem in one place. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.refused);
    this.refusal = refusal;
  }
}

/** Passes a result through; throws `Refused` for a refusal, so that a route reads `return answer(await act(…))`. */
export function answer<T>(result: T): Exclude<T, Refusal> {
  if (isRefusal(result)) throw new Refused(result);
  return result as Exclude<T, Refusal>;
}

/** Refuses here and now. */
export function refuseNow(code: RefusalCode, facts: Facts = {}, field?: string): never {
  throw new Refused(refuse(code, facts, field));
}

/** The reader's language of an Accept-Language header (RFC 9110 12.5.4); Chinese unless English is wanted more. */
export function languageOf(header: string | undefined): 'zh' | 'en' {
  const weight = { zh: 0, en: 0 };
  for (const part of (header ?? '').slice(0, 200).split(',')) {
    const [tag, ...parameters] = part.trim().toLowerCase().split(';');
    const language = tag?.split('-')[0];
    if (language !== 'zh' && language !== 'en') continue;
    const quality = parameters.map((text) => /^\s*q=([\d.]+)$/.exec(text)?.[1]).find((text) => text !== undefined);
    weight[language] = Math.max(weight[language], quality === undefined ? 1 : Number(quality));
  }
  return weight.en > weight.zh ? 'en' : 'zh';
}
