import { openApplication } from '../../support/application';
import { startTestInstance, type AdminClient, type TestInstance } from '../../support/instance';
import { startWebhookSink } from '../../support/webhook-sink';

const PATH = '/orderbridge/remote-record-producers';
const CM = '/content-manager/collection-types/plugin::orderbridge';

interface Revision {
  readonly documentId: string;
  readonly identity: string;
  readonly revision: number;
  readonly state: string;
  readonly kind: string;
  readonly form: {
    schema: { properties: Record<string, { properties?: Record<string, unknown> }> };
    hints: { field: string; hidden?: boolean }[];
  };
  readonly overrides: unknown;
}

let provider: TestInstance;
let admin: AdminClient;
let sink: Awaited<ReturnType<typeof startWebhookSink>>;
let everybody: string;
let count = 0;

const unique = (word: string) => `${word} ${String((count += 1))}`;
const connect = (documentId: string) => ({ connect: [{ documentId }] });
const refused = (status: number, code: string) => ({
  status,
  body: { error: { details: { code } } },
});

beforeAll(async () => {
  sink = await startWebhookSink();
  provider = await startTestInstance('provider');
  admin = await provider.admin();
  const [criteria] = await admin.find('consumer-criteria', 'filters[name][$eq]=All consumers');
  everybody = criteria.documentId as string;
});

afterAll(async () => {
  await provider.dispose({ expectErrors: true });
  await sink.close();
});

const TIER = {
  name: 'tier',
  valueType: 'choice',
  mandatory: true,
  values: [{ value: 'gold' }, { value: 'silver' }],
};
const NOTE = { name: 'note', valueType: 'text' };

interface Offered {
  readonly specification: string;
  readonly offering: string;
}

const offer = async (characteristics: object[] = [TIER, NOTE]): Promise<Offered> => {
  const specification = await admin.create('product-specification', {
    name: unique('Specification'),
    characteristics,
  });
  await admin.publish('product-specification', specification.documentId);
  const offering = await admin.create('product-offering', {
    name: unique('Offering'),
    sku: unique('SKU'),
    productSpecification: connect(specification.documentId as string),
    distributionChannels: [{ channel: 'exchange' }],
  });
  await admin.publish('product-offering', offering.documentId);
  return {
    specification: specification.documentId as string,
    offering: offering.documentId as string,
  };
};

const change = async ({ specification, offering }: Offered, characteristics: object[]) => {
  await admin.update('product-specification', specification, { characteristics });
  await admin.publish('product-specification', specification);
  await admin.publish('product-offering', offering);
};

const revisionsOf = async (offering: string): Promise<Revision[]> =>
  (await admin.find(
    'remote-record-producer',
    `filters[sourceId][$eq]=${offering}&sort=revision:ASC`,
  )) as Revision[];

const perform = async (verb: string, { documentId }: Pick<Revision, 'documentId'>, body = {}) =>
  (await admin.post(`${PATH}/${documentId}/${verb}`, body)).data;

const publish = (revision: Revision) => perform('publish', revision, { criteria: [everybody] });

const first = async (offering: string): Promise<Revision> => {
  const [revision] = await revisionsOf(offering);
  if (revision === undefined) throw new Error('There is no producer.');
  return revision;
};

const states = async (offering: string) => (await revisionsOf(offering)).map(({ state }) => state);

describe('the revisions of a producer', () => {
  it('are checked out beside what is published, once, and published in its place', async () => {
    const { offering } = await offer();
    await publish(await first(offering));
    const draft = await perform('checkout', await first(offering));
    expect(draft).toMatchObject({ revision: 2, state: 'draft' });
    expect(await states(offering)).toEqual(['published', 'draft']);
    await expect(perform('checkout', await first(offering))).rejects.toMatchObject(
      refused(409, 'producer.draft_exists'),
    );
    await perform('publish', draft);
    expect(await states(offering)).toEqual(['inactive', 'published']);
    await expect(perform('checkout', await first(offering))).rejects.toMatchObject(
      refused(409, 'producer.illegal_transition'),
    );
  });

  it('are archived only when they are inactive, and stay so when the set is retired', async () => {
    const { offering } = await offer();
    const one = await first(offering);
    await publish(one);
    await expect(perform('archive', one)).rejects.toMatchObject(
      refused(409, 'producer.illegal_transition'),
    );
    await perform('publish', await perform('checkout', one));
    expect(await perform('archive', one)).toMatchObject({ state: 'archived' });
    await perform('retire', one);
    expect(await states(offering)).toEqual(['archived', 'retired']);
    await expect(perform('retire', one)).rejects.toMatchObject(
      refused(409, 'producer.illegal_transition'),
    );
  });

  it('come back after a retirement by a checkout, only while their source is published', async () => {
    const { offering } = await offer();
    const one = await first(offering);
    await publish(one);
    await perform('retire', one);
    expect(await perform('checkout', one)).toMatchObject({ identity: one.identity, revision: 2 });
    await admin.post(`${CM}.product-offering/${offering}/actions/unpublish`);
    expect(await states(offering)).toEqual(['retired', 'retired']);
    await expect(perform('checkout', one)).rejects.toMatchObject(
      refused(409, 'producer.source_not_published'),
    );
  });

  it('are deleted as a whole when they are retired and nothing was ordered', async () => {
    const { offering } = await offer();
    const one = await first(offering);
    await publish(one);
    await perform('checkout', one);
    await expect(perform('delete', one)).rejects.toMatchObject(
      refused(409, 'producer.illegal_transition'),
    );
    await perform('retire', one);
    await perform('delete', one);
    expect(await revisionsOf(offering)).toEqual([]);
    await admin.publish('product-offering', offering);
    const again = await first(offering);
    expect(again.identity).not.toBe(one.identity);
  });

  it('are kept with what was ordered over them, and so is the offering while the order is open', async () => {
    const { offering, specification } = await offer();
    const one = await first(offering);
    await publish(one);
    const application = await openApplication(provider, admin, {
      shortCode: 'REVI',
      hookUrl: sink.url,
    });
    const { data: items } = await application.get('/api/orderbridge/remote-catalog-items');
    const name = (await admin.get(`${CM}.product-offering/${offering}`)).data.name as string;
    const item = items.find((candidate: { name: string }) => candidate.name === name);
    await application.post('/api/orderbridge/provider-tasks', {
      data: {
        lines: [{ item: item.documentId, answers: { characteristics: { tier: 'gold' } } }],
      },
    });
    await perform('retire', one);
    const { data: left } = await application.get('/api/orderbridge/remote-catalog-items');
    expect(left.map((other: { name: string }) => other.name)).not.toContain(name);
    await expect(perform('delete', one)).rejects.toMatchObject(refused(409, 'producer.in_use'));
    await expect(admin.delete(`${CM}.product-offering/${offering}`)).rejects.toMatchObject({
      status: 400,
      body: { error: { message: expect.stringMatching(/ORD\d+/), details: {} } },
    });
    // The order keeps the version that it was placed on, so the offering may go out of sale.
    await admin.post(`${CM}.product-offering/${offering}/actions/unpublish`);
    await expect(
      admin.delete(`${CM}.product-specification/${specification}`),
    ).rejects.toMatchObject({
      status: 400,
      body: { error: { message: expect.stringMatching(/ORD\d+/) } },
    });
  });

  it('are published many at once, all or none', async () => {
    const offers = [await offer(), await offer()];
    const drafts = [];
    for (const { offering } of offers) drafts.push(await first(offering));
    const documentIds = drafts.map(({ documentId }) => documentId);
    await expect(
      admin.post(`${PATH}/publish`, {
        documentIds: [...documentIds, 'unknown'],
        criteria: [everybody],
      }),
    ).rejects.toMatchObject(refused(404, 'producer.not_found'));
    await expect(admin.post(`${PATH}/publish`, { documentIds })).rejects.toMatchObject(
      refused(400, 'producer.criteria_missing'),
    );
    const { data } = await admin.post(`${PATH}/publish`, { documentIds, criteria: [everybody] });
    expect(data).toMatchObject([{ state: 'published' }, { state: 'published' }]);
  });
});

describe('a difference between two revisions', () => {
  it('names the fields that were added, removed and changed, with what has changed of them', async () => {
    const offered = await offer();
    const one = await first(offered.offering);
    await publish(one);
    await change(offered, [
      { ...TIER, values: [{ value: 'gold' }], label: 'Service tier' },
      { name: 'sites', valueType: 'integer', valueFrom: 1 },
    ]);
    const [, two] = await revisionsOf(offered.offering);
    const { data } = await admin.get(`${PATH}/${String(two?.documentId)}/diff`);
    expect(data).toMatchObject({
      from: 1,
      to: 2,
      added: [{ field: '/characteristics/sites', label: 'sites' }],
      removed: [{ field: '/characteristics/note', label: 'note' }],
      quantity: null,
    });
    expect(data.changed).toEqual([
      {
        field: '/characteristics/tier',
        label: 'Service tier',
        changes: expect.arrayContaining([
          expect.objectContaining({ property: 'title', from: 'tier', to: 'Service tier' }),
          expect.objectContaining({ property: 'oneOf' }),
        ]),
      },
    ]);
    await expect(admin.get(`${PATH}/${one.documentId}/diff?with=9`)).rejects.toMatchObject(
      refused(404, 'producer.not_found'),
    );
  });
});

describe('form overrides', () => {
  const override = (revision: Revision, overrides: unknown) =>
    admin.update('remote-record-producer', revision.documentId, { overrides });

  const fieldIn = ({ form }: Revision, name: string) =>
    form.schema.properties['characteristics']?.properties?.[name];

  it('change labels, order and defaults of a draft, and hide what has a default', async () => {
    const { offering } = await offer();
    await override(await first(offering), [
      { field: '/characteristics/tier', hidden: true, default: 'silver' },
      { field: '/characteristics/note', label: 'A word for us', help: 'Anything', position: 0 },
    ]);
    expect((await first(offering)).overrides).toHaveLength(2);
    const changed = await first(offering);
    expect(fieldIn(changed, 'tier')).toMatchObject({ const: 'silver' });
    expect(fieldIn(changed, 'note')).toMatchObject({
      title: 'A word for us',
      description: 'Anything',
    });
    expect(changed.form.hints.map(({ field, hidden }) => [field, hidden ?? false])).toEqual([
      ['/characteristics/note', false],
      ['/characteristics/tier', true],
      ['/requestedDate', false],
    ]);
  });

  it('are taken as the content manager sends what was typed: as text', async () => {
    const { offering } = await offer();
    await override(await first(offering), '[{"field": "/requestedDate", "label": "When?"}]');
    expect((await first(offering)).form.schema.properties['requestedDate']).toMatchObject({
      title: 'When?',
    });
  });

  it.each<[string, unknown, RegExp]>([
    ['text that is no JSON', '[{', /no JSON/],
    ['a field that is not there', [{ field: '/characteristics/nothing', label: 'x' }], /no field/],
    [
      'a default that the field does not take',
      [{ field: '/characteristics/tier', default: 'bronze' }],
      /no answer/,
    ],
    [
      'a mandatory field hidden without a default',
      [{ field: '/characteristics/tier', hidden: true }],
      /mandatory/,
    ],
    ['an unknown property', [{ field: '/characteristics/tier', colour: 'red' }], /colour/],
    ['something else than a list', { tier: 'x' }, /./],
  ])('are refused for %s', async (_what, overrides, message) => {
    const { offering } = await offer();
    await expect(override(await first(offering), overrides)).rejects.toMatchObject({
      status: 400,
      body: {
        error: {
          message: expect.stringMatching(message),
          details: { code: 'producer.override_invalid' },
        },
      },
    });
  });

  it('are refused for what is published, whose form is frozen', async () => {
    const { offering } = await offer();
    await publish(await first(offering));
    await expect(
      override(await first(offering), [{ field: '/characteristics/note', label: 'x' }]),
    ).rejects.toMatchObject(refused(400, 'producer.not_a_draft'));
  });

  it('survive a new revision where the field is still there', async () => {
    const offered = await offer();
    await override(await first(offered.offering), [
      { field: '/characteristics/tier', label: 'Your tier', default: 'silver' },
      { field: '/characteristics/note', label: 'A word for us' },
    ]);
    await publish(await first(offered.offering));
    await change(offered, [TIER, { name: 'sites', valueType: 'integer' }]);
    const [, two] = await revisionsOf(offered.offering);
    expect(two?.overrides).toEqual([
      { field: '/characteristics/tier', label: 'Your tier', default: 'silver' },
    ]);
    expect(two && fieldIn(two, 'tier')).toMatchObject({ title: 'Your tier', default: 'silver' });
  });
});

describe('producers of other sources', () => {
  it('come with the plugin for help, issue and change, as drafts that are published like others', async () => {
    const readyMade = (await admin.find(
      'remote-record-producer',
      'filters[sourceType][$eq]=ready-made',
    )) as Revision[];
    expect(readyMade.map(({ kind, state }) => [kind, state]).sort()).toEqual([
      ['change', 'draft'],
      ['help', 'draft'],
      ['issue', 'draft'],
    ]);
    for (const revision of readyMade) {
      expect(Object.keys(revision.form.schema.properties)).toContain('characteristics');
      expect(await publish(revision)).toMatchObject({ revision: 1, state: 'published' });
    }
  });

  it('are made of customer-facing service specifications on the exchange, with their components', async () => {
    const part = await admin.create('service-specification', {
      name: unique('Monitoring'),
      characteristics: [NOTE],
    });
    await admin.publish('service-specification', part.documentId);
    const whole = await admin.create('service-specification', {
      name: unique('Managed service'),
      characteristics: [TIER],
      distributionChannels: [{ channel: 'exchange' }],
      relationships: [
        {
          relationshipType: 'composed_of',
          name: 'Monitoring',
          mandatory: false,
          serviceSpecification: connect(part.documentId as string),
        },
      ],
    });
    await admin.publish('service-specification', whole.documentId);
    expect(await revisionsOf(part.documentId as string)).toEqual([]);
    const producer = await first(whole.documentId as string);
    expect(producer.form.hints).toMatchObject([
      { field: '/characteristics/tier' },
      { field: '/components/Monitoring', includedByDefault: true },
      { field: '/components/Monitoring/characteristics/note' },
      { field: '/requestedDate' },
    ]);
    await publish(producer);
    await admin.post(`${CM}.service-specification/${String(whole.documentId)}/actions/unpublish`);
    expect(await states(whole.documentId as string)).toEqual(['retired']);
  });
});
