import { defineEntity } from '@anlan/kernel/entity';

/** A terminal, gateway or transponder that may speak to the platform; unregistered ones are refused. */
export const device = defineEntity({
  key: 'device',
  plural: 'devices',
  label: '设备',
  labelEn: 'Device',
  about: '登记在册、可以接入的终端与网关；未登记的一律拒绝并计数',
  family: 'monitoring',
  nameLabel: '设备名称',
  nameLabelEn: 'Name',
  located: true,
  unique: ['identity'],
  ownerField: 'enterprise',
  watchedBy: { sector: 'fire-protection', when: 'building' },
  fields: {
    identity: {
      kind: 'text',
      label: '接入标识',
      labelEn: 'Identity',
      required: true,
      list: true,
      max: 60,
      pattern: /^(jt808:\d{12,20}|ais:\d{9}|mqtt:[\w-]{1,40}|hj212:[\w-]{1,30}|gb26875:\d{1,15})$/,
      patternHelp:
        '形如 jt808:013912345678、ais:413000001、mqtt:gw-0007、hj212:010000A8900016F000169DC0、gb26875:10001',
    },
    protocol: {
      kind: 'choice',
      label: '协议',
      labelEn: 'Protocol',
      required: true,
      list: true,
      filter: true,
      options: [
        { value: 'jt808', label: 'JT/T 808', labelEn: 'JT/T 808' },
        { value: 'ais', label: 'AIS', labelEn: 'AIS' },
        { value: 'mqtt', label: 'MQTT', labelEn: 'MQTT' },
        { value: 'hj212', label: 'HJ 212', labelEn: 'HJ 212' },
        { value: 'gb26875', label: 'GB/T 26875.3', labelEn: 'GB/T 26875.3' },
      ],
    },
    enterprise: { kind: 'reference', entity: 'enterprise', label: '所属企业', labelEn: 'Enterprise', list: true },
    origin: {
      kind: 'choice',
      label: '信号来源',
      labelEn: 'Signal origin',
      required: true,
      list: true,
      filter: true,
      options: [
        { value: 'live', label: '实时接入', labelEn: 'Live' },
        { value: 'recorded', label: '真实录制', labelEn: 'Recorded' },
        { value: 'carried-over', label: '真实录制·移植', labelEn: 'Recorded, carried over' },
        { value: 'generated', label: '模型生成', labelEn: 'Generated' },
      ],
    },
    model: { kind: 'text', label: '型号', labelEn: 'Model', max: 60 },
    vehicle: { kind: 'reference', entity: 'vehicle', label: '所装车辆', labelEn: 'Vehicle' },
    vessel: { kind: 'reference', entity: 'vessel', label: '所装船舶', labelEn: 'Vessel' },
    building: { kind: 'reference', entity: 'building', label: '所在建筑', labelEn: 'Building' },
  },
});
