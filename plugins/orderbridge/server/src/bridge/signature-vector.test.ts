import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sign, verify } from './signature';

interface SignatureVector {
  readonly secret: string;
  readonly id: string;
  readonly timestamp: string;
  readonly body: string;
  readonly signature: string;
}

const readVector = (): SignatureVector => {
  const page = readFileSync(path.join(__dirname, '../../../docs/wire-protocol.md'), 'utf8');
  const [, json] = /<!-- signature-vector -->\s*```json\n([\s\S]*?)\n```/.exec(page) ?? [];
  return JSON.parse(json ?? 'null') as SignatureVector;
};

describe('the test vector of the wire protocol', () => {
  it('is what is signed and verified', () => {
    const { secret, id, timestamp, body, signature } = readVector();
    const at = new Date(Number(timestamp) * 1000);
    const headers = sign({ id, body, at }, [secret]);
    expect(headers).toEqual({
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signature,
    });
    expect(verify({ ...headers }, body, { secrets: [secret], at, toleranceMs: 0 })).toBe('valid');
  });
});
