import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  ImageRun,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
  type IParagraphOptions,
} from 'docx';
import { dateText, type Block, type Paper } from '@anlan/kernel/document';
import { codePng } from './code.ts';
import { PAGE, PITCH, SIZE } from './measures.ts';
import type { PaperExtras } from './pdf.ts';

/** Official typefaces where the reader's machine has them; others are taken in their place. */
const SONG = { ascii: 'Times New Roman', eastAsia: '仿宋_GB2312', hAnsi: 'Times New Roman' } as const;
const BLACK = { ascii: 'Times New Roman', eastAsia: '黑体', hAnsi: 'Times New Roman' } as const;
const TITLE = { ascii: 'Times New Roman', eastAsia: '方正小标宋简体', hAnsi: 'Times New Roman' } as const;
const twips = (points: number): number => Math.round(points * 20);
const EXACT = { line: twips(PITCH), lineRule: LineRuleType.EXACT } as const;

type Font = typeof SONG | typeof BLACK | typeof TITLE;

interface Look {
  readonly font?: Font;
  readonly size?: number;
  readonly colour?: string;
}

function line(text: string, look: Look = {}, options: IParagraphOptions = {}): Paragraph {
  const { font = SONG, size = SIZE.body, colour } = look;
  const run = new TextRun({ text, font, size: size * 2, ...(colour === undefined ? {} : { color: colour }) });
  return new Paragraph({
    spacing: size <= SIZE.body ? EXACT : { line: twips(size * 1.6) },
    ...options,
    children: [run],
  });
}

const centred = { alignment: AlignmentType.CENTER } as const;
const ruled = (color: string, size: number) => ({ bottom: { style: BorderStyle.SINGLE, color, size, space: 6 } });

/** The paper as DOCX: the same content and measures as the PDF, to be worked on further. */
export function renderDocx(paper: Paper, extras: PaperExtras = {}): Promise<Buffer> {
  const children = [...headOf(paper), ...paper.blocks.flatMap(blockOf), ...footOf(paper, extras)];
  const number = new Paragraph({
    alignment: AlignmentType.RIGHT,
    children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], font: SONG, size: SIZE.small * 2 })],
  });
  const margin = {
    top: twips(PAGE.top),
    left: twips(PAGE.left),
    right: twips(PAGE.width - PAGE.left - PAGE.wide),
    bottom: twips(PAGE.height - PAGE.top - PAGE.high),
  };
  const document = new Document({
    title: paper.title,
    creator: paper.issuer,
    sections: [
      {
        properties: { page: { size: { width: twips(PAGE.width), height: twips(PAGE.height) }, margin } },
        footers: { default: new Footer({ children: [number] }) },
        children,
      },
    ],
  });
  return Packer.toBuffer(document);
}

function headOf({ form, issuer, title, number }: Paper): Paragraph[] {
  const numbered = number ?? '（签发时编号）';
  if (form === 'official')
    return [
      line(`${issuer}文件`, { font: TITLE, size: 40, colour: 'D7000F' }, centred),
      line(numbered, {}, { ...centred, border: ruled('D7000F', 12) }),
      line(''),
      line(title, { font: TITLE, size: SIZE.title }, centred),
      line(''),
    ];
  return [
    ...(form === 'order' ? [line(issuer, { size: 20 }, centred)] : []),
    line(title, { font: TITLE, size: SIZE.title + 4 }, centred),
    line(
      form === 'order' ? numbered : `${issuer}　${number ?? ''}`,
      { size: SIZE.small },
      { ...centred, border: ruled('1C2733', 6) },
    ),
    line(''),
  ];
}

function blockOf(block: Block): (Paragraph | Table)[] {
  const indented = { indent: { firstLine: twips(SIZE.body * 2) } };
  if (block.kind === 'heading') return [line(block.text, { font: BLACK }, indented)];
  if (block.kind === 'paragraph') return block.text.split('\n').map((text) => line(text, {}, indented));
  if (block.kind === 'addressee') return [line(`${block.text}：`)];
  if (block.kind === 'remark') return [line(block.text, { size: SIZE.note })];
  if (block.kind === 'facts') return [tableOf([], block.rows, [0.28, 0.72])];
  if (block.kind === 'table') return [tableOf(block.head, block.rows, block.widths)];
  return block.labels.map((label) => line(`${label}：＿＿＿＿＿＿＿＿＿＿`));
}

function tableOf(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  shares: readonly number[] | undefined,
): Table {
  const columns = Math.max(head.length, ...rows.map((row) => row.length), 1);
  const total = (shares ?? []).reduce((sum, share) => sum + share, 0);
  const widths = Array.from({ length: columns }, (_, index) =>
    Math.round(twips(PAGE.wide) * (total > 0 ? (shares?.[index] ?? 0) / total : 1 / columns)),
  );
  const row = (cells: readonly string[], look: Look, tableHeader = false): TableRow =>
    new TableRow({
      tableHeader,
      cantSplit: true,
      children: widths.map(
        (width, index) =>
          new TableCell({
            width: { size: width, type: WidthType.DXA },
            children: [line(cells[index] ?? '', look, { spacing: {} })],
          }),
      ),
    });
  return new Table({
    width: { size: twips(PAGE.wide), type: WidthType.DXA },
    columnWidths: widths,
    rows: [
      ...(head.length === 0 ? [] : [row(head, { font: BLACK, size: SIZE.cell }, true)]),
      ...rows.map((cells) => row(cells, { size: SIZE.cell + (head.length === 0 ? 2 : 0) })),
    ],
  });
}

function footOf({ form, issuer, issuedOn, copies }: Paper, { verify, seal }: PaperExtras): Paragraph[] {
  const right = { alignment: AlignmentType.RIGHT, indent: { right: twips(SIZE.body * 4) } } as const;
  const picture = (data: Buffer, side: number) =>
    new ImageRun({ type: 'png', data, transformation: { width: side, height: side } });
  return [
    line(''),
    line(issuer, {}, right),
    line(dateText(issuedOn), {}, right),
    ...(seal === undefined ? [] : [new Paragraph({ ...right, children: [picture(seal, 150)] })]),
    ...(verify === undefined
      ? []
      : [
          new Paragraph({ children: [picture(codePng(verify.url, 4), 92)] }),
          line(`扫码核验 ${verify.code}`, { size: 8 }),
        ]),
    ...(form !== 'official'
      ? []
      : [
          line('', {}, { border: ruled('1C2733', 8) }),
          ...(copies.length === 0 ? [] : [line(`抄送：${copies.join('，')}。`, { size: SIZE.small })]),
          line(`${issuer}办公室　　　${dateText(issuedOn)}印发`, { size: SIZE.small }, { border: ruled('1C2733', 8) }),
        ]),
  ];
}
