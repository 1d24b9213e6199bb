import { deriveDirectionKeys, generateAgreementKeys, isProof, prove } from './key-agreement';

const SECRET = 'invitation secret';
const NAMES = { salt: SECRET, connectionKey: 'c1' };

describe('the agreement on keys', () => {
  it('gives both sides the same two keys, one for each direction', () => {
    const [provider, consumer] = [generateAgreementKeys(), generateAgreementKeys()];
    const there = deriveDirectionKeys(provider, consumer.publicKey, NAMES);
    const here = deriveDirectionKeys(consumer, provider.publicKey, NAMES);
    expect(here).toEqual(there);
    expect(there.providerToConsumer).not.toEqual(there.consumerToProvider);
    expect(there.providerToConsumer).toHaveLength(32);
  });

  it.each([
    ['another invitation', { ...NAMES, salt: 'other' }],
    ['another connection', { ...NAMES, connectionKey: 'c2' }],
  ])('gives other keys for %s', (_what, names) => {
    const [provider, consumer] = [generateAgreementKeys(), generateAgreementKeys()];
    const keys = deriveDirectionKeys(provider, consumer.publicKey, NAMES);
    expect(deriveDirectionKeys(provider, consumer.publicKey, names)).not.toEqual(keys);
  });

  it('takes a proof for the parts, the side and the secret that it was made with only', () => {
    const proof = prove(SECRET, 'consumer', ['a', 'b']);
    expect(isProof(prove(SECRET, 'consumer', ['a', 'b']), proof)).toBe(true);
    for (const other of [
      prove(SECRET, 'provider', ['a', 'b']),
      prove(SECRET, 'consumer', ['ab']),
      prove('other', 'consumer', ['a', 'b']),
      '',
    ]) {
      expect(isProof(other, proof)).toBe(false);
    }
  });
});
