import { FAMILIES } from '@anlan/kernel/system';
import {
  Activity,
  Award,
  BookOpen,
  ChartLine,
  ClipboardCheck,
  Globe,
  GraduationCap,
  House,
  LayoutGrid,
  Map as MapIcon,
  MonitorDot,
  ScrollText,
  ShieldCheck,
  Siren,
  TriangleAlert,
  Users,
  Wrench,
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
  registry: BookOpen,
  monitoring: Activity,
  prevention: TriangleAlert,
  enforcement: ClipboardCheck,
  trust: ShieldCheck,
  technology: Wrench,
  accountability: ChartLine,
  emergency: Siren,
  learning: GraduationCap,
  sharing: Globe,
};

/** Families whose own first page is more than the list of their systems. */
const HOMES: Record<string, string> = { prevention: '/prevention' };

/** Roles name the indicator family by its rail word; the family's own key is accountability. */
const ALIASES: Record<string, string> = { indicators: 'accountability' };

/** The rail in its fixed order: fingers learn it. */
export const RAIL: readonly RailEntry[] = [
  { key: 'home', label: '待办', labelEn: 'To do', href: '/home', icon: House },
  { key: 'map', label: '一张图', labelEn: 'Map', href: '/map', icon: MapIcon },
  ...FAMILIES.map((family) => ({
    key: family.key,
    label: family.rail,
    labelEn: family.railEn,
    href: HOMES[family.key] ?? `/systems/${family.key}`,
    icon: ICONS[family.key] ?? Award,
  })),
];

/** Landing pages that are no family: shown on the rail of those who land there. */
const LANDINGS: readonly RailEntry[] = [
  { key: 'desk', label: '值班台', labelEn: 'Desk', href: '/desk', icon: MonitorDot },
  { key: 'systems', label: '系统', labelEn: 'Systems', href: '/systems', icon: LayoutGrid },
  { key: 'people', label: '人员', labelEn: 'People', href: '/people', icon: Users },
  { key: 'audit', label: '审计', labelEn: 'Audit', href: '/audit', icon: ScrollText },
];

/** The part of the rail a role sees, in the fixed order; the page it lands on stands behind 待办 and 一张图. */
export function railOf(keys: readonly string[], lands = ''): readonly RailEntry[] {
  const wanted = new Set(keys.map((key) => ALIASES[key] ?? key));
  const own = (entry: RailEntry) => wanted.has(entry.key);
  return [
    ...RAIL.slice(0, 2).filter(own),
    ...LANDINGS.filter((entry) => entry.href === lands),
    ...RAIL.slice(2).filter(own),
  ];
}
