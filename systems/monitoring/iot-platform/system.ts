import { defineSystem } from '@anlan/kernel/system';
import { device } from './entities.ts';

export const iotPlatform = defineSystem({
  id: 'S16',
  key: 'iot-platform',
  family: 'monitoring',
  label: '“三级”安全监管信息化物联网平台',
  labelEn: 'Three-level IoT supervision platform',
  entities: [device],
  rules: [],
  layers: [],
});
