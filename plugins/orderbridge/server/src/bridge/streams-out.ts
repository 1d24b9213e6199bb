import type { Knex } from 'knex';
import { TABLES } from './tables';

const { outbox } = TABLES;

/** Of a query on the outbox: what is the first of its stream that waits. */
export const IS_HEAD = `id = (select o.id from ${outbox} o where o.stream_id = ${outbox}.stream_id and o.state = 'pending' order by o.epoch, o.seq limit 1)`;

/**
 * Holds streams until the transaction ends, in the order in which everybody does, so that two of them
 * never wait for each other.
 */
export const lockStreams = async (streams: Knex.QueryBuilder): Promise<void> => {
  await streams.orderBy('stream_key').forUpdate().select('id');
};
