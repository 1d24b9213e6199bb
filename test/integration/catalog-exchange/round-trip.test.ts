import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SHAPES } from '../../../plugins/orderbridge/server/src/catalog-exchange/tm-forum/shapes';
import { readCatalogFolder, writeCatalogFolder } from '../../../scripts/catalog-files.mjs';
import { startTestInstance, type AdminClient, type TestInstance } from '../../support/instance';

let provider: TestInstance;
let other: TestInstance;

beforeAll(async () => {
  [provider, other] = await Promise.all([
    startTestInstance('provider'),
    startTestInstance('provider'),
  ]);
});
afterAll(async () => {
  await Promise.all([provider.dispose(), other.dispose()]);
});

interface Entry {
  readonly file: string;
}

const inFolder = async <Result>(work: (folder: string) => Promise<Result>): Promise<Result> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'orderbridge-catalog-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const importEntries = async (admin: AdminClient, documents: readonly Entry[], options = {}) =>
  (await admin.post('/orderbridge/catalog/import', { documents, options })).data;
const exportCatalog = async (admin: AdminClient) =>
  (await admin.get('/orderbridge/catalog/export')).data;

const link = (documentId: string) => ({ connect: [{ documentId }] });

/** A catalogue made by hand, with everything that TM Forum has no place for. */
const makeByHand = async (admin: AdminClient): Promise<void> => {
  const characteristics = [
    {
      name: 'level',
      label: 'Level',
      valueType: 'choice',
      choiceStyle: 'radio',
      mandatory: true,
      values: [
        { value: 'gold', label: 'Gold', labels: { de: 'Gold' }, isDefault: true },
        { value: '10', label: 'Ten' },
      ],
      translations: [{ locale: 'de', label: 'Stufe', description: 'Wie gut' }],
    },
    { name: 'ports', valueType: 'integer', valueFrom: 1, valueTo: 48, defaultValue: '8' },
    { name: 'note', valueType: 'text', minLength: 2, maxLength: 20, pattern: '^[a-z]+$' },
    { name: 'managed', valueType: 'checkbox' },
    {
      name: 'sites',
      valueType: 'object',
      multiple: true,
      properties: [{ name: 'street', valueType: 'text', mandatory: true }],
    },
    { name: 'sizes', valueType: 'integer', values: [{ value: '5' }, { value: '10' }] },
  ];
  const resource = await admin.create('resource-specification', {
    name: 'Router',
    resourceType: 'physical',
    characteristics,
  });
  const service = await admin.create('service-specification', {
    name: 'Access',
    serviceType: 'customer_facing',
    distributionChannels: [{ channel: 'exchange' }],
    localizedTexts: [{ locale: 'de', label: 'Zugang' }],
    characteristics,
    relationships: [
      {
        relationshipType: 'requires',
        resourceSpecification: link(resource.documentId),
        minQuantity: 2,
      },
    ],
  });
  const product = await admin.create('product-specification', {
    name: 'Line',
    brand: 'Fjordnet',
    asksForLocation: true,
    characteristics,
    relationships: [
      {
        relationshipType: 'composed_of',
        name: 'access',
        mandatory: false,
        serviceSpecification: link(service.documentId),
      },
      { relationshipType: 'realized_as', resourceSpecification: link(resource.documentId) },
    ],
  });
  const parent = await admin.create('category', { name: 'Networks' });
  const child = await admin.create('category', {
    name: 'Lines',
    parent: link(parent.documentId),
  });
  const fee = await admin.create('product-offering-price', {
    name: 'Fee',
    priceType: 'usage',
    value: 0.35,
    currency: 'EUR',
    unitOfMeasure: 'GB',
  });
  const line = await admin.create('product-offering', {
    name: 'Line for offices',
    sku: 'LINE-1',
    distributionChannels: [{ channel: 'direct' }, { channel: 'exchange' }],
    minQuantity: 2,
    maxQuantity: 9,
    localizedTexts: [{ locale: 'de', label: 'Leitung' }],
    productSpecification: link(product.documentId),
    valueUses: [
      { characteristic: 'sizes', allowedValues: [{ value: '5', isDefault: true }] },
      { characteristic: 'sizes', component: 'access', allowedValues: [{ value: '10' }] },
      { characteristic: 'level', defaultValue: '10' },
    ],
    prices: link(fee.documentId),
    categories: link(child.documentId),
  });
  await admin.create('product-offering', {
    name: 'Bundle',
    sku: 'BUNDLE-1',
    bundledOfferings: [
      { name: 'line', productOffering: link(line.documentId), minQuantity: 0, maxQuantity: 3 },
    ],
  });
  // A draft may be as unfinished as its author left it.
  await admin.create('product-specification', {
    characteristics: [{ name: 'x', valueType: 'choice' }],
  });
  await admin.create('catalog', {
    name: 'All',
    catalogType: 'service',
    categories: link(parent.documentId),
  });
};

it('imports what it has exported without a change, and makes an equal catalogue of it elsewhere', async () => {
  const [here, there] = [await provider.admin(), await other.admin()];
  await makeByHand(here);
  const first = await exportCatalog(here);

  await inFolder(async (folder) => {
    writeCatalogFolder(folder, first);
    const entries = readCatalogFolder(folder);
    expect(entries).toHaveLength(10);
    const again = await importEntries(here, entries);
    expect(again).toMatchObject({ committed: true, unchanged: { length: 10 } });
    expect(await exportCatalog(here)).toEqual(first);

    const complete = entries.filter(({ file }) => !file.startsWith('productSpecification-'));
    const named = entries.filter(({ file }) => file === 'productSpecification-line.json');
    const report = await importEntries(there, [...complete, ...named]);
    expect(report).toMatchObject({ committed: true, refused: [], unpaired: [] });
    const second = await exportCatalog(there);
    const nameless = ({ name }: { name?: string }) => name !== undefined;
    expect(second).toEqual({
      ...first,
      productSpecification: first.productSpecification.filter(nameless),
    });
    expect(JSON.stringify(second.productOffering)).toBe(JSON.stringify(first.productOffering));
  });
});

const NOT_EXCHANGED = ['images', 'newerSpecificationAvailable', 'productOfferings', 'catalogs'];
const OF_STRAPI = ['id', 'documentId', 'createdAt', 'updatedAt', 'publishedAt', 'createdBy'];
const IGNORED = [...NOT_EXCHANGED, ...OF_STRAPI, 'updatedBy', 'locale', 'localizations'];

it('knows every attribute that the types of the catalogue have', async () => {
  const admin = await provider.admin();
  const { data } = await admin.get('/content-manager/init');
  for (const [type, shape] of Object.entries(SHAPES)) {
    const { attributes } = data.contentTypes.find(
      ({ uid }: { uid: string }) => uid === `plugin::orderbridge.${type}`,
    );
    const names = Object.keys(attributes).filter((name) => !IGNORED.includes(name));
    expect([type, names.sort()]).toEqual([type, Object.keys(shape).sort()]);
  }
});

it('reads a folder file by file: what is no JSON is refused by its name', async () => {
  const admin = await provider.admin();
  await inFolder(async (folder) => {
    const write = (file: string, text: string) => {
      writeFileSync(path.join(folder, file), text);
    };
    write('b_category.json', '[{"name":"One of two"},{"name":"Two of two"}]');
    write('a_broken.json', '{"name":');
    write('readme.txt', 'no JSON');
    const entries = readCatalogFolder(folder);
    expect(entries.map(({ file }) => file)).toEqual(['a_broken.json', 'b_category.json']);
    const report = await importEntries(admin, entries);
    expect(report).toMatchObject({
      committed: false,
      refused: [{ file: 'a_broken.json', code: 'import.document_invalid' }],
      created: [
        { kind: 'category', name: 'One of two', file: 'b_category.json' },
        { kind: 'category', name: 'Two of two', file: 'b_category.json' },
      ],
    });
  });
});

const SAMPLE = process.env['ORDERBRIDGE_SAMPLE_CATALOG'];
const describeSample = SAMPLE === undefined ? describe.skip : describe;

describeSample('the catalogue in ORDERBRIDGE_SAMPLE_CATALOG, skipped where that is not set', () => {
  it('is imported and published without a refusal, and unchanged the second time', async () => {
    const admin = await other.admin();
    const entries = readCatalogFolder(SAMPLE ?? '');
    const options = { channel: 'exchange', publish: true };
    const report = await importEntries(admin, entries, options);
    expect(report).toMatchObject({ committed: true, refused: [], unpaired: [], notPublished: [] });
    expect(report.created).toHaveLength(entries.length);
    expect(report.published.length).toBeGreaterThan(0);
    const again = await importEntries(admin, entries, options);
    expect(again).toMatchObject({ unchanged: { length: entries.length }, published: [] });
  });
});
