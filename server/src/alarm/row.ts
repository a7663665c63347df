import { SYSTEMS } from '@anlan/systems';
import type { AlarmView, Rule, Rung } from '@anlan/kernel/alarm';
import { speedStepSaid } from '@anlan/kernel/position';

/** A row of table `alarm`. */
export interface AlarmRow {
  id: string;
  number: string;
  rule: string;
  rule_label: string;
  system: string;
  level: AlarmView['level'];
  label: string;
  response: AlarmView['response'];
  subject_kind: string;
  subject_id: string;
  subject_name: string;
  device_id: string | null;
  place_name: string;
  region_path: string;
  region_name: string;
  organisation_id: string | null;
  sector: string | null;
  value: number | null;
  peak: number | null;
  now_value: number | null;
  now_at: Date | null;
  limit_value: number;
  unit: string;
  origin: string;
  lon: number | null;
  lat: number | null;
  since: Date;
  raised_at: Date;
  seen_at: Date;
  acknowledged_at: Date | null;
  acknowledged_by: string | null;
  recovered_at: Date | null;
  latched_at: Date | null;
  closed_at: Date | null;
  close_result: 'handled' | 'false' | null;
  shelved_until: Date | null;
  desk_shelved_until: Date | null;
  rungs_reached: number;
  escalate_at: Date | null;
  version: number;
  excursion_id: string | null;
  follows_id: string | null;
  continues_id: string | null;
  base_level: AlarmView['level'] | null;
  unit_id: string | null;
  retrospective: boolean;
  occurrence: number;
  second_of: string | null;
  chattering: boolean;
  first_out_id: string | null;
  plant_acknowledged_at: Date | null;
  plant_acknowledged_by: string | null;
  ladder: readonly Rung[] | null;
}

const RULES = new Map(SYSTEMS.flatMap((system) => system.rules).map((rule) => [rule.key, rule]));

export function ruleOf(key: string): Rule | undefined {
  return RULES.get(key);
}

/** The name of the limit of a rule's step; found by the step's words, as which level it has may have changed since. */
export function limitOfStep(rule: Rule | undefined, label: string): string | undefined {
  if (rule?.condition.kind !== 'above') return undefined;
  return rule.condition.steps.find((step) => step.label === label)?.limit;
}

/** The limit an alarm names: where it begins beyond a speed limit, that one. */
export function limitSaid(rule: Rule | undefined, label: string, limit: number): number {
  const step = limitOfStep(rule, label);
  return step === undefined ? limit : speedStepSaid(step, limit);
}

/** The ladder an alarm climbs: as its place had set it when it was raised, else the rule's own. */
export function ladderOf(row: Pick<AlarmRow, 'rule' | 'ladder'>): readonly Rung[] {
  return row.ladder ?? ruleOf(row.rule)?.escalation ?? [];
}

const ms = (date: Date | null): number | null => (date === null ? null : date.getTime());

const nowOf = ({ recovered_at, now_value, now_at }: AlarmRow): AlarmView['now'] =>
  recovered_at !== null || now_value === null || now_at === null ? null : { value: now_value, at: now_at.getTime() };

/** The view of an alarm that lists, cards and pushes carry, as governments see it (`seenBy`). Rungs count from the moment the platform saw it. */
export function alarmView(row: AlarmRow): AlarmView {
  const seenAt = row.seen_at.getTime();
  const ladder = ladderOf(row);
  return {
    id: row.id,
    number: row.number,
    rule: row.rule,
    ruleLabel: row.rule_label,
    system: row.system,
    level: row.level,
    label: row.label,
    response: row.response,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    subjectName: row.subject_name,
    deviceId: row.device_id,
    unitId: row.unit_id,
    placeName: row.place_name,
    organisationId: row.organisation_id,
    regionPath: row.region_path,
    regionName: row.region_name,
    value: row.value,
    peak: row.peak,
    now: nowOf(row),
    limit: limitSaid(ruleOf(row.rule), row.label, row.limit_value),
    unit: row.unit,
    origin: row.origin,
    lon: row.lon,
    lat: row.lat,
    since: row.since.getTime(),
    raisedAt: row.raised_at.getTime(),
    seenAt,
    acknowledgedAt: ms(row.acknowledged_at),
    acknowledgedBy: row.acknowledged_by,
    recoveredAt: ms(row.recovered_at),
    latchedAt: ms(row.latched_at),
    closedAt: ms(row.closed_at),
    closeResult: row.close_result,
    shelvedUntil: ms(row.organisation_id === null ? row.shelved_until : row.desk_shelved_until),
    escalation: ladder.map((rung, index) => ({
      to: rung.to,
      label: rung.label,
      at: seenAt + rung.after * 1000,
      reached: index < row.rungs_reached,
    })),
    escalateAt: ms(row.escalate_at),
    version: row.version,
    plant: {
      acknowledgedAt: ms(row.plant_acknowledged_at),
      acknowledgedBy: row.plant_acknowledged_by,
      shelvedUntil: row.organisation_id === null ? null : ms(row.shelved_until),
    },
    marks: {
      retrospective: row.retrospective,
      occurrence: row.occurrence,
      chattering: row.chattering,
      firstOut: row.first_out_id === null ? null : row.first_out_id === row.id ? 'first' : 'follows',
      firstOutId: row.first_out_id,
      followsId: row.follows_id,
    },
  };
}
