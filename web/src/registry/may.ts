import { may, type Verb } from '@anlan/kernel/access';
import { useSession } from '../api/index.ts';

/** May the signed-in person do this at all? */
export function useMay(verb: Verb): boolean {
  const session = useSession();
  return may({ role: session.role.key }, verb);
}
