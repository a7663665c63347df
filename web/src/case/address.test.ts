import { describe, expect, it } from 'vitest';
import { changeWish, exportHref, narrowed, readWish, wishQuery } from './address.ts';

const read = (text: string) => readWish(new URLSearchParams(text));

describe('the wish of a list of cases', () => {
  it('shows the open ones where nothing is said, and a state with its ended ones', () => {
    expect(read('').open).toBe('1');
    expect(read('state=closed').open).toBe('all');
    expect(read('state=graded&open=0').open).toBe('0');
  });

  it('passes over what it cannot mean, so that no address makes the server refuse', () => {
    const wish = read('sort=name&owner=god&page=-3&size=7&from=yesterday&overdue=yes');
    expect(wish).toMatchObject({ sort: '', owner: '', page: 1, size: 50, from: '', overdue: false });
  });

  it('takes class and trade from the address, and names the same wish for the file', () => {
    const wish = read('class=place,none&sector=other&level=red,none,mauve&class2=x&page=3');
    expect(wish.more).toEqual({ class: 'place,none', sector: 'other' });
    expect(wish.level).toEqual(['red', 'none']);
    expect(read('class=%27;drop').more).toEqual({});
    const file = new URL(exportHref(wish, 'hidden-danger', 'cn.36.'), 'http://x');
    expect(file.pathname).toBe('/api/cases/export.csv');
    expect(Object.fromEntries(file.searchParams)).toEqual({
      kind: 'hidden-danger',
      region: 'cn.36.',
      open: '1',
      level: 'red,none',
      class: 'place,none',
      sector: 'other',
    });
  });

  it('asks for whole days of Shanghai, the last one included', () => {
    const asked = wishQuery(read('from=2026-03-01&to=2026-03-18'), 'hidden-danger', 'cn.36.');
    expect(asked['from']).toBe(Date.parse('2026-03-01T00:00:00+08:00'));
    expect(asked['to']).toBe(Date.parse('2026-03-19T00:00:00+08:00'));
    expect(asked).toMatchObject({ kind: 'hidden-danger', region: 'cn.36.', open: '1' });
  });

  it('goes back to the first page when the wish changes, not when only the page does', () => {
    const before = new URLSearchParams('page=4&level=red');
    expect(changeWish(before, { overdue: '1' }).get('page')).toBeNull();
    expect(changeWish(before, { page: 5 }).toString()).toBe('page=5&level=red');
    expect(changeWish(before, { level: null }).toString()).toBe('');
  });

  it('knows whether anything narrows it beyond its tab', () => {
    expect(narrowed(read('state=graded&page=2'))).toBe(false);
    expect(narrowed(read('search=x'))).toBe(true);
    expect(narrowed(read('level=red'))).toBe(true);
  });
});
