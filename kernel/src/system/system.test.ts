import { describe, expect, it } from 'vitest';
import type { Rule } from '../alarm/index.ts';
import type { Entity } from '../entity/index.ts';
import { checkSystems, FAMILIES, type System } from './index.ts';

const entity: Entity = {
  key: 'tank',
  plural: 'tanks',
  label: '储罐',
  labelEn: 'Tank',
  about: '',
  family: 'monitoring',
  nameLabel: '名称',
  nameLabelEn: 'Name',
  located: true,
  fields: { substance: { kind: 'text', label: '物质', labelEn: 'Substance' } },
};
const rule: Rule = {
  key: 'level-high',
  system: 'S17',
  label: '高液位',
  labelEn: 'High level',
  watches: ['level'],
  condition: { kind: 'silence', steps: [{ level: 'blue', label: '', seconds: 60 }] },
  clause: 'GB 17681',
  cause: '',
  consequence: '',
  response: '',
  respondWithin: 60,
  escalation: [],
};
const layer = {
  key: 'tanks',
  label: '储罐',
  labelEn: 'Tanks',
  group: '监测',
  draws: { entity: 'tank' },
  unit: '座',
  icon: 'tank',
  on: true,
} as const;
const system: System = {
  id: 'S17',
  key: 'major-hazard',
  family: 'monitoring',
  label: '重大危险源',
  labelEn: 'Major hazard',
  entities: [entity],
  rules: [rule],
  layers: [layer],
};
const other: System = { ...system, id: 'S18', key: 'other', entities: [], rules: [], layers: [] };

const wrong = (...systems: System[]): string[] =>
  checkSystems(systems).map(({ system: id, problem }) => `${id} ${problem}`);
const withEntity = (change: Partial<Entity>): System => ({ ...system, entities: [{ ...entity, ...change }] });

describe('declarations taken together', () => {
  it('pass when they fit', () => {
    expect(wrong(system, other)).toEqual([]);
  });

  it.each([
    ['a system twice', [system, { ...other, id: 'S17' }], ['S17 declared twice: S17']],
    ['a key twice', [system, { ...other, key: 'major-hazard' }], ['S18 declared twice: system major-hazard']],
    ['an entity twice', [system, { ...other, entities: [entity] }], ['S18 declared twice: entity tank']],
    [
      'a rule twice',
      [system, { ...other, rules: [{ ...rule, system: 'S18' }] }],
      ['S18 declared twice: rule level-high'],
    ],
    ['a layer twice', [system, { ...other, layers: [layer] }], ['S18 declared twice: layer tanks']],
    ['an unknown family', [{ ...system, family: 'weather' }], ['S17 unknown family weather']],
    ['a layer of an unknown entity', [{ ...other, layers: [layer] }], ['S18 layer tanks draws unknown tank']],
    ['a rule of another system', [{ ...other, rules: [rule] }], ['S18 rule level-high names system S17']],
    [
      'a rule without its clause',
      [{ ...system, rules: [{ ...rule, clause: '' }] }],
      ['S17 rule level-high cites no clause'],
    ],
    [
      'a field not in camelCase',
      [withEntity({ fields: { un_number: { kind: 'text', label: 'UN', labelEn: 'UN' } } })],
      ['S17 tank.un_number is not camelCase'],
    ],
    [
      'a field without label',
      [withEntity({ fields: { substance: { kind: 'text', label: '', labelEn: '' } } })],
      ['S17 tank.substance has no label'],
    ],
    [
      'a reference to nothing',
      [withEntity({ fields: { owner: { kind: 'reference', entity: 'person', label: '主', labelEn: 'Owner' } } })],
      ['S17 tank.owner refers to unknown person'],
    ],
    [
      'a level field that is none',
      [withEntity({ levelField: 'risk', unique: ['code'] })],
      ['S17 tank names unknown field risk', 'S17 tank names unknown field code'],
    ],
  ])('are refused for %s', (_, systems, findings) => {
    expect(wrong(...systems)).toEqual(findings);
  });

  it('know the ten families of the rail', () => {
    expect(FAMILIES.map(({ letter }) => letter).join('')).toBe('ABCDEFGHIJ');
    for (const { rail } of FAMILIES) expect(rail).toHaveLength(2);
  });
});
