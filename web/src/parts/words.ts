/** Words the shared parts say themselves. */
export const WORDS = {
  stale: ['已超期', 'stale'],
  never: ['尚无数据', 'no data yet'],
  why: ['为什么？', 'Why?'],
  retry: ['重试', 'Retry'],
  failed: ['没取到数据', 'Could not fetch the data'],
  failedNote: ['已显示的内容不受影响', 'What is already shown is unaffected'],
  unreachable: ['连不上平台', 'The platform cannot be reached'],
  unreachableNote: ['数据都在平台上，没有丢；联网后点重试', 'Nothing is lost; retry when the network is back'],
  mismatch: ['这一页读不懂平台的回答', 'This page does not understand the answer'],
  denied: ['你不能看这里', 'You may not see this'],
  offline: ['离线，可继续', 'Offline, carry on'],
  kept: ['已填内容已保留。', 'What you filled in is kept.'],
  loading: ['正在取数据', 'Fetching'],
  loadingSince: ['已 {seconds} 秒', '{seconds} s so far'],
  gap: ['静默', 'silent'],
} as const;
