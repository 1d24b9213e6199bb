import type { Knex } from 'knex';
import { OFFERING, SPECIFICATION } from '../../../scripts/demo/catalog.mjs';
import { startDocumentService, type DocumentServiceProcess } from '../../support/document-service';
import { failInserts } from '../../support/failing-inserts';
import { startTestInstance, type AdminClient, type TestInstance } from '../../support/instance';

const OFFERING_UID = 'plugin::orderbridge.product-offering';
const SPECIFICATION_UID = 'plugin::orderbridge.product-specification';
const CONTENT_MANAGER = `/content-manager/collection-types/${OFFERING_UID}`;

let skus = 0;
const newOffering = () => ({ ...OFFERING, sku: `SKU-${String((skus += 1))}` });

/** What a publish leaves behind: the published row, its frozen version, its producer. */
const tracesOf = async (rows: Knex, sku: string) => {
  const published = await rows('orderbridge_product_offerings')
    .where({ sku })
    .whereNotNull('published_at');
  const [any] = await rows('orderbridge_product_offerings').where({ sku });
  const documentId = (any as { document_id?: string } | undefined)?.document_id ?? '';
  return {
    published: published.length,
    versions: (await rows('orderbridge_catalog_versions').where({ subject_id: documentId })).length,
    producers: (await rows('orderbridge_remote_record_producers').where({ source_id: documentId }))
      .length,
  };
};

const ALL = { published: 1, versions: 1, producers: 1 };
const NOTHING = { published: 0, versions: 0, producers: 0 };

/** Publishes a new offering in one of the ways that there are. */
type Publish = (offering: object & { sku: string }) => Promise<unknown>;

const describeAtomicity = (ways: Record<string, Publish>, rows: () => Knex) => {
  for (const [way, publish] of Object.entries(ways)) {
    it(`makes the version and the producer with the publish by ${way}`, async () => {
      const offering = newOffering();
      await publish(offering);
      expect(await tracesOf(rows(), offering.sku)).toEqual(ALL);
    });

    for (const table of ['orderbridge_remote_record_producers', 'orderbridge_state_changes']) {
      it(`leaves nothing of a publish by ${way} when ${table} fails after it`, async () => {
        const offering = newOffering();
        const heal = await failInserts(rows(), table);
        try {
          await expect(publish(offering)).rejects.toThrow();
        } finally {
          await heal();
        }
        expect(await tracesOf(rows(), offering.sku)).toEqual(NOTHING);
      });
    }
  }
};

describe('publishing an offering in the content manager', () => {
  let provider: TestInstance;
  let admin: AdminClient;
  let specificationId: string;

  beforeAll(async () => {
    provider = await startTestInstance('provider');
    admin = await provider.admin();
    const specification = await admin.create('product-specification', SPECIFICATION);
    specificationId = specification.documentId;
    await admin.publish('product-specification', specificationId);
  });

  afterAll(async () => {
    await provider.dispose({ expectErrors: true });
  });

  const withSpecification = (offering: object) => ({
    ...offering,
    productSpecification: { connect: [{ documentId: specificationId }] },
  });
  const create = (offering: object) =>
    admin.create('product-offering', withSpecification(offering)) as Promise<{
      documentId: string;
    }>;

  describeAtomicity(
    {
      'the button': async (offering) =>
        admin.publish('product-offering', (await create(offering)).documentId),
      'the button on a new document': (offering) =>
        admin.post(`${CONTENT_MANAGER}/actions/publish`, withSpecification(offering)),
      'bulk publish': async (offering) =>
        admin.post(`${CONTENT_MANAGER}/actions/bulkPublish`, {
          documentIds: [(await create(offering)).documentId],
        }),
    },
    () => provider.rows,
  );

  it('publishes all or none in bulk, and names the document that stops it', async () => {
    const [good, bad] = [
      newOffering(),
      { ...newOffering(), name: 'Broken', minQuantity: 9, maxQuantity: 2 },
    ];
    const documents = [await create(good), await create(bad)];
    const publish = admin.post(`${CONTENT_MANAGER}/actions/bulkPublish`, {
      documentIds: documents.map(({ documentId }) => documentId),
    });
    await expect(publish).rejects.toThrow(/"Broken".*minQuantity/);
    expect(await tracesOf(provider.rows, good.sku)).toEqual(NOTHING);
    expect(await tracesOf(provider.rows, bad.sku)).toEqual(NOTHING);
  });

  it('refuses an offering whose specification is not published, at the field', async () => {
    const draft = await admin.create('product-specification', SPECIFICATION);
    const offering = await admin.create('product-offering', {
      ...newOffering(),
      productSpecification: { connect: [{ documentId: draft.documentId }] },
    });
    await expect(admin.publish('product-offering', offering.documentId)).rejects.toMatchObject({
      status: 400,
      body: {
        error: {
          details: {
            code: 'catalog.not_orderable',
            errors: [{ path: ['productSpecification'] }],
          },
        },
      },
    });
  });

  it.each([
    [
      'two characteristics of one name',
      [
        { name: 'a', valueType: 'text' },
        { name: 'a', valueType: 'text' },
      ],
      'name',
    ],
    ['a choice without values', [{ name: 'a', valueType: 'choice' }], 'values'],
    [
      'a range that begins above its end',
      [{ name: 'a', valueType: 'integer', valueFrom: 3, valueTo: 1 }],
      'valueFrom',
    ],
    [
      'a default outside the range',
      [{ name: 'a', valueType: 'integer', valueTo: 1, defaultValue: '2' }],
      'defaultValue',
    ],
  ])('refuses a specification with %s, at the field', async (_what, characteristics, field) => {
    const draft = await admin.create('product-specification', { name: 'Bad', characteristics });
    const index = String(characteristics.length - 1);
    await expect(admin.publish('product-specification', draft.documentId)).rejects.toMatchObject({
      status: 400,
      body: { error: { details: { errors: [{ path: ['characteristics', index, field] }] } } },
    });
  });

  it('makes a new version and a draft of the next revision only when what can be ordered changes', async () => {
    const offering = newOffering();
    const { documentId } = await create(offering);
    await admin.publish('product-offering', documentId);
    const producers = () =>
      provider
        .rows('orderbridge_remote_record_producers')
        .where({ source_id: documentId })
        .orderBy('revision');
    const [first] = await producers();
    const [everybody] = await admin.find('consumer-criteria', 'filters[name][$eq]=All consumers');
    await admin.update('remote-record-producer', first.document_id, {
      criteria: { connect: [{ documentId: everybody.documentId }] },
    });
    await admin.post(`/orderbridge/remote-record-producers/${first.document_id}/publish`);

    await admin.update('product-offering', documentId, { name: 'Another name' });
    await admin.publish('product-offering', documentId);
    expect(await tracesOf(provider.rows, offering.sku)).toEqual(ALL);
    expect(await producers()).toMatchObject([{ name: 'Another name', state: 'published' }]);

    await admin.update('product-offering', documentId, { maxQuantity: 3 });
    await admin.publish('product-offering', documentId);
    expect(await tracesOf(provider.rows, offering.sku)).toEqual({
      ...ALL,
      versions: 2,
      producers: 2,
    });
    const [published, draft] = await producers();
    expect(published).toMatchObject({ revision: 1, state: 'published' });
    expect(draft).toMatchObject({ revision: 2, state: 'draft', identity: first.identity });

    await admin.post(`/orderbridge/remote-record-producers/${draft.document_id}/publish`);
    expect(await producers()).toMatchObject([{ state: 'inactive' }, { state: 'published' }]);
  });

  it('retires the producer with its offering, and continues the same identity when it returns', async () => {
    const offering = newOffering();
    const { documentId } = await create(offering);
    await admin.publish('product-offering', documentId);
    await admin.post(`${CONTENT_MANAGER}/${documentId}/actions/unpublish`);
    const states = async () =>
      provider
        .rows('orderbridge_remote_record_producers')
        .where({ source_id: documentId })
        .orderBy('revision')
        .select('identity', 'state');
    const [retired] = await states();
    expect(retired?.state).toBe('retired');
    await admin.publish('product-offering', documentId);
    expect(await states()).toEqual([retired, { identity: retired.identity, state: 'draft' }]);
  });

  it('keeps a specification that a published offering is made of', async () => {
    await admin.publish('product-offering', (await create(newOffering())).documentId);
    const path = `/content-manager/collection-types/${SPECIFICATION_UID}/${specificationId}`;
    const refused = { status: 400, body: { error: { details: { code: 'catalog.in_use' } } } };
    await expect(admin.post(`${path}/actions/unpublish`)).rejects.toMatchObject(refused);
    await expect(admin.delete(path)).rejects.toMatchObject(refused);
  });

  it('publishes no producer without criteria, and none twice', async () => {
    const { documentId } = await create(newOffering());
    await admin.publish('product-offering', documentId);
    const [producer] = await admin.find(
      'remote-record-producer',
      `filters[sourceId][$eq]=${documentId}`,
    );
    const publish = () =>
      admin.post(`/orderbridge/remote-record-producers/${producer.documentId}/publish`);
    await expect(publish()).rejects.toMatchObject({
      status: 400,
      body: { error: { details: { code: 'producer.criteria_missing' } } },
    });
    const [everybody] = await admin.find('consumer-criteria', 'filters[name][$eq]=All consumers');
    await admin.update('remote-record-producer', producer.documentId, {
      criteria: { connect: [{ documentId: everybody.documentId }] },
    });
    await publish();
    await expect(publish()).rejects.toMatchObject({
      status: 409,
      body: { error: { details: { code: 'producer.illegal_transition', from: 'published' } } },
    });
  });

  it('refuses criteria whose rule cannot be evaluated', async () => {
    await expect(
      admin.create('consumer-criteria', { name: 'Bad', rule: { noSuchOperator: [1, 2] } }),
    ).rejects.toMatchObject({
      status: 400,
      body: { error: { details: { code: 'criteria.invalid_rule' } } },
    });
  });
});

describe('publishing an offering through the Document Service', () => {
  let service: DocumentServiceProcess;
  let specificationId: string;

  beforeAll(async () => {
    service = await startDocumentService();
    const specification = await service.call(SPECIFICATION_UID, 'create', {
      data: SPECIFICATION,
      status: 'published',
    });
    specificationId = specification.documentId;
  });

  afterAll(async () => {
    await service.dispose();
  });

  const withSpecification = (offering: object) => ({
    ...offering,
    productSpecification: specificationId,
  });

  describeAtomicity(
    {
      'publish()': async (offering) => {
        const { documentId } = await service.call(OFFERING_UID, 'create', {
          data: withSpecification(offering),
        });
        return service.call(OFFERING_UID, 'publish', { documentId });
      },
      'create() with status published': (offering) =>
        service.call(OFFERING_UID, 'create', {
          data: withSpecification(offering),
          status: 'published',
        }),
      'update() with status published': async (offering) => {
        const { documentId } = await service.call(OFFERING_UID, 'create', {
          data: withSpecification(offering),
        });
        return service.call(OFFERING_UID, 'update', {
          documentId,
          data: { description: 'Changed' },
          status: 'published',
        });
      },
    },
    () => service.rows,
  );

  it('answers a write that publishes with the published document, as Strapi does', async () => {
    const offering = newOffering();
    const published = await service.call(OFFERING_UID, 'create', {
      data: withSpecification(offering),
      status: 'published',
    });
    expect(published).toMatchObject({ sku: offering.sku, publishedAt: expect.anything() });
  });
});
