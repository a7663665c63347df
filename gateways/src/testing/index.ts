export { type BodyOf, type Decoded, gmt8Moment, type Message, type MessageKind } from '@anlan/jt808';
export { report, Terminal } from './terminal.ts';
