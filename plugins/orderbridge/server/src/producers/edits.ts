import { errors } from '@strapi/utils';
import type { Core, Modules } from '@strapi/strapi';
import {
  findOverrideDefects,
  formOverrides,
  type FormOverride,
} from '../../../shared/form-overrides';
import { connectionsService, lockAudience } from '../connections';
import { digestOf } from '../kernel/digest';
import { uid } from '../kernel/plugin-id';
import { inTransaction, type Transaction } from '../kernel/transaction';
import { PRODUCER, producers, WITH_RELATIONS, type ProducerRow } from './content-types';
import { accepts, deriveFrom, optionsOf, snapshotOf, textsOfRow } from './contents';
import { reconcileGrants } from './grants';
import { contentsOf } from './revisions';

const CRITERIA = uid('consumer-criteria');
const CONSUMER = uid('consumer');

interface FieldDefect {
  readonly path: readonly string[];
  readonly message: string;
}

const refuse = (defects: readonly FieldDefect[]): never => {
  const messages = defects.map(({ message }) => message).join('; ');
  throw new errors.ValidationError(`The form cannot be changed so: ${messages}`, {
    code: 'producer.override_invalid',
    errors: defects.map((defect) => ({ ...defect, name: 'ValidationError' })),
  });
};

/** The content manager sends what was typed into a JSON field as text. */
const readJson = (input: unknown): unknown => {
  if (typeof input !== 'string') return input;
  try {
    return JSON.parse(input) as unknown;
  } catch (error) {
    const message = `this is no JSON: ${error instanceof Error ? error.message : String(error)}`;
    return refuse([{ path: ['overrides'], message }]);
  }
};

const parseOverrides = (input: unknown): FormOverride[] => {
  const parsed = formOverrides.safeParse(readJson(input) ?? []);
  if (parsed.success) return parsed.data;
  return refuse(
    parsed.error.issues.map(({ path, message }) => ({
      path: ['overrides', ...path.map(String)],
      message: `${path.join('.')}: ${message}`,
    })),
  );
};

/** @returns the form that a draft gets by new overrides, or nothing where they do not change */
const readOverrides = (row: ProducerRow, input: unknown): FormOverride[] | undefined => {
  const overrides = parseOverrides(input);
  if (digestOf(overrides) === digestOf(row.overrides ?? [])) return undefined;
  if (row.state !== 'draft') {
    throw new errors.ValidationError(
      `Revision ${String(row.revision)} is ${row.state}: check out a draft to change its form.`,
      { code: 'producer.not_a_draft', errors: [{ path: ['overrides'], name: 'ValidationError' }] },
    );
  }
  const snapshot = snapshotOf(row);
  if (snapshot === undefined) throw new Error(`Producer ${row.documentId} has no source.`);
  const { form } = deriveFrom(snapshot, optionsOf(row));
  const defects = findOverrideDefects(form, overrides, accepts);
  if (defects.length > 0) {
    refuse(
      defects.map(({ index, field, message }) => ({
        path: ['overrides', String(index), field],
        message,
      })),
    );
  }
  return overrides;
};

const editProducer = async (
  transaction: Transaction,
  params: { documentId: string; data?: Record<string, unknown> },
  next: () => Promise<unknown>,
): Promise<unknown> => {
  const { strapi } = transaction;
  const { documentId, data } = params;
  const row = await producers.findOne(strapi, { documentId }, WITH_RELATIONS);
  if (row === null || data === undefined) return next();
  const overrides = 'overrides' in data ? readOverrides(row, data['overrides']) : undefined;
  const result = await next();
  const snapshot = overrides && snapshotOf(row);
  if (overrides !== undefined && snapshot !== undefined) {
    await producers.update(
      transaction,
      { id: row.id },
      // The draft keeps its texts: those of its version may be older.
      contentsOf(row.kind, { ...snapshot, ...textsOfRow(row) }, overrides),
    );
  }
  if (row.state === 'published') {
    await reconcileGrants(transaction, { identities: [row.identity] });
  }
  return result;
};

const identitiesOfCriteria = async (strapi: Core.Strapi, criteria: string): Promise<string[]> =>
  (
    await producers.findMany(
      strapi,
      { state: 'published', criteria: { documentId: criteria } },
      { select: ['identity'] },
    )
  ).map(({ identity }) => identity);

/**
 * Follows what people edit in the content manager: overrides change the form of a draft, and grants
 * are looked at again after a change of a producer's criteria, of criteria or of a consumer, only as
 * far as that change reaches.
 */
export const followEdits = (strapi: Core.Strapi): void => {
  const middleware: Modules.Documents.Middleware.Middleware = async (context, next) => {
    const isEdit = context.action === 'update' || context.action === 'delete';
    if (!isEdit || ![PRODUCER, CRITERIA, CONSUMER].includes(context.uid)) return next();
    const params = context.params as unknown as {
      documentId: string;
      data?: Record<string, unknown>;
    };
    return inTransaction(strapi, async (transaction): Promise<never> => {
      await lockAudience(transaction);
      if (context.uid === PRODUCER) {
        return (await editProducer(transaction, params, next)) as never;
      }
      if (context.uid === CRITERIA) {
        // Asked before: deleted criteria are tied to nothing any more.
        const identities = await identitiesOfCriteria(strapi, params.documentId);
        const result = await next();
        if (identities.length > 0) await reconcileGrants(transaction, { identities });
        return result as never;
      }
      const result = await next();
      const connections = await connectionsService.from(strapi).findOpenConsumerConnections();
      await reconcileGrants(transaction, {
        connections: connections.filter(
          ({ consumer }) => consumer?.documentId === params.documentId,
        ),
      });
      return result as never;
    });
  };
  strapi.documents.use(middleware);
};
