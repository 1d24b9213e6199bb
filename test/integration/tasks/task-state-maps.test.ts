import { ANSWERS } from '../../../scripts/demo/catalog.mjs';
import { HttpError, signInAdmin } from '../../../scripts/demo/clients.mjs';
import { publishOffering, publishProducer } from '../../../scripts/demo/main-path.mjs';
import { byAttribute } from '../../../plugins/orderbridge/server/src/task-state-maps/map-states';
import { DEFAULT_TASK_STATE_BY_ORDER_STATE } from '../../../plugins/orderbridge/shared/task-states';
import { openApplication, type ApplicationClient } from '../../support/application';
import { startDocumentService, type DocumentServiceProcess } from '../../support/document-service';
import { startTestInstance, type AdminClient, type TestInstance } from '../../support/instance';
import { startWebhookSink } from '../../support/webhook-sink';

const SILENT = { event: () => undefined };
const TYPE = 'task-state-map';
const UID = `plugin::orderbridge.${TYPE}`;
const PREVIEW = '/orderbridge/task-state-maps/preview';
const TASKS = '/api/orderbridge/provider-tasks';

const SHIPPED = byAttribute((state) => DEFAULT_TASK_STATE_BY_ORDER_STATE[state]);

/** As the panel sends a whole map: every drop-down, and the relation as what was picked in it. */
const mapFor = (connection: string | undefined, states: object = {}) => ({
  name: `Map of ${connection ?? 'everybody'}`,
  ...SHIPPED,
  ...states,
  connection: { connect: connection === undefined ? [] : [{ documentId: connection }] },
});

/** What a request is refused with, or nothing where it is not. */
const refusalOf = async (request: Promise<unknown>) => {
  try {
    await request;
    return undefined;
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const { details } = error.body.error as {
      details: { code?: string; errors?: { path: string[] }[] };
    };
    return {
      status: error.status,
      code: details.code,
      fields: (details.errors ?? []).map(({ path }) => path.join('.')),
    };
  }
};

const invalid = (...fields: string[]) => ({ status: 400, code: 'task_state_map.invalid', fields });

describe('the maps from order to task', () => {
  let provider: TestInstance;
  let admin: AdminClient;
  let sink: Awaited<ReturnType<typeof startWebhookSink>>;
  let defaultMap: string;
  const consumers = new Map<
    string,
    { application: ApplicationClient; connection: string; itemId: string }
  >();

  const consumerOf = (shortCode: string) => {
    const consumer = consumers.get(shortCode);
    if (consumer === undefined) throw new Error(`There is no consumer ${shortCode}.`);
    return consumer;
  };
  const connectionOf = (shortCode: string) => consumerOf(shortCode).connection;

  const connect = async (shortCode: string): Promise<void> => {
    const application = await openApplication(provider, admin, { shortCode, hookUrl: sink.url });
    const { data: connections } = await admin.get('/orderbridge/connections');
    const { documentId } = connections.find(
      (connection: { shortCode: string }) => connection.shortCode === shortCode,
    );
    const { data: items } = await application.get('/api/orderbridge/remote-catalog-items');
    consumers.set(shortCode, {
      application,
      connection: documentId,
      itemId: items[0].documentId,
    });
  };

  beforeAll(async () => {
    sink = await startWebhookSink();
    provider = await startTestInstance('provider');
    admin = await provider.admin();
    const { producer } = await publishOffering(admin, SILENT);
    await publishProducer(admin, producer, SILENT);
    for (const shortCode of ['NORD', 'SUED', 'MANY']) await connect(shortCode);
    const [made] = await admin.find(TYPE);
    defaultMap = made.documentId;
  });

  afterAll(async () => {
    await provider.dispose();
    await sink.close();
  });

  /** Places an order and answers the number of its task. */
  const place = async (shortCode: string): Promise<string> => {
    const { application, itemId } = consumerOf(shortCode);
    const { data } = await application.post(TASKS, {
      data: { lines: [{ item: itemId, quantity: 1, answers: ANSWERS }] },
    });
    return data.number as string;
  };

  const act = async (number: string, verb: string, body: object = {}): Promise<void> => {
    const order = await provider
      .rows('orderbridge_provider_tasks as t')
      .join('orderbridge_orders as o', 'o.id', 't.order_id')
      .where({ 't.number': number })
      .first<{ document_id: string }>('o.document_id');
    await admin.post(`/orderbridge/orders/${order.document_id}/${verb}`, body);
  };

  const shownBy = async (number: string): Promise<string> => {
    const task = await provider
      .rows('orderbridge_provider_tasks')
      .where({ number })
      .first<{ state: string }>('state');
    return task.state;
  };

  const allMaps = async () => {
    const maps = await admin.findAll(TYPE);
    return maps.map(({ documentId, name, updatedAt }: Record<string, string>) => ({
      documentId,
      name,
      updatedAt,
    }));
  };

  const createMap = async (connection: string | undefined, states: object = {}) => {
    const { documentId } = await admin.create(TYPE, mapFor(connection, states));
    return documentId as string;
  };

  const deleteMap = (documentId: string) =>
    admin.delete(`/content-manager/collection-types/${UID}/${documentId}`);

  it('begin with one, the default, exactly as it is shipped', async () => {
    expect(await admin.find(TYPE)).toHaveLength(1);
    const made = await admin.findOne(TYPE, defaultMap);
    expect(made).toMatchObject({ name: 'Default', ...SHIPPED });
    const links = await provider.rows('orderbridge_task_state_maps_connection_lnk');
    expect(links).toEqual([]);
  });

  it('are picked from drop-downs that are named after the order states', async () => {
    const { data } = await admin.get(`/content-manager/content-types/${UID}/configuration`);
    const { metadatas, layouts } = data.contentType;
    expect(metadatas.awaitingInformation.edit.label).toBe('Awaiting information');
    expect(layouts.edit[0]).toEqual([
      { name: 'name', size: 6 },
      { name: 'connection', size: 6 },
    ]);
    expect(layouts.edit.flat()).toHaveLength(18);
  });

  describe('refuse', () => {
    let own: string;
    let foreign: string;

    beforeAll(async () => {
      own = await createMap(connectionOf('SUED'));
      foreign = 'foreign-connection';
      await provider.rows('orderbridge_connections').insert({
        document_id: foreign,
        published_at: new Date(),
        name: 'Another provider',
        key: 'foreign',
        role: 'consumer',
        kind: 'instance',
        short_code: 'FRGN',
        peer_url: 'http://127.0.0.1:9',
        peer_name: 'Another provider',
        auto_activate: false,
        paired_at: new Date(),
      });
    });

    afterAll(async () => {
      await deleteMap(own);
      await provider.rows('orderbridge_connections').where({ document_id: foreign }).delete();
    });

    const without = (attribute: keyof typeof SHIPPED) =>
      Object.fromEntries(
        Object.entries(mapFor(connectionOf('NORD'))).filter(([name]) => name !== attribute),
      );
    const clone = (documentId: string, body: object) =>
      admin.post(`/content-manager/collection-types/${UID}/clone/${documentId}`, body);

    it.each<[string, () => Promise<unknown>, string[]]>([
      [
        'a new map that leaves a state out',
        () => admin.create(TYPE, without('onHold')),
        ['onHold'],
      ],
      [
        'a new map with states that no task has',
        () => createMap(connectionOf('NORD'), { new: 'new', completed: 'done' }),
        ['new', 'completed'],
      ],
      [
        'an empty state',
        () => admin.update(TYPE, defaultMap, { inProgress: null }),
        ['inProgress'],
      ],
      [
        'an unknown state',
        () => admin.update(TYPE, own, { inProgress: 'in_progress' }),
        ['inProgress'],
      ],
      ['a second default', () => createMap(undefined), ['connection']],
      ['a second map of a connection', () => createMap(connectionOf('SUED')), ['connection']],
      ['a map for a connection to another provider', () => createMap(foreign), ['connection']],
      [
        'a default that would become the map of a connection',
        () =>
          admin.update(TYPE, defaultMap, {
            connection: { connect: [{ documentId: connectionOf('NORD') }] },
          }),
        ['connection'],
      ],
      [
        'a map of a connection that would become another default',
        () =>
          admin.update(TYPE, own, {
            connection: { disconnect: [{ documentId: connectionOf('SUED') }] },
          }),
        ['connection'],
      ],
      ['a copy of the default', () => clone(defaultMap, { name: 'Copy' }), ['connection']],
      ['a copy of the map of a connection', () => clone(own, { name: 'Copy' }), ['connection']],
      ['the end of the default', () => deleteMap(defaultMap), []],
      [
        'the end of the default among others',
        () =>
          admin.post(`/content-manager/collection-types/${UID}/actions/bulkDelete`, {
            documentIds: [own, defaultMap],
          }),
        [],
      ],
    ])('%s, and leave all as it was', async (_what, request, fields) => {
      const before = await allMaps();
      expect(await refusalOf(request())).toEqual(invalid(...fields));
      expect(await allMaps()).toEqual(before);
    });
  });

  it('can be edited state by state, copied for another connection, and moved to one', async () => {
    const map = await createMap(connectionOf('NORD'));
    await admin.update(TYPE, map, { onHold: 'received' });
    const copied = await admin.post(`/content-manager/collection-types/${UID}/clone/${map}`, {
      name: 'Copy',
      connection: { connect: [{ documentId: connectionOf('MANY') }] },
    });
    expect(copied.data).toMatchObject({ ...SHIPPED, onHold: 'received' });
    await admin.update(TYPE, map, {
      name: 'Moved',
      connection: { connect: [{ documentId: connectionOf('SUED') }] },
    });
    expect(await admin.findOne(TYPE, map)).toMatchObject({ name: 'Moved', onHold: 'received' });
    await admin.post(`/content-manager/collection-types/${UID}/actions/bulkDelete`, {
      documentIds: [map, copied.data.documentId],
    });
    expect(await allMaps()).toHaveLength(1);
  });

  it('are one for each connection, and one default, also when several are saved at once', async () => {
    const countSaved = async (connection: string | undefined) => {
      const saves = await Promise.allSettled(
        Array.from({ length: 5 }, () => createMap(connection)),
      );
      return saves.filter(({ status }) => status === 'fulfilled').length;
    };
    expect(await countSaved(connectionOf('NORD'))).toBe(1);
    const maps = await allMaps();
    expect(maps).toHaveLength(2);
    const own = maps.find(({ documentId }) => documentId !== defaultMap);
    await deleteMap(own?.documentId ?? '');

    // No API takes the default away, so the test does.
    await provider.rows('orderbridge_task_state_maps').delete();
    expect(await countSaved(undefined)).toBe(1);
    const [made, ...others] = await allMaps();
    expect(others).toEqual([]);
    defaultMap = made?.documentId ?? '';
  });

  it('decide what the next moves of their connection show, and nothing that is shown already', async () => {
    const [before, after, elsewhere] = [
      await place('NORD'),
      await place('NORD'),
      await place('SUED'),
    ];
    await act(before, 'approve');
    expect(await shownBy(before)).toBe('work_in_progress');

    const own = await createMap(connectionOf('NORD'), { acknowledged: 'awaiting_info' });
    expect(await shownBy(before)).toBe('work_in_progress');
    await act(after, 'approve');
    await act(elsewhere, 'approve');
    expect(await shownBy(after)).toBe('awaiting_info');
    expect(await shownBy(elsewhere)).toBe('work_in_progress');

    await admin.update(TYPE, own, { new: 'resolved', inProgress: 'received' });
    await act(before, 'start');
    expect(await shownBy(before)).toBe('received');
    expect(await shownBy(await place('NORD'))).toBe('resolved');

    await deleteMap(own);
    const again = await place('NORD');
    expect(await shownBy(again)).toBe('received');
    await act(again, 'approve');
    expect(await shownBy(again)).toBe('work_in_progress');
    expect(await shownBy(after)).toBe('awaiting_info');
  });

  it('leave to the default whoever has none', async () => {
    const own = await createMap(connectionOf('NORD'));
    await admin.update(TYPE, defaultMap, { acknowledged: 'resolved' });
    try {
      const [nord, sued] = [await place('NORD'), await place('SUED')];
      await act(nord, 'approve');
      await act(sued, 'approve');
      expect([await shownBy(nord), await shownBy(sued)]).toEqual(['work_in_progress', 'resolved']);
    } finally {
      await admin.update(TYPE, defaultMap, { acknowledged: 'work_in_progress' });
      await deleteMap(own);
    }
  });

  describe('can be looked at before they are saved:', () => {
    const preview = async (body: object) => (await admin.post(PREVIEW, body)).data;

    it('the states that change, how many tasks stand in each, and the first of them', async () => {
      const connection = connectionOf('MANY');
      const numbers: string[] = [];
      for (let count = 0; count < 23; count += 1) numbers.push(await place('MANY'));
      const [approved = '', cancelled = '', ...waiting] = numbers;
      await act(approved, 'approve');
      await act(cancelled, 'request-cancel', { reason: 'Placed twice' });

      const map = {
        new: 'work_in_progress',
        acknowledged: 'received',
        on_hold: 'received',
        cancelled: 'closed',
        completed: 'closed',
      };
      const seen = await preview({ connection, map });
      expect(seen.changes).toEqual([
        { orderState: 'new', from: 'received', to: 'work_in_progress', openTasks: 21 },
        { orderState: 'acknowledged', from: 'work_in_progress', to: 'received', openTasks: 1 },
        { orderState: 'on_hold', from: 'awaiting_info', to: 'received', openTasks: 0 },
        { orderState: 'cancelled', from: 'cancelled', to: 'closed', openTasks: 0 },
      ]);
      expect(seen.total).toBe(22);
      expect(seen.tasks).toHaveLength(20);
      expect(seen.tasks.slice(0, 2)).toEqual([
        {
          number: approved,
          orderState: 'acknowledged',
          from: 'work_in_progress',
          to: 'received',
        },
        { number: waiting[0], orderState: 'new', from: 'received', to: 'work_in_progress' },
      ]);
      expect(await shownBy(approved)).toBe('work_in_progress');
    });

    it('against the map in force, and against what each task shows', async () => {
      const connection = connectionOf('SUED');
      const number = await place('SUED');
      const own = await createMap(connection, { new: 'awaiting_info' });
      try {
        // The task was placed before the map, so it shows already what it would show again.
        const back = await preview({ connection, map: { new: 'received' } });
        expect(back).toMatchObject({
          changes: [{ orderState: 'new', from: 'awaiting_info', to: 'received', openTasks: 0 }],
          total: 0,
        });
        const on = await preview({ connection, map: { new: 'resolved' } });
        expect(on.tasks).toContainEqual({
          number,
          orderState: 'new',
          from: 'received',
          to: 'resolved',
        });
        const same = await preview({ connection, map: { new: 'awaiting_info' } });
        expect(same).toEqual({ changes: [], tasks: [], total: 0 });
      } finally {
        await deleteMap(own);
      }
    });

    it('of the default, over the connections that have no map', async () => {
      const [nord, sued] = [await place('NORD'), await place('SUED')];
      const body = { map: { new: 'resolved' } };
      const whole = await preview(body);
      const own = await createMap(connectionOf('MANY'));
      try {
        const { total, tasks } = await preview(body);
        expect(total).toBe(whole.total - 21);
        const listed = tasks.map(({ number }: { number: string }) => number);
        expect(listed).toEqual(expect.arrayContaining([nord, sued]));
      } finally {
        await deleteMap(own);
      }
    });

    it('without what is over connections that have ended', async () => {
      await connect('GONE');
      await place('GONE');
      const connection = connectionOf('GONE');
      const map = { new: 'resolved' };
      const [before, own] = [await preview({ map }), await preview({ connection, map })];
      expect(own).toMatchObject({ total: 1, tasks: [{ orderState: 'new' }] });
      await admin.post(`/orderbridge/connections/${connection}/end`);
      expect(await preview({ map })).toMatchObject({ total: before.total - 1 });
      expect(await preview({ connection, map })).toMatchObject({
        changes: [{ orderState: 'new', openTasks: 0 }],
        total: 0,
        tasks: [],
      });
    });

    it.each<[string, object, { status: number; code: string }]>([
      [
        'a connection that there is not',
        { connection: 'none', map: {} },
        { status: 404, code: 'connection.not_found' },
      ],
      [
        'an order state that there is not',
        { map: { waiting: 'received' } },
        { status: 400, code: 'request.invalid' },
      ],
      [
        'a task state that the provider does not show',
        { map: { new: 'declined' } },
        { status: 400, code: 'request.invalid' },
      ],
      ['a body without a map', {}, { status: 400, code: 'request.invalid' }],
      [
        'a body with more than a map',
        { map: {}, name: 'X' },
        { status: 400, code: 'request.invalid' },
      ],
    ])('not %s', async (_what, body, refusal) => {
      expect(await refusalOf(admin.post(PREVIEW, body))).toMatchObject(refusal);
    });

    it('by those who have the right', async () => {
      const { data: roles } = await admin.get('/admin/roles');
      const editor = roles.find(({ code }: { code: string }) => code === 'strapi-editor');
      const credentials = { email: 'editor@example.com', password: 'Editor-password-1' };
      const { data: invited } = await admin.post('/admin/users', {
        email: credentials.email,
        firstname: 'Eve',
        lastname: 'Editor',
        roles: [editor.id],
      });
      await admin.post('/admin/register', {
        registrationToken: invited.registrationToken,
        userInfo: { firstname: 'Eve', lastname: 'Editor', password: credentials.password },
      });
      const other = await signInAdmin(provider.url, credentials);
      await expect(other.post(PREVIEW, { map: {} })).rejects.toMatchObject({ status: 403 });
    });
  });

  it('stay as they were edited over another boot', async () => {
    await admin.update(TYPE, defaultMap, { name: 'Ours', draft: 'awaiting_info' });
    await provider.kill();
    await provider.start();
    admin = await provider.admin();
    expect(await allMaps()).toHaveLength(1);
    expect(await admin.findOne(TYPE, defaultMap)).toMatchObject({
      name: 'Ours',
      draft: 'awaiting_info',
    });
  });
});

describe('the Document Service', () => {
  let service: DocumentServiceProcess;
  let defaultMap: string;

  beforeAll(async () => {
    service = await startDocumentService();
    const row = await service
      .rows('orderbridge_task_state_maps')
      .first<{ document_id: string }>('document_id');
    defaultMap = row.document_id;
  });

  afterAll(async () => {
    await service.dispose();
  });

  it.each<[string, string, () => object]>([
    ['a map without its states', 'create', () => ({ data: { name: 'Empty' } })],
    ['a second default', 'create', () => ({ data: { name: 'Second', ...SHIPPED } })],
    ['no data', 'create', () => ({})],
    [
      'a state that no task has',
      'update',
      () => ({ documentId: defaultMap, data: { draft: 'declined' } }),
    ],
    ['a copy of the default', 'clone', () => ({ documentId: defaultMap, data: { name: 'Copy' } })],
    ['the end of the default', 'delete', () => ({ documentId: defaultMap })],
  ])('refuses %s too', async (_what, action, params) => {
    await expect(service.call(UID, action, params())).rejects.toMatchObject({
      name: 'ValidationError',
      details: { code: 'task_state_map.invalid' },
    });
    expect(await service.rows('orderbridge_task_state_maps')).toHaveLength(1);
  });

  it('changes the states that it is given and leaves the others', async () => {
    await service.call(UID, 'update', { documentId: defaultMap, data: { draft: 'awaiting_info' } });
    const row = await service.rows('orderbridge_task_state_maps').first();
    expect(row).toMatchObject({ draft: 'awaiting_info', submitted: 'received', name: 'Default' });
  });
});
