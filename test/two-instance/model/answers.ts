import type { Standing, Verdict } from './request-model';

/** What a call was answered. */
export interface Answer {
  readonly status: number;
  readonly body: {
    readonly data?: Readonly<Record<string, unknown>>;
    readonly error?: {
      readonly message: string;
      readonly details: { readonly code: string } & Readonly<Record<string, unknown>>;
    };
  };
}

/** Refusals are conflicts but for these. */
const OTHER_STATUS: Readonly<Record<string, number>> = {
  'request.invalid': 400,
  'comment.not_yours': 403,
};

/** Refused whatever the state, so that they do not tell it. */
const STATELESS = ['request.invalid', 'order.verb_not_available'];

/** Whether an answer is a refusal with this code, its status and a reason. */
export const isRefusal = ({ status, body: { error } }: Answer, code: string): boolean =>
  status === (OTHER_STATUS[code] ?? 409) &&
  error?.details.code === code &&
  error.message.trim() !== '';

/** Whether a verdict over a standing is what staff were answered, with the state that it rests on. */
export const isAnsweredBy = (verdict: Verdict, standing: Standing, answer: Answer): boolean => {
  const { data, error } = answer.body;
  if (verdict.allowed) {
    const { state, changes } = verdict.next;
    return answer.status === 200 && data?.['state'] === state && data['version'] === changes;
  }
  const isTold =
    STATELESS.includes(verdict.code) ||
    (error?.details['state'] === standing.state && error.details['version'] === standing.changes);
  return isTold && isRefusal(answer, verdict.code);
};

/** The code that an answer carries, or nothing where it is a success. */
export const codeOf = ({ body }: Answer): string | undefined => body.error?.details.code;

/** An answer in one line. */
export const describeAnswer = ({ status, body: { data, error } }: Answer): string =>
  error === undefined
    ? `${String(status)} ${JSON.stringify({ state: data?.['state'], version: data?.['version'] })}`
    : `${String(status)} ${JSON.stringify(error.details)} ${error.message}`;
