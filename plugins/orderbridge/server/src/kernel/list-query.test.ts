import fc from 'fast-check';
import type { Context } from 'koa';
import { readListQuery, type ListDefinition } from './list-query';
import { toPage } from './pagination';

const STATES = ['new', 'acknowledged', 'completed'];

const LIST: ListDefinition = {
  fields: {
    number: { type: 'text', filterable: true, sortable: true },
    state: { type: 'choice', values: STATES, filterable: true, sortable: true },
    quantity: { type: 'integer', filterable: true },
    placedAt: { type: 'moment', filterable: true, sortable: true },
    secret: { type: 'text' },
    'consumer.documentId': { type: 'text', filterable: true },
    'consumer.name': { type: 'text', filterable: true, sortable: true },
    'consumer.parent.name': { type: 'text', filterable: true },
  },
  defaultOrder: [{ placedAt: 'desc' }, { id: 'desc' }],
};

const read = (query: unknown) => readListQuery({ query } as Context, LIST);
const whereOf = (filters: unknown) => read({ filters }).where;
const orderOf = (sort: unknown) => read({ sort }).orderBy;

const defectOf = (query: unknown): unknown => {
  try {
    read(query);
  } catch (error) {
    return error;
  }
  return undefined;
};
const refusal = (path: string[]) => ({
  name: 'OrderbridgeError',
  code: 'request.invalid',
  details: { errors: [{ path, message: expect.any(String) }] },
});

const NUMBERS = Array.from({ length: 101 }, (_, index) => String(index));
const nested = (depth: number): unknown =>
  depth === 0 ? { state: 'new' } : { $not: nested(depth - 1) };

describe('the filters of a list', () => {
  it.each([
    [undefined, {}],
    [{ state: 'new' }, { state: { $eq: 'new' } }],
    [{ state: { $eq: 'new' } }, { state: { $eq: 'new' } }],
    [{ state: { $in: 'new' } }, { state: { $in: ['new'] } }],
    [{ state: { $notIn: ['new', 'completed'] } }, { state: { $notIn: ['new', 'completed'] } }],
    [{ state: { $in: { 0: 'new', 150: 'completed' } } }, { state: { $in: ['new', 'completed'] } }],
    [{ number: { $eqi: 'ord' } }, { number: { $eqi: 'ord' } }],
    [{ number: { $startsWith: '' } }, { number: { $startsWith: '' } }],
    [{ number: { $null: 'true' } }, { number: { $null: true } }],
    [{ number: { $notNull: 'false' } }, { number: { $notNull: false } }],
    [{ quantity: '-2147483648' }, { quantity: { $eq: -2147483648 } }],
    [{ quantity: { $gt: '1', $lte: '10' } }, { quantity: { $gt: 1, $lte: 10 } }],
    [{ quantity: { $between: ['1', '10'] } }, { quantity: { $between: [1, 10] } }],
    [{ placedAt: '2026-01-31' }, { placedAt: { $eq: new Date('2026-01-31T00:00:00Z') } }],
    [
      { placedAt: { $gte: '2026-01-31T12:00:00.5+02:00' } },
      { placedAt: { $gte: new Date('2026-01-31T10:00:00.500Z') } },
    ],
    [
      { consumer: { documentId: { $in: ['a', 'b'] } } },
      { consumer: { documentId: { $in: ['a', 'b'] } } },
    ],
    [
      { consumer: { name: 'a', parent: { name: 'b' } } },
      {
        $and: [
          { consumer: { name: { $eq: 'a' } } },
          { consumer: { parent: { name: { $eq: 'b' } } } },
        ],
      },
    ],
    [
      { state: 'new', quantity: '1' },
      { $and: [{ state: { $eq: 'new' } }, { quantity: { $eq: 1 } }] },
    ],
    [
      { $or: [{ state: 'new' }, { state: 'completed', quantity: { $lt: '5' } }] },
      {
        $or: [
          { state: { $eq: 'new' } },
          { $and: [{ state: { $eq: 'completed' } }, { quantity: { $lt: 5 } }] },
        ],
      },
    ],
    [
      { $and: { 0: { state: 'new' }, 101: { $not: { number: { $contains: 'x' } } } } },
      { $and: [{ state: { $eq: 'new' } }, { $not: { number: { $contains: 'x' } } }] },
    ],
  ])('%j ask for %j', (filters, where) => {
    expect(whereOf(filters)).toEqual(where);
  });

  it.each([
    ['a field that is not declared', { body: 'x' }, ['body']],
    ['a field that is not to be filtered by', { secret: { $startsWith: 'a' } }, ['secret']],
    ['a field of every object', { constructor: { name: 'x' } }, ['constructor']],
    ['a field of a relation that is not declared', { consumer: { id: '1' } }, ['consumer', 'id']],
    ['a relation itself', { consumer: '1' }, ['consumer']],
    ['a group below a relation', { consumer: { $or: [{ name: 'a' }] } }, ['consumer', '$or']],
    ['a path with a dot', { 'consumer.name': 'a' }, ['consumer.name']],
    ['an operator that does not exist', { state: { $size: '1' } }, ['state', '$size']],
    ['an operator of every object', { state: { toString: '1' } }, ['state', 'toString']],
    ['an operator of another type', { state: { $contains: 'n' } }, ['state', '$contains']],
    ['an order of texts', { number: { $gt: 'a' } }, ['number', '$gt']],
    ['no operator', { state: {} }, ['state']],
    ['no value', { state: null }, ['state']],
    ['several bare values', { state: ['new', 'completed'] }, ['state']],
    ['a value that is no choice', { state: { $ne: 'gone' } }, ['state', '$ne']],
    ['one of many that is no choice', { state: { $in: ['new', 'x'] } }, ['state', '$in', '1']],
    ['an object for a list', { state: { $in: { a: 'new' } } }, ['state', '$in']],
    ['an empty list', { state: { $in: [] } }, ['state', '$in']],
    ['too long a list', { number: { $in: NUMBERS } }, ['number', '$in']],
    ['a number with a fraction', { quantity: '1.5' }, ['quantity']],
    ['a number in another notation', { quantity: '1e3' }, ['quantity']],
    ['no number', { quantity: '' }, ['quantity']],
    ['a number that is too large', { quantity: '2147483648' }, ['quantity']],
    ['a range with one end', { quantity: { $between: '1' } }, ['quantity', '$between']],
    ['a range with three', { quantity: { $between: ['1', '2', '3'] } }, ['quantity', '$between']],
    ['a day that there is not', { placedAt: '2026-02-30' }, ['placedAt']],
    ['a moment without an offset', { placedAt: '2026-01-31T12:00:00' }, ['placedAt']],
    ['a moment whose + was lost', { placedAt: '2026-01-31T12:00:00 02:00' }, ['placedAt']],
    ['a text that is too long', { number: 'x'.repeat(256) }, ['number']],
    ['neither true nor false', { number: { $null: '1' } }, ['number', '$null']],
    ['a group that is no list', { $or: { state: 'new' } }, ['$or']],
    ['an empty group', { $and: [] }, ['$and']],
    ['a group of nothing', { $or: [{}] }, ['$or', '0']],
    ['a group of a text', { $not: 'new' }, ['$not']],
    ['groups that are too deep', nested(5), ['$not', '$not', '$not', '$not', '$not']],
  ])('are refused for %s, and the refusal says where', (_what, filters, path) => {
    expect(defectOf({ filters })).toMatchObject(refusal(['filters', ...path]));
  });

  it.each([
    ['a text', 'state'],
    ['nothing', null],
    ['a list', [{ state: 'new' }]],
    ['a NUL', { number: 'a\0' }],
    ['half of a surrogate pair', { number: { $in: ['\ud800'] } }],
    ['more than 50 conditions', { $or: NUMBERS.slice(0, 51).map((number) => ({ number })) }],
    [
      'more than 20 joins',
      { $or: NUMBERS.slice(0, 11).map((name) => ({ consumer: { parent: { name } } })) },
    ],
  ])('are refused as a whole for %s', (_what, filters) => {
    expect(defectOf({ filters })).toMatchObject(refusal(['filters']));
  });

  it('take as much as is allowed', () => {
    expect(whereOf(nested(4))).toBeDefined();
    expect(whereOf({ number: { $in: NUMBERS.slice(0, 100) } })).toBeDefined();
    expect(whereOf({ $or: NUMBERS.slice(0, 50).map((number) => ({ number })) })).toBeDefined();
  });

  it('are refused with a sentence that says what is allowed', () => {
    expect(defectOf({ filters: { $or: [{ state: { $ne: 'gone' } }] } })).toMatchObject({
      message: 'filters[$or][0][state][$ne] takes one of new, acknowledged, completed.',
    });
  });
});

describe('the order of a list', () => {
  it.each([
    [undefined, [{ placedAt: 'desc' }, { id: 'desc' }]],
    ['number', [{ number: 'asc' }, { id: 'asc' }]],
    ['state:asc, placedAt:desc', [{ state: 'asc' }, { placedAt: 'desc' }, { id: 'asc' }]],
    [
      ['state:desc', 'number'],
      [{ state: 'desc' }, { number: 'asc' }, { id: 'desc' }],
    ],
  ])('for %j is %j: it ends with the id', (sort, orderBy) => {
    expect(orderOf(sort)).toEqual(orderBy);
  });

  it('has the id where the asker puts it', () => {
    const fields = { ...LIST.fields, id: { type: 'integer', sortable: true } } as const;
    const query = { sort: 'number,id:desc' };
    expect(readListQuery({ query } as unknown as Context, { ...LIST, fields }).orderBy).toEqual([
      { number: 'asc' },
      { id: 'desc' },
    ]);
  });

  it.each([
    ['secret'],
    ['quantity'],
    ['consumer.name'],
    ['toString'],
    ['number:up'],
    ['number:asc:desc'],
    ['number,'],
    ['number,number:desc'],
    [''],
    [null],
    [{ number: 'asc' }],
    [[['number']]],
    ['number\0'],
  ])('is refused for %j', (sort) => {
    expect(defectOf({ sort })).toMatchObject(refusal(['sort']));
  });
});

describe('the page of a list', () => {
  it('is the first one of 25 rows, counted, where nothing else is asked for', () => {
    const page = { page: 1, pageSize: 25, offset: 0, limit: 25, withCount: true };
    expect(read({})).toMatchObject(page);
    expect(read({ pagination: { page: '3', pageSize: '10', withCount: 'false' } })).toMatchObject({
      page: 3,
      pageSize: 10,
      offset: 20,
      limit: 10,
      withCount: false,
    });
  });

  it.each([
    [{ page: '0' }, ['pagination', 'page']],
    [{ page: '1000000001' }, ['pagination', 'page']],
    [{ page: 'x' }, ['pagination', 'page']],
    [{ pageSize: '101' }, ['pagination', 'pageSize']],
    [{ withCount: 'no' }, ['pagination', 'withCount']],
    [{ start: '0' }, ['pagination']],
    ['1', ['pagination']],
  ])('is refused for %j', (pagination, path) => {
    expect(defectOf({ pagination })).toMatchObject(refusal(path));
  });

  it('tells how many there are only where they were counted', () => {
    const rows = [1, 2];
    const counted = read({ pagination: { pageSize: '2' } });
    const uncounted = read({ pagination: { withCount: 'false' } });
    expect(toPage(counted, { rows, total: 5 })).toEqual({
      data: rows,
      meta: { pagination: { page: 1, pageSize: 2, pageCount: 3, total: 5 } },
    });
    for (const found of [
      { rows, total: undefined },
      { rows, total: 5 },
    ]) {
      expect(toPage(uncounted, found)).toEqual({
        data: rows,
        meta: { pagination: { page: 1, pageSize: 25 } },
      });
    }
  });
});

it('other parameters of a request do not concern a list', () => {
  expect(read({ view: 'open\0', locale: 'en' })).toEqual(read({}));
});

const key = fc.oneof(
  fc.constantFrom(
    'number',
    'state',
    'quantity',
    'placedAt',
    'secret',
    'consumer',
    'name',
    'parent',
  ),
  fc.constantFrom('$and', '$or', '$not', '$eq', '$in', '$between', '$null', '$gt', '0', '1'),
  fc.constantFrom('consumer.name', 'page', 'pageSize', 'withCount', '__proto__', 'constructor'),
  fc.string({ maxLength: 5 }),
);
const text = fc.oneof(
  fc.constantFrom(...STATES, '1', '2026-01-31', 'true', 'number:desc', 'placedAt', ''),
  fc.string({ unit: 'binary' }),
);
const value = fc.oneof(text, fc.constant(null), fc.array(text, { maxLength: 4 }));
/** What qs makes of a query, in part of what lists know; bounded in depth. */
const { query, group } = fc.letrec<{ query: unknown; group: unknown }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    value,
    fc.array(tie('query'), { maxLength: 4 }),
    fc.dictionary(key, tie('query'), { maxKeys: 4 }),
  ),
  group: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.record({ state: fc.constantFrom(...STATES) }),
    fc.record({ number: fc.record({ $contains: text }) }),
    fc.record({ secret: text }),
    fc.record({ consumer: fc.record({ name: fc.record({ $in: value }) }) }),
    fc.record({ $or: fc.array(tie('group'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ $and: fc.array(tie('group'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ $not: tie('group') }),
    fc.record({ number: value, quantity: fc.record({ $gt: value }) }),
    tie('query'),
  ),
}));

const isAllowed = (where: unknown, path: string): boolean => {
  if (typeof where !== 'object' || where === null) return false;
  return Object.entries(where).every(([key, inner]) => {
    if (key === '$and' || key === '$or') {
      return (inner as unknown[]).every((one) => isAllowed(one, path));
    }
    if (key === '$not') return isAllowed(inner, path);
    const name = path === '' ? key : `${path}.${key}`;
    return LIST.fields[name]?.filterable === true || isAllowed(inner, name);
  });
};

/** Refused as invalid, or read into what the list declares: nothing else may come out. */
const expectSafe = (asked: unknown): void => {
  const defect = defectOf(asked);
  if (defect !== undefined) {
    expect(defect).toMatchObject({ name: 'OrderbridgeError', code: 'request.invalid' });
    return;
  }
  const { where, orderBy, limit } = read(asked);
  expect(isAllowed(where, '')).toBe(true);
  expect(orderBy.at(-1)).toHaveProperty('id');
  expect(limit).toBeLessThanOrEqual(100);
};

const anything = fc.anything({ maxDepth: 5, withNullPrototype: true, withBigInt: true });

it.each([
  ['what looks like filters', group, 1_000],
  ['what looks like a query', query, 1_000],
  ['anything', anything, 500],
])(
  'a list is asked for %s and refuses it as invalid or stays within its fields',
  (_what, asked, numRuns) => {
    const queries = fc.oneof(
      fc.record({ filters: asked }),
      fc.record({ sort: asked }),
      fc.record({ filters: asked, sort: query, pagination: query }),
    );
    expect(() => fc.assert(fc.property(queries, expectSafe), { numRuns })).not.toThrow();
  },
);
