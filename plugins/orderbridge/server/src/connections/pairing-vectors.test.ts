import { readFileSync } from 'node:fs';
import path from 'node:path';
import { deriveDirectionKeys, prove } from './key-agreement';

interface ProofVector {
  readonly secret: string;
  readonly side: 'provider' | 'consumer';
  readonly parts: readonly string[];
  readonly proof: string;
}

interface KeysVector {
  readonly secret: string;
  readonly connection: string;
  readonly consumerPrivateKey: string;
  readonly providerPublicKey: string;
  readonly providerToConsumer: string;
  readonly consumerToProvider: string;
}

const PAGE = readFileSync(path.join(__dirname, '../../../docs/wire-protocol.md'), 'utf8');

const readVector = (name: string): unknown => {
  const [, json] =
    new RegExp(`<!-- ${name} -->\\s*\`\`\`json\\n([\\s\\S]*?)\\n\`\`\``).exec(PAGE) ?? [];
  return JSON.parse(json ?? 'null');
};

describe('the test vectors of pairing', () => {
  it('have the proof that is made', () => {
    const { secret, side, parts, proof } = readVector('proof-vector') as ProofVector;
    expect(prove(secret, side, parts)).toBe(proof);
  });

  it('have the keys that are derived', () => {
    const vector = readVector('keys-vector') as KeysVector;
    const keys = deriveDirectionKeys(
      { privateKey: vector.consumerPrivateKey },
      vector.providerPublicKey,
      { salt: vector.secret, connectionKey: vector.connection },
    );
    expect({
      providerToConsumer: keys.providerToConsumer.toString('base64'),
      consumerToProvider: keys.consumerToProvider.toString('base64'),
    }).toEqual({
      providerToConsumer: vector.providerToConsumer,
      consumerToProvider: vector.consumerToProvider,
    });
  });
});
