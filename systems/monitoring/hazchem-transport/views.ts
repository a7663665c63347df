import { personal } from '@anlan/kernel/entity';
import { WAYBILL_STATES, type WaybillState } from '@anlan/kernel/position';
import { z } from 'zod';

const placeSchema = { lon: z.number(), lat: z.number() };
const besideSchema = {
  km: z.number(),
  offset: z.int().describe('m; positive to the left of the direction of the route'),
};

/** The approved route straightened: what lies beside it, where the vehicle drove and stopped; km along, m aside. */
export const corridorSchema = z.object({
  route: z
    .object({ id: z.string(), name: z.string(), length: z.number(), halfWidth: z.number() })
    .nullable()
    .describe('null without a waybill that names a route'),
  path: z.array(z.object({ at: z.number(), ...besideSchema })),
  away: z.int().describe('fixes of the span farther from the route than three kilometres'),
  stops: z.array(
    z.object({ from: z.number(), minutes: z.int(), allowed: z.string().nullable(), ...besideSchema, ...placeSchema }),
  ),
  targets: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      name: z.string(),
      people: z.number().nullable(),
      ...besideSchema,
      ...placeSchema,
    }),
  ),
  zones: z.array(
    z.object({
      id: z.string(),
      purpose: z.string(),
      name: z.string(),
      severe: z.boolean(),
      from: z.number(),
      to: z.number(),
      offset: z.int(),
      ...placeSchema,
    }),
  ),
});
export type Corridor = z.infer<typeof corridorSchema>;

/** What an accident of the vehicle here and now would mean: zones, who is inside, who is near to help. */
export const incidentSchema = z.object({
  at: z.number().nullable().describe('of the position'),
  place: z.object(placeSchema).nullable().describe('null where the vehicle was never heard'),
  night: z.boolean(),
  wind: z
    .object({ speed: z.number(), from: z.number(), station: z.string(), metres: z.int(), at: z.number() })
    .nullable(),
  distances: z.array(
    z.object({
      size: z.enum(['small', 'large']),
      night: z.boolean(),
      isolation: z.number().describe('m'),
      protectKm: z.number().nullable(),
      beyond: z.boolean(),
    }),
  ),
  zones: z
    .object({
      isolation: z.number(),
      square: z
        .object({ side: z.number(), towards: z.number(), corners: z.array(z.tuple([z.number(), z.number()])) })
        .nullable(),
    })
    .nullable(),
  inside: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      name: z.string(),
      people: z.number().nullable(),
      zone: z.enum(['isolation', 'downwind']),
      metres: z.int(),
      towards: z.int(),
      ...placeSchema,
    }),
  ),
  people: z.number().describe('sum of those inside, as registered'),
  rescue: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      name: z.string(),
      strength: z.number().nullable(),
      phone: personal(z.string().nullable()),
      metres: z.int(),
      ...placeSchema,
    }),
  ),
  foam: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        quantity: z.number(),
        unit: z.string(),
        place: z.string().nullable(),
        party: z.string(),
        phone: personal(z.string().nullable()),
        metres: z.int(),
        minutes: z.number().nullable().describe('until it is there, as agreed'),
      }),
    )
    .describe('foam and foam tenders of the mutual aid agreed, nearest first'),
  tunnel: z.boolean().describe('as asked: the platform does not know by itself'),
  rain: z
    .object({ mm: z.number().describe('within the last hour'), station: z.string(), metres: z.int(), at: z.number() })
    .nullable()
    .describe('null where it does not rain, or nobody measures it near'),
  procedures: z.array(
    z.object({
      key: z.enum(['tunnel', 'rain', 'night']),
      label: z.string(),
      labelEn: z.string(),
      steps: z.array(z.object({ zh: z.string(), en: z.string() })),
    }),
  ),
  tank: z
    .object({
      pressure: z.number().nullable().describe('MPa'),
      designPressure: z.number().nullable(),
      temperature: z.number().nullable().describe('℃'),
      level: z.number().nullable().describe('%'),
      valveOpen: z.boolean().nullable(),
      volume: z.number().nullable().describe('m³'),
      left: z.number().nullable().describe('m³ still in the tank'),
      at: z.number(),
    })
    .nullable()
    .describe('null where no sensor is bound to the vehicle'),
});
export type Incident = z.infer<typeof incidentSchema>;

const states = Object.keys(WAYBILL_STATES) as [WaybillState, ...WaybillState[]];
export const waybillStateSchema = z.enum(states);
/** What a check of a waybill found. */
export const findingSchema = z.object({
  check: z.string(),
  label: z.string(),
  blocking: z.boolean(),
  text: z.string(),
  clause: z.string(),
});
export const checkedSchema = z.object({ findings: z.array(findingSchema), blocked: z.boolean() });
/** An electronic waybill with the findings of its last check. */
export const waybillSchema = z.object({
  id: z.string(),
  number: z.string(),
  state: waybillStateSchema,
  enterprise: z.string(),
  enterpriseName: z.string().nullable(),
  consignor: z.string(),
  consignee: z.string(),
  vehicle: z.string(),
  plate: z.string().nullable(),
  trailer: z.string().nullable(),
  driver: z.string().nullable(),
  driverName: personal(z.string().nullable()),
  escort: z.string().nullable(),
  escortName: personal(z.string().nullable()),
  cargo: z.string(),
  un: z.string().nullable(),
  cas: z.string().nullable(),
  goodsClass: z.string(),
  packing: z.string().nullable(),
  quantity: z.number(),
  route: z.string().nullable(),
  routeName: z.string().nullable(),
  origin: z.string(),
  destination: z.string(),
  plannedStart: z.number(),
  plannedEnd: z.number(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  source: z.string(),
  regionName: z.string().nullable(),
  version: z.int(),
  findings: z.array(findingSchema),
});
export type Waybill = z.infer<typeof waybillSchema>;
export type Finding = z.infer<typeof findingSchema>;
export const waybillPageSchema = z.object({
  rows: z.array(waybillSchema),
  total: z.int(),
  counts: z.record(z.string(), z.int()),
});

const lineSchema = z.object({
  key: z.string(),
  label: z.string(),
  clause: z.string(),
  required: z.boolean(),
  met: z.boolean().nullable(),
});
/** What a rescuer must know of a vehicle: cargo, quantity, response card; and its equipment against the list. */
export const cardSchema = z.object({
  vehicle: z.object({
    id: z.string(),
    plate: z.string(),
    category: z.string(),
    enterprise: z.string().nullable(),
    phone: personal(z.string().nullable()),
    barrier: z.boolean().nullable().describe('barrier explosion-proof'),
    tank: z.boolean().nullable(),
  }),
  waybill: z
    .object({
      id: z.string(),
      number: z.string(),
      cargo: z.string(),
      un: z.string().nullable(),
      cas: z.string().nullable(),
      goodsClass: z.string(),
      quantity: z.number().describe('t'),
      packing: z.string().nullable(),
      consignor: z.string(),
      consignee: z.string(),
      driver: personal(z.string().nullable()),
      escort: personal(z.string().nullable()),
      route: z.string().nullable(),
      origin: z.string(),
      destination: z.string(),
      state: z.string(),
    })
    .nullable(),
  response: z
    .object({
      un: z.string().nullable(),
      goodsClass: z.string(),
      className: z.string(),
      classNameEn: z.string(),
      guide: z.string().nullable(),
      measures: z.object({
        isolation: z.number(),
        fireIsolation: z.number(),
        hazard: z.string(),
        fire: z.string(),
        spill: z.string(),
        protection: z.string(),
        en: z.object({ hazard: z.string(), fire: z.string(), spill: z.string(), protection: z.string() }),
      }),
      distances: z.array(
        z.object({
          size: z.enum(['small', 'large']),
          isolation: z.number(),
          protectKm: z.number().nullable(),
          beyond: z.boolean(),
        }),
      ),
      source: z.string(),
      sourceEn: z.string(),
    })
    .nullable(),
  equipment: z.object({ compliant: z.boolean(), lines: z.array(lineSchema) }),
});

/** Equipment of the dangerous-goods vehicles against the list. */
export const equipmentSchema = z.object({
  vehicles: z.int(),
  compliant: z.int(),
  items: z.array(lineSchema.omit({ met: true }).extend({ applies: z.int(), met: z.int(), unknown: z.int() })),
  missing: z.array(z.object({ id: z.string(), name: z.string(), lacks: z.array(z.string()) })),
});
