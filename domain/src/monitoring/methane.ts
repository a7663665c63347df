import { answer, reaches, refuse, type Answer } from '../working/index.ts';
import { METHANE_PLACES, type MethanePlace } from './methane-places.ts';

/** Other names by which places are called, each a name of the table before its bracket. */
const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    上隅角: '采煤工作面回风隅角',
    回风隅角: '采煤工作面回风隅角',
    工作面: '采煤工作面',
    回风巷: '采煤工作面回风巷',
    进风巷: '高瓦斯、突出矿井采煤工作面进风巷',
    采煤工作面进风巷: '高瓦斯、突出矿井采煤工作面进风巷',
    掘进: '掘进工作面',
    掘进面: '掘进工作面',
    掘进回风流: '掘进工作面回风流',
    总回风巷: '一翼回风巷及总回风巷',
    一翼回风巷: '一翼回风巷及总回风巷',
    采区回风: '采区回风巷',
    局部通风机前: '串联通风被串掘进工作面局部通风机前',
    掘进机: '掘进机、连续采煤机',
    连续采煤机: '掘进机、连续采煤机',
  }),
);

const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\s|T\d$/g, '');
const bare = (place: string): string => plain(place).split('(')[0] ?? '';

/** The rows a name stands for: by its full name, else by its name before the bracket or an alias, else the one it is part of. */
export function methanePlaces(name: string): readonly MethanePlace[] {
  const wanted = plain(name);
  const exact = METHANE_PLACES.filter(({ place }) => plain(place) === wanted);
  if (exact.length > 0) return exact;
  const short = ALIASES.get(wanted) ?? wanted;
  const byName = METHANE_PLACES.filter(({ place }) => bare(place) === bare(short));
  if (byName.length > 0) return byName;
  const containing = METHANE_PLACES.filter(({ place }) => plain(place).includes(wanted));
  return containing.length === 1 ? containing : [];
}

export interface MethaneState {
  readonly alarm: boolean;
  readonly cutoff: boolean;
  /** May power be restored at this reading? Null where the sensor never cuts it. */
  readonly mayRestore: boolean | null;
  readonly scope: string;
}

const strictest = (rows: readonly MethanePlace[], key: 'alarm' | 'cutoff' | 'restore'): number | null => {
  const values = rows.map((row) => row[key]).filter((value) => value !== null);
  return values.length === 0 ? null : Math.min(...values);
};

/**
 * Alarm, power cut and restoration at a methane reading in % by volume (AQ 1029; 煤矿安全规程 art. 536): alarm and cut
 * at or above their limits, restoration below its own. A name of several rows takes the strictest of each limit.
 */
export function methane(place: string, percent: number): Answer<MethaneState> {
  if (!(percent >= 0 && percent <= 100)) return refuse('甲烷浓度应在0与100 %之间', 'AQ 1029');
  const rows = methanePlaces(place).filter(({ place: name }) => !name.includes('超限上限'));
  const first = rows[0] ?? methanePlaces(place)[0];
  if (!first) return refuse(`“${place}”不在甲烷传感器设置表中`, 'AQ 1029');
  const used = rows.length > 0 ? rows : [first];
  const [alarm, cutoff, restore] = (['alarm', 'cutoff', 'restore'] as const).map((key) => strictest(used, key));
  const result: MethaneState = {
    alarm: reaches(percent, alarm ?? Infinity),
    cutoff: cutoff != null && reaches(percent, cutoff),
    mayRestore: restore == null ? null : !reaches(percent, restore),
    scope: first.scope,
  };
  return answer(
    result,
    'AQ 1029、煤矿安全规程',
    [
      { name: '地点', value: first.place },
      { name: '甲烷', value: percent, unit: '%' },
    ],
    [
      { clause: '甲烷传感器设置表', name: '报警', formula: `≥ ${alarm ?? '—'}`, value: result.alarm },
      { clause: '甲烷传感器设置表', name: '断电', formula: `≥ ${cutoff ?? '—'}`, value: result.cutoff },
      { clause: '甲烷传感器设置表', name: '可复电', formula: `< ${restore ?? '—'}`, value: result.mayRestore },
    ],
    used.some(({ mark }) => mark !== 'confirmed') ? ['该地点限值待与标准原文核对'] : [],
  );
}
