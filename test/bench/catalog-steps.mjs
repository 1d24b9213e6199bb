/**
 * The way of a catalogue from its files to the consumers that may order of it: each step is timed
 * from its request until its answer. Nothing is delivered meanwhile; messages stay in the outbox.
 */
import assert from 'node:assert/strict';
import { makeCatalog, OFFERINGS_PER_SPECIFICATION } from './catalog-documents.mjs';

/** Nothing is sent there, because the bridge is stopped. */
const HOOK_URL = 'http://127.0.0.1:9/hook';
const UNCHANGED_EDITS = 9;
/** One is over too soon to be told from a collection of garbage. */
const IMPORTS_AGAIN = 3;

/** @returns the milliseconds that `work` took, and what it answered */
const time = async (work) => {
  const startedAt = performance.now();
  const answer = await work();
  return { ms: performance.now() - startedAt, answer };
};

const importSet = async (host, documents, publish) => {
  const options = { channel: 'exchange', publish };
  const { ms, answer } = await time(() => host.ask('importCatalog', { documents, options }));
  assert.deepEqual(answer.refused, [], 'nothing is refused');
  if (publish) assert.deepEqual(answer.notPublished, [], 'everything is published');
  return { ms, answer };
};

const importAgain = async (host, documents) => {
  let total = 0;
  for (let run = 1; run <= IMPORTS_AGAIN; run += 1) {
    const { ms, answer } = await importSet(host, documents, true);
    assert.equal(answer.published.length, 0, 'the same again publishes nothing');
    total += ms;
  }
  return total;
};

const segmentOf = (prefix, index) => `${prefix}-${index + 1}`;

const createCriteria = async (provider, { prefix, segments }) => {
  const criteria = [];
  for (let index = 0; index < segments; index += 1) {
    const segment = segmentOf(prefix, index);
    criteria.push(
      await provider.create('consumer-criteria', {
        name: `Segment ${segment}`,
        rule: { '==': [{ var: 'segment' }, segment] },
      }),
    );
  }
  return criteria;
};

/** The forms are spread evenly over the criteria: one request for each of these. */
const publishForms = async (provider, forms, criteria) => {
  const { ms } = await time(async () => {
    for (const [index, { documentId }] of criteria.entries()) {
      await provider.post('/orderbridge/remote-record-producers/publish', {
        documentIds: forms.filter((_, form) => form % criteria.length === index),
        criteria: [documentId],
      });
    }
  });
  return ms;
};

const createConsumer = (provider, prefix, segment, index) =>
  provider.create('consumer', { name: `${prefix} ${index}`, country: 'NO', segment });

const connect = (provider, { documentId }, shortCode) =>
  provider.post('/orderbridge/connections/webhooks', {
    consumer: documentId,
    shortCode,
    url: HOOK_URL,
  });

const createConsumers = async (provider, { prefix, segments, consumers }) => {
  const known = [];
  for (let index = 0; index < consumers; index += 1) {
    const segment = segmentOf(prefix, index % segments);
    known.push(await createConsumer(provider, prefix, segment, index + 1));
  }
  return known;
};

const connectAll = async (provider, known, { prefix }) => {
  const { ms } = await time(async () => {
    for (const [index, consumer] of known.entries()) {
      await connect(provider, consumer, `${prefix}${index + 1}`);
    }
  });
  return ms;
};

const connectOneMore = async (provider, newcomer, { prefix, consumers }) =>
  (await time(() => connect(provider, newcomer, `${prefix}${consumers + 1}`))).ms;

/** Widens criteria to the consumers of one more segment. */
const widenCriteria = async (provider, { documentId }, { prefix }) => {
  const both = [segmentOf(prefix, 0), segmentOf(prefix, 1)];
  const rule = { in: [{ var: 'segment' }, both] };
  return (await time(() => provider.update('consumer-criteria', documentId, { rule }))).ms;
};

const editWithoutEffect = async (provider, { documentId }) => {
  const { ms } = await time(async () => {
    for (let edit = 1; edit <= UNCHANGED_EDITS; edit += 1) {
      await provider.update('consumer', documentId, { externalId: `Edit ${edit}` });
    }
  });
  return ms;
};

/**
 * Takes a catalogue the whole way. Afterwards every offering is granted to the consumers of one
 * segment.
 *
 * @param {{ prefix: string, specifications: number, consumers: number, segments: number }} size
 * @param around runs a step of a name; by default it does nothing besides
 * @returns for each step its milliseconds, what is counted, and how many of it there were
 */
export const takeCatalogTheWay = async (
  { host, provider, ledger },
  size,
  around = (_name, run) => run(),
) => {
  const { prefix, specifications, consumers, segments } = size;
  const documents = makeCatalog(prefix, specifications);
  const offerings = specifications * OFFERINGS_PER_SPECIFICATION;
  const grantsBefore = await ledger.countGrants();
  const grants = async () => (await ledger.countGrants()) - grantsBefore;
  const step = (item, count, ms) => ({ item, count, ms, each: ms / count });
  const perConsumer = offerings / segments;

  const imported = await around('import', () => importSet(host, documents, false));
  assert.equal(imported.answer.created.length, documents.length);
  const published = await around('publish', () => importSet(host, documents, true));
  assert.equal(published.answer.published.length, documents.length);
  const again = await around('again', () => importAgain(host, documents));

  const criteria = await createCriteria(provider, size);
  const draftForms = await ledger.draftForms();
  const forms = await around('forms', () => publishForms(provider, draftForms, criteria));
  const known = await createConsumers(provider, size);
  const entitled = await around('entitle', () => connectAll(provider, known, size));
  const granted = consumers * perConsumer;
  assert.equal(await grants(), granted, 'each offering is granted to the consumers of its segment');

  const newcomer = await createConsumer(provider, prefix, segmentOf(prefix, 0), consumers + 1);
  const oneMore = await around('connect', () => connectOneMore(provider, newcomer, size));
  assert.equal(await grants(), granted + perConsumer);
  const widened = await around('widen', () => widenCriteria(provider, criteria[0], size));
  const added = (perConsumer * consumers) / segments;
  assert.equal(await grants(), granted + perConsumer + added);
  const edited = await around('edit', () => editWithoutEffect(provider, known[0]));
  assert.equal(
    await grants(),
    granted + perConsumer + added,
    'an edit without effect grants nothing',
  );
  assert.equal(
    await ledger.countItemMessages(),
    await ledger.countGrants(),
    'each grant is one message',
  );

  return {
    import: step('document', documents.length, imported.ms),
    publish: step('document', documents.length, published.ms),
    again: step('document', IMPORTS_AGAIN * documents.length, again),
    forms: step('form', offerings, forms),
    entitle: step('grant', granted, entitled),
    connect: step('grant', perConsumer, oneMore),
    widen: step('grant', added, widened),
    edit: step('edit', UNCHANGED_EDITS, edited),
  };
};
