import { stepInEnglish, type Rule } from '@anlan/kernel/alarm';
import { SYSTEMS } from '@anlan/systems';
import { useCallback } from 'react';
import { useLanguage, type Language } from '../language/index.tsx';

const RULES: ReadonlyMap<string, Rule> = new Map(SYSTEMS.flatMap(({ rules }) => rules).map((rule) => [rule.key, rule]));

/** What an alarm carries of its rule: texts as they were when it was raised, in Chinese. */
interface Named {
  readonly rule: string;
  readonly ruleLabel?: string;
  readonly label: string;
  readonly escalation?: readonly { readonly to: string; readonly label: string }[];
}
export interface RuleWords {
  readonly rule: string;
  readonly label: string;
}

/** Rule and limit of an alarm in a language; what the declarations do not say in English stays as the alarm has it. */
export function sayRule(alarm: Named, language: Language): RuleWords {
  const rule = RULES.get(alarm.rule);
  const told = alarm.ruleLabel ?? rule?.label ?? alarm.rule;
  if (language === 'zh' || rule === undefined) return { rule: told, label: alarm.label };
  return { rule: rule.labelEn, label: stepInEnglish(rule, alarm.label) ?? alarm.label };
}

/** Rungs of the ladders in English; what a jurisdiction calls them itself is Chinese. */
const RUNGS: Readonly<Record<string, string>> = {
  enterprise: 'Enterprise',
  town: 'Town',
  county: 'County duty',
  city: 'City duty',
  leader: 'City leader',
};

/** An alarm with its rule, limit and ladder in the reader’s language, for showing it. */
export function useSpoken(): <A extends Named>(alarm: A) => A {
  const { language } = useLanguage();
  return useCallback(
    (alarm) => {
      const { rule, label } = sayRule(alarm, language);
      if (language === 'zh') return alarm;
      const escalation = alarm.escalation?.map((rung) => ({ ...rung, label: RUNGS[rung.to] ?? rung.label }));
      return {
        ...alarm,
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
