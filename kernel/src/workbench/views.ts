import { z } from 'zod';
import { STABILITIES } from '@anlan/domain/consequence';
import { scenarioSchema, setupSchema } from './setup.ts';

const place = { id: z.string(), name: z.string(), lon: z.number(), lat: z.number() };
const stability = z.enum(STABILITIES as ['A', 'B', 'C', 'D', 'E', 'F']);

export const scenariosSchema = z.array(scenarioSchema);

/** A tank to choose, and whether there are properties of its substance to calculate with. */
export const chosenTanksSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    enterprise: z.string(),
    substance: z.string(),
    cas: z.string().nullable(),
    known: z.boolean().describe('are there properties to calculate with?'),
    lon: z.number().nullable(),
    lat: z.number().nullable(),
  }),
);
/** A setup filled in from a tank, or what it lacks. */
export const filledSetupSchema = z.object({
  setup: setupSchema.nullable(),
  name: z.string(),
  missing: z.string().nullable(),
});

/** A station with its newest wind. */
export const stationsSchema = z.array(
  z.object({ ...place, distance: z.number(), speed: z.number(), from: z.number(), at: z.number() }),
);
export type Station = z.infer<typeof stationsSchema>[number];

/** Means of a station's stored series up to a moment: what the plume formulas call the weather. */
export const stationWeatherSchema = z.object({
  id: z.string(),
  name: z.string(),
  until: z.number(),
  minutes: z.number(),
  samples: z.int(),
  speed: z.number().describe('m/s, mean'),
  from: z.number().describe('°, mean on the circle'),
  spread: z.number().describe('° standard deviation of the direction'),
  temperature: z.number().nullable().describe('℃'),
  humidity: z.number().nullable().describe('%'),
  stability: stability.describe('by hour and wind: no cloud is measured'),
});
export type StationWeather = z.infer<typeof stationWeatherSchema>;

/** The weather of a station's stored hours as classes with their wind roses: the material of risk. */
export const windStatisticsSchema = z.object({
  id: z.string(),
  name: z.string(),
  from: z.number(),
  until: z.number(),
  hours: z.int(),
  calm: z.number().describe('share of hours below 1 m/s, counted as 1 m/s'),
  classes: z.array(
    z.object({
      stability,
      wind10: z.number(),
      share: z.number(),
      rose: z.array(z.number()).length(16).describe('share of each direction the wind comes from, north first'),
    }),
  ),
});
export type WindStatistics = z.infer<typeof windStatisticsSchema>;

/** Gas sensors with their newest value. */
export const sensorsSchema = z.array(
  z.object({
    ...place,
    kind: z.string(),
    unit: z.string(),
    device: z.string(),
    enterprise: z.string().nullable(),
    distance: z.number(),
    value: z.number().nullable(),
    at: z.number().nullable(),
    low: z.number().nullable().describe('of its range'),
    first: z.number().nullable().describe('its first limit'),
    alarm: z.string().nullable().describe('id of its open alarm'),
  }),
);
export type Sensor = z.infer<typeof sensorsSchema>[number];

/** Stored means of gas sensors, each with the wind of its own minutes. */
export const sensorSeriesSchema = z.object({
  station: z.object({ id: z.string(), name: z.string(), distance: z.number() }).nullable(),
  from: z.number(),
  until: z.number(),
  step: z.number().describe('s'),
  means: z.array(
    z.object({
      id: z.string(),
      at: z.number(),
      value: z.number(),
      speed: z.number().nullable(),
      from: z.number().nullable(),
    }),
  ),
});
export type SensorSeries = z.infer<typeof sensorSeriesSchema>;

/** People of the register near a place. */
export const crowdSchema = z.object({
  people: z.array(z.object({ ...place, kind: z.string(), count: z.number() })),
  unknown: z.int().describe('places without a count'),
});

/** Units that heat or blast may break, and protection targets of GB 36894, near a place. */
export const neighboursSchema = z.object({
  units: z.array(
    z.object({
      ...place,
      distance: z.number(),
      enterprise: z.string(),
      substance: z.string(),
      vessel: z.enum(['atmospheric vessel', 'pressurised vessel']),
    }),
  ),
  targets: z.array(z.object({ ...place, distance: z.number(), purpose: z.string(), target: z.string() })),
});
export type Neighbours = z.infer<typeof neighboursSchema>;

/** Every tank about a place as a setup: the sources of a site's risk. */
export const sourcesSchema = z.object({
  sources: z.array(z.object({ id: z.string(), name: z.string(), setup: setupSchema })),
  left: z.array(z.object({ name: z.string(), reason: z.string() })).describe('tanks that cannot be calculated'),
});
export type Sources = z.infer<typeof sourcesSchema>;
