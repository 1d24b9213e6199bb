import { enrolRequester } from '../../support/people';
import { listRoutes, type ListedRoute } from '../../support/list-routes';
import { readApiDescription, type ApiDescription } from '../../support/api-description';
import type { RestClient } from '../../support/rest-client';
import {
  startSellingProvider,
  TASKS,
  type Organisation,
  type SellingProvider,
} from '../../support/selling-provider';
import { doorOf, listDoors, type Door } from './doors';
import { gatherOutsiders, type Outsider, type Outsiders } from './people';

/** Stands in everything that belongs to the organisation, and nowhere else. */
const MARK = 'quetzal-7361';
const ITEMS = '/api/orderbridge/remote-catalog-items';

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** What each may be answered at a door that is not theirs. */
const REFUSALS: Readonly<Record<Door, Partial<Record<Outsider, readonly string[]>>>> = {
  consumers: {
    nobody: ['401', '403'],
    forger: ['401'],
    otherApplication: ['404 task.not_found', '404 item.not_found'],
    otherRequester: ['404 task.not_found', '404 item.not_found'],
    otherManager: ['404 task.not_found', '404 item.not_found'],
    ownSystem: ['403 membership.missing'],
    plainUser: ['403'],
    idleStaff: ['401'],
  },
  'own-systems': {
    nobody: ['401', '403'],
    forger: ['401'],
    otherApplication: ['403 membership.bound'],
    otherRequester: ['403'],
    otherManager: ['403'],
    plainUser: ['403'],
    idleStaff: ['401'],
  },
  staff: {
    nobody: ['401'],
    forger: ['401'],
    otherApplication: ['401'],
    otherRequester: ['401'],
    otherManager: ['401'],
    ownSystem: ['401'],
    plainUser: ['401'],
    idleStaff: ['403'],
  },
  everybody: {},
};

describe('what belongs to one organisation', () => {
  let world: SellingProvider;
  let api: ApiDescription;
  let routes: ListedRoute[];
  let outsiders: Outsiders;
  let owner: Organisation;
  let other: Organisation;
  let application: RestClient;
  /** Ids and numbers of what the organisation has; none of them may be told to anybody else. */
  let order: { documentId: string; number: string; parentNumber: string };
  let help: { documentId: string; number: string };
  let item: { documentId: string };
  let commentId: string;
  const secrets = new Set<string>([MARK]);

  const call = async (
    outsider: Outsider | 'owner',
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Answer> => {
    const token = outsider === 'owner' ? application.token : outsiders[outsider];
    const answer = await fetch(`${world.provider.url}${path}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, text: await answer.text() };
  };

  /** What an answer tells of the organisation, besides what the asker has said already. */
  const leaksOf = ({ text }: Answer, said: string): string[] =>
    [...secrets].filter((secret) => text.includes(secret) && !said.includes(secret));

  const told = ({ status, text }: Answer): string => {
    const { code } = /"code":"(?<code>[a-z_.]+)"/.exec(text)?.groups ?? {};
    return code === undefined ? String(status) : `${String(status)} ${code}`;
  };

  beforeAll(async () => {
    world = await startSellingProvider();
    routes = await listRoutes();
    api = await readApiDescription(world.provider.url);
    owner = await world.open('OWN');
    other = await world.open('OTHER');
    outsiders = await gatherOutsiders(world, other);
    [application] = owner.applications;
    await enrolRequester(world.provider, {
      username: `rita-${MARK}`,
      organisation: owner.consumer,
    });

    const submit = async (client: RestClient, request: object) => {
      const { body } = await client.post(TASKS, request).expect(201);
      return body.data;
    };
    order = await submit(application, owner.requestFor('order', { title: `Order ${MARK}` }));
    help = await submit(application, owner.requestFor('help', { title: `Help ${MARK}` }));
    const { body: comment } = await application
      .post(`${TASKS}/${order.documentId}/comments`, { data: { body: `Please: ${MARK}` } })
      .expect(201);
    commentId = comment.data.id;
    const { body: items } = await application.get(ITEMS).expect(200);
    [item] = items.data;
    for (const secret of [
      order.documentId,
      order.number,
      order.parentNumber,
      help.documentId,
      help.number,
      commentId,
      item.documentId,
      owner.consumer,
      'From OWN',
    ]) {
      secrets.add(secret);
    }
    // Something of their own, so that an empty list proves nothing.
    await submit(other.applications[0], other.requestFor('order', { title: 'Of the other' }));
  });

  afterAll(async () => {
    await world.dispose();
  });

  /** The address of a route, with what belongs to the organisation in its placeholders. */
  const addressOf = ({ path }: ListedRoute): string =>
    path
      .replace(':documentId', path.includes('catalog-items') ? item.documentId : order.documentId)
      .replace(':commentId', commentId)
      .replace(':lineNumber', '1')
      .replace(':id', order.documentId);

  /** A body that would do, where the route takes one. */
  const bodyOf = ({ method, path }: ListedRoute): unknown => {
    if (method === 'GET' || method === 'DELETE') return undefined;
    const described = path.replace('/api', '').replace(/:(\w+)/g, '{$1}');
    const operation = api.operations.find((one) => one.method === method && one.path === described);
    const example = operation?.requestBody?.content['application/json'].example ?? {};
    return JSON.parse(JSON.stringify(example).replaceAll('<item>', item.documentId));
  };

  /** Everything that the organisation has, as it stands in the database. */
  const belongings = async () => {
    const tables = [
      'orderbridge_provider_tasks',
      'orderbridge_task_comments',
      'orderbridge_orders',
      'orderbridge_order_lines',
      'orderbridge_service_requests',
      'orderbridge_entitlements',
      'orderbridge_connections',
      'orderbridge_consumers',
      'orderbridge_memberships',
    ];
    const rows = await Promise.all(tables.map((table) => world.provider.rows(table).orderBy('id')));
    return JSON.stringify(rows);
  };

  it('is behind doors that are all known: each route of the router is expected, and none besides', () => {
    const routed = routes.map(({ method, path }) => `${method} ${path}`);
    expect(listDoors().sort()).toEqual(routed.sort());
  });

  it('is not reached over any route by anybody else, who learn nothing of it and change nothing', async () => {
    const before = await belongings();
    const wrong: unknown[] = [];
    for (const route of routes) {
      const door = doorOf(route);
      for (const [outsider, expected] of Object.entries(REFUSALS[door])) {
        const [address, body] = [addressOf(route), bodyOf(route)];
        const answer = await call(outsider as Outsider, route.method, address, body);
        const isList = door === 'consumers' && route.method === 'GET' && !route.path.includes(':');
        const isMember = outsider.startsWith('other');
        const allowed = isList && isMember ? ['200'] : expected;
        const got = told(answer);
        const isAsExpected = allowed.some((one) => got === one || got.startsWith(`${one} `));
        const leaks = leaksOf(answer, `${address} ${JSON.stringify(body)}`);
        if (!isAsExpected || leaks.length > 0) {
          wrong.push({ route: `${route.method} ${route.path}`, outsider, got, allowed, leaks });
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(await belongings()).toBe(before);
  });

  /** Each way in which a parameter may name something, with a value of the organisation. */
  const questions = (value: string): string[] => {
    const fields = [
      'documentId',
      'number',
      'title',
      'parentNumber',
      'requesterName',
      'name',
      'connection.name',
      'connection][name',
      'connection][consumer][name',
      'connection][consumer][documentId',
      'order][number',
      'comments][body',
      'requesterId',
      'id',
    ];
    const operators = ['$eq', '$eqi', '$contains', '$containsi', '$startsWith', '$ne', '$notIn][0'];
    return [
      ...fields.flatMap((field) =>
        operators.map((operator) => `filters[${field}][${operator}]=${value}`),
      ),
      ...['$or', '$and', '$not'].map((group) => `filters[${group}][0][title][$contains]=${value}`),
      `_q=${value}`,
      `search=${value}`,
      `populate=*`,
      `populate=connection`,
      `populate[connection][populate]=consumer`,
      `populate[comments][filters][body][$contains]=${value}`,
      `fields=*`,
      `fields[0]=requesterId`,
      `sort=title:asc`,
      `sort=connection.name`,
      `sort[connection][consumer][name]=asc`,
      `pagination[page]=1&pagination[pageSize]=100`,
      `pagination[page]=2&pagination[pageSize]=1`,
      `pagination[start]=0&pagination[limit]=1000`,
      `pagination[withCount]=false`,
      `status=draft`,
      `locale=*`,
      `consumer=${value}`,
      `connection=${value}`,
    ];
  };

  it('is not found by any parameter: what names it is answered as what names nothing', async () => {
    const { body: all } = await other.applications[0].get(TASKS).expect(200);
    const mine = all.meta.pagination.total as number;
    expect(mine).toBe(1);
    const wrong: unknown[] = [];
    const known = [MARK, order.number, order.documentId, 'From OWN'].map(encodeURIComponent);
    for (const outsider of ['otherApplication', 'otherManager', 'otherRequester'] as const) {
      for (const path of [TASKS, ITEMS]) {
        for (const value of outsider === 'otherApplication' ? known : known.slice(0, 1)) {
          const control = 'nothing-of-that-name';
          const asked = questions(value);
          const controls = questions(control);
          for (const [index, question] of asked.entries()) {
            const answer = await call(outsider, 'GET', `${path}?${question}`);
            const leaks = leaksOf(answer, decodeURIComponent(question));
            const plain = await call(outsider, 'GET', `${path}?${controls[index] ?? ''}`);
            const isSame =
              answer.text.replaceAll(decodeURIComponent(value), control) === plain.text;
            if (answer.status >= 500 || leaks.length > 0 || !isSame) {
              wrong.push({ outsider, question: `${path}?${question}`, leaks, isSame, answer });
            }
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('is all there for its own people', async () => {
    const list = await call('owner', 'GET', TASKS);
    expect([list.status, leaksOf(list, '')]).toEqual([
      200,
      expect.arrayContaining([MARK, order.number, help.number]),
    ]);
    const one = await call('owner', 'GET', `${TASKS}/${order.documentId}`);
    expect(leaksOf(one, '')).toEqual(expect.arrayContaining([MARK, commentId]));
  });
});
