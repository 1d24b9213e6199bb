import { toChannels } from './tm-forum/document-fields';
import type { Candidate } from './candidates';
import type { ImportOptions } from './import-options';
import { asList, isObject, type Fields } from './tm-forum/json-fields';
import { keepDetails } from './keep-details';
import { isSpecification, orderRelationships } from './tm-forum/relationships';

const isSoldByChannel = (type: Candidate['type'], fields: Fields): boolean =>
  type === 'product-offering' ||
  (type === 'service-specification' && fields['serviceType'] === 'customer_facing');

/** What the file leaves open, from the stored document that it is about. */
const withStored = (
  candidate: Candidate,
  storedFields: Fields,
  unsaid: readonly string[],
): Fields => {
  const { fields, isOwn, externalId, target } = candidate;
  const isOwnId = storedFields['externalId'] === null && externalId === target.documentId;
  const kept = [...unsaid, ...(externalId === null || isOwnId ? ['externalId'] : [])].filter(
    (key) => key in fields,
  );
  const completed = {
    ...fields,
    ...Object.fromEntries(kept.map((key) => [key, storedFields[key]])),
  };
  return isOwn ? completed : keepDetails(completed, storedFields);
};

/** The channels in one order; what is no channel stays for the check that refuses it. */
const withChannels = (fields: Fields, added: readonly string[]): Fields => {
  const said = asList(fields['distributionChannels']).map((each) =>
    isObject(each) ? each['channel'] : undefined,
  );
  const distributionChannels = toChannels([...said, ...added]);
  const isWhole = said.every((channel) =>
    distributionChannels.some((each) => each['channel'] === channel),
  );
  return isWhole ? { ...fields, distributionChannels } : fields;
};

/** Adds what the file of a candidate does not say: from the stored document, and from the options. */
export const completeCandidate = (candidate: Candidate, { channel }: ImportOptions): void => {
  const { storedFields, read, type } = candidate;
  if (read === null) return;
  let { fields } = candidate;
  if (storedFields !== null) fields = withStored(candidate, storedFields, read.unsaid);
  if ('distributionChannels' in fields) {
    const isAdded = channel !== undefined && isSoldByChannel(type, fields);
    fields = withChannels(fields, isAdded ? [channel] : []);
  }
  if (isSpecification(type)) {
    fields = { ...fields, relationships: orderRelationships(fields['relationships'], type) };
  }
  candidate.fields = fields;
};
