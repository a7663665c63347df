export { problemWords } from './problems.ts';
export { toldInEnglish, type SayPlace, type Sentences } from './told.ts';

/**
 * Expected failures as values. One table: code → HTTP status, Chinese, English.
 * `{name}` in a text is filled from the refusal's `facts`.
 */
export const REFUSALS = {
  'camera-fixed': [409, '这台摄像机没有登记为可云台控制', 'This camera is not registered as one that can be moved'],
  'camera-offline': [
    409,
    '摄像机或接入它的设备不在线',
    'The camera, or the device it is connected to, is not connected',
  ],
  'camera-silent': [409, '已向摄像机要画面，等不到第一帧', 'The camera agreed or was asked, and no picture came'],
  'camera-refused': [409, '摄像机或接入它的设备拒绝了请求', 'The camera or its device refused'],
  'camera-credentials': [
    409,
    '摄像机不接受登记的用户名与口令',
    'The camera does not accept the user name and password of the register',
  ],
  'camera-network': [
    409,
    '摄像机的地址不在允许取流的网段内，由系统管理员用 ANLAN_CAMERA_NETWORKS 设定',
    'The address is outside the networks that cameras may be in; the system administrator sets ANLAN_CAMERA_NETWORKS',
  ],
  'camera-unplayable': [409, '画面的编码不是 H.264 或 H.265，不能转发', 'The coding is neither H.264 nor H.265'],
  'camera-unreachable': [
    409,
    '登记的资料不足以向这台摄像机要画面',
    'The register does not say enough to ask this camera for pictures',
  ],
  'stream-lost': [409, '画面中断了', 'The pictures broke off'],
  'recording-over': [409, '录像已放完', 'The recording has been shown to its end'],
  'stream-nothing': [409, '没有这段时间的画面', 'There are no pictures of that time'],
  'streams-full': [503, '同时观看的路数已满', 'As many streams or viewers as allowed'],
  'media-unreachable': [503, '视频进程没有应答', 'The video process does not answer'],
  'not-found': [404, '没有找到，或不在你的范围内', 'Not found, or outside your scope'],
  'not-signed-in': [401, '请先登录', 'Sign in first'],
  'wrong-credentials': [401, '账号或密码不对', 'Account or password is wrong'],
  'locked-out': [429, '尝试次数过多，{minutes} 分钟后再试', 'Too many attempts, try again in {minutes} minutes'],
  'not-permitted': [
    403,
    '你的角色不能做「{verb}」，可由{grantor}授权',
    'Your role may not {verb}; {grantor} can grant it',
  ],
  'list-unknown': [
    401,
    '点位表未提交或已失效，请重新提交点位表',
    'The list of points is not known here, or no longer: send it again',
  ],
  'device-unproven': [
    403,
    '设备 {device} 未登记或密钥不对',
    'Device {device} is not registered, or its secret is wrong',
  ],
  'batch-malformed': [400, '批量数据格式不对：{detail}', 'Not a batch of readings: {detail}'],
  'batch-too-large': [413, '请求过大，最多 {most} 字节', 'The request is too large; at most {most} bytes'],
  'intake-busy': [503, '接入繁忙，请稍后重发这一批', 'The intake has no room now: send the batch again'],
  'intake-stopped': [
    507,
    '数据没有落盘，接入暂停，恢复后自动继续，请重发这一批：{detail}',
    'Nothing reached the disk; the intake is stopped and goes on by itself. Send the batch again: {detail}',
  ],
  'too-many-requests': [429, '太频繁了，{seconds} 秒后再试', 'Too often, try again in {seconds} seconds'],
  'wrong-receipt': [
    401,
    '回执码或查询口令不对；连续输错会暂停查询',
    'The receipt code or its PIN is wrong; repeated errors pause the look-up',
  ],
  'effort-missing': [
    422,
    '没有通过防刷校验，请从举报页面提交',
    'The check against floods failed; send from the report page',
  ],
  'report-limited': [
    403,
    '这个电话一年内已有 {times} 件查实为恶意的举报，暂不受理；可当面反映',
    'This telephone has {times} malicious reports within a year; come in person instead',
  ],
  'report-unlinked': [
    409,
    '核查属实的举报要先转成隐患或执法线索',
    'A report found true first becomes a hidden danger or an enforcement lead',
  ],
  'reward-closed': [409, '奖励现在不能「{action}」', 'The reward cannot be {action} now'],
  'expert-conflict': [
    409,
    '专家{expert}与{enterprise}有利害关系：{why}，须回避',
    '{expert} must not inspect {enterprise}: {why}',
  ],
  'contract-closed': [409, '合同已「{state}」，不能再{action}', 'The contract is {state}: {action} is not possible'],
  'penalty-none': [
    403,
    '委托书未授予罚款权限，不能作出罚款决定（本次 {amount} 元）',
    'The commission grants no fines (this one: CNY {amount})',
  ],
  'penalty-beyond': [
    403,
    '罚款 {amount} 元，超过委托的单次上限 {most} 元',
    'A fine of CNY {amount} is above the limit of CNY {most} of the commission',
  ],
  'funds-exceeded': [409, '超出可用金额，还可用 {left} 元', 'More than is left: CNY {left}'],
  'fund-unreferenced': [
    422,
    '基金支付必须对应本企业的一条隐患或一个技改项目',
    'A payment refers to a hidden danger or a renovation project of the enterprise',
  ],
  'fund-unverified': [
    409,
    '对应的隐患还没有销号，不能认定有效',
    'The hidden danger is not closed yet, so no effect is shown',
  ],
  'cross-site': [
    403,
    '请求没有通过来源校验，请从平台页面操作',
    'The request failed the origin check; act from a page of the platform',
  ],
  'link-code-taken': [409, '接入码 {code} 已有一条同向的级联', 'Access code {code} has such a link already'],
  'link-not-open': [409, '这条已经应答或不需要应答', 'Nothing to answer any more'],
  'link-role': [409, '这条级联的角色不能这样做', 'Not possible in our role on this link'],
  'warning-refused': [422, '预警报文不予接收：{reason}（{detail}）', 'The alert is not taken: {reason} ({detail})'],
  'scenario-refused': [422, '算不了：{reason}', 'Cannot be calculated: {reason}'],
  'invalid-input': [422, '填写有误：{problem}', 'Invalid input: {problem}'],
  'field-required': [422, '{field}必须填写', '{field} is required'],
  'watch-untrained': [422, '无法训练模型：{reason}', 'The model cannot be trained: {reason}'],
  'watch-retired': [409, '工况模型已停用', 'The process watch is retired'],
  'field-invalid': [422, '{field}填写有误：{problem}', '{field} is invalid: {problem}'],
  'version-conflict': [
    409,
    '别人刚改过（第 {version} 版），请对照后再存',
    'Changed by someone else meanwhile (version {version})',
  ],
  'check-conflict': [
    409,
    '「{item}」两个人答得不同，请先选定一份',
    'Two people answered "{item}" differently; choose one first',
  ],
  'field-clash': [
    409,
    '「{field}」已被改为「{theirs}」，你离线写的是「{mine}」，请选一份',
    '{field} was changed to "{theirs}" meanwhile, you wrote "{mine}"; choose one',
  ],
  'already-exists': [409, '{field}「{value}」已经登记过', '{field} "{value}" is already registered'],
  'alarm-state': [409, '报警已是「{state}」，不能再「{action}」', 'The alarm is {state} and cannot be {action}'],
  'alarm-has-case': [
    409,
    '这条报警已转为{kind} {number}（{state}），不再重复开立',
    'The alarm has already led to {kind} {number} ({state}); there is no second one',
  ],
  'alarm-has-report': [
    409,
    '这条报警已转为事件，电话快报 {number}；有新情况请写续报',
    'The alarm is already reported as an event, flash report {number}; add a supplement to it',
  ],
  'alarm-unowned': [
    422,
    '报警对象没有登记所属企业，不能转为{kind}；请先在台账里登记',
    'No enterprise is registered for what the alarm is about, so it cannot become {kind}; register one first',
  ],
  'handling-record-required': [
    422,
    '关闭报警前必须写处置记录（原因与措施）',
    'A handling record (cause and measure) is required before closing',
  ],
  'alarm-not-recovered': [
    409,
    '现场尚未恢复，不能关闭；误报请选“误报”并说明',
    'The condition has not returned to normal; close as false alarm with a reason instead',
  ],
  'limit-reason': [
    422,
    '「{field}」是报警判断的依据，修改须写明理由',
    'Alarms are judged by "{field}": changing it takes a reason',
  ],
  'announce-no-limit': [
    422,
    '只有报警判断所依据的限值可以定在以后生效，其他项请单独修改',
    'Only limits that alarms are judged by can begin on a later day; change the rest by itself',
  ],
  'announce-past': [
    422,
    '生效日期须晚于今天；今天就改的不用填',
    'The day must lie after today; leave it empty to change now',
  ],
  'announce-over': [409, '已经生效或已撤回，不能再撤回', 'It has taken effect or has been withdrawn already'],
  'alarm-latched': [409, '报警已锁存，先现场核实并复位，再关闭', 'The alarm is latched: reset it before closing'],
  'reset-lasting': [409, '现场尚未恢复，不能复位', 'The condition has not returned to normal: nothing to reset yet'],
  'reset-none': [409, '报警没有锁存，不用复位', 'The alarm is not latched'],
  'reason-required': [422, '请写明理由', 'A reason is required'],
  'shelve-red': [409, '红色报警不可搁置', 'A red alarm cannot be shelved'],
  'shelve-too-long': [422, '搁置最长 {hours} 小时', 'Shelving lasts {hours} hours at most'],
  'case-state': [409, '事项处于「{state}」，不能{action}', 'The case is {state}: {action} is not possible'],
  'case-side': [403, '「{action}」由{side}办理，你是{own}', '{action} is for {side}; you are {own}'],
  'same-person': [
    403,
    '「{action}」不能由做过「{before}」的人来做，请换人',
    '{action} must be done by somebody else than who did: {before}',
  ],
  'not-drawn': [
    403,
    '这份自报已随机抽中，由抽中的检查人员（{officers}）来查',
    'This report was drawn by lot: the officers drawn for it check it ({officers})',
  ],
  'evidence-required': [422, '至少附 {least} 份{label}', 'At least {least} file(s) needed: {label}'],
  'file-missing': [422, '附件 {file} 没有上传，请重新上传', 'The file {file} was not uploaded; upload it again'],
  'case-too-often': [409, '「{action}」最多 {times} 次，已用完', '{action} is possible {times} times at most'],
  'deadline-past': [422, '期限 {date} 已过', 'The deadline {date} is past'],
  'deadline-too-late': [422, '期限最迟 {date}', 'The deadline may be {date} at the latest'],
  'major-incomplete': [
    422,
    '重大隐患须先做到“五到位”，还缺：{missing}',
    'A major hidden danger needs all five first; missing: {missing}',
  ],
  'not-own-danger': [
    403,
    '监管部门查出的隐患不能由企业{action}',
    'A hidden danger found by an authority cannot be {action} by the enterprise',
  ],
  'joint-tasks-open': [
    409,
    '本方任务还有 {open} 项未完、{done} 项已完；全部完成（至少一项）才能确认',
    'Own tasks: {open} open, {done} done; confirm when at least one is done and none is open',
  ],
  'joint-partner': [
    422,
    '{place}不是相邻地区，也不在共同的联防组里，不能共同牵头',
    '{place} is neither a neighbour nor in a common group and cannot own the action together with you',
  ],
  'joint-ended': [409, '「{name}」已于{on}结束', '{name} ended on {on}'],
  'campaign-state': [409, '专项行动已{state}，不能{action}', 'The campaign is {state}: {action} is not possible'],
  'campaign-empty': [
    422,
    '按这些条件在台账里没有检查对象，请放宽范围或行业',
    'The register holds no target for these criteria; widen the places or sectors',
  ],
  'campaign-planned': [
    422,
    '{place}的对象有 {targets} 家，计划检查不能是 {planned} 家',
    '{place} has {targets} targets; {planned} cannot be planned',
  ],
  'campaign-issuer': [
    403,
    '{action}由下达单位或其上级办理，不能由承办的辖区自己办理',
    '{action} is for the place that issued the task, or one above it, not for the place that carries it out',
  ],
  'campaign-open-parts': [
    409,
    '还有 {count} 个辖区的任务没有验收或取消，如{first}',
    '{count} places are neither accepted nor dropped, such as {first}',
  ],
  'evaluation-members': [
    409,
    '评价内容已由辖区调整，请按新的 {count} 项重新填写',
    'The members were changed meanwhile; fill in the present {count}',
  ],
  'not-listed': [409, '没有挂牌督办，不用摘牌', 'It is not under listed supervision'],
  'not-major': [409, '只有重大隐患才能挂牌督办，请先定级', 'Only a major danger is listed; grade it first'],
  'already-listed': [409, '已经挂牌督办', 'It is listed already'],
  'listing-level': [
    403,
    '{level}挂牌由同级部门办理，你是{own}',
    'A listing at this level ({level}) is for an authority of that level; yours is {own}',
  ],
  'listing-authority': [
    403,
    '挂牌、延期、验收和摘牌由挂牌机关（{authority}）办理',
    'Listing, extension, acceptance and delisting are for the listing authority ({authority})',
  ],
  'document-state': [409, '文书处于「{state}」，不能{action}', 'The document is {state}: {action} is not possible'],
  'document-changed': [
    409,
    '内容在审批后变了，请重新审批',
    'The content changed after it was approved; approve it again',
  ],
  'document-not-here': [
    409,
    '事项处于「{state}」，不能出《{document}》',
    'The case is {state}: {document} cannot be issued',
  ],
  'seal-not-yours': [403, '{authority}的印章没有授权你使用', 'You are not named as a user of the seal of {authority}'],
  'preview-changed': [
    409,
    '内容与你看到的预览不同，请重新查看后再审批',
    'The content differs from the preview you saw; look again before you approve',
  ],
  'publication-state': [409, '公布事项{state}，不能{action}', 'The publication is {state}: {action} is not possible'],
  'card-superseded': [409, '告知卡已换新版，请签新版', 'The card was replaced; sign the new version'],
  'card-worker': [422, '{worker}不在这张告知卡的岗位上', '{worker} is not on the post of this card'],
  'card-signed': [409, '{worker}已签过这一版', '{worker} has signed this version already'],
  'promise-plants': [
    422,
    '生产装置 {plants} 套，运行、停产、检修合计 {running} 套，对不上',
    '{plants} plants, but running, stopped and under repair make {running}',
  ],
  'promise-level': [
    422,
    '存在重大隐患或重大危险源不在安全状态，不能公告为{level}',
    'With a major danger, or a source not in a safe state, the day cannot be announced as {level}',
  ],
  'promise-announced': [409, '今天已公告，更正请用“更正公告”', 'Announced today already: correct that announcement'],
  'promise-not-owed': [422, '本企业不在应公告范围', 'This enterprise does not belong to those that announce'],
  'duty-done': [409, '这一周期已由{by}于 {at} 履职', 'Done in this period already by {by} at {at}'],
  'duty-unnamed': [
    422,
    '台账里没有登记{who}，请先在重大危险源台账补登',
    'The register names no {who}: enter the person there first',
  ],
  'comparison-silent': [
    422,
    '测点现在没有在线值，恢复上传后才能比测',
    'The signal shows no value now: it can be compared once it is heard again',
  ],
  'comparison-kind': [422, '这类测点不做人工比测', 'Signals of this kind are not compared by hand'],
  'pin-wrong': [401, '签名码不对；连错五次停用一小时', 'The signing PIN is wrong; five errors pause it for an hour'],
  'job-unnotified': [
    409,
    '高风险外包作业须先向全部作业人员告知：共 {workers} 人，已告知 {notified} 人',
    'A high-risk job starts when all its workers are notified: {notified} of {workers}',
  ],
  'job-empty': [409, '还没有登记作业人员', 'No workers are registered for the job yet'],
  'changes-in-conflict': [
    409,
    '还有 {count} 处两个人写得不同，请先决定',
    '{count} fields have two versions: decide first',
  ],
  'still-listed': [409, '仍在挂牌督办，须先摘牌', 'It is still under listed supervision; delist it first'],
  'grade-reason': [
    422,
    '与分级标准的建议（{proposed}）不同，请写明理由',
    'This differs from what the standard proposes ({proposed}): give the reason',
  ],
  'review-open': [409, '还有 {count} 条没有复核', '{count} items have not been reviewed yet'],
  'not-accepted': [409, '专家没有接受，不能批准', 'The experts did not accept it: it cannot be approved'],
  'monitoring-runs': [409, '监控期到 {date}，尚未结束', 'It is monitored until {date}'],
  'conditions-open': [409, '还有 {count} 条使用条件没有落实', '{count} conditions are not met yet'],
  'law-unreadable': [
    422,
    '法规文本有 {count} 处错误，请改正后再导入',
    'The text has {count} errors: correct them and import again',
  ],
  'check-no-master': [409, '检查条目总库还没有发布', 'No version of the item master is published yet'],
  'check-outside-master': [
    409,
    '清单只能含总库第 {version} 版中适用的条目',
    'A list holds only items of the master, version {version}, that apply',
  ],
  'check-finished': [409, '检查 {number} 已结束，不能再改', 'The check {number} has ended and cannot be changed'],
  'check-incomplete': [409, '还有 {left} 项没查，如「{first}」', '{left} items are not checked yet, such as {first}'],
  'check-photo': [422, '「{item}」要拍照', 'A photo is needed: {item}'],
  'check-value': [422, '「{item}」的读数超限，不能判为符合', 'The reading is beyond the limit: {item} is not met'],
  'check-tier': [403, '{title}由{who}做', '{title} is done by {who}'],
  'check-not-open': [409, '检查 {opens} 才开始', 'The check begins at {opens}'],
  'check-draft-empty': [409, '没有待发布的变更', 'There is nothing to publish'],
  'check-master-city': [403, '条目总库由市级及以上维护', 'The item master is kept at city level or above'],
  'self-check-known': [
    422,
    '{field}由本期检查得出，是 {known}，不能另填',
    '{field} follows from the checks of the period: {known}',
  ],
  'duty-stranger': [422, '此人在本值班室没有岗位', 'This person has no post at this desk'],
  'duty-double': [409, '{person}这段时间已有排班', '{person} is on the roster at that time already'],
  'hand-over-waiting': [409, '已有一份交班等待接班', 'A hand-over is waiting to be accepted already'],
  'hand-over-not-yours': [403, '这份交班是给{person}的', 'This hand-over is for {person}'],
  'hand-over-not-holder': [
    403,
    '值班台现由{person}负责，由其交班',
    'The desk is held by {person}: it is theirs to hand over',
  ],
  'flash-time': [
    422,
    '事发时间不能在将来，得知时间不能早于事发',
    'The event cannot be in the future, nor be known before it happened',
  ],
  'flash-passed': [409, '这份快报已于{time}上报', 'This report was passed on at {time} already'],
  'channel-absent': [409, '还没有登记这个联系方式，请先保存', 'No address is set for this channel; save one first'],
  'hand-over-unseen': [
    422,
    '还有 {count} 条红、橙色报警没有逐条确认，如 {first}',
    '{count} red or orange alarms are not confirmed one by one, such as {first}',
  ],
  'parameter-laxer': [
    422,
    '「{field}」只能比上级更严，现行为 {value}',
    '{field} may only be stricter than what holds from above: {value}',
  ],
  'parameter-past': [
    422,
    '生效时间不能早于现在，已发生的事按当时的参数判定',
    'A value may not take effect in the past: what happened is judged by the value then in force',
  ],
  'list-past': [
    422,
    '选项不能从过去起增改，已登记的按当时的清单',
    'A list does not change in the past: what is registered was chosen from the list of its time',
  ],
  'list-entry-above': [
    403,
    '此选项由上级定，下级不能改名或停用；可另加本地的选项',
    'This entry is set from above; a narrower place may not rename or end it, but may add its own',
  ],
  'limit-loosened': [
    409,
    '监管部门定的限值 {value} 不能放宽，只能收紧',
    'The regulator set this limit to {value}; it may only be tightened',
  ],
  'point-quantity': [422, '没有「{kind}」这个监测量', 'No system measures "{kind}"'],
  'point-unit': [
    422,
    '「{quantity}」的单位是 {units}，不能是「{unit}」',
    '{quantity} is measured in {units}, not in "{unit}"',
  ],
  'point-place': [
    422,
    '「{quantity}」不在{place}上测，可绑定到：{places}',
    '{quantity} is not measured at: {place}; it is at: {places}',
  ],
  'point-binding': [
    422,
    '绑定的{place}没有登记、不属于这台设备的企业，或设备不在这栋建筑',
    '{place}: not registered, of another enterprise than the device, or not the building the device stands in',
  ],
  'point-channel': [422, '「{key}」不是 {protocol} 的通道：{help}', '"{key}" is no channel of {protocol}: {help}'],
  'point-protocol': [
    409,
    '{protocol} 设备的点位不在这里登记：{where}',
    'Points of {protocol} devices are not registered here: {where}',
  ],
  'point-retired': [409, '点位已于 {on} 停用', 'The point was retired on {on}'],
  'point-rings': [
    409,
    '点位还有 {count} 条报警没有关闭，先办结再停用',
    '{count} alarms of the point are not closed; close them before you retire it',
  ],
  'secret-none': [409, '{protocol} 设备不用密钥接入', '{protocol} devices have no secret'],
  'secret-overlap': [422, '旧密钥最多再用 {hours} 小时', 'The old secret is taken for {hours} hours at most'],
  'limit-key': [422, '这个测点没有「{key}」限值', 'This point has no limit "{key}"'],
  'limit-range': [422, '限值须在量程 {low}～{high} 内', 'A limit lies within the range {low} to {high}'],
  'back-test-rule': [
    422,
    '这条规则不能回测：它看的不是测点读数',
    'This rule watches no readings that it could be run over',
  ],
  'back-test-none': [422, '范围内没有这条规则监测的点', 'No point in scope is watched by this rule'],
  'back-test-queue': [
    409,
    '本单位已有 {open} 个回测在排队或运行，最多 {most} 个；等一个完成或先取消一个',
    '{open} of your tests already wait or run, {most} at most; wait for one or cancel one',
  ],
  'back-test-many': [422, '一次最多回测 {most} 个点，请缩小范围', 'At most {most} points in one test'],
  'back-test-not-done': [
    409,
    '回测没有完成，或不包含这个点',
    'The back-test is not finished or does not hold this point',
  ],
  'back-test-ended': [409, '回测已经结束', 'The back-test has ended'],
  'back-test-published': [409, '这次回测已发布', 'This back-test has been published'],
  'span-days': [422, '时段应在 {days} 天以内，止晚于起', 'A span of at most {days} days that ends after it begins'],
  'statement-scope': [
    403,
    '月报按辖区出具，须由不限行业的辖区人员出具',
    'Statements are issued for a place by somebody who sees all sectors of it',
  ],
  'statement-issued': [409, '这个月的月报 {number} 已出具', 'Statement {number} of this month has been issued'],
  'month-not-over': [422, '{month} 还没有结束', '{month} is not over yet'],
  'limit-past': [422, '限值从现在起或以后生效', 'A limit takes effect now or later'],
  'out-of-service-span': [
    422,
    '停用须有终止时间，最长 {days} 天',
    'Out of service needs an end, {days} days ahead at most',
  ],
  'already-out-of-service': [409, '已停用至 {until}', 'Already out of service until {until}'],
  'notice-seen': [409, '已由{by}签收', 'Already received by {by}'],
  'setup-token': [403, '初始化链接无效或已用过', 'The set-up link is invalid or used'],
  'setup-done': [409, '平台已经初始化', 'The platform has already been set up'],
  'weak-password': [
    422,
    '密码至少 {length} 位，含字母与数字，且不含账号',
    'Password needs {length} characters with letters and digits, not containing the account',
  ],
  'administrators-apart': [
    409,
    '三员分立：同一人不能同时是{held}与{wanted}',
    'Separated administrators: one person may not be {held} and {wanted} at the same time',
  ],
  'approval-own': [403, '自己提出的事项须由另一个人审批', 'What you asked for yourself is decided by another person'],
  'approval-subject': [
    403,
    '涉及你自己账号的事项须由别人审批',
    'What concerns your own account is decided by somebody else',
  ],
  'approval-office': [
    403,
    '须由辖区相同或更大的系统管理员或另一位安全管理员审批',
    'A system administrator or another security administrator of the same or a wider jurisdiction decides this',
  ],
  'approval-over': [409, '这项申请{state}，不能再办', 'This request is no longer open: {state}'],
  'approval-asker-gone': [
    409,
    '申请人已不再管这些人员，须由现任安全管理员重新申请',
    'Whoever asked no longer looks after these people; the present security administrator asks anew',
  ],
  'approval-waiting': [
    409,
    '这个账号已有同样的申请在等审批',
    'The same is already asked for about this account and awaits approval',
  ],
  'approval-code': [403, '批准码不对', 'The approval code is wrong'],
  'identity-linked': [409, '这个统一认证账号或本账号已经绑定过', 'This identity, or this account, is already linked'],
  'identity-by-owner': [
    403,
    '管理员账号须先用密码登录，再由本人在「我的账号」绑定统一认证',
    'An administrator signs in by password first and links the identity provider under their own account',
  ],
  'grant-self': [403, '不能给自己授权，也不能改自己的账号', 'Nobody may change what they themselves may do'],
  'grant-ended': [409, '这项授权已到期或已收回', 'This grant has ended'],
  'grant-beyond': [
    403,
    '不能给出自己没有的权限：角色、事项、范围与时间都不得超出自己的',
    'Nobody hands on more than they have: role, matters, scope and time stay within their own',
  ],
  'grant-too-long': [422, '最长 {days} 天', '{days} days at most'],
  'not-delegable': [
    403,
    '代理来的、委托来的和三员的权限不能再交给别人',
    "What was delegated or commissioned, and the administrators' own, cannot be handed on",
  ],
  'no-grant': [
    403,
    '账号目前没有有效的授权，请找安全管理员',
    'The account holds no valid grant; ask the security administrator',
  ],
  'second-factor-wrong': [401, '验证码不对或已经用过', 'The code is wrong or was already used'],
  'sign-in-expired': [401, '登录步骤已过期，请重新登录', 'The sign-in took too long; start again'],
  'password-due': [403, '密码已到期，请先修改密码', 'The password is due; change it first'],
  'second-factor-due': [403, '本角色须先绑定第二重验证', 'Your role needs a second factor; set it up first'],
  'password-used': [422, '新密码不能与最近 {count} 次用过的相同', 'The new password must differ from the last {count}'],
  'password-wrong': [422, '当前密码不对', 'The current password is wrong'],
  'link-invalid': [403, '链接无效、已用过或已过期', 'The link is invalid, used or expired'],
  'passkey-refused': [401, '通行密钥没有通过验证', 'The passkey could not be verified'],
  'passkey-required': [
    403,
    '本角色须两重验证，请用通行密钥登录',
    'Your role needs two factors; sign in with your passkey',
  ],
  'identity-unknown': [
    403,
    '统一认证的这个账号在平台上没有对应人员，请找安全管理员',
    'Nobody here has the account you signed in with elsewhere; ask the security administrator',
  ],
  'identity-provider': [
    502,
    '统一认证没有完成，请重试或改用密码',
    'The identity provider did not complete the sign-in',
  ],
  'in-person-only': [403, '接口令牌不能做这件事，请本人登录后操作', 'A token may not do this; sign in yourself'],
  'demonstration-only': [403, '只有演示模式可以一键登录', 'One-click sign-in exists in demonstration mode only'],
  'store-unavailable': [
    503,
    '{store}暂时不可用，数据未丢，请稍后重试',
    '{store} is unavailable for the moment; nothing was lost',
  ],
  'upload-quota': [
    429,
    '一天最多上传 {megabytes} MB，请明天再传，或请系统管理员处理',
    'At most {megabytes} MB a day may be uploaded; try again tomorrow or ask the system administrator',
  ],
  'file-kind': [
    415,
    '只收图片（JPEG、PNG、WebP）、录音与 PDF，内容须与类型一致',
    'Only JPEG, PNG and WebP images, sound and PDF, with content to match',
  ],
  'agenda-most': [409, '一天最多排 {most} 件', 'A day holds {most} lines at most'],
  'follow-most': [
    409,
    '最多关注 {most} 家企业，请先取消几家',
    'At most {most} enterprises are followed; unfollow some first',
  ],
  'voice-too-long': [413, '一段录音最长 {seconds} 秒', 'A voice note lasts {seconds} seconds at most'],
  'too-large': [413, '内容超过 {limit}', 'Larger than {limit}'],
  'export-rows': [
    413,
    '所选范围约有 {rows} 条，一次最多 {most} 条；请缩短时段或减少对象',
    'About {rows} rows are asked for, at most {most} go into one file: choose a shorter span or fewer objects',
  ],
  'export-busy': [
    503,
    '同时导出历史的已有 {most} 个，请等其中一个完成',
    '{most} exports of history are under way: wait for one of them to end',
  ],
  'points-many': [422, '所选点位多于 {most} 个；请缩小范围', 'More than {most} points are asked for: choose fewer'],
  'import-unreadable': [422, '文件读不了：{problem}', 'The file cannot be read: {problem}'],
  'import-state': [409, '这次导入已是「{state}」', 'This import is already {state}'],
  'import-errors': [
    422,
    '还有 {count} 行有误，请改正或只导入有效行',
    '{count} rows have errors: correct them or import the valid rows',
  ],
  'merge-refused': [409, '不能合并：{problem}', 'Cannot be merged: {problem}'],
  'region-in-use': [
    409,
    '「{name}」下还有 {count} 条在用的{what}，先移走',
    '"{name}" still holds {count} {what}: move them first',
  ],
  'census-state': [409, '这份普查表已是「{state}」', 'This census sheet is already {state}'],
  'waybill-blocked': [422, '运单不能开具或发车：{problem}', 'The waybill is refused: {problem}'],
  'waybill-state': [
    409,
    '运单已是「{state}」，不能改为「{wanted}」',
    'The waybill is {state} and cannot become {wanted}',
  ],
  'shape-invalid': [422, '范围画得不对：{problem}', 'The extent cannot be used: {problem}'],
  'terminal-parameter-unknown': [422, '「{parameter}」不能由平台设置', '{parameter} cannot be set by the platform'],
  'terminal-parameter-value': [
    422,
    '「{parameter}」须在 {low}～{high} 之间（文本为字数）',
    '{parameter} lies within {low} to {high} (of a text its length)',
  ],
  'terminal-parameter-grave': [
    409,
    '{parameters} 设错会使终端失联或改变车辆身份，请再次确认',
    '{parameters}: a wrong value takes the terminal offline or changes the vehicle; confirm once more',
  ],
  'cut-no-vehicle': [409, '设备没有绑定车辆', 'The device is bound to no vehicle'],
  'cut-open': [409, '这辆车已有未处理的断油断电申请', 'A request for this vehicle is already open'],
  'cut-decided': [409, '这项申请已处理', 'This request was decided already'],
  'cut-lapsed': [409, '申请已过期，请重新申请', 'The request has lapsed; ask again'],
  'cut-no-fix': [
    409,
    '平台没有车辆的实时定位，不得断油断电，指令未下发',
    'No live position of the vehicle is known: nothing was sent',
  ],
  'cut-stale-fix': [
    409,
    '车辆最后定位已过时，不得断油断电，指令未下发',
    'The last position of the vehicle is too old: nothing was sent',
  ],
  'cut-not-positioned': [
    409,
    '车辆没有有效定位，不得断油断电，指令未下发',
    'The vehicle has no valid position: nothing was sent',
  ],
  'cut-moving': [409, '车辆在行驶，不得断油断电，指令未下发', 'The vehicle is moving: nothing was sent'],
  'cut-not-still': [
    409,
    '车辆停稳时间不足，不得断油断电，指令未下发',
    'The vehicle has not stood still for long enough: nothing was sent',
  ],
  'cut-refused': [409, '终端拒绝或不支持，油电未断', 'The terminal refused or cannot do it'],
  'cut-silent': [
    409,
    '指令已下发，终端没有应答，请核对车辆状态',
    'The command was sent and the terminal did not answer: look at the vehicle',
  ],
  'device-offline': [409, '设备不在线，指令未下发', 'The device is offline; the command was not sent'],
  internal: [500, '平台内部错误，编号 {incident}', 'Internal error, incident {incident}'],
  'grading-model-later': [422, '评级模型自 {from} 起施行', 'The grading model holds from {from} on'],
  'grading-no-facts': [422, '「{model}」没有一项可评的数据', 'Nothing is known that {model} could grade'],
  'grading-fact-kind': [422, '「{factor}」的数据“{value}”不能计分', 'The fact of {factor} cannot be scored: {value}'],
  'risk-owner': [
    422,
    '较大及以上风险须由公司级负责人管控，填明责任人',
    'A risk of high level or above needs an enterprise-level owner by name',
  ],
  'risk-level-reason': [422, '调整计算出的风险等级须写明理由', 'Changing the computed risk level needs a reason'],
  'assessment-empty': [422, '评估还没有{what}', 'The assessment has no {what} yet'],
  'assessment-done': [409, '评估已完成，请另起一份', 'The assessment is complete; begin another'],
  'distance-unknown': [422, '{what}没有坐标，不能量算距离', '{what} has no place on the map to measure from'],
  'standardisation-state': [
    409,
    '申请处于「{state}」，不能{action}',
    'The application is {state}: {action} is not possible',
  ],
  'standardisation-unscored': [
    422,
    '自评或现场评审尚未完成：{what}',
    'The self-score or the evaluation is not finished: {what}',
  ],
} as const satisfies Record<string, readonly [number, string, string]>;

export type RefusalCode = keyof typeof REFUSALS;

/** What is said at a place of a refusal, in each language. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** Places of a refusal that always hold words of ours, never a name or a code that people wrote. */
type WordPlace =
  | 'action'
  | 'before'
  | 'document'
  | 'factor'
  | 'field'
  | 'grantor'
  | 'held'
  | 'help'
  | 'label'
  | 'level'
  | 'missing'
  | 'parameter'
  | 'parameters'
  | 'problem'
  | 'proposed'
  | 'quantity'
  | 'reason'
  | 'side'
  | 'state'
  | 'store'
  | 'tier'
  | 'verb'
  | 'wanted'
  | 'what'
  | 'where'
  | 'who'
  | 'why';

/** What a refusal is about. Words are told in both languages; names, codes and numbers stand as they are in either. */
export type Facts = { readonly [P in WordPlace]?: Words | number } & {
  readonly [place: string]: string | number | Words | undefined;
};

/** A refused request: which rule, with which facts, at which field. */
export interface Refusal {
  readonly refused: RefusalCode;
  readonly facts: Facts;
  readonly field?: string;
}

/** RFC 9457 problem document in both languages. `kept` says what happened to the input. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: RefusalCode;
  readonly zh: string;
  readonly en: string;
  readonly field?: string;
  /** The facts in Chinese. */
  readonly facts: Readonly<Record<string, string | number>>;
  readonly instance?: string;
}

export function refuse(code: RefusalCode, facts: Facts = {}, field?: string): Refusal {
  return field === undefined ? { refused: code, facts } : { refused: code, facts, field };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}

/** Words in both languages; the English holds no Chinese. */
export function both(zh: string, en: string): Words {
  return { zh, en };
}

/** What something declared is called: a field, a state, an action. */
export function named({ label, labelEn }: { readonly label: string; readonly labelEn: string }): Words {
  return { zh: label, en: labelEn };
}

/** A name or a code among words: the same in either language. */
export function asIs(name: string): Words {
  return { zh: name, en: name };
}

/** Several things in one breath: 甲、乙 and A, B. */
export function listed(all: readonly Words[]): Words {
  return { zh: all.map(({ zh }) => zh).join('、'), en: all.map(({ en }) => en).join(', ') };
}

/** The facts as they are said in one language. */
export function factsIn(facts: Facts, language: 'zh' | 'en'): Record<string, string | number> {
  const said = Object.entries(facts).map(([place, fact]) => [place, typeof fact === 'object' ? fact[language] : fact]);
  return Object.fromEntries(said.filter(([, fact]) => fact !== undefined));
}

function fill(text: string, facts: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
}

/** The problem+json document of a refusal; `title` follows the reader's language. */
export function toProblem(refusal: Refusal, language: 'zh' | 'en', instance?: string): Problem {
  const [status, zh, en] = REFUSALS[refusal.refused];
  const facts = factsIn(refusal.facts, 'zh');
  const texts = { zh: fill(zh, facts), en: fill(en, factsIn(refusal.facts, 'en')) };
  return {
    type: `/api/refusals#${refusal.refused}`,
    title: texts[language],
    status,
    code: refusal.refused,
    ...texts,
    facts,
    ...(refusal.field === undefined ? {} : { field: refusal.field }),
    ...(instance === undefined ? {} : { instance }),
  };
}
