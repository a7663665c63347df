/** Short names of provinces on plates (GA 36-2018), in the order of their region codes. */
export const PLATE_PROVINCES = '京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新';

const PROVINCE = `[${PLATE_PROVINCES}]`;
const LETTER = '[A-HJ-NP-Z]';
const SIGN = '[A-HJ-NP-Z0-9]';

export type PlateKind =
  | 'ordinary'
  | 'newEnergySmall'
  | 'newEnergyLarge'
  | 'trailer'
  | 'coach'
  | 'police'
  | 'hongKong'
  | 'macao'
  | 'consulate';

/** Kinds of number plates; the first that fits decides. */
const PLATES: readonly (readonly [PlateKind, RegExp])[] = [
  ['newEnergySmall', new RegExp(`^${PROVINCE}${LETTER}[A-HJK]${SIGN}\\d{4}$`)],
  ['newEnergyLarge', new RegExp(`^${PROVINCE}${LETTER}\\d{5}[A-HJK]$`)],
  ['trailer', new RegExp(`^${PROVINCE}${LETTER}${SIGN}{4}挂$`)],
  ['coach', new RegExp(`^${PROVINCE}${LETTER}${SIGN}{4}学$`)],
  ['police', new RegExp(`^${PROVINCE}${LETTER}${SIGN}{4}警$`)],
  ['hongKong', new RegExp(`^粤Z${SIGN}{4}港$`)],
  ['macao', new RegExp(`^粤Z${SIGN}{4}澳$`)],
  ['consulate', new RegExp(`^${PROVINCE}${LETTER}${SIGN}{4}领$|^\\d{6}使$`)],
  ['ordinary', new RegExp(`^${PROVINCE}${LETTER}${SIGN}{5}$`)],
];

/** The kind of a plate, dots and spaces between its characters allowed; undefined for what is no plate. */
export function plateKind(text: string): PlateKind | undefined {
  const plate = text.replaceAll(/[\s·•-]/g, '').toUpperCase();
  return PLATES.find(([, form]) => form.test(plate))?.[0];
}

const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const VIN_LETTERS = 'ABCDEFGH.JKLMN.P.R..STUVWXYZ';

/** Values of ISO 3779 letters: A–H 1–8, J–R 1–9, S–Z 2–9. */
function vinValue(character: string): number {
  if (/\d/.test(character)) return Number(character);
  const at = VIN_LETTERS.indexOf(character);
  return at < 18 ? (at % 9) + 1 : at - 18;
}

/** Is it a vehicle identification number with a right check digit at place 9 (GB 16735)? */
export function isVin(text: string): boolean {
  if (!/^[A-HJ-NPR-Z0-9]{17}$/.test(text)) return false;
  const remainder = VIN_WEIGHTS.reduce((sum, weight, index) => sum + weight * vinValue(text[index] ?? '0'), 0) % 11;
  return text[8] === (remainder === 10 ? 'X' : String(remainder));
}
