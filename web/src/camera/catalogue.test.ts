import type { CatalogueEntry } from '@anlan/kernel/camera';
import { expect, it } from 'vitest';
import { treeOf } from './Catalogue.tsx';

const entry = (code: string, parent: string | null): CatalogueEntry => ({
  code,
  parent,
  name: code,
  status: 'ON',
  maker: null,
  address: null,
  type: '',
  cameraId: null,
});
const drawn = (...rows: CatalogueEntry[]): string[] =>
  treeOf(rows).map(({ entry: { code }, depth }) => `${depth}${code}`);

it('a catalogue is a tree, whatever parents a device names', () => {
  expect(drawn(entry('b', 'a'), entry('a', 'nvr'), entry('c', 'a'), entry('d', null))).toEqual([
    '0a',
    '1b',
    '1c',
    '0d',
  ]);
  // A circle, and an entry that is its own parent.
  expect(drawn(entry('x', 'y'), entry('y', 'x'), entry('z', 'z'))).toEqual(['0z', '0x', '1y']);
});
