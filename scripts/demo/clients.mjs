/** Small clients of an instance's public APIs, as an admin's browser or a requester's portal uses them. */

const CONTENT_MANAGER = '/content-manager/collection-types';

const UID = (name) => `plugin::orderbridge.${name}`;

/** An answer that was not a success, with what the instance said. */
export class HttpError extends Error {
  constructor(method, path, status, body) {
    const { message } = body?.error ?? {};
    super(`${method} ${path} answered ${status}${message ? `: ${message}` : ''}`);
    this.status = status;
    this.body = body;
  }
}

/**
 * As browsers do: a server may close an idle connection at the moment in which it is used again, and what
 * may be asked twice is then asked once more over a fresh one.
 */
const fetchKeptAlive = async (address, options) => {
  try {
    return await fetch(address, options);
  } catch (error) {
    const isIdempotent = options.method === 'GET' || options.method === 'PUT';
    if (!isIdempotent || error.cause?.code !== 'ECONNRESET') throw error;
    return fetch(address, options);
  }
};

const createClient = (url, token) => {
  /** A call with its headers, both ways; an answer that is no success is thrown. */
  const send = async (method, path, { body, headers } = {}) => {
    const response = await fetchKeptAlive(url + path, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    const parsed = isJson && text !== '' ? JSON.parse(text) : undefined;
    if (!response.ok) throw new HttpError(method, path, response.status, parsed);
    return { status: response.status, headers: response.headers, body: parsed };
  };
  const request = async (method, path, body) => (await send(method, path, { body })).body;
  return {
    send,
    get: (path) => request('GET', path),
    post: (path, body = {}) => request('POST', path, body),
    put: (path, body) => request('PUT', path, body),
    patch: (path, body) => request('PATCH', path, body),
    delete: (path) => request('DELETE', path),
  };
};

/** Signs an admin in and adds the content manager's calls that the panel makes. */
export const signInAdmin = async (url, { email, password }) => {
  const { data } = await createClient(url).post('/admin/login', { email, password });
  const client = createClient(url, data.token);
  const collection = (type) => `${CONTENT_MANAGER}/${type.includes('::') ? type : UID(type)}`;
  return {
    ...client,
    create: async (type, values) => {
      const created = await client.post(collection(type), values);
      // Users-permissions answers its users without the envelope that everything else has.
      return created.data ?? created;
    },
    update: async (type, documentId, values) =>
      (await client.put(`${collection(type)}/${documentId}`, values)).data,
    publish: async (type, documentId) =>
      (await client.post(`${collection(type)}/${documentId}/actions/publish`)).data,
    find: async (type, query = '') => (await client.get(`${collection(type)}?${query}`)).results,
    /** Like `find`, over all pages. */
    findAll: async (type, query = '') => {
      const found = [];
      for (let page = 1; ; page += 1) {
        const { results, pagination } = await client.get(
          `${collection(type)}?${query}&sort=id:asc&pageSize=100&page=${page}`,
        );
        found.push(...results);
        if (page >= pagination.pageCount) return found;
      }
    },
    findOne: async (type, documentId) =>
      (await client.get(`${collection(type)}/${documentId}`)).data,
  };
};

/** Signs a requester in, as the portal does. */
export const signInRequester = async (url, { identifier, password }) => {
  const { jwt } = await createClient(url).post('/api/auth/local', { identifier, password });
  return createClient(url, jwt);
};

export const withApiToken = (url, token) => createClient(url, token);

const POLL_MS = 5;

/** Asks until `look` answers something, and gives up with a sentence that says what was waited for. */
export const waitFor = async (what, look, { timeoutMs = 30_000 } = {}) => {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs / 1000} s for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
};
