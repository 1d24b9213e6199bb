import { startTestInstance, type TestInstance } from '../../support/instance';

const LAYOUTS = 'plugin_content_manager_configuration_%orderbridge.%';
const TOLD = 'plugin_orderbridge_told-layouts';
const ORDER = 'plugin_content_manager_configuration_content_types::plugin::orderbridge.order';
const CHARACTERISTIC =
  'plugin_content_manager_configuration_components::orderbridge.characteristic';

interface Field {
  readonly edit: Readonly<Record<string, unknown>>;
  readonly list: Readonly<Record<string, unknown>>;
}

interface Layout {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly metadatas: Readonly<Record<string, Field>>;
}

describe('layouts that the content manager has been told', () => {
  let instance: TestInstance;

  beforeAll(async () => {
    instance = await startTestInstance('provider');
  });

  afterAll(async () => {
    await instance.dispose();
  });

  const store = () => instance.rows('strapi_core_store_settings');

  const readAll = async (): Promise<Record<string, Layout>> => {
    const rows: { key: string; value: string }[] = await store()
      .whereLike('key', LAYOUTS)
      .select('key', 'value');
    return Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(value) as Layout]));
  };

  const write = async (key: string, layout: Layout): Promise<void> => {
    await store()
      .where({ key })
      .update({ value: JSON.stringify(layout) });
  };

  const restart = async (): Promise<Record<string, Layout>> => {
    await instance.kill();
    await instance.start();
    return readAll();
  };

  it('stay as they are, whether they are told again or not', async () => {
    const whole = await restart();
    expect(Object.keys(whole).length).toBeGreaterThan(30);
    expect(whole[ORDER]?.metadatas['number']?.edit).toMatchObject({ editable: false });
    await store().where({ key: TOLD }).delete();
    expect(await restart()).toEqual(whole);
    expect(await store().where({ key: TOLD })).toHaveLength(1);
    expect(await restart()).toEqual(whole);
  });

  /** The content manager without something of a field; answers the layout as it was. */
  const forget = async (without: (field: Field) => Field | undefined): Promise<Layout> => {
    const { [CHARACTERISTIC]: whole } = await readAll();
    const { pattern, ...others } = whole?.metadatas ?? {};
    if (whole === undefined || pattern === undefined) throw new Error('There is no such field.');
    const left = without(pattern);
    const metadatas = left === undefined ? others : { ...others, pattern: left };
    await write(CHARACTERISTIC, { ...whole, metadatas });
    return whole;
  };

  const withoutHelp = ({ edit: { description: _help, ...edit }, list }: Field): Field => ({
    edit,
    list,
  });

  it('are told again where they are others than those that were told', async () => {
    const whole = await forget(withoutHelp);
    expect(whole.metadatas['pattern']?.edit['description']).toMatch(/./);
    await store()
      .where({ key: TOLD })
      .update({ value: JSON.stringify('of another version') });
    const told = await restart();
    expect(told[CHARACTERISTIC]?.metadatas).toEqual(whole.metadatas);

    await forget(withoutHelp);
    const untold = await restart();
    expect(untold[CHARACTERISTIC]?.metadatas['pattern']?.edit['description']).toBe('');
    await write(CHARACTERISTIC, whole);
  });

  it('are told again where the content manager has lost a field, as an earlier version without it makes it', async () => {
    const whole = await forget(() => undefined);
    expect((await restart())[CHARACTERISTIC]?.metadatas).toEqual(whole.metadatas);
  });

  it('are told again where the content manager has lost one', async () => {
    const whole = await readAll();
    await store().where({ key: ORDER }).delete();
    const again = await restart();
    expect(again[ORDER]?.metadatas).toEqual(whole[ORDER]?.metadatas);
  });

  it('are shown by the content manager as they were told', async () => {
    const { data } = await (
      await instance.admin()
    ).get('/content-manager/content-types/plugin::orderbridge.order/configuration');
    const whole = await readAll();
    expect(data.contentType.metadatas).toMatchObject(whole[ORDER]?.metadatas ?? {});
  });
});
