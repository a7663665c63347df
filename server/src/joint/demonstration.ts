import { loadRegions, packs, uuidOf, type DemonstrationCity, type PackKey, type Region } from '@anlan/data';
import { dayOf } from '@anlan/domain/calendar';
import type { Doer } from '@anlan/kernel/case';
import { addPlaceCase } from '../campaign/story.ts';
import { CaseBook } from '../demonstration/case-book.ts';
import type { Rows } from '../demonstration/insert.ts';
import { neighboursOf } from './borders.ts';

const DAY = 86_400_000;

/** Pairs and groups of each jurisdiction, by name. */
const GROUPS: Readonly<
  Record<
    PackKey,
    readonly { name: string; kind: string; trade: string | null; about: string; members: readonly string[] }[]
  >
> = {
  shangrao: [
    {
      name: '信江上游三区联防组',
      kind: 'adjacent',
      trade: null,
      about: '信州、广信、广丰三区位置相邻、道路相连',
      members: ['信州区', '广信区', '广丰区'],
    },
    {
      name: '烟花爆竹主产县联防组',
      kind: 'trade',
      trade: 'fireworks',
      about: '烟花爆竹生产、储存企业集中的县',
      members: ['万年县', '余干县', '弋阳县'],
    },
    {
      name: '有色金属采选联防组',
      kind: 'trade',
      trade: 'non-coal-mine',
      about: '铜、金矿采选与尾矿库集中',
      members: ['德兴市', '铅山县', '横峰县'],
    },
  ],
  chongqing: [
    {
      name: '长寿—涪陵沿江化工联防组',
      kind: 'adjacent',
      trade: null,
      about: '沿江化工园区相邻，事故影响互及',
      members: ['长寿区', '涪陵区'],
    },
    {
      name: '主城仓储物流联防组',
      kind: 'trade',
      trade: 'warehouse',
      about: '仓储物流集中的主城各区',
      members: ['沙坪坝区', '九龙坡区', '渝北区', '江北区'],
    },
    {
      name: '渝东北非煤矿山联防组',
      kind: 'trade',
      trade: 'non-coal-mine',
      about: '非煤矿山集中的区县',
      members: ['云阳县', '奉节县', '巫山县', '巫溪县'],
    },
  ],
};
const ACTIONS: Readonly<
  Record<
    PackKey,
    readonly {
      title: string;
      form: string;
      sides: readonly [string, string];
      begun: number;
      due: number;
      done: boolean;
    }[]
  >
> = {
  shangrao: [
    {
      title: '信州广信交界危化品企业联合检查',
      form: 'inspection',
      sides: ['信州区', '广信区'],
      begun: -12,
      due: 18,
      done: false,
    },
    {
      title: '信江沿线尾矿库汛前联合巡查',
      form: 'patrol',
      sides: ['弋阳县', '横峰县'],
      begun: -90,
      due: -40,
      done: true,
    },
  ],
  chongqing: [
    {
      title: '长寿涪陵沿江化工企业联合检查',
      form: 'inspection',
      sides: ['长寿区', '涪陵区'],
      begun: -9,
      due: 21,
      done: false,
    },
    {
      title: '渝北江北仓储物流夜间联合巡查',
      form: 'patrol',
      sides: ['渝北区', '江北区'],
      begun: -70,
      due: -30,
      done: true,
    },
  ],
};
const RESOURCES = [
  ['team', '危化品应急救援队', 24, '人', 25],
  ['vehicle', '泡沫消防车', 3, '辆', 30],
  ['equipment', '防化服与空气呼吸器', 40, '套', 30],
  ['material', '围油栏', 800, 'm', 60],
  ['expert', '危化品专家组', 6, '人', 90],
  ['material', '抗溶性泡沫液', 12, 't', 60],
] as const;

/** Groups, joint actions and mutual aid of the demonstration; what is shared is the platform's own work from the first start on. */
export function jointRows(city: DemonstrationCity, now: number): Rows {
  const book = new CaseBook();
  const people = new Map(city.people.filter(({ role }) => role === 'inspector').map((one) => [one.regionPath, one]));
  for (const { key, rootPath } of packs) {
    const counties = loadRegions(key).filter(({ parentPath, kind }) => parentPath === rootPath && kind !== 'town');
    const named = (name: string): Region => counties.find((county) => county.name === name) as Region;
    for (const group of GROUPS[key]) groupRows(book, group, group.members.map(named), rootPath, now);
    for (const action of ACTIONS[key])
      actionRows(book, action, [named(action.sides[0]), named(action.sides[1])], people, now);
    for (const county of counties.filter(({ kind }) => kind === 'county').filter((_, index) => index % 4 === 0))
      aidRows(book, county, counties, now);
  }
  const {
    joint_group = [],
    joint_action = [],
    mutual_aid = [],
    mutual_aid_party = [],
    case_file = [],
    joint_side = [],
    ...rest
  } = book.rows;
  return {
    joint_group,
    joint_action,
    mutual_aid,
    mutual_aid_party,
    case_file,
    joint_side,
    ...rest,
    running_number: book.numberRows(),
  };
}

function groupRows(
  book: CaseBook,
  group: (typeof GROUPS)['shangrao'][number],
  members: readonly Region[],
  home: string,
  now: number,
): void {
  const id = uuidOf('joint-group', group.name);
  const from = dayOf(now - 200 * DAY);
  book.put('joint_group', {
    id,
    name: group.name,
    kind: group.kind,
    about: group.about,
    trade: group.trade,
    home_path: home,
    from_on: from,
    made_by: '市安委办',
    demonstration: true,
  });
  for (const member of members)
    book.put('joint_member', {
      id: uuidOf('joint-member', `${id}/${member.path}`),
      group_id: id,
      name: member.name,
      from_on: from,
      made_by: '市安委办',
      region_path: member.path,
      organisation_id: null,
      sector: null,
    });
}

const TASKS = ['检查边界 5 公里内重大危险源', '核对共享风险清单并补登记', '开展一次联合应急推演'];

function actionRows(
  book: CaseBook,
  { title, form, begun, due, done }: (typeof ACTIONS)['shangrao'][number],
  sides: readonly [Region, Region],
  people: ReadonlyMap<string, { readonly id: string; readonly name: string }>,
  now: number,
): void {
  const id = uuidOf('joint-action', title);
  const at = now + begun * DAY;
  const dueOn = dayOf(now + due * DAY);
  const by = (place: Region): Doer => ({
    id: people.get(place.path)?.id ?? uuidOf('post', place.path),
    name: people.get(place.path)?.name ?? `${place.name}执法人员`,
    side: 'authority',
  });
  const opener = by(sides[0]);
  const plan = '双方同日出动，互派人员，检查结果当日互通，整改期限一致';
  const closedAt = at + 28 * DAY;
  book.put('joint_action', {
    id,
    title,
    form,
    plan,
    risks: [],
    due_on: dueOn,
    home_path: sides[0].path,
    opened_by: opener.name,
    opened_at: new Date(at).toISOString(),
    closed_at: done ? new Date(closedAt).toISOString() : null,
    demonstration: true,
  });
  sides.forEach((side, index) => {
    const other = sides[1 - index] as Region;
    const finished = done ? TASKS.length : 1 + (1 - index);
    // Tasks stand in the case as they did when it was confirmed.
    const deeds = [
      { action: 'open', by: opener, at, input: { title, plan, dueOn, partners: other.name } },
      { action: 'accept', by: by(side), at: at + index * DAY },
    ];
    const caseId = addPlaceCase(book, 'joint-action', side, deeds, now, { kind: 'joint-action', id });
    if (done) confirm(book, caseId, by(side), closedAt - (2 - index) * DAY, closedAt);
    const detail = book.rows['case_joint_action']!.find((row) => row['case_id'] === caseId) as Record<string, unknown>;
    detail['open_tasks'] = TASKS.length - finished;
    detail['done_tasks'] = finished;
    if (done) detail['result'] = '本方任务全部完成，发现问题已交办整改';
    const sideId = uuidOf('joint-side', `${id}/${side.path}`);
    book.put('joint_side', {
      id: sideId,
      action_id: id,
      case_id: caseId,
      name: side.name,
      region_path: side.path,
      organisation_id: null,
      sector: null,
    });
    TASKS.forEach((task, at2) => {
      const over = at2 < finished;
      book.put('joint_task', {
        id: uuidOf('joint-task', `${sideId}/${at2}`),
        action_id: id,
        side_id: sideId,
        title: task,
        person: `${side.name}应急局`,
        due_on: dueOn,
        made_by: by(side).name,
        made_at: new Date(at + (1 + at2) * 3_600_000).toISOString(),
        done_at: over ? new Date(at + (3 + at2 * 4) * DAY).toISOString() : null,
        done_by: over ? by(side).name : null,
        result: over ? '已完成，检查企业 7 家，发现问题 11 条' : null,
      });
    });
  });
}

/** The last two lines of a side that has confirmed: its own word, and the platform's closing when all had. */
function confirm(book: CaseBook, caseId: string, by: Doer, at: number, closedAt: number): void {
  const file = book.rows['case_file']!.find((row) => row['id'] === caseId) as Record<string, unknown>;
  Object.assign(file, {
    state: 'closed',
    owner: null,
    closed_at: new Date(closedAt).toISOString(),
    overdue_since: null,
    escalate_at: null,
    supervisor: null,
    rungs: 0,
    version: 4,
  });
  const entries = book.rows['case_entry']!;
  const kept = entries.filter((row) => row['case_id'] !== caseId || (row['seq'] as number) <= 2);
  entries.splice(0, entries.length, ...kept);
  const line = { region_path: file['region_path'], organisation_id: null, sector: null, case_id: caseId, input: {} };
  book.put('case_entry', {
    ...line,
    seq: 3,
    at: new Date(at).toISOString(),
    by: by.name,
    by_id: by.id,
    side: 'authority',
    action: 'confirm',
    from_state: 'working',
    to_state: 'confirmed',
    text: '本方结果：本方任务全部完成，发现问题已交办整改',
  });
  book.put('case_entry', {
    ...line,
    seq: 4,
    at: new Date(closedAt).toISOString(),
    by: '平台',
    by_id: null,
    side: null,
    action: 'close',
    from_state: 'confirmed',
    to_state: 'closed',
    text: '共同办结',
  });
}

function aidRows(book: CaseBook, county: Region, counties: readonly Region[], now: number): void {
  const [other] = neighboursOf(county.path).flatMap((path) => counties.find((one) => one.path === path) ?? []);
  if (other === undefined) return;
  const id = uuidOf('mutual-aid', county.path);
  const mark = parseInt(id.slice(0, 4), 16) / 65_536;
  const signed = now - (60 + mark * 900) * DAY;
  book.put('mutual_aid', {
    id,
    name: `${county.name}—${other.name}应急救援互助协议`,
    number: `应急互助〔${dayOf(signed).slice(0, 4)}〕${1 + Math.floor(mark * 40)} 号`,
    signed_on: dayOf(signed),
    valid_to: dayOf(signed + 1095 * DAY),
    terms: '一方请求支援，另一方 30 分钟内出动；装备物资先调后补，费用按协议结算；每年联合演练一次',
    made_by: '市安委办',
    demonstration: true,
  });
  [county, other].forEach((party, index) => {
    const partyId = uuidOf('mutual-aid-party', `${id}/${party.path}`);
    book.put('mutual_aid_party', {
      id: partyId,
      agreement_id: id,
      name: party.name,
      phone: null,
      region_path: party.path,
      organisation_id: null,
      sector: null,
    });
    RESOURCES.filter((_, at) => (at + index) % 2 === 0).forEach(([kind, name, quantity, unit, minutes], at) =>
      book.put('mutual_aid_resource', {
        id: uuidOf('mutual-aid-resource', `${partyId}/${at}`),
        agreement_id: id,
        party_id: partyId,
        kind,
        name,
        quantity,
        unit,
        place: `${party.name}应急物资储备点`,
        lon: party.lon,
        lat: party.lat,
        minutes,
      }),
    );
  });
}
