import { ANALOG_KINDS } from '@anlan/gb26875';
import { findFactor } from '@anlan/hj212';
import { terminalChannel } from './jt808/readings.ts';

/** What a protocol's own tables say of a channel. */
export interface ChannelWords {
  readonly label: string;
  readonly unit: string;
}

const PARTS: Readonly<Record<string, string>> = {
  zs: '折算',
  minute: '分钟',
  hour: '小时',
  day: '日',
  min: '最小值',
  max: '最大值',
  sum: '累计',
};
const PERIODS: ReadonlySet<string> = new Set(['minute', 'hour', 'day']);

function hj212(key: string): ChannelWords | undefined {
  const [code = '', ...parts] = key.split('.');
  const factor = findFactor(code);
  if (factor === undefined) return undefined;
  const mean = PERIODS.has(parts.at(-1) ?? '') ? ['均值'] : [];
  const label = [factor.name, ...parts.map((part) => PARTS[part] ?? part), ...mean].join('');
  return { label, unit: parts.at(-1) === 'sum' ? (factor.sumUnit ?? '') : factor.unit };
}

function gb26875(key: string): ChannelWords | undefined {
  const kind = ANALOG_KINDS[Number(key.split('.')[3])];
  return kind && { label: kind.name, unit: kind.unit };
}

const READERS: Readonly<Record<string, (key: string) => ChannelWords | undefined>> = {
  hj212,
  gb26875,
  jt808: terminalChannel,
};

/** Name and unit of a channel by HJ 212-2017 appendix B, GB/T 26875.3-2011 table 9 and JT/T 808-2019 table 27, where they know it. */
export function channelWords(protocol: string, key: string): ChannelWords | undefined {
  return READERS[protocol]?.(key);
}
