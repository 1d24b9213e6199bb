import { randomUUID } from 'node:crypto';
import { startTestInstance, type AdminClient, type TestInstance } from '../../support/instance';
import { createExchange, type Exchange, type Sold } from './exchange';

/** More than one statement takes on any database. */
const CONNECTIONS = 1_100;
const ROWS_AT_ONCE = 50;

type Row = Record<string, unknown>;

const withoutId = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([column]) => column !== 'id'));

describe('one change for very many consumers', () => {
  let provider: TestInstance;
  let admin: AdminClient;
  let exchange: Exchange;
  let criteria: string;
  let sold: Sold;

  const copiesOf = async (table: string, id: unknown, make: (index: number) => Row) => {
    const row = (await provider.rows(table).where({ id }).first()) as Row;
    const copies = Array.from({ length: CONNECTIONS - 1 }, (_, index) => ({
      ...withoutId(row),
      ...make(index),
    }));
    await provider.rows.batchInsert(table, copies, ROWS_AT_ONCE);
  };

  /** One connection that is opened, and copies of its rows: opening each would take minutes. */
  const openConnections = async () => {
    const consumer = await admin.create('consumer', { name: 'Consumer' });
    await admin.post('/orderbridge/connections/webhooks', {
      consumer: consumer.documentId,
      shortCode: 'MANY',
      url: 'http://127.0.0.1:9',
    });
    // Nothing is delivered, so that what was sent stays to be counted.
    await provider.rows('orderbridge_links').update({ state: 'paused' });
    const link = (await provider.rows('orderbridge_links').first()) as Row;
    const keys = Array.from({ length: CONNECTIONS - 1 }, () => randomUUID());
    await copiesOf('orderbridge_connections', link['connection_id'], (index) => ({
      document_id: randomUUID(),
      key: keys[index],
      short_code: `M${String(index)}`,
    }));
    const connections = await provider
      .rows('orderbridge_connections')
      .whereNot({ id: link['connection_id'] })
      .select<{ id: number; key: string }[]>('id', 'key');
    const idOf = new Map(connections.map(({ id, key }) => [key, id]));
    await copiesOf('orderbridge_links', link['id'], (index) => {
      const key = keys[index] ?? '';
      return { connection_id: idOf.get(key), key };
    });
  };

  beforeAll(async () => {
    provider = await startTestInstance('provider');
    admin = await provider.admin();
    exchange = createExchange(provider, admin);
    await openConnections();
    criteria = await exchange.createCriteria(true);
    sold = await exchange.sell([criteria]);
  });

  afterAll(async () => {
    await provider.dispose();
  });

  /** How many grants, rows of history and messages there are of each kind. */
  const tally = async () => {
    const count = async (table: string, column: string, where: Row = {}) => {
      const rows = await provider
        .rows(table)
        .where(where)
        .groupBy(column)
        .count({ count: '*' })
        .select<Row[]>(column);
      return Object.fromEntries(rows.map((row) => [String(row[column]), Number(row['count'])]));
    };
    return {
      grants: await count('orderbridge_entitlements', 'grant'),
      history: await count('orderbridge_state_changes', 'to_state', {
        subject_type: 'entitlement',
      }),
      messages: await count('orderbridge_outbox', 'type'),
    };
  };

  it('is one transaction, whatever a statement of the database takes', async () => {
    const granted = {
      grants: { granted: CONNECTIONS },
      history: { granted: CONNECTIONS },
      messages: { 'catalog_item.offered': CONNECTIONS },
    };
    expect(await tally()).toEqual(granted);

    await exchange.describe(sold, { description: 'Faster' });
    const changed = {
      ...granted,
      messages: { ...granted.messages, 'catalog_item.changed': CONNECTIONS },
    };
    expect(await tally()).toEqual(changed);

    await admin.update('consumer-criteria', criteria, { rule: false });
    expect(await tally()).toEqual({
      grants: { withdrawn: CONNECTIONS },
      history: { granted: CONNECTIONS, withdrawn: CONNECTIONS },
      messages: { ...changed.messages, 'catalog_item.withdrawn': CONNECTIONS },
    });

    await admin.update('consumer-criteria', criteria, { rule: true });
    expect(await tally()).toEqual({
      grants: { granted: CONNECTIONS },
      history: { granted: 2 * CONNECTIONS, withdrawn: CONNECTIONS },
      messages: {
        'catalog_item.offered': 2 * CONNECTIONS,
        'catalog_item.changed': CONNECTIONS,
        'catalog_item.withdrawn': CONNECTIONS,
      },
    });
  });

  it('numbers the messages of each connection in one stream without a gap', async () => {
    const rows = await provider
      .rows('orderbridge_outbox')
      .orderBy('id')
      .select<{ link_id: number; seq: number }[]>('link_id', 'seq');
    const sequences = new Map<number, number[]>();
    for (const { link_id: link, seq } of rows) {
      sequences.set(link, [...(sequences.get(link) ?? []), seq]);
    }
    expect(sequences.size).toBe(CONNECTIONS);
    const all = new Set([...sequences.values()].map(String));
    expect([...all]).toEqual(['1,2,3,4']);
  });
});
