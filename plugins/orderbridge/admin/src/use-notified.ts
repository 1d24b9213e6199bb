import { useNotification } from '@strapi/strapi/admin';
import { useReason } from './use-reason';

interface Failed {
  readonly message?: string;
  readonly details?: { readonly code?: string };
}

/**
 * A function that tells whoever asked for something why it was not done.
 *
 * @returns a function of the error that came back, and of what is said where that says nothing
 */
export const useTellFailure = () => {
  const { toggleNotification } = useNotification();
  const say = useReason();
  return (error: unknown, failed: string): void => {
    const { message: reason = failed, details } = error as Failed;
    toggleNotification({ type: 'danger', message: say({ code: details?.code, reason }) });
  };
};

/**
 * Runs what may be refused, and tells whoever asked: what was done, or why not.
 *
 * @returns a function that answers whether it was done
 */
export const useNotified = () => {
  const { toggleNotification } = useNotification();
  const tellFailure = useTellFailure();
  return async (
    work: () => PromiseLike<{ readonly data: unknown } | { readonly error: unknown }>,
    done: string,
    failed: string,
  ): Promise<boolean> => {
    const result = await work();
    if ('error' in result) {
      tellFailure(result.error, failed);
      return false;
    }
    toggleNotification({ type: 'success', message: done });
    return true;
  };
};
