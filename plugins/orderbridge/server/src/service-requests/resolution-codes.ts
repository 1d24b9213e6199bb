import type { Core, Modules } from '@strapi/strapi';
import { OrderbridgeError } from '../kernel/errors';
import { PLUGIN_ID } from '../kernel/plugin-id';
import { nextNumber } from '../kernel/sequence';
import { inTransaction, type Transaction } from '../kernel/transaction';
import { RESOLUTION_CODE, resolutionCodes, type ServiceRequestRow } from './content-types';

/** How an agent says that a request was resolved. */
export interface ProposedResolution {
  readonly code: string;
  readonly notes: string;
}

export type Resolution = Pick<
  ServiceRequestRow,
  'resolutionCode' | 'resolutionLabel' | 'resolutionNotes'
>;

/** The codes that every provider begins with. */
const SHIPPED = [
  {
    code: 'solved',
    name: 'Solved',
    description: 'What was asked for has been done, or the cause of the issue is removed.',
  },
  {
    code: 'workaround',
    name: 'Workaround',
    description: 'There is a way around the issue; its cause remains.',
  },
  {
    code: 'information_given',
    name: 'Information given',
    description: 'A question has been answered, and nothing had to be changed.',
  },
  {
    code: 'no_fault_found',
    name: 'No fault found',
    description: 'What was reported has been looked into, and everything works as it should.',
  },
  {
    code: 'duplicate',
    name: 'Duplicate',
    description: 'Another request is about the same; the notes name it.',
  },
  {
    code: 'not_possible',
    name: 'Not possible',
    description: 'What was asked for cannot be done; the notes say why.',
  },
];

/** Lets changes of codes happen one after the other. */
const lockCodes = async (transaction: Transaction): Promise<void> => {
  await nextNumber(transaction, 'resolution-codes');
};

const WRITES: ReadonlySet<string> = new Set(['create', 'update', 'clone']);

/**
 * Keeps codes unique with a refusal at the field. Of two people who write the same one at once, both
 * would find it free, and the index would answer the second without a word to say why.
 */
export const keepCodesUnique = (strapi: Core.Strapi): void => {
  const middleware: Modules.Documents.Middleware.Middleware = (context, next) => {
    if (context.uid !== RESOLUTION_CODE || !WRITES.has(context.action)) return next();
    return inTransaction(strapi, async (transaction) => {
      await lockCodes(transaction);
      return next();
    });
  };
  strapi.documents.use(middleware);
};

/** Makes the shipped codes, once; who deletes one does not get it back. */
export const createResolutionCodesOnce = async (strapi: Core.Strapi): Promise<void> => {
  const own = { type: 'plugin', name: PLUGIN_ID, key: 'resolution-codes-created' };
  if ((await strapi.store.get(own)) !== null) return;
  await inTransaction(strapi, async (transaction) => {
    // Of several nodes that boot at once, one makes them and the others find that it did.
    await lockCodes(transaction);
    if ((await strapi.store.get(own)) !== null) return;
    for (const data of SHIPPED) {
      await strapi.documents(RESOLUTION_CODE).create({ data: data as never });
    }
    await strapi.store.set({ ...own, value: true });
  });
};

/** Codes that a refusal names: more than agents can choose between. */
const MAX_NAMED_CODES = 50;

const unknownCode = async (strapi: Core.Strapi, code: string): Promise<OrderbridgeError> => {
  const rows = await resolutionCodes.findMany(
    strapi,
    { active: true },
    { orderBy: { code: 'asc' }, limit: MAX_NAMED_CODES },
  );
  const known = rows.map((row) => row.code);
  const others = known.length === 0 ? 'no code is active' : `there are ${known.join(', ')}`;
  return new OrderbridgeError(
    'service_request.resolution_code_unknown',
    `There is no active resolution code "${code}"; ${others}.`,
    { known },
  );
};

/**
 * What a request keeps of its solution: the code and its label as they are now, whatever becomes of the
 * code.
 *
 * @throws `service_request.resolution_code_unknown`
 */
export const findResolution = async (
  strapi: Core.Strapi,
  { code, notes }: ProposedResolution,
): Promise<Resolution> => {
  const row = await resolutionCodes.findOne(strapi, { code, active: true });
  if (row === null) throw await unknownCode(strapi, code);
  return { resolutionCode: code, resolutionLabel: row.name, resolutionNotes: notes };
};
