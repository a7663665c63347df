import { creditCodeCheck, idNumberCheck, isCas, isCreditCode, readIdBody } from '../identity-codes/index.ts';
import { textOf, type Topic } from './inputs.ts';

const idNumber: Topic = (inputs) => {
  const body = textOf(inputs, 'id17');
  const citizen = readIdBody(body);
  return citizen ? { check: idNumberCheck(body), ...citizen } : { refused: 'no seventeen digits with a birthday' };
};

const creditCheck: Topic = (inputs) => {
  const body = textOf(inputs, 'code17');
  const check = creditCodeCheck(body);
  return check !== undefined && body.length === 17
    ? { check_char: check, valid_full: body + check }
    : { refused: 'no seventeen characters of a credit code' };
};

/** Codes that carry a check character. */
export const CODE_TOPICS: Readonly<Record<string, Topic>> = {
  uscc_check: creditCheck,
  uscc_validate: (inputs) => ({ valid: isCreditCode(textOf(inputs, 'code')) }),
  id_number: idNumber,
  cas_check: (inputs) => ({ valid: isCas(textOf(inputs, 'cas')) }),
};
