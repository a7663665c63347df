import { CHEMICAL_LIMITS, type ChemicalLimit } from './chemical-limits.ts';
import { DUST_LIMITS, type DustLimit } from './dust-limits.ts';

const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\s+/g, '').toLowerCase();
const bare = (text: string): string => plain(text).split('(')[0] ?? '';

function named<T extends { readonly name: string; readonly english: string; readonly cas: string }>(
  rows: readonly T[],
  text: string,
): readonly T[] {
  const wanted = plain(text);
  const exact = rows.filter(({ name, english, cas }) =>
    [name, english, cas].some((own) => own !== '' && plain(own) === wanted),
  );
  return exact.length > 0 ? exact : rows.filter(({ name }) => bare(name) === wanted);
}

/** Limits of a chemical by Chinese or English name or CAS number; several rows where the standard splits it. */
export function chemicalLimits(text: string): readonly ChemicalLimit[] {
  return named(CHEMICAL_LIMITS, text);
}

/** Limits of a dust by name or CAS number. */
export function dustLimits(text: string): readonly DustLimit[] {
  return named(DUST_LIMITS, text);
}

/** The limit a gas alarm is set by: MAC, else PC-TWA, else PC-STEL (GB/T 50493-2019 §5.5.2), in mg/m³. */
export function alarmLimit({ mac, twa, stel }: ChemicalLimit): number | null {
  return mac ?? twa ?? stel;
}
