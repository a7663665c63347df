import { FAMILIES } from '@anlan/kernel/system';
import {
  Activity, Award, BookOpen, ChartLine, ClipboardCheck, Globe, GraduationCap, House, Map as MapIcon, ShieldCheck, Siren, TriangleAlert, Wrench,
  type LucideIcon,
} from 'lucide-react';

export interface RailEntry {
  readonly key: string;
  readonly label: string;
  readonly labelEn: string;
  readonly href: string;
  readonly icon: LucideIcon;
}

const ICONS: Record<string, LucideIcon> = {
  registry: BookOpen, monitoring: Activity, prevention: TriangleAlert, enforcement: ClipboardCheck, trust: ShieldCheck, technology: Wrench,
  accountability: ChartLine, emergency: Siren, learning: GraduationCap, sharing: Globe,
};

/** Roles name the indicator family by its rail word; the family's own key is accountability. */
const ALIASES: Record<string, string> = { indicators: 'accountability' };

/** The rail in its fixed order: fingers learn it. */
export const RAIL: readonly RailEntry[] = [
  { key: 'home', label: '待办', labelEn: 'To do', href: '/home', icon: House },
  { key: 'map', label: '一张图', labelEn: 'Map', href: '/map', icon: MapIcon },
  ...FAMILIES.map((family) => ({
    key: family.key, label: family.rail, labelEn: family.railEn, href: `/systems/${family.key}`, icon: ICONS[family.key] ?? Award,
  })),
];

/** The part of the rail a role sees, in the fixed order. */
export function railOf(keys: readonly string[]): readonly RailEntry[] {
  const wanted = new Set(keys.map((key) => ALIASES[key] ?? key));
  return RAIL.filter((entry) => wanted.has(entry.key));
}
