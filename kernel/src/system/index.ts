import { limitParameters, type Rule } from '../alarm/index.ts';
import { checkCase, type CaseKind } from '../case/index.ts';
import type { CodeList } from '../code-list/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import { checkTemplate, type DocumentTemplate } from '../document/index.ts';
import type { Entity } from '../entity/index.ts';
import { checkModel, type GradingModel } from '../grading/index.ts';
import type { Indicator } from '../indicator/index.ts';
import type { Layer } from '../map/index.ts';
import type { Parameter } from '../parameter/index.ts';
import type { MeasuredAt, Quantity } from '../telemetry/index.ts';

/** One of the 147 systems as a declaration over the kernel's words. */
export interface System {
  /** `S17` of the requirements. */
  readonly id: string;
  readonly key: string;
  readonly family: string;
  readonly label: string;
  readonly labelEn: string;
  readonly entities: readonly Entity[];
  readonly rules: readonly Rule[];
  /** What its points measure, and at what. */
  readonly quantities?: readonly Quantity[];
  readonly layers: readonly Layer[];
  readonly cases?: readonly CaseKind[];
  readonly parameters?: readonly Parameter[];
  /** Lists its fields take their options from and that jurisdictions extend. */
  readonly codeLists?: readonly CodeList[];
  readonly gradings?: readonly GradingModel[];
  readonly catalogues?: readonly Catalogue[];
  readonly documents?: readonly DocumentTemplate[];
  /** Figures by which it is judged; each has a measure at the server. */
  readonly indicators?: readonly Indicator[];
}

/** A system as declared, with the parameters by which jurisdictions set its rules' limits. */
export function defineSystem(system: System): System {
  const limits = system.rules.flatMap(limitParameters);
  return limits.length === 0 ? system : { ...system, parameters: [...(system.parameters ?? []), ...limits] };
}

/** A quantity with the system it belongs to. */
export interface OwnedQuantity extends Quantity {
  readonly system: string;
}

/**
 * The quantity of a key at something, with its system: several systems may measure one quantity, each at its own
 * objects. Without a place the first that knows the key.
 */
export function findQuantity(systems: readonly System[], key: string, at?: MeasuredAt): OwnedQuantity | undefined {
  for (const system of systems) {
    const found = system.quantities?.find((one) => one.key === key && (at === undefined || one.at.includes(at)));
    if (found !== undefined) return { ...found, system: system.id };
  }
  return undefined;
}

/** The ten families in the fixed order of the rail, two characters each. */
export const FAMILIES = [
  { key: 'registry', letter: 'A', rail: '台账', railEn: 'Registry', label: '台账与普查' },
  { key: 'monitoring', letter: 'B', rail: '监测', railEn: 'Monitor', label: '监测监控与预警' },
  { key: 'prevention', letter: 'C', rail: '隐患', railEn: 'Prevent', label: '风险与隐患闭环' },
  { key: 'enforcement', letter: 'D', rail: '执法', railEn: 'Enforce', label: '监管执法' },
  { key: 'trust', letter: 'E', rail: '诚信', railEn: 'Trust', label: '分级·诚信·准入·保险·服务机构' },
  { key: 'technology', letter: 'F', rail: '技改', railEn: 'Technology', label: '目录·技改·标准化' },
  { key: 'accountability', letter: 'G', rail: '指标', railEn: 'Targets', label: '指标·规划·责任·考核' },
  { key: 'emergency', letter: 'H', rail: '应急', railEn: 'Emergency', label: '应急' },
  { key: 'learning', letter: 'I', rail: '培训', railEn: 'Learning', label: '培训·考试·文化' },
  { key: 'sharing', letter: 'J', rail: '共享', railEn: 'Sharing', label: '交换·大数据·公开' },
] as const;

/** Places of a quantity that follow from the device itself. */
const OWN_PLACES: ReadonlySet<string> = new Set<MeasuredAt>(['enterprise', 'device']);

export interface Finding {
  readonly system: string;
  readonly problem: string;
}

/** What is wrong with the declarations taken together: double keys, unknown references, missing labels. */
export function checkSystems(systems: readonly System[]): Finding[] {
  const findings: Finding[] = [];
  const entities = new Map(systems.flatMap((system) => system.entities.map((entity) => [entity.key, entity])));
  const kinds = new Set(systems.flatMap((system) => (system.cases ?? []).map((kind) => kind.key)));
  const parameters = systems.flatMap((system) => system.parameters ?? []);
  const lists = new Set(systems.flatMap((system) => (system.codeLists ?? []).map((list) => list.key)));
  const seen = new Set<string>();
  for (const system of systems) {
    const find = (problem: string) => findings.push({ system: system.id, problem });
    for (const key of [system.id, `system ${system.key}`, ...keysOf(system)]) {
      if (seen.has(key)) find(`declared twice: ${key}`);
      seen.add(key);
    }
    if (!FAMILIES.some((family) => family.key === system.family)) find(`unknown family ${system.family}`);
    for (const layer of system.layers) {
      if ('entity' in layer.draws && !entities.has(layer.draws.entity))
        find(`layer ${layer.key} draws unknown ${layer.draws.entity}`);
      if ('cases' in layer.draws && !kinds.has(layer.draws.cases))
        find(`layer ${layer.key} draws unknown ${layer.draws.cases}`);
    }
    for (const { key, at } of system.quantities ?? []) {
      for (const place of at)
        if (!entities.has(place) && !OWN_PLACES.has(place)) find(`quantity ${key} is measured at unknown ${place}`);
    }
    for (const entity of system.entities) findings.push(...checkEntity(system.id, entity, entities));
    for (const kind of system.cases ?? []) {
      for (const problem of checkCase(kind, kinds, parameters)) find(`case ${kind.key}: ${problem}`);
    }
    for (const model of system.gradings ?? []) {
      for (const problem of checkModel(model)) find(`grading ${model.key} ${model.version}: ${problem}`);
    }
    for (const template of system.documents ?? []) {
      for (const problem of checkTemplate(template)) find(`document ${template.key}: ${problem}`);
      if (template.case !== undefined && !kinds.has(template.case.kind))
        find(`document ${template.key} is for unknown case ${template.case.kind}`);
    }
    for (const parameter of system.parameters ?? []) {
      const from = parameter.kind === 'list' ? parameter.optionsFrom : undefined;
      if (from !== undefined && !lists.has(from)) find(`parameter ${parameter.key} chooses from unknown ${from}`);
    }
    for (const rule of system.rules) {
      if (rule.system !== system.id) find(`rule ${rule.key} names system ${rule.system}`);
      if (rule.clause === '') find(`rule ${rule.key} cites no clause`);
    }
  }
  return findings;
}

function keysOf(system: System): string[] {
  return [
    ...system.entities.map((entity) => `entity ${entity.key}`),
    ...system.rules.map((rule) => `rule ${rule.key}`),
    ...system.layers.map((layer) => `layer ${layer.key}`),
    ...(system.cases ?? []).map((kind) => `case ${kind.key}`),
    ...(system.quantities ?? []).flatMap(({ key, at }) => at.map((place) => `quantity ${key} at ${place}`)),
    ...(system.parameters ?? []).map((parameter) => `parameter ${parameter.key}`),
    ...(system.codeLists ?? []).map((list) => `list ${list.key}`),
    ...(system.gradings ?? []).map((model) => `grading ${model.key} ${model.version}`),
    ...(system.catalogues ?? []).map((catalogue) => `catalogue ${catalogue.key}`),
    ...(system.documents ?? []).map((template) => `document ${template.key}`),
  ];
}

function checkEntity(id: string, entity: Entity, entities: ReadonlyMap<string, Entity>): Finding[] {
  const findings: Finding[] = [];
  for (const [key, field] of Object.entries(entity.fields)) {
    if (!/^[a-z][A-Za-z0-9]*$/.test(key))
      findings.push({ system: id, problem: `${entity.key}.${key} is not camelCase` });
    if (field.label === '') findings.push({ system: id, problem: `${entity.key}.${key} has no label` });
    if (field.kind === 'reference' && !entities.has(field.entity)) {
      findings.push({ system: id, problem: `${entity.key}.${key} refers to unknown ${field.entity}` });
    }
  }
  for (const key of [entity.levelField, entity.ownerField, entity.sectorField, ...(entity.unique ?? [])]) {
    if (key !== undefined && entity.fields[key] === undefined) {
      findings.push({ system: id, problem: `${entity.key} names unknown field ${key}` });
    }
  }
  return findings;
}
