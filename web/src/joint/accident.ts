import type { Option } from '@anlan/kernel/entity';
import { CLASSES } from '@anlan/systems/prevention';
import { entityByKey } from '../registry/index.tsx';

function optionsOf(entity: string, field: string): readonly Option[] {
  const declared = entityByKey(entity)?.fields[field];
  return declared?.kind === 'choice' ? declared.options : [];
}

/** What a shared risk is, in the words of its own register: accident type, hazard level, class of danger. */
export function riskPoint(kind: string, what: string, label: (option: Option) => string): string {
  const options = {
    'risk-point': () => optionsOf('risk-point', 'accident'),
    'hazard-source': () => optionsOf('hazard-source', 'registeredGrade'),
    'hidden-danger': () => CLASSES,
  }[kind];
  const found = options?.().find(({ value }) => value === what);
  return found === undefined ? what : label(found);
}
