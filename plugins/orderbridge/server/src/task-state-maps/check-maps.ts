import { errors } from '@strapi/utils';
import type { Core, Modules } from '@strapi/strapi';
import type { ErrorCode } from '../../../shared/errors';
import { nextNumber } from '../kernel/sequence';
import { inTransaction, type Transaction } from '../kernel/transaction';
import { TASK_STATE_MAP, taskStateMaps } from './content-types';
import { findMapDefects, type MapDefect } from './map-states';

const CODE: ErrorCode = 'task_state_map.invalid';

const refuse = (message: string, defects: readonly MapDefect[] = []): never => {
  throw new errors.ValidationError(message, {
    code: CODE,
    errors: defects.map((defect) => ({ ...defect, name: 'ValidationError' })),
  });
};

const refuseConnection = (message: string): never =>
  refuse(`connection: ${message}`, [{ path: ['connection'], message }]);

/** Lets changes of maps happen one after the other: each must see which maps there are. */
export const lockMaps = async (transaction: Transaction): Promise<void> => {
  await nextNumber(transaction, 'task-state-map');
};

const assertKnownStates = (
  data: Readonly<Record<string, unknown>>,
  options: { readonly isWhole: boolean },
): void => {
  const defects = findMapDefects(data, options);
  if (defects.length === 0) return;
  const messages = defects.map(({ path, message }) => `${path.join('.')}: ${message}`);
  refuse(messages.join('; '), defects);
};

/** Looked at after the write, in its transaction: a relation can be sent in many forms. */
const assertAlone = async (strapi: Core.Strapi, documentId: string): Promise<void> => {
  const saved = await taskStateMaps.findOne(strapi, { documentId }, { populate: ['connection'] });
  if (saved === null) return;
  const connection = saved.connection ?? null;
  if (connection !== null && connection.role !== 'provider') {
    refuseConnection('tasks come over it from another provider, which maps their states itself');
  }
  const same = await taskStateMaps.count(strapi, { connection: connection?.id ?? null });
  if (same > 1) {
    refuseConnection(
      connection === null ? 'there is a default already' : 'it has a map of its own already',
    );
  }
  const isDefaultGone =
    connection !== null && (await taskStateMaps.count(strapi, { connection: null })) === 0;
  if (isDefaultGone) {
    refuseConnection('this is the default, which holds for every connection without a map');
  }
};

interface Around {
  readonly next: () => Promise<unknown>;
  /** Drops what this process remembers of the maps. */
  readonly forget: () => void;
}

const save = (
  strapi: Core.Strapi,
  { data, isWhole }: { data: Readonly<Record<string, unknown>>; isWhole: boolean },
  { next, forget }: Around,
) =>
  inTransaction(strapi, async (transaction) => {
    await lockMaps(transaction);
    assertKnownStates(data, { isWhole });
    const written = (await next()) as { documentId?: string } | null;
    if (written?.documentId !== undefined) await assertAlone(strapi, written.documentId);
    transaction.afterCommit(forget);
    return written;
  });

const remove = (strapi: Core.Strapi, documentId: string, { next, forget }: Around) =>
  inTransaction(strapi, async (transaction) => {
    await lockMaps(transaction);
    if ((await taskStateMaps.count(strapi, { documentId, connection: null })) > 0) {
      refuse('The default holds for every connection without a map, so it cannot be deleted.');
    }
    const removed = await next();
    transaction.afterCommit(forget);
    return removed;
  });

/**
 * Refuses a map that cannot be used when it is saved, not when an order moves: a state without a known
 * target, a second map of a connection or a second default, a connection of another provider, and the
 * loss of the default.
 *
 * @param forget called when a change is durable
 */
export const checkMaps = (strapi: Core.Strapi, forget: Around['forget']): void => {
  const middleware: Modules.Documents.Middleware.Middleware = async (context, next) => {
    const { action, uid } = context;
    if (uid !== TASK_STATE_MAP) return next();
    const { documentId, data } = context.params as {
      documentId?: string;
      data?: Readonly<Record<string, unknown>> | null;
    };
    const around = { next: next as Around['next'], forget };
    if (action === 'delete' && documentId !== undefined) {
      return remove(strapi, documentId, around) as never;
    }
    const isWrite = action === 'create' || action === 'update' || action === 'clone';
    if (!isWrite) return next();
    return save(strapi, { data: data ?? {}, isWhole: action === 'create' }, around) as never;
  };
  strapi.documents.use(middleware);
};
