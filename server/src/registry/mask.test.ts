import { describe, expect, it } from 'vitest';
import { initialsOf } from './initials.ts';
import { mask } from '@anlan/kernel/entity';

describe('mask', () => {
  it.each([
    ['张三', '张*'],
    ['张建国', '张**'],
    ['欧阳明月', '欧**'],
    ['张', '张*'],
    ['13812340000', '138****0000'],
    ['36110219800101123X', '361****123X'],
    ['Li Wei', 'L**'],
  ])('shows %s as %s', (value, shown) => expect(mask(value)).toBe(shown));
});

describe('initialsOf', () => {
  it.each([
    ['上饶市', 'srs'],
    ['重庆市', 'cqs'],
    ['江西兴源化工有限公司', 'jxxyhgyxgs'],
    ['LNG-2 储罐', 'lng2cg'],
    ['赣E·12345', 'ge12345'],
    ['', ''],
  ])('gives for %s %s', (name, initials) => expect(initialsOf(name)).toBe(initials));
});
