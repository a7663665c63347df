import { defineEntity } from '@anlan/kernel/entity';
import { describe, expect, it } from 'vitest';
import { listQuery, nextSort, readAddress, writeAddress } from './address.ts';
import { changesOf, keepDraft, readDraft } from './draft.ts';
import { viewQuery } from './views.ts';

const shed = defineEntity({
  key: 'shed',
  plural: 'sheds',
  label: '棚',
  labelEn: 'Shed',
  about: '',
  family: 'registry',
  nameLabel: '名称',
  nameLabelEn: 'Name',
  located: false,
  fields: {
    kind: { kind: 'choice', label: '类型', labelEn: 'Kind', filter: true, options: [] },
    owner: { kind: 'reference', entity: 'enterprise', label: '企业', labelEn: 'Owner' },
    keeper: { kind: 'text', label: '看管人', labelEn: 'Keeper', personal: true, filter: true },
  },
});

describe('the address of a list', () => {
  it('carries search, sort, page and filters, and nothing the entity does not offer', () => {
    const state = readAddress(
      shed,
      new URLSearchParams('search=甲&sort=-name&page=3&size=100&kind=a,b&owner=x&keeper=张&open=1'),
    );
    expect(state).toEqual({
      search: '甲',
      verified: '',
      missing: '',
      days: '',
      sort: '-name',
      page: 3,
      size: 100,
      filters: { kind: ['a', 'b'], owner: ['x'] },
    });
  });

  it('takes nonsense for the first page of the usual size', () => {
    expect(readAddress(shed, new URLSearchParams('page=-2&size=9999'))).toMatchObject({ page: 1, size: 50 });
  });

  it('goes back to the first page when its content changes, not when a record is opened', () => {
    const at = new URLSearchParams('page=4&kind=a');
    expect(writeAddress(at, { kind: 'b' }).toString()).toBe('kind=b');
    expect(writeAddress(at, { open: 'x' }).toString()).toBe('page=4&kind=a&open=x');
    expect(writeAddress(at, { page: 1 }).toString()).toBe('kind=a');
  });

  it('asks the server for the scope on the screen', () => {
    const state = readAddress(shed, new URLSearchParams('kind=a,b'));
    expect(listQuery(state, 'cn.36.')).toEqual({
      search: '',
      verified: '',
      missing: '',
      days: '',
      sort: '',
      page: 1,
      size: 50,
      region: 'cn.36.',
      kind: 'a,b',
    });
  });

  it('sorts up, down, not at all', () => {
    expect([
      nextSort('', 'name'),
      nextSort('name', 'name'),
      nextSort('-name', 'name'),
      nextSort('name', 'kind'),
    ]).toEqual(['name', '-name', '', 'kind']);
  });

  it('is the same view whatever the order of its filters, the page or the opened record', () => {
    expect(viewQuery(new URLSearchParams('sort=name&kind=a&page=2&open=x'))).toBe(
      viewQuery(new URLSearchParams('kind=a&sort=name')),
    );
  });
});

describe('a draft', () => {
  it('is found again for thirty days', () => {
    keepDraft('sheds', undefined, { at: 1000, values: { name: '甲' } });
    expect(readDraft('sheds', undefined, 1000 + 29 * 86_400_000)?.values).toEqual({ name: '甲' });
    expect(readDraft('sheds', undefined, 1000 + 31 * 86_400_000)).toBeUndefined();
  });

  it('that cannot be kept or read loses nothing else', () => {
    const full = {
      setItem: () => {
        throw new Error('full');
      },
    };
    expect(keepDraft('sheds', 'x', { at: 1, values: {} }, full)).toBe(false);
    expect(readDraft('sheds', 'x', 1, { getItem: () => '{broken' })).toBeUndefined();
  });

  it('sends only what was changed, an emptied value as null', () => {
    expect(changesOf({ name: '甲', kind: 'a', size: 3 }, { name: '甲', kind: '', size: 4, note: undefined })).toEqual({
      kind: null,
      size: 4,
    });
  });
});
