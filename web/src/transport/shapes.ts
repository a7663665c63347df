import { alarmViewSchema } from '@anlan/kernel/alarm';
import { z } from 'zod';

export const liveSchema = z.object({
  at: z.number(),
  counts: z.record(z.string(), z.number()),
  rows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      category: z.string(),
      enterprise: z.string().nullable(),
      region: z.string(),
      cargo: z.string().nullable(),
      waybill: z.string().nullable(),
      state: z.string(),
      speed: z.number().nullable(),
      at: z.number().nullable(),
      alarms: z.number(),
    }),
  ),
  total: z.number(),
});
export const rateSchema = z.object({
  key: z.string(),
  label: z.string(),
  numerator: z.number(),
  denominator: z.number(),
  value: z.number().nullable(),
});
export const ratesSchema = z.array(
  rateSchema.extend({ missing: z.array(z.object({ id: z.string(), name: z.string() })) }),
);
export const groupsSchema = z.array(z.object({ group: z.string(), name: z.string(), rates: z.array(rateSchema) }));
export const missingSchema = z.object({
  total: z.number(),
  rows: z.array(z.object({ id: z.string(), name: z.string() })),
});
export const policeSchema = z
  .object({
    reason: z.string(),
    requestedAt: z.number(),
    requestedBy: z.string(),
    unit: z.string().nullable(),
    dispatchedAt: z.number().nullable(),
    arrivedAt: z.number().nullable(),
    result: z.string().nullable(),
    resultAt: z.number().nullable(),
  })
  .nullable();
export const violationsSchema = z.array(
  z.object({
    alarm: alarmViewSchema,
    caseId: z.string().nullable(),
    caseNumber: z.string().nullable(),
    caseState: z.string().nullable(),
    dueAt: z.number().nullable(),
    police: policeSchema,
  }),
);
export type Violation = z.infer<typeof violationsSchema>[number];

export const findingSchema = z.object({
  check: z.string(),
  label: z.string(),
  blocking: z.boolean(),
  text: z.string(),
  clause: z.string(),
});
export type Finding = z.infer<typeof findingSchema>;
export const waybillSchema = z.object({
  id: z.string(),
  number: z.string(),
  state: z.enum(['issued', 'loaded', 'in-transit', 'delivered', 'cancelled']),
  enterprise: z.string(),
  enterpriseName: z.string().nullable(),
  consignor: z.string(),
  consignee: z.string(),
  vehicle: z.string(),
  plate: z.string().nullable(),
  trailer: z.string().nullable(),
  driverName: z.string().nullable(),
  escortName: z.string().nullable(),
  cargo: z.string(),
  un: z.string().nullable(),
  cas: z.string().nullable(),
  goodsClass: z.string(),
  packing: z.string().nullable(),
  quantity: z.number(),
  routeName: z.string().nullable(),
  origin: z.string(),
  destination: z.string(),
  plannedStart: z.number(),
  plannedEnd: z.number(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  source: z.string(),
  regionName: z.string().nullable(),
  version: z.number(),
  findings: z.array(findingSchema),
});
export const waybillPageSchema = z.object({
  rows: z.array(waybillSchema),
  total: z.number(),
  counts: z.record(z.string(), z.number()),
});
export const checkedSchema = z.object({ findings: z.array(findingSchema), blocked: z.boolean() });

export const cardSchema = z.object({
  vehicle: z.object({
    id: z.string(),
    plate: z.string(),
    category: z.string(),
    enterprise: z.string().nullable(),
    phone: z.string().nullable(),
    barrier: z.boolean().nullable(),
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
      quantity: z.number(),
      packing: z.string().nullable(),
      consignor: z.string(),
      consignee: z.string(),
      driver: z.string().nullable(),
      escort: z.string().nullable(),
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
      guide: z.string().nullable(),
      measures: z.object({
        isolation: z.number(),
        fireIsolation: z.number(),
        hazard: z.string(),
        fire: z.string(),
        spill: z.string(),
        protection: z.string(),
      }),
      distances: z.array(
        z.object({ size: z.string(), isolation: z.number(), protectKm: z.number().nullable(), beyond: z.boolean() }),
      ),
      source: z.string(),
    })
    .nullable(),
  equipment: z.object({
    compliant: z.boolean(),
    lines: z.array(
      z.object({
        key: z.string(),
        label: z.string(),
        clause: z.string(),
        required: z.boolean(),
        met: z.boolean().nullable(),
      }),
    ),
  }),
});
export const equipmentSchema = z.object({
  vehicles: z.number(),
  compliant: z.number(),
  items: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      clause: z.string(),
      required: z.boolean(),
      applies: z.number(),
      met: z.number(),
      unknown: z.number(),
    }),
  ),
  missing: z.array(z.object({ id: z.string(), name: z.string(), lacks: z.array(z.string()) })),
});
