import type { Core } from '@strapi/strapi';
import { uid } from '../kernel/plugin-id';
import { nextNumber } from '../kernel/sequence';
import { inTransaction } from '../kernel/transaction';
import type { ImportEntry } from './candidates';
import { findSchemaDefect, type Attributes } from './find-schema-defect';
import type { CatalogReader, ImportOptions } from './import-options';
import { findChanges, hasRefusals, toEntry, toReport, type ImportReport } from './import-report';
import { orderCandidates } from './order-candidates';
import { planImport, type ImportPlan, type Refusals } from './plan-import';
import { publishCandidates } from './publish-candidates';
import { findUsedPrices, loadFields, loadStoredDocuments } from './stored-catalog';
import { writeCandidates, WriteRefusal } from './write-candidates';

/** Strapi's own types say nothing of the attributes of a type that is named at run time. */
const attributesOf = (schema: { readonly attributes: object } | undefined): Attributes =>
  (schema?.attributes ?? {}) as Attributes;

const createReader = async (strapi: Core.Strapi): Promise<CatalogReader> => ({
  stored: await loadStoredDocuments(strapi),
  loadFields: (type, documentIds) => loadFields(strapi, type, documentIds),
  findUsedPrices: (documentIds) => findUsedPrices(strapi, documentIds),
  findDefect: (fields, type) =>
    findSchemaDefect(fields, attributesOf(strapi.contentType(uid(type))), (component) =>
      attributesOf(strapi.components[component as keyof typeof strapi.components]),
    ),
});

const outcomeOf = (plan: ImportPlan) => {
  const changes = findChanges(plan);
  return { plan, changes, ordered: orderCandidates([...changes.keys()]) };
};

const runOnce = (
  strapi: Core.Strapi,
  entries: readonly ImportEntry[],
  { options, refusals }: { readonly options: ImportOptions; readonly refusals: Refusals },
) =>
  inTransaction(strapi, async (transaction) => {
    // One import after the other: two at once would each make what the other makes.
    await nextNumber(transaction, 'catalog-import');
    const plan = await planImport(entries, { options, refusals }, await createReader(strapi));
    const outcome = outcomeOf(plan);
    const committed = options.partial === true || !hasRefusals(plan);
    if (committed) await writeCandidates(strapi, outcome.ordered);
    return { ...outcome, committed };
  });

/** Runs the import again without what the Document Service did not take in the run before. */
const run = async (
  strapi: Core.Strapi,
  entries: readonly ImportEntry[],
  options: ImportOptions,
) => {
  const refusals = new Map<number, WriteRefusal['refusal']>();
  for (;;) {
    try {
      return await runOnce(strapi, entries, { options, refusals });
    } catch (error) {
      if (!(error instanceof WriteRefusal)) throw error;
      const { position } = error.candidate;
      // What is not of the set cannot be left out of it.
      if (position === null || refusals.has(position)) throw error.refusal;
      refusals.set(position, error.refusal);
    }
  }
};

/**
 * Imports TM Forum documents as drafts of the catalogue, all in one transaction: all or, where
 * anything is refused, none, unless the option `partial` is set. The same documents again change
 * nothing. With `publish`, what the files call active is published afterwards.
 */
export const importCatalog = async (
  strapi: Core.Strapi,
  entries: readonly ImportEntry[],
  options: ImportOptions = {},
): Promise<ImportReport> => {
  const { plan, changes, ordered, committed } = await run(strapi, entries, options);
  const report = toReport(plan, changes, committed);
  if (options.publish !== true) return report;
  const { published, notPublished } = await publishCandidates(
    strapi,
    committed ? ordered.map((each) => [each, changes.get(each) ?? 'unchanged'] as const) : [],
  );
  return {
    ...report,
    published: published.map(toEntry),
    notPublished: notPublished.map(({ candidate, code, message }) => ({
      ...toEntry(candidate),
      code,
      message,
    })),
  };
};
