import { parseArgs } from 'node:util';

/** Whole numbers and texts of a command line by name; the defaults tell which is which. */
export function optionsOf<T extends Record<string, number | string>>(args: readonly string[], defaults: T): T {
  const options = Object.fromEntries(Object.keys(defaults).map((name) => [name, { type: 'string' as const }]));
  const { values } = parseArgs({ args: [...args], options });
  const read = Object.entries(defaults).map(([name, usual]) => {
    const text = values[name];
    if (text === undefined) return [name, usual];
    if (typeof usual === 'string') return [name, text];
    if (!/^\d+$/.test(text)) throw new Error(`--${name} must be a whole number, not ${text}`);
    return [name, Number(text)];
  });
  return Object.fromEntries(read) as T;
}
