/** Copies of an expectation, each with another one of its values changed, and the path of that value. */
export function* changesOf(value: unknown, path = ''): Generator<{ readonly path: string; readonly changed: unknown }> {
  if (typeof value !== 'object' || value === null) {
    yield { path, changed: typeof value === 'number' ? value + 1 : `not ${String(value)}` };
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    for (const { path: at, changed } of changesOf(member, `${path}.${key}`)) {
      yield { path: at, changed: Object.assign(Array.isArray(value) ? [...value] : { ...value }, { [key]: changed }) };
    }
  }
}
