/** System codes (HJ 212-2017 table 5). */
export const SYSTEMS: Readonly<Record<string, string>> = {
  '21': '地表水质量监测',
  '22': '空气质量监测',
  '23': '声环境质量监测',
  '24': '地下水质量监测',
  '25': '土壤质量监测',
  '26': '海水质量监测',
  '27': '挥发性有机物监测',
  '31': '大气环境污染源',
  '32': '地表水体环境污染源',
  '33': '地下水体环境污染源',
  '34': '海洋环境污染源',
  '35': '土壤环境污染源',
  '36': '声环境污染源',
  '37': '振动环境污染源',
  '38': '放射性环境污染源',
  '39': '工地扬尘污染源',
  '41': '电磁环境污染源',
  '51': '烟气排放过程监控',
  '52': '污水排放过程监控',
  '91': '系统交互',
};

/** Data flags (`-Flag`); only N is a value to judge by. Letters outside the table are met and kept. */
export const DATA_FLAGS: Readonly<Record<string, string>> = {
  N: '正常',
  F: '停运',
  M: '维护',
  S: '手工输入',
  D: '故障',
  C: '校准',
  T: '超量程',
  B: '通讯异常',
};

/** Request results QnRtn. */
export const REQUEST_RESULTS: Readonly<Record<number, string>> = {
  1: '准备执行请求',
  2: '请求被拒绝',
  3: 'PW错误',
  4: 'MN错误',
  5: 'ST错误',
  6: 'Flag错误',
  7: 'QN错误',
  8: 'CN错误',
  9: 'CRC校验错误',
  100: '未知错误',
};

/** Execution results ExeRtn. */
export const EXECUTION_RESULTS: Readonly<Record<number, string>> = {
  1: '执行成功',
  2: '执行失败，原因未知',
  3: '执行失败，命令请求条件错误',
  4: '通讯超时',
  5: '系统繁忙不能执行',
  6: '系统故障',
  100: '没有数据',
};

/** Running states of equipment (`SBxxx-RS`). */
export const RUNNING_STATES: Readonly<Record<string, string>> = {
  '0': '关闭',
  '1': '运行',
  '2': '校准',
  '3': '维护',
  '4': '报警',
  '5': '反吹',
};
