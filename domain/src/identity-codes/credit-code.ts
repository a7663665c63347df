const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/**
 * Check character of a unified social credit code (GB 32100-2015 §5.4: weights 3^(i−1) mod 31).
 * `body` is the first 17 characters; undefined when one of them is outside the code's alphabet.
 */
export function creditCodeCheck(body: string): string | undefined {
  let sum = 0;
  let weight = 1;
  for (const character of body) {
    const value = CREDIT_ALPHABET.indexOf(character);
    if (value < 0) return undefined;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return CREDIT_ALPHABET[(31 - (sum % 31)) % 31];
}

/** Is it a well-formed unified social credit code, check character included (GB 32100-2015)? */
export function isCreditCode(code: string): boolean {
  return code.length === 18 && creditCodeCheck(code.slice(0, 17)) === code[17];
}

const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const ORGANISATION_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Check character of an organisation code (GB 11714-1997): `body` is its first eight; undefined outside 0–9, A–Z. */
export function organisationCodeCheck(body: string): string | undefined {
  const values = [...body].map((character) => ORGANISATION_ALPHABET.indexOf(character));
  if (values.length !== 8 || values.includes(-1)) return undefined;
  const sum = values.reduce((total, value, index) => total + value * (ORGANISATION_WEIGHTS[index] ?? 0), 0);
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : String(check % 11);
}

/** Registering department and kind of body by the first two characters (GB 32100-2015 Table 1). */
const KINDS: Readonly<Record<string, string>> = {
  11: '机关',
  12: '事业单位',
  13: '中央编办直接管理机构编制的群众团体',
  51: '社会团体',
  52: '民办非企业单位',
  53: '基金会',
  91: '企业',
  92: '个体工商户',
  93: '农民专业合作社',
};

export interface CreditCode {
  readonly kind: string;
  /** Six digits of the registering place (GB/T 2260). */
  readonly region: string;
  readonly organisation: string;
  /** Does the organisation code inside carry a right check character too? Some codes in use do not. */
  readonly organisationValid: boolean;
}

/** What a valid credit code says of its holder; undefined for an invalid one. */
export function readCreditCode(code: string): CreditCode | undefined {
  if (!isCreditCode(code)) return undefined;
  const organisation = code.slice(8, 17);
  return {
    kind: KINDS[code.slice(0, 2)] ?? '其他',
    region: code.slice(2, 8),
    organisation,
    organisationValid: organisationCodeCheck(organisation.slice(0, 8)) === organisation[8],
  };
}
