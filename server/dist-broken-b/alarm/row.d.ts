import type { AlarmView, Rule } from '@anlan/kernel/alarm';
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
    closed_at: Date | null;
    shelved_until: Date | null;
    rungs_reached: number;
    escalate_at: Date | null;
    version: number;
}
export declare function ruleOf(key: string): Rule | undefined;
/** The view of an alarm that lists, cards and pushes carry. Rungs count from the moment the platform saw it. */
export declare function alarmView(row: AlarmRow): AlarmView;
//# sourceMappingURL=row.d.ts.map