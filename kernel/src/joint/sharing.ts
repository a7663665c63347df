/** Why places or enterprises are in one group (D2:130: 位置相邻、行业相近、业态相似). */
export const GROUP_KINDS = {
  adjacent: { label: '位置相邻', labelEn: 'Adjacent places' },
  trade: { label: '行业相近', labelEn: 'Like trades' },
  form: { label: '业态相似', labelEn: 'Like business forms' },
} as const;

/** A major risk at its source: a red risk point, a major hazard source, an open major danger. */
export interface MajorRisk {
  readonly id: string;
  readonly regionPath: string;
  readonly organisationId: string | null;
  readonly sector: string | null;
}

/** Metres from a risk to a neighbour's ground; 0 inside it. */
export interface Border {
  readonly regionPath: string;
  readonly metres: number;
}

export interface Member {
  /** A place with everything in it, or one enterprise. */
  readonly regionPath: string;
  readonly organisationId: string | null;
}

export interface Group {
  readonly id: string;
  readonly name: string;
  /** Only risks of this sector; null = all. */
  readonly trade: string | null;
  readonly members: readonly Member[];
}

/** Who comes to see a risk, and by which sharing. */
export interface Share {
  readonly risk: string;
  readonly regionPath: string;
  readonly organisationId: string | null;
  readonly via: 'border' | 'group';
  readonly groupId: string | null;
  readonly groupName: string | null;
  readonly metres: number | null;
}

/** Is the risk one of the member's own? */
function owns(member: Member, risk: MajorRisk): boolean {
  return member.organisationId === null
    ? risk.regionPath.startsWith(member.regionPath)
    : member.organisationId === risk.organisationId;
}

/** Does a day (`2026-03-18`) lie between the days of a membership, both included? */
export function joined({ from, to }: { readonly from: string; readonly to: string | null }, day: string): boolean {
  return from <= day && (to === null || day <= to);
}

/**
 * Everybody a major risk is shown to: neighbours within `reach` metres of their ground, and the other members of the
 * groups one of whose members owns it. Never the place it lies in, and each recipient once, the border before the group.
 */
export function sharesOf(
  risk: MajorRisk,
  borders: readonly Border[],
  reach: number,
  groups: readonly Group[],
): readonly Share[] {
  const shares = new Map<string, Share>();
  const add = (share: Share): void => {
    const key = `${share.regionPath} ${share.organisationId ?? ''}`;
    if (!shares.has(key)) shares.set(key, share);
  };
  for (const { regionPath, metres } of borders) {
    if (metres > reach || risk.regionPath.startsWith(regionPath)) continue;
    add({ risk: risk.id, regionPath, organisationId: null, via: 'border', groupId: null, groupName: null, metres });
  }
  for (const group of groups) {
    if (group.trade !== null && group.trade !== risk.sector) continue;
    if (!group.members.some((member) => owns(member, risk))) continue;
    for (const member of group.members) {
      if (owns(member, risk)) continue;
      const { regionPath, organisationId } = member;
      add({
        risk: risk.id,
        regionPath,
        organisationId,
        via: 'group',
        groupId: group.id,
        groupName: group.name,
        metres: null,
      });
    }
  }
  return [...shares.values()];
}
