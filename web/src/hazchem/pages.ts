interface HandMade {
  readonly href: string;
  readonly label: string;
  readonly labelEn: string;
}

/** Hand-made pages of S02, S08 and S18, for the list of systems and the search. */
export const HAZCHEM_PAGES: Readonly<Record<string, readonly HandMade[]>> = {
  S02: [{ href: '/hazchem', label: '危化品分布查询', labelEn: 'Who holds what, where' }],
  S08: [{ href: '/major-hazards', label: '重大危险源分级与监控', labelEn: 'Major hazard sources' }],
  S18: [{ href: '/safety-gaps', label: '应装未装清单', labelEn: 'Missing safety devices' }],
};
