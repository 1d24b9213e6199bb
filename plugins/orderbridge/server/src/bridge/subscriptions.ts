import type { Core } from '@strapi/strapi';
import { z } from 'zod';
import { chunksOf } from '../kernel/chunks';
import { createKeptValues } from '../kernel/kept-values';
import type { Transaction } from '../kernel/transaction';
import { linkRepository } from './tables';

/** How long a subscription is kept in memory: what another node changes is seen this much later. */
const SUBSCRIPTIONS_KEPT_MS = 5_000;
/** Ids in one query: databases take a bounded number of variables. */
const MAX_NAMED = 500;

const storedTypes = z.array(z.string());

/** The types of a receiver, null for all of them. */
type EventTypes = readonly string[] | null;

const parse = (stored: string | null): EventTypes =>
  stored === null ? null : storedTypes.parse(JSON.parse(stored));

export const writeEventTypes = (types: EventTypes): string | null =>
  types === null ? null : JSON.stringify(types);

/** Which types of message the receivers of webhooks want. */
export const createSubscriptions = ({ strapi }: { strapi: Core.Strapi }) => {
  const kept = createKeptValues<number, EventTypes>({ strapi, keptMs: SUBSCRIPTIONS_KEPT_MS });

  const load = async (linkIds: readonly number[]): Promise<Map<number, EventTypes>> => {
    const read = new Map<number, EventTypes>();
    for (const some of chunksOf(linkIds, MAX_NAMED)) {
      const rows = await linkRepository.findMany(
        strapi,
        { id: { $in: some } },
        { select: ['id', 'eventTypes'] },
      );
      for (const { id, eventTypes } of rows) read.set(id, parse(eventTypes));
    }
    return read;
  };

  return {
    /** Nothing and null alike: all of them. */
    async ofConnection(connectionId: number): Promise<EventTypes> {
      const link = await linkRepository.findOne(strapi, { connectionId });
      return parse(link?.eventTypes ?? null);
    },

    /** Leaves out what nobody at its end wants. Between instances everything goes. */
    async wantedOf<
      Message extends {
        readonly type: string;
        link: { readonly id: number; readonly kind: string };
      },
    >(transaction: Transaction, messages: readonly Message[]): Promise<Message[]> {
      const receivers = new Set(
        messages.filter(({ link }) => link.kind === 'webhook').map(({ link }) => link.id),
      );
      const typesOf = await kept.ofAll(receivers, load, transaction);
      return messages.filter(({ type, link }) => typesOf.get(link.id)?.includes(type) ?? true);
    },

    /** Holds for what is told from now on; what waits is delivered. */
    async change(transaction: Transaction, linkId: number, types: EventTypes): Promise<void> {
      await linkRepository.update(
        transaction,
        { id: linkId },
        { eventTypes: writeEventTypes(types) },
      );
      transaction.afterCommit(() => {
        kept.forget(linkId);
      });
    },
  };
};
