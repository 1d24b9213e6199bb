/** What nobody should send, as it travels. */
export interface BadBody {
  readonly name: string;
  readonly body: string;
  readonly contentType?: string;
}

const MEGABYTE = 1024 * 1024;

const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

/** Bodies that no route takes, whatever it is for. */
export const BAD_BODIES: readonly BadBody[] = [
  { name: 'JSON that ends too early', body: '{"data":{"title":"a' },
  { name: 'no JSON at all', body: 'title=a&lines=b' },
  { name: 'a form', body: 'data[title]=a', contentType: 'application/x-www-form-urlencoded' },
  { name: 'plain text', body: 'Please order something.', contentType: 'text/plain' },
  { name: 'XML', body: '<data/>', contentType: 'application/xml' },
  { name: 'a list', body: '[]' },
  { name: 'a text', body: '"data"' },
  { name: 'a number', body: '12' },
  { name: 'null', body: 'null' },
  { name: 'an unknown field', body: '{"nonsense":true}' },
  { name: 'an unknown field of data', body: '{"data":{"nonsense":true}}' },
  { name: 'data that is no object', body: '{"data":"text","expectedVersion":"one","reason":7}' },
  { name: 'numbers out of range', body: '{"expectedVersion":1e308,"data":{"quantity":-1e308}}' },
  { name: 'a prototype', body: '{"__proto__":{"isAdmin":true}}' },
  { name: 'a prototype of data', body: '{"data":{"__proto__":{"isAdmin":true}}}' },
  { name: 'a constructor', body: '{"constructor":{"prototype":{"isAdmin":true}}}' },
  {
    name: 'a NUL',
    body: String.raw`{"reason":"a\u0000b","data":{"title":"a\u0000b","body":"\u0000"}}`,
  },
  {
    name: 'half of a surrogate pair',
    body: String.raw`{"reason":"\ud800","data":{"title":"\ud800"}}`,
  },
  { name: 'a key twice', body: '{"nonsense":1,"nonsense":2}' },
  { name: 'deep nesting', body: `{"data":${nested(500)}}` },
  { name: 'very deep nesting', body: nested(50_000) },
  { name: 'ten megabytes', body: `{"data":{"body":"${'a'.repeat(10 * MEGABYTE)}"}}` },
];

/** What may stand in an address in the place of an id. */
export const BAD_IDS: readonly string[] = [
  'unknown',
  '0',
  '-1',
  '1e309',
  'a'.repeat(2_000),
  '%00',
  '%ED%A0%80',
  '%F0%9F%A6%9C',
  '__proto__',
  'constructor',
  "'%20or%20'1'='1",
  '..%2F..%2Fadmin',
  '%7B%22$ne%22:null%7D',
];

/** Queries that make no sense, and some that are far too large. */
export const BAD_QUERIES: readonly string[] = [
  'filters=text',
  'filters[nonsense][$eq]=1',
  'filters[number][$nonsense]=1',
  'filters[number]=%00',
  'filters[state][$eq]=nowhere',
  'filters[requestedAt][$gt]=yesterday',
  `filters${'[$and][0]'.repeat(30)}[number][$eq]=1`,
  Array.from({ length: 300 }, (_, index) => `filters[$or][${String(index)}][number][$eq]=1`).join(
    '&',
  ),
  'sort=nonsense:asc',
  'sort=number:sideways',
  'sort[number]=asc',
  'pagination=1',
  'pagination[page]=0',
  'pagination[page]=-1',
  'pagination[page]=1e99',
  'pagination[page]=99999999999999999999',
  'pagination[pageSize]=100000',
  'pagination[pageSize]=one',
  'pagination[withCount]=perhaps',
  'pagination[nonsense]=1',
];

/** Queries of the catalogue whose values or operators are none of their fields. */
export const BAD_CATALOG_QUERIES: readonly string[] = [
  'filters[id]=abc',
  'filters[id]=99999999999',
  'filters[id][$contains]=1',
  'filters[name]=%00',
  'filters[documentId][$in][0]=%00',
  'filters[minQuantity]=abc',
  'filters[minQuantity]=99999999999',
  'filters[value][$gt]=cheap',
  'filters[sellable]=perhaps',
  'filters[validFrom][$gt]=yesterday',
  'filters[validFrom][$between][0]=yesterday',
  'filters[extensions]=a',
  'filters[extensions][$gt]=a',
  'filters[categories][id]=abc',
  'filters[categories]=abc',
  'filters[characteristics][valueFrom]=abc',
  'filters[createdAt]=abc',
  'sort=extensions',
  'sort=categories.extensions',
  'fields=extensions&filters[categories][name]=a',
  'populate[categories][filters][id]=abc',
  'populate[prices][filters][value]=cheap',
  'populate[characteristics][filters][valueFrom]=abc',
  'status=nowhere',
  'locale=nowhere',
];

/** What the reader of queries leaves out by itself. */
export const HARMLESS_QUERIES: readonly string[] = [
  'filters[__proto__][isAdmin]=true',
  'filters[constructor][prototype][isAdmin]=true',
  '__proto__[isAdmin]=true',
];
