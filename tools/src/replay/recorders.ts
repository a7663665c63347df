import { camerasOf, type DemonstrationCity } from '@anlan/data';
import { demonstrationSecret, Gb28181Agent } from '@anlan/gateways/media';
import { recordedVideo } from '../simulate/cameras.ts';
import type { Scenario, Surroundings } from './scenario.ts';
import { spread } from './spread.ts';

const RECORDER = '118';

/** Some recorders of plants: they keep alive, tell their catalogue, and send the short stream when somebody watches. */
export function addRecorders(scenario: Scenario, { options, key }: Surroundings, city: DemonstrationCity): void {
  if (options.recorders === 0) return;
  const { recorders, cameras } = camerasOf(options.seed, city);
  const plants = recorders.filter(({ code }) => code.slice(10, 13) === RECORDER);
  for (const { code } of spread(plants, options.recorders)) {
    const own = cameras.filter(({ recorderCode }) => recorderCode === code);
    const agent = new Gb28181Agent({
      host: options.host,
      port: options.gb28181Port,
      code,
      secret: demonstrationSecret(key, `gb28181:${code}`),
      channels: own.map((camera) => [camera.code, camera.name] as const),
      stream: recordedVideo(),
      answered: () => {},
      lost: () => {},
      refused: () => {},
    });
    scenario.gateways.push({
      get connected() {
        return agent.ready;
      },
      start: () => agent.start(),
      end: () => agent.end(),
    });
  }
}
