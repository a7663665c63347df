interface HandMade {
  readonly href: string;
  readonly label: string;
  readonly labelEn: string;
}

const WORKBENCH: HandMade = { href: '/workbench', label: '后果工作台', labelEn: 'Consequence workbench' };

/** Hand-made pages of the workbench, for the list of systems. */
export const WORKBENCH_PAGES: Readonly<Record<string, readonly HandMade[]>> = {
  S08: [WORKBENCH, { href: '/calculators/gb18218', label: '标准计算器', labelEn: 'Calculators' }],
  S20: [{ href: '/workbench/trace', label: '风向溯源', labelEn: 'Tracing upwind' }],
};
