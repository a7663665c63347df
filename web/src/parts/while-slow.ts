/** What a button shows while its act runs: its circle only after a moment, so that a quick answer does not leave it in the middle of appearing. */
export const whileSlow = (on: boolean): false | { readonly delay: number } => on && { delay: 150 };
