import { errors } from '@strapi/utils';
import type { Core, Modules } from '@strapi/strapi';
import { uid } from '../kernel/plugin-id';
import { OrderbridgeError } from '../kernel/errors';
import type { Candidate } from './candidates';
import { changeOf } from './compare-candidates';
import type { Fields } from './tm-forum/json-fields';
import { findTargets, isTarget, replaceAll } from './tm-forum/references';

/** The Document Service did not take what the plan had found nothing wrong with. */
export class WriteRefusal extends Error {
  constructor(
    readonly candidate: Candidate,
    readonly refusal: OrderbridgeError,
  ) {
    super(refusal.message);
  }
}

type Data = Modules.Documents.Params.Data.Input<'plugin::orderbridge.product-offering'>;

/** The fields as the Document Service takes them; a link to what is yet to be made is left out. */
const toData = (fields: Fields): Data => {
  const data = replaceAll(fields, isTarget, ({ documentId }) => documentId) as Fields;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      Array.isArray(value) && Array.isArray(fields[key]) && fields[key].some(isTarget)
        ? value.filter((each) => each !== null)
        : value,
    ]),
  ) as Data;
};

/** What the Document Service has against a document, as a refusal of it; anything else goes on. */
const refuse = (candidate: Candidate, error: unknown): never => {
  if (error instanceof OrderbridgeError) throw new WriteRefusal(candidate, error);
  if (!(error instanceof errors.ApplicationError)) throw error;
  throw new WriteRefusal(
    candidate,
    new OrderbridgeError('import.document_invalid', String(error.message)),
  );
};

const writeOne = async (strapi: Core.Strapi, candidate: Candidate): Promise<void> => {
  const { type, target, fields } = candidate;
  // The types of the catalogue differ; what their fields are is what the plan has checked.
  const documents = strapi.documents(uid(type) as 'plugin::orderbridge.product-offering');
  const data = toData(fields);
  try {
    if (target.documentId === null) {
      target.documentId = (await documents.create({ data })).documentId;
    } else {
      await documents.update({ documentId: target.documentId, data });
    }
  } catch (error) {
    refuse(candidate, error);
  }
};

/**
 * Writes what is new or has changed, one document after the other and each after what it links to.
 * Links that go round in a circle are closed by writing a document once more.
 *
 * @throws WriteRefusal
 */
export const writeCandidates = async (
  strapi: Core.Strapi,
  ordered: readonly Candidate[],
): Promise<void> => {
  const unfinished: Candidate[] = [];
  for (const candidate of ordered) {
    if (changeOf(candidate) === 'unchanged') continue;
    const isWhole = findTargets(candidate.fields).every(({ documentId }) => documentId !== null);
    await writeOne(strapi, candidate);
    if (!isWhole) unfinished.push(candidate);
  }
  for (const candidate of unfinished) await writeOne(strapi, candidate);
};
