/** How bad what a terminal saw is: 1 = first level, 2 = second level or a high degree. */
export type Severity = 1 | 2;

/** What a terminal's own instruments saw with a fix. `over`: the terminal says that it has ended. */
export interface SafetyEvent {
  readonly quantity: SafetyQuantity;
  readonly severity: Severity;
  readonly over?: boolean;
}

/** What instruments in a vehicle see, as quantities that rules watch. */
export const SAFETY_QUANTITIES = {
  'driver-fatigue': { label: '驾驶员疲劳', labelEn: 'Driver fatigue' },
  'driver-behaviour': { label: '驾驶员分心与离位', labelEn: 'Driver distracted or absent' },
  'collision-risk': { label: '碰撞危险', labelEn: 'Risk of collision' },
  emergency: { label: '紧急报警', labelEn: 'Emergency button' },
} as const;
export type SafetyQuantity = keyof typeof SAFETY_QUANTITIES;
