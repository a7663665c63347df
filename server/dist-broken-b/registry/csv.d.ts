import { type Entity } from '@anlan/kernel/entity';
import type { RegistryRecord } from './table.ts';
/** The records as CSV with Chinese headings; the byte order mark makes spreadsheets read it as UTF-8. */
export declare function csvOf(entity: Entity, records: readonly RegistryRecord[]): string;
//# sourceMappingURL=csv.d.ts.map