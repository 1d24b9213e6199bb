import type { TranslationKey } from '../translate';

/** What somebody has filled in so far. */
export interface ConnectionInput {
  readonly shortCode: string;
  readonly url: string;
  readonly invitation: string;
  readonly compromised: boolean;
}

export const EMPTY_INPUT: ConnectionInput = {
  shortCode: '',
  url: '',
  invitation: '',
  compromised: false,
};

type Field = keyof ConnectionInput;

interface ConnectionForm {
  /** What is asked for. */
  readonly fields: readonly Field[];
  /** What is told before it is done. */
  readonly text: TranslationKey;
  /** What of the answer is shown once. */
  readonly shows?: 'invitation' | 'secret';
  readonly isDangerous?: boolean;
}

/** The verbs that the panel draws, in its order. */
export const CONNECTION_FORMS: Readonly<Record<string, ConnectionForm>> = {
  pause: { fields: [], text: 'connections.pause.text', isDangerous: true },
  resume: { fields: [], text: 'connections.resume.text' },
  release: { fields: [], text: 'connections.release.text' },
  'rotate-keys': { fields: [], text: 'connections.rotate-keys.text' },
  'replace-secret': {
    fields: ['compromised'],
    text: 'connections.replace-secret.text',
    shows: 'secret',
  },
  end: { fields: [], text: 'connections.end.text', isDangerous: true },
  invite: { fields: ['shortCode'], text: 'connections.invite.text', shows: 'invitation' },
  'open-webhook': {
    fields: ['shortCode', 'url'],
    text: 'connections.open-webhook.text',
    shows: 'secret',
  },
  'accept-invitation': { fields: ['invitation'], text: 'connections.accept-invitation.text' },
};

/** The paths of those verbs that are not called like their routes. */
const PATHS: Readonly<Record<string, string>> = {
  'replace-secret': 'webhook-secret',
  invite: 'invitations',
  'open-webhook': 'webhooks',
};

/** What a verb is used on. */
export interface Target {
  readonly type: 'connection' | 'consumer';
  readonly documentId: string;
}

/** Whether everything that is asked for is there; what it may be, the server says. */
export const isComplete = (verb: string, input: ConnectionInput): boolean =>
  (CONNECTION_FORMS[verb]?.fields ?? []).every((field) => {
    const value = input[field];
    return typeof value === 'boolean' || value.trim() !== '';
  });

/** The call that uses a verb, below the connections' path. */
export const toDeed = (
  verb: string,
  { type, documentId }: Target,
  input: ConnectionInput,
): { path: string; body: object } => {
  const last = PATHS[verb] ?? verb;
  const filled = Object.fromEntries(
    (CONNECTION_FORMS[verb]?.fields ?? []).map((field) => {
      const value = input[field];
      return [field, typeof value === 'boolean' ? value : value.trim()];
    }),
  );
  return type === 'connection'
    ? { path: `${documentId}/${last}`, body: filled }
    : { path: last, body: { consumer: documentId, ...filled } };
};
