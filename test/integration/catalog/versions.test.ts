import { withApiToken } from '../../../scripts/demo/clients.mjs';
import { createToken } from '../../support/application';
import { startTestInstance, type AdminClient, type TestInstance } from '../../support/instance';

let provider: TestInstance;
let admin: AdminClient;
let count = 0;

const unique = (word: string) => `${word} ${String((count += 1))}`;
const connect = (documentId: string) => ({ connect: [{ documentId }] });

beforeAll(async () => {
  provider = await startTestInstance('provider');
  admin = await provider.admin();
});

afterAll(async () => {
  await provider.dispose({ expectErrors: true });
});

const publishNew = async (type: string, values: object): Promise<string> => {
  const { documentId } = await admin.create(type, { name: unique('Document'), ...values });
  await admin.publish(type, documentId);
  return documentId as string;
};

const publishChange = async (type: string, documentId: string, values: object) => {
  await admin.update(type, documentId, values);
  await admin.publish(type, documentId);
};

const tier = (values: readonly string[]) => ({
  characteristics: [
    { name: 'tier', valueType: 'choice', values: values.map((value) => ({ value })) },
  ],
});

const offer = (more: object) =>
  publishNew('product-offering', {
    sku: unique('SKU'),
    distributionChannels: [{ channel: 'exchange' }],
    ...more,
  });

const versionsOf = async (documentId: string) =>
  provider
    .rows('orderbridge_catalog_versions')
    .where({ subject_id: documentId })
    .orderBy('version')
    .select('version', 'snapshot');

interface Row {
  readonly id: number;
  readonly document_id: string;
  readonly state: string;
  readonly revision: number;
  readonly form: unknown;
}

const producersOf = async (documentId: string) =>
  provider
    .rows<Row>('orderbridge_remote_record_producers')
    .where({ source_id: documentId } as never)
    .orderBy('revision');

const isBehind = async (documentId: string): Promise<unknown> => {
  const rows = await provider
    .rows('orderbridge_product_offerings')
    .where({ document_id: documentId })
    .select('newer_specification_available as behind');
  const values = new Set(rows.map(({ behind }) => Boolean(behind)));
  // The draft and what is published say the same.
  expect(values.size).toBe(1);
  return [...values][0];
};

const optionsIn = (form: unknown): unknown =>
  (typeof form === 'string' ? JSON.parse(form) : form).schema.properties.characteristics.properties
    .tier.oneOf;

const republish = async (body: object = {}) =>
  (await admin.post('/orderbridge/product-offerings/republish', body)).data;

describe('a published specification', () => {
  it('changes nothing that can be ordered until what uses it is published again', async () => {
    const specification = await publishNew('product-specification', tier(['gold']));
    const offering = await offer({ productSpecification: connect(specification) });
    expect(await isBehind(offering)).toBe(false);

    await publishChange('product-specification', specification, tier(['gold', 'platinum']));
    expect(await versionsOf(offering)).toHaveLength(1);
    const [draft, ...more] = await producersOf(offering);
    expect(more).toEqual([]);
    expect(optionsIn(draft?.form)).toHaveLength(1);
    expect(await isBehind(offering)).toBe(true);

    await admin.publish('product-offering', offering);
    expect(await versionsOf(offering)).toHaveLength(2);
    expect(await isBehind(offering)).toBe(false);
    expect(optionsIn((await producersOf(offering))[0]?.form)).toHaveLength(2);
  });

  it('marks nothing where only its description has changed, and unmarks what it returns to', async () => {
    const specification = await publishNew('product-specification', tier(['gold']));
    const offering = await offer({ productSpecification: connect(specification) });
    await publishChange('product-specification', specification, { description: 'New words' });
    expect(await isBehind(offering)).toBe(false);
    await publishChange('product-specification', specification, tier(['bronze']));
    expect(await isBehind(offering)).toBe(true);
    await publishChange('product-specification', specification, tier(['gold']));
    expect(await isBehind(offering)).toBe(false);
  });

  it('marks the offerings of what is composed of it, at any depth, and no others', async () => {
    const inner = await publishNew('product-specification', tier(['gold']));
    const composed = { relationshipType: 'composed_of', productSpecification: connect(inner) };
    const middle = await publishNew('product-specification', { relationships: [composed] });
    const outer = await publishNew('product-specification', {
      relationships: [{ ...composed, productSpecification: connect(middle) }],
    });
    const other = await publishNew('product-specification', tier(['gold']));
    const marked = await offer({ productSpecification: connect(outer) });
    const unmarked = await offer({ productSpecification: connect(other) });
    await publishChange('product-specification', inner, tier(['gold', 'silver']));
    expect(await isBehind(marked)).toBe(true);
    expect(await isBehind(unmarked)).toBe(false);
  });

  it('is taken over in bulk by one action, bundles after what they bundle', async () => {
    const specification = await publishNew('product-specification', tier(['gold']));
    const child = await offer({ productSpecification: connect(specification) });
    const bundle = await offer({ bundledOfferings: [{ productOffering: connect(child) }] });
    const edited = await offer({ productSpecification: connect(specification) });
    await admin.update('product-offering', edited, { description: 'Not finished' });
    await publishChange('product-specification', specification, tier(['gold', 'platinum']));

    const report = await republish({ documentIds: [child, bundle, edited] });
    expect(report.republished.map(({ documentId }: { documentId: string }) => documentId)).toEqual([
      child,
      bundle,
    ]);
    expect(report.skipped).toEqual([
      expect.objectContaining({ documentId: edited, code: 'catalog.draft_modified' }),
    ]);
    expect([await isBehind(child), await isBehind(bundle), await isBehind(edited)]).toEqual([
      false,
      false,
      true,
    ]);
    expect(JSON.stringify((await producersOf(bundle))[0]?.form)).toContain('platinum');
  });

  it('is published beside its offerings at the same moment, and none waits for the other for ever', async () => {
    const specification = await publishNew('product-specification', tier(['gold']));
    const offerings = [];
    for (let each = 0; each < 3; each += 1) {
      offerings.push(await offer({ productSpecification: connect(specification) }));
    }
    const CM = '/content-manager/collection-types/plugin::orderbridge';
    for (const value of ['silver', 'bronze', 'copper']) {
      await admin.update('product-specification', specification, tier(['gold', value]));
      await Promise.all([
        admin.publish('product-specification', specification),
        ...offerings.map((documentId) =>
          admin.post(`${CM}.product-offering/${documentId}/actions/publish`, {
            description: `With ${value}`,
          }),
        ),
      ]);
    }
    expect(await versionsOf(specification)).toHaveLength(4);
  });

  it('leaves an offering alone that no longer fits it, and says why', async () => {
    const specification = await publishNew('product-specification', tier(['gold', 'silver']));
    const offering = await offer({
      productSpecification: connect(specification),
      valueUses: [{ characteristic: 'tier', allowedValues: [{ value: 'silver' }] }],
    });
    await publishChange('product-specification', specification, tier(['gold']));
    const report = await republish({ documentIds: [offering] });
    expect(report).toEqual({
      republished: [],
      skipped: [
        expect.objectContaining({
          documentId: offering,
          code: 'catalog.not_orderable',
          message: expect.stringMatching(/"silver" is none of the values/),
        }),
      ],
    });
    expect(await versionsOf(offering)).toHaveLength(1);
  });
});

describe('two offerings of one specification', () => {
  it('differ as their value uses say: another default, fewer options, one fixed value', async () => {
    const specification = await publishNew('product-specification', {
      characteristics: [
        {
          name: 'tier',
          valueType: 'choice',
          values: [{ value: 'gold', isDefault: true }, { value: 'silver' }, { value: 'bronze' }],
        },
        { name: 'sites', valueType: 'integer', values: [{ value: '10' }, { value: '25' }] },
      ],
    });
    const fieldsOf = async (valueUses: object[]) => {
      const offering = await offer({ productSpecification: connect(specification), valueUses });
      const form = (await producersOf(offering))[0]?.form;
      const parsed = typeof form === 'string' ? JSON.parse(form) : form;
      return parsed.schema.properties.characteristics.properties;
    };
    expect(
      await fieldsOf([
        {
          characteristic: 'tier',
          allowedValues: [{ value: 'silver', isDefault: true }, { value: 'bronze' }],
        },
        { characteristic: 'sites', allowedValues: [{ value: '25' }] },
      ]),
    ).toMatchObject({
      tier: { oneOf: [{ const: 'silver' }, { const: 'bronze' }], default: 'silver' },
      sites: { const: 25 },
    });
    expect(await fieldsOf([{ characteristic: 'tier', defaultValue: 'bronze' }])).toMatchObject({
      tier: { oneOf: [{}, {}, {}], default: 'bronze' },
      sites: { oneOf: [{ const: 10 }, { const: 25 }] },
    });
  });
});

describe('a version', () => {
  it('is made by what changes an order, and not by texts or by nothing', async () => {
    const specification = await publishNew('product-specification', tier(['gold']));
    const offering = await offer({ productSpecification: connect(specification) });
    await publishChange('product-offering', offering, {
      name: 'Other name',
      description: 'Other words',
      localizedTexts: [{ locale: 'de', label: 'Anderer Name' }],
    });
    expect(await versionsOf(offering)).toHaveLength(1);
    await publishChange('product-offering', offering, { validTo: '2030-01-01T00:00:00.000Z' });
    expect(await versionsOf(offering)).toHaveLength(2);
  });

  it('is said in the newest words wherever it is taken up: in a checkout and in a bundle', async () => {
    const specification = await publishNew('product-specification', tier(['gold']));
    const offering = await offer({ productSpecification: connect(specification) });
    const [draft] = await producersOf(offering);
    const act = async (documentId: string | undefined, verb: string, body = {}) =>
      (await admin.post(`/orderbridge/remote-record-producers/${String(documentId)}/${verb}`, body))
        .data;
    const [everybody] = await admin.find('consumer-criteria', 'filters[name][$eq]=All consumers');
    await act(draft?.document_id, 'publish', { criteria: [everybody.documentId] });
    await publishChange('product-offering', offering, { name: 'Renamed', description: 'Anew' });
    const { documentId } = await act(draft?.document_id, 'checkout');
    const [row] = await admin.find(
      'remote-record-producer',
      `filters[documentId][$eq]=${String(documentId)}`,
    );
    expect(row).toMatchObject({ revision: 2, name: 'Renamed', description: 'Anew' });
    const bundle = await offer({ bundledOfferings: [{ productOffering: connect(offering) }] });
    expect(JSON.stringify((await producersOf(bundle))[0]?.form)).toContain('Renamed');
    expect(await versionsOf(offering)).toHaveLength(1);
  });

  it('that asks the same questions is ordered over the same revision', async () => {
    const specification = await publishNew('product-specification', tier(['gold']));
    const offering = await offer({ productSpecification: connect(specification) });
    const price = await admin.create('product-offering-price', {
      name: unique('Fee'),
      value: 5,
      currency: 'EUR',
      recurringChargePeriodType: 'month',
    });
    const [draft] = await producersOf(offering);
    const [everybody] = await admin.find('consumer-criteria', 'filters[name][$eq]=All consumers');
    await admin.post(`/orderbridge/remote-record-producers/${String(draft?.document_id)}/publish`, {
      criteria: [everybody.documentId],
    });
    await publishChange('product-offering', offering, {
      prices: connect(price.documentId as string),
    });
    const [, second] = await versionsOf(offering);
    expect(second?.version).toBe(2);
    const producers = await producersOf(offering);
    expect(producers).toHaveLength(1);
    const [row] = await provider
      .rows('orderbridge_remote_record_producers as p')
      .join('orderbridge_catalog_versions as v', 'v.id', 'p.catalog_version_id')
      .where({ 'p.source_id': offering })
      .select('v.version');
    expect(row).toEqual({ version: 2 });
  });
});

describe('a price', () => {
  it('marks what was published with another amount, and is tied to offerings only at them', async () => {
    const specification = await publishNew('product-specification', tier(['gold']));
    const price = await admin.create('product-offering-price', {
      name: unique('Fee'),
      value: 5,
      currency: 'EUR',
      priceType: 'one_time',
    });
    const offering = await offer({
      productSpecification: connect(specification),
      prices: connect(price.documentId as string),
    });
    await admin.update('product-offering-price', price.documentId, { description: 'Words' });
    expect(await isBehind(offering)).toBe(false);
    await admin.update('product-offering-price', price.documentId, { value: 9 });
    expect(await isBehind(offering)).toBe(true);
    await republish({ documentIds: [offering] });
    expect(await isBehind(offering)).toBe(false);
    const [, newest] = await versionsOf(offering);
    const snapshot =
      typeof newest?.snapshot === 'string' ? JSON.parse(newest.snapshot) : newest?.snapshot;
    expect(snapshot.catalog.orderable.prices).toMatchObject([{ value: 9 }]);
    await expect(
      admin.update('product-offering-price', price.documentId, {
        productOfferings: { disconnect: [{ documentId: offering }] },
      }),
    ).rejects.toMatchObject({
      status: 400,
      body: { error: { details: { errors: [{ path: ['productOfferings'] }] } } },
    });
  });
});

describe('what something published is made of', () => {
  const CM = '/content-manager/collection-types/plugin::orderbridge';
  const refused = { status: 400, body: { error: { details: { code: 'catalog.in_use' } } } };

  it('is neither unpublished nor deleted: specifications, parts, bundled offerings, prices, categories', async () => {
    const inner = await publishNew('product-specification', {});
    const outer = await publishNew('product-specification', {
      relationships: [{ relationshipType: 'composed_of', productSpecification: connect(inner) }],
    });
    const resource = await publishNew('resource-specification', {});
    const service = await publishNew('service-specification', {
      relationships: [{ relationshipType: 'requires', resourceSpecification: connect(resource) }],
    });
    const category = await admin.create('category', { name: unique('Category') });
    const price = await admin.create('product-offering-price', {
      name: unique('Fee'),
      value: 5,
      currency: 'EUR',
      priceType: 'one_time',
    });
    const child = await offer({
      productSpecification: connect(outer),
      categories: connect(category.documentId as string),
      prices: connect(price.documentId as string),
    });
    const bundle = await offer({ bundledOfferings: [{ productOffering: connect(child) }] });

    for (const [type, documentId] of [
      ['product-specification', inner],
      ['product-specification', outer],
      ['resource-specification', resource],
      ['product-offering', child],
    ] as const) {
      const path = `${CM}.${type}/${documentId}`;
      await expect(admin.post(`${path}/actions/unpublish`)).rejects.toMatchObject(refused);
      await expect(admin.delete(path)).rejects.toMatchObject(refused);
    }
    for (const [type, { documentId }] of [
      ['category', category],
      ['product-offering-price', price],
    ] as const) {
      await expect(admin.delete(`${CM}.${type}/${String(documentId)}`)).rejects.toMatchObject(
        refused,
      );
    }
    // From the outside in, nothing is in the way.
    for (const [type, documentId] of [
      ['product-offering', bundle],
      ['product-offering', child],
      ['product-specification', outer],
      ['product-specification', inner],
      ['service-specification', service],
      ['resource-specification', resource],
    ] as const) {
      await admin.post(`${CM}.${type}/${documentId}/actions/unpublish`);
      await admin.delete(`${CM}.${type}/${documentId}`);
    }
  });
});

describe('the REST API of the catalogue', () => {
  it('publishes with the same checks, versions and producers as the content manager', async () => {
    const { accessKey } = await createToken(admin, 'Shop system');
    const system = withApiToken(provider.url, accessKey);
    const PATH = '/api/orderbridge';
    const specification = await system.post(`${PATH}/product-specifications`, {
      data: { name: unique('Over REST'), ...tier(['gold']) },
    });
    const { data: offering } = await system.post(`${PATH}/product-offerings`, {
      data: {
        name: unique('Over REST'),
        sku: unique('SKU'),
        productSpecification: specification.data.documentId,
        distributionChannels: [{ channel: 'exchange' }],
      },
    });
    expect(await versionsOf(offering.documentId)).toHaveLength(1);
    expect(await producersOf(offering.documentId)).toHaveLength(1);
    await expect(
      system.put(`${PATH}/product-offerings/${String(offering.documentId)}`, {
        data: { minQuantity: 5, maxQuantity: 2 },
      }),
    ).rejects.toMatchObject({
      status: 400,
      body: { error: { details: { errors: [{ path: ['minQuantity'] }] } } },
    });
    const { data: read } = await system.get(
      `${PATH}/product-offerings/${String(offering.documentId)}?populate=*`,
    );
    expect(read).toMatchObject({ minQuantity: 1, sku: offering.sku });
    await expect(
      system.delete(`${PATH}/product-specifications/${String(specification.data.documentId)}`),
    ).rejects.toMatchObject({ body: { error: { details: { code: 'catalog.in_use' } } } });
  });

  it('is closed to a token that acts for a consumer, and to nobody', async () => {
    const token = await createToken(admin, 'Consumer’s application');
    const consumer = await admin.create('consumer', { name: unique('Consumer') });
    await admin.post('/orderbridge/memberships', {
      consumer: consumer.documentId,
      apiToken: token.id,
    });
    await expect(
      withApiToken(provider.url, token.accessKey).get('/api/orderbridge/product-offerings'),
    ).rejects.toMatchObject({
      status: 403,
      body: { error: { details: { code: 'membership.bound' } } },
    });
    await expect(
      withApiToken(provider.url, '').get('/api/orderbridge/product-offerings'),
    ).rejects.toMatchObject({ status: 403 });
  });
});
