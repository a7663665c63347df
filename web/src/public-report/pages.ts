/** Pages of reports, expert service and fund by system, for the list of systems and the head of prevention. */
export const PUBLIC_PAGES: Readonly<
  Record<string, readonly { readonly href: string; readonly label: string; readonly labelEn: string }[]>
> = {
  S67: [{ href: '/public-reports', label: '群众举报', labelEn: 'Public reports' }],
  S66: [{ href: '/expert-service', label: '专家服务', labelEn: 'Expert inspection' }],
  S73: [{ href: '/funds', label: '整改基金', labelEn: 'Rectification fund' }],
};
