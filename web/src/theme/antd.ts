import { theme, type ThemeConfig } from 'antd';
import { TOKENS, type ThemeName } from './tokens.ts';

const SIZES = {
  desk: { fontSize: 14, fontSizeSM: 12, fontSizeLG: 16, controlHeight: 32, controlHeightSM: 26, controlHeightLG: 40 },
  wall: { fontSize: 18, fontSizeSM: 15, fontSizeLG: 20, controlHeight: 44, controlHeightSM: 36, controlHeightLG: 52 },
};

/** The Ant Design theme of a surface; every colour comes from tokens.css, `scale` is 1.25 in large-text mode. */
export function antdTheme(name: ThemeName, scale = 1): ThemeConfig {
  const t = (key: string) => TOKENS[name][key] as string;
  const sizes = Object.fromEntries(Object.entries(SIZES[name]).map(([key, size]) => [key, Math.round(size * scale)]));
  return {
    algorithm: name === 'wall' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    cssVar: { key: `anlan-${name}` },
    hashed: false,
    token: { ...colours(t, name), ...sizes, ...shapes(t) },
    components: components(t, scale),
  };
}

function colours(t: (key: string) => string, name: ThemeName) {
  return {
    colorPrimary: t('--primary'),
    colorInfo: t('--primary'),
    colorLink: t('--link'),
    colorSuccess: t('--done'),
    colorSuccessBg: t('--done-soft'),
    colorSuccessBorder: t('--done-line'),
    colorWarning: t('--soon'),
    colorError: t('--late'),
    colorTextBase: t('--ink'),
    colorText: t('--ink'),
    colorTextSecondary: t('--ink-2'),
    colorTextTertiary: t('--ink-3'),
    colorTextDescription: t('--ink-3'),
    colorTextPlaceholder: t('--ink-3'),
    colorTextQuaternary: t('--ink-4'),
    colorTextDisabled: t('--ink-4'),
    colorBgBase: t('--surface'),
    colorBgContainer: t('--surface'),
    colorBgLayout: t('--bg'),
    colorBgElevated: name === 'wall' ? t('--surface-2') : t('--surface'),
    colorFillAlter: t('--surface-2'),
    colorFillQuaternary: t('--surface-2'),
    colorFillTertiary: t('--surface-3'),
    colorFillSecondary: t('--surface-3'),
    colorBorder: t('--line-2'),
    colorBorderSecondary: t('--line'),
    colorSplit: t('--line'),
    colorPrimaryBg: t('--primary-soft'),
    controlItemBgActive: t('--primary-soft'),
  };
}

function shapes(t: (key: string) => string) {
  return {
    fontFamily: t('--font'),
    fontWeightStrong: 700,
    borderRadius: 6,
    borderRadiusSM: 4,
    borderRadiusLG: 8,
    sizeUnit: 4,
    sizeStep: 4,
    lineWidth: 1,
    lineWidthFocus: 2,
    boxShadow: t('--e-3'),
    boxShadowSecondary: t('--e-2'),
    boxShadowTertiary: t('--e-1'),
    motionDurationFast: '.12s',
    motionDurationMid: '.2s',
    motionDurationSlow: '.32s',
    motionEaseOut: t('--ease'),
  };
}

function components(t: (key: string) => string, scale: number): ThemeConfig['components'] {
  const field = {
    colorBorder: t('--ctl-line'),
    activeShadow: `0 0 0 3px ${t('--blue-100')}`,
    errorActiveShadow: `0 0 0 3px ${t('--late-soft')}`,
  };
  return {
    Table: {
      headerBg: t('--surface-2'),
      headerColor: t('--ink-3'),
      headerSplitColor: 'transparent',
      rowHoverBg: t('--surface-2'),
      rowSelectedBg: t('--primary-soft'),
      rowSelectedHoverBg: t('--primary-soft'),
      borderColor: t('--line'),
      cellFontSize: 13 * scale,
      cellFontSizeSM: 13 * scale,
      cellFontSizeMD: 13 * scale,
      cellPaddingInline: 10,
      cellPaddingInlineSM: 10,
      cellPaddingInlineMD: 10,
      cellPaddingBlock: 14,
      cellPaddingBlockMD: 10,
      cellPaddingBlockSM: 6,
    },
    Input: field,
    Select: field,
    DatePicker: field,
    InputNumber: field,
    Button: {
      fontWeight: 400,
      defaultShadow: t('--e-1'),
      primaryShadow: 'none',
      paddingInline: 13,
      defaultBorderColor: t('--line-2'),
      contentFontSize: 13 * scale,
      contentFontSizeSM: 12 * scale,
    },
    Tag: { defaultBg: t('--wait-soft'), defaultColor: t('--wait-ink') },
    Tabs: {
      horizontalItemGutter: 22,
      inkBarColor: t('--primary'),
      itemSelectedColor: t('--primary'),
      titleFontSize: 13 * scale,
    },
    Segmented: { trackBg: t('--surface-3'), itemSelectedBg: t('--surface'), itemSelectedColor: t('--link') },
    Card: { headerHeight: 40, headerFontSize: 14 * scale, bodyPadding: 16 },
    Descriptions: { labelColor: t('--ink-3'), itemPaddingBottom: 5 },
    Form: {
      labelColor: t('--ink-2'),
      labelRequiredMarkColor: t('--late'),
      itemMarginBottom: 12,
      verticalLabelPadding: '0 0 4px',
    },
  };
}
