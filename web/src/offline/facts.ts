import { database } from './database.ts';

/** Small things of this device: room, when it was prepared. */
export async function readFact(key: string): Promise<unknown> {
  return (await database()).get('facts', key);
}

export async function writeFact(key: string, value: unknown): Promise<void> {
  await (await database()).put('facts', value, key);
}
