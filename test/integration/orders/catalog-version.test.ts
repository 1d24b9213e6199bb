import { OFFERING, SPECIFICATION } from '../../../scripts/demo/catalog.mjs';
import { openOrderDesk, type OrderDesk, type PlacedOrder } from './desk';

let desk: OrderDesk;

beforeAll(async () => {
  desk = await openOrderDesk();
});

afterAll(async () => {
  await desk.close();
});

/** The version of the catalogue that the lines of an order hang on, as it lies there. */
const versionsOf = ({ id }: PlacedOrder) =>
  desk.provider
    .rows('orderbridge_order_lines as l')
    .join('orderbridge_catalog_versions as v', 'v.id', 'l.catalog_version_id')
    .where({ 'l.order_id': id })
    .orderBy('l.line_number')
    .select('l.revision', 'v.id', 'v.subject_id', 'v.version', 'v.snapshot');

/** What staff and the consumer read of its lines. */
const shownLines = async ({ path, taskPath }: PlacedOrder) => {
  const { body: order } = await desk.staff.get(path).expect(200);
  const { body: task } = await desk.application.get(taskPath).expect(200);
  expect(task.data.order.lines).toEqual(order.data.lines);
  return order.data.lines as { answers: { label: string }[] }[];
};

const onlyOne = async (type: string, name: string): Promise<{ documentId: string }> => {
  const [found] = await desk.admin.find(type, `filters[name][$eq]=${encodeURIComponent(name)}`);
  return found as { documentId: string };
};

/** Publishes the offering anew, as of its specification, and the order form that comes of it. */
const publishAgain = async (label: string) => {
  const specification = await onlyOne('product-specification', SPECIFICATION.name);
  const offering = await onlyOne('product-offering', OFFERING.name);
  const [first, ...others] = SPECIFICATION.characteristics;
  await desk.admin.update('product-specification', specification.documentId, {
    characteristics: [{ ...first, label }, ...others],
  });
  await desk.admin.publish('product-specification', specification.documentId);
  await desk.admin.publish('product-offering', offering.documentId);
  const [draft] = await desk.admin.find(
    'remote-record-producer',
    `filters[sourceId][$eq]=${offering.documentId}&filters[state][$eq]=draft`,
  );
  await desk.admin.post(
    `/orderbridge/remote-record-producers/${draft.documentId as string}/publish`,
  );
  return offering.documentId;
};

describe('an order', () => {
  it('keeps the version of the catalogue that it was placed on, whatever is published afterwards', async () => {
    const order = await desk.place();
    const [versions, lines] = [await versionsOf(order), await shownLines(order)];
    expect(lines.map(({ answers: [answer] }) => answer?.label)).toEqual(['Bandwidth', 'Bandwidth']);

    const later: PlacedOrder[] = [];
    for (const label of ['Speed', 'Rate']) {
      const offering = await publishAgain(label);
      later.push(await desk.place());
      expect(versions).toMatchObject([
        { revision: 1, subject_id: offering, version: 1 },
        { revision: 1, subject_id: offering, version: 1 },
      ]);
      expect(await versionsOf(order)).toEqual(versions);
      expect(await shownLines(order)).toEqual(lines);
    }

    for (const [index, label] of ['Speed', 'Rate'].entries()) {
      const [placed] = later.slice(index);
      if (placed === undefined) throw new Error('Two orders were placed later.');
      const own = { revision: index + 2, version: index + 2 };
      expect(await versionsOf(placed)).toMatchObject([own, own]);
      const [line] = await shownLines(placed);
      expect(line?.answers[0]?.label).toBe(label);
    }
  });

  it('keeps it also where it is corrected and moves on', async () => {
    const order = await desk.place();
    const versions = await versionsOf(order);
    await publishAgain('Throughput');
    await desk.staff.post(`${order.path}/reject`, { reason: 'Two are enough.' }).expect(200);
    await desk.staff.post(`${order.path}/correct`).expect(200);
    await desk.staff.patch(`${order.path}/lines/2`, { quantity: 2 }).expect(200);
    for (const verb of ['submit', 'approve', 'start', 'complete']) {
      await desk.staff.post(`${order.path}/${verb}`).expect(200);
    }
    expect(await versionsOf(order)).toEqual(versions);
    const [line] = await shownLines(order);
    expect(line?.answers[0]?.label).not.toBe('Throughput');
  });
});
