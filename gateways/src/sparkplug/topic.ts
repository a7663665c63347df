/** Message types of Sparkplug B that nodes send (3.0, 4.2); the last letter of the pair says whom it is about. */
export const FROM_NODES = ['NBIRTH', 'NDATA', 'NDEATH', 'DBIRTH', 'DDATA', 'DDEATH'] as const;
export type FromNode = (typeof FROM_NODES)[number];

export const NAMESPACE = 'spBv1.0';
/** The host application whose state nodes may wait for. */
export const HOST_ID = 'anlan';
export const STATE_TOPICS = [`${NAMESPACE}/STATE/${HOST_ID}`, `STATE/${HOST_ID}`] as const;

export interface Topic {
  readonly type: FromNode;
  /** `group/node` */
  readonly node: string;
  readonly device?: string;
}

const ELEMENT = /^[^/+#\s]{1,64}$/;

/** Is this the name of an edge node as it signs on: `group/node`? */
export function isNodeName(name: string): boolean {
  const parts = name.split('/');
  return parts.length === 2 && parts.every((part) => ELEMENT.test(part));
}

/** Reads a topic that a node publishes to; undefined when it is none. */
export function readTopic(topic: string): Topic | undefined {
  const [namespace, group = '', type, node = '', device, ...more] = topic.split('/');
  if (namespace !== NAMESPACE || more.length > 0 || !isNodeName(`${group}/${node}`)) return undefined;
  const known = FROM_NODES.find((one) => one === type);
  if (known === undefined || known.startsWith('D') !== (device !== undefined)) return undefined;
  if (device !== undefined && !ELEMENT.test(device)) return undefined;
  return { type: known, node: `${group}/${node}`, ...(device === undefined ? {} : { device }) };
}

/** May the node subscribe to this: commands to itself and its devices, and the host's state? */
export function maySubscribe(nodeName: string, topic: string): boolean {
  const [group = '', node = ''] = nodeName.split('/');
  const own = [`${NAMESPACE}/${group}/NCMD/${node}`, `${NAMESPACE}/${group}/DCMD/${node}/`];
  return (
    topic === own[0] || topic.startsWith(own[1]!) || topic === `${own[0]}/#` || STATE_TOPICS.includes(topic as never)
  );
}

/** The topic by which a node, `group/node`, hears commands. */
export function commandTopic(nodeName: string): string {
  const [group = '', node = ''] = nodeName.split('/');
  return `${NAMESPACE}/${group}/NCMD/${node}`;
}
