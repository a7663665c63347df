import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import PdfKit from 'pdfkit';
import type { Block, Paper } from '@anlan/kernel/document';
import { dateText } from '@anlan/kernel/document';
import { modulesOf } from './code.ts';
import { breakLines } from './lines.ts';
import { CHARACTERS, INK, mm, PAGE, PITCH, RED, SIZE } from './measures.ts';

/** What stands on the paper beside its content. */
export interface PaperExtras {
  /** Address of the verify page, as a QR code; with the code in letters below. */
  readonly verify?: { readonly url: string; readonly code: string };
  /** Picture of the seal, PNG or JPEG, set over the authority's name and the date. */
  readonly seal?: Buffer;
  /** Printed across the pages: 草稿, 已撤销. */
  readonly mark?: string;
}

type Sheet = InstanceType<typeof PdfKit>;

const FONTS = { song: '400Regular/NotoSerifSC_400Regular.ttf', bold: '700Bold/NotoSerifSC_700Bold.ttf' } as const;
const loaded = new Map<string, Buffer>();

/** A font of the package; read once, what is used of it is cut out for each paper. */
function font(name: keyof typeof FONTS): Buffer {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const read = readFileSync(fileURLToPath(import.meta.resolve(`@expo-google-fonts/noto-serif-sc/${FONTS[name]}`)));
  loaded.set(name, read);
  return read;
}

/** The paper as PDF, A4, with the fonts it needs inside. The same paper gives the same pages. */
export async function renderPdf(paper: Paper, extras: PaperExtras = {}): Promise<Buffer> {
  const sheet = new PdfKit({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    autoFirstPage: false,
    lang: 'zh-CN',
    info: { Title: paper.title, Author: paper.issuer, Subject: paper.number ?? '', CreationDate: new Date(0) },
  });
  const done = collect(sheet);
  sheet.registerFont('song', font('song'));
  sheet.registerFont('bold', font('bold'));
  const setter = new Setter(sheet, paper, extras);
  setter.all();
  sheet.end();
  return done;
}

function collect(sheet: Sheet): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    sheet.on('data', (part: Buffer) => parts.push(part));
    sheet.on('end', () => resolve(Buffer.concat(parts)));
    sheet.on('error', reject);
  });
}

interface Style {
  readonly face: 'song' | 'bold';
  readonly size: number;
}

const BODY: Style = { face: 'song', size: SIZE.body };
const HEADING: Style = { face: 'bold', size: SIZE.body };

/** Sets a paper line by line; `y` is the top of the next line. */
class Setter {
  private readonly sheet: Sheet;
  private readonly paper: Paper;
  private readonly extras: PaperExtras;
  private readonly widths = new Map<string, number>();
  private y = 0;

  constructor(sheet: Sheet, paper: Paper, extras: PaperExtras) {
    this.sheet = sheet;
    this.paper = paper;
    this.extras = extras;
  }

  all(): void {
    this.page();
    HEADS[this.paper.form](this);
    for (const block of this.paper.blocks) this.block(block);
    this.signature();
    this.imprint();
    this.furnish();
  }

  page(): void {
    this.sheet.addPage();
    this.sheet.fillColor(INK);
    this.y = PAGE.top;
  }

  /** Goes to a new page where less than `height` points are left. */
  need(height: number): void {
    if (this.y + height > PAGE.top + PAGE.high + 0.5) this.page();
  }

  /** Extra space that lets 28 characters of size three fill the line. */
  private spacing({ size }: Style): number {
    return size === SIZE.body ? PAGE.wide / CHARACTERS - SIZE.body : 0;
  }

  measure(text: string, style: Style): number {
    const key = `${style.face}${style.size}${text}`;
    const known = this.widths.get(key);
    if (known !== undefined) return known;
    this.sheet.font(style.face).fontSize(style.size);
    const wide = this.sheet.widthOfString(text) + this.spacing(style) * [...text].length;
    this.widths.set(key, wide);
    return wide;
  }

  /** One line of text with its top at `y`, centred on the pitch of the lines. */
  put(text: string, x: number, y: number, style: Style, colour: string = INK, pitch = PITCH): void {
    this.sheet.font(style.face).fontSize(style.size).fillColor(colour);
    const options = { lineBreak: false, characterSpacing: this.spacing(style) };
    this.sheet.text(text, x, y + (pitch - style.size * 1.44) / 2, options);
  }

  centred(text: string, style: Style, colour: string = INK, pitch = PITCH): void {
    for (const line of breakLines(text, PAGE.wide, 0, (piece) => this.measure(piece, style))) {
      this.need(pitch);
      this.put(line, PAGE.left + (PAGE.wide - this.measure(line, style)) / 2, this.y, style, colour, pitch);
      this.y += pitch;
    }
  }

  text(text: string, indent: number, style: Style = BODY): void {
    const em = PAGE.wide / CHARACTERS;
    const lines = breakLines(text, PAGE.wide + 0.1, indent * em, (piece) => this.measure(piece, style));
    lines.forEach((line, index) => {
      this.need(PITCH);
      this.put(line, PAGE.left + (index === 0 ? indent * em : 0), this.y, style);
      this.y += PITCH;
    });
  }

  skip(lines: number): void {
    this.y += PITCH * lines;
  }

  rule(colour: string, weight: number, y: number): void {
    this.sheet
      .moveTo(PAGE.left, y)
      .lineTo(PAGE.left + PAGE.wide, y)
      .lineWidth(weight)
      .strokeColor(colour)
      .stroke();
  }

  get subject(): Paper {
    return this.paper;
  }

  get top(): number {
    return this.y;
  }

  private block(block: Block): void {
    if (block.kind === 'heading') this.text(block.text, 2, HEADING);
    else if (block.kind === 'paragraph') this.text(block.text, 2);
    else if (block.kind === 'addressee') this.text(`${block.text}：`, 0);
    else if (block.kind === 'remark') this.remark(block.text);
    else if (block.kind === 'facts') this.table([], block.rows, [0.28, 0.72], SIZE.body - 3);
    else if (block.kind === 'table') this.table(block.head, block.rows, block.widths, SIZE.cell);
    else for (const label of block.labels) this.text(`${label}：＿＿＿＿＿＿＿＿＿＿`, 0);
  }

  private remark(text: string): void {
    const style: Style = { face: 'song', size: SIZE.note };
    this.y += 4;
    for (const line of breakLines(text, PAGE.wide, 0, (piece) => this.measure(piece, style))) {
      this.need(18);
      this.put(line, PAGE.left, this.y, style, '#4b5563', 18);
      this.y += 18;
    }
  }

  /** A ruled table; its head stands again on every page, a row is never torn unless it is longer than a page. */
  private table(
    head: readonly string[],
    rows: readonly (readonly string[])[],
    shares: readonly number[] | undefined,
    size: number,
  ): void {
    const columns = Math.max(head.length, ...rows.map((row) => row.length), 1);
    const total = (shares ?? []).reduce((sum, share) => sum + share, 0);
    const widths = Array.from({ length: columns }, (_, index) =>
      total > 0 ? (PAGE.wide * (shares?.[index] ?? 0)) / total : PAGE.wide / columns,
    );
    this.y += 6;
    const titles = () => head.length > 0 && this.row(head, widths, { face: 'bold', size });
    titles();
    for (const row of rows) {
      const before = this.sheet.bufferedPageRange().count;
      this.need(this.heightOf(row, widths, { face: 'song', size }));
      if (this.sheet.bufferedPageRange().count > before) titles();
      this.row(row, widths, { face: 'song', size }, head.length === 0);
    }
    this.y += 6;
  }

  private linesOf(text: string, wide: number, style: Style): string[] {
    return breakLines(text, wide - 10, 0, (piece) => this.measure(piece, style));
  }

  private heightOf(row: readonly string[], widths: readonly number[], style: Style): number {
    const most = Math.max(...row.map((cell, index) => this.linesOf(cell, widths[index] ?? 0, style).length), 1);
    return most * style.size * 1.5 + 8;
  }

  private row(row: readonly string[], widths: readonly number[], style: Style, named = false): void {
    const height = this.heightOf(row, widths, style);
    let x = PAGE.left;
    widths.forEach((wide, index) => {
      const face: Style = named && index === 0 ? { ...style, face: 'bold' } : style;
      this.sheet.rect(x, this.y, wide, height).lineWidth(0.5).strokeColor('#6b7280').stroke();
      this.linesOf(row[index] ?? '', wide, face).forEach((line, number) =>
        this.put(line, x + 5, this.y + 4 + number * style.size * 1.5, face, INK, style.size * 1.5),
      );
      x += wide;
    });
    this.y += height;
  }

  /** Authority above the date (7.3.5): the date four characters from the right, the seal over both, the code at the left. */
  private signature(): void {
    const { paper, extras } = this;
    if (paper.form === 'list' && extras.verify === undefined) return;
    const em = PAGE.wide / CHARACTERS;
    this.need(PITCH * 4);
    const top = this.y + PITCH * 1.5;
    const date = dateText(paper.issuedOn);
    const wide = this.measure(date, BODY);
    const right = PAGE.left + PAGE.wide - 4 * em;
    const middle = right - wide / 2;
    const name = this.measure(paper.issuer, BODY);
    const nameLeft = Math.min(middle - name / 2, PAGE.left + PAGE.wide - name);
    this.put(paper.issuer, nameLeft, top, BODY);
    this.put(date, right - wide, top + PITCH, BODY);
    if (extras.seal !== undefined) {
      const size = mm(42);
      this.sheet.image(extras.seal, middle - size / 2, top + PITCH - size / 2, { width: size, height: size });
    }
    if (extras.verify !== undefined) this.code(extras.verify, top - PITCH * 0.4);
    this.y = top + PITCH * 2.2;
  }

  private code({ url, code }: { url: string; code: string }, y: number): void {
    const modules = modulesOf(url);
    const side = mm(24);
    const unit = side / modules.length;
    this.sheet.fillColor('#000000');
    modules.forEach((line, row) =>
      line.forEach((dark, column) => {
        if (dark) this.sheet.rect(PAGE.left + column * unit, y + row * unit, unit + 0.05, unit + 0.05);
      }),
    );
    this.sheet.fill();
    const style: Style = { face: 'song', size: 8 };
    this.put(`扫码核验 ${code}`, PAGE.left, y + side, style, INK, 12);
    this.sheet.link(PAGE.left, y, side, side, url);
  }

  /** 版记 (7.4) at the foot of the last page: copies, who printed it and when. */
  private imprint(): void {
    const { paper } = this;
    if (paper.form !== 'official') return;
    const style: Style = { face: 'song', size: SIZE.small };
    const wide = PAGE.wide - SIZE.small * 2;
    const copies =
      paper.copies.length === 0
        ? []
        : breakLines(`抄送：${paper.copies.join('，')}。`, wide, 0, (piece) => this.measure(piece, style));
    const pitch = 22;
    const height = pitch * (copies.length + 1) + 4;
    const bottom = PAGE.top + PAGE.high;
    if (this.y + height > bottom + 1) this.page();
    let y = bottom - height;
    this.rule(INK, 1, y);
    copies.forEach((line) => {
      this.put(line, PAGE.left + SIZE.small, y, style, INK, pitch);
      y += pitch;
    });
    if (copies.length > 0) this.rule(INK, 0.7, y);
    this.put(`${paper.issuer}办公室`, PAGE.left + SIZE.small, y, style, INK, pitch);
    const date = `${dateText(paper.issuedOn)}印发`;
    this.put(date, PAGE.left + PAGE.wide - SIZE.small - this.measure(date, style), y, style, INK, pitch);
    this.rule(INK, 1, y + pitch + 3);
    this.y = bottom;
  }

  /** Page numbers 7 mm below the text area, odd ones at the right, even ones at the left (7.5); and what lies across. */
  private furnish(): void {
    const { start, count } = this.sheet.bufferedPageRange();
    const style: Style = { face: 'song', size: SIZE.small };
    for (let index = 0; index < count; index += 1) {
      this.sheet.switchToPage(start + index);
      const text = `— ${index + 1} —`;
      const wide = this.measure(text, style);
      const x = index % 2 === 0 ? PAGE.left + PAGE.wide - SIZE.small - wide : PAGE.left + SIZE.small;
      this.put(text, x, PAGE.top + PAGE.high + mm(7) - 8, style, INK, 20);
      if (this.extras.mark !== undefined) this.across(this.extras.mark);
    }
  }

  private across(mark: string): void {
    this.sheet.save();
    this.sheet.rotate(-28, { origin: [PAGE.width / 2, PAGE.height / 2] });
    this.sheet.opacity(0.16);
    const style: Style = { face: 'bold', size: 110 };
    this.put(mark, (PAGE.width - this.measure(mark, style)) / 2, PAGE.height / 2 - 80, style, '#a51c5a', 160);
    this.sheet.restore();
  }
}

/** What stands above the text. */
const HEADS: Record<Paper['form'], (setter: Setter) => void> = {
  /** 7.2: the authority's mark in red 35 mm below the text area's top, the number, a red line, two lines, the title. */
  official(setter) {
    const { issuer, number, title } = setter.subject;
    const mark: Style = { face: 'bold', size: Math.min(44, PAGE.wide / ([...issuer].length + 2)) };
    setter.skip(1.6);
    setter.centred(`${issuer}文件`, mark, RED, mark.size * 1.5);
    setter.skip(1);
    setter.centred(number ?? '（签发时编号）', BODY);
    setter.rule(RED, 1.6, setter.top + mm(2));
    setter.skip(1.4);
    setter.centred(title, { face: 'bold', size: SIZE.title }, INK, 34);
    setter.skip(0.6);
  },
  order(setter) {
    const { issuer, number, title } = setter.subject;
    setter.centred(issuer, { face: 'song', size: SIZE.title - 2 }, INK, 36);
    setter.centred(title, { face: 'bold', size: 26 }, INK, 44);
    setter.centred(number ?? '（签发时编号）', { face: 'song', size: SIZE.small }, INK, 26);
    setter.rule(INK, 0.8, setter.top + 4);
    setter.skip(0.7);
  },
  card(setter) {
    const { issuer, number, title } = setter.subject;
    setter.centred(title, { face: 'bold', size: 28 }, RED, 46);
    setter.centred(`${issuer}${number === null ? '' : `　${number}`}`, { face: 'song', size: SIZE.small }, INK, 28);
    setter.rule(RED, 2, setter.top + 2);
    setter.skip(0.5);
  },
  list(setter) {
    const { issuer, title, issuedOn } = setter.subject;
    setter.centred(title, { face: 'bold', size: SIZE.title }, INK, 36);
    setter.centred(`${issuer}　${dateText(issuedOn)}`, { face: 'song', size: SIZE.small }, INK, 26);
    setter.skip(0.3);
  },
};
