import {
  encodeBody,
  PARAMETERS,
  type BodyOf,
  type Decoded,
  type LocationBody,
  type MessageKind,
  type Parameter,
  type Version,
} from '@anlan/jt808';
import { hex, hexOf, locationShape, micro, plain, rename, sign, type Shape } from './jt808-location.ts';

/** Renames the members of a body to those of the vectors. */
type Shaper<T> = (body: T, version: Version) => Shape;

/** Bytes a location takes in 0x0704. */
function locationLength(body: LocationBody, version: Version): number {
  return encodeBody({ kind: 'location', body }, version).length;
}

/** A parameter with its bytes, which come from encoding it again. */
function parameterShape({ id, value }: Parameter, version: Version): Shape {
  const body = { parameters: [{ id, value }] };
  const encoded = encodeBody({ kind: 'setParameters', body }, version).subarray(1);
  const shape = { id: hex(id, 4), length: encoded[4]!, raw: hexOf(encoded.subarray(5)) };
  // The vectors leave the parameters new in 2019 as bytes.
  return typeof value === 'object' || PARAMETERS.get(id)?.since === 2019 ? shape : { ...shape, value };
}

function parametersShape(parameters: Parameter[], version: Version): Shape {
  return { count: parameters.length, params: parameters.map((parameter) => parameterShape(parameter, version)) };
}

const answer = (body: BodyOf<'terminalAnswer'>): Shape => ({ ...body, ackId: hex(body.ackId, 4) });
const located = (body: BodyOf<'locationAnswer'>, version: Version): Shape => ({
  ackSerial: body.ackSerial,
  location: locationShape(body.location, version),
});
const ids = (body: { ids: number[] }): Shape => ({ count: body.ids.length, ids: body.ids });
const speedLimit = { overspeedS: 'overspeedSeconds', attr: 'attributes' };

const HEAD_BYTES = 64;

const KINDS: { [K in MessageKind]?: Shaper<BodyOf<K>> } = {
  terminalAnswer: answer,
  platformAnswer: answer,
  platformResend: (body) => rename(body, { originalSerial: 'firstSerial', packetIds: 'parts' }),
  setParameters: (body, version) => parametersShape(body.parameters, version),
  parametersAnswer: (body, version) => ({
    ackSerial: body.ackSerial,
    ...parametersShape(body.parameters, version),
  }),
  queryListedParameters: ids,
  attributes: (body) => rename(body, { comm: 'communication' }),
  upgradePackage: (body) => ({ ...rename(body, { data: 'content' }), dataLength: body.content.length }),
  location: locationShape,
  locationAnswer: located,
  vehicleControlAnswer: located,
  locationBatch: ({ type, locations }, version) => ({
    count: locations.length,
    type,
    items: locations.map((body) => ({ length: locationLength(body, version), location: locationShape(body, version) })),
  }),
  tracking: (body) => rename(body, { intervalS: 'interval', validS: 'validity' }),
  confirmAlarm: (body) => rename(body, { type: 'types' }),
  text: ({ type: textType, ...body }) => ({ ...body, textType }),
  setEvents: (body) => ({ ...body, count: body.events.length }),
  setInformationMenu: ({ type, entries }) => ({ type, count: entries.length, items: entries }),
  informationOnDemand: (body) => rename(body, { infoType: 'type' }),
  phoneBook: (body) => ({ ...body, count: body.contacts.length }),
  waybill: (body, version) => {
    const bytes = encodeBody({ kind: 'waybill', body }, version).subarray(4);
    return { length: bytes.length, content: hexOf(bytes) };
  },
  driverIdentity: (body) => rename(body, { icResult: 'cardResult', certificate: 'qualification' }),
  canData: ({ time, frames }) => ({
    count: frames.length,
    time,
    items: frames.map((frame) => rename(frame, { canId: 'id' })),
  }),
  setCircles: ({ action, areas }) => ({
    action,
    count: areas.length,
    areas: areas.map(({ latitude, longitude, ...area }) => ({
      ...rename(area, { ...speedLimit, radiusM: 'radius' }),
      centerLatRaw: micro(latitude),
      centerLonRaw: micro(longitude),
    })),
  }),
  setRectangles: ({ action, areas }) => ({
    action,
    count: areas.length,
    areas: areas.map(({ top, left, bottom, right, ...area }) => ({
      ...rename(area, speedLimit),
      topLeftLatRaw: micro(top),
      topLeftLonRaw: micro(left),
      bottomRightLatRaw: micro(bottom),
      bottomRightLonRaw: micro(right),
    })),
  }),
  setPolygon: ({ vertices, ...area }) => ({
    ...rename(area, speedLimit),
    points: vertices.map(({ latitude, longitude }) => ({ latRaw: micro(latitude), lonRaw: micro(longitude) })),
  }),
  setRoute: ({ points, ...route }) => ({
    ...rename(route, { attr: 'attributes' }),
    points: points.map(({ latitude, longitude, ...point }) => ({
      ...rename(point, {
        pointId: 'id',
        widthM: 'width',
        segAttr: 'attributes',
        maxDriveS: 'maxSeconds',
        minDriveS: 'minSeconds',
        overspeedS: 'overspeedSeconds',
      }),
      latRaw: micro(latitude),
      lonRaw: micro(longitude),
    })),
  }),
  deleteCircles: ids,
  deleteRectangles: ids,
  deletePolygons: ids,
  deleteRoutes: ids,
  mediaData: ({ location, data, ...body }, version) => ({
    ...body,
    location: location && locationShape(location, version),
    dataLength: data.length,
    dataHead: hexOf(data.subarray(0, HEAD_BYTES)),
  }),
  mediaAnswer: (body) => rename(body, { packetIds: 'parts' }),
  mediaList: ({ ackSerial, media }, version) => ({
    ackSerial,
    count: media.length,
    items: media.map((item) => ({ ...item, location: locationShape(item.location, version) })),
  }),
  compressedUp: ({ content }) => ({ length: content.length, content: hexOf(content) }),
  requestAttachments: ({ host, tcpPort, udpPort, sign: key, alarmNumber }) => ({
    serverIp: host,
    tcpPort,
    udpPort,
    alarmSign: sign(key),
    alarmNo: alarmNumber,
  }),
  attachments: ({ sign: key, ...body }) => ({
    ...rename(body, { alarmNo: 'alarmNumber', infoType: 'info' }),
    alarmSign: sign(key),
  }),
  attachmentFile: (body) => rename(body, { fileType: 'type' }),
  attachmentDone: (body) => rename(body, { fileType: 'type' }),
  attachmentAnswer: (body) => rename(body, { fileType: 'type', resend: 'missing' }),
  recordings: ({ ackSerial, recordings }) => ({
    ackSerial,
    total: recordings.length,
    items: recordings.map((item) => rename(item, { alarm64: 'alarms', avType: 'mediaType', streamType: 'stream' })),
  }),
  liveVideo: (body) => rename(body, { ip: 'host', dataType: 'mediaType', streamType: 'stream' }),
  controlVideo: (body) => rename(body, { closeAv: 'close', switchStream: 'stream' }),
};

/** The body of a decoded message under the names, and with the abridgements, that the vector's `body` uses. */
export function shapeOf(decoded: Decoded, expected: unknown): Shape {
  const wanted = Object.keys(expected as Shape);
  const shape = wanted.includes('bodyHex') ? { bodyHex: hexOf(bytesOf(decoded)) } : fullShape(decoded, wanted);
  if (wanted.includes('trailing')) shape['trailing'] = decoded.trailing && hexOf(decoded.trailing);
  for (const key of wanted) shape[key] = abridged((expected as Shape)[key], shape[key]);
  return shape;
}

function fullShape(decoded: Decoded, wanted: string[]): Shape {
  const { kind, body, header } = decoded;
  if (kind === 'unknown' || kind === 'part' || kind === 'encrypted') return opaqueShape(body.bytes, wanted);
  const shaper = KINDS[kind] as Shaper<unknown> | undefined;
  return plain(shaper ? shaper(body, header.version) : body) as Shape;
}

const EDGE_BYTES = 32;
const TAIL_BYTES = 16;

function opaqueShape(bytes: Uint8Array, wanted: string[]): Shape {
  if (wanted.includes('partHex')) return { partHex: hexOf(bytes) };
  return {
    partLength: bytes.length,
    partHeadHex: hexOf(bytes.subarray(0, EDGE_BYTES)),
    partTailHex: hexOf(bytes.subarray(-TAIL_BYTES)),
  };
}

/** The bytes of a body; of a known message by encoding it again. */
function bytesOf(decoded: Decoded): Uint8Array {
  if (decoded.kind === 'part' || decoded.kind === 'encrypted') return decoded.body.bytes;
  return encodeBody(decoded, decoded.header.version);
}

/** A long list in the vectors is given by its count and its first and last element. */
function abridged(expected: unknown, actual: unknown): unknown {
  if (!Array.isArray(actual) || Array.isArray(expected)) return actual;
  return { count: actual.length, first: actual[0], last: actual.at(-1) };
}
