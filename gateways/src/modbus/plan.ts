import { isBits, MODBUS_TYPES, type ModbusSource, type ModbusTable } from '@anlan/kernel/collection';

/** One request: `count` bits or registers of a table from `start` on, and the sources that it feeds. */
export interface Block {
  readonly table: ModbusTable;
  readonly start: number;
  readonly count: number;
  readonly sources: readonly ModbusSource[];
}

/** Longest requests (Modbus Application Protocol V1.1b3, 6.1 and 6.3). */
const MOST = { bits: 2000, registers: 125 } as const;

const widthOf = ({ table, type }: ModbusSource): number => (isBits(table) ? 1 : MODBUS_TYPES[type]);

/**
 * The fewest requests for some sources. Only what touches is read together: an address that is not there would refuse
 * the whole request.
 */
export function planOf(sources: readonly ModbusSource[]): Block[] {
  const blocks: (Omit<Block, 'sources' | 'count'> & { count: number; sources: ModbusSource[] })[] = [];
  const sorted = [...sources].sort((a, b) => a.table.localeCompare(b.table) || a.address - b.address);
  for (const source of sorted) {
    const last = blocks.at(-1);
    const end = source.address + widthOf(source);
    const most = isBits(source.table) ? MOST.bits : MOST.registers;
    const touches = last?.table === source.table && source.address <= last.start + last.count;
    if (last !== undefined && touches && end - last.start <= most) {
      last.count = Math.max(last.count, end - last.start);
      last.sources.push(source);
    } else blocks.push({ table: source.table, start: source.address, count: widthOf(source), sources: [source] });
  }
  return blocks;
}

/** The same sources, each in a request of its own: finds out which of them the device refuses. */
export function apart({ sources }: Block): Block[] {
  return sources.map((source) => ({
    table: source.table,
    start: source.address,
    count: widthOf(source),
    sources: [source],
  }));
}
