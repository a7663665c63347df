import type { Mark } from '../working/outcome.ts';

export type DominoTarget = 'atmospheric vessel' | 'pressurised vessel' | 'elongated vessel' | 'small equipment';
export type DominoEffect = 'heat' | 'overpressure' | 'flame';

/** Escalation thresholds: heat in kW/m² (10 min or longer), overpressure in kPa; flame contact is always enough for vessels. */
const THRESHOLDS: Readonly<Record<DominoTarget, { readonly heat: number; readonly overpressure: number }>> = {
  'atmospheric vessel': { heat: 15, overpressure: 22 },
  'pressurised vessel': { heat: 45, overpressure: 16 },
  'elongated vessel': { heat: 45, overpressure: 31 },
  'small equipment': { heat: 37.5, overpressure: 37 },
};

export interface DominoVerdict {
  readonly escalates: boolean;
  readonly threshold: number;
  readonly source: string;
  readonly mark: Mark;
}

/** May an effect on a neighbouring unit escalate to a secondary accident? Heat in kW/m², overpressure in kPa, flame as 1 or 0. */
export function domino(target: DominoTarget, effect: DominoEffect, value: number): DominoVerdict {
  const source = 'Cozzani, Gubinelli & Salzano 2006 (J. Hazard. Mater. 129:1)';
  const threshold = effect === 'flame' ? 1 : THRESHOLDS[target][effect];
  return { escalates: value >= threshold, threshold, source, mark: 'from memory' };
}

/** What one unit gets of an accident beside it. */
export interface DominoRow extends DominoVerdict {
  readonly id: string;
  readonly value: number;
}

/** Units within an effect, by what each receives (kW/m² or kPa): those that may escalate first, then by the nearness to their threshold. */
export function dominoScreen(
  units: readonly { readonly id: string; readonly vessel: DominoTarget; readonly value: number }[],
  effect: DominoEffect,
): DominoRow[] {
  return units
    .map(({ id, vessel, value }) => ({ id, value, ...domino(vessel, effect, value) }))
    .toSorted((a, b) => b.value / b.threshold - a.value / a.threshold);
}

/** The least threshold of an effect over all targets: nothing escalates below it. */
export const leastThreshold = (effect: 'heat' | 'overpressure'): number =>
  Math.min(...Object.values(THRESHOLDS).map((one) => one[effect]));

/** Effects on equipment and people by heat flux (kW/m²), strongest first (Chinese assessment practice; CPR 16E; from memory). */
export const HEAT_EFFECTS: readonly (readonly [kilowatts: number, equipment: string, people: string])[] = [
  [37.5, '工艺设备损坏', '1 min 内 100% 死亡，10 s 1% 死亡'],
  [25, '无火焰长时间辐射木材燃烧', '1 min 内 100% 死亡，10 s 重大损伤'],
  [12.5, '有火焰时木材燃烧、塑料熔化', '1 min 内 1% 死亡，10 s 一度烧伤'],
  [4, '30 min 以上玻璃破裂', '20 s 以上疼痛，可能起水疱'],
  [1.6, '—', '长时间暴露无不适'],
];

/** Side-on overpressure (kPa) and what it does, strongest first (Clancey; Lees; from memory). */
export const BLAST_EFFECTS: readonly (readonly [kilopascals: number, effect: string])[] = [
  [69, 'probable total destruction of buildings'],
  [48, 'rail cars overturned'],
  [35, 'near complete destruction of houses'],
  [21, 'steel-panel buildings demolished, tanks ruptured'],
  [17, 'half the brickwork of houses destroyed'],
  [14, 'walls and roofs partly collapse'],
  [7, 'houses partly demolished, made uninhabitable'],
  [3.5, 'windows shattered'],
  [2, 'a tenth of windows broken, limited minor structural damage'],
  [1, 'typical glass failure'],
  [0.2, 'some large panes under strain'],
];
