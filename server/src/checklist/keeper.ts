import type { Actor } from '@anlan/kernel/access';
import { refuseNow } from '../http/index.ts';

/** The master is kept at city level or above: counties and enterprises use it. */
export function keeperOf(actor: Actor): Actor {
  const { scope } = actor;
  const deep = scope.kind === 'region' ? scope.path.split('.').length - 1 : 0;
  // 重庆市 is a municipality of two levels, a city of a province one of three.
  if (scope.kind === 'all' || (scope.kind === 'region' && deep <= 3)) return actor;
  return refuseNow('check-master-city');
}
