import { z } from 'zod';

/** Personal data as it is shown unless asked for: 张三 → 张*, 欧阳明月 → 欧**, 13812340000 → 138****0000. */
export function mask(value: string): string {
  const letters = [...value];
  if (letters.length >= 7 && /\d{4}$|\d{3}[\dXx]$/.test(value))
    return `${letters.slice(0, 3).join('')}****${letters.slice(-4).join('')}`;
  return `${letters[0] ?? ''}${'*'.repeat(Math.min(2, Math.max(1, letters.length - 1)))}`;
}

/** What marks a member of an answer as personal data; shown in the API description. */
export const PERSONAL = 'x-personal';

/** A member of an answer that is a person's name, number or address: leaves the server masked, unless it may be seen. */
export function personal<S extends z.ZodType>(schema: S): S {
  return schema.meta({ ...schema.meta(), [PERSONAL]: true });
}
