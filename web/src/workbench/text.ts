/** Figures as people read them on the workbench. */
export const metresText = (metres: number): string => {
  if (metres >= 9999) return `≥ ${(metres / 1000).toFixed(0)} km`;
  if (metres >= 10_000 / 3) return `${(metres / 1000).toFixed(2)} km`;
  return `${Math.round(metres)} m`;
};

/** A band of distances in one unit. */
export const rangeText = (near: number, far: number): string => {
  if (far < 1000) return `${Math.round(near)}–${Math.round(far)} m`;
  const end = far >= 9999 ? '≥ 10' : (far / 1000).toFixed(1);
  return near >= 9999 ? `${end} km` : `${(near / 1000).toFixed(1)}–${end} km`;
};

export function significant(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return '—';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) return value.toExponential(digits - 1).replace('e+', 'e');
  return String(Number(value.toPrecision(digits)));
}

export const massText = (kg: number): string =>
  kg >= 10_000 ? `${significant(kg / 1000)} t` : `${significant(kg)} kg`;
/** A rate in the unit that suits `like`, so that the ends of an interval read alike. */
export const rateText = (kg: number, like = kg): string =>
  like < 0.02 ? `${significant(kg * 1000)} g/s` : `${significant(kg)} kg/s`;
export const shareText = (share: number): string =>
  share >= 0.995 ? '> 99 %' : share < 0.001 ? '< 0.1 %' : `${significant(100 * share, 2)} %`;

const DIRECTIONS = ['N', 'NNE', 'NE', 'ENE', 'E', 'ESE', 'SE', 'SSE', 'S', 'SSW', 'SW', 'WSW', 'W', 'WNW', 'NW', 'NNW'];
export const windName = (degrees: number): string => DIRECTIONS[Math.round(degrees / 22.5) % 16] ?? '';

/** An area in m², from a hectare on in km². */
export const areaText = (metres: number): string =>
  metres < 10_000 ? `${significant(metres, 2)} m²` : `${significant(metres / 1e6, 2)} km²`;

const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A yearly frequency: 3×10⁻⁷. */
export function riskText(value: number): string {
  if (value <= 0) return '0';
  if (value < 1e-12) return '< 10⁻¹²';
  const power = Math.floor(Math.log10(value) + 1e-9);
  const head = Number((value / 10 ** power).toPrecision(2));
  const exponent = String(-power).replaceAll(/\d/g, (digit) => SUPERSCRIPT[Number(digit)] ?? '');
  return `${head === 1 ? '' : `${head}×`}10${power < 0 ? '⁻' : ''}${power < 0 ? exponent : String(power)}`;
}
