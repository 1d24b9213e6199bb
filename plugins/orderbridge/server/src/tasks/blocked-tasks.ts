import type { Core } from '@strapi/strapi';
import { taskStream } from '../../../shared/streams';
import { bridgeService } from '../bridge';
import { chunksOf } from '../kernel/chunks';
import { tasks } from './content-types';

/** Numbers in one query: databases take a bounded number of variables. */
const MAX_NAMED = 500;

/** Ids of the tasks of which the other side has refused a message: it does not know how they stand. */
export const findBlockedTasks = async (strapi: Core.Strapi): Promise<number[]> => {
  const prefix = taskStream('');
  const streams = await bridgeService.from(strapi).links.findBlockedStreams(prefix);
  const addressOf = (connectionId: number | undefined, number: string) =>
    `${String(connectionId)} ${number}`;
  const blocked = new Set(
    streams.map(({ connectionId, stream }) => addressOf(connectionId, stream.slice(prefix.length))),
  );
  const found: number[] = [];
  for (const some of chunksOf(streams, MAX_NAMED)) {
    const rows = await tasks.findMany(
      strapi,
      { number: { $in: some.map(({ stream }) => stream.slice(prefix.length)) } },
      { select: ['id', 'number'], populate: ['connection'] },
    );
    found.push(
      ...rows
        .filter(({ connection, number }) => blocked.has(addressOf(connection?.id, number)))
        .map(({ id }) => id),
    );
  }
  return found;
};
