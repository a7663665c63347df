import { ATMOSPHERE } from '../constants.ts';
import { heatCapacityRatio, positive, pressure } from '../working/input.ts';
import { model } from '../working/model.ts';

export interface VesselBurst {
  readonly volume: number;
  readonly pressure: number;
  readonly heatCapacityRatio: number;
  readonly ambientPressure: number;
}

/** Burst energy (J) of a gas-filled vessel by four conventions; refuses a vessel not above ambient. */
export const vesselBurst = model<
  VesselBurst,
  { brode: number; isentropic: number; isothermal: number; availability: number },
  'ambientPressure'
>({
  name: 'pressure-vessel burst energy',
  title: '压力容器爆破能量',
  equations: {
    brode: ['E = (P1 − P0)V/(γ−1)', 'Brode 1959', 'from memory'],
    isentropic: ['E = P1V/(γ−1)[1 − (P0/P1)^((γ−1)/γ)]', 'CCPS VCE 2010', 'from memory'],
    isothermal: ['E = P1V ln(P1/P0)', 'CCPS VCE 2010', 'from memory'],
    availability: ['E = P1V[ln(P1/P0) − (1 − P0/P1)]', 'Crowl 1992', 'from memory'],
  },
  inputs: { volume: positive('m3'), pressure, heatCapacityRatio, ambientPressure: pressure },
  defaults: { ambientPressure: ATMOSPHERE },
  compute({ volume, pressure: p, heatCapacityRatio: gamma, ambientPressure: p0 }, work) {
    if (p <= p0) return work.refuse('pressure', 'vessel pressure is not above ambient');
    const heat = (p * volume) / (gamma - 1);
    return {
      brode: work.step('brode', 'E', ((p - p0) * volume) / (gamma - 1), 'J'),
      isentropic: work.step('isentropic', 'E', heat * (1 - (p0 / p) ** ((gamma - 1) / gamma)), 'J'),
      isothermal: work.step('isothermal', 'E', p * volume * Math.log(p / p0), 'J'),
      availability: work.step('availability', 'E', p * volume * (Math.log(p / p0) - (1 - p0 / p)), 'J'),
    };
  },
});
