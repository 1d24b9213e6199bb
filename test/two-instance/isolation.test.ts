import { createToken } from '../support/application';
import { listRoutes, type ListedRoute } from '../support/list-routes';
import { REQUEST, REQUESTER_CREDENTIALS, startPair, type Pair } from '../support/pair';
import { enrolRequester } from '../support/people';
import { createRestClient, signInUser, type RestClient } from '../support/rest-client';
import { waitUntil } from '../support/wait-until';
import { doorOf } from '../integration/access/doors';

const TASKS = '/api/orderbridge/provider-tasks';
const ITEMS = '/api/orderbridge/remote-catalog-items';
/** Stands in everything that the first organisation says. */
const MARK = 'quetzal-7361';

describe('of two organisations at one instance', () => {
  let pair: Pair;
  let routes: ListedRoute[];
  let owner: RestClient;
  let task: { documentId: string; number: string };
  let commentId: string;
  /** Everybody of the other organisation, and an item that is theirs. */
  let others: Record<'requester' | 'manager' | 'application', RestClient>;
  let otherItem: { documentId: string };

  /** A second consumer of the provider, which lives at the same instance. */
  const bringInOther = async () => {
    const [provider, consumer] = [await pair.provider.admin(), await pair.consumer.admin()];
    const known = await provider.create('consumer', { name: 'Southwind' });
    const { data: invited } = await provider.post('/orderbridge/connections/invitations', {
      consumer: known.documentId,
      shortCode: 'SOUTH',
    });
    const { documentId: organisation } = await consumer.create('consumer', { name: 'Southwind' });
    const { data: connection } = await consumer.post('/orderbridge/connections/accept-invitation', {
      invitation: invited.invitation,
      consumer: organisation,
    });
    otherItem = await waitUntil('the other’s item', async () => {
      const [item] = await consumer.find(
        'remote-catalog-item',
        `filters[connection][documentId]=${connection.documentId as string}`,
      );
      return item;
    });
    await consumer.post(`/orderbridge/remote-catalog-items/${otherItem.documentId}/activate`);
    const { id, accessKey } = await createToken(consumer, 'Application of the other');
    await consumer.post('/orderbridge/memberships', { consumer: organisation, apiToken: id });
    others = {
      requester: await enrolRequester(pair.consumer, { username: 'olga', organisation }),
      manager: await enrolRequester(pair.consumer, {
        username: 'otto',
        organisation,
        role: 'requester-manager',
      }),
      application: createRestClient(pair.consumer.url, accessKey),
    };
  };

  beforeAll(async () => {
    pair = await startPair();
    routes = await listRoutes();
    await bringInOther();
    owner = await signInUser(pair.consumer, REQUESTER_CREDENTIALS);
    const { data } = REQUEST(pair.itemId);
    const { body: placed } = await owner
      .post(TASKS, { data: { ...data, title: `Order ${MARK}` } })
      .expect(201);
    task = placed.data;
    await pair.atRest();
    const { body: comment } = await owner
      .post(`${TASKS}/${task.documentId}/comments`, { data: { body: `Please: ${MARK}` } })
      .expect(201);
    commentId = comment.data.id;
    await pair.atRest();
  });

  afterAll(async () => {
    await pair.dispose();
  });

  const belongings = async () => {
    const tables = ['provider_tasks', 'task_comments', 'order_mirrors', 'outbox'];
    const rows = await Promise.all(
      tables.map((table) => pair.consumer.rows(`orderbridge_${table}`).orderBy('id')),
    );
    return JSON.stringify(rows);
  };

  /** What a route would take, were the thing one's own. */
  const bodyOf = ({ method, path }: ListedRoute): object | undefined => {
    if (method === 'GET' || method === 'DELETE') return undefined;
    if (path.includes('comments')) return { data: { body: 'Mine?' } };
    if (path.endsWith('/reject')) return { reason: 'No.' };
    return path === TASKS ? REQUEST(pair.itemId) : {};
  };

  it('neither reaches or learns anything of the other’s over any route for consumers', async () => {
    const before = await belongings();
    const told: string[] = [];
    for (const route of routes.filter((one) => doorOf(one) === 'consumers')) {
      const isItem = route.path.startsWith(ITEMS);
      const address = route.path
        .replace(':documentId', isItem ? pair.itemId : task.documentId)
        .replace(':commentId', commentId);
      for (const [name, { token }] of Object.entries(others)) {
        const body = bodyOf(route);
        const answer = await fetch(`${pair.consumer.url}${address}`, {
          method: route.method,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        const text = await answer.text();
        const isList = route.method === 'GET' && !route.path.includes(':');
        const isAsExpected = answer.status === (isList ? 200 : 404);
        const isQuiet = [MARK, task.number, task.documentId, pair.itemId].every(
          (secret) => !text.includes(secret) || address.includes(secret),
        );
        if (!isAsExpected || !isQuiet) {
          told.push(`${name}: ${route.method} ${address}: ${String(answer.status)} ${text}`);
        }
      }
    }
    expect(told).toEqual([]);
    expect(await belongings()).toBe(before);
  });

  it('each finds what is its own', async () => {
    const { body: tasks } = await owner.get(TASKS).expect(200);
    expect(tasks.data.map(({ title }: { title: string }) => title)).toEqual([`Order ${MARK}`]);
    for (const other of Object.values(others)) {
      const { body: items } = await other.get(ITEMS).expect(200);
      expect(items.data.map(({ documentId }: { documentId: string }) => documentId)).toEqual([
        otherItem.documentId,
      ]);
      const { body: none } = await other.get(TASKS).expect(200);
      expect(none.meta.pagination.total).toBe(0);
    }
  });
});
