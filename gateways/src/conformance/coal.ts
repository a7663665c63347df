import { LAYOUTS, parseFile, parseFileName } from '@anlan/coal-mine-files';
import { type ExplainedFrame, field, note, refused, verdict } from './explained.ts';

const NAME = '文件名规则 矿编码_类型_时间.txt';
const CONTENT = '上传文件格式（公开实现，待官方附件核对）';
const MOST_RECORDS = 20;

/** Explains an upload file of a coal mine: its name on the first line, its content below. */
export function explainCoal(bytes: Uint8Array): ExplainedFrame[] {
  const end = bytes.indexOf(0x0a);
  const head = new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end)).trim();
  const name = parseFileName(head);
  if (!name.ok) return [refused('name', `第一行应为文件名，例如 620823009203_CDSS_20260923101319.txt`, NAME)];
  const file = parseFile(bytes.subarray(end < 0 ? bytes.length : end + 1), { type: name.type, mineCode: name.sender });
  if (!file.ok) return [{ ...refused(file.reason, file.detail, CONTENT), title: head }];
  const layout = LAYOUTS[name.type];
  const { header, records, recordCount, skipped, replaced } = file;
  return [
    {
      title: `${head} ${layout?.title ?? '未知类型'}`,
      accepted: true,
      fields: [
        field('mineCode', '矿编码', header.mineCode, { clause: CONTENT }),
        field('mineName', '矿名称', header.mineName, { clause: CONTENT }),
        ...Object.entries(header.extras).map(([key, value]) => field(key, '', value, { clause: CONTENT })),
        field('time', '数据时间', header.time, { clause: CONTENT }),
        ...records
          .slice(0, MOST_RECORDS)
          .flatMap((record, index) => [
            field('record', '记录', index + 1, { clause: CONTENT }),
            ...Object.entries(record).map(([key, value]) => field(key, '', value, { depth: 1, clause: CONTENT })),
          ]),
      ],
      verdicts: [
        verdict('文件名', NAME, true),
        verdict('矿编码与文件名一致', CONTENT, true),
        verdict(
          '记录都能读',
          CONTENT,
          skipped.length === 0,
          skipped
            .map((bad) => `第 ${bad.record} 条 ${bad.reason}`)
            .slice(0, 5)
            .join('；'),
        ),
        verdict(
          '坏记录不超过五分之一',
          CONTENT,
          skipped.length <= 0.2 * recordCount,
          `${skipped.length} / ${recordCount}`,
        ),
        note('没有重复的记录', CONTENT, replaced.length === 0, `${replaced.length} 条被后面的替换`),
        note('类型的布局已知', CONTENT, layout !== undefined, `${name.type} 的字段按序号读`),
      ],
    },
  ];
}
