import { describe, expect, it } from 'vitest';
import { csvOf } from './csv.js';
import { entityOf } from './table.js';
const record = (members) => ({
    id: '',
    name: '甲厂',
    regionPath: 'cn.36.11.',
    regionName: '上饶市',
    organisationId: null,
    version: 1,
    updatedAt: '2026-03-18T00:00:00.000Z',
    retiredAt: null,
    labels: {},
    demonstration: true,
    ...members,
});
describe('csvOf', () => {
    const [heading, ...lines] = csvOf(entityOf('enterprise'), [
        record({
            sector: 'fireworks',
            riskLevel: 'red',
            employees: -3,
            address: '=HYPERLINK("http://evil")',
            park: '甲,乙"丙',
        }),
        record({ name: '+cmd', phone: '\t@x' }),
    ]).split('\r\n');
    it('starts with a byte order mark and Chinese headings', () => {
        expect(heading).toMatch(/^\uFEFF企业名称,所在辖区,统一社会信用代码,行业领域,安全风险等级,/);
    });
    it('writes labels for keys, and quotes what needs it', () => {
        expect(lines[0]).toContain(',烟花爆竹,重大,');
        expect(lines[0]).toContain(',"甲,乙""丙",');
        expect(lines[0]).toContain('演示数据');
    });
    it('lets no spreadsheet run a cell as a formula, and leaves numbers as they are', () => {
        expect(lines[0]).toContain(`"'=HYPERLINK(""http://evil"")"`);
        expect(lines[0]).toContain(',-3,');
        expect(lines[1]).toMatch(/^'\+cmd,/);
        expect(lines[1]).toContain(",'\t@x,");
    });
});
//# sourceMappingURL=csv.test.js.map