import type { Context } from 'koa';
import { readIdempotencyKey } from './idempotency';

const read = (header: string | string[] | undefined) =>
  readIdempotencyKey({ headers: { 'idempotency-key': header } } as unknown as Context);

describe('the idempotency key of a request', () => {
  it.each([
    [undefined, undefined],
    ['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['!', '!'],
    ['a"b\\c~', 'a"b\\c~'],
    ['"a\\"b\\\\c"', 'a"b\\c'],
    ['k'.repeat(255), 'k'.repeat(255)],
    [`"${'k'.repeat(255)}"`, 'k'.repeat(255)],
  ])('in the header %j is %j', (header, key) => {
    expect(read(header)).toBe(key);
  });

  it.each([
    [''],
    ['""'],
    [' '],
    ['a b'],
    ['"a b"'],
    ['one, two'],
    ['"one", "two"'],
    ['"one";parameter'],
    ['"open'],
    ['"'],
    ['"a\\b"'],
    ['a\tb'],
    ['clé'],
    ['"clé"'],
    ['k'.repeat(256)],
    [['one', 'two']],
  ])('is refused in the header %j', (header) => {
    expect(() => read(header)).toThrow(
      expect.objectContaining({
        code: 'request.invalid',
        details: {
          code: 'request.invalid',
          errors: [{ path: ['Idempotency-Key'], message: expect.any(String) }],
        },
      }),
    );
  });
});
