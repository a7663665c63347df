const KEY = 'anlan.account';

/** Whose data this device holds: the person who signed in last and did not sign out. */
export interface Holder {
  readonly id: string;
  readonly name: string;
}

export function holder(): Holder | undefined {
  try {
    const read = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Holder | null;
    return read ?? undefined;
  } catch {
    return undefined;
  }
}

export function holdFor(person: Holder | undefined): void {
  if (person === undefined) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, JSON.stringify({ id: person.id, name: person.name }));
}
