import { defineSystem } from '@anlan/kernel/system';

/** “三标合一” (S97): one item master generates the self-check, the enforcement and the standardisation list. */
export const threeLists = defineSystem({
  id: 'S97',
  key: 'three-lists',
  family: 'technology',
  label: '清单“三标合一”',
  labelEn: 'Three lists from one master',
  entities: [],
  rules: [],
  layers: [],
});
