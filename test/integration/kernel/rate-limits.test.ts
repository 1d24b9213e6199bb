import supertest from 'supertest';
import { generateAgreementKeys } from '../../../plugins/orderbridge/server/src/connections/key-agreement';
import { invite, pairFakeConsumer, pairingRequest, postPairing } from '../../support/fake-consumer';
import { startTestInstance, type TestInstance } from '../../support/instance';
import { createRestClient, signInStaff } from '../../support/rest-client';
import { startSellingProvider, TASKS, type SellingProvider } from '../../support/selling-provider';

/** What is answered to one request too many. */
const expectLimited = ({ status, headers, body }: supertest.Response): void => {
  expect(status).toBe(429);
  const { code, retryAfterSeconds } = body.error.details;
  expect(code).toBe('request.rate_limited');
  expect(headers['retry-after']).toBe(String(retryAfterSeconds));
  expect(retryAfterSeconds).toBeGreaterThan(0);
  expect(retryAfterSeconds).toBeLessThanOrEqual(60);
  expect(body.error.message).toMatch(/try again in \d+ seconds/);
};

describe('the limits on logins, as Strapi comes with them', () => {
  let instance: TestInstance;

  beforeAll(async () => {
    instance = await startTestInstance('provider');
  });

  afterAll(async () => {
    await instance.dispose();
  });

  const LOGINS = [
    {
      where: 'the admin panel',
      path: '/admin/login',
      guess: { email: 'somebody@example.com', password: 'Wrong-password-1' },
      max: 5,
      seconds: 300,
    },
    {
      where: 'the REST API',
      path: '/api/auth/local',
      guess: { identifier: 'somebody', password: 'Wrong-password-1' },
      max: 10,
      seconds: 60,
    },
  ];

  it.each(LOGINS)(
    'let $max guesses at $where through within $seconds seconds, and no more',
    async ({ path, guess, max }) => {
      const login = () => supertest(instance.url).post(path).send(guess);
      for (let guesses = 0; guesses < max; guesses += 1) expect((await login()).status).toBe(400);
      expect((await login()).status).toBe(429);
      // Nobody says which address they ask from, where no proxy is trusted.
      const disguised = await login().set('X-Forwarded-For', '203.0.113.7');
      expect(disguised.status).toBe(429);
    },
  );
});

describe('the limit on submitted requests', () => {
  let selling: SellingProvider;

  beforeAll(async () => {
    selling = await startSellingProvider({ ORDERBRIDGE_SUBMITS_PER_MINUTE: '3' });
  });

  afterAll(async () => {
    await selling.dispose();
  });

  it('is each application’s own, and leaves nothing of what was one too many', async () => {
    const organisation = await selling.open('NORD', { applications: 2 });
    const [first, second] = organisation.applications;
    const request = organisation.requestFor('help');
    for (let placed = 0; placed < 3; placed += 1) await first.post(TASKS, request).expect(201);
    expectLimited(await first.post(TASKS, request));
    await second?.post(TASKS, request).expect(201);

    const tasks = await selling.provider.rows('orderbridge_provider_tasks').count('id as count');
    expect(Number(tasks[0]?.['count'])).toBe(4);
    // Everything else is still open to whoever has submitted too much.
    await first.get(TASKS).expect(200);
  });
});

describe('the default limit on submitted requests', () => {
  let selling: SellingProvider;

  beforeAll(async () => {
    selling = await startSellingProvider();
  });

  afterAll(async () => {
    await selling.dispose();
  });

  it('lets one application submit a hundred at once', async () => {
    const organisation = await selling.open('NORD');
    const [application] = organisation.applications;
    const request = organisation.requestFor('help');
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => application.post(TASKS, request)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  });
});

describe('the limits at the bridge', () => {
  const LIMIT = 3;
  let provider: TestInstance;

  beforeAll(async () => {
    provider = await startTestInstance('provider', {
      ORDERBRIDGE_PAIRINGS_PER_MINUTE: String(LIMIT),
      ORDERBRIDGE_ACCEPTANCES_PER_MINUTE: String(LIMIT),
      ORDERBRIDGE_BAD_SIGNATURES_PER_MINUTE: String(LIMIT),
    });
  });

  afterAll(async () => {
    await provider.dispose();
  });

  it('let a peer guess at invitations and signatures only so often', async () => {
    const admin = await provider.admin();
    const invitation = await invite(admin, 'LATE');
    const peer = await pairFakeConsumer(provider, 'PEER');
    const guess = pairingRequest(invitation, generateAgreementKeys().publicKey, provider.url);
    for (let guesses = 1; guesses < LIMIT; guesses += 1) {
      const refused = await postPairing(provider, { ...guess, proof: 'AAAA' });
      expect(refused.status).toBe(400);
    }
    const limited = await postPairing(provider, guess);
    expect(limited).toMatchObject({
      status: 429,
      body: { error: { details: { code: 'request.rate_limited' } } },
    });
    expect(await provider.rows('orderbridge_connections')).toHaveLength(1);

    const forged = { headers: { 'webhook-signature': `v1,${'A'.repeat(43)}=` } };
    const good = peer.message('catalog_item/limits', 1);
    for (let guesses = 1; guesses < LIMIT; guesses += 1) {
      expect((await peer.send(good, forged)).status).toBe(401);
    }
    const address = `/api/orderbridge/bridge/v1/provider/${peer.key}/messages`;
    await supertest(provider.url).post(address).send(good).expect(400);
    // Also a good one: it is not looked at, and its sender comes again.
    expect((await peer.send(good)).status).toBe(429);
  });

  it('let an admin accept invitations only so often', async () => {
    const admin = await provider.admin();
    const staff = await signInStaff(provider);
    const own = await admin.create('consumer', { name: 'Own' });
    const accept = () =>
      staff.post('/orderbridge/connections/accept-invitation', {
        invitation: 'none',
        consumer: own.documentId,
      });
    for (let accepted = 0; accepted < LIMIT; accepted += 1) {
      expect((await accept()).status).toBe(400);
    }
    expectLimited(await accept());
  });

  it('are not reached by who has no right to accept', async () => {
    const stranger = createRestClient(provider.url, 'nobody');
    const path = '/orderbridge/connections/accept-invitation';
    const { status } = await stranger.post(path, { invitation: 'none', consumer: 'none' });
    expect(status).toBe(401);
  });
});
