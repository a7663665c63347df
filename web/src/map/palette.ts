// Not the room's entrance: that one also brings the component library, which nothing here needs.
import { TOKENS, type ThemeName, type Tokens } from '../theme/tokens.ts';

export type Level = 'red' | 'orange' | 'yellow' | 'blue';
export const LEVELS: readonly Level[] = ['red', 'orange', 'yellow', 'blue'];

/** Colours the map draws with, all from the design tokens. */
export interface Palette {
  readonly dark: boolean;
  readonly out: string;
  readonly land: string;
  readonly edge: string;
  readonly county: string;
  readonly water: string;
  readonly river: string;
  readonly road: string;
  readonly roadCase: string;
  readonly label: string;
  readonly halo: string;
  readonly track: string;
  readonly surface: string;
  readonly line: string;
  readonly ink: string;
  readonly ink2: string;
  readonly vehicle: string;
  readonly vessel: string;
  readonly levels: Readonly<Record<Level, string>>;
  readonly soft: Readonly<Record<Level, string>>;
  readonly yellowEdge: string;
  readonly font: string;
}

/** The palette of a theme. */
export function paletteOf(theme: ThemeName): Palette {
  return paletteFrom(TOKENS[theme], theme === 'wall');
}

/** The palette made of a theme's tokens. */
export function paletteFrom(tokens: Tokens, dark: boolean): Palette {
  const t = (name: string): string => tokens[name] ?? '#000000';
  return {
    dark,
    out: t('--m-out'),
    land: t('--m-land'),
    edge: t('--m-edge'),
    county: t('--m-county'),
    water: t('--m-water'),
    river: t('--m-river'),
    road: t('--m-road'),
    roadCase: t('--m-road-case'),
    label: t('--m-label'),
    halo: t('--m-halo'),
    track: t('--m-track'),
    surface: t('--surface'),
    line: t('--line-2'),
    ink: t('--ink'),
    ink2: t('--ink-2'),
    vehicle: t('--c-1'),
    vessel: t('--c-2'),
    levels: { red: t('--red'), orange: t('--orange'), yellow: t('--yellow'), blue: t('--azure') },
    soft: { red: t('--red-soft'), orange: t('--orange-soft'), yellow: t('--yellow-soft'), blue: t('--azure-soft') },
    yellowEdge: t('--yellow-edge'),
    font: t('--font'),
  };
}

/** `#1E5FA3` as deck.gl wants it: [r, g, b, a], 0 … 255. */
export function rgba(hex: string, alpha = 1): [number, number, number, number] {
  const value = Number.parseInt(hex.slice(1, 7), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255, Math.round(alpha * 255)];
}
