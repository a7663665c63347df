export { type VesselFacts } from './ais/fix.ts';
export { type AisLimits, type AisOptions } from './ais/source.ts';
export { SHORE_STATION, safetyProblem, safetyTelegram, type SafetyText } from './ais/safety.ts';
export { listenAisTcp } from './ais/tcp.ts';
export { listenAisUdp } from './ais/udp.ts';
export { readWarning, type Received, type ReceivedWarning } from './cap/receive.ts';
export { parseFeed, type FeedEntry } from '@anlan/cap';
export { warningOf, type WarnedZone, type Warning } from './cap/index.ts';
export { channelWords } from './channel.ts';
export {
  CONFORMABLE,
  type Conformable,
  type ExplainedField,
  type ExplainedFrame,
  explainFrames,
  pastedBytes,
  type Verdict,
} from './conformance/index.ts';
export { COVERED } from './conformance/body.ts';
export { explainLine } from './conformance/line.ts';
export { type Gb26875Limits, type Gb26875Options } from './gb26875/centre.ts';
export { listenGb26875 } from './gb26875/listen.ts';
export { type Hj212Limits, type Hj212Options } from './hj212/centre.ts';
export { listenHj212 } from './hj212/listen.ts';
export type {
  Command,
  CommandingListener,
  CommandResult,
  DeviceParameter,
  Listener,
  ListenerStats,
  ListenOptions,
  Log,
  QueryData,
  Standstill,
  Unsafe,
  Witness,
} from './listener.ts';
export { type MqttLimits, type MqttOptions } from './mqtt/broker.ts';
export { listenMqtt, type MqttListener } from './mqtt/listen.ts';
export { type CollectedDevice, type CollectLimits, type Collector, type CollectOptions } from './collect/collector.ts';
export { watchMineFiles, type FolderOptions } from './coal/folder.ts';
export { type MineMemory, type ReceivedFile } from './coal/receive.ts';
export { collectModbus } from './modbus/collect.ts';
export { collectOpcua, type OpcuaOptions } from './opcua/collect.ts';
export { readPayload as readSparkplug, writePayload as writeSparkplug } from './sparkplug/payload.ts';
export { demonstrationSecret, hj212Password } from './secret.ts';
export { listenJt808 } from './jt808/listen.ts';
export { type Jt808Limits, type Jt808Options } from './jt808/platform.ts';
export { listenAttachments } from './jt808/attachment/listen.ts';
export { jt809Identity, type Jt809Options, type LinkState, type PeerLink } from './jt809/link.ts';
export { alarmTypeText, eventNumber, type LinkDriver, type LinkWord } from './jt809/words.ts';
export { type Jt809Listener, listenJt809, MOST_POSITIONS } from './jt809/listen.ts';
export { type Medium } from './jt808/medium.ts';
export { type DriverReport } from './jt808/driver.ts';
export { type SafetyReport } from './jt808/safety.ts';
export { recordedStates, STATE_RECORD, type RecordedState } from './jt808/vehicle-state.ts';
