import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { literal, readInsertHead, shapeOf, splitStatements } from './statements.js';
describe('splitStatements', () => {
    it('splits at the semicolons between statements only', () => {
        const sql = `-- first; not a statement
create table a (s String default ';', \`b;c\` UInt8); /* x; y */
insert into a values ('it''s; \\'', 1) ;; select "q;" -- tail;`;
        expect(splitStatements(sql)).toEqual([
            `-- first; not a statement\ncreate table a (s String default ';', \`b;c\` UInt8)`,
            `/* x; y */\ninsert into a values ('it''s; \\'', 1)`,
            `select "q;" -- tail;`,
        ]);
    });
    it('finds nothing in comments and blanks', () => {
        expect(splitStatements(' ;; -- only a note\n/* ; */ ;')).toEqual([]);
    });
    it('never splits inside a literal, whatever it holds', () => {
        fc.assert(fc.property(fc.string(), fc.string(), (a, b) => {
            expect(splitStatements(`select ${literal(a)}; select ${literal(b)}`)).toEqual([
                `select ${literal(a)}`,
                `select ${literal(b)}`,
            ]);
        }));
    });
});
describe('readInsertHead', () => {
    it.each([
        ['INSERT INTO t FORMAT RowBinary', { target: 'INSERT INTO t', settings: undefined, format: 'RowBinary' }],
        [
            'insert into a.b (x, y) format JSONEachRow;',
            { target: 'insert into a.b (x, y)', settings: undefined, format: 'JSONEachRow' },
        ],
        [
            "/* why */\nINSERT INTO t (x)\nSETTINGS a=1, b='x'\nFORMAT Native\n",
            { target: 'INSERT INTO t (x)', settings: "a=1, b='x'", format: 'Native' },
        ],
        ['INSERT INTO t (x) VALUES', { target: 'INSERT INTO t (x)', settings: undefined, format: 'Values' }],
    ])('recognises %j', (sql, head) => {
        expect(readInsertHead(sql)).toEqual(head);
    });
    it.each([
        'INSERT INTO t VALUES (1)',
        'INSERT INTO t SELECT * FROM s',
        'INSERT INTO t SELECT * FROM s FORMAT Null',
        'SELECT 1 FORMAT RowBinary',
        'INSERT INTO t FORMAT JSONEachRow {"x":1}',
    ])('leaves %j alone', (sql) => {
        expect(readInsertHead(sql)).toBeUndefined();
    });
});
describe('shapeOf', () => {
    it.each([
        ['SELECT 1', { format: 'TabSeparated', streamed: true, insert: false }],
        ['SELECT 1\nFORMAT JSONEachRow', { format: 'JSONEachRow', streamed: true, insert: false }],
        ['-- note\n(SELECT 1) FORMAT JSON', { format: 'JSON', streamed: false, insert: false }],
        [
            'WITH 1 AS x SELECT x FORMAT RowBinary SETTINGS max_threads=1',
            { format: 'RowBinary', streamed: true, insert: false },
        ],
        ['SELECT 1 FORMAT CSVWithNames', { format: 'CSVWithNames', streamed: false, insert: false }],
        ['CREATE TABLE t (x Int8) ENGINE=Memory', { format: 'TabSeparated', streamed: false, insert: false }],
        ['INSERT INTO t SELECT 1', { format: 'TabSeparated', streamed: false, insert: true }],
    ])('of %j', (sql, shape) => {
        expect(shapeOf(sql, 'TabSeparated')).toEqual(shape);
    });
});
//# sourceMappingURL=statements.test.js.map