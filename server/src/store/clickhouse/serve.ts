import { readConfiguration } from '../../configuration/index.ts';
import { onTermination } from '../../supervise/index.ts';
import { openClickhouse } from './open.ts';

/**
 * A program: the embedded engine in ANLAN_HOME by itself, on loopback, for several platforms of one machine that are
 * given its address. Its port and password are in `<home>/clickhouse.json`.
 */
const read = readConfiguration(process.env);
if (!read.ok) throw new Error(read.problems.join('\n'));
const opened = await openClickhouse({ home: read.configuration.home, clickhouseUrl: undefined }, console.log);
onTermination(() => opened.stop());
console.log('ClickHouse is ready');
