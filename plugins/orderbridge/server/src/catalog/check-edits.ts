import { errors } from '@strapi/utils';
import type { Core, Modules } from '@strapi/strapi';
import { isKnownCurrency, isKnownUnit } from '../../../shared/units';
import { getConfig } from '../kernel/config';
import { uid } from '../kernel/plugin-id';
import { inTransaction } from '../kernel/transaction';
import { isUntouchedRelation } from '../kernel/untouched-relation';
import { OFFERING } from './content-types';
import type { PriceDocument } from './documents';
import { endPublication, lockCatalog, notePrice } from './publications';
import type { PublishDefect } from './publish-defect';

const PRICE = uid('product-offering-price');
const CATEGORY = uid('category');

/** How published offerings point at what they would lose. */
const RELATION_OF: Readonly<Record<string, string>> = {
  [PRICE]: 'prices',
  [CATEGORY]: 'categories',
};

type Data = Readonly<Record<string, unknown>>;

const findPriceDefects = (strapi: Core.Strapi, price: Data): PublishDefect[] => {
  const defects: PublishDefect[] = [];
  const at = (field: string, message: string) => defects.push({ path: [field], message });
  const { currency, unitOfMeasure, priceType, recurringChargePeriodType, validFrom, validTo } =
    price;
  if (typeof currency === 'string' && !isKnownCurrency(currency)) {
    at('currency', `"${currency}" is no currency of ISO 4217`);
  }
  const { units } = getConfig(strapi);
  if (
    typeof unitOfMeasure === 'string' &&
    unitOfMeasure !== '' &&
    !isKnownUnit(unitOfMeasure, units)
  ) {
    at('unitOfMeasure', `"${unitOfMeasure}" is no known unit, such as GB or hour`);
  }
  if ((priceType ?? 'recurring') === 'recurring' && recurringChargePeriodType == null) {
    at('recurringChargePeriodType', 'a recurring price needs a period');
  }
  if (
    typeof validFrom === 'string' &&
    typeof validTo === 'string' &&
    new Date(validFrom) >= new Date(validTo)
  ) {
    at('validFrom', 'it begins to be valid after its end');
  }
  return defects;
};

const refuse = (message: string, code: string, defects: readonly PublishDefect[] = []): never => {
  throw new errors.ValidationError(message, {
    code,
    errors: defects.map((defect) => ({ ...defect, name: 'ValidationError' })),
  });
};

const assertSoundPrice = async (
  strapi: Core.Strapi,
  documentId: string | undefined,
  data: Data,
): Promise<void> => {
  const stored =
    documentId === undefined
      ? null
      : ((await strapi.db.query(PRICE).findOne({ where: { documentId } })) as Data | null);
  const defects = findPriceDefects(strapi, { ...stored, ...data });
  if (defects.length === 0) return;
  const messages = defects.map(({ path, message }) => `${path.join('.')}: ${message}`);
  refuse(messages.join('; '), 'catalog.not_orderable', defects);
};

/** A category is not above itself, however far up. */
const assertNoCycle = async (
  strapi: Core.Strapi,
  documentId: string | undefined,
): Promise<void> => {
  if (documentId === undefined) return;
  const seen = new Set<string>();
  let next: string | undefined = documentId;
  while (next !== undefined) {
    if (seen.has(next)) {
      const message = 'a category cannot be above itself';
      refuse(message, 'catalog.not_orderable', [{ path: ['parent'], message }]);
    }
    seen.add(next);
    const found = (await strapi.db.query(CATEGORY).findOne({
      where: { documentId: next },
      populate: { parent: { select: ['documentId'] } },
    })) as {
      parent?: { documentId: string } | null;
    } | null;
    next = found?.parent?.documentId;
  }
};

const assertUnused = async (strapi: Core.Strapi, type: string, documentId: string) => {
  const relation = RELATION_OF[type];
  if (relation === undefined) return;
  const used = (await strapi.db.query(OFFERING).findOne({
    where: { [relation]: { documentId }, publishedAt: { $notNull: true } },
    select: ['name'],
  })) as { name: string } | null;
  if (used) refuse(`What is published uses this: "${used.name}".`, 'catalog.in_use');
};

/** From a price, Strapi would change what is published past every publish. */
const assertOfferingsUntouched = (data: Data): void => {
  if (isUntouchedRelation(data['productOfferings'])) return;
  const message = 'a price is tied to an offering at the offering';
  refuse(message, 'catalog.not_orderable', [{ path: ['productOfferings'], message }]);
};

/** A price has no publish: what it says is what offerings take over at theirs. */
const savePrice = (
  strapi: Core.Strapi,
  { documentId, data }: { documentId: string | undefined; data: Data },
  next: () => Promise<unknown>,
) =>
  inTransaction(strapi, async (transaction) => {
    await lockCatalog(transaction);
    assertOfferingsUntouched(data);
    await assertSoundPrice(strapi, documentId, data);
    const written = (await next()) as { documentId: string } | null;
    const saved =
      written &&
      ((await strapi.db
        .query(PRICE)
        .findOne({ where: { documentId: written.documentId } })) as PriceDocument | null);
    if (saved) await notePrice(transaction, saved);
    return written;
  });

const saveCategory = (
  strapi: Core.Strapi,
  documentId: string | undefined,
  next: () => Promise<unknown>,
) =>
  inTransaction(strapi, async () => {
    // Looked at after the write, in its transaction: only then is the new parent there.
    const written = await next();
    await assertNoCycle(strapi, documentId);
    return written;
  });

const deleteUnused = (
  strapi: Core.Strapi,
  { type, documentId }: { type: string; documentId: string },
  next: () => Promise<unknown>,
) =>
  inTransaction(strapi, async (transaction) => {
    await lockCatalog(transaction);
    await assertUnused(strapi, type, documentId);
    if (type === PRICE) await endPublication(transaction, documentId);
    return next();
  });

/** Looks at what has no publish of its own when it is saved, and keeps what is published from losing it. */
export const checkEdits = (strapi: Core.Strapi): void => {
  const middleware: Modules.Documents.Middleware.Middleware = async (context, next) => {
    const { action, uid: type } = context;
    if (type !== PRICE && type !== CATEGORY) return next();
    const { documentId, data = {} } = context.params as { documentId?: string; data?: Data };
    const proceed = next as () => Promise<unknown>;
    if (action === 'delete' && documentId !== undefined) {
      return deleteUnused(strapi, { type, documentId }, proceed) as never;
    }
    if (action !== 'create' && action !== 'update') return next();
    return (
      type === PRICE
        ? savePrice(strapi, { documentId, data }, proceed)
        : saveCategory(strapi, documentId, proceed)
    ) as never;
  };
  strapi.documents.use(middleware);
};
