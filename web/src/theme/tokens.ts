import css from './tokens.css?raw';

export type Tokens = Readonly<Record<string, string>>;
export type ThemeName = 'desk' | 'wall';

/** Custom properties of the rule with this selector, as `{ '--ink': '#16202C' }`. */
function declarations(source: string, selector: string): Record<string, string> {
  const start = source.indexOf(`${selector} {`);
  const body = source.slice(source.indexOf('{', start) + 1, source.indexOf('}', start));
  const pairs = body.replaceAll(/\/\*[\s\S]*?\*\//g, '').matchAll(/(--[\w-]+):\s*([^;]+);/g);
  return Object.fromEntries([...pairs].map(([, name, value]) => [name as string, (value as string).trim()]));
}

function resolve(tokens: Tokens, value: string): string {
  return value.replaceAll(/var\((--[\w-]+)\)/g, (_, name: string) => resolve(tokens, tokens[name] ?? ''));
}

/** All tokens of both themes with references resolved; tokens.css is the one source of every value. */
export function readTokens(source: string): Record<ThemeName, Tokens> {
  const desk = declarations(source, ':root');
  const wall = { ...desk, ...declarations(source, '[data-theme="wall"]') };
  const flat = (tokens: Tokens) =>
    Object.fromEntries(Object.entries(tokens).map(([name, value]) => [name, resolve(tokens, value)]));
  return { desk: flat(desk), wall: flat(wall) };
}

export const TOKENS = readTokens(css);

/** One token of a theme, for places CSS cannot reach (canvas, WebGL). Throws on an unknown name. */
export function token(name: `--${string}`, theme: ThemeName = 'desk'): string {
  const value = TOKENS[theme][name];
  if (value === undefined) throw new Error(`unknown token ${name}`);
  return value;
}
