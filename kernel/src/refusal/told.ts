/** Sentences the platform writes down in Chinese, with `{places}`, and the same in English. */
export type Sentences = readonly (readonly [zh: string, en: string])[];

/** What stands at a place, said in English; as it is by default. */
export type SayPlace = (value: string, place: string) => string;

const SPECIAL = /[.*+?^$()[\]\\|]/g;
const known = new Map<string, RegExp>();

function patternOf(zh: string): RegExp {
  const made =
    known.get(zh) ??
    new RegExp(`^${zh.replaceAll(SPECIAL, String.raw`\$&`).replaceAll(/\{(\w+)\}/g, '(?<$1>.+?)')}$`, 's');
  known.set(zh, made);
  return made;
}

/** A sentence in English by the first form that fits it; undefined for what people wrote themselves. */
export function toldInEnglish(
  sentences: Sentences,
  text: string,
  say: SayPlace = (value) => value,
): string | undefined {
  for (const [zh, en] of sentences) {
    const match = patternOf(zh).exec(text);
    if (match === null) continue;
    return en.replaceAll(/\{(\w+)\}/g, (_, place: string) => say(match.groups?.[place] ?? '', place));
  }
  return undefined;
}
