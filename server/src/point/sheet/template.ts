import { colToLetter, writeXlsx } from 'hucre/xlsx';
import { MEASURED_AT } from '@anlan/kernel/telemetry';
import { findQuantity } from '@anlan/kernel/system';
import { SYSTEMS } from '@anlan/systems';
import type { Registered } from './act.ts';
import { COLUMN_KEYS, COLUMNS, limitWords, writeLimits, type Column } from './columns.ts';

/** Lines that the lists of choices reach to. */
const LINES = 5000;
const NEEDED: ReadonlySet<Column> = new Set(['device', 'key', 'name', 'kind']);
const HEAD = { needed: 'FFF2CC', free: 'DDEBF7' } as const;

const QUANTITIES = [
  ...new Map(SYSTEMS.flatMap(({ quantities = [] }) => quantities).map((quantity) => [quantity.key, quantity])).values(),
];

/** The points of an enterprise as a workbook to be changed and brought back; empty where it has none yet. */
export function templateOf({ devices, points }: Registered): Promise<Uint8Array> {
  const identities = new Map(devices.map(({ id, identity }) => [id, identity]));
  const rows = points.map((point) => {
    const cells: Record<Column, string | number | null> = {
      ...point,
      device: identities.get(point.deviceId) ?? '',
      kind: findQuantity(SYSTEMS, point.kind)?.label ?? point.kind,
      at: MEASURED_AT[point.binding.at][0],
      bound: point.binding.name,
      limits: writeLimits(point.kind, point.limits),
    };
    return COLUMN_KEYS.map((key) => cells[key]);
  });
  const lists: readonly (readonly [Column, readonly string[]])[] = [
    ['device', devices.map(({ identity }) => identity)],
    ['kind', QUANTITIES.map(({ label }) => label)],
    ['at', Object.values(MEASURED_AT).map(([label]) => label)],
  ];
  const headings = COLUMN_KEYS.map((key) => COLUMNS[key].label);
  const cells = new Map(
    COLUMN_KEYS.map((key, column) => [
      `0,${column}`,
      {
        value: COLUMNS[key].label,
        style: {
          font: { bold: true },
          fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: HEAD[NEEDED.has(key) ? 'needed' : 'free'] } },
        },
        comment: { author: '安澜', text: `${NEEDED.has(key) ? '必填' : '选填'}；${COLUMNS[key].hint}` },
      } as const,
    ]),
  );
  const most = Math.max(...lists.map(([, values]) => values.length));
  return writeXlsx({
    sheets: [
      {
        name: '监测点',
        columns: headings.map((heading) => ({ width: Math.max(12, heading.length * 2 + 6) })),
        rows: [headings, ...rows],
        cells,
        freezePane: { rows: 1, columns: 3 },
        dataValidations: lists.flatMap(([key, values], index) => {
          const column = colToLetter(COLUMN_KEYS.indexOf(key));
          const list = colToLetter(index);
          return values.length === 0
            ? []
            : [
                {
                  type: 'list' as const,
                  range: `${column}2:${column}${LINES}`,
                  formula1: `可选项!$${list}$2:$${list}$${values.length + 1}`,
                  allowBlank: true,
                },
              ];
        }),
      },
      {
        name: '填写说明',
        columns: [{ width: 26 }, { width: 24 }, { width: 40 }, { width: 50 }],
        rows: [
          ['监测量', '单位', '可绑定到', '限值名称'],
          ...QUANTITIES.map(({ key, label, units, at }) => [
            label,
            units.filter(Boolean).join('、') || '无（0 或 1）',
            at.map((place) => MEASURED_AT[place][0]).join('、'),
            [...limitWords(key).keys()].toReversed().join('、') || '由对象的登记数据得出',
          ]),
        ],
      },
      {
        name: '可选项',
        rows: [
          lists.map(([key]) => COLUMNS[key].label),
          ...Array.from({ length: most }, (_, row) => lists.map(([, values]) => values[row] ?? null)),
        ],
      },
    ],
  });
}
