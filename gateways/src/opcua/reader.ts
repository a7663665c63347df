import { mkdirSync } from 'node:fs';
import type { OpcuaSettings, OpcuaSource } from '@anlan/kernel/collection';
import type { Quality } from '@anlan/kernel/telemetry';
import type { OPCUACertificateManager } from 'node-opcua-certificate-manager';
import type { ClientSession, ClientSubscription, DataValue, OPCUAClient } from 'node-opcua-client';

/** What a node said: its value as a number, null where there is none, and by whose clock. */
export interface NodeValue {
  readonly source: OpcuaSource;
  readonly value: number | null;
  readonly quality: Quality;
  /** Epoch ms of the source's clock, else of the server's; null when neither is told. */
  readonly at: number | null;
  /** Why there is no good value; empty for a good one. */
  readonly detail: string;
}

/** All that can be done with an OPC UA server here: hearing values and reading them once. The session stays in this file. */
export interface OpcuaReader {
  read(): Promise<readonly NodeValue[]>;
  watch(changed: (values: readonly NodeValue[]) => void): Promise<void>;
  /** Settles when the connection or the session has ended, with the reason. */
  readonly ended: Promise<string>;
  end(): Promise<void>;
}

export interface OpcuaDial {
  readonly settings: OpcuaSettings;
  readonly secret: string | undefined;
  /** Folder of own and trusted certificates; servers not among the trusted ones are refused. */
  readonly certificates: string;
  /** ms */
  readonly connect: number;
  /** Sees the chunks of the connection; of what is sent only its opening, for requests may carry a password. */
  readonly witness?: ((direction: 'in' | 'out', chunk: Uint8Array) => void) | undefined;
}

/** The library is loaded when the first server is configured: it is large, and most platforms have none. */
const library = async () => {
  const client = await import('node-opcua-client');
  // It would print certificates and hints to the process's output; what matters comes back as a reason.
  client.setWarningLogger(() => {});
  client.setErrorLogger(() => {});
  client.setDebugLogger(() => {});
  return { ...client, ...(await import('node-opcua-certificate-manager')) };
};
type Library = Awaited<ReturnType<typeof library>>;

const managers = new Map<string, Promise<OPCUACertificateManager>>();

/** One manager a folder: it makes this platform's own key once. */
function managerOf({ OPCUACertificateManager: Manager }: Library, folder: string): Promise<OPCUACertificateManager> {
  const known = managers.get(folder);
  if (known !== undefined) return known;
  mkdirSync(folder, { recursive: true });
  const manager = new Manager({ rootFolder: folder, automaticallyAcceptUnknownCertificate: false });
  const made = manager.initialize().then(() => manager);
  managers.set(folder, made);
  made.catch(() => managers.delete(folder));
  return made;
}

/** Kinds of messages that open a connection and its channel (Part 6 7.1.2.2). */
const OPENING: ReadonlySet<string> = new Set(['HEL', 'OPN']);

/** Connects and opens a session; rejects with the reason. Namespaces are looked up anew each time: their order may change. */
export async function dialOpcua({ settings, secret, certificates, connect, witness }: OpcuaDial): Promise<OpcuaReader> {
  const opcua = await library();
  const manager = await managerOf(opcua, certificates);
  // What an operator has moved into the trusted folder since then counts.
  await manager.reloadCertificates();
  const client = opcua.OPCUAClient.create({
    applicationName: 'Anlan',
    clientCertificateManager: manager,
    securityMode: opcua.MessageSecurityMode[settings.mode],
    securityPolicy: opcua.SecurityPolicy[settings.policy],
    // The collector connects anew itself: nodes are to be looked up again.
    connectionStrategy: { maxRetry: 0, initialDelay: 200, maxDelay: 400 },
    endpointMustExist: false,
    keepSessionAlive: true,
    requestedSessionTimeout: 60_000,
    transportTimeout: connect,
  });
  if (witness !== undefined) {
    client.on('receive_chunk', (chunk) => witness('in', chunk));
    client.on('send_chunk', (chunk) => {
      if (OPENING.has(chunk.toString('latin1', 0, 3))) witness('out', chunk);
    });
  }
  try {
    await within(connect, client.connect(settings.endpoint));
    const session = await within(connect, client.createSession(identityOf(opcua, settings, secret)));
    const nodes = nodesOf(settings.sources, await session.readNamespaceArray());
    return reader(opcua, client, session, settings, nodes);
  } catch (error) {
    await client.disconnect().catch(() => {});
    throw new Error(reasonOf(error as Error), { cause: error });
  }
}

function identityOf({ UserTokenType }: Library, { user }: OpcuaSettings, secret: string | undefined) {
  if (user === null) return { type: UserTokenType.Anonymous } as const;
  return { type: UserTokenType.UserName, userName: user, password: secret ?? '' } as const;
}

interface Node {
  readonly source: OpcuaSource;
  /** Null when the server has no such namespace. */
  readonly nodeId: string | null;
}

function nodesOf(sources: readonly OpcuaSource[], namespaces: readonly string[]): Node[] {
  return sources.map((source) => {
    const [, uri, rest] = /^nsu=([^;]+);(.+)$/.exec(source.node) ?? [];
    if (uri === undefined) return { source, nodeId: source.node };
    const index = namespaces.indexOf(uri);
    return { source, nodeId: index < 0 ? null : `ns=${index};${rest}` };
  });
}

function reader(
  { AttributeIds, ClientMonitoredItemGroup, resolveNodeId, TimestampsToReturn }: Library,
  client: OPCUAClient,
  session: ClientSession,
  { interval }: OpcuaSettings,
  nodes: readonly Node[],
): OpcuaReader {
  let subscription: ClientSubscription | undefined;
  let ending = false;
  const ended = new Promise<string>((resolve) => {
    client.on('connection_lost', () => resolve('连接已断开'));
    client.on('close', () => resolve('连接已断开'));
    session.on('session_closed', () => resolve('会话被服务器关闭'));
  });
  const missing = nodes.filter(({ nodeId }) => nodeId === null).map(({ source }) => absent(source));
  const asked = nodes.filter((node): node is Node & { nodeId: string } => node.nodeId !== null);
  return {
    ended,
    async read() {
      const ids = asked.map(({ nodeId }) => ({ nodeId: resolveNodeId(nodeId), attributeId: AttributeIds.Value }));
      const values = ids.length === 0 ? [] : await session.read(ids, 0);
      return [...values.map((value, index) => nodeValue(asked[index]!.source, value)), ...missing];
    },
    async watch(changed) {
      if (missing.length > 0) changed(missing);
      if (asked.length === 0) return;
      subscription = await session.createSubscription2({
        requestedPublishingInterval: interval * 1000,
        requestedLifetimeCount: 600,
        requestedMaxKeepAliveCount: 10,
        maxNotificationsPerPublish: 1000,
        publishingEnabled: true,
        priority: 1,
      });
      const group = ClientMonitoredItemGroup.create(
        subscription,
        asked.map(({ nodeId }) => ({ nodeId: resolveNodeId(nodeId), attributeId: AttributeIds.Value })),
        { samplingInterval: interval * 1000, queueSize: 10, discardOldest: true },
        TimestampsToReturn.Both,
      );
      group.on('changed', (_item, value, index) => changed([nodeValue(asked[index]!.source, value)]));
      group.on('err', (message) => changed(asked.map(({ source }) => ({ ...absent(source), detail: message }))));
    },
    async end() {
      if (ending) return;
      ending = true;
      await subscription?.terminate().catch(() => {});
      await session.close().catch(() => {});
      await client.disconnect().catch(() => {});
    },
  };
}

const absent = (source: OpcuaSource): NodeValue => ({
  source,
  value: null,
  quality: 'bad',
  at: null,
  detail: '服务器没有这个命名空间',
});

/** Part 4 7.39: the two highest bits of a status code are its severity. */
const SEVERITY: readonly Quality[] = ['good', 'suspect', 'bad', 'bad'];

function nodeValue(source: OpcuaSource, { statusCode, value, sourceTimestamp, serverTimestamp }: DataValue): NodeValue {
  const quality = SEVERITY[statusCode.value >>> 30] ?? 'bad';
  const number = numberOf(value.value as unknown, (value.dataType as number) === UINT64);
  const scaled = number === undefined ? null : number * source.scale + source.offset;
  const at = sourceTimestamp?.getTime() ?? serverTimestamp?.getTime() ?? null;
  const status = quality === 'good' ? '' : statusCode.name;
  return { source, value: scaled, quality, at, detail: scaled === null && status === '' ? '不是数值' : status };
}

/** Number of the built-in type UInt64 (Part 6, table 1). */
const UINT64 = 9;

function numberOf(value: unknown, unsigned: boolean): number | undefined {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  // 64-bit integers come as a pair of halves, the higher one first.
  if (!Array.isArray(value) || value.length !== 2 || !value.every(Number.isInteger)) return undefined;
  const [high, low] = value as [number, number];
  const bits = (BigInt(high) << 32n) | BigInt.asUintN(32, BigInt(low));
  const whole = Number(unsigned ? BigInt.asUintN(64, bits) : BigInt.asIntN(64, bits));
  return Number.isSafeInteger(whole) ? whole : undefined;
}

function within<T>(patience: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('连接超时')), patience);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED/, '对端拒绝连接'],
  [/ENOTFOUND|EAI_AGAIN/, '主机名解析不到'],
  [/BadCertificateUntrusted|BadSecurityChecksFailed|certificate/i, '证书不被信任：核对指纹后把服务器证书移入信任目录'],
  [/BadIdentityToken|BadUserAccessDenied/, '用户名或口令不对，或不允许这样登录'],
  [/endpoint/i, '服务器没有这种安全模式与策略的端点'],
];

function reasonOf({ message }: Error): string {
  return REASONS.find(([pattern]) => pattern.test(message))?.[1] ?? message.slice(0, 200);
}
