import fc from 'fast-check';
import { readJson } from './read-json';

const read = (text: string) => readJson(Buffer.from(text));

describe('reading a body as JSON', () => {
  it('reads whatever JSON.stringify writes of objects and lists', () => {
    const text = fc
      .oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue()))
      .map((value) => JSON.stringify(value))
      .filter((written) => !written.includes('"__proto__":'));
    fc.assert(
      fc.property(text, (written) => {
        expect(read(written)).toEqual(JSON.parse(written));
      }),
    );
  });

  it('reads texts of many megabytes, with whatever stands in them', () => {
    const long = { a: 'x'.repeat(8 * 1024 * 1024), b: '\\"'.repeat(1024 * 1024), 'c\\': '"' };
    expect(read(JSON.stringify(long))).toEqual(long);
  });

  it('takes an empty body for an object without fields', () => {
    expect(read('')).toEqual({});
    expect(read(' \n')).toEqual({});
  });

  it('takes one key in several objects, and a text that looks like JSON', () => {
    const text = '{"a":[{"a":1},{"a":"{\\"a\\":1,\\"a\\":2}"}],"b":{"a":"x:y"}}';
    expect(read(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ['broken JSON', '{"a":'],
    ['a bare text', '"text"'],
    ['null', 'null'],
    ['a key that stands twice', '{"a":1,"b":{},"a":2}'],
    ['a key that stands twice in an inner object', '[{"x":{"a":1,"a":2}}]'],
    ['a key that stands twice, once in other letters', '{"a":1,"\\u0061":2}'],
    ['__proto__', '{"a":{"__proto__":{"b":1}}}'],
    ['__proto__ in other letters', '{"\\u005f_proto__":1}'],
  ])('refuses %s', (_what, text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'request.invalid' }));
  });

  it('refuses bytes that are no UTF-8', () => {
    const body = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    expect(() => readJson(body)).toThrow(expect.objectContaining({ code: 'request.invalid' }));
  });
});
