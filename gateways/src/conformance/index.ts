import { explainAis } from './ais.ts';
import { explainCap } from './cap.ts';
import { explainCoal } from './coal.ts';
import type { ExplainedFrame, Given } from './explained.ts';
import { explainGb26875 } from './gb26875.ts';
import { explainGb28181 } from './gb28181.ts';
import { explainHj212 } from './hj212.ts';
import { explainModbus } from './modbus.ts';
import { explainOpcua } from './opcua.ts';
import { explainJt808 } from './jt808.ts';
import { explainJt809 } from './jt809.ts';
import { explainJt1078 } from './jt1078.ts';
import { explainSparkplug } from './sparkplug.ts';

export type { ExplainedField, ExplainedFrame, Verdict } from './explained.ts';

const EXPLAINERS = {
  jt808: { explain: explainJt808, text: false },
  jt809: { explain: explainJt809, text: false },
  jt1078: { explain: explainJt1078, text: false },
  hj212: { explain: explainHj212, text: true },
  gb26875: { explain: explainGb26875, text: false },
  gb28181: { explain: explainGb28181, text: true },
  ais: { explain: explainAis, text: true },
  cap: { explain: explainCap, text: true },
  modbus: { explain: explainModbus, text: false },
  opcua: { explain: explainOpcua, text: false },
  sparkplug: { explain: explainSparkplug, text: false },
  coal: { explain: explainCoal, text: true },
} as const;

/** Protocols whose frames can be explained. */
export type Conformable = keyof typeof EXPLAINERS;
export const CONFORMABLE = Object.keys(EXPLAINERS) as [Conformable, ...Conformable[]];

/** What frames mean field by field, and which rules of their standard they keep; never throws on any bytes. */
export function explainFrames(protocol: Conformable, bytes: Uint8Array, given: Given = 'whole'): ExplainedFrame[] {
  return EXPLAINERS[protocol].explain(bytes, given);
}

const HEX = /^[0-9a-fA-F\s]*$/;

/** The bytes of pasted text: hexadecimal with or without spaces for binary protocols, the text itself for the others. */
export function pastedBytes(protocol: Conformable, text: string): Uint8Array | undefined {
  const compact = text.replace(/\s/g, '').replace(/^0x/i, '');
  const looksHex = HEX.test(text) && compact.length % 2 === 0 && compact.length > 0;
  if (looksHex && (!EXPLAINERS[protocol].text || compact.startsWith('2323'))) return Buffer.from(compact, 'hex');
  return EXPLAINERS[protocol].text ? new TextEncoder().encode(text) : undefined;
}
