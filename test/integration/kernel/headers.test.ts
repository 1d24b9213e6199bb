import supertest from 'supertest';
import { startTestInstance, type TestInstance } from '../../support/instance';

const FOREIGN = 'https://elsewhere.example';

/** An answer of each kind: of the plugin, of Strapi, of the door and of the bridge. */
const ANSWERS: [string, 'get' | 'post', string, number][] = [
  ['the content API', 'get', '/api/orderbridge/provider-tasks', 403],
  ['the admin API', 'get', '/orderbridge/orders', 401],
  ['an unknown route', 'get', '/api/orderbridge/nothing', 404],
  ['the door', 'post', '/api/orderbridge/provider-tasks', 415],
  ['the bridge', 'post', '/api/orderbridge/bridge/v1/nothing', 404],
  ['Strapi’s login', 'get', '/admin/init', 200],
];

describe('an answer', () => {
  let instance: TestInstance;

  beforeAll(async () => {
    instance = await startTestInstance('provider');
  });

  afterAll(async () => {
    await instance.dispose();
  });

  const ask = (method: 'get' | 'post', path: string) => {
    const request = supertest(instance.url)[method](path).set('Origin', FOREIGN);
    return method === 'get' ? request : request.set('content-type', 'text/plain').send('text');
  };

  it.each(ANSWERS)(
    'of %s is no page, and is taken for none',
    async (_what, method, path, status) => {
      const { headers, status: answered } = await ask(method, path);
      expect(answered).toBe(status);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringMatching(/default-src '(?:self|none)'/),
      });
      expect(headers).not.toHaveProperty('x-powered-by');
    },
  );

  it.each(ANSWERS.filter(([, , path]) => path.includes('orderbridge')))(
    'of %s is stored by no cache',
    async (_what, method, path) => {
      expect((await ask(method, path)).headers['cache-control']).toBe('no-store');
    },
  );

  it.each(ANSWERS)('of %s is for no other origin', async (_what, method, path) => {
    const { headers } = await ask(method, path);
    expect(headers['access-control-allow-origin'] ?? '').toBe('');
    const preflight = await supertest(instance.url)
      .options(path)
      .set({ Origin: FOREIGN, 'Access-Control-Request-Method': method.toUpperCase() });
    expect(preflight.headers['access-control-allow-origin'] ?? '').toBe('');
  });
});
