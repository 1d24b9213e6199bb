import { hireAs } from '../../support/people';
import type { RestClient } from '../../support/rest-client';
import {
  startSellingProvider,
  TASKS,
  type Organisation,
  type SellingProvider,
} from '../../support/selling-provider';

const LISTS = ['orders', 'service-requests', 'provider-tasks'] as const;
type List = (typeof LISTS)[number];

interface Count {
  readonly state: string;
  readonly count: number;
  readonly side?: string;
}

describe('the counts by state', () => {
  let house: SellingProvider;
  let organisations: Organisation[];

  beforeAll(async () => {
    house = await startSellingProvider();
    organisations = [await house.open('NORD'), await house.open('SUED')];
  });

  afterAll(async () => {
    await house.dispose();
  });

  const countsOf = async (list: List, client: RestClient = house.staff): Promise<Count[]> => {
    const { body } = await client.get(`/orderbridge/${list}/by-state`).expect(200);
    return body.data;
  };

  /** How many the list has in a state, by its filter. */
  const listed = async (list: List, { state }: Count): Promise<number> => {
    const query = `filters[state]=${state}&pagination[withCount]=true`;
    const { body } = await house.staff.get(`/orderbridge/${list}?${query}`).expect(200);
    return body.meta.pagination.total;
  };

  it('are empty where nothing has been asked for', async () => {
    for (const list of LISTS) expect([list, await countsOf(list)]).toEqual([list, []]);
  });

  it('are those of the lists, over all consumers, in the order of a life', async () => {
    const ask = async (index: number, wanted: 'order' | 'help'): Promise<string> => {
      const organisation = organisations[index];
      if (organisation === undefined) throw new Error('There is no such organisation');
      const request = organisation.requestFor(wanted);
      const { body } = await organisation.applications[0].post(TASKS, request).expect(201);
      return body.data.parentNumber;
    };
    const approved = await ask(0, 'order');
    await ask(0, 'order');
    await ask(1, 'order');
    await ask(1, 'help');
    const { body } = await house.staff.get(`/orderbridge/orders?filters[number]=${approved}`);
    await house.staff.post(`/orderbridge/orders/${body.data[0].documentId}/approve`).expect(200);

    expect(await countsOf('orders')).toEqual([
      { state: 'new', count: 2 },
      { state: 'acknowledged', count: 1 },
    ]);
    expect(await countsOf('service-requests')).toEqual([{ state: 'new', count: 1 }]);
    expect(await countsOf('provider-tasks')).toEqual([
      { side: 'provider', state: 'received', count: 3 },
      { side: 'provider', state: 'work_in_progress', count: 1 },
    ]);
    for (const list of LISTS) {
      for (const each of await countsOf(list)) {
        expect([list, each.state, each.count]).toEqual([
          list,
          each.state,
          await listed(list, each),
        ]);
      }
    }
  });

  it('are told to whoever may read the lists', async () => {
    const name = { firstname: 'Cara', lastname: 'Catalog' };
    const clerk = await hireAs(house.provider, { role: 'orderbridge-catalog-admin', ...name });
    for (const list of LISTS) await clerk.get(`/orderbridge/${list}/by-state`).expect(403);
  });
});
