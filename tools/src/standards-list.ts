import { sources as accident } from '@anlan/domain/accident';
import { sources as consequence } from '@anlan/domain/consequence';
import { sources as emergency } from '@anlan/domain/emergency';
import { sources as exposure } from '@anlan/domain/exposure';
import { sources as codes } from '@anlan/domain/identity-codes';
import { sources as law } from '@anlan/domain/law';
import { sources as hazard } from '@anlan/domain/major-hazard';
import { sources as monitoring } from '@anlan/domain/monitoring';
import { sources as scoring } from '@anlan/domain/risk-scoring';
import { CALCULATORS } from '@anlan/domain/calculator';
import type { Mark, Source } from '@anlan/domain/working';

const WORDS: readonly (readonly [heading: string, sources: readonly Source[]])[] = [
  ['重大危险源 major-hazard', hazard],
  ['风险评分 risk-scoring', scoring],
  ['事故 accident', accident],
  ['编码 identity-codes', codes],
  ['监测 monitoring', monitoring],
  ['职业接触 exposure', exposure],
  ['法律责任 law', law],
  ['应急 emergency', emergency],
  ['后果与风险 consequence', consequence],
];

const MARKS: Readonly<Record<Mark, string>> = { confirmed: '已核', memory: '凭记忆', verify: '待核' };

/** Marks of a formula of physics. */
const FORMULAS: Readonly<Record<string, string>> = { memory: '凭记忆', verify: '待核', derived: '自行推导' };

const row = ({ standard, clause, what, mark, note }: Source): string =>
  `| ${standard} | ${clause} | ${what} | ${MARKS[mark]} | ${note ?? ''} |`;

/** `docs/standards.md`: every fact of the standards that is to be checked against the printed text, from the data itself. */
export function standardsList(): string {
  const sections = WORDS.map(([heading, sources]) => {
    const open = sources.filter(({ mark }) => mark !== 'confirmed');
    return [
      `## ${heading}`,
      '',
      '| 标准 | 条款 | 内容 | 状态 | 说明 |',
      '|---|---|---|---|---|',
      ...open.map(row),
      '',
    ].join('\n');
  });
  const formulas = CALCULATORS.filter(({ family }) => family === 'physics').flatMap(({ title, clauses }) =>
    clauses
      .filter(({ mark }) => mark !== 'confirmed')
      .map(
        ({ source, what, mark }) =>
          `| ${title} | ${what.replaceAll('|', '∣')} | ${source} | ${FORMULAS[mark] ?? mark} |`,
      ),
  );
  return `# 待与标准原文核对的数据

由各词的 \`sources\` 生成（\`npx vitest run tools/src/standards-list.test.ts --update=all\`）。凭记忆：数值熟知而未对照原文；待核：存疑、各地不同或仅为惯例。逐行的标记在数据表的 \`mark\` 中，界面随结果显示。

${sections.join('\n')}
## 后果模型的公式与系数

| 模型 | 公式 | 出处 | 状态 |
|---|---|---|---|
${formulas.join('\n')}
`;
}
