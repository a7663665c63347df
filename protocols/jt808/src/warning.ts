/** A deviation that did not prevent decoding. */
export interface Warning {
  code: 'length' | 'short-phone' | 'phone' | 'trailing' | 'malformed-item';
  detail: string;
}
