import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { generateSecret, sign, verify } from './signature';

const AT = new Date('2026-03-01T12:00:00Z');
const TOLERANCE = { at: AT, toleranceMs: 300_000 };

describe('a signature', () => {
  it('is the one that the reference library makes, and the other way round', () => {
    fc.assert(
      fc.property(fc.string(), fc.uuid(), (body, id) => {
        const secret = generateSecret();
        const reference = new Webhook(secret);
        const headers = sign({ id, body, at: AT }, [secret]);
        expect(headers['webhook-signature']).toBe(reference.sign(id, AT, body));
        expect(verify({ ...headers }, body, { secrets: [secret], ...TOLERANCE })).toBe('valid');
      }),
    );
  });

  it('is over the bytes: one changed byte makes it invalid', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (bytes, position, change) => {
          const body = Buffer.from(bytes);
          const secret = generateSecret();
          const headers = { ...sign({ id: 'msg_1', body, at: AT }, [secret]) };
          const changed = Buffer.from(body);
          const at = position % changed.length;
          changed[at] = (changed[at] ?? 0) ^ change;
          expect(verify(headers, body, { secrets: [secret], ...TOLERANCE })).toBe('valid');
          expect(verify(headers, changed, { secrets: [secret], ...TOLERANCE })).toBe('invalid');
        },
      ),
    );
  });

  it('holds while either of two keys is known, and not with another', () => {
    const [old, next, other] = [generateSecret(), generateSecret(), generateSecret()];
    const headers = { ...sign({ id: 'a', body: 'b', at: AT }, [old, next]) };
    for (const secret of [old, next]) {
      expect(verify(headers, 'b', { secrets: [other, secret], ...TOLERANCE })).toBe('valid');
    }
    expect(verify(headers, 'b', { secrets: [other], ...TOLERANCE })).toBe('invalid');
    expect(verify(headers, 'b', { secrets: [], ...TOLERANCE })).toBe('invalid');
  });

  it.each([
    ['later', 301_000],
    ['earlier', -301_000],
  ])('is too old or too new five minutes %s', (_when, shift) => {
    const secret = generateSecret();
    const headers = { ...sign({ id: 'a', body: 'b', at: AT }, [secret]) };
    const at = new Date(AT.getTime() + shift);
    expect(verify(headers, 'b', { secrets: [secret], at, toleranceMs: 300_000 })).toBe(
      'timestamp-out-of-tolerance',
    );
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('needs %s', (name) => {
    const secret = generateSecret();
    const headers: Record<string, string | undefined> = {
      ...sign({ id: 'a', body: 'b', at: AT }, [secret]),
      [name]: undefined,
    };
    expect(verify(headers, 'b', { secrets: [secret], ...TOLERANCE })).toBe('headers-missing');
  });

  it('looks at five signatures at the most', () => {
    const secret = generateSecret();
    const headers = { ...sign({ id: 'a', body: 'b', at: AT }, [secret]) };
    const noise = Array.from({ length: 5 }, () => `v1,${'A'.repeat(43)}=`).join(' ');
    const signature = `${noise} ${headers['webhook-signature']}`;
    expect(
      verify({ ...headers, 'webhook-signature': signature }, 'b', {
        secrets: [secret],
        ...TOLERANCE,
      }),
    ).toBe('invalid');
  });
});
