import { defineEntity } from '@anlan/kernel/entity';
import { CAMERA_PROTOCOLS, cameraCodeProblem, CAMERA_CODE_TYPES } from '@anlan/kernel/camera';
import { refuse, named } from '@anlan/kernel/refusal';

const PROTOCOLS = Object.entries(CAMERA_PROTOCOLS).map(([value, words]) => ({ value, ...words }));

/** A camera whose picture the platform may ask for. What it watches is kept beside it: any number of things. */
export const camera = defineEntity({
  key: 'camera',
  plural: 'cameras',
  label: '摄像机',
  labelEn: 'Camera',
  about: '视频监控点位：国标编码、位置、所属企业、接入方式；报警时自动调出监看该处的摄像机',
  family: 'monitoring',
  nameLabel: '点位名称',
  nameLabelEn: 'Name',
  located: true,
  unique: ['code'],
  ownerField: 'enterprise',
  fields: {
    code: {
      kind: 'text',
      label: '国标编码',
      labelEn: 'GB/T 28181 code',
      list: true,
      max: 20,
      check: (value) => cameraCodeProblem(value, CAMERA_CODE_TYPES),
      help: '20 位：行政区划或接入单位 8 位、行业 2 位、类型 3 位（131、132）、网络标识 1 位、序号 6 位',
      helpEn: '20 digits: place or unit 8, sector 2, type 3 (131, 132), network 1, serial 6',
      source: 'GB/T 28181-2022 附录E',
      also: ['摄像机编码', '设备编码', '通道编码'],
    },
    enterprise: { kind: 'reference', entity: 'enterprise', label: '所属企业', labelEn: 'Enterprise', list: true },
    place: { kind: 'text', label: '安装位置', labelEn: 'Place', list: true, max: 120, also: ['位置', '安装地点'] },
    protocol: {
      kind: 'choice',
      label: '接入方式',
      labelEn: 'Protocol',
      required: true,
      list: true,
      filter: true,
      options: PROTOCOLS,
    },
    device: {
      kind: 'reference',
      entity: 'device',
      label: '接入设备',
      labelEn: 'Device',
      help: '国标：向平台注册的录像机、摄像机或下级平台；JT/T 1078：车载终端',
      helpEn:
        'GB/T 28181: the recorder, camera or platform that registers here; JT/T 1078: the terminal of the vehicle',
    },
    address: {
      kind: 'text',
      label: '取流地址',
      labelEn: 'Address',
      max: 300,
      pattern: /^rtsps?:\/\/[^\s@/]+(\/\S*)?$/,
      patternHelp: '形如 rtsp://10.1.2.3:554/stream1，不含用户名与口令',
    },
    channel: {
      kind: 'text',
      label: '通道号',
      labelEn: 'Channel',
      max: 20,
      pattern: /^\d{1,20}$/,
      patternHelp: 'JT/T 1078 为 1 到 127 的通道号',
    },
    maker: { kind: 'text', label: '厂商型号', labelEn: 'Maker and model', max: 80, filter: true },
    ptz: { kind: 'yes-no', label: '可云台控制', labelEn: 'Pan and tilt', filter: true },
  },
  guard: (record) => {
    const missing = NEEDS[record['protocol'] as keyof typeof NEEDS]?.find((field) => record[field] == null);
    if (missing === undefined) return undefined;
    return refuse('field-required', { field: named(camera.fields[missing]!) }, missing);
  },
});

/** What each way of asking for a picture cannot do without. */
const NEEDS: Readonly<Record<keyof typeof CAMERA_PROTOCOLS, readonly string[]>> = {
  gb28181: ['code', 'device'],
  rtsp: ['address'],
  jt1078: ['device', 'channel'],
};
