import { listSections, type ApiDocument, type Operation } from './api-document';

const operation = (summary: string, tag: string): Operation => ({
  operationId: summary.replace(/ /g, ''),
  summary,
  tags: [tag],
  parameters: [],
  responses: {},
});

const DOCUMENT: ApiDocument = {
  info: { version: '1', description: '' },
  servers: [],
  components: { schemas: {} },
  paths: {
    '/tasks': {
      get: operation('List tasks', 'Tasks'),
      post: operation('Submit a request', 'Tasks'),
    },
    '/items': { get: operation('List items', 'Items') },
  },
};

const found = (search: string) =>
  listSections(DOCUMENT, search).map(({ tag, routes }) => [
    tag,
    ...routes.map(({ method, path }) => `${method} ${path}`),
  ]);

describe('the routes of the API', () => {
  it('stand under their headings, in their order', () => {
    expect(found('')).toEqual([
      ['Tasks', 'GET /tasks', 'POST /tasks'],
      ['Items', 'GET /items'],
    ]);
  });

  it('are found by all words of a search, wherever they stand', () => {
    expect(found(' LIST  get ')).toEqual([
      ['Tasks', 'GET /tasks'],
      ['Items', 'GET /items'],
    ]);
    expect(found('post request')).toEqual([['Tasks', 'POST /tasks']]);
    expect(found('post items')).toEqual([]);
  });
});
