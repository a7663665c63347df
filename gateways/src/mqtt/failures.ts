/** What the broker's own errors mean: CONNACK codes and messages; any other is a packet that could not be parsed. */
export const FAILURES = new Map<number | string, 'half-open' | 'slow' | 'unsupported' | 'counted'>([
  [1, 'unsupported'],
  [4, 'counted'],
  [5, 'counted'],
  ['connect did not arrive in time', 'half-open'],
  ['drain timeout', 'slow'],
  ['keep alive timeout', 'counted'],
  ['connection closed', 'counted'],
]);
