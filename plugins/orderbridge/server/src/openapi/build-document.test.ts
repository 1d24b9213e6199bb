import { z } from 'zod';
import { contentApiRoute } from '../kernel/routes';
import { buildDocument } from './build-document';

const INFO = {
  version: '1.2.3',
  serverUrl: 'https://provider.example/api',
  prefix: '/orderbridge',
};

const route = (more: object = {}) =>
  contentApiRoute('POST', '/things/:documentId/parts', 'thing-part.create', {
    summary: 'Add a part',
    tag: 'Things',
    for: 'consumers',
    answers: { 201: { description: 'The part', data: z.object({ name: z.string() }) } },
    refusals: ['task.not_found', 'item.not_found'],
    ...more,
  });

describe('the document of an API', () => {
  it('says where a route is, how it is called and which right it needs', () => {
    const { paths } = buildDocument([route()], INFO);
    expect(paths).toMatchObject({
      '/orderbridge/things/{documentId}/parts': {
        post: {
          operationId: 'thingPartCreate',
          'x-required-right': 'plugin::orderbridge.thing-part.create',
          parameters: [{ name: 'documentId', in: 'path', required: true }],
        },
      },
    });
  });

  it('puts the codes of refusals under their status, with those that every route of its kind has', () => {
    const { paths } = buildDocument([route()], INFO);
    expect(paths['/orderbridge/things/{documentId}/parts']).toMatchObject({
      post: {
        responses: {
          404: { 'x-codes': ['task.not_found', 'item.not_found'] },
          403: { 'x-codes': expect.arrayContaining(['membership.missing']) as string[] },
        },
      },
    });
  });

  it('has a schema with an id once, however often it is used, and also where it refers to itself', () => {
    const part: z.ZodType = z
      .lazy(() => z.object({ name: z.string(), parts: z.array(part) }))
      .meta({ id: 'Part' });
    const data = z.object({ one: part, other: part });
    const { components, paths } = buildDocument(
      [route({ answers: { 200: { description: 'Parts', data } } })],
      INFO,
    );
    expect(components.schemas).toMatchObject({
      Part: { properties: { parts: { items: { $ref: '#/components/schemas/Part' } } } },
    });
    expect(JSON.stringify(paths)).toContain('{"$ref":"#/components/schemas/Part"}');
  });

  it('is not made where two schemas share an id', () => {
    const data = z.object({
      one: z.object({ a: z.string() }).meta({ id: 'Same' }),
      other: z.object({ b: z.string() }),
    });
    const other = z.object({ b: z.string() }).meta({ id: 'Same' });
    expect(() =>
      buildDocument(
        [
          route({
            answers: { 200: { description: '', data }, 201: { description: '', data: other } },
          }),
        ],
        INFO,
      ),
    ).toThrow('Two schemas have the id Same');
  });

  it('is not made of a schema that refers to itself without an id', () => {
    const part: z.ZodType = z.lazy(() => z.object({ parts: z.array(part) }));
    expect(() =>
      buildDocument([route({ answers: { 200: { description: '', data: part } } })], INFO),
    ).toThrow('needs an id');
  });
});
