import {
  BRANCH,
  bundledPart,
  sellBranch,
  sellBundle,
  SMALL_BRANCH,
  WHOLE_BRANCH,
} from '../../support/branch-bundle';
import { failInserts } from '../../support/failing-inserts';
import { TASKS } from '../../support/selling-provider';
import { openOrderDesk, type OrderDesk, type PlacedOrder } from './desk';
import { refusalIn } from './refusal';

const ITEMS = '/api/orderbridge/remote-catalog-items';

interface Line {
  readonly lineNumber: number;
  readonly parentLineNumber: number | null;
  readonly part: string | null;
  readonly name: string;
  readonly action: string;
  readonly state: string;
  readonly quantity: number;
  readonly answers: readonly { field: string; value: unknown }[];
}

let desk: OrderDesk;
let branch: Awaited<ReturnType<typeof sellBranch>>;
let item: string;

const itemOf = async (name: string): Promise<string> => {
  const { body } = await desk.application.get(ITEMS).expect(200);
  const items = body.data as { name: string; documentId: string }[];
  return items.find((each) => each.name === name)?.documentId ?? '';
};

/** Of a part: one after the version that the bundle pins, and one before it; the pinned one is no end of the list. */
const publishOtherVersions = async () => {
  const { rows } = desk.provider;
  const { documentId } = branch.edge;
  await desk.admin.update('product-offering', documentId, { maxQuantity: 7 });
  await desk.admin.publish('product-offering', documentId);
  const versions = () => rows('orderbridge_catalog_versions').where({ subject_id: documentId });
  const pinned = await versions().where({ version: 1 }).first();
  await rows('orderbridge_catalog_versions').insert({
    ...pinned,
    id: undefined,
    document_id: 'earlier',
    version: 0,
  });
  expect(await versions().orderBy('version').pluck('version')).toEqual([0, 1, 2]);
};

beforeAll(async () => {
  desk = await openOrderDesk();
  branch = await sellBranch(desk.admin);
  item = await itemOf(BRANCH);
  await publishOtherVersions();
});

afterAll(async () => {
  await desk.close();
});

const whole = (more: object = {}) => ({ item, quantity: 1, answers: WHOLE_BRANCH, ...more });
const small = (more: object = {}) => ({ item, quantity: 1, answers: SMALL_BRANCH, ...more });

const post = (order: PlacedOrder, verb: string, body: object = {}) =>
  desk.staff.post(`${order.path}/${verb}`, body).expect(200);

const edit = (order: PlacedOrder, line: number, body: object) =>
  desk.staff.patch(`${order.path}/lines/${line}`, body);

/** The lines as staff and the consumer see them, which is the same. */
const linesOf = async (order: PlacedOrder): Promise<Line[]> => {
  const { body } = await desk.staff.get(order.path).expect(200);
  const { body: seen } = await desk.application.get(order.taskPath).expect(200);
  expect(seen.data.order.lines).toEqual(body.data.lines);
  return body.data.lines as Line[];
};

/** The lines as a tree is written down: number, number above, name, quantity. */
const treeOf = (lines: readonly Line[]) =>
  lines.map(({ lineNumber, parentLineNumber, name, quantity }) => [
    lineNumber,
    parentLineNumber,
    name,
    quantity,
  ]);

const answersIn = ({ answers }: Line) => answers.map(({ field, value }) => [field, value]);

const placeDraft = async (lines: object[]): Promise<PlacedOrder> => {
  const order = await desk.place(lines);
  await post(order, 'reject', { reason: 'The address is missing.' });
  await post(order, 'correct');
  return order;
};

const WHOLE_TREE = [
  [1, null, BRANCH, 1],
  [2, 1, 'Branch edge', 3],
  [3, 1, 'Security pack', 1],
  [4, 3, 'Firewall', 2],
];

describe('an ordered bundle', () => {
  it('has a line for each offering that is ordered, at any depth, and each answer in one of them', async () => {
    const order = await desk.place([whole({ quantity: 2 }), small({ quantity: 5 })]);
    const lines = await linesOf(order);
    expect(treeOf(lines)).toEqual([
      [1, null, BRANCH, 2],
      ...WHOLE_TREE.slice(1),
      [5, null, BRANCH, 5],
      [6, 5, 'Branch edge', 1],
    ]);
    expect(lines.map(({ part }) => part)).toEqual([
      null,
      '/components/edge',
      '/components/security',
      '/components/security/components/firewall',
      null,
      '/components/edge',
    ]);
    expect(lines.map(answersIn)).toEqual([
      [
        ['/characteristics/siteName', 'Oslo'],
        ['/requestedDate', '2031-01-15'],
      ],
      [
        ['/components/edge/characteristics/model', 'E50'],
        ['/components/edge/components/line', 2],
        ['/components/edge/components/line/characteristics/bandwidth', '1G'],
      ],
      [],
      [['/components/security/components/firewall/characteristics/policy', 'strict']],
      [['/characteristics/siteName', 'Bergen']],
      [['/components/edge/characteristics/model', 'E20']],
    ]);
    expect(lines[1]?.answers[0]).toEqual({
      field: '/components/edge/characteristics/model',
      section: 'Branch edge',
      label: 'Model',
      value: 'E50',
      valueLabel: 'E50, up to 100 people',
    });
    for (const line of lines) expect(line).toMatchObject({ action: 'add', state: 'new' });
  });

  it('takes all its lines along wherever it goes', async () => {
    const order = await desk.place([whole()]);
    await post(order, 'approve');
    await post(order, 'start');
    expect((await linesOf(order)).map(({ state }) => state)).toEqual(
      Array.from({ length: 4 }, () => 'in_progress'),
    );
    await post(order, 'complete');
    expect((await linesOf(order)).map(({ state }) => state)).toEqual(
      Array.from({ length: 4 }, () => 'completed'),
    );
  });

  it('keeps the versions of its parts that it pins, whatever was published since', async () => {
    const { rows } = desk.provider;
    const versionsOf = async (order: PlacedOrder) =>
      rows('orderbridge_order_lines as l')
        .join('orderbridge_catalog_versions as v', 'v.id', 'l.catalog_version_id')
        .where({ 'l.order_id': order.id })
        .orderBy('l.line_number')
        .select('l.subject_id as ordered', 'v.subject_id as frozen', 'v.version as version');
    const pinned = [branch.bundle, branch.edge].map(({ documentId }) => ({
      ordered: documentId,
      frozen: documentId,
      version: 1,
    }));
    expect(await versionsOf(await desk.place([small()]))).toEqual(pinned);
  });

  it('is refused before a line is written where its lines are more than a message takes', async () => {
    const { rows } = desk.provider;
    const name = 'Many parts';
    await sellBundle(desk.admin, {
      name,
      sku: 'MANY',
      bundledOfferings: Array.from({ length: 40 }, (_none, index) =>
        bundledPart(`part ${String(index)}`, branch.firewall, [1, 1, 1]),
      ),
    });
    const many = { item: await itemOf(name), quantity: 1, answers: {} };
    expect(await linesOf(await desk.place([many]))).toHaveLength(41);

    const restore = await failInserts(rows, 'orderbridge_order_lines');
    try {
      const lines = Array.from({ length: 100 }, () => many);
      const refused = await desk.application.post(TASKS, { data: { lines } });
      expect(refusalIn(refused)).toMatchObject({ status: 413, code: 'request.too_large' });
    } finally {
      await restore();
    }
  });
});

describe('the lines of a bundle in a draft', () => {
  const WITHOUT_SECURITY = {
    ...WHOLE_BRANCH,
    components: { edge: { ...WHOLE_BRANCH.components.edge, quantity: 4 } },
  };

  it('follow the answers by difference: a part that goes leaves no line, one that comes gets a new number', async () => {
    const order = await placeDraft([whole(), small()]);
    const before = await desk.recordOf(order);

    const { body: without } = await edit(order, 1, { answers: WITHOUT_SECURITY }).expect(200);
    expect(treeOf(without.data.lines)).toEqual([
      [1, null, BRANCH, 1],
      [2, 1, 'Branch edge', 4],
      [5, null, BRANCH, 1],
      [6, 5, 'Branch edge', 1],
    ]);
    const { body: again } = await edit(order, 1, { answers: WHOLE_BRANCH }).expect(200);
    expect(treeOf(again.data.lines)).toEqual([
      ...WHOLE_TREE.slice(0, 2),
      [5, null, BRANCH, 1],
      [6, 5, 'Branch edge', 1],
      [7, 1, 'Security pack', 1],
      [8, 7, 'Firewall', 2],
    ]);
    expect(await linesOf(order)).toEqual(again.data.lines);
    expect(again.data.lines.at(-1)).toMatchObject({
      part: '/components/security/components/firewall',
      action: 'add',
      state: 'draft',
      answers: [{ label: 'Policy', value: 'strict' }],
    });

    const after = await desk.recordOf(order);
    const idsOf = ({ lines }: typeof after) =>
      new Map(lines.map((line) => [line['line_number'], line['document_id']]));
    for (const number of [1, 2, 5, 6]) {
      expect(idsOf(after).get(number)).toBe(idsOf(before).get(number));
    }
    const security = after.lines[4];
    expect(security).toMatchObject({ subject_id: branch.security.documentId });
    expect(security?.['catalog_version_id']).toBe(before.lines[2]?.['catalog_version_id']);
    expect(security?.['catalog_version_id']).not.toBeNull();

    const told = after.messages
      .filter(({ type }) => type === 'order.changed')
      .map(({ body }) => JSON.parse(body).data.order.lines);
    expect(told.slice(-2)).toEqual([without.data.lines, again.data.lines]);

    await post(order, 'submit');
    expect((await linesOf(order)).map(({ state }) => state)).toEqual(
      Array.from({ length: 6 }, () => 'new'),
    );
  });

  it('give the number of the last line to no other once it is gone', async () => {
    const order = await placeDraft([whole()]);
    const withSpare = {
      ...WHOLE_BRANCH,
      components: {
        ...WHOLE_BRANCH.components,
        security: { components: { ...WHOLE_BRANCH.components.security.components, spare: {} } },
      },
    };
    await edit(order, 1, { answers: withSpare }).expect(200);
    expect(treeOf(await linesOf(order)).at(-1)).toEqual([5, 3, 'Firewall', 1]);
    await edit(order, 1, { answers: WITHOUT_SECURITY }).expect(200);
    expect(treeOf(await linesOf(order))).toHaveLength(2);
    await edit(order, 1, { answers: withSpare }).expect(200);
    expect(treeOf(await linesOf(order)).slice(2)).toEqual([
      [6, 1, 'Security pack', 1],
      [7, 6, 'Firewall', 2],
      [8, 6, 'Firewall', 1],
    ]);
  });

  it('keep what is chosen for one bundle where the number of bundles alone is changed', async () => {
    const order = await placeDraft([whole()]);
    const [one, ...parts] = await linesOf(order);
    const { body } = await edit(order, 1, { quantity: 6 }).expect(200);
    expect(body.data.lines).toEqual([{ ...one, quantity: 6 }, ...parts]);
    expect(await linesOf(order)).toEqual(body.data.lines);
  });

  it('change what has changed, and stay as they are where nothing has', async () => {
    const order = await placeDraft([whole(), whole()]);
    const before = await desk.recordOf(order);
    await edit(order, 5, { answers: WHOLE_BRANCH }).expect(200);
    expect(await desk.recordOf(order)).toEqual(before);

    const { components } = WHOLE_BRANCH;
    const answers = {
      ...WHOLE_BRANCH,
      components: { ...components, edge: { ...components.edge, quantity: 1 } },
    };
    const { body } = await edit(order, 5, { answers }).expect(200);
    const lines = body.data.lines as Line[];
    expect(treeOf(lines)[5]).toEqual([6, 5, 'Branch edge', 1]);
    const changedAt = (line: Readonly<Record<string, unknown>> | undefined) =>
      new Date(line?.['updated_at'] as Date | number).getTime();
    const changed = (await desk.recordOf(order)).lines.filter(
      (line, index) => changedAt(line) !== changedAt(before.lines[index]),
    );
    expect(changed.map((line) => line['quantity'])).toEqual([1]);
  });

  it.each([
    ['a part', 2],
    ['a part of a part', 4],
  ])('refuse a correction of %s by itself, and name the line to correct', async (_what, line) => {
    const order = await placeDraft([whole()]);
    const before = await desk.recordOf(order);
    const [, , , firewall] = await linesOf(order);
    for (const body of [{ quantity: 2 }, { answers: { characteristics: { policy: 'open' } } }]) {
      const refusal = refusalIn(await edit(order, line, body));
      expect(refusal).toMatchObject({
        status: 409,
        code: 'order.line_is_part',
        details: { lineNumber: 1, ...(line === 4 && { part: firewall?.part }) },
      });
      expect(refusal.message).toContain('line 1');
    }
    expect(await desk.recordOf(order)).toEqual(before);
  });

  it('refuse answers that the form of the whole does not take, and nothing is written', async () => {
    const order = await placeDraft([whole()]);
    const before = await desk.recordOf(order);
    const answers = { ...SMALL_BRANCH, components: { edge: { quantity: 11 } } };
    expect(refusalIn(await edit(order, 1, { answers }))).toMatchObject({
      status: 400,
      code: 'answers.invalid',
    });
    expect(await desk.recordOf(order)).toEqual(before);
  });
});

describe('a bundle that was ordered before bundles had lines', () => {
  it('stays one line until its answers are corrected, which then come to lines', async () => {
    const order = await placeDraft([small(), whole()]);
    const { rows } = desk.provider;
    const [one, edge] = (await desk.recordOf(order)).lines;
    // As an earlier version has written it.
    await rows('orderbridge_order_lines')
      .where({ document_id: edge?.['document_id'] as string })
      .delete();
    await rows('orderbridge_orders').where({ id: order.id }).update({ last_line_number: null });

    const { body: counted } = await edit(order, 1, { quantity: 2 }).expect(200);
    expect(treeOf(counted.data.lines)[0]).toEqual([1, null, BRANCH, 2]);
    const { body } = await edit(order, 1, { answers: SMALL_BRANCH }).expect(200);
    expect(treeOf(body.data.lines).at(-1)).toEqual([7, 1, 'Branch edge', 1]);
    expect((await desk.recordOf(order)).lines[0]).toMatchObject({ id: one?.['id'] });
  });
});
