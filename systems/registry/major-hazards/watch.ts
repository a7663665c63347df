/** The four kinds of signal a major hazard source must send, and the point kinds that carry each. D3:48 */
export const SIGNAL_KINDS = [
  { key: 'pressure', label: '压力', labelEn: 'Pressure', points: ['pressure', 'reactor-pressure'] },
  { key: 'temperature', label: '温度', labelEn: 'Temperature', points: ['temperature', 'reactor-temperature'] },
  { key: 'level', label: '液位', labelEn: 'Level', points: ['level'] },
  {
    key: 'leak',
    label: '泄漏',
    labelEn: 'Leak',
    points: ['combustible', 'toxic', 'chlorine', 'ammonia', 'carbon-monoxide'],
  },
] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number]['key'];

/** What a source needs of the four: a store of atmospheric vessels has no pressure to watch, a store of goods no level. */
export function neededSignals(storages: readonly string[]): readonly SignalKind[] {
  const kept = new Set(storages);
  const any = (...forms: readonly string[]) => forms.some((form) => kept.has(form));
  const needs: Record<SignalKind, boolean> = {
    pressure: any('pressure-tank', 'refrigerated-tank', 'in-process', 'filling'),
    temperature: true,
    level: any('pressure-tank', 'refrigerated-tank', 'atmospheric-tank', 'buried-tank'),
    leak: true,
  };
  return SIGNAL_KINDS.map(({ key }) => key).filter((key) => needs[key]);
}

/** How a source is watched: which of the needed kinds have a bound sensor, which not; without any it is unmonitored. */
export function watchOf(
  storages: readonly string[],
  pointKinds: readonly string[],
): { readonly bound: number; readonly missing: readonly SignalKind[]; readonly unmonitored: boolean } {
  const kinds = new Set(pointKinds);
  const relevant = new Set(
    SIGNAL_KINDS.filter(({ points }) => points.some((point) => kinds.has(point))).map(({ key }) => key),
  );
  const bound = pointKinds.filter((kind) =>
    SIGNAL_KINDS.some(({ points }) => (points as readonly string[]).includes(kind)),
  ).length;
  const missing = neededSignals(storages).filter((key) => !relevant.has(key));
  return { bound, missing, unmonitored: bound === 0 };
}
