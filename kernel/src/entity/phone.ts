const COUNTRY = String.raw`(\+?86[- ]?)?`;
const MOBILE = String.raw`1[3-9]\d[- ]?\d{4}[- ]?\d{4}`;
/** With or without its area code; service numbers (12395, 95598), too; with or without an extension. */
const FIXED = String.raw`(0\d{2,3}[- ]?)?([2-9]\d{6,7}|1\d{2,4}|9\d{4})([- ]\d{1,6})?`;
const SERVICE = String.raw`[48]00[- ]?\d{3}[- ]?\d{4}`;

/** The members of a text field that is a telephone number in China (公众电信网编号; the spelling is the platform's own). */
export const PHONE = {
  max: 20,
  pattern: new RegExp(`^${COUNTRY}(${MOBILE}|${FIXED}|${SERVICE})$`),
  patternHelp: '应为手机号、座机号或服务号码',
} as const;
