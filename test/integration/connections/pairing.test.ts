import { generateAgreementKeys } from '../../../plugins/orderbridge/server/src/connections/key-agreement';
import { invite, pairingRequest, postPairing } from '../../support/fake-consumer';
import { startTestInstance, type AdminClient, type TestInstance } from '../../support/instance';

const ADDRESS = 'http://127.0.0.1:9';

describe('pairing', () => {
  let provider: TestInstance;
  let admin: AdminClient;

  beforeAll(async () => {
    provider = await startTestInstance('provider');
    admin = await provider.admin();
  });

  afterAll(async () => {
    await provider.dispose();
  });

  const code = (answer: { body: object }) =>
    (answer.body as { error?: { details?: { code?: string } } }).error?.details?.code;

  it('gives the same answer to the same consumer that asks again, and opens one connection', async () => {
    const request = pairingRequest(
      await invite(admin, 'TWICE'),
      generateAgreementKeys().publicKey,
      ADDRESS,
    );
    const first = await postPairing(provider, request);
    expect(first.status).toBe(200);
    expect(await postPairing(provider, request)).toEqual(first);
    expect(
      await provider.rows('orderbridge_connections').where({ short_code: 'TWICE' }),
    ).toHaveLength(1);
  });

  it('gives the same answer also where the consumer asks several times at once', async () => {
    const request = pairingRequest(
      await invite(admin, 'ATONCE'),
      generateAgreementKeys().publicKey,
      ADDRESS,
    );
    const answers = await Promise.all([1, 2, 3].map(() => postPairing(provider, request)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  it('gives a short code once, also where several ask for it at once', async () => {
    const results = await Promise.allSettled([1, 2, 3].map(() => invite(admin, 'RACE')));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('lets nobody else use an invitation that has been used', async () => {
    const invitation = await invite(admin, 'USED');
    const ask = () =>
      postPairing(provider, pairingRequest(invitation, generateAgreementKeys().publicKey, ADDRESS));
    expect((await ask()).status).toBe(200);
    const second = await ask();
    expect([second.status, code(second)]).toEqual([409, 'invitation.used']);
  });

  it('refuses a key that is none, as bad input', async () => {
    const invitation = await invite(admin, 'NOKEY');
    const answer = await postPairing(provider, pairingRequest(invitation, 'AAAA', ADDRESS));
    expect([answer.status, code(answer)]).toEqual([400, 'request.invalid']);
  });

  it('keeps a consumer that has a connection', async () => {
    const invitation = await invite(admin, 'KEPT');
    await postPairing(
      provider,
      pairingRequest(invitation, generateAgreementKeys().publicKey, ADDRESS),
    );
    const [consumer] = await admin.find('consumer', 'filters[name][$eq]=Consumer KEPT');
    await expect(
      admin.delete(
        `/content-manager/collection-types/plugin::orderbridge.consumer/${consumer.documentId}`,
      ),
    ).rejects.toMatchObject({
      status: 400,
      body: { error: { details: { code: 'consumer.in_use' } } },
    });
  });

  it('refuses an invitation whose consumer is gone', async () => {
    const invitation = await invite(admin, 'GONE');
    const [consumer] = await admin.find('consumer', 'filters[name][$eq]=Consumer GONE');
    await admin.delete(
      `/content-manager/collection-types/plugin::orderbridge.consumer/${consumer.documentId}`,
    );
    const answer = await postPairing(
      provider,
      pairingRequest(invitation, generateAgreementKeys().publicKey, ADDRESS),
    );
    expect([answer.status, code(answer)]).toEqual([400, 'invitation.invalid']);
  });

  it.each([
    ['an id that is too long', { url: 'https://x.example', id: 'a'.repeat(300) }],
    ['a NUL', { url: 'https://x.example', id: '\0' }],
    ['an address that is too long', { url: `https://x.example/${'a'.repeat(2_001)}`, id: 'a' }],
  ])('refuses to accept what is no invitation, with %s in it', async (_what, content) => {
    const known = await admin.create('consumer', { name: 'Accepts' });
    const json = JSON.stringify({ ...content, secret: 's'.repeat(32) });
    await expect(
      admin.post('/orderbridge/connections/accept-invitation', {
        invitation: `ob1_${Buffer.from(json).toString('base64url')}`,
        consumer: known.documentId,
      }),
    ).rejects.toMatchObject({
      status: 400,
      body: { error: { details: { code: 'invitation.invalid' } } },
    });
  });

  it('refuses an invitation that has expired', async () => {
    const invitation = await invite(admin, 'LATE');
    await provider
      .rows('orderbridge_invitations')
      .where({ short_code: 'LATE' })
      .update({ expires_at: Date.now() - 1 });
    const answer = await postPairing(
      provider,
      pairingRequest(invitation, generateAgreementKeys().publicKey, ADDRESS),
    );
    expect([answer.status, code(answer)]).toEqual([410, 'invitation.expired']);
  });

  it('refuses whoever does not hold the secret, without saying what exists', async () => {
    const request = pairingRequest(
      await invite(admin, 'FORGED'),
      generateAgreementKeys().publicKey,
      ADDRESS,
    );
    const forged = await postPairing(provider, { ...request, url: 'http://127.0.0.1:10' });
    const unknown = await postPairing(provider, { ...request, invitation: 'unknown' });
    expect([forged.status, code(forged)]).toEqual([400, 'invitation.invalid']);
    expect(forged).toEqual(unknown);
  });

  it.each(['http://10.0.0.1', 'http://example.com:80@127.0.0.1', 'ftp://127.0.0.1'])(
    'refuses a consumer that lives at %s, without connecting to it',
    async (url) => {
      const invitation = await invite(admin, `U${String(Math.random()).slice(2, 9)}`);
      const answer = await postPairing(
        provider,
        pairingRequest(invitation, generateAgreementKeys().publicKey, url),
      );
      expect([answer.status, code(answer)]).toEqual([400, 'connection.url_not_allowed']);
    },
  );

  it('refuses a short code that belongs to another connection', async () => {
    await invite(admin, 'SAME');
    await expect(invite(admin, 'SAME')).rejects.toMatchObject({
      status: 409,
      body: { error: { details: { code: 'connection.short_code_taken' } } },
    });
  });

  it('tells the person who accepts why the provider refused', async () => {
    const consumer = await admin.create('consumer', { name: 'Own organisation' });
    await expect(
      admin.post('/orderbridge/connections/accept-invitation', {
        invitation: 'not an invitation',
        consumer: consumer.documentId,
      }),
    ).rejects.toMatchObject({
      status: 400,
      body: { error: { details: { code: 'invitation.invalid' } } },
    });
  });

  it('keeps keys encrypted, out of every content type', async () => {
    const keys: { secret: string }[] = await provider.rows('orderbridge_link_keys');
    expect(keys.length).toBeGreaterThan(0);
    for (const { secret } of keys) expect(secret).toMatch(/^v1:[0-9a-f]+:[0-9a-f]+:[0-9a-f]+$/);
    const connections = JSON.stringify(await admin.find('connection'));
    expect(connections).not.toContain('whsec_');
    expect(connections).not.toContain(keys[0]?.secret);
  });
});
