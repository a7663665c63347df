import type { ParameterView, SettingView } from '@anlan/kernel/parameter';

export type ParameterValue = ParameterView['value'];

/** Text of a list editor ↔ its entries: one per line, blank lines and repetitions fall away. */
export function entriesOf(text: string): string[] {
  const lines = text.split(/[\n,，;；]/).map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}

/** Which settings hold, are to come or are over, of one parameter's history (newest first). */
export function standingOf(
  settings: readonly SettingView[],
  now: number,
): readonly (SettingView & { readonly standing: 'inForce' | 'later' | 'past' })[] {
  const held = new Set<string>();
  return settings
    .toSorted((a, b) => b.from - a.from)
    .map((setting) => {
      if (setting.from > now) return { ...setting, standing: 'later' as const };
      const first = !held.has(setting.regionPath);
      held.add(setting.regionPath);
      return { ...setting, standing: first ? ('inForce' as const) : ('past' as const) };
    });
}
