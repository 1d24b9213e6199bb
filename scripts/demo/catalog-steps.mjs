/** What the provider's staff do between a folder of files and published order forms. */
import assert from 'node:assert/strict';

const IMPORT = '/orderbridge/catalog/import';
const MAX_LINES = 5;

const count = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;

const sentenceFor = ({ name, file, message }) => `"${name ?? file ?? 'A document'}": ${message}`;

/** Says the first of what did not work out; the number of all stands in the line before. */
const explain = (entries, timeline) => {
  for (const entry of entries.slice(0, MAX_LINES))
    timeline.event('provider', `  ${sentenceFor(entry)}`);
};

const importAll = async (provider, entries, options = {}) => {
  const { data } = await provider.post(IMPORT, {
    documents: entries,
    options: { channel: 'exchange', partial: true, ...options },
  });
  return data;
};

/** Takes the files in as drafts, and once more to see that this changes nothing. */
export const importCatalog = async (provider, entries, timeline) => {
  const { created, refused, skipped, unpaired } = await importAll(provider, entries);
  const rest = [
    ...(refused.length > 0 ? [`${refused.length} refused`] : []),
    ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
    `${count(unpaired.length, 'price')} without an offering`,
  ];
  timeline.event(
    'provider',
    `imported ${count(entries.length, 'file')}: ${created.length} created, ${rest.join(', ')}`,
  );
  explain([...refused, ...unpaired], timeline);
  assert.ok(created.length > 0, 'the catalogue has documents that can be imported');

  const again = await importAll(provider, entries);
  const touched = [...again.created, ...again.changed].map(({ name }) => name);
  assert.deepEqual(touched, [], 'a second import changes nothing');
  assert.equal(again.unchanged.length, created.length);
  timeline.event('provider', `imported them again: ${again.unchanged.length} unchanged`);
};

/** Publishes what the files call active, in the order in which things are made of each other. */
export const publishCatalog = async (provider, entries, timeline) => {
  const { published, notPublished } = await importAll(provider, entries, { publish: true });
  const offerings = published.filter(({ kind }) => kind === 'productOffering').length;
  timeline.event(
    'provider',
    `published what is active: ${count(published.length - offerings, 'specification')}, ${count(offerings, 'offering')}`,
  );
  if (notPublished.length > 0) {
    timeline.event('provider', `${notPublished.length} could not be published`);
    explain(notPublished, timeline);
  }
};

/** The drafts of order forms that the catalogue has made; the ready-made forms are left alone. */
const findDrafts = (provider) =>
  provider.findAll(
    'remote-record-producer',
    'filters[state][$eq]=draft&filters[sourceType][$ne]=ready-made',
  );

const BUNDLE = { name: 'Bundle of the demo', sku: 'DEMO-BUNDLE' };
const MAX_PARTS = 3;

/** Composes a bundle of the first offerings in the content manager: the first has to be, the others can. */
export const composeBundle = async (provider, timeline) => {
  const sold = (await findDrafts(provider)).filter(
    ({ sourceType }) => sourceType === 'product-offering',
  );
  const drafts = sold.slice(0, MAX_PARTS);
  assert.ok(drafts.length > 0, 'the catalogue has an offering that can be sold');
  const parts = await Promise.all(
    drafts.map(({ sourceId }) => provider.findOne('product-offering', sourceId)),
  );
  const bundle = await provider.create('product-offering', {
    ...BUNDLE,
    description: `${parts.map(({ name }) => name).join(', ')} in one order.`,
    sellable: true,
    distributionChannels: [{ channel: 'exchange' }],
    bundledOfferings: parts.map(({ documentId }, index) => ({
      productOffering: { connect: [{ documentId }] },
      minQuantity: index === 0 ? 1 : 0,
      defaultQuantity: index === 0 ? 1 : 0,
      maxQuantity: 10,
    })),
  });
  await provider.publish('product-offering', bundle.documentId);
  const names = parts.map(({ name }, index) => `"${name}"${index === 0 ? '' : ' (optional)'}`);
  timeline.event('provider', `composed ${BUNDLE.sku} of ${names.join(', ')}`);
  return { sku: BUNDLE.sku, parts };
};

const describeForm = ({ hints }) => {
  const parts = hints.filter(({ widget }) => widget === 'section').length;
  return `${count(hints.length - parts, 'field')}${parts > 0 ? ` in ${count(parts + 1, 'section')}` : ''}`;
};

/** What people call the keywords of JSON Schema that a diff names. */
const WORD_OF = { oneOf: 'options', const: 'fixed value' };

const describeDiff = ({ from, added, removed, changed }) => {
  const namesOf = (fields) => fields.map(({ label }) => `"${label}"`).join(', ');
  const changes = changed.map(
    ({ label, changes: all }) =>
      `"${label}" (${all.map(({ property }) => WORD_OF[property] ?? property).join(', ')})`,
  );
  return [
    `against revision ${from}`,
    ...(added.length > 0 ? [`added ${namesOf(added)}`] : []),
    ...(removed.length > 0 ? [`removed ${namesOf(removed)}`] : []),
    ...(changes.length > 0 ? [`changed ${changes.join(', ')}`] : []),
  ].join('; ');
};

/** The exchange admin looks at each draft: its form, or what differs from the revision before. */
export const reviewDrafts = async (provider, timeline) => {
  const drafts = await findDrafts(provider);
  const diffs = new Map();
  for (const [index, { documentId, name, revision, form }] of drafts.entries()) {
    const path = `/orderbridge/remote-record-producers/${documentId}/diff`;
    if (revision > 1) diffs.set(documentId, (await provider.get(path)).data);
    if (index >= MAX_LINES) continue;
    const diff = diffs.get(documentId);
    const text = diff ? describeDiff(diff) : describeForm(form);
    timeline.event('provider', `reviewed draft ${revision} of "${name}": ${text}`);
  }
  if (drafts.length > MAX_LINES) {
    timeline.event('provider', `reviewed ${drafts.length - MAX_LINES} drafts more`);
  }
  return { drafts, diffs };
};

/** Says who can order, and publishes all forms at once. */
export const publishForms = async (provider, drafts, timeline) => {
  const [everybody] = await provider.find('consumer-criteria', 'filters[name][$eq]=All consumers');
  assert.ok(everybody, 'the "All consumers" criteria exists');
  const { data } = await provider.post('/orderbridge/remote-record-producers/publish', {
    documentIds: drafts.map(({ documentId }) => documentId),
    criteria: [everybody.documentId],
  });
  assert.ok(data.every(({ state }) => state === 'published'));
  const forms =
    data.length === 1 ? `the form of "${drafts[0].name}"` : `${data.length} order forms`;
  timeline.event('provider', `published ${forms} for all consumers`);
};

/**
 * The catalog admin changes a specification. What is made of it keeps selling what it was published
 * with, until it is published again.
 */
export const changeSpecification = async (provider, { specificationId, apply }, timeline) => {
  const type = 'product-specification';
  const [{ documentId, name }] = await provider.find(
    type,
    `filters[externalId][$eq]=${specificationId}`,
  );
  const { characteristics } = await provider.findOne(type, documentId);
  await provider.update(type, documentId, { characteristics: apply(characteristics) });
  await provider.publish(type, documentId);
  const marked = await provider.findAll(
    'product-offering',
    'filters[newerSpecificationAvailable][$eq]=true',
  );
  assert.ok(marked.length > 0, 'what is made of the specification is marked');
  const names = marked.map((offering) => `"${offering.name}"`).join(', ');
  timeline.event('provider', `changed specification "${name}": newer one available for ${names}`);

  const { data } = await provider.post('/orderbridge/product-offerings/republish');
  assert.deepEqual(data.skipped, [], 'everything that is behind can be published again');
  const republished = data.republished.map((offering) => `"${offering.name}"`).join(', ');
  timeline.event('provider', `published again: ${republished}`);
};
