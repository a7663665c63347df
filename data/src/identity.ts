const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** Weights 3^(i−1) mod 31. GB 32100-2015 appendix A. */
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
/** First letters of the organisation part of every demonstration code. */
const DEMONSTRATION_PREFIX = 'DEM';

function organisationCheck(body: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce((total, weight, i) => total + weight * parseInt(body.charAt(i), 36), 0);
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}

function creditCheck(body: string): string {
  const sum = CREDIT_WEIGHTS.reduce((total, weight, i) => total + weight * CREDIT_ALPHABET.indexOf(body.charAt(i)), 0);
  return CREDIT_ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** Demonstration credit code of an enterprise (91) in a county: GB 32100 with both check characters right. `serial` < 100 000. */
export function demonstrationCreditCode(countyCode: string, serial: number): string {
  const organisation = `${DEMONSTRATION_PREFIX}${String(serial).padStart(5, '0')}`;
  const body = `91${countyCode}${organisation}${organisationCheck(organisation)}`;
  return body + creditCheck(body);
}

/** Are both check characters of a credit code right? GB 32100-2015, GB 11714-1997. */
export function creditCodeHolds(code: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return false;
  return organisationCheck(code.slice(8, 16)) === code.charAt(16) && creditCheck(code.slice(0, 17)) === code.charAt(17);
}

const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const VIN_VALUES: Readonly<Record<string, number>> = Object.fromEntries(
  [...'ABCDEFGH']
    .map((letter, i) => [letter, i + 1])
    .concat(
      [...'JKLMN'].map((letter, i) => [letter, i + 1]),
      [
        ['P', 7],
        ['R', 9],
      ],
      [...'STUVWXYZ'].map((letter, i) => [letter, i + 2]),
    ),
);

/** Demonstration vehicle identification number: maker code `LDEM0`, check digit of GB 16735 right. `serial` < 10⁷. */
export function demonstrationVin(serial: number): string {
  const head = 'LDEM0A00';
  const tail = `R${String(serial).padStart(7, '0')}`;
  const body = `${head}0${tail}`;
  const sum = VIN_WEIGHTS.reduce((total, weight, i) => {
    const letter = body.charAt(i);
    return total + weight * (VIN_VALUES[letter] ?? Number(letter));
  }, 0);
  const rest = sum % 11;
  return `${head}${rest === 10 ? 'X' : rest}${tail}`;
}
