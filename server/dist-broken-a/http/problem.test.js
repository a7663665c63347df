import { describe, expect, it } from 'vitest';
import { languageOf } from './index.js';
describe('languageOf', () => {
    it.each([
        [undefined, 'zh'],
        ['', 'zh'],
        ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
        ['en', 'en'],
        ['en-US,en;q=0.9', 'en'],
        ['de;q=1, en;q=0.5, zh;q=0.4', 'en'],
        ['en;q=0.3, zh-Hans', 'zh'],
        ['fr', 'zh'],
        [';;;q=,en;q=x', 'en'],
    ])('reads %s as %s', (header, language) => expect(languageOf(header)).toBe(language));
});
//# sourceMappingURL=problem.test.js.map