import { settingsSchema, type CollectionView } from '@anlan/kernel/collection';
import { describe, expect, it } from 'vitest';
import { readRows, writeRows } from './collection-rows.ts';

const view = (settings: object, points: object[]): CollectionView =>
  ({ settings: settingsSchema.parse(settings), points }) as unknown as CollectionView;

describe('rows of a collection', () => {
  it('read as they were written', () => {
    const sources = [
      { point: 'level', table: 'holding', address: 4, type: 'float32', order: 'CDAB', scale: 0.1, offset: -2 },
      { point: 'pump', table: 'input', address: 9, bit: 3 },
    ];
    const points = [
      { key: 'level', name: '液位', kind: 'level', unit: '%', rangeLow: 0, rangeHigh: 100 },
      { key: 'pump', name: '泵运行', kind: 'state', unit: '', rangeLow: null, rangeHigh: null },
    ];
    const given = view({ protocol: 'modbus', host: 'plc', sources }, points);
    const read = readRows('modbus', writeRows('modbus', given));
    expect(read.problems).toEqual([]);
    expect(read.points).toEqual(points);
    expect(settingsSchema.parse({ protocol: 'modbus', host: 'plc', sources: read.sources })).toEqual(given.settings);
  });

  it('take the defaults where cells are missing, and semicolons for tabs', () => {
    const { points, sources, problems } = readRows(
      'opcua',
      'level;液位;level;%;;;ns=2;s=T1\nlevel2\t液位\tlevel\t%\t\t\tns=2;s=T2',
    );
    expect(points.map(({ key, rangeLow }) => [key, rangeLow])).toEqual([
      ['level', null],
      ['level2', null],
    ]);
    expect(sources[1]).toEqual({ point: 'level2', node: 'ns=2;s=T2' });
    expect(problems).toEqual([{ row: 1, text: '节点应形如 ns=2;s=Tank1.Level 或 nsu=http://…;i=1001' }]);
  });

  it.each([
    ['level\t\tlevel', '点位名称不能为空'],
    ['level\t液位\tlevel\t%\t9\t1', '量程上限应大于下限'],
    ['level\t液位\tlevel\t%\t\t\tholding\tx', '寄存器地址应为整数'],
    ['level\t液位\tlevel\t%\t\t\tsomewhere\t1', '寄存器区不对'],
  ])('%j is refused by its row', (line, text) => {
    expect(readRows('modbus', `\n${line}`).problems).toEqual([{ row: 2, text }]);
  });

  it('the same point twice is refused', () => {
    const line = 'level\t液位\tlevel\t%\t\t\tholding\t1';
    expect(readRows('modbus', `${line}\n${line}`).problems).toEqual([{ row: 2, text: '点位 level 在第 1 行已有' }]);
  });
});
