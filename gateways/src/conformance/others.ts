import { AisStream, decodeSentence } from '@anlan/ais';
import { decodeFrame as decode808, FrameSplitter as Splitter808, MESSAGES as MESSAGES_808 } from '@anlan/jt808';
import { decodeFrame as decode809, FrameSplitter as Splitter809, rowOf } from '@anlan/jt809';
import { type ExplainedFrame, field, flatten, note, refused, verdict } from './explained.ts';

const hex = (value: number, digits: number): string => `0x${value.toString(16).toUpperCase().padStart(digits, '0')}`;

/** Explains JT/T 808 frames of either edition. */
export function explainJt808(bytes: Uint8Array): ExplainedFrame[] {
  return new Splitter808().push(bytes).map((cut) => {
    const frame = cut.ok ? decode808(cut.frame) : cut;
    const clause = 'JT/T 808 4.4.1';
    if (!frame.ok) return refused(frame.reason, frame.detail, clause);
    const { header, kind, body, warnings } = frame;
    const title = kind in MESSAGES_808 ? MESSAGES_808[kind as keyof typeof MESSAGES_808].title : kind;
    const head = `JT/T 808-${header.version} 4.4.3`;
    return {
      title: `${hex(header.msgId, 4)} ${title}`,
      accepted: true,
      fields: [
        field('msgId', '消息 ID', hex(header.msgId, 4), { clause: head, meaning: title }),
        field('bodyLength', '消息体长度', header.bodyLength, { clause: head }),
        field('encryption', '数据加密方式', header.encryption, { clause: head }),
        field('version', '版本', header.version, { clause: head }),
        field('phone', '终端手机号', header.phone, { clause: head }),
        field('serial', '消息流水号', header.serial, { clause: head }),
        ...(header.part
          ? [field('part', '消息包封装项', `${header.part.index} / ${header.part.total}`, { clause: head })]
          : []),
        ...flatten(body, `JT/T 808-${header.version} 8，${hex(header.msgId, 4)}`),
      ],
      verdicts: [
        verdict('标识位、转义与校验码', clause, true),
        verdict('消息 ID 在标准内', 'JT/T 808 附录', kind !== 'unknown', hex(header.msgId, 4)),
        note('不加密', head, header.encryption === 0, '加密的消息体平台不解'),
        ...warnings.map(({ code, detail }) => verdict(code, head, false, detail)),
      ],
    };
  });
}

/** Explains JT/T 809 frames. */
export function explainJt809(bytes: Uint8Array): ExplainedFrame[] {
  return new Splitter809().push(bytes).map((cut) => {
    const frame = cut.ok ? decode809(cut.frame) : cut;
    if (!frame.ok) return refused(frame.reason, frame.detail, 'JT/T 809 4.4');
    const { header, body, warnings } = frame;
    const title = rowOf(header.type)?.title ?? frame.kind;
    return {
      title: `${hex(header.type, 4)} ${title}`,
      accepted: true,
      fields: [...flatten(header, 'JT/T 809 4.4.1', 0), ...flatten(body, `JT/T 809 ${hex(header.type, 4)}`)],
      verdicts: [
        verdict('标识位、转义与 CRC', 'JT/T 809 4.4', true),
        ...warnings.map(({ code, detail }) => verdict(code, 'JT/T 809 4.4', false, detail)),
      ],
    };
  });
}

/** Explains AIVDM and AIVDO sentences, and the messages they carry. */
export function explainAis(bytes: Uint8Array): ExplainedFrame[] {
  const lines = new TextDecoder()
    .decode(bytes)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const stream = new AisStream();
  return lines.map((line) => {
    const sentence = decodeSentence(line);
    if (!sentence.ok) return refused(sentence.reason, sentence.detail, 'IEC 61162-1 / NMEA 0183');
    const reports = stream.push(new TextEncoder().encode(`${line}\r\n`), 0);
    const { ok: _ok, ...shown } = sentence;
    return {
      title: `!${sentence.talker}${sentence.formatter} ${sentence.index}/${sentence.total}`,
      accepted: true,
      fields: [
        ...flatten(shown, 'IEC 61162-1 8.3', 0),
        ...reports.flatMap((report) => (report.ok ? flatten(report.message, 'ITU-R M.1371-5 附件 8') : [])),
      ],
      verdicts: [
        verdict('校验和', 'IEC 61162-1', true),
        verdict('不超过 82 字符', 'IEC 61162-1', line.length <= 82 || line.startsWith('\\'), `${line.length} 字符`),
        ...reports.flatMap((report) => (report.ok ? [] : [verdict('报文', 'ITU-R M.1371-5', false, report.detail)])),
      ],
    };
  });
}
