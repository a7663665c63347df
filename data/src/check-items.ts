import { readFileSync } from 'node:fs';
import { packFile } from './packs.ts';

/** One item of the first master: its code and what it says; `packs/checklist/README.md` explains the members. */
export interface PackedCheckItem {
  readonly code: string;
  readonly [member: string]: unknown;
}

/** The items that come with the project; throws where the pack is missing. */
export function loadCheckItems(): PackedCheckItem[] {
  return JSON.parse(readFileSync(packFile('checklist/items.json'), 'utf8')) as PackedCheckItem[];
}
