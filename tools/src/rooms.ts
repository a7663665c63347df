/** Which room may import which. The one table; ARCHITECTURE.md shows it, `npm run check` keeps it. */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  protocols: ['protocols'],
  kernel: ['domain'],
  systems: ['kernel', 'domain'],
  gateways: ['protocols', 'kernel', 'domain'],
  data: ['kernel', 'domain'],
  server: ['kernel', 'domain', 'systems', 'gateways', 'data'],
  web: ['kernel', 'systems'],
  journeys: ['kernel', 'domain', 'protocols', 'systems', 'gateways', 'data', 'server', 'tools'],
  bench: ['kernel', 'domain', 'protocols', 'systems', 'gateways', 'data', 'server', 'tools', 'journeys'],
  tools: ['kernel', 'domain', 'protocols', 'systems', 'gateways', 'data', 'server', 'bench', 'journeys'],
};

/** Packages a room may use from outside; rooms not named here may use what their package.json lists. */
export const OUTSIDE: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  // CAP is XML: one parser, which resolves no entities.
  protocols: ['saxes'],
  kernel: ['zod'],
  systems: ['zod'],
};
