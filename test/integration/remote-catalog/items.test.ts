import { randomUUID } from 'node:crypto';
import { withApiToken } from '../../../scripts/demo/clients.mjs';
import { startTestInstance, type AdminClient, type TestInstance } from '../../support/instance';
import { waitUntil } from '../../support/wait-until';
import { startFakeProvider, type FakeProvider } from './fake-provider';

const ITEMS = '/api/orderbridge/remote-catalog-items';
const TASKS = '/api/orderbridge/provider-tasks';
const DAY_MS = 86_400_000;

const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

const form = (label = 'Contact') => ({
  schema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      characteristics: {
        type: 'object',
        properties: { contact: { type: 'string', title: label, maxLength: 100 } },
        required: ['contact'],
        additionalProperties: false,
      },
    },
    required: ['characteristics'],
    additionalProperties: false,
  },
  hints: [{ field: '/characteristics/contact', widget: 'text' }],
  quantity: { minimum: 1, maximum: null },
});

/** A form that this side cannot check answers with. */
const brokenForm = () => {
  const { schema, ...rest } = form();
  const contact = { type: 'string', title: 'Contact', pattern: '(' };
  const characteristics = { ...schema.properties.characteristics, properties: { contact } };
  return { schema: { ...schema, properties: { characteristics } }, ...rest };
};

const ANSWERS = { characteristics: { contact: 'Ada' } };

const OPEN = { from: null, to: null };

const item = (identity: string, more: object = {}) => ({
  identity,
  revision: 1,
  kind: 'order',
  name: 'Internet',
  description: 'Fast',
  image: { url: 'https://provider.example/router.png', alternativeText: 'A router' },
  validity: OPEN,
  form: form(),
  ...more,
});

describe('what a provider offers', () => {
  let consumer: TestInstance;
  let admin: AdminClient;
  let provider: FakeProvider;
  let requester: ReturnType<typeof withApiToken>;
  let connectionId: string;

  beforeAll(async () => {
    provider = await startFakeProvider();
    consumer = await startTestInstance('consumer');
    admin = await consumer.admin();
    const organisation = await admin.create('consumer', { name: 'Nordwind' });
    await provider.pairWith(consumer, organisation.documentId);
    const { data: token } = await admin.post('/admin/api-tokens', {
      name: 'requester',
      description: '',
      type: 'full-access',
      lifespan: null,
    });
    await admin.post('/orderbridge/memberships', {
      consumer: organisation.documentId,
      apiToken: token.id,
    });
    requester = withApiToken(consumer.url, token.accessKey);
    const { data } = await admin.get('/orderbridge/connections');
    connectionId = data[0].documentId;
  });

  afterAll(async () => {
    await consumer.dispose();
    await provider.close();
  });

  const activateByItself = (autoActivate: boolean) =>
    admin.update('connection', connectionId, { autoActivate });

  const rowOf = async (identity: string) =>
    (await consumer.rows('orderbridge_remote_catalog_items').where({ identity }).first()) as {
      document_id: string;
      state: string;
      active_revision: number | null;
    };

  const offer = async (more: object = {}) => {
    const identity = randomUUID();
    await provider.tell('catalog_item.offered', item(identity, more));
    const { document_id: documentId } = await rowOf(identity);
    return { identity, documentId, path: `${ITEMS}/${documentId}` };
  };

  const offerActive = async (more: object = {}) => {
    const offered = await offer(more);
    await admin.post(`/orderbridge/remote-catalog-items/${offered.documentId}/activate`);
    return offered;
  };

  const request = (documentId: string) =>
    requester.post(TASKS, {
      data: { lines: [{ item: documentId, quantity: 1, answers: ANSWERS }] },
    });

  const statesOf = async (documentId: string) => {
    const changes = await consumer
      .rows('orderbridge_state_changes')
      .where({ subject_id: documentId })
      .orderBy('id')
      .select<{ to_state: string }[]>('to_state');
    return changes.map(({ to_state: state }) => state);
  };

  it('is seen by requesters once somebody has activated it, with all that it says', async () => {
    const { documentId, identity, path } = await offer({ kind: 'help' });
    await expect(requester.get(path)).rejects.toMatchObject({ status: 404 });
    await admin.post(`/orderbridge/remote-catalog-items/${documentId}/activate`);
    const { data } = await requester.get(path);
    expect(data).toEqual({
      documentId,
      name: 'Internet',
      description: 'Fast',
      kind: 'help',
      image: { url: 'https://provider.example/router.png', alternativeText: 'A router' },
      category: null,
      provider: 'Fake provider',
      revision: 1,
      newerRevision: null,
      validity: OPEN,
      orderable: { allowed: true },
      form: form(),
    });
    await waitUntil('the news', () => provider.heardOf(`catalog_item/${identity}`).length === 1);
  });

  it('changes its texts, its image and its validity without a new activation', async () => {
    const { identity, path } = await offerActive();
    const validity = { from: null, to: inDays(30) };
    const changed = { name: 'Internett', description: null, image: null, validity };
    await provider.tell(
      'catalog_item.changed',
      item(identity, { ...changed, form: form('Kontakt') }),
    );
    const { data } = await requester.get(path);
    expect(data).toMatchObject({ ...changed, revision: 1, orderable: { allowed: true } });
    expect(data.form).toEqual(form('Kontakt'));
    await waitUntil('the news', () => provider.heardOf(`catalog_item/${identity}`).length > 0);
    const told = provider
      .heardOf(`catalog_item/${identity}`)
      .map(({ type, data: news }) => [type, news['revision']]);
    expect(told).toEqual([['catalog_item.activated', 1]]);
  });

  it('keeps a form that works where the same revision comes with one that does not', async () => {
    const { identity, path } = await offerActive();
    await provider.tell(
      'catalog_item.changed',
      item(identity, { name: 'New', form: brokenForm() }),
    );
    const { data } = await requester.get(path);
    expect(data).toMatchObject({ name: 'New', form: form() });
  });

  it('is ordered as the active revision while a newer one is offered', async () => {
    const { identity, documentId, path } = await offerActive();
    // Dates are the item's, whichever revision of it is ordered.
    const validity = { from: inDays(-1), to: inDays(1) };
    const later = { revision: 2, form: form('New'), validity };
    await provider.tell('catalog_item.changed', item(identity, later));
    const { data } = await requester.get(path);
    expect(data).toMatchObject({
      revision: 1,
      newerRevision: 2,
      validity,
      orderable: { allowed: true },
      form: form(),
    });
    const { data: task } = await request(documentId);
    const [command] = await waitUntil('the command', () => {
      const heard = provider.heardOf(`task/${String(task.number)}`);
      return heard.length > 0 ? heard : undefined;
    });
    expect(command?.data).toMatchObject({ lines: [{ identity, revision: 1 }] });
  });

  it.each([
    ['before its validity', { from: inDays(2), to: null }, 'item.not_yet_valid', 'from'],
    ['after its validity', { from: null, to: inDays(-2) }, 'item.no_longer_valid', 'to'],
  ] as const)('is shown and refused %s', async (_when, validity, code, end) => {
    const { documentId, path } = await offerActive({ validity });
    const { data } = await requester.get(path);
    expect(data.orderable).toMatchObject({ allowed: false, code });
    const refusal = {
      status: 409,
      body: { error: { message: data.orderable.reason, details: { code, validity } } },
    };
    await expect(request(documentId)).rejects.toMatchObject(refusal);
    expect(data.orderable.reason).toContain(validity[end]);
  });

  it('waits for somebody once the active revision was archived', async () => {
    const { identity, documentId, path } = await offerActive();
    await provider.tell('catalog_item.changed', item(identity, { revision: 2 }));
    await provider.tell('catalog_item.archived', { identity, revision: 1 });
    await expect(requester.get(path)).rejects.toMatchObject({ status: 404 });
    expect(await rowOf(identity)).toMatchObject({ state: 'pending', active_revision: null });
    await admin.post(`/orderbridge/remote-catalog-items/${documentId}/activate`);
    expect(await statesOf(documentId)).toEqual(['pending', 'active', 'pending', 'active']);
    expect((await requester.get(path)).data).toMatchObject({ revision: 2, newerRevision: null });
  });

  it('goes on with the newer revision by itself where the connection is set to', async () => {
    const { identity, path } = await offerActive();
    await provider.tell('catalog_item.changed', item(identity, { revision: 2 }));
    await activateByItself(true);
    try {
      await provider.tell('catalog_item.archived', { identity, revision: 1 });
    } finally {
      await activateByItself(false);
    }
    expect((await requester.get(path)).data).toMatchObject({ revision: 2 });
    await waitUntil('the news', () => provider.heardOf(`catalog_item/${identity}`).length === 2);
    expect(provider.heardOf(`catalog_item/${identity}`)).toMatchObject([
      { type: 'catalog_item.activated', data: { revision: 1 } },
      { type: 'catalog_item.activated', data: { revision: 2 } },
    ]);
  });

  it('does not go on by itself with a form that does not compile', async () => {
    const { identity } = await offerActive();
    await provider.tell(
      'catalog_item.changed',
      item(identity, { revision: 2, form: brokenForm() }),
    );
    await activateByItself(true);
    try {
      await provider.tell('catalog_item.archived', { identity, revision: 1 });
    } finally {
      await activateByItself(false);
    }
    expect(await rowOf(identity)).toMatchObject({ state: 'pending', active_revision: null });
  });

  it('is left as it is by the archive of a revision that is not active', async () => {
    const { identity, path } = await offerActive({ revision: 2 });
    await provider.tell('catalog_item.archived', { identity, revision: 1 });
    await provider.tell('catalog_item.archived', { identity: randomUUID(), revision: 1 });
    expect((await requester.get(path)).data).toMatchObject({ revision: 2 });
  });
});
