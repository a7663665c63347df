export { type VesselFacts } from './ais/fix.ts';
export { type AisLimits, type AisOptions } from './ais/source.ts';
export { safetyProblem, safetyTelegram, type SafetyText } from './ais/safety.ts';
export { listenAisTcp } from './ais/tcp.ts';
export { listenAisUdp } from './ais/udp.ts';
export { warningOf, type WarnedZone, type Warning } from './cap/index.ts';
export {
  CONFORMABLE,
  type Conformable,
  type ExplainedField,
  type ExplainedFrame,
  explainFrames,
  pastedBytes,
  type Verdict,
} from './conformance/index.ts';
export { type Gb26875Limits, type Gb26875Options } from './gb26875/centre.ts';
export { listenGb26875 } from './gb26875/listen.ts';
export { type Hj212Limits, type Hj212Options } from './hj212/centre.ts';
export { listenHj212 } from './hj212/listen.ts';
export type {
  Command,
  CommandingListener as Jt808Listener,
  CommandingListener as MqttListener,
  CommandResult,
  Listener,
  ListenerStats,
  ListenOptions,
  Log,
  QueryData,
  Witness,
} from './listener.ts';
export { type MqttLimits, type MqttOptions } from './mqtt/broker.ts';
export { listenMqtt } from './mqtt/listen.ts';
export { demonstrationSecret, hj212Password } from './secret.ts';
export { listenJt808 } from './jt808/listen.ts';
export { type Jt808Limits, type Jt808Options } from './jt808/platform.ts';
