import supertest from 'supertest';
import { enrolRequester } from '../../support/people';
import { startSellingProvider, TASKS, type SellingProvider } from '../../support/selling-provider';
import type { RestClient } from '../../support/rest-client';

type Person = 'ada' | 'bea' | 'max' | 'sue' | 'kim';

/** Of two organisations: requesters, and a manager each. */
const PEOPLE: Readonly<Record<Person, { of: 'NORD' | 'SUED'; role?: 'requester-manager' }>> = {
  ada: { of: 'NORD' },
  bea: { of: 'NORD' },
  max: { of: 'NORD', role: 'requester-manager' },
  sue: { of: 'SUED' },
  kim: { of: 'SUED', role: 'requester-manager' },
};

/** Whose requests each sees: their own, or as a manager those of the organisation. */
const SEES: Readonly<Record<Person, readonly Person[]>> = {
  ada: ['ada'],
  bea: ['bea'],
  max: ['ada', 'bea', 'max'],
  sue: ['sue'],
  kim: ['sue', 'kim'],
};

const NAMES = Object.keys(PEOPLE) as readonly Person[];

describe('a requester', () => {
  let house: SellingProvider;
  const clients = new Map<Person, RestClient>();
  const requests = new Map<Person, string>();

  beforeAll(async () => {
    house = await startSellingProvider();
    const organisations = { NORD: await house.open('NORD'), SUED: await house.open('SUED') };
    for (const [username, { of, role }] of Object.entries(PEOPLE)) {
      const client = await enrolRequester(house.provider, {
        username,
        organisation: organisations[of].consumer,
        ...(role && { role }),
      });
      const request = organisations[of].requestFor('help');
      const { body } = await client.post(TASKS, request).expect(201);
      clients.set(username as Person, client);
      requests.set(username as Person, body.data.documentId);
    }
  });

  afterAll(async () => {
    await house.dispose();
  });

  const get = async (name: Person, path: string) => {
    const client = clients.get(name);
    if (client === undefined) throw new Error(`${name} is not enrolled`);
    return client.get(path);
  };

  it.each(NAMES)('sees in lists what is theirs to see, and nothing else: %s', async (name) => {
    const { body } = await get(name, TASKS);
    const listed = body.data.map(({ documentId }: { documentId: string }) => documentId);
    expect([...listed].sort()).toEqual(SEES[name].map((whose) => requests.get(whose)).sort());
  });

  it.each(NAMES)('opens what is theirs to see, and finds nothing else: %s', async (name) => {
    for (const whose of NAMES) {
      const path = `${TASKS}/${String(requests.get(whose))}`;
      const expected = SEES[name].includes(whose) ? 200 : 404;
      expect([whose, (await get(name, path)).status]).toEqual([whose, expected]);
      expect([whose, (await get(name, `${path}/comments`)).status]).toEqual([whose, expected]);
    }
  });

  it('reaches no route of the catalogue and none of the admin panel', async () => {
    for (const path of [
      '/api/orderbridge/product-offerings',
      '/orderbridge/orders',
      '/content-manager/collection-types/plugin::orderbridge.order',
    ]) {
      expect([401, 403]).toContain((await get('max', path)).status);
    }
  });

  it('cannot register by themselves', async () => {
    const answer = await supertest(house.provider.url).post('/api/auth/local/register').send({
      username: 'eve',
      email: 'eve@example.com',
      password: 'Person-password-1',
    });
    expect(answer.status).toBe(400);
    const users = await house.provider.rows('up_users').where({ username: 'eve' });
    expect(users).toEqual([]);
  });
});
