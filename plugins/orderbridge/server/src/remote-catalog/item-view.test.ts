import type { RemoteCatalogItemRow } from './content-types';
import { toMirroredView } from './item-view';

const JANUARY = '2030-01-01T00:00:00.000Z';
const FEBRUARY = '2030-02-01T00:00:00.000Z';

const FORM: RemoteCatalogItemRow['offeredForm'] = {
  schema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {},
    required: [],
    additionalProperties: false,
  },
  hints: [],
  quantity: { minimum: 1, maximum: null },
};

const ROW: RemoteCatalogItemRow = {
  id: 1,
  documentId: 'item',
  identity: 'internet',
  kind: 'order',
  name: 'Internet',
  description: null,
  image: null,
  state: 'active',
  offeredRevision: 2,
  offeredForm: FORM,
  offeredValidity: { from: FEBRUARY, to: null },
  activeRevision: 2,
  activeForm: FORM,
  activeValidity: { from: null, to: null },
  category: null,
  activatedAt: null,
};

const viewAt = (at: string, more: Partial<RemoteCatalogItemRow>) =>
  toMirroredView({ ...ROW, ...more }, new Date(at));

describe('the view of a mirrored item', () => {
  it.each<[string, string | null, string | null, string, string | undefined]>([
    ['open on both sides', null, null, JANUARY, undefined],
    ['at its very beginning', JANUARY, null, JANUARY, undefined],
    ['a moment before its beginning', JANUARY, null, '2029-12-31T23:59:59.999Z', 'not_yet_valid'],
    ['a moment before its end', JANUARY, FEBRUARY, '2030-01-31T23:59:59.999Z', undefined],
    ['at its very end', JANUARY, FEBRUARY, FEBRUARY, 'no_longer_valid'],
  ])('says of the active revision whether it can be ordered: %s', (_when, from, to, at, code) => {
    const orderable = viewAt(at, { activeValidity: { from, to } })?.orderable;
    expect(orderable).toMatchObject(
      code === undefined ? { allowed: true } : { allowed: false, code: `item.${code}` },
    );
  });

  it('names the revision that is offered besides', () => {
    expect(viewAt(JANUARY, {})).toMatchObject({ revision: 2, newerRevision: null });
    expect(viewAt(JANUARY, { offeredRevision: 3 })).toMatchObject({
      revision: 2,
      newerRevision: 3,
    });
  });

  it('is nothing where nothing is active', () => {
    expect(
      viewAt(JANUARY, { activeRevision: null, activeForm: null, activeValidity: null }),
    ).toBeNull();
  });
});
