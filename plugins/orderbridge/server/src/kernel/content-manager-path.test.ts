import { readContentManagerPath } from './content-manager-path';

describe('the path of a request to the content manager', () => {
  it.each([
    ['/content-manager/collection-types/plugin::a.b', []],
    ['/content-manager/single-types/plugin::a.b/', []],
    ['/Content-Manager/COLLECTION-types/plugin%3A%3Aa.b/abc', ['abc']],
    [
      '/content-manager/collection-types/plugin::a.b/x%2Fy/actions/publish',
      ['x/y', 'actions', 'publish'],
    ],
  ])('is read as the router reads it: %s', (path, rest) => {
    expect(readContentManagerPath(path)).toEqual({ type: 'plugin::a.b', rest });
  });

  it.each([
    '/',
    '/content-manager/relations/plugin::a.b',
    '/api/content-manager/collection-types/a',
    '/content-manager/collection-types',
    '/content-manager/collection-types/%',
  ])('is none: %s', (path) => {
    expect(readContentManagerPath(path)).toBeUndefined();
  });
});
