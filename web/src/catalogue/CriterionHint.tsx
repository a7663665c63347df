import { Form, type FormInstance } from 'antd';
import { Suggestions } from './Suggestions.tsx';

interface HintProps {
  readonly form: FormInstance<Record<string, unknown>>;
  /** The enterprise where the form does not ask for one. */
  readonly enterprise: string | null;
  /** Keeps the draft: fields that are set from here tell nobody. */
  readonly keep: () => void;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Criteria while a hidden danger is being described at the desk; what was typed moves into the description. */
export function CriterionHint({ form, enterprise, keep }: HintProps) {
  const title = textOf(Form.useWatch('title', form));
  const criterion = textOf(Form.useWatch('criterion', form));
  const asked = textOf(Form.useWatch('enterprise', form));
  return (
    <Suggestions
      text={title}
      enterprise={asked === '' ? enterprise : asked}
      chosen={criterion === '' ? null : criterion}
      choose={(one) => {
        if (one === null) form.setFieldsValue({ criterion: undefined, level: undefined });
        else {
          const told = textOf(form.getFieldValue('description'));
          const description = told === '' && title.trim() !== one.title ? title.trim() : told;
          form.setFieldsValue({
            criterion: one.code,
            title: one.title,
            level: one.level,
            ...(one.class === null ? {} : { class: one.class }),
            ...(description === '' ? {} : { description }),
          });
        }
        keep();
      }}
    />
  );
}
