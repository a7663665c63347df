import { ROLES } from '@anlan/kernel/access';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { safeNext } from '../entrance/next.ts';
import { readTokens, token } from '../theme/tokens.ts';
import { familyOf } from './family.ts';
import { railOf } from './navigation.tsx';
import { PAGES } from './pages.ts';
import { withScope } from './scope.ts';

describe('the rail', () => {
  it('shows every entry a role names, in the fixed order, and the page it lands on', () => {
    for (const role of ROLES) expect(railOf(role.rail), role.key).toHaveLength(role.rail.length);
    expect(railOf(['monitoring', 'map', 'home'], '/desk').map((entry) => entry.key)).toEqual([
      'home',
      'map',
      'desk',
      'monitoring',
    ]);
  });

  it('knows the family of a page', () => {
    expect(familyOf('/registry/tanks')).toBe('monitoring');
    expect(familyOf('/enterprises/1')).toBe('registry');
    expect(familyOf('/systems/emergency')).toBe('emergency');
    expect(familyOf('/home')).toBeUndefined();
  });
});

describe('the pages', () => {
  it('are each named once', () => {
    const addresses = PAGES.map(({ href }) => href);
    expect(addresses.filter((href, place) => addresses.indexOf(href) !== place)).toEqual([]);
  });
});

describe('the scope of the address', () => {
  it('follows into links inside the platform that name none', () => {
    expect(withScope('/map?open=1', '?scope=cn.36.11.')).toBe('/map?open=1&scope=cn.36.11.');
    expect(withScope('/map?scope=cn.50.', '?scope=cn.36.11.')).toBe('/map?scope=cn.50.');
    expect(withScope('/map', '')).toBe('/map');
    expect(withScope('https://example.org/', '?scope=cn.36.')).toBe('https://example.org/');
  });
});

describe('after sign-in', () => {
  it('only addresses inside the platform are gone on to', () => {
    expect(safeNext('/desk?alarm=1')).toBe('/desk?alarm=1');
    for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', null])
      expect(safeNext(next)).toBeUndefined();
  });
});

describe('tokens', () => {
  it('are read from the one style sheet with references resolved, for both themes', () => {
    const { desk, wall } = readTokens(readFileSync(`${import.meta.dirname}/../theme/tokens.css`, 'utf8'));
    expect(desk['--primary']).toBe(desk['--blue-600']);
    expect(Object.values(wall).join(' ')).not.toContain('var(');
    expect(wall['--ink']).not.toBe(desk['--ink']);
  });

  it('that do not exist are a mistake, not a silent default', () => {
    expect(() => token('--no-such-token')).toThrow('unknown token');
    expect(readTokens(':root { --a: #111; --b: var(--a); }\n[data-theme="wall"] { --a: #222; }').wall['--b']).toBe(
      '#222',
    );
  });
});
