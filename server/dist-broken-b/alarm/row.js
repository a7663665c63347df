import { SYSTEMS } from '@anlan/systems';
const RULES = new Map(SYSTEMS.flatMap((system) => system.rules).map((rule) => [rule.key, rule]));
export function ruleOf(key) {
    return RULES.get(key);
}
const ms = (date) => (date === null ? null : date.getTime());
/** The view of an alarm that lists, cards and pushes carry. Rungs count from the moment the platform saw it. */
export function alarmView(row) {
    const seenAt = row.seen_at.getTime();
    const ladder = ruleOf(row.rule)?.escalation ?? [];
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
        placeName: row.place_name,
        organisationId: row.organisation_id,
        regionPath: row.region_path,
        regionName: row.region_name,
        value: row.value,
        peak: row.peak,
        limit: row.limit_value,
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
        closedAt: ms(row.closed_at),
        shelvedUntil: ms(row.shelved_until),
        escalation: ladder.map((rung, index) => ({
            to: rung.to,
            label: rung.label,
            at: seenAt + rung.after * 1000,
            reached: index < row.rungs_reached,
        })),
        escalateAt: ms(row.escalate_at),
        version: row.version,
    };
}
//# sourceMappingURL=row.js.map