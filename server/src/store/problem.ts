/** A store cannot be opened for a reason the operator can change; the message is one line, in Chinese and English. */
export class StoreProblem extends Error {
  override readonly name = 'StoreProblem';

  constructor(zh: string, en: string, cause?: unknown) {
    super(`${zh} · ${en}`, cause === undefined ? undefined : { cause });
  }
}
