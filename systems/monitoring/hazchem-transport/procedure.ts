/** What is different at the place: each changes what is done first. */
export interface Conditions {
  readonly tunnel: boolean;
  /** Rain within the last hour. */
  readonly rain: boolean;
  readonly night: boolean;
}

interface Step {
  readonly zh: string;
  readonly en: string;
}

/** What is done beside the response card, or instead of it, under one condition. */
export interface Procedure {
  readonly key: keyof Conditions;
  readonly label: string;
  readonly labelEn: string;
  readonly steps: readonly Step[];
}

const TUNNEL: readonly Step[] = [
  {
    zh: '双洞双向封闭，两端洞口都按下风向警戒',
    en: 'Close both bores both ways; cordon off both portals as if each lay downwind',
  },
  {
    zh: '应急广播，人员弃车经横通道或上风洞口撤离',
    en: 'Announce by loudspeaker: leave the cars, walk out by cross passages or the upwind portal',
  },
  {
    zh: '由隧道监控按撤离方向控制风机；易燃气体未测浓度前不启停非防爆设备',
    en: 'The control room sets the fans for the way out; with flammable gas switch nothing that is not explosion-proof before it is measured',
  },
  { zh: '救援从上风洞口进入，先侦检后处置', en: 'Rescuers enter by the upwind portal and measure before they act' },
  {
    zh: '停排水泵、堵排水沟，防止流到洞外水体',
    en: 'Stop the drainage pumps and block the drains: nothing may run to the waters outside',
  },
];
const RAIN: readonly Step[] = [
  { zh: '先堵雨水口和边沟，再围堤收容', en: 'Block gullies and ditches first, then dam and collect' },
  {
    zh: '雨水带走货物：通知下游取水口，监测沿途水体',
    en: 'Rain carries the goods away: warn intakes downstream, measure the waters on the way',
  },
  { zh: '路滑、视距短：警戒前移，限速引导', en: 'Slippery and poor sight: cordon farther ahead, lead traffic slowly' },
];
/** Goods that must not get wet. */
const RAIN_ON_WATER_REACTIVE: Step = {
  zh: '遇水放出易燃气体：防水布遮盖，干砂围堵，禁止接触雨水',
  en: 'Gives off flammable gas with water: cover with tarpaulin, dam with dry sand, keep the rain off',
};
const NIGHT: readonly Step[] = [
  { zh: '隔离与防护距离取夜间值', en: 'Isolation and protective distances are those of the night' },
  { zh: '逐户敲门叫醒，点名清点', en: 'Wake people door by door and count them' },
  {
    zh: '照明用防爆灯具，救援车辆停上风向、不横穿低洼处',
    en: 'Explosion-proof lamps only; vehicles stand upwind and do not cross hollows',
  },
];

/** The procedures that hold for goods of a class, the tunnel's first (catalogue S34, 事故信息卡; general practice, from memory). */
export function proceduresOf(goodsClass: string | null, { tunnel, rain, night }: Conditions): Procedure[] {
  const wet = goodsClass === '4.3' ? [RAIN_ON_WATER_REACTIVE, ...RAIN] : RAIN;
  return [
    ...(tunnel ? [{ key: 'tunnel', label: '隧道处置程序', labelEn: 'In a tunnel', steps: TUNNEL } as const] : []),
    ...(rain ? [{ key: 'rain', label: '雨天处置程序', labelEn: 'In rain', steps: wet } as const] : []),
    ...(night ? [{ key: 'night', label: '夜间处置程序', labelEn: 'At night', steps: NIGHT } as const] : []),
  ];
}
