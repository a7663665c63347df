import type { Entity } from '@anlan/kernel/entity';

/** Words of a post of the register of workers; a post that is no choice of the declaration is its own word. */
export function postWords(
  worker: Entity | undefined,
  post: string,
): { readonly label: string; readonly labelEn: string } {
  const field = worker?.fields['post'];
  const option = field?.kind === 'choice' ? field.options.find(({ value }) => value === post) : undefined;
  return option ?? { label: post, labelEn: post };
}
