import supertest from 'supertest';
import { ADMIN, type TestInstance } from './instance';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/**
 * A client of an instance that hands out what it was answered, with status and headers: to a test, a
 * refusal is an answer like any other.
 */
export const createRestClient = (url: string, token: string) => {
  const request = (method: Method, path: string) =>
    supertest(url)[method](path).auth(token, { type: 'bearer' });
  return {
    token,
    get: (path: string) => request('get', path),
    post: (path: string, body: object = {}, headers: Record<string, string> = {}) =>
      request('post', path).set(headers).send(body),
    put: (path: string, body: object) => request('put', path).send(body),
    patch: (path: string, body: object) => request('patch', path).send(body),
    delete: (path: string) => request('delete', path),
    /** Any method, with a body or without one. */
    send: (method: string, path: string, body?: object) => {
      const sent = request(method.toLowerCase() as Method, path);
      return body === undefined ? sent : sent.send(body);
    },
  };
};

export type RestClient = ReturnType<typeof createRestClient>;

/** Signs somebody in to the admin API; the super admin where nobody else is named. */
export const signInStaff = async (
  { url }: Pick<TestInstance, 'url'>,
  credentials: { readonly email: string; readonly password: string } = ADMIN,
): Promise<RestClient> => {
  const { body } = await supertest(url).post('/admin/login').send(credentials).expect(200);
  return createRestClient(url, body.data.token);
};

/** Signs a user in to the REST API. */
export const signInUser = async (
  { url }: Pick<TestInstance, 'url'>,
  credentials: { readonly identifier: string; readonly password: string },
): Promise<RestClient> => {
  const { body } = await supertest(url).post('/api/auth/local').send(credentials).expect(200);
  return createRestClient(url, body.jwt);
};
