import type { DemonstrationCity, PackKey, Region } from '@anlan/data';
/** Rows of the demonstration city as the tables take them. */
export interface Rows {
    readonly [table: string]: readonly Readonly<Record<string, unknown>>[];
}
/** Turns the generated city into table rows. `initials` gives the pinyin initials of a name, `placeName` a region's name. */
export declare function rowsOf(city: DemonstrationCity, initials: (name: string) => string, placeName: (regionPath: string) => string): Rows;
export declare function regionRow(region: Region, pack: PackKey, initials: (name: string) => string): {
    path: string;
    id: string;
    code: string | null;
    name: string;
    kind: "city" | "country" | "county" | "municipality" | "province" | "town" | "zone";
    parent_path: string | null;
    lon: number;
    lat: number;
    approximate: boolean;
    initials: string;
    pack: PackKey;
};
//# sourceMappingURL=rows.d.ts.map