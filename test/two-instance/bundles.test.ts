import { BRANCH, sellBranch, SMALL_BRANCH, WHOLE_BRANCH } from '../support/branch-bundle';
import { startPair, type Pair } from '../support/pair';
import { signInStaff, type RestClient } from '../support/rest-client';
import { waitUntil } from '../support/wait-until';

const TASKS = '/api/orderbridge/provider-tasks';

describe('a bundle between two instances', () => {
  let pair: Pair;
  let staff: RestClient;
  let item: string;

  beforeAll(async () => {
    pair = await startPair();
    await sellBranch(await pair.provider.admin());
    const admin = await pair.consumer.admin();
    const offered = await waitUntil('the bundle', async () => {
      const [found] = await admin.find('remote-catalog-item', `filters[name][$eq]=${BRANCH}`);
      return found as { documentId: string } | undefined;
    });
    item = offered.documentId;
    await admin.post(`/orderbridge/remote-catalog-items/${item}/activate`);
    staff = await signInStaff(pair.provider);
  });

  afterAll(async () => {
    await pair.dispose();
  });

  it('has the same lines on both sides: when it is placed, corrected and completed', async () => {
    const requester = await pair.requester();
    const { data: task } = await requester.post(TASKS, {
      data: {
        lines: [
          { item, quantity: 2, answers: WHOLE_BRANCH },
          { item, quantity: 1, answers: SMALL_BRANCH },
        ],
      },
    });
    const placed = await waitUntil('the order', () =>
      pair.provider
        .rows('orderbridge_orders')
        .orderBy('id', 'desc')
        .first<{ document_id: string } | undefined>('document_id'),
    );
    const path = `/orderbridge/orders/${placed.document_id}`;

    /** The lines, which are the same on both sides once everything has arrived. */
    const lines = async () => {
      await pair.atRest();
      const { body: there } = await staff.get(path).expect(200);
      const { data: here } = await requester.get(`${TASKS}/${task.documentId as string}`);
      expect(here.order.lines).toEqual(there.data.lines);
      return there.data.lines as {
        lineNumber: number;
        parentLineNumber: number | null;
        state: string;
        quantity: number;
      }[];
    };
    const tree = async () =>
      (await lines()).map((line) => [line.lineNumber, line.parentLineNumber, line.quantity]);
    /** Each change of state by itself: the next one must not be what brings the lines in line. */
    const act = async (verb: string, body: object = {}) => {
      await staff.post(`${path}/${verb}`, body).expect(200);
      await lines();
    };
    const correct = (answers: object) => staff.patch(`${path}/lines/1`, { answers }).expect(200);

    const edge = [2, 1, 3];
    const others = [
      [5, null, 1],
      [6, 5, 1],
    ];
    expect(await tree()).toEqual([[1, null, 2], edge, [3, 1, 1], [4, 3, 2], ...others]);

    await act('reject', { reason: 'No firewall can be had.' });
    await act('correct');
    const { edge: kept } = WHOLE_BRANCH.components;
    await correct({ ...WHOLE_BRANCH, components: { edge: kept } });
    expect(await tree()).toEqual([[1, null, 2], edge, ...others]);
    await correct(WHOLE_BRANCH);
    expect(await tree()).toEqual([[1, null, 2], edge, ...others, [7, 1, 1], [8, 7, 2]]);

    for (const verb of ['submit', 'approve', 'start', 'complete']) await act(verb);
    expect((await lines()).map(({ state }) => state)).toEqual(
      Array.from({ length: 6 }, () => 'completed'),
    );
  });
});
