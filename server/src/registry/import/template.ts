import { colToLetter, writeXlsx } from 'hucre/xlsx';
import { LEVEL_LABELS, LEVELS, type Entity, type Field } from '@anlan/kernel/entity';
import { membersOf } from '@anlan/kernel/registry';

const ROWS = 2000;
const REQUIRED_FILL = { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFF2CC' } } as const;
const HEAD_FILL = { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'DDEBF7' } } as const;

/** Words a cell of the field may hold; undefined where anything goes. */
function choicesOf(field: Field | undefined): string[] | undefined {
  if (field?.kind === 'choice') return field.options.flatMap((option) => (option.ended === true ? [] : [option.label]));
  if (field?.kind === 'level') return LEVELS.map((level) => LEVEL_LABELS[level].risk);
  return field?.kind === 'yes-no' ? ['是', '否'] : undefined;
}

/** What a cell of the field takes, its bounds with it. */
function hintOf(field: Field): string | undefined {
  if (field.kind === 'date') return `日期，如 2024-03-05${field.lasting === true ? '；没有期限的填“长期”' : ''}`;
  if (field.kind === 'reference') return '填已登记的名称或编号';
  if (field.kind !== 'number') return undefined;
  const { min, max } = field;
  return min === undefined || max === undefined ? '只填数字' : `只填数字，${min} 至 ${max}`;
}

const EXAMPLES: { readonly [K in Field['kind']]: (field: Field) => string | number } = {
  text: () => '示例',
  number: (field) => (field.kind === 'number' ? Math.max(field.min ?? 0, 12) : 12),
  choice: (field) => choicesOf(field)?.[0] ?? '',
  level: () => '一般',
  'yes-no': () => '是',
  date: (field) => (field.kind === 'date' && field.ahead === 0 ? '2020-06-30' : '2027-06-30'),
  reference: () => '已登记的名称',
};
const OWN_EXAMPLES: Readonly<Record<string, string | number>> = {
  name: '示例单位（填写时删除本行）',
  regionPath: '信州区/西市街道',
  creditCode: '91361100MA000000XX',
  phone: '0793-0000000',
  lon: 117.97,
  lat: 28.45,
};

/** The mark of the template's example row: a row that still carries it is no record. */
export const EXAMPLE_MARK = '填写时删除本行';

/** An empty workbook to fill in: Chinese headings, lists for choices, hints as comments, one example row, a page of explanations. */
export function templateOf(entity: Entity): Promise<Uint8Array> {
  const members = membersOf(entity);
  const required = (key: string, field: Field | undefined) =>
    key === 'name' || key === 'regionPath' || field?.required === true;
  const headings = members.map(({ key, label, field }) => {
    const unit = field?.kind === 'number' && field.unit !== undefined ? `（${field.unit}）` : '';
    return `${required(key, field) ? '*' : ''}${label}${unit}`;
  });
  const hints = members.map(({ key, field }) =>
    [
      required(key, field) ? '必填' : '选填',
      field === undefined ? undefined : hintOf(field),
      field?.help,
      field?.source === undefined ? undefined : `依据 ${field.source}`,
    ]
      .filter((part) => part !== undefined)
      .join('；'),
  );
  const example = members.map(
    ({ key, field }) => OWN_EXAMPLES[key] ?? (field === undefined ? '' : EXAMPLES[field.kind](field)),
  );
  const cells = new Map(
    headings.map((heading, column) => [
      `0,${column}`,
      {
        value: heading,
        style: {
          font: { bold: true },
          fill: heading.startsWith('*') ? REQUIRED_FILL : HEAD_FILL,
          alignment: { wrapText: true },
        },
        comment: { author: '安澜', text: hints[column] ?? '' },
      },
    ]),
  );
  const lists = members.flatMap(({ field }, column) => {
    const values = choicesOf(field);
    return values === undefined ? [] : [{ column, values }];
  });
  return writeXlsx({
    sheets: [
      {
        name: entity.label.slice(0, 31),
        columns: headings.map((heading) => ({ width: Math.min(30, Math.max(12, heading.length * 2 + 2)) })),
        rows: [headings, example],
        cells,
        freezePane: { rows: 1, columns: 1 },
        dataValidations: lists.map(({ column, values }, index) => ({
          type: 'list' as const,
          range: `${colToLetter(column)}2:${colToLetter(column)}${ROWS}`,
          // A list written into the rule holds 255 characters at most; longer ones stand on the sheet of lists.
          formula1: `可选项!$${colToLetter(index)}$2:$${colToLetter(index)}$${values.length + 1}`,
          allowBlank: true,
          showErrorMessage: true,
          errorTitle: '不在可选范围内',
          errorMessage: '请从列表中选择',
        })),
      },
      {
        name: '填写说明',
        rows: [
          ['项目', '要求', '也认的表头'],
          ...members.map(({ label, words }, index) => [label, hints[index] ?? '', words.slice(2, 10).join('、')]),
        ],
        columns: [{ width: 28 }, { width: 46 }, { width: 60 }],
      },
      {
        name: '可选项',
        rows: [
          lists.map(({ column }) => headings[column] ?? ''),
          ...Array.from({ length: Math.max(0, ...lists.map(({ values }) => values.length)) }, (_, row) =>
            lists.map(({ values }) => values[row] ?? null),
          ),
        ],
      },
    ],
  });
}
