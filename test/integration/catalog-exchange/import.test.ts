import { startTestInstance, type AdminClient, type TestInstance } from '../../support/instance';
import {
  category,
  characteristic,
  newName,
  offering,
  price,
  specification,
  type Tmf,
} from './documents';

let provider: TestInstance;
let admin: AdminClient;

beforeAll(async () => {
  provider = await startTestInstance('provider');
  admin = await provider.admin();
});
afterAll(async () => {
  await provider.dispose();
});

const importAll = async (documents: readonly unknown[], options: object = {}) => {
  const { data } = await admin.post('/orderbridge/catalog/import', {
    documents: documents.map((document, index) => ({ file: `${String(index)}.json`, document })),
    options,
  });
  return data;
};

const exportKind = async (kind: string): Promise<Tmf[]> => {
  const { data } = await admin.get('/orderbridge/catalog/export');
  return data[kind] ?? [];
};
const exported = async (kind: string, name: string) =>
  (await exportKind(kind)).find((document) => document.name === name);

const countOf = (report: Record<string, unknown>) =>
  Object.fromEntries(
    ['created', 'changed', 'unchanged', 'refused'].map((key) => [
      key,
      (report[key] as unknown[]).length,
    ]),
  );
const refusals = (report: { refused: { name: string; code: string }[] }) =>
  report.refused.map(({ name, code }) => [name, code]);

describe('importing the same again', () => {
  it('changes nothing, and what has changed changes the document that is there', async () => {
    const document = specification({ id: newName('id') });
    expect(countOf(await importAll([document]))).toMatchObject({ created: 1 });
    const again = await importAll([document]);
    expect(countOf(again)).toEqual({ created: 0, changed: 0, unchanged: 1, refused: 0 });

    const changed = await importAll([{ ...document, description: 'New', version: '1.1' }]);
    expect(countOf(changed)).toMatchObject({ changed: 1 });
    expect(changed.changed[0].documentId).toBe(again.unchanged[0].documentId);
    expect(await exported('productSpecification', document.name)).toMatchObject({
      description: 'New',
      version: '1.1',
    });
  });

  it('refuses a version that is older than the one that is there, by its numbers', async () => {
    const document = specification({ version: '1.10' });
    await importAll([document]);
    const report = await importAll([{ ...document, version: '1.9', description: 'Old' }]);
    expect(report.committed).toBe(false);
    expect(refusals(report)).toEqual([[document.name, 'import.version_older']]);
    expect(await exported('productSpecification', document.name)).toMatchObject({
      version: '1.10',
    });
  });

  it('knows a document by its id, else its product number, else its name', async () => {
    const [byId, byNumber] = [
      specification({ id: newName('id') }),
      specification({ productNumber: newName('PN') }),
    ];
    await importAll([byId, byNumber]);
    const renamed = [
      { ...byId, name: newName('Other') },
      { ...byNumber, name: newName('Other') },
    ];
    expect(countOf(await importAll(renamed))).toMatchObject({ created: 0, changed: 2 });
    const sameNameOtherId = { ...renamed[0], id: newName('id') };
    expect(countOf(await importAll([sameNameOtherId]))).toMatchObject({ created: 1 });
  });

  it('refuses what stands in the set twice', async () => {
    const document = specification();
    const report = await importAll([document, { ...document, description: 'Other' }]);
    expect(refusals(report)).toEqual([
      [document.name, 'import.duplicate'],
      [document.name, 'import.duplicate'],
    ]);
  });

  it('keeps what people have added and TM Forum has no field for', async () => {
    const document = specification({ productSpecCharacteristic: [characteristic('level', 'a')] });
    const { created } = await importAll([document]);
    const [{ documentId }] = created;
    const characteristics = [
      { name: 'level', label: 'Level', valueType: 'choice', values: [{ value: 'a', label: 'A' }] },
    ];
    await admin.update('product-specification', documentId, {
      asksForLocation: true,
      characteristics,
    });
    expect(countOf(await importAll([document]))).toMatchObject({ unchanged: 1 });
    await importAll([{ ...document, description: 'New' }]);
    expect(await exported('productSpecification', document.name)).toMatchObject({
      description: 'New',
      'x-orderbridge': { asksForLocation: true },
      productSpecCharacteristic: [
        {
          'x-orderbridge': { label: 'Level' },
          productSpecCharacteristicValue: [{ value: 'a', 'x-orderbridge': { label: 'A' } }],
        },
      ],
    });
  });
});

describe('a reference', () => {
  const specificationOf = async (name: string) =>
    ((await exported('productOffering', name))?.['productSpecification'] as { name: string }).name;

  it.each([
    ['its id', { id: 'REF-ID' }, { id: 'REF-ID' }],
    ['its product number', { productNumber: 'REF-PN' }, { id: 'REF-PN' }],
    ['its name', { name: 'By its name' }, { id: 'no such id', name: 'By its name' }],
  ])('finds a document of the set by %s', async (_way, fields, reference) => {
    const target = specification(fields);
    const document = offering({ productSpecification: reference });
    expect(countOf(await importAll([document, target]))).toMatchObject({ created: 2 });
    expect(await specificationOf(document.name)).toBe(target.name);
  });

  it('finds what an earlier import has brought, after what is in the set', async () => {
    const [name, earlier] = [newName('Twice'), newName('REF')];
    await importAll([specification({ id: earlier, name })]);
    const byId = offering({ productSpecification: { id: earlier } });
    expect(countOf(await importAll([byId]))).toMatchObject({ created: 1 });

    const later = specification({ id: newName('REF'), name, version: '2' });
    const byName = offering({ productSpecification: { name } });
    await importAll([later, byName]);
    const document = await exported('productOffering', byName.name);
    expect(document?.['productSpecification']).toEqual({ id: later['id'], name });
  });

  it('is refused by its name where nothing fits it, and where several do', async () => {
    const name = newName('Several');
    const nothing = offering({ productSpecification: { id: 'NO-SUCH' } });
    const several = offering({ productSpecification: { name } });
    const report = await importAll([
      nothing,
      several,
      specification({ id: newName('id'), name }),
      specification({ id: newName('id'), name }),
    ]);
    expect(refusals(report)).toEqual([
      [nothing.name, 'import.reference_unresolved'],
      [several.name, 'import.reference_ambiguous'],
    ]);
    expect(report.refused[0].message).toContain('"NO-SUCH"');
    expect(report.refused[1].message).toContain(`"${name}"`);
  });

  it('may go round in a circle', async () => {
    const [one, other] = [newName('one'), newName('other')];
    const requires = (id: string) => [{ relationshipType: 'requires', id }];
    const documents = [
      specification({ id: one, productSpecificationRelationship: requires(other) }),
      specification({ id: other, productSpecificationRelationship: requires(one) }),
    ];
    expect(countOf(await importAll(documents))).toMatchObject({ created: 2 });
    expect(countOf(await importAll(documents))).toMatchObject({ unchanged: 2 });
  });
});

describe('a price', () => {
  const pricesOf = async (name: string) =>
    ((await exported('productOffering', name))?.['productOfferingPrice'] ?? []) as Tmf[];

  it('without an offering goes to the one that its name begins with', async () => {
    const sold = offering();
    const fee = price({ name: `${sold.name} - Monthly fee` });
    expect(await importAll([fee, sold])).toMatchObject({ unpaired: [] });
    expect((await pricesOf(sold.name)).map(({ name }) => name)).toEqual([fee.name]);
    expect(countOf(await importAll([fee, sold]))).toMatchObject({ unchanged: 2 });

    const later = price({ name: `${sold.name} - Setup`, priceType: 'oneTime' });
    expect(countOf(await importAll([later]))).toMatchObject({ created: 1, changed: 1 });
    expect(await pricesOf(sold.name)).toHaveLength(2);
  });

  it('is imported without an offering where none or several fit, and is told apart', async () => {
    const name = newName('Ambiguous');
    const documents = [
      offering({ id: newName('id'), name }),
      offering({ id: newName('id'), name }),
      price({ name: `${name} - Fee` }),
      price({ name: 'Nothing of this name - Fee' }),
      price({ name: 'No separator' }),
    ];
    const report = await importAll(documents);
    expect(report).toMatchObject({ committed: true, created: { length: 5 } });
    expect(report.unpaired.map((entry: Tmf) => entry.name)).toEqual([
      `${name} - Fee`,
      'Nothing of this name - Fee',
      'No separator',
    ]);
  });

  it('does not go to an offering that says everything of itself, and so never comes and goes', async () => {
    const sold = { ...offering(), 'x-orderbridge': {} };
    const fee = price({ name: `${sold.name} - Monthly fee` });
    const report = await importAll([sold, fee]);
    expect(report.unpaired.map((entry: Tmf) => entry.name)).toEqual([fee.name]);
    expect(countOf(await importAll([sold, fee]))).toMatchObject({ unchanged: 2 });
  });

  it('stays where its offering or it itself says that it is', async () => {
    const [named, other] = [offering(), offering()];
    const listed = price({ name: `${other.name} - Listed` });
    const saying = price({
      name: `${other.name} - Saying`,
      productOffering: { name: named.name },
    });
    await importAll([
      { ...named, productOfferingPrice: [{ name: listed.name }] },
      other,
      listed,
      saying,
    ]);
    expect(await pricesOf(other.name)).toEqual([]);
    expect((await pricesOf(named.name)).map(({ name }) => name).sort()).toEqual([
      listed.name,
      saying.name,
    ]);
  });

  it.each([
    ['has no amount', { price: undefined, percentage: 10 }],
    ['is of a type that there is not', { priceType: 'discount' }],
    ['is of a period that there is not', { recurringChargePeriodType: 'quarterly' }],
  ])('that %s is refused', async (_what, fields) => {
    const report = await importAll([price(fields)]);
    expect(report.refused).toMatchObject([{ code: 'import.value_not_storable' }]);
  });
});

describe('a set with something wrong in it', () => {
  const newSet = () => {
    const broken = specification({ productSpecCharacteristic: [characteristic('a', 1, '1')] });
    const dependent = offering({ productSpecification: { name: broken.name } });
    const bundle = offering({
      bundledProductOffering: [{ name: dependent.name }],
    });
    return { broken, dependent, bundle, fine: specification() };
  };
  const expectedRefusals = ({ broken, dependent, bundle }: ReturnType<typeof newSet>) => [
    [broken.name, 'import.values_mixed'],
    [dependent.name, 'import.reference_refused'],
    [bundle.name, 'import.reference_refused'],
  ];

  it('writes nothing, and says what it would have written', async () => {
    const set = newSet();
    const report = await importAll(Object.values(set));
    expect(report.committed).toBe(false);
    expect(refusals(report)).toEqual(expectedRefusals(set));
    expect(report.created).toMatchObject([{ name: set.fine.name }]);
    expect(await exported('productSpecification', set.fine.name)).toBeUndefined();
  });

  it('writes what is fine when it may be partial, without what refers to the rest', async () => {
    const set = newSet();
    const report = await importAll(Object.values(set), { partial: true });
    expect(report.committed).toBe(true);
    expect(refusals(report)).toEqual(expectedRefusals(set));
    expect(await exported('productSpecification', set.fine.name)).toBeDefined();
    expect(await exported('productSpecification', set.broken.name)).toBeUndefined();
    expect(await exported('productOffering', set.bundle.name)).toBeUndefined();
  });

  it.each([
    ['import.document_invalid', 'no object at all'],
    ['import.document_invalid', { '@type': 'ProductSpecification' }],
    ['import.document_invalid', { '@type': 'ProductSpecification', name: 7 }],
    ['import.document_invalid', { '@type': 'Category', name: 'x'.repeat(300) }],
    [
      'import.document_invalid',
      { '@type': 'Category', name: 'a', validFor: { startDateTime: '?' } },
    ],
    ['import.document_invalid', { '@type': 'Category', name: 'a', 'x-orderbridge': 'b' }],
    ['import.kind_unknown', { '@type': 'Invoice', name: 'a' }],
    ['import.kind_unknown', { name: 'a' }],
  ])('says %s of %j', async (code, document) => {
    expect((await importAll([document])).refused).toMatchObject([{ code, file: '0.json' }]);
  });

  it('answers what no database can hold with 400, and nobody who is not signed in', async () => {
    let deep: object = {};
    for (let depth = 0; depth < 200; depth += 1) deep = { deep };
    for (const document of [{ ...category(), deep }, category({ description: 'a\0b' })]) {
      await expect(importAll([document])).rejects.toMatchObject({ status: 400 });
    }
    const response = await fetch(`${provider.url}/orderbridge/catalog/import`, { method: 'POST' });
    expect(response.status).toBe(401);
  });

  it('refuses the offering whose SKU another one has', async () => {
    const name = newName('Same');
    await importAll([offering({ name })]);
    const other = offering({ id: ' no sku ', name: name.replace(' ', '-') });
    expect(refusals(await importAll([other]))).toEqual([[other.name, 'import.sku_taken']]);
  });

  it('leaves service candidates out, and says why', async () => {
    const report = await importAll([{ '@type': 'ServiceCandidate', name: 'a' }]);
    expect(report).toMatchObject({ committed: true, skipped: [{ kind: 'serviceCandidate' }] });
    expect(report.skipped[0].message).toMatch(/distribution channels/);
  });
});

describe('what is imported', () => {
  it('keeps the types of values: 10 is not "10"', async () => {
    const values = {
      integer: [1, 10],
      decimal: [1, 2.5],
      choice: ['1', '10'],
    };
    const document = specification({
      productSpecCharacteristic: Object.entries(values).map(([name, all]) =>
        characteristic(name, ...all),
      ),
    });
    const { created } = await importAll([document]);
    const { data } = await admin.get(
      `/content-manager/collection-types/plugin::orderbridge.product-specification/${String(created[0].documentId)}`,
    );
    expect(data.characteristics.map((each: Tmf) => each['valueType'])).toEqual(Object.keys(values));
    const found = await exported('productSpecification', document.name);
    expect(
      (found?.['productSpecCharacteristic'] as { productSpecCharacteristicValue: Tmf[] }[]).map(
        ({ productSpecCharacteristicValue: all }) => all.map(({ value }) => value),
      ),
    ).toEqual(Object.values(values));
  });

  it('leaves of an offering only values of the type that its specification has', async () => {
    const target = specification({ productSpecCharacteristic: [characteristic('size', 5, 10)] });
    const uses = (value: unknown) =>
      offering({
        productSpecification: { name: target.name },
        prodSpecCharValueUse: [characteristic('size', value)],
      });
    await importAll([target]);
    expect((await importAll([uses('5')])).refused).toMatchObject([
      { code: 'import.value_type_wrong' },
    ]);
    const narrowed = uses(5);
    expect(countOf(await importAll([narrowed]))).toMatchObject({ created: 1 });
    expect(await exported('productOffering', narrowed.name)).toMatchObject({
      prodSpecCharValueUse: [{ productSpecCharacteristicValue: [{ value: 5 }] }],
    });
  });

  it('keeps the fields that Orderbridge does not know, and exports them where they were', async () => {
    const document = specification({
      isBundle: false,
      relatedParty: [{ id: '1', role: 'Owner' }],
      validFor: { startDateTime: '2026-01-01T00:00:00Z', note: 'kept' },
      productSpecificationRelationship: [{ id: 'elsewhere', relationshipType: 'migration' }],
      productSpecCharacteristic: [{ name: 'a', configurable: true, valueType: 'MyText' }],
    });
    await importAll([document]);
    expect(await exported('productSpecification', document.name)).toMatchObject(document);
  });

  it('is sold by the channel of the options and by those of its file', async () => {
    const sold = offering({
      channel: [
        { id: '1', name: 'Partner' },
        { id: '2', name: 'Shop' },
      ],
    });
    const service = {
      '@type': 'CustomerFacingServiceSpecification',
      name: newName('Service'),
    };
    await importAll([sold, service], { channel: 'exchange' });
    expect(await exported('productOffering', sold.name)).toMatchObject({
      channel: [
        { id: 'exchange', name: 'exchange' },
        { id: 'partner', name: 'partner' },
        { id: '2', name: 'Shop' },
      ],
      'x-orderbridge': { sku: sold.name.toUpperCase().replace(' ', '-') },
    });
    expect(await exported('serviceSpecification', service.name)).toMatchObject({
      'x-orderbridge': { distributionChannels: [{ channel: 'exchange' }] },
    });
  });

  it('belongs to the categories that name it, and to those that it names', async () => {
    const sold = offering();
    const [child, root] = [category(), category()];
    await importAll([
      { ...root, subCategory: [{ name: child.name }] },
      { ...child, productOffering: [{ name: sold.name }] },
      sold,
    ]);
    expect(await exported('productOffering', sold.name)).toMatchObject({
      category: [{ name: child.name }],
    });
    const parent = await exported('category', root.name);
    expect(await exported('category', child.name)).toMatchObject({
      isRoot: false,
      parentId: parent?.['id'],
    });
  });
});

describe('publishing what was imported', () => {
  it('publishes what files call active, parts before what is made of them', async () => {
    const part = specification({ productSpecCharacteristic: [characteristic('level', 'a', 'b')] });
    const whole = specification({ bundledProductSpecification: [{ name: part.name }] });
    const child = offering({ productSpecification: { name: whole.name } });
    const bundle = offering({ bundledProductOffering: [{ name: child.name }] });
    const draft = offering({
      lifecycleStatus: 'In design',
      productSpecification: { name: part.name },
    });
    const set = [bundle, draft, child, whole, part];
    const report = await importAll(set, { channel: 'exchange', publish: true });
    expect(report.notPublished).toEqual([]);
    expect(report.published.map(({ name }: Tmf) => name)).toEqual([
      part.name,
      whole.name,
      child.name,
      bundle.name,
    ]);
    expect(await importAll(set, { channel: 'exchange', publish: true })).toMatchObject({
      unchanged: { length: 5 },
      published: [],
    });
  });

  it('says of each what could not be published and why, and keeps the rest', async () => {
    const draft = specification({ lifecycleStatus: 'Planned' });
    const [unsellable, fine] = [
      offering({ productSpecification: { name: draft.name } }),
      specification(),
    ];
    const report = await importAll([draft, unsellable, fine], { publish: true });
    expect(report.committed).toBe(true);
    expect(report.published).toMatchObject([{ name: fine.name }]);
    expect(report.notPublished).toMatchObject([
      { name: unsellable.name, code: 'catalog.not_orderable' },
    ]);
  });
});
