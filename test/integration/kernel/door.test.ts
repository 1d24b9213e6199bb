import http from 'node:http';
import { gzipSync } from 'node:zlib';
import supertest from 'supertest';
import { hireStaff } from '../../support/people';
import { createRestClient, type RestClient } from '../../support/rest-client';
import { startSellingProvider, TASKS, type SellingProvider } from '../../support/selling-provider';

const KIB = 1024;
const MIB = 1024 * KIB;
const TOO_LARGE = [413, 'request.too_large'] as const;

describe('the door of the plugin’s routes', () => {
  let selling: SellingProvider;
  let application: RestClient;
  let requestFor: (wanted: 'help') => object;
  let stranger: RestClient;
  let token: string;
  let adminToken: string;

  beforeAll(async () => {
    selling = await startSellingProvider();
    const organisation = await selling.open('NORD');
    [application] = organisation.applications;
    requestFor = organisation.requestFor;
    stranger = await hireStaff(selling.provider, {
      firstname: 'No',
      lastname: 'Rights',
      rights: ['order.read'],
    });
    const { data } = await selling.admin.post('/admin/api-tokens', {
      name: 'System',
      description: '',
      type: 'full-access',
      lifespan: null,
    });
    token = data.accessKey;
    const { body } = await supertest(selling.provider.url)
      .post('/admin/login')
      .send({ email: 'admin@example.com', password: 'Test-password-1' });
    adminToken = body.data.token;
  });

  afterAll(async () => {
    // Strapi logs each request that it refuses to route as it does other errors.
    await selling.dispose();
  });

  const codeOf = ({ status, body }: supertest.Response) => {
    expect(body).toMatchObject({
      data: null,
      error: { status, name: expect.any(String), message: expect.stringMatching(/\S/) },
    });
    return [status, body.error.details.code] as const;
  };

  const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) => {
    const bearer = path.startsWith('/api/') ? token : adminToken;
    const request = supertest(selling.provider.url)
      .post(path)
      .set({ authorization: `Bearer ${bearer}`, 'content-type': 'application/json', ...headers });
    request.serialize((raw: unknown) => raw as string);
    return request.send(body as string);
  };

  /** Sends a body in pieces and without saying how long it is. */
  const postInPieces = (path: string, size: number): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const request = http.request(
        selling.provider.url + path,
        {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            resolve({ status: response.statusCode ?? 0, text });
          });
        },
      );
      request.on('error', reject);
      const piece = Buffer.alloc(64 * KIB, ' ');
      for (let sent = 0; sent < size; sent += piece.length) request.write(piece);
      request.end('{}');
    });

  it.each(['/api/orderbridge/provider-tasks', '/orderbridge/memberships'])(
    'says what is wrong with a body sent to %s, with a code',
    async (path) => {
      const invalid = [400, 'request.invalid'];
      expect(codeOf(await post(path, '{"data":'))).toEqual(invalid);
      expect(codeOf(await post(path, '"text"'))).toEqual(invalid);
      expect(codeOf(await post(path, '{"data":{"__proto__":{"a":1}}}'))).toEqual(invalid);
      expect(codeOf(await post(path, '{"data":1,"data":2}'))).toEqual(invalid);
      expect(codeOf(await post(path, Buffer.from([0x7b, 0xff, 0x7d])))).toEqual(invalid);

      const type = [415, 'request.content_type'];
      for (const contentType of [
        'text/plain',
        'multipart/form-data; boundary=x',
        'application/xml',
      ]) {
        expect(codeOf(await post(path, '{}', { 'content-type': contentType }))).toEqual(type);
      }
      const packed = await post(path, gzipSync('{}'), { 'content-encoding': 'gzip' });
      expect(codeOf(packed)).toEqual(type);
    },
  );

  it('takes JSON with a character set, and an empty body for none', async () => {
    const body = JSON.stringify(requestFor('help'));
    const { status } = await supertest(selling.provider.url)
      .post(TASKS)
      .set('content-type', 'application/json; charset=utf-8')
      .send(body);
    // Nobody is signed in; what matters is that the body was let through.
    expect([401, 403]).toContain(status);
    await application.post(TASKS, requestFor('help')).expect(201);
  });

  it('refuses a comment of ten megabytes before anybody reads it', async () => {
    const { body } = await application.post(TASKS, requestFor('help')).expect(201);
    const path = `${TASKS}/${body.data.documentId as string}/comments`;
    const comment = JSON.stringify({ data: { body: 'x'.repeat(10 * MIB) } });
    expect(codeOf(await post(path, comment))).toEqual(TOO_LARGE);
    const pieces = await postInPieces(path, 10 * MIB);
    expect([pieces.status, JSON.parse(pieces.text).error.details.code]).toEqual(TOO_LARGE);
    // The longest comment that there may be, with every character escaped, still comes in.
    const long = `{"data":{"body":"${'\\u00e9'.repeat(20_000)}"}}`;
    await application.post(path, JSON.parse(long)).expect(201);
  });

  it.each<[string, string, number]>([
    ['a request', '/api/orderbridge/provider-tasks', 256 * KIB],
    ['a document of the catalogue', '/api/orderbridge/product-offerings', MIB],
    ['an order by its verbs', '/orderbridge/orders/none/approve', 128 * KIB],
    ['a republish', '/orderbridge/product-offerings/republish', MIB],
    ['an import', '/orderbridge/catalog/import', 16 * MIB],
  ])('measures %s by what it needs', async (_what, path, maxBytes) => {
    const body = (size: number) => `{"unknown":"${'x'.repeat(size - 14)}"}`;
    expect(codeOf(await post(path, body(maxBytes + 1)))).toEqual(TOO_LARGE);
    const [, code] = codeOf(await post(path, body(maxBytes)));
    expect(code).not.toBe('request.too_large');
  });

  it('knows a route however its address is written', async () => {
    const body = `{"unknown":"${'x'.repeat(200 * KIB)}"}`;
    expect(codeOf(await post('/API/OrderBridge/Memberships/', body))).toEqual(TOO_LARGE);
    const larger = `{"unknown":"${'x'.repeat(300 * KIB)}"}`;
    expect(codeOf(await post('/api/orderbridge/PROVIDER-tasks/', larger))).toEqual(TOO_LARGE);
    const [, code] = codeOf(await post('/Orderbridge/Catalog/Import/', larger));
    expect(code).toBe('request.invalid');
  });

  it('gives what Strapi refuses a code', async () => {
    const { url } = selling.provider;
    const nobody = createRestClient(url, 'nobody');
    expect(codeOf(await nobody.get(TASKS))).toEqual([401, 'request.not_authenticated']);
    expect(codeOf(await nobody.get('/orderbridge/orders'))).toEqual([
      401,
      'request.not_authenticated',
    ]);
    expect(codeOf(await supertest(url).get(TASKS))).toEqual([403, 'request.forbidden']);
    expect(codeOf(await stranger.post('/orderbridge/memberships', {}))).toEqual([
      403,
      'request.forbidden',
    ]);
    for (const path of ['/api/orderbridge/nothing', '/orderbridge/nothing']) {
      expect(codeOf(await stranger.get(path))).toEqual([404, 'request.not_found']);
    }
    for (const path of [TASKS, '/orderbridge/memberships']) {
      const refused = await stranger.delete(path);
      expect(codeOf(refused)).toEqual([405, 'request.method_not_allowed']);
      expect(refused.headers['allow']).toContain('POST');
    }
  });

  it('leaves the codes that the plugin gives as they are', async () => {
    const unknown = await application.get(`${TASKS}/unknown`);
    expect(codeOf(unknown)).toEqual([404, 'task.not_found']);
  });

  it('gives a refusal of Strapi’s own controllers a code beside its details', async () => {
    const { status, body } = await createRestClient(selling.provider.url, token).post(
      '/api/orderbridge/product-offerings',
      { data: { minQuantity: 'many' } },
    );
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      name: 'ValidationError',
      details: { code: 'request.invalid', errors: expect.any(Array) },
    });
  });
});
