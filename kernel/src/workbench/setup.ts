import { BREACHES, STABILITIES } from '@anlan/domain/consequence';
import { z } from 'zod';
import { LENGTHS } from '../entity/index.ts';

const number = z.number();
const place = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);

/** What is drawn: which harm, of which release. */
export const LOOKS = ['toxic', 'flammable', 'pool-fire', 'jet-fire', 'fireball', 'blast'] as const;
export type Look = (typeof LOOKS)[number];

/** Guidelines of toxic levels; `default` takes AEGL first, then ERPG, then PAC, then IDLH. */
export const GUIDELINES = ['default', 'AEGL', 'ERPG', 'PAC', 'IDLH'] as const;
export type Guideline = (typeof GUIDELINES)[number];

export const MODELS = ['auto', 'neutral', 'heavy'] as const;

/** Kinds of vessels with generic failure frequencies (CPR 18E). */
export const VESSELS = [
  'pressure vessel',
  'process or reactor vessel',
  'atmospheric tank, single containment',
] as const;

/** Where a value that was not typed comes from, so that the screen can say so. */
const filledSchema = z.object({
  field: z.string().max(LENGTHS.line),
  /** e.g. 液位 LT-101, 台账容积. */
  from: z.string().max(LENGTHS.line),
  at: z.number().nullable().describe('of the reading'),
});
export type Filled = z.infer<typeof filledSchema>;

/** Everything a person sets on the workbench: SI units, absolute pressures, WGS-84. This is what is saved. */
export const setupSchema = z.object({
  substance: z.string().min(1).max(120).describe('CAS number'),
  place,
  origin: z
    .object({ kind: z.enum(['tank', 'estimate', 'hand']), id: z.string().nullable(), name: z.string().max(200) })
    .nullable(),
  filled: z.array(filledSchema).max(20),
  vessel: z.object({
    kind: z.enum(VESSELS),
    state: z.enum(['liquid', 'gas']),
    amount: number.describe('kg'),
    pressure: number.describe('Pa absolute'),
    temperature: number.describe('K'),
    head: number.describe('m of liquid above the hole'),
    bundArea: number.nullable().describe('m²'),
  }),
  breach: z.object({
    kind: z.enum(BREACHES),
    phase: z.enum(['liquid', 'vapour']),
    holeDiameter: number.describe('m'),
    pipeLength: number.describe('m'),
    coefficient: number,
    rate: number.describe('kg/s, of a steady release'),
    stopAfter: number.describe('s'),
  }),
  releaseHeight: number.describe('m'),
  weather: z.object({
    wind10: number.describe('m/s at 10 m'),
    from: number.describe('° the wind comes from'),
    stability: z.enum(STABILITIES as ['A', 'B', 'C', 'D', 'E', 'F']),
    terrain: z.enum(['rural', 'urban']),
    airTemperature: number.describe('K'),
    humidity: number.describe('0–1'),
    station: z.string().max(200).nullable().describe('where it was measured'),
  }),
  look: z.enum(LOOKS),
  guideline: z.enum(GUIDELINES),
  model: z.enum(MODELS),
  /** Multi-energy strength class of the congested region. */
  strength: z.number().int().min(1).max(10),
  /** Air changes an hour of the buildings people stay in. */
  airChanges: number,
});
export type Setup = z.infer<typeof setupSchema>;

/** A one-tonne chlorine cylinder with a 5 mm hole: what a new page starts with, at a place. */
export const startAt = (lon: number, lat: number): Setup => ({
  substance: '7782-50-5',
  place: [lon, lat],
  origin: null,
  filled: [],
  vessel: {
    kind: 'pressure vessel',
    state: 'liquid',
    amount: 1000,
    pressure: 681_325,
    temperature: 293.15,
    head: 0,
    bundArea: null,
  },
  breach: {
    kind: 'hole',
    phase: 'liquid',
    holeDiameter: 0.005,
    pipeLength: 5,
    coefficient: 0.62,
    rate: 1,
    stopAfter: 3600,
  },
  releaseHeight: 1,
  weather: {
    wind10: 2.4,
    from: 45,
    stability: 'D',
    terrain: 'rural',
    airTemperature: 293.15,
    humidity: 0.6,
    station: null,
  },
  look: 'toxic',
  guideline: 'default',
  model: 'auto',
  strength: 7,
  airChanges: 1,
});

/** A saved setup as lists and pages see it. */
export const scenarioSchema = z.object({
  id: z.string(),
  name: z.string(),
  note: z.string(),
  setup: setupSchema,
  region: z.string(),
  tank: z.string().nullable(),
  by: z.string(),
  mine: z.boolean(),
  version: z.number(),
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type SavedScenario = z.infer<typeof scenarioSchema>;
export const scenarioWishSchema = z.object({
  name: z.string().trim().min(1).max(80),
  note: z.string().trim().max(1000).default(''),
  setup: setupSchema,
});
