/** What became of one case. */
export interface Checked {
  readonly id: string;
  readonly ok: boolean;
  /** The first difference in words, where there is one. */
  readonly difference?: string;
}
