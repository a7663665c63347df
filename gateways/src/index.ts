export { type VesselFacts } from './ais/fix.ts';
export { type AisLimits, type AisOptions } from './ais/source.ts';
export { listenAisTcp } from './ais/tcp.ts';
export { listenAisUdp } from './ais/udp.ts';
export type {
  Command,
  CommandingListener as Jt808Listener,
  CommandingListener as MqttListener,
  CommandResult,
  Listener,
  ListenerStats,
  ListenOptions,
  Log,
} from './listener.ts';
export { type MqttLimits, type MqttOptions } from './mqtt/broker.ts';
export { listenMqtt } from './mqtt/listen.ts';
export { demonstrationSecret } from './secret.ts';
export { listenJt808 } from './jt808/listen.ts';
export { type Jt808Limits, type Jt808Options } from './jt808/platform.ts';
