import { startTestInstance, type AdminClient, type TestInstance } from '../../support/instance';
import { hireAs } from '../../support/people';
import { signInStaff, type RestClient } from '../../support/rest-client';

const ROOT = '/orderbridge';
const CONTENT = '/content-manager/collection-types/plugin::orderbridge';

const connect = (documentId: string) => ({ connect: [{ documentId }] });

describe('what the publishes of an offering made', () => {
  let provider: TestInstance;
  let admin: AdminClient;
  let staff: RestClient;
  let count = 0;

  beforeAll(async () => {
    provider = await startTestInstance('provider');
    admin = await provider.admin();
    staff = await signInStaff(provider);
  });

  afterAll(async () => {
    await provider.dispose();
  });

  const make = async (type: string, values: object): Promise<string> => {
    count += 1;
    const { documentId } = await admin.create(type, {
      name: `${type} ${String(count)}`,
      ...values,
    });
    return documentId as string;
  };

  const asking = (...names: string[]) => ({
    characteristics: names.map((name) => ({ name, valueType: 'text' })),
  });

  const offer = async (more: object = {}) => {
    const specification = await make('product-specification', asking('contact'));
    await admin.publish('product-specification', specification);
    const offering = await make('product-offering', {
      sku: `SKU-${String(count)}`,
      productSpecification: connect(specification),
      distributionChannels: [{ channel: 'exchange' }],
      ...more,
    });
    return { specification, offering };
  };

  const viewOf = async (documentId: string, as = staff, type = 'product-offerings') => {
    const { body } = await as.get(`${ROOT}/${type}/${documentId}/publication`).expect(200);
    return body.data;
  };

  it('is nothing before the first, and then its versions and the revisions of its order form', async () => {
    const { specification, offering } = await offer();
    expect(await viewOf(offering)).toMatchObject({
      isPublished: false,
      version: null,
      versions: [],
      producers: [],
      actions: [],
    });
    await admin.publish('product-offering', offering);
    await admin.update('product-specification', specification, asking('contact', 'floor'));
    await admin.publish('product-specification', specification);
    await admin.publish('product-offering', offering);
    const seen = await viewOf(offering);
    expect(seen).toMatchObject({
      isPublished: true,
      version: 2,
      versions: [{ version: 2 }, { version: 1 }],
      producers: [{ revision: 1, state: 'draft' }],
      newerSpecificationAvailable: false,
      actions: [{ action: 'unpublish', allowed: true }],
    });
    const { body } = await staff
      .get(`${CONTENT}.catalog-version/${seen.versions[0].documentId as string}`)
      .expect(200);
    expect(body.data).toMatchObject({ subjectId: offering, version: 2 });
    expect(Date.parse(seen.versions[0].frozenAt)).not.toBeNaN();
  });

  it('can be republished where there is a newer specification, unless its draft says something else', async () => {
    const { specification, offering } = await offer();
    await admin.publish('product-offering', offering);
    await admin.update('product-specification', specification, asking('contact', 'floor'));
    await admin.publish('product-specification', specification);
    const behind = await viewOf(offering);
    expect(behind.newerSpecificationAvailable).toBe(true);
    expect(behind.actions[0]).toEqual({ action: 'republish', allowed: true });

    await admin.update('product-offering', offering, { description: 'Not published yet' });
    const [refused] = (await viewOf(offering)).actions;
    expect(refused).toMatchObject({ action: 'republish', code: 'catalog.draft_modified' });
    const { body: report } = await staff.post(`${ROOT}/product-offerings/republish`, {
      documentIds: [offering],
    });
    expect(report.data.skipped[0]).toMatchObject({ code: refused.code, message: refused.reason });

    await admin.update('product-offering', offering, { description: null });
    await staff
      .post(`${ROOT}/product-offerings/republish`, { documentIds: [offering] })
      .expect(200);
    expect(await viewOf(offering)).toMatchObject({
      version: 2,
      newerSpecificationAvailable: false,
      actions: [{ action: 'unpublish' }],
    });
  });

  it('is told why it cannot be unpublished, in the words of the unpublish', async () => {
    const { offering } = await offer();
    await admin.publish('product-offering', offering);
    const bundle = await make('product-offering', {
      sku: 'BUNDLE',
      distributionChannels: [{ channel: 'exchange' }],
      bundledOfferings: [{ productOffering: connect(offering), minQuantity: 1, maxQuantity: 2 }],
    });
    await admin.publish('product-offering', bundle);
    const [refused] = (await viewOf(offering)).actions;
    expect(refused).toMatchObject({ action: 'unpublish', allowed: false, code: 'catalog.in_use' });
    const { body } = await staff
      .post(`${CONTENT}.product-offering/${offering}/actions/unpublish`, {})
      .expect(400);
    expect(body.error.message).toBe(refused.reason);
  });

  it('is told of services as of offerings, and of nothing that there is not', async () => {
    const service = await make('service-specification', {
      ...asking('contact'),
      serviceType: 'customer_facing',
      distributionChannels: [{ channel: 'exchange' }],
    });
    await admin.publish('service-specification', service);
    expect(await viewOf(service, staff, 'service-specifications')).toMatchObject({
      type: 'service-specification',
      version: 1,
      producers: [{ revision: 1, state: 'draft' }],
    });
    await staff.get(`${ROOT}/product-offerings/${service}/publication`).expect(404);
  });

  it('offers nothing to do to whoever may only look', async () => {
    const role = 'orderbridge-exchange-admin';
    const reader = await hireAs(provider, { role, firstname: 'Ed', lastname: 'Exchange' });
    const { offering } = await offer();
    await admin.publish('product-offering', offering);
    expect((await viewOf(offering, reader)).actions).toMatchObject([
      { action: 'unpublish', allowed: false, code: 'request.forbidden' },
    ]);
  });
});
