/** What is found most often, one tap each; the class is what it is counted under. */
export const COMMON: readonly { readonly label: string; readonly labelEn: string; readonly class: string }[] = [
  { label: '通道出口堵塞', labelEn: 'Exit or fire lane blocked', class: 'place' },
  { label: '灭火器缺失过期', labelEn: 'Extinguisher missing or expired', class: 'equipment' },
  { label: '线路破损乱接', labelEn: 'Damaged or improvised wiring', class: 'equipment' },
  { label: '跑冒滴漏', labelEn: 'Leaking equipment or pipe', class: 'equipment' },
  { label: '报警器失效', labelEn: 'Detector out of order', class: 'equipment' },
  { label: '未戴防护用品', labelEn: 'No protective equipment', class: 'post' },
  { label: '违章作业', labelEn: 'Unlicensed or improper work', class: 'post' },
  { label: '危险品混放', labelEn: 'Dangerous goods mixed or in excess', class: 'material' },
  { label: '临边无防护', labelEn: 'Open edge or hole unguarded', class: 'place' },
  { label: '超温超压', labelEn: 'Process outside its limits', class: 'process' },
];
