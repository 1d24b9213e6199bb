import type { Core } from '@strapi/strapi';
import type { Subject } from '../audit';
import { OrderbridgeError } from '../kernel/errors';
import { producers, WITH_RELATIONS, type ProducerRow } from './content-types';

/** What an entry of the audit is about. */
export const subjectOf = ({
  documentId,
  name,
}: Pick<ProducerRow, 'documentId' | 'name'>): Subject => ({
  type: 'remote-record-producer',
  documentId,
  name,
});

/** @throws `producer.not_found` */
export const findProducer = async (
  strapi: Core.Strapi,
  documentId: string,
): Promise<ProducerRow> => {
  const row = await producers.findOne(strapi, { documentId }, WITH_RELATIONS);
  if (row === null) throw new OrderbridgeError('producer.not_found', 'There is no such producer.');
  return row;
};

export const assertAllowed = (refusal: OrderbridgeError | undefined): void => {
  if (refusal !== undefined) throw refusal;
};
