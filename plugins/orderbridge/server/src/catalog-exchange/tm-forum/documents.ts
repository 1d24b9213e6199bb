import { OrderbridgeError } from '../../kernel/errors';
import { compact, type Fields } from './json-fields';
import { readCatalog, readCategory, writeCatalog, writeCategory } from './groups';
import { readOffering, writeOffering, type FindValueType } from './offerings';
import { addOwnFields, OWN, toShape, withOwnFieldsOf } from './own-fields';
import { readPrice, writePrice } from './prices';
import type { WriteReference } from './references';
import { SHAPES, type CatalogType } from './shapes';
import { readSpecification, writeSpecification } from './specifications';
import type { ReadDocument } from './document-fields';

const understand = (tmf: Fields, type: CatalogType): ReadDocument => {
  switch (type) {
    case 'catalog':
      return readCatalog(tmf);
    case 'category':
      return readCategory(tmf);
    case 'product-offering-price':
      return readPrice(tmf);
    case 'product-offering':
      return readOffering(tmf);
    case 'product-specification':
    case 'service-specification':
    case 'resource-specification':
      return readSpecification(tmf, type);
  }
};

/**
 * A TM Forum document as the catalogue would have it. A document with `x-orderbridge` was exported
 * from an Orderbridge and says everything; of any other, what TM Forum has no field for is unsaid.
 *
 * @throws `import.document_invalid`, `import.values_mixed`, `import.value_not_storable`
 */
export const readDocument = (tmf: Fields, type: CatalogType): ReadDocument => {
  const read = understand(tmf, type);
  return {
    ...read,
    fields: withOwnFieldsOf(tmf, read.fields, SHAPES[type]),
    ...(Object.hasOwn(tmf, OWN) && { unsaid: [] }),
  };
};

interface Writer {
  readonly writeReference: WriteReference;
  readonly findValueType: FindValueType;
}

const writePlainly = (fields: Fields, type: CatalogType, writer: Writer): Fields => {
  const { writeReference, findValueType } = writer;
  switch (type) {
    case 'catalog':
      return writeCatalog(fields, writeReference);
    case 'category':
      return writeCategory(fields, writeReference);
    case 'product-offering-price':
      return writePrice(fields);
    case 'product-offering':
      return writeOffering(fields, writeReference, findValueType);
    case 'product-specification':
    case 'service-specification':
    case 'resource-specification':
      return writeSpecification(fields, type, writeReference);
  }
};

const canBeRead = (tmf: Fields, type: CatalogType): boolean => {
  try {
    understand(tmf, type);
    return true;
  } catch (error) {
    if (error instanceof OrderbridgeError) return false;
    throw error;
  }
};

/** A document of the catalogue in the words of TM Forum; {@link readDocument} makes the same of it. */
export const writeDocument = (
  document: { readonly id: string; readonly type: CatalogType; readonly fields: Fields },
  writer: Writer,
): Fields => {
  const { id, type, fields } = document;
  const write = (from: Fields): Fields =>
    compact({ ...writePlainly(from, type, writer), id, [OWN]: {} });
  const whole = write(fields);
  // Extensions that somebody wrote by hand may stand where a reader expects something else.
  const tmf = canBeRead(whole, type) ? whole : write({ ...fields, extensions: null });
  return addOwnFields(
    tmf,
    toShape(fields, SHAPES[type]),
    SHAPES[type],
    (written) => understand(written, type).fields,
  );
};
