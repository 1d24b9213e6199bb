import { withApiToken, type HttpError } from '../../../scripts/demo/clients.mjs';
import { createToken } from '../../support/application';
import { startTestInstance, type AdminClient, type TestInstance } from '../../support/instance';

interface Refusal {
  readonly path: readonly string[];
  readonly message: string;
}

let provider: TestInstance;
let admin: AdminClient;
let system: ReturnType<typeof withApiToken>;
let count = 0;

const unique = (word: string) => `${word} ${String((count += 1))}`;

beforeAll(async () => {
  provider = await startTestInstance('provider');
  admin = await provider.admin();
  const { accessKey } = await createToken(admin, 'Shop system');
  system = withApiToken(provider.url, accessKey);
});

afterAll(async () => {
  await provider.dispose({ expectErrors: true });
});

/** The defects that a publish is refused with. */
const refusalsOf = async (publish: Promise<unknown>): Promise<readonly Refusal[]> => {
  const error = await publish.then(
    () => undefined,
    (thrown: unknown) => thrown as HttpError,
  );
  expect(error).toMatchObject({
    status: 400,
    body: { error: { details: { code: 'catalog.not_orderable' } } },
  });
  return (error?.body as { error: { details: { errors: readonly Refusal[] } } }).error.details
    .errors;
};

type Type =
  'product-specification' | 'service-specification' | 'resource-specification' | 'product-offering';

const documentOf = (type: Type, values: object) => ({
  name: unique('Document'),
  ...(type === 'product-offering' && { sku: unique('SKU') }),
  ...values,
});

const create = async (type: Type, values: object): Promise<string> => {
  const { documentId } = await admin.create(type, documentOf(type, values));
  return documentId as string;
};

const published = async (type: Type, values: object): Promise<string> => {
  const documentId = await create(type, values);
  await admin.publish(type, documentId);
  return documentId;
};

const publishDefects = async (type: Type, values: object): Promise<readonly Refusal[]> =>
  refusalsOf(admin.publish(type, await create(type, values)));

/** REST publishes what it creates, unless it is told otherwise. */
const publishOverRest = (type: Type, values: object): Promise<unknown> =>
  system.post(`/api/orderbridge/${type}s`, { data: documentOf(type, values) });

const countOf = async (type: Type): Promise<number> => {
  const rows = await provider.rows(`orderbridge_${type.replace('-', '_')}s`).select('id');
  return rows.length;
};

const connect = (documentId: string) => ({ connect: [{ documentId }] });

describe('publishing a specification', () => {
  const GOOD = { name: 'a', valueType: 'text' };

  it.each<[string, object[], string[], RegExp]>([
    ['two characteristics of one name', [GOOD, GOOD], ['1', 'name'], /two characteristics "a"/],
    ['an attachment', [{ name: 'a', valueType: 'attachment' }], ['0', 'valueType'], /attachments/],
    ['a choice without values', [{ name: 'a', valueType: 'choice' }], ['0', 'values'], /needs/],
    [
      'options of a type that has none',
      [{ name: 'a', valueType: 'yes_no', values: [{ value: 'true' }] }],
      ['0', 'values'],
      /no options/,
    ],
    [
      'an option of another type',
      [{ name: 'a', valueType: 'integer', values: [{ value: 'ten' }] }],
      ['0', 'values'],
      /"ten" is no integer/,
    ],
    [
      'an option outside the range',
      [{ name: 'a', valueType: 'integer', valueTo: 5, values: [{ value: '6' }] }],
      ['0', 'values'],
      /outside the limits/,
    ],
    [
      'an option that stands twice',
      [{ name: 'a', valueType: 'decimal', values: [{ value: '1' }, { value: '1.0' }] }],
      ['0', 'values'],
      /stands twice/,
    ],
    [
      'two defaults',
      [
        {
          name: 'a',
          valueType: 'choice',
          values: [
            { value: 'x', isDefault: true },
            { value: 'y', isDefault: true },
          ],
        },
      ],
      ['0', 'values'],
      /only one/,
    ],
    [
      'a default outside its options',
      [{ name: 'a', valueType: 'choice', values: [{ value: 'x' }], defaultValue: 'z' }],
      ['0', 'defaultValue'],
      /none of the values/,
    ],
    [
      'a default outside its range',
      [{ name: 'a', valueType: 'integer', valueFrom: 3, defaultValue: '2' }],
      ['0', 'defaultValue'],
      /outside the limits/,
    ],
    [
      'a default of another type',
      [{ name: 'a', valueType: 'date', defaultValue: 'tomorrow' }],
      ['0', 'defaultValue'],
      /outside the limits/,
    ],
    [
      'a default that does not match its pattern',
      [{ name: 'a', valueType: 'text', pattern: '^[A-Z]+$', defaultValue: 'x' }],
      ['0', 'defaultValue'],
      /outside the limits/,
    ],
    [
      'a range that begins above its end',
      [{ name: 'a', valueType: 'integer', valueFrom: 3, valueTo: 1 }],
      ['0', 'valueFrom'],
      /above its end/,
    ],
    [
      'a shortest text above the longest',
      [{ name: 'a', valueType: 'text', minLength: 5, maxLength: 2 }],
      ['0', 'minLength'],
      /longer/,
    ],
    [
      'fewest values above the most',
      [{ name: 'a', valueType: 'text', multiple: true, minCardinality: 5, maxCardinality: 2 }],
      ['0', 'minCardinality'],
      /more than/,
    ],
    [
      'several values of a type that takes one',
      [{ name: 'a', valueType: 'address', multiple: true }],
      ['0', 'multiple'],
      /one value/,
    ],
    [
      'a pattern that does not compile',
      [{ name: 'a', valueType: 'text', pattern: '([A-Z' }],
      ['0', 'pattern'],
      /cannot be used/,
    ],
    [
      'a pattern that can run away',
      [{ name: 'a', valueType: 'text', pattern: '^(a+)+$' }],
      ['0', 'pattern'],
      /run away/,
    ],
    [
      'a pattern that repeats too much to be examined',
      [{ name: 'a', valueType: 'text', pattern: '^(a{0,1000}){0,1000}$' }],
      ['0', 'pattern'],
      /repeats too much/,
    ],
    [
      'an unknown unit',
      [{ name: 'a', valueType: 'integer', unitOfMeasure: 'furlongs' }],
      ['0', 'unitOfMeasure'],
      /no known unit/,
    ],
    [
      'an object without fields',
      [{ name: 'a', valueType: 'object' }],
      ['0', 'properties'],
      /needs/,
    ],
    [
      'a defect in a field of an object',
      [{ name: 'a', valueType: 'object', properties: [{ name: 'b', valueType: 'choice' }] }],
      ['0', 'properties', '0', 'values'],
      /needs/,
    ],
    [
      'labels that are no texts',
      [{ name: 'a', valueType: 'choice', values: [{ value: 'x', labels: { de: 1 } }] }],
      ['0', 'values'],
      /labels/,
    ],
  ])('is refused for %s, at the field', async (_what, characteristics, path, message) => {
    const expected = [
      expect.objectContaining({
        path: ['characteristics', ...path],
        message: expect.stringMatching(message),
      }),
    ];
    expect(await publishDefects('product-specification', { characteristics })).toEqual(expected);
    const before = await countOf('product-specification');
    const overRest = publishOverRest('product-specification', { characteristics });
    expect(await refusalsOf(overRest)).toEqual(expected);
    expect(await countOf('product-specification')).toBe(before);
  });

  it('names every defect of a document at once', async () => {
    const defects = await publishDefects('product-specification', {
      characteristics: [
        { name: 'a', valueType: 'choice' },
        { name: 'b', valueType: 'integer', unitOfMeasure: 'furlongs', valueFrom: 2, valueTo: 1 },
      ],
    });
    expect(defects.map(({ path }) => path.join('.'))).toEqual([
      'characteristics.0.values',
      'characteristics.1.valueFrom',
      'characteristics.1.unitOfMeasure',
    ]);
  });

  it('takes every input type that a form can ask for', async () => {
    const types = [
      ...['text', 'integer', 'decimal', 'yes_no', 'checkbox', 'date', 'date_time', 'duration'],
      ...['email', 'address', 'label'],
    ].map((valueType) => ({ name: valueType, valueType }));
    const arrays = ['text', 'integer', 'decimal', 'date', 'date_time'].map((valueType) => ({
      name: `several ${valueType}`,
      valueType,
      multiple: true,
      minCardinality: 1,
      maxCardinality: 3,
    }));
    const person = { valueType: 'object', properties: [{ name: 'name', valueType: 'text' }] };
    const publish = published('product-specification', {
      characteristics: [
        ...types,
        ...arrays,
        { name: 'choice', valueType: 'choice', values: [{ value: 'x' }] },
        { name: 'contact', ...person },
        { name: 'contacts', ...person, multiple: true },
      ],
    });
    await expect(publish).resolves.toEqual(expect.any(String));
  });

  it('is refused for a relationship to what is not published, to itself, or to a wrong type', async () => {
    const draft = await create('product-specification', {});
    const resource = await published('resource-specification', {});
    const self = await create('product-specification', {});
    await admin.update('product-specification', self, {
      relationships: [
        { relationshipType: 'composed_of', productSpecification: connect(draft) },
        { relationshipType: 'composed_of', productSpecification: connect(self), name: 'self' },
        { relationshipType: 'composed_of', resourceSpecification: connect(resource) },
        { relationshipType: 'requires' },
        { relationshipType: 'requires', resourceSpecification: connect(resource) },
        { resourceSpecification: connect(resource) },
      ],
    });
    const defects = await refusalsOf(admin.publish('product-specification', self));
    expect(defects).toEqual([
      expect.objectContaining({
        path: ['relationships', '0', 'productSpecification'],
        message: expect.stringMatching(/not published/),
      }),
      expect.objectContaining({
        path: ['relationships', '1', 'productSpecification'],
        message: expect.stringMatching(/contain itself/),
      }),
      expect.objectContaining({ path: ['relationships', '2', 'resourceSpecification'] }),
      expect.objectContaining({
        path: ['relationships', '3', 'resourceSpecification'],
        message: expect.stringMatching(/nowhere/),
      }),
      expect.objectContaining({ path: ['relationships', '5', 'relationshipType'] }),
    ]);
  });

  it('is refused for a composition that contains itself further down', async () => {
    const outer = await published('product-specification', {});
    const inner = await published('product-specification', {
      relationships: [{ relationshipType: 'composed_of', productSpecification: connect(outer) }],
    });
    await admin.update('product-specification', outer, {
      relationships: [{ relationshipType: 'composed_of', productSpecification: connect(inner) }],
    });
    const defects = await refusalsOf(admin.publish('product-specification', outer));
    expect(defects).toEqual([
      expect.objectContaining({
        path: ['relationships', '0', 'productSpecification'],
        message: expect.stringMatching(/contain itself/),
      }),
    ]);
  });

  it('is refused for quantities that do not fit, and for two parts of one name', async () => {
    const part = await published('product-specification', {});
    const relationship = {
      relationshipType: 'composed_of',
      productSpecification: connect(part),
      name: 'Part',
    };
    const defects = await publishDefects('product-specification', {
      relationships: [
        { ...relationship, minQuantity: 3, maxQuantity: 2 },
        { ...relationship, minQuantity: 1, defaultQuantity: 9, maxQuantity: 2 },
      ],
    });
    expect(defects.map(({ path }) => path.join('.'))).toEqual([
      'relationships.0.minQuantity',
      'relationships.1.defaultQuantity',
      'relationships.1.name',
    ]);
  });

  it('is refused for more parts than a form can have, however few documents they come from', async () => {
    let inner = await published('product-specification', {});
    const six = () =>
      Array.from({ length: 6 }, (_none, index) => ({
        relationshipType: 'composed_of',
        name: `Part ${String(index)}`,
        productSpecification: connect(inner),
      }));
    for (let level = 0; level < 4; level += 1) {
      inner = await published('product-specification', { relationships: six() });
    }
    const defects = await publishDefects('product-specification', { relationships: six() });
    expect(defects).toEqual([
      expect.objectContaining({
        path: ['relationships'],
        message: expect.stringMatching(/9330 parts/),
      }),
    ]);
  });

  it('puts only customer-facing services on a channel', async () => {
    const defects = await publishDefects('service-specification', {
      serviceType: 'resource_facing',
      distributionChannels: [{ channel: 'exchange' }],
    });
    expect(defects).toEqual([expect.objectContaining({ path: ['distributionChannels'] })]);
  });
});

describe('publishing an offering', () => {
  let specification: string;

  beforeAll(async () => {
    specification = await published('product-specification', {
      characteristics: [
        {
          name: 'tier',
          valueType: 'choice',
          values: [{ value: 'gold', isDefault: true }, { value: 'silver' }],
        },
        { name: 'size', valueType: 'integer', valueFrom: 1, valueTo: 9 },
      ],
    });
  });

  const offering = (more: object = {}) => ({
    productSpecification: connect(specification),
    ...more,
  });
  const use = (characteristic: string, values: string[], more: object = {}) => ({
    characteristic,
    allowedValues: values.map((value) => ({ value })),
    ...more,
  });

  it.each<[string, object, string[], RegExp]>([
    [
      'a value use that names no characteristic',
      { valueUses: [use('colour', [])] },
      ['valueUses', '0', 'characteristic'],
      /no characteristic "colour"/,
    ],
    [
      'a value use of a component that is not there',
      { valueUses: [use('tier', [], { component: 'Edge' })] },
      ['valueUses', '0', 'component'],
      /no component "Edge"/,
    ],
    [
      'a value use that allows what is no option',
      { valueUses: [use('tier', ['bronze'])] },
      ['valueUses', '0', 'allowedValues'],
      /"bronze" is none of the values/,
    ],
    [
      'a value use that allows what is out of range',
      { valueUses: [use('size', ['10'])] },
      ['valueUses', '0', 'allowedValues'],
      /"10" is none of the values/,
    ],
    [
      'a default that the value use has taken away',
      { valueUses: [use('size', ['1', '2'], { defaultValue: '3' })] },
      ['valueUses', '0', 'defaultValue'],
      /none of the values that are left/,
    ],
    [
      'an allowed value that stands twice, written in two ways',
      { valueUses: [use('size', ['1', ' 1'])] },
      ['valueUses', '0', 'allowedValues'],
      /stands twice/,
    ],
    [
      'two value uses of one characteristic',
      { valueUses: [use('tier', []), use('tier', [])] },
      ['valueUses', '1', 'characteristic'],
      /narrowed twice/,
    ],
    ['quantities that do not fit', { minQuantity: 3, maxQuantity: 2 }, ['minQuantity'], /above/],
    [
      'a validity that ends before it begins',
      { validFrom: '2027-01-01T00:00:00.000Z', validTo: '2026-01-01T00:00:00.000Z' },
      ['validFrom'],
      /after its end/,
    ],
    [
      'neither a specification nor a bundle',
      { productSpecification: undefined },
      ['productSpecification'],
      /needs a specification/,
    ],
  ])('is refused for %s, at the field', async (_what, more, path, message) => {
    const expected = [expect.objectContaining({ path, message: expect.stringMatching(message) })];
    expect(await publishDefects('product-offering', offering(more))).toEqual(expected);
    const before = await countOf('product-offering');
    expect(await refusalsOf(publishOverRest('product-offering', offering(more)))).toEqual(expected);
    expect(await countOf('product-offering')).toBe(before);
  });

  it('is refused for a SKU that a published offering has, with its name', async () => {
    const sku = unique('SKU');
    const first = await create('product-offering', offering({ name: 'First', sku }));
    const second = await create('product-offering', offering({ name: 'Second', sku }));
    await admin.publish('product-offering', first);
    const defects = await refusalsOf(admin.publish('product-offering', second));
    expect(defects).toEqual([
      expect.objectContaining({ path: ['sku'], message: expect.stringMatching(/"First"/) }),
    ]);
  });

  it('is refused for a bundle with what is not published, with itself, or with itself further down', async () => {
    const draft = await create('product-offering', offering());
    const bundle = await create('product-offering', {
      bundledOfferings: [{ productOffering: connect(draft) }],
    });
    expect(await refusalsOf(admin.publish('product-offering', bundle))).toEqual([
      expect.objectContaining({
        path: ['bundledOfferings', '0', 'productOffering'],
        message: expect.stringMatching(/not published/),
      }),
    ]);
    await admin.publish('product-offering', draft);
    await admin.publish('product-offering', bundle);

    await admin.update('product-offering', bundle, {
      bundledOfferings: [{ productOffering: connect(bundle) }],
    });
    expect(await refusalsOf(admin.publish('product-offering', bundle))).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/contain itself/) }),
    ]);

    await admin.update('product-offering', draft, {
      bundledOfferings: [{ productOffering: connect(bundle) }],
    });
    expect(await refusalsOf(admin.publish('product-offering', draft))).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/contain itself.*bundles it/) }),
    ]);
  });
});

describe('what has no publish of its own', () => {
  it('is refused at save: a price with an unknown currency, unit or no period', async () => {
    const price = { name: 'Fee', value: 5, currency: 'EUR', recurringChargePeriodType: 'month' };
    await expect(
      admin.create('product-offering-price', { ...price, currency: 'XXZ' }),
    ).rejects.toMatchObject({ body: { error: { details: { errors: [{ path: ['currency'] }] } } } });
    await expect(
      admin.create('product-offering-price', { ...price, unitOfMeasure: 'furlongs' }),
    ).rejects.toMatchObject({
      body: { error: { details: { errors: [{ path: ['unitOfMeasure'] }] } } },
    });
    await expect(
      admin.create('product-offering-price', { ...price, recurringChargePeriodType: null }),
    ).rejects.toMatchObject({
      body: { error: { details: { errors: [{ path: ['recurringChargePeriodType'] }] } } },
    });
    await admin.create('product-offering-price', price);
  });

  it('is refused at save: a category above itself', async () => {
    const top = await admin.create('category', { name: 'Top' });
    const below = await admin.create('category', {
      name: 'Below',
      parent: connect(top.documentId as string),
    });
    await expect(
      admin.update('category', top.documentId, { parent: connect(below.documentId as string) }),
    ).rejects.toMatchObject({ body: { error: { details: { errors: [{ path: ['parent'] }] } } } });
  });
});
