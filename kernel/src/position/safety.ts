import type { Fix } from './fix.ts';
import type { Quantity } from './motion.ts';
import { SAFETY_QUANTITIES, type SafetyQuantity } from './safety-event.ts';

const QUANTITIES = Object.keys(SAFETY_QUANTITIES) as SafetyQuantity[];
const LIMITS = { seen: 1, severe: 2, span: 1 };

/** The quantities that a fix gives by what the terminal saw: 0 where it saw nothing, else the severity. */
export function sensed({ safety }: Fix): readonly Quantity[] {
  if (safety === undefined) return NOTHING_SEEN;
  return QUANTITIES.map((quantity) => {
    let value = 0;
    for (const event of safety) {
      if (event.quantity === quantity && event.over !== true) value = Math.max(value, event.severity);
    }
    return seen(quantity, value);
  });
}

const seen = (quantity: SafetyQuantity, value: number): Quantity => ({
  quantity,
  value,
  unit: '级',
  limits: LIMITS,
  resting: value === 0,
});
const NOTHING_SEEN = QUANTITIES.map((quantity) => seen(quantity, 0));
