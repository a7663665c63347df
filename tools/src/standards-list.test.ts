import { expect, it } from 'vitest';
import { standardsList } from './standards-list.ts';

it('docs/standards.md lists what is still to be checked', async () => {
  await expect(standardsList()).toMatchFileSnapshot('../../docs/standards.md');
});
