import { rungInEnglish, stepInEnglish, type Rule } from '@anlan/kernel/alarm';
import { SYSTEMS } from '@anlan/systems';
import { useCallback } from 'react';
import { useLanguage, type Language } from '../language/index.tsx';
import { regionName } from '../language/regions.ts';
import { byName } from '../language/things.ts';

const DECLARED: readonly Rule[] = SYSTEMS.flatMap(({ rules }) => rules);
const RULES: ReadonlyMap<string, Rule> = new Map(DECLARED.map((rule) => [rule.key, rule]));
const BY_LABEL: ReadonlyMap<string, Rule> = new Map(DECLARED.map((rule) => [rule.label, rule]));

/** What limits are called, for lines that no longer tell whose they were. */
const STEPS: ReadonlyMap<string, string> = new Map(
  DECLARED.flatMap(({ condition }) => {
    const steps: readonly { label: string; labelEn?: string }[] =
      condition.kind === 'standing' ? [condition] : condition.steps;
    return steps.flatMap(({ label, labelEn }) => (labelEn === undefined ? [] : [[label, labelEn] as const]));
  }),
);

/** The rule of an alarm by its key; by its label where a list carries no more. */
function ruleOf({ rule, ruleLabel = '' }: Pick<Named, 'rule' | 'ruleLabel'>): Rule | undefined {
  return rule === undefined ? BY_LABEL.get(ruleLabel) : RULES.get(rule);
}

/** What an alarm carries of its rule: texts as they were when it was raised, in Chinese. */
interface Named {
  readonly rule?: string;
  readonly ruleLabel?: string;
  readonly label: string;
  readonly escalation?: readonly { readonly to: string; readonly label: string }[];
  readonly subjectName?: string;
  readonly placeName?: string;
  readonly regionName?: string;
}
export interface RuleWords {
  readonly rule: string;
  readonly label: string;
}

/** Rule and limit of an alarm in a language; what the declarations do not say in English stays as the alarm has it. */
export function sayRule(alarm: Named, language: Language): RuleWords {
  const rule = ruleOf(alarm);
  const told = alarm.ruleLabel ?? rule?.label ?? alarm.rule ?? '';
  if (language === 'zh') return { rule: told, label: alarm.label };
  if (rule === undefined)
    return { rule: told, label: alarm.rule === undefined ? (STEPS.get(alarm.label) ?? alarm.label) : alarm.label };
  return { rule: rule.labelEn, label: stepInEnglish(rule, alarm.label) ?? alarm.label };
}

/** Names an alarm carries, in English as far as they are of declared words. */
function namesOf({ subjectName, placeName, regionName: region }: Named): Partial<Named> {
  return {
    ...(subjectName === undefined ? {} : { subjectName: byName(subjectName, 'en') }),
    ...(placeName === undefined ? {} : { placeName: byName(placeName, 'en') }),
    ...(region === undefined ? {} : { regionName: regionName(region, 'en') }),
  };
}

/** An alarm with its rule, limit, ladder and names in the reader’s language, for showing it. */
export function useSpoken(): <A extends Named>(alarm: A) => A {
  const { language } = useLanguage();
  return useCallback(
    (alarm) => {
      const { rule, label } = sayRule(alarm, language);
      if (language === 'zh') return alarm;
      const escalation = alarm.escalation?.map((rung) => ({ ...rung, label: rungInEnglish(rung) }));
      return {
        ...alarm,
        ...namesOf(alarm),
        label,
        ...(alarm.ruleLabel === undefined ? {} : { ruleLabel: rule }),
        ...(escalation === undefined ? {} : { escalation }),
      };
    },
    [language],
  );
}

/** Says rule and limit of an alarm in the reader's language. */
export function useRuleWords(): (alarm: Named) => RuleWords {
  const { language } = useLanguage();
  return useCallback((alarm) => sayRule(alarm, language), [language]);
}
