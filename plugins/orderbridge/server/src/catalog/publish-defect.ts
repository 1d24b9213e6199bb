import { errors } from '@strapi/utils';

/** Why something cannot be published, and at which field. */
export interface PublishDefect {
  readonly path: readonly string[];
  readonly message: string;
}

/**
 * Refuses a publish in the way that puts each message at its field in the content manager.
 *
 * @throws Strapi's ValidationError with the code `catalog.not_orderable`
 */
export const assertNoDefects = (
  { name }: { readonly name?: string | null },
  defects: readonly PublishDefect[],
): void => {
  if (defects.length === 0) return;
  const messages = defects.map(({ path, message }) => `${path.join('.')}: ${message}`);
  // A bulk publish is one transaction for all its documents: the message says which one stops it.
  throw new errors.ValidationError(`"${name ?? ''}" – ${messages.join('; ')}`, {
    code: 'catalog.not_orderable',
    errors: defects.map((defect) => ({ ...defect, name: 'ValidationError' })),
  });
};
