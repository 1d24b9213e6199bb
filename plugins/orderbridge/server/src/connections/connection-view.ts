import type { Core } from '@strapi/strapi';
import { withRight, type Action } from '../../../shared/actions';
import {
  CONNECTION_VERBS,
  judgeConnectionVerb,
  type ConnectionVerb,
} from '../../../shared/connection-verbs';
import { bridgeService, type LinkHealth } from '../bridge';
import type { Staff } from './callers';
import type { ConnectionRow } from './content-types';
import { rotationOf, type RotationState } from './key-rotation';

export interface ConnectionView {
  readonly documentId: string;
  readonly name: string;
  readonly role: ConnectionRow['role'];
  readonly kind: ConnectionRow['kind'];
  readonly shortCode: string;
  readonly peerUrl: string;
  /** Of a webhook receiver: the types that it gets; null for all of them. */
  readonly eventTypes: readonly string[] | null;
  readonly autoActivate: boolean;
  readonly consumer: { readonly documentId: string; readonly name: string } | null;
  readonly health: LinkHealth | null;
  readonly keys: {
    readonly renewedAt: string | null;
    readonly oldKeysEndAt: string | null;
    readonly rotation: RotationState;
  };
  readonly actions: readonly Action<ConnectionVerb>[];
}

/** The right that each verb needs. */
const RIGHT_BY_VERB: Readonly<Record<ConnectionVerb, string>> = {
  pause: 'connection.pause',
  resume: 'connection.pause',
  release: 'connection.release',
  'rotate-keys': 'connection.rotate-keys',
  'replace-secret': 'connection.pair',
  'change-webhook': 'connection.pair',
  end: 'connection.end',
};

/** A connection as staff see it, with what they may do with it. */
export const viewConnection = async (
  strapi: Core.Strapi,
  row: ConnectionRow,
  { may }: Pick<Staff, 'may'>,
): Promise<ConnectionView> => {
  const { links, keys, subscriptions } = bridgeService.from(strapi);
  const link = await links.findByConnection(row.id);
  const health = await links.healthOf(row.id);
  const { awaitsPeer, ...known } = await keys.describe(link?.id ?? 0);
  const rotation = await rotationOf(strapi, row.id, { awaitsPeer });
  const judged = {
    kind: row.kind,
    state: health?.state ?? 'revoked',
    blockedStreams: health?.blockedStreams ?? 0,
    isRotating: rotation !== null,
  } as const;
  return {
    documentId: row.documentId,
    name: row.name,
    role: row.role,
    kind: row.kind,
    shortCode: row.shortCode,
    peerUrl: row.peerUrl,
    eventTypes: row.kind === 'webhook' ? await subscriptions.ofConnection(row.id) : null,
    autoActivate: row.autoActivate,
    consumer: row.consumer
      ? { documentId: row.consumer.documentId, name: row.consumer.name }
      : null,
    health,
    keys: { ...known, rotation },
    actions: CONNECTION_VERBS.map((verb) =>
      withRight(judgeConnectionVerb(verb, judged), may(RIGHT_BY_VERB[verb])),
    ),
  };
};
