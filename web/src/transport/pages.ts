interface Door {
  readonly href: string;
  readonly label: string;
  readonly labelEn: string;
}

/** Hand-made pages of road transport and waterways, by system. */
export const TRANSPORT_PAGES: Readonly<Record<string, readonly Door[]>> = {
  S33: [
    { href: '/transport', label: '车辆监管', labelEn: 'Vehicle supervision' },
    { href: '/fences', label: '电子围栏', labelEn: 'Fences' },
  ],
  S34: [{ href: '/waybills', label: '电子运单', labelEn: 'Waybills' }],
  S38: [{ href: '/waterway', label: '水上监管', labelEn: 'Waterway' }],
};
