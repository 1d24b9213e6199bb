import { ANSWERS } from '../../../scripts/demo/catalog.mjs';
import { openOrderDesk, type OrderDesk, type PlacedOrder } from './desk';
import { STATES } from './expected';
import { conflict, fieldsIn, refusalAsTold, refusalIn } from './refusal';
import { whoIs } from './open-desk';

const CORRECTED = {
  characteristics: {
    bandwidth: '10G',
    publicAddresses: 2,
    siteContact: 'Grace Hopper, +47 555 0199',
  },
};
/** The corrected answers as both sides keep them. */
const LABELLED = [
  {
    field: '/characteristics/bandwidth',
    label: 'Bandwidth',
    value: '10G',
    valueLabel: '10 Gbit/s',
  },
  {
    field: '/characteristics/publicAddresses',
    label: 'Public addresses',
    value: 2,
    valueLabel: '2',
  },
  {
    field: '/characteristics/siteContact',
    label: 'Contact on site',
    value: 'Grace Hopper, +47 555 0199',
    valueLabel: 'Grace Hopper, +47 555 0199',
  },
];
const REASON = 'The customer meant the new office.';

const withAnswers = (changed: object) => ({
  answers: { characteristics: { ...ANSWERS.characteristics, ...changed } },
});

let desk: OrderDesk;

beforeAll(async () => {
  desk = await openOrderDesk();
});

afterAll(async () => {
  await desk.close();
});

const post = (order: PlacedOrder, verb: string, body: object = {}) =>
  desk.staff.post(`${order.path}/${verb}`, body).expect(200);

const edit = (order: PlacedOrder, line: number | string, body: object) =>
  desk.staff.patch(`${order.path}/lines/${line}`, body);

const readTask = async ({ taskPath }: PlacedOrder) =>
  (await desk.application.get(taskPath).expect(200)).body.data;

/** An order of two lines that was rejected and is a draft again. */
const placeDraft = async (): Promise<PlacedOrder> => {
  const order = await desk.place();
  await post(order, 'reject', { reason: 'The address is missing.' });
  await post(order, 'correct');
  return order;
};

describe('the lines of a draft', () => {
  it('take new answers and another quantity, with labels, history and the news of it', async () => {
    const order = await placeDraft();
    const before = await desk.recordOf(order);
    const task = await readTask(order);
    const asked = { quantity: 4, answers: CORRECTED, reason: REASON };
    const { body } = await edit(order, 1, asked).expect(200);
    const lines = [
      { ...task.order.lines[0], quantity: 4, answers: LABELLED, state: 'draft' },
      task.order.lines[1],
    ];
    const version = before.order.version + 1;
    expect(body.data).toMatchObject({ state: 'draft', version, lines });

    const after = await desk.recordOf(order);
    expect(after.task).toMatchObject({ state: 'received', version: before.task.version + 1 });
    const { id, name } = await whoIs(desk.staff);
    const deed = {
      verb: 'edit-line',
      actor_kind: 'admin',
      actor_id: id,
      actor_name: name,
      actor_side: 'provider',
      reason: REASON,
    };
    expect(after.history.slice(before.history.length)).toMatchObject([
      { ...deed, subject_type: 'order', from_state: 'draft', to_state: 'draft', version },
      { ...deed, subject_type: 'provider-task', parent_state: 'draft' },
    ]);
    const sent = after.messages.slice(before.messages.length);
    expect(sent.map(({ type }) => type)).toEqual(['order.changed', 'task.state_changed']);
    expect(JSON.parse(sent[0]?.body ?? '').data).toMatchObject({ order: { version, lines } });

    const seen = await readTask(order);
    expect(seen.order).toMatchObject({ version, lines });
    // What was asked for stays as it was asked for.
    expect(seen.requestedLines).toEqual(task.requestedLines);
  });

  it('are what is approved when the draft is submitted again', async () => {
    const order = await placeDraft();
    await edit(order, 2, { quantity: 5, answers: CORRECTED }).expect(200);
    await post(order, 'submit');
    const { parentState, order: shown } = await readTask(order);
    expect(parentState).toBe('new');
    expect(shown.lines).toMatchObject([
      { lineNumber: 1, quantity: 1, state: 'new' },
      { lineNumber: 2, quantity: 5, state: 'new', answers: LABELLED },
    ]);
  });

  it('keep their answers where the quantity alone is changed, and their quantity where it is left out', async () => {
    const order = await placeDraft();
    const [one, other] = (await readTask(order)).order.lines;
    const { body: counted } = await edit(order, 1, { quantity: 7 }).expect(200);
    expect(counted.data.lines).toEqual([{ ...one, quantity: 7 }, other]);
    const { body: answered } = await edit(order, 2, { answers: CORRECTED }).expect(200);
    expect(answered.data.lines).toEqual([
      { ...one, quantity: 7 },
      { ...other, answers: LABELLED },
    ]);
  });

  it.each<[string, number | string, object, { status: number; code: string; fields?: string[] }]>([
    ['a line that there is not', 3, { quantity: 1 }, { status: 404, code: 'order.line_not_found' }],
    ['line 0', 0, { quantity: 1 }, { status: 400, code: 'request.invalid' }],
    [
      'a line that is no number',
      'first',
      { quantity: 1 },
      { status: 400, code: 'request.invalid' },
    ],
    [
      'an answer outside its options',
      1,
      withAnswers({ bandwidth: '7G' }),
      { status: 400, code: 'answers.invalid', fields: ['characteristics.bandwidth'] },
    ],
    [
      'an answer of another type',
      1,
      withAnswers({ publicAddresses: '8' }),
      { status: 400, code: 'answers.invalid', fields: ['characteristics.publicAddresses'] },
    ],
    [
      'an answer to no question',
      1,
      withAnswers({ colour: 'red' }),
      { status: 400, code: 'answers.invalid', fields: ['characteristics.colour'] },
    ],
    [
      'answers that leave out what is asked for',
      1,
      { answers: {} },
      { status: 400, code: 'answers.invalid', fields: ['characteristics'] },
    ],
    ['too large a quantity', 1, { quantity: 11 }, { status: 400, code: 'quantity.out_of_range' }],
    [
      'too large a quantity with good answers',
      1,
      { quantity: 11, answers: CORRECTED },
      { status: 400, code: 'quantity.out_of_range' },
    ],
    [
      'no quantity at all',
      1,
      { quantity: 0 },
      { status: 400, code: 'request.invalid', fields: ['quantity'] },
    ],
    ['another state', 1, { state: 'completed' }, { status: 400, code: 'request.invalid' }],
    ['another line number', 1, { lineNumber: 2 }, { status: 400, code: 'request.invalid' }],
    [
      'an empty reason',
      1,
      { quantity: 1, reason: '' },
      { status: 400, code: 'request.invalid', fields: ['reason'] },
    ],
    [
      'an edit of another version',
      1,
      { quantity: 1, expectedVersion: 4 },
      { status: 409, code: 'order.version_conflict' },
    ],
  ])(
    'refuse %s, and nothing is written',
    async (_what, line, body, { fields = [], ...refusal }) => {
      const order = await placeDraft();
      const before = await desk.recordOf(order);
      const answer = refusalIn(await edit(order, line, body));
      expect(answer).toMatchObject(refusal);
      expect(fieldsIn(answer)).toEqual(expect.arrayContaining(fields));
      expect(await desk.recordOf(order)).toEqual(before);
    },
  );

  it('stay as they are where nothing of them changes', async () => {
    const order = await placeDraft();
    const before = await desk.recordOf(order);
    const { quantity } = (await readTask(order)).order.lines[0];
    const { body } = await edit(order, 1, { quantity });
    expect(body.data).toMatchObject({ state: 'draft', version: before.order.version });
    expect(await desk.recordOf(order)).toEqual(before);
  });

  it('are changed by one of two who saw the same version', async () => {
    const order = await placeDraft();
    const { version } = (await desk.recordOf(order)).order;
    const answers = await Promise.all(
      [3, 4, 5, 6, 7].map((quantity) => edit(order, 1, { quantity, expectedVersion: version })),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 409, 409, 409, 409]);
    const [made] = answers.filter(({ status }) => status === 200);
    expect((await readTask(order)).order).toMatchObject({
      version: version + 1,
      lines: made?.body.data.lines,
    });
  });

  it.each(STATES.filter((state) => state !== 'draft'))(
    'are no longer changed once the order is %s, as "actions" says',
    async (state) => {
      const order = await desk.place();
      await desk.stand(order, state, { before: 'in_progress' });
      const before = await desk.recordOf(order);
      const { body } = await desk.staff.get(order.path).expect(200);
      const answer = await edit(order, 1, { quantity: 2 });
      expect(refusalAsTold(body.data.actions, 'edit-line', answer)).toEqual(
        conflict('order.not_editable', { state, version: before.order.version }),
      );
      expect(await desk.recordOf(order)).toEqual(before);
    },
  );

  it('are checked and labelled by the form that they were ordered by, whatever was published since', async () => {
    const { admin } = desk;
    const order = await placeDraft();
    const [specification] = await admin.find(
      'product-specification',
      'filters[name][$eq]=Managed internet access',
    );
    const [offering] = await admin.find(
      'product-offering',
      'filters[name][$eq]=Internet access for offices',
    );
    const path = '/content-manager/collection-types/plugin::orderbridge.product-specification';
    const { data } = await admin.get(`${path}/${specification.documentId}`);
    const [bandwidth, ...others] = data.characteristics;
    await admin.update('product-specification', specification.documentId, {
      characteristics: [
        { ...bandwidth, values: [{ value: '1G', label: 'One gigabit' }] },
        ...others,
        { name: 'floor', label: 'Floor', valueType: 'integer', mandatory: true },
      ],
    });
    await admin.publish('product-specification', specification.documentId);
    await admin.publish('product-offering', offering.documentId);
    const [draft] = await admin.find(
      'remote-record-producer',
      `filters[sourceId][$eq]=${offering.documentId as string}&filters[state][$eq]=draft`,
    );
    await admin.post(`/orderbridge/remote-record-producers/${draft.documentId as string}/publish`);
    // Whoever asks now is asked for the floor, and offered one bandwidth.
    const asked = await desk.application.post('/api/orderbridge/provider-tasks', {
      data: { lines: [desk.line()] },
    });
    expect(refusalIn(asked)).toMatchObject({ code: 'answers.invalid' });

    const before = await desk.recordOf(order);
    const answer = refusalIn(await edit(order, 1, withAnswers({ floor: 3 })));
    expect(answer).toMatchObject({ status: 400, code: 'answers.invalid' });
    expect(fieldsIn(answer)).toEqual(['characteristics.floor']);
    expect(await desk.recordOf(order)).toEqual(before);

    const { body } = await edit(order, 1, { answers: CORRECTED, quantity: 2 }).expect(200);
    expect(body.data.lines[0]).toMatchObject({ quantity: 2, answers: LABELLED });
    await post(order, 'submit');
    await post(order, 'approve');
    expect((await readTask(order)).order.lines[0]).toMatchObject({
      state: 'acknowledged',
      quantity: 2,
      answers: LABELLED,
    });
  });
});
