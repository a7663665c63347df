import { bcd, padded, rest, text, u16, u32, u8 } from '../field.ts';
import { byVersion, list, record, sized } from '../structure.ts';
import { parameterItems } from '../parameters.ts';
import { empty, message } from './message.ts';

/** Parameters, control, attributes and upgrade of the terminal itself. */
export const terminalMessages = {
  setParameters: message(0x8103, '设置终端参数', record({ parameters: parameterItems })),
  queryParameters: message(0x8104, '查询终端参数', empty),
  queryListedParameters: message(0x8106, '查询指定终端参数', record({ ids: list(u8, u32) })),
  parametersAnswer: message(0x0104, '查询终端参数应答', record({ ackSerial: u16, parameters: parameterItems })),
  /** Command 1 wireless upgrade, 2 connect to a server, 3 power off, 4 reset, 5 factory reset, 6 close the data link, 7 close all radio; arguments of 1 and 2 separated by ';'. */
  control: message(0x8105, '终端控制', record({ command: u8, args: text })),
  queryAttributes: message(0x8107, '查询终端属性', empty),
  attributes: message(
    0x0107,
    '查询终端属性应答',
    record({
      /** Bits: 0 passenger, 1 dangerous goods, 2 freight, 3 taxi, 6 disk recorder, 7 split machine, 8 trailer (2019). */
      terminalType: u16,
      manufacturerId: padded(5),
      model: byVersion(padded(20), padded(30)),
      terminalId: byVersion(padded(7), padded(30)),
      iccid: bcd(10),
      hardwareVersion: sized(1, text),
      firmwareVersion: sized(1, text),
      /** Bits: 0 GPS, 1 BeiDou, 2 GLONASS, 3 Galileo. */
      gnss: u8,
      /** Bits: 0 GPRS, 1 CDMA, 2 TD-SCDMA, 3 WCDMA, 4 CDMA2000, 5 TD-LTE, 7 other. */
      communication: u8,
    }),
  ),
  /** Type 0 terminal, 12 IC-card reader, 52 GNSS module. */
  upgradePackage: message(
    0x8108,
    '下发终端升级包',
    record({ type: u8, manufacturerId: padded(5), version: sized(1, text), content: sized(4, rest) }),
  ),
  /** Result 0 done, 1 failed, 2 cancelled. */
  upgradeResult: message(0x0108, '终端升级结果应答', record({ type: u8, result: u8 })),
};
