import { defineSystem } from '@anlan/kernel/system';
import { camera } from './cameras.ts';
import { device } from './entities.ts';
import { indicators } from './indicators.ts';
import { quantities } from './quantities.ts';
import { rules } from './rules.ts';

export const iotPlatform = defineSystem({
  id: 'S16',
  key: 'iot-platform',
  family: 'monitoring',
  label: '“三级”安全监管信息化物联网平台',
  labelEn: 'Three-level IoT supervision platform',
  entities: [device, camera],
  rules,
  quantities,
  indicators,
  layers: [
    {
      key: 'cameras',
      label: '摄像机',
      labelEn: 'Cameras',
      group: '监测',
      draws: { entity: 'camera' },
      unit: '台',
      icon: 'camera',
      on: false,
    },
  ],
  parameters: [
    {
      key: 'device.secret-overlap',
      label: '更换密钥后旧密钥最长可用',
      labelEn: 'Old secret taken after a rotation, at most',
      group: '设备接入',
      source: '平台初值；留给现场改设备的时间',
      kind: 'number',
      unit: '小时',
      value: 168,
      min: 0,
      max: 720,
    },
    {
      key: 'mine.file-days',
      label: '煤矿上传文件记录保存',
      labelEn: 'Records of coal mines’ files kept',
      group: '煤矿上传',
      source: '平台初值；每种清单的最新一份和测点定义所依据的文件一直保存',
      kind: 'number',
      unit: '日',
      value: 400,
      min: 60,
      max: 3650,
    },
  ],
});
