/**
 * Collection 采集: from where the platform takes a device's values when the device does not name points itself, and how
 * a raw value becomes a point's. Configuration as data, checked at its rim.
 */
export {
  BYTE_ORDERS,
  COLLECTED,
  isBits,
  MODBUS_TABLES,
  MODBUS_TYPES,
  TRANSPARENT_TYPES,
  type ByteOrder,
  type Collected,
  type ModbusSource,
  type ModbusTable,
  type ModbusType,
  type OpcuaSource,
  type SparkplugSource,
  type TransparentSource,
  type TransparentType,
} from './source.ts';
export {
  jt808SettingsSchema,
  modbusSettingsSchema,
  OPCUA_MODES,
  OPCUA_POLICIES,
  opcuaSettingsSchema,
  settingsSchema,
  sparkplugSettingsSchema,
  type Jt808Settings,
  type ModbusSettings,
  type OpcuaSettings,
  type Settings,
  type SparkplugSettings,
} from './settings.ts';
export {
  COLLECTION_STATES,
  collectedPointSchema,
  collectionInputSchema,
  collectionStateSchema,
  collectionViewSchema,
  trialSchema,
  type CollectedPoint,
  type CollectionInput,
  type CollectionState,
  type CollectionView,
  type Trial,
} from './views.ts';
