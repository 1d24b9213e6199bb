import { useNotification } from '@strapi/strapi/admin';

interface Failed {
  readonly message?: string;
}

/**
 * Runs what may be refused, and tells whoever asked: what was done, or why not, in the server's words.
 *
 * @returns a function that answers whether it was done
 */
export const useNotified = () => {
  const { toggleNotification } = useNotification();
  return async (
    work: () => PromiseLike<{ readonly data: unknown } | { readonly error: unknown }>,
    done: string,
    failed: string,
  ): Promise<boolean> => {
    const result = await work();
    if ('error' in result) {
      const { message = failed } = result.error as Failed;
      toggleNotification({ type: 'danger', message });
      return false;
    }
    toggleNotification({ type: 'success', message: done });
    return true;
  };
};
