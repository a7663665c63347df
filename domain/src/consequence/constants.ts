/** Standard gravity, m/s² (CGPM 1901). */
export const GRAVITY = 9.80665;
/** Molar gas constant, J/(mol·K) (CODATA 2018). */
export const GAS_CONSTANT = 8.314462618;
/** Standard atmosphere, Pa. */
export const ATMOSPHERE = 101_325;
/** Molar mass of dry air, kg/mol. */
export const AIR_MOLAR_MASS = 0.02896;
/** Specific heat of air at constant pressure, J/(kg·K). */
export const AIR_HEAT_CAPACITY = 1005;
/** Von Kármán constant. */
export const KARMAN = 0.4;
