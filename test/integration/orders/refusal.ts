import type { Response } from 'supertest';

/** What an instance says instead of doing what it was asked for. */
export interface Refusal {
  readonly status: number;
  readonly code: string | undefined;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The refusal in an answer; an answer that is none has no message. */
export const refusalIn = ({ status, body }: Pick<Response, 'status' | 'body'>): Refusal => {
  const { message = '', details = {} } = body?.error ?? {};
  return { status, code: details.code, message, details };
};

/** The fields that a refusal names, as one finds them in the body that was sent. */
export const fieldsIn = ({ details }: Refusal): string[] => {
  const errors = (details['errors'] ?? []) as { path: string[] }[];
  return errors.map(({ path }) => path.join('.'));
};

/** An entry of `actions`, as REST answers it. */
interface ShownAction {
  readonly action: string;
  readonly allowed: boolean;
  readonly code?: string;
  readonly reason?: string;
}

export const actionOf = (actions: readonly ShownAction[], name: string): ShownAction => {
  const [found, ...others] = actions.filter(({ action }) => action === name);
  if (found === undefined || others.length > 0) {
    throw new Error(`Of "${name}", "actions" must have one entry.`);
  }
  return found;
};

/**
 * A refusal, with whether `actions` said it beforehand: not allowed, by the same code and in the same
 * words.
 */
export const refusalAsTold = (
  actions: readonly ShownAction[],
  name: string,
  answer: Pick<Response, 'status' | 'body'>,
) => {
  const { allowed, code, reason } = actionOf(actions, name);
  const { message, ...refusal } = refusalIn(answer);
  const isTold = !allowed && code === refusal.code && message !== '' && reason === message;
  return { ...refusal, isTold };
};

/** What {@link refusalAsTold} answers of a state that is in the way. */
export const conflict = (code: string, details: object) => ({
  status: 409,
  code,
  details: { code, ...details },
  isTold: true,
});

/** The names of what is allowed, in the order of the alphabet. */
export const allowedIn = (actions: readonly ShownAction[]): string[] =>
  actions
    .filter(({ allowed }) => allowed)
    .map(({ action }) => action)
    .sort();
