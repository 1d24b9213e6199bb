import { hireStaff, enrolRequester } from '../../support/people';
import type { RestClient } from '../../support/rest-client';
import {
  startSellingProvider,
  TASKS,
  type Organisation,
  type SellingProvider,
  type Wanted,
} from '../../support/selling-provider';

const STAFF_TASKS = '/orderbridge/provider-tasks';
const ORDERS = '/orderbridge/orders';
const REQUESTS = '/orderbridge/service-requests';

const DAY_MS = 86_400_000;
const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS);

/** Something that was asked for, with all its addresses. */
interface Placed {
  readonly number: string;
  readonly task: string;
  readonly parent: string;
  readonly parentNumber: string;
}

type Step = readonly [verb: string, body?: object, by?: 'boss' | 'clara'];

const ASSIGN: Step = ['assign'];
const APPROVED: Step[] = [['approve']];
const STARTED: Step[] = [...APPROVED, ['start']];
const AWAITING: Step[] = [...STARTED, ['request-information', { reason: 'Which site?' }]];
const SCHEDULED: Step[] = [
  ...APPROVED,
  ['schedule', { startAt: new Date(Date.now() + DAY_MS).toISOString() }],
];
const RESOLVED: Step[] = [
  ASSIGN,
  ['propose-solution', { resolution: { code: 'solved', notes: 'Restarted' } }],
];

/** What is in the house: who asked for what, and how far it has come. */
const SCENES = {
  fresh: ['NORD', 'order', []],
  bosses: ['NORD', 'order', [...STARTED, ASSIGN]],
  claras: ['NORD', 'order', [...APPROVED, ['assign', {}, 'clara']]],
  waiting: ['NORD', 'order', [...AWAITING, ASSIGN]],
  answered: ['NORD', 'order', AWAITING],
  rejected: ['NORD', 'order', [['reject', { reason: 'No' }]]],
  ahead: ['NORD', 'order', SCHEDULED],
  overdue: ['NORD', 'order', SCHEDULED],
  completed: ['NORD', 'order', [...STARTED, ASSIGN, ['complete']]],
  held: ['NORD', 'bundle', [...STARTED, ['hold', { reason: 'Strike' }]]],
  southern: ['SUED', 'order', []],
  asked: ['SUED', 'help', []],
  helping: ['SUED', 'issue', [ASSIGN]],
  wondering: ['SUED', 'help', [ASSIGN, ['request-info', { reason: 'Which site?' }]]],
  solved: ['SUED', 'issue', RESOLVED],
  closed: ['SUED', 'change', [['close', { reason: 'Asked twice' }]]],
} as const satisfies Record<string, readonly ['NORD' | 'SUED', Wanted, readonly Step[]]>;
type Name = keyof typeof SCENES;
const NAMES = Object.keys(SCENES) as Name[];

interface Listed {
  readonly data: readonly { readonly number: string }[];
  readonly meta: { readonly pagination: Record<string, number> };
}

describe('a list', () => {
  let house: SellingProvider;
  let nord: Organisation;
  let sued: Organisation;
  let boss: RestClient;
  let clara: RestClient;
  const placed = new Map<Name, Placed>();

  const get = (name: Name): Placed => {
    const found = placed.get(name);
    if (found === undefined) throw new Error(`${name} has not been placed.`);
    return found;
  };
  const numberOf = (name: Name): string => get(name).number;
  const numbersOf = (names: readonly Name[]): string[] => names.map(numberOf).sort();
  const parentNumbersOf = (names: readonly Name[]): string[] =>
    names.map((name) => get(name).parentNumber).sort();

  const place = async (
    client: RestClient,
    { requestFor }: Organisation,
    wanted: Wanted,
    title?: string,
  ): Promise<Placed> => {
    const asked = requestFor(wanted, title === undefined ? {} : { title });
    const { body } = await client.post(TASKS, asked).expect(201);
    const { documentId, number } = body.data as { documentId: string; number: string };
    const { body: whole } = await boss.get(`${STAFF_TASKS}/${documentId}`).expect(200);
    const { order, serviceRequest } = whole.data as Record<
      'order' | 'serviceRequest',
      { documentId: string; number: string } | null
    >;
    const parent = order ?? serviceRequest;
    if (parent === null) throw new Error(`${number} has no parent.`);
    return {
      number,
      task: `${TASKS}/${documentId}`,
      parent: `${order === null ? REQUESTS : ORDERS}/${parent.documentId}`,
      parentNumber: parent.number,
    };
  };

  const read = async (client: RestClient, path: string, query = ''): Promise<Listed> => {
    const { body } = await client.get(`${path}?${query}`).expect(200);
    return body as Listed;
  };

  /** The numbers in a list that fits on one page, in its order. */
  const list = async (client: RestClient, path: string, query = ''): Promise<string[]> => {
    const { data, meta } = await read(client, path, `${query}&pagination[pageSize]=100`);
    expect(meta.pagination['total']).toBe(data.length);
    return data.map(({ number }) => number);
  };

  const listSorted = async (client: RestClient, path: string, query = ''): Promise<string[]> =>
    (await list(client, path, query)).sort();

  const setTask = (name: Name, values: object) =>
    house.provider
      .rows('orderbridge_provider_tasks')
      .where({ number: numberOf(name) })
      .update(values);

  beforeAll(async () => {
    house = await startSellingProvider();
    boss = house.staff;
    clara = await hireStaff(house.provider, {
      firstname: 'Clara',
      lastname: 'Current',
      rights: ['provider-task.read', 'order.read', 'order.assign', 'service-request.read'],
    });
    nord = await house.open('NORD', { applications: 2 });
    sued = await house.open('SUED');
    for (const name of NAMES) {
      const [shortCode, wanted, steps] = SCENES[name];
      const organisation = shortCode === 'NORD' ? nord : sued;
      const [application] = organisation.applications;
      const one = await place(application, organisation, wanted, `The ${name} one`);
      placed.set(name, one);
      for (const [verb, body = {}, by = 'boss'] of steps as readonly Step[]) {
        const staff = by === 'clara' ? clara : boss;
        await staff.post(`${one.parent}/${verb}`, body).expect(200);
      }
    }
    const [application] = nord.applications;
    await application
      .post(`${get('answered').task}/comments`, { data: { body: 'The one in Bergen.' } })
      .expect(201);
    await house.provider
      .rows('orderbridge_orders')
      .where({ number: get('overdue').parentNumber })
      .update({ scheduled_start: daysAgo(1) });
  });

  afterAll(async () => {
    await house.dispose();
  });

  describe('of staff', () => {
    it.each<[view: string, who: 'boss' | 'clara', names: Name[]]>([
      ['assigned-to-me', 'boss', ['bosses', 'waiting', 'helping', 'wondering', 'solved']],
      ['assigned-to-me', 'clara', ['claras']],
      [
        'unassigned',
        'boss',
        ['fresh', 'answered', 'rejected', 'ahead', 'overdue', 'held', 'southern', 'asked'],
      ],
      ['waiting-for-consumer', 'boss', ['waiting', 'rejected', 'wondering', 'solved']],
      ['answered', 'clara', ['answered']],
    ])('shows as %s to %s what is that, and nothing else', async (view, who, names) => {
      const staff = who === 'boss' ? boss : clara;
      expect(await listSorted(staff, STAFF_TASKS, `view=${view}`)).toEqual(numbersOf(names));
    });

    it('shows everything where no view is named', async () => {
      expect(await listSorted(clara, STAFF_TASKS)).toEqual(numbersOf(NAMES));
    });

    it('says who works on it and since when an answer waits', async () => {
      const { data } = await read(boss, STAFF_TASKS, `filters[number]=${numberOf('answered')}`);
      expect(data).toMatchObject([
        { side: 'provider', assignee: null, answeredAt: expect.any(String) },
      ]);
      const { data: claras } = await read(
        boss,
        STAFF_TASKS,
        `filters[number]=${numberOf('claras')}`,
      );
      expect(claras).toMatchObject([{ assignee: { name: 'Clara Current' }, answeredAt: null }]);
    });

    describe('of what is stuck', () => {
      const stuck = () => listSorted(boss, STAFF_TASKS, 'view=stuck');
      const LATE: Name[] = [
        'bosses',
        'waiting',
        'answered',
        'rejected',
        'ahead',
        'completed',
        'held',
        'asked',
        'wondering',
        'solved',
        'closed',
      ];

      afterEach(async () => {
        await house.provider.rows('orderbridge_provider_tasks').update({ moved_at: new Date() });
        await setTask('answered', { answered_at: new Date() });
        await house.provider.rows('orderbridge_streams_out').update({ blocked_reason: null });
      });

      it('begins with what should have been started', async () => {
        expect(await stuck()).toEqual(numbersOf(['overdue']));
      });

      it('has what nobody has moved for three days, unless it waits for the consumer or its day', async () => {
        for (const name of LATE) await setTask(name, { moved_at: daysAgo(3.1) });
        expect(await stuck()).toEqual(numbersOf(['overdue', 'bosses', 'held', 'asked']));
      });

      it('has what nobody has acted on for three days since the consumer has answered', async () => {
        await setTask('answered', { answered_at: daysAgo(2.9) });
        expect(await stuck()).toEqual(numbersOf(['overdue']));
        await setTask('answered', { answered_at: daysAgo(3.1) });
        expect(await stuck()).toEqual(numbersOf(['overdue', 'answered']));
      });

      it('does not have what was moved within three days', async () => {
        for (const name of LATE) await setTask(name, { moved_at: daysAgo(2.9) });
        expect(await stuck()).toEqual(numbersOf(['overdue']));
      });

      it('has what the other side refuses to hear of, also after the end', async () => {
        const streams = ['fresh', 'waiting', 'completed'] as const satisfies Name[];
        await house.provider
          .rows('orderbridge_streams_out')
          .whereIn(
            'stream_key',
            streams.map((name) => `task/${numberOf(name)}`),
          )
          .update({ pending: true, blocked_reason: 'The peer does not know this message.' });
        expect(await stuck()).toEqual(numbersOf(['overdue', ...streams]));
      });

      it('goes together with filters', async () => {
        await setTask('held', { moved_at: daysAgo(4) });
        await setTask('asked', { moved_at: daysAgo(4) });
        expect(
          await listSorted(boss, STAFF_TASKS, 'view=stuck&filters[parentKind]=service_request'),
        ).toEqual(numbersOf(['asked']));
      });
    });

    it.each<[view: string, who: 'boss' | 'clara', names: Name[]]>([
      ['assigned-to-me', 'boss', ['bosses', 'waiting']],
      ['assigned-to-me', 'clara', ['claras']],
      [
        'unassigned',
        'boss',
        ['fresh', 'answered', 'rejected', 'ahead', 'overdue', 'held', 'southern'],
      ],
      ['to-approve', 'boss', ['fresh', 'southern']],
      ['waiting-for-consumer', 'clara', ['waiting', 'answered', 'rejected']],
      ['overdue', 'boss', ['overdue']],
    ])('of orders shows as %s to %s what is that', async (view, who, names) => {
      const staff = who === 'boss' ? boss : clara;
      expect(await listSorted(staff, ORDERS, `view=${view}`)).toEqual(parentNumbersOf(names));
    });

    it.each<[view: string, who: 'boss' | 'clara', names: Name[]]>([
      ['assigned-to-me', 'boss', ['helping', 'wondering', 'solved']],
      ['assigned-to-me', 'clara', []],
      ['unassigned', 'boss', ['asked']],
      ['waiting-for-consumer', 'boss', ['wondering', 'solved']],
    ])('of service requests shows as %s to %s what is that', async (view, who, names) => {
      const staff = who === 'boss' ? boss : clara;
      expect(await listSorted(staff, REQUESTS, `view=${view}`)).toEqual(parentNumbersOf(names));
    });

    it('is for those who have the right to read', async () => {
      const stranger = await hireStaff(house.provider, {
        firstname: 'Rita',
        lastname: 'Rightless',
        rights: ['order.approve'],
      });
      for (const path of [STAFF_TASKS, ORDERS, REQUESTS]) {
        expect((await stranger.get(path)).status).toBe(403);
      }
    });
  });

  describe('is filtered', () => {
    it.each<[query: string, names: Name[]]>([
      ['filters[title][$containsi]=the HELD', ['held']],
      ['filters[title][$startsWith]=The s', ['southern', 'solved']],
      ['filters[state][$eq]=closed', ['completed', 'closed']],
      [
        'filters[state][$in][0]=closed&filters[state][$in][1]=resolved',
        ['completed', 'closed', 'solved'],
      ],
      ['filters[parentState]=scheduled', ['ahead', 'overdue']],
      ['filters[parentKind]=order&filters[assigneeName][$eqi]=clara current', ['claras']],
      [
        'filters[parentKind]=service_request&filters[endedAt][$null]=true',
        ['asked', 'helping', 'wondering', 'solved'],
      ],
      ['filters[$or][0][state]=resolved&filters[$or][1][parentState]=on_hold', ['solved', 'held']],
      ['filters[$and][0][state]=closed&filters[$and][1][parentKind]=order', ['completed']],
      [
        'filters[$not][parentKind]=order&filters[state][$ne]=received',
        ['helping', 'wondering', 'solved', 'closed'],
      ],
      [
        'view=assigned-to-me&filters[$or][0][state]=resolved&filters[$or][1][parentState]=on_hold',
        ['solved'],
      ],
      ['filters[endedAt][$lt]=2020-01-01', []],
    ])('by %s', async (query, names) => {
      expect(await listSorted(boss, STAFF_TASKS, encodeURI(query))).toEqual(numbersOf(names));
    });

    it('by the connection and the consumer, of which nothing but id and name is told', async () => {
      const southern: Name[] = NAMES.filter((name) => SCENES[name][0] === 'SUED');
      const [connection] = await house.admin.find('connection', 'filters[shortCode][$eq]=SUED');
      const { documentId, name, key } = connection as Record<string, string>;
      expect(
        await listSorted(boss, STAFF_TASKS, `filters[connection][documentId]=${documentId ?? ''}`),
      ).toEqual(numbersOf(southern));
      expect(
        await listSorted(
          boss,
          STAFF_TASKS,
          encodeURI(`filters[connection][name][$eq]=${name ?? ''}`),
        ),
      ).toEqual(numbersOf(southern));
      expect((await boss.get(`${STAFF_TASKS}?filters[connection][key]=${key ?? ''}`)).status).toBe(
        400,
      );

      for (const query of [
        `filters[consumer][documentId]=${sued.consumer}`,
        'filters[consumer][name][$eq]=From SUED',
      ]) {
        expect(await listSorted(boss, ORDERS, encodeURI(query))).toEqual(
          parentNumbersOf(['southern']),
        );
        expect(await listSorted(boss, REQUESTS, encodeURI(query))).toEqual(
          parentNumbersOf(southern.filter((each) => each !== 'southern')),
        );
      }
    });

    it('by the consumer, also where the condition holds for a great many', async () => {
      const { rows } = house.provider;
      const found = () =>
        boss.get(`${ORDERS}?filters[consumer][name][$ne]=Nobody&pagination[pageSize]=100`);
      const { body: before } = await found().expect(200);
      expect(before.data.length).toBeGreaterThan(5);
      const now = new Date();
      for (let made = 0; made < 600; made += 100) {
        await rows('orderbridge_consumers').insert(
          Array.from({ length: 100 }, (_, index) => ({
            document_id: `many-${String(made + index)}`,
            name: `Many ${String(made + index)}`,
            created_at: now,
            updated_at: now,
            published_at: now,
          })),
        );
      }
      const { body: after } = await found().expect(200);
      expect(after).toEqual(before);
      await rows('orderbridge_consumers').whereLike('document_id', 'many-%').delete();
    });

    it('by moments, to the millisecond', async () => {
      const at = new Date('2026-01-31T12:00:00.500Z');
      await setTask('ahead', { requested_at: at });
      const listed = (operator: string, moment: string) =>
        list(boss, STAFF_TASKS, encodeURI(`filters[requestedAt][${operator}]=${moment}`));
      expect(await listed('$lte', '2026-01-31T12:00:00.500Z')).toEqual([numberOf('ahead')]);
      expect(await listed('$lt', '2026-01-31T12:00:00.500Z')).toEqual([]);
      expect(await listed('$lte', '2026-01-31T12:00:00.499Z')).toEqual([]);
      expect(await listed('$lt', '2026-02-01')).toEqual([numberOf('ahead')]);
    });
  });

  describe('is refused', () => {
    const QUERIES: [path: string, query: string, at: string][] = [
      [STAFF_TASKS, 'filters[connection][key]=x', 'filters.connection.key'],
      [STAFF_TASKS, 'filters[connection][peerUrl][$contains]=http', 'filters.connection.peerUrl'],
      [STAFF_TASKS, 'filters[connection][consumer][name]=x', 'filters.connection.consumer'],
      [STAFF_TASKS, 'filters[connection]=1', 'filters.connection'],
      [STAFF_TASKS, 'filters[connection.name]=x', 'filters.connection.name'],
      [STAFF_TASKS, 'filters[order][number]=ORD0000001', 'filters.order'],
      [STAFF_TASKS, 'filters[requesterId]=1', 'filters.requesterId'],
      [STAFF_TASKS, 'filters[assigneeId]=1', 'filters.assigneeId'],
      [STAFF_TASKS, 'filters[requestedLines][$contains]=Ada', 'filters.requestedLines'],
      [STAFF_TASKS, 'filters[id]=1', 'filters.id'],
      [STAFF_TASKS, 'filters[createdBy][password][$startsWith]=$2a', 'filters.createdBy'],
      [STAFF_TASKS, 'filters[state]=done', 'filters.state'],
      [STAFF_TASKS, 'filters[state][$contains]=clo', 'filters.state.$contains'],
      [STAFF_TASKS, 'filters[number][$gt]=PT', 'filters.number.$gt'],
      [STAFF_TASKS, 'filters[number][$regex]=.*', 'filters.number.$regex'],
      [STAFF_TASKS, 'filters[number][$null]=maybe', 'filters.number.$null'],
      [STAFF_TASKS, 'filters[movedAt][$lt]=yesterday', 'filters.movedAt.$lt'],
      [STAFF_TASKS, 'filters[movedAt][$between]=2026-01-01', 'filters.movedAt.$between'],
      [STAFF_TASKS, 'filters[$xor][0][state]=closed', 'filters.$xor'],
      [STAFF_TASKS, 'filters[$or][state]=closed', 'filters.$or'],
      [STAFF_TASKS, 'filters=closed', 'filters'],
      [STAFF_TASKS, 'sort=connection.name', 'sort'],
      [STAFF_TASKS, 'sort=requesterId', 'sort'],
      [STAFF_TASKS, 'sort=number:up', 'sort'],
      [STAFF_TASKS, 'sort=number,number:desc', 'sort'],
      [STAFF_TASKS, 'sort[number]=desc', 'sort'],
      [STAFF_TASKS, 'pagination[page]=0', 'pagination.page'],
      [STAFF_TASKS, 'pagination[pageSize]=101', 'pagination.pageSize'],
      [STAFF_TASKS, 'pagination[start]=0', 'pagination'],
      [STAFF_TASKS, 'pagination[withCount]=please', 'pagination.withCount'],
      [STAFF_TASKS, 'view=mine', 'view'],
      [ORDERS, 'filters[consumer][customFields]=x', 'filters.consumer.customFields'],
      [ORDERS, 'filters[consumer][customFields][credit]=9', 'filters.consumer.customFields'],
      [ORDERS, 'filters[connection][key]=x', 'filters.connection'],
      [ORDERS, 'filters[state]=received', 'filters.state'],
      [ORDERS, 'sort=consumer.name', 'sort'],
      [ORDERS, 'view=stuck', 'view'],
      [REQUESTS, 'filters[consumer][customFields]=x', 'filters.consumer.customFields'],
      [REQUESTS, 'filters[resolutionNotes][$contains]=a', 'filters.resolutionNotes'],
      [REQUESTS, 'filters[answers][$contains]=a', 'filters.answers'],
      [REQUESTS, 'filters[state]=acknowledged', 'filters.state'],
      [REQUESTS, 'view=to-approve', 'view'],
      [STAFF_TASKS, 'filters[consumer][customFields]=x', 'filters.consumer'],
      [TASKS, 'filters[consumer][customFields]=x', 'filters.consumer'],
      [TASKS, 'filters[connection][key]=x', 'filters.connection'],
      [TASKS, 'filters[connection][name]=x', 'filters.connection'],
      [TASKS, 'filters[assigneeName]=Clara', 'filters.assigneeName'],
      [TASKS, 'filters[answeredAt][$null]=true', 'filters.answeredAt'],
      [TASKS, 'filters[side]=provider', 'filters.side'],
      [TASKS, 'filters[requesterId]=1', 'filters.requesterId'],
      [TASKS, 'sort=assigneeName', 'sort'],
    ];

    it.each(QUERIES)('%s?%s, with the place in the query', async (path, query, at) => {
      const client = path === TASKS ? nord.applications[0] : boss;
      const { status, body } = await client.get(`${path}?${encodeURI(query)}`);
      expect({ status, code: body.error.details.code }).toEqual({
        status: 400,
        code: 'request.invalid',
      });
      const [{ path: place }] = body.error.details.errors as [{ path: string[] }];
      expect(place.join('.')).toBe(at);
    });
  });

  it.each(['populate=*', 'populate[connection][populate]=*', 'fields[0]=number', 'populate=deep'])(
    'shows neither more nor less for being asked with %s',
    async (query) => {
      for (const [client, path] of [
        [boss, STAFF_TASKS],
        [boss, ORDERS],
        [boss, REQUESTS],
        [nord.applications[0], TASKS],
      ] as const) {
        const plain = await client.get(`${path}?sort=number`).expect(200);
        const asked = await client.get(`${path}?sort=number&${query}`).expect(200);
        expect(asked.body).toEqual(plain.body);
      }
    },
  );

  describe('comes in pages', () => {
    /** Reads page after page until one is empty. */
    const readAll = async (client: RestClient, path: string, query: string): Promise<string[]> => {
      const numbers: string[] = [];
      for (let page = 1; ; page += 1) {
        const { data } = await read(
          client,
          path,
          `${query}&pagination[pageSize]=3&pagination[page]=${String(page)}`,
        );
        if (data.length === 0) return numbers;
        numbers.push(...data.map(({ number }) => number));
      }
    };

    it('in the order that is asked for, the newest first where none is', async () => {
      const names = NAMES.filter((name) => name !== 'ahead');
      const inTurn = [numberOf('ahead'), ...names.map(numberOf)];
      expect(await list(boss, STAFF_TASKS, 'sort=requestedAt')).toEqual(inTurn);
      // As they came to be here, whatever clock the requests were made by.
      expect(await list(boss, STAFF_TASKS)).toEqual([...NAMES].reverse().map(numberOf));
      const orders = parentNumbersOf(
        NAMES.filter((name) => SCENES[name][1] === 'order' || name === 'held'),
      );
      expect(await list(boss, ORDERS, 'sort=number:desc')).toEqual([...orders].reverse());
      const states = (await read(boss, STAFF_TASKS, 'sort=state:desc,number')).data.map(
        (row) => (row as unknown as { state: string }).state,
      );
      expect(states).toEqual([...states].sort().reverse());
    });

    it('that are full, counted, and counted only where that is asked for', async () => {
      const { meta } = await read(boss, STAFF_TASKS, 'pagination[pageSize]=5&pagination[page]=2');
      expect(meta.pagination).toEqual({ page: 2, pageSize: 5, pageCount: 4, total: NAMES.length });
      const { data, meta: uncounted } = await read(
        boss,
        STAFF_TASKS,
        'pagination[pageSize]=5&pagination[withCount]=false',
      );
      expect(data).toHaveLength(5);
      expect(uncounted.pagination).toEqual({ page: 1, pageSize: 5 });
      const { data: beyond } = await read(boss, STAFF_TASKS, 'pagination[page]=1000000000');
      expect(beyond).toEqual([]);
      const { meta: filtered } = await read(boss, STAFF_TASKS, 'view=answered');
      expect(filtered.pagination).toMatchObject({ pageCount: 1, total: 1 });
    });

    it('that show everything once, also where nothing but chance would tell rows apart', async () => {
      const at = new Date('2026-03-01T08:00:00Z');
      await house.provider.rows('orderbridge_provider_tasks').update({ requested_at: at });
      await house.provider.rows('orderbridge_orders').update({ placed_at: at });
      const lists: [RestClient, string, string[]][] = [
        [boss, STAFF_TASKS, numbersOf(NAMES)],
        [boss, ORDERS, await listSorted(boss, ORDERS)],
        [
          nord.applications[0],
          TASKS,
          numbersOf(NAMES.filter((name) => SCENES[name][0] === 'NORD')),
        ],
      ];
      for (const [client, path, expected] of lists) {
        for (const query of ['', 'sort=state', 'sort=state:desc']) {
          const first = await readAll(client, path, query);
          expect([...first].sort()).toEqual(expected);
          expect(await readAll(client, path, query)).toEqual(first);
        }
      }
    });
  });

  describe('of a consumer', () => {
    let ada: RestClient;
    let bea: RestClient;
    let max: RestClient;
    let adas: Placed;
    let beas: Placed;
    const northern = () => numbersOf(NAMES.filter((name) => SCENES[name][0] === 'NORD'));
    const southern = () => numbersOf(NAMES.filter((name) => SCENES[name][0] === 'SUED'));

    beforeAll(async () => {
      const enrol = (username: string, role?: 'requester-manager') =>
        enrolRequester(house.provider, {
          username,
          organisation: nord.consumer,
          ...(role && { role }),
        });
      ada = await enrol('ada');
      bea = await enrol('bea');
      max = await enrol('max', 'requester-manager');
      adas = await place(ada, nord, 'order', 'The own one');
      beas = await place(bea, nord, 'help', 'The own one');
    });

    const all = () => [...northern(), adas.number, beas.number].sort();

    it('has what its organisation asked for, and nothing of another', async () => {
      const [application, other] = nord.applications;
      expect(await listSorted(application, TASKS)).toEqual(all());
      expect(await listSorted(other ?? application, TASKS)).toEqual(all());
      expect(await listSorted(sued.applications[0], TASKS)).toEqual(southern());
    });

    it('has for a requester their own, and for a manager those of all', async () => {
      expect(await listSorted(ada, TASKS)).toEqual([adas.number]);
      expect(await listSorted(bea, TASKS)).toEqual([beas.number]);
      expect(await listSorted(max, TASKS)).toEqual(all());
    });

    it('takes nobody for an application that happens to have the same id', async () => {
      const row = await house.provider
        .rows('orderbridge_provider_tasks')
        .where({ number: adas.number })
        .first<{ requester_id: string }>('requester_id');
      const { requester_id: before } = await house.provider
        .rows('orderbridge_provider_tasks')
        .where({ number: numberOf('fresh') })
        .first<{ requester_id: string }>('requester_id');
      await setTask('fresh', { requester_id: row.requester_id });
      expect(await listSorted(ada, TASKS)).toEqual([adas.number]);
      await setTask('fresh', { requester_id: before });
    });

    interface Reach {
      readonly query: (foreign: string, own: string) => string;
      readonly shown: (visible: readonly string[], own: string) => readonly string[];
    }
    const REACHES: [what: string, reach: Reach][] = [
      [
        'the number of another',
        { query: (foreign) => `filters[number]=${foreign}`, shown: () => [] },
      ],
      [
        'a number or the number of another',
        {
          query: (foreign, own) =>
            `filters[$or][0][number]=${foreign}&filters[$or][1][number]=${own}`,
          shown: (_visible, own) => [own],
        },
      ],
      [
        'everything but one',
        {
          query: (_foreign, own) => `filters[$not][number]=${own}`,
          shown: (visible, own) => visible.filter((number) => number !== own),
        },
      ],
      [
        'all numbers',
        { query: () => 'filters[number][$startsWith]=PT-', shown: (visible) => visible },
      ],
      [
        'whatever is or is not over',
        {
          query: () => 'filters[$or][0][endedAt][$null]=true&filters[$or][1][endedAt][$null]=false',
          shown: (visible) => visible,
        },
      ],
    ];

    it.each(REACHES)(
      'shows and counts nothing more for being filtered by %s',
      async (_what, { query, shown }) => {
        const asked: [RestClient, string, string, string[]][] = [
          [sued.applications[0], numberOf('fresh'), numberOf('asked'), southern()],
          [ada, beas.number, adas.number, [adas.number]],
          [ada, numberOf('asked'), adas.number, [adas.number]],
        ];
        for (const [client, foreign, own, visible] of asked) {
          // That the total is the number of those that are shown is looked at with every list.
          const numbers = await listSorted(client, TASKS, query(foreign, own));
          expect(numbers).toEqual(shown(visible, own));
        }
      },
    );

    it('says nothing of who works on it at the provider', async () => {
      const { data } = await read(max, TASKS, `filters[number]=${numberOf('claras')}`);
      expect(data).toHaveLength(1);
      expect(JSON.stringify(data)).not.toContain('Clara');
      for (const field of ['assignee', 'assigneeName', 'side', 'answeredAt']) {
        expect(data[0]).not.toHaveProperty(field);
      }
    });

    it('has nothing that could be opened, commented on or cancelled by who does not see it', async () => {
      const foreign: [RestClient, Placed][] = [
        [ada, beas],
        [bea, get('fresh')],
        [sued.applications[0], adas],
        [max, get('asked')],
      ];
      for (const [client, { task }] of foreign) {
        const answers = [
          await client.get(task),
          await client.get(`${task}/comments`),
          await client.post(`${task}/comments`, { data: { body: 'Hello' } }),
          await client.post(`${task}/cancel`),
          await client.post(`${task}/accept`),
          await client.post(`${task}/reject`, { reason: 'No' }),
        ];
        expect(
          answers.map(({ status, body }) => [status, body.error.details.code as string]),
        ).toEqual(answers.map(() => [404, 'task.not_found']));
      }
    });
  });

  it('no longer has as answered what somebody has acted on', async () => {
    await boss.post(`${get('answered').parent}/resume`).expect(200);
    expect(await list(boss, STAFF_TASKS, 'view=answered')).toEqual([]);
  });
});
