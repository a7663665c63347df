import type { CheckTier } from '@anlan/kernel/checklist';

/** Roles that make the round of a level: who stands higher may stand in, never the other way round. */
export const MAY_CHECK: Record<
  CheckTier,
  { readonly roles: readonly string[]; readonly label: string; readonly labelEn: string }
> = {
  shift: {
    roles: ['team-worker', 'safety-officer', 'enterprise-manager'],
    label: '班组',
    labelEn: 'the team',
  },
  department: { roles: ['safety-officer', 'enterprise-manager'], label: '部门', labelEn: 'the department' },
  manager: { roles: ['enterprise-manager'], label: '企业负责人', labelEn: 'the manager' },
};
