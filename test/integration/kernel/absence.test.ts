import { startTestInstance, type TestInstance } from '../../support/instance';

describe('a boot without the plugin', () => {
  let provider: TestInstance;

  beforeAll(async () => {
    provider = await startTestInstance('provider');
  });

  afterAll(async () => {
    await provider.dispose();
  });

  it('leaves every table of the plugin with its rows', async () => {
    const admin = await provider.admin();
    await admin.create('consumer', { name: 'Nordwind Logistics' });
    await admin.create('product-specification', {
      name: 'Kept',
      characteristics: [{ name: 'a', valueType: 'choice', values: [{ value: 'x' }] }],
    });
    await provider.rows('orderbridge_sequences').insert({ name: 'kept', value: 7 });
    const kept = async () => ({
      consumers: (await provider.rows('orderbridge_consumers')).length,
      specifications: (await provider.rows('orderbridge_product_specifications')).length,
      characteristics: (await provider.rows('orderbridge_component_characteristics')).length,
      values: (await provider.rows('orderbridge_component_characteristic_values')).length,
      sequences: await provider
        .rows('orderbridge_sequences')
        .where({ name: 'kept' })
        .select('value'),
    });
    const before = await kept();
    expect(before).toMatchObject({
      consumers: 1,
      specifications: 1,
      characteristics: 1,
      values: 1,
    });

    await provider.kill();
    await provider.start({ ORDERBRIDGE_ENABLED: 'false' });
    expect(await kept()).toEqual(before);
    await provider.kill();
    await provider.start();
    expect(await kept()).toEqual(before);
    const [specification] = await (await provider.admin()).find('product-specification');
    expect(specification).toMatchObject({ name: 'Kept' });
  });
});

describe('a config that makes no sense', () => {
  it('stops the boot with a message that names the key', async () => {
    await expect(startTestInstance('provider', { ORDERBRIDGE_ROLES: 'supplier' })).rejects.toThrow(
      /orderbridge config: roles\.0/,
    );
  });
});
