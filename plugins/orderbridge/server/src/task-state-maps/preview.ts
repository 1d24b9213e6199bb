import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { OrderState } from '../../../shared/order-states';
import type { SharedTaskState } from '../../../shared/task-states';
import { bridgeService } from '../bridge';
import { connectionsService } from '../connections';
import { OrderbridgeError } from '../kernel/errors';
import { rowsOf } from '../kernel/transaction';
import { taskStateMaps } from './content-types';
import { findMap } from './find-map';
import { diffMaps, type TargetChange } from './map-states';

/** A map as somebody is about to save it. */
export interface MapDraft {
  /** Document id; without one, it is the default. */
  readonly connection?: string | undefined;
  /** What it says nothing of stays as it is. */
  readonly map: Readonly<Partial<Record<OrderState, SharedTaskState>>>;
}

interface PreviewedChange extends TargetChange {
  /** Tasks that are not over, whose order stands there and which show something else than `to`. */
  readonly openTasks: number;
}

interface PreviewedTask extends TargetChange {
  readonly number: string;
}

/** What a map would do if it were saved. */
export interface MapPreview {
  /** The order states whose target changes; `from` is what the map in force says. */
  readonly changes: readonly PreviewedChange[];
  /** The oldest of these tasks; `from` is what the task shows now, which may be older than the map. */
  readonly tasks: readonly PreviewedTask[];
  /** How many there are; the list ends after the first twenty. */
  readonly total: number;
}

const TASKS = 'orderbridge_provider_tasks';

/** Longest list of a preview. */
const MAX_LISTED = 20;

const findConnectionId = async (strapi: Core.Strapi, documentId: string): Promise<number> => {
  const connections = await connectionsService.from(strapi).findConsumerConnections();
  const found = connections.find((connection) => connection.documentId === documentId);
  if (found === undefined) {
    throw new OrderbridgeError(
      'connection.not_found',
      'There is no such connection over which this instance sells.',
    );
  }
  return found.id;
};

/** Ids of the connections that the default does not hold for. */
const findMappedConnections = async (strapi: Core.Strapi): Promise<number[]> => {
  const rows = await taskStateMaps.findMany(
    strapi,
    { connection: { id: { $notNull: true } } },
    { populate: ['connection'] },
  );
  return rows.flatMap(({ connection }) => (connection ? [connection.id] : []));
};

/** Leaves the tasks that would show something else, once their order stands where it does now. */
const showOther = (query: Knex.QueryBuilder, changes: readonly TargetChange[]): void => {
  for (const { orderState, to } of changes) {
    void query.orWhere((task) => {
      void task.where({ parent_state: orderState }).whereNot({ state: to });
    });
  }
};

interface TaskColumns {
  readonly number: string;
  readonly parent_state: OrderState;
  readonly state: SharedTaskState;
}

/**
 * Says which order states would show something else by a map, and which tasks that are not over stand in
 * one of them, over the connections that the map is for and that have not ended. It changes nothing; nor
 * does saving the map change a task before its order moves.
 *
 * @throws `connection.not_found`
 */
export const previewMap = async (
  strapi: Core.Strapi,
  { connection, map }: MapDraft,
): Promise<MapPreview> => {
  const connectionId = connection === undefined ? null : await findConnectionId(strapi, connection);
  const changes = diffMaps(await findMap(strapi, connectionId), map);
  if (changes.length === 0) return { changes: [], tasks: [], total: 0 };
  const mapped = connectionId === null ? await findMappedConnections(strapi) : [];
  // What is told of a task over a connection that has ended, nobody hears.
  const ended = await bridgeService.from(strapi).findEnded();
  const openTasks = () =>
    strapi.db
      .getConnection(TASKS)
      .where({ side: 'provider', parent_kind: 'order' })
      .whereNull('ended_at')
      .whereNotIn('connection_id', [...ended])
      .where((task) => {
        if (connectionId === null) void task.whereNotIn('connection_id', mapped);
        else void task.where({ connection_id: connectionId });
      })
      .where((task) => {
        showOther(task, changes);
      });
  const counts = await rowsOf<{ parent_state: OrderState; count: number | string }>(
    openTasks().groupBy('parent_state').select('parent_state').count({ count: '*' }),
  );
  const listed = await rowsOf<TaskColumns>(
    openTasks().orderBy('id').limit(MAX_LISTED).select('number', 'parent_state', 'state'),
  );
  const countOf = new Map(counts.map((row) => [row.parent_state, Number(row.count)]));
  const targetOf = new Map(changes.map(({ orderState, to }) => [orderState, to]));
  return {
    changes: changes.map((change) => ({
      ...change,
      openTasks: countOf.get(change.orderState) ?? 0,
    })),
    tasks: listed.map(({ number, parent_state: orderState, state }) => ({
      number,
      orderState,
      from: state,
      to: targetOf.get(orderState) ?? state,
    })),
    total: [...countOf.values()].reduce((sum, count) => sum + count, 0),
  };
};
