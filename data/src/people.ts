import { FIRE_SECTOR } from './fire-water.ts';
import type { Ground } from './ground.ts';
import { uuidOf } from './random.ts';
import type { Enterprise, Person } from './records.ts';

/** Posts of the city, and of every county and zone; `role` is a key of the kernel's roles. */
const CITY_POSTS: readonly (readonly [account: string, role: string, title: string, sectors?: readonly string[]])[] = [
  ['duty', 'duty-officer', '值班员甲'],
  ['duty2', 'duty-officer', '值班员乙'],
  ['inspector', 'inspector', '执法人员甲'],
  ['commander', 'commander', '现场指挥官'],
  ['leader', 'leader', '分管领导'],
  ['system', 'system-administrator', '系统管理员'],
  ['security', 'security-administrator', '安全管理员'],
  ['audit', 'audit-administrator', '审计管理员'],
  ['fire', 'duty-officer', '消防救援支队值班员', [FIRE_SECTOR]],
];
const COUNTY_POSTS: readonly (readonly [account: string, role: string, title: string])[] = [
  ['duty', 'duty-officer', '值班员'],
  ['inspector', 'inspector', '执法人员'],
  ['leader', 'leader', '分管领导'],
];

/** Posts of an enterprise, so that what one did another accepts. */
const ENTERPRISE_POSTS: readonly (readonly [suffix: string, role: string, title: string])[] = [
  ['', 'safety-officer', '安全员'],
  ['.manager', 'enterprise-manager', '负责人'],
  ['.team', 'team-worker', '班组长'],
];

/** Accounts of a jurisdiction: posts with titles only. Enterprises in `monitored` get a safety officer, a manager and a team worker. */
export function peopleOf(
  seed: string,
  ground: Ground,
  enterprises: readonly Enterprise[],
  monitored: ReadonlySet<string>,
): Person[] {
  const { pack, root, districts, regions } = ground;
  const person = (
    account: string,
    role: string,
    name: string,
    regionPath: string,
    enterpriseId: string | null = null,
  ): Person => ({
    id: uuidOf(seed, `person/${account}`),
    jurisdiction: pack.key,
    account,
    name,
    role,
    regionPath,
    enterpriseId,
  });
  return [
    ...CITY_POSTS.map(([account, role, title, sectors]) => ({
      ...person(`${pack.key}.${account}`, role, `${root.name}${title}`, root.path),
      ...(sectors && { sectors }),
    })),
    ...districts.flatMap(({ region, key }) =>
      COUNTY_POSTS.map(([account, role, title]) =>
        person(`${pack.key}.${key}.${account}`, role, `${region.name}${title}`, region.path),
      ),
    ),
    ...regions
      .filter((region) => region.kind === 'town')
      .map((town) =>
        person(`${pack.key}.${town.code ?? town.id}.town`, 'town-officer', `${town.name}安监员`, town.path),
      ),
    ...enterprises
      .filter((enterprise) => monitored.has(enterprise.id))
      .flatMap((enterprise) =>
        ENTERPRISE_POSTS.map(([suffix, role, title]) =>
          person(
            `${pack.key}.${enterprise.creditCode.slice(8, 17).toLowerCase()}${suffix}`,
            role,
            `${enterprise.name}${title}`,
            enterprise.regionPath,
            enterprise.id,
          ),
        ),
      ),
  ];
}
