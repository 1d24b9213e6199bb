import type { ConnectionRow } from '../connections';
import { digestOf } from '../kernel/digest';
import { createMatcher, type ConsumerAttributes } from './match-consumer';

/** What is published of a producer, as far as grants depend on it. */
export interface OfferedProducer {
  readonly identity: string;
  readonly revision: number;
  /** Digest of what consumers are sent of it, in whatever language: a change of it is a change for them. */
  readonly contentHash: string;
  /** One that holds is enough. */
  readonly rules: readonly unknown[];
}

/** An entitlement as it stands in the database, as far as a plan needs it. */
export interface StandingGrant {
  readonly id: number;
  readonly documentId: string;
  readonly identity: string;
  readonly connectionId: number;
  readonly grant: 'granted' | 'withdrawn';
  readonly sentHash: string;
}

interface PlannedOffer<Producer> {
  readonly producer: Producer;
  readonly connection: ConnectionRow;
  readonly sentHash: string;
}

interface KnownOffer<Producer> extends PlannedOffer<Producer> {
  readonly known: StandingGrant;
}

/** What has to be done so that grants are what the criteria say; whom nothing changes for is not in it. */
export interface GrantPlan<Producer> {
  readonly granted: readonly (PlannedOffer<Producer> | KnownOffer<Producer>)[];
  /** Granted before and still, but what was sent of it is no longer what is published. */
  readonly changed: readonly KnownOffer<Producer>[];
  readonly withdrawn: readonly {
    readonly connection: ConnectionRow;
    readonly known: StandingGrant;
  }[];
}

export const languageOf = ({ consumer }: ConnectionRow): string | null =>
  consumer?.language ?? null;

/** Digests of what is sent, each made once for all consumers of a language. */
const createHashes = () => {
  const known = new Map<string, string>();
  return ({ contentHash, revision }: OfferedProducer, language: string | null): string => {
    const key = `${contentHash} ${String(revision)} ${language ?? ''}`;
    const hash = known.get(key) ?? digestOf([contentHash, revision, language]);
    known.set(key, hash);
    return hash;
  };
};

/** Compares what the criteria say of producers and connections with the entitlements that there are. */
export const planGrants = <Producer extends OfferedProducer>(
  offered: {
    readonly producers: readonly Producer[];
    /** Identities of which nothing is published any more. */
    readonly ended?: readonly string[] | undefined;
    readonly connections: readonly ConnectionRow[];
  },
  standing: readonly StandingGrant[],
): GrantPlan<Producer> => {
  const { producers, ended = [], connections } = offered;
  const byIdentity = new Map<string, Map<number, StandingGrant>>();
  for (const grant of standing) {
    const ofIdentity = byIdentity.get(grant.identity) ?? new Map<number, StandingGrant>();
    byIdentity.set(grant.identity, ofIdentity.set(grant.connectionId, grant));
  }
  const consumers = new Map<number, ConsumerAttributes>();
  for (const { id, consumer } of connections) if (consumer) consumers.set(id, consumer);
  const consumersOf = createMatcher(consumers);
  const hashOf = createHashes();

  const granted: (PlannedOffer<Producer> | KnownOffer<Producer>)[] = [];
  const changed: KnownOffer<Producer>[] = [];
  const withdrawn: { connection: ConnectionRow; known: StandingGrant }[] = [];

  for (const producer of producers) {
    const matches = producer.rules.map(consumersOf);
    for (const connection of connections) {
      const known = byIdentity.get(producer.identity)?.get(connection.id);
      if (!matches.some((matched) => matched.has(connection.id))) {
        if (known?.grant === 'granted') withdrawn.push({ connection, known });
        continue;
      }
      const offer = { producer, connection, sentHash: hashOf(producer, languageOf(connection)) };
      if (known === undefined) granted.push(offer);
      else if (known.grant === 'withdrawn') granted.push({ ...offer, known });
      else if (known.sentHash !== offer.sentHash) changed.push({ ...offer, known });
    }
  }
  for (const identity of ended) {
    for (const connection of connections) {
      const known = byIdentity.get(identity)?.get(connection.id);
      if (known?.grant === 'granted') withdrawn.push({ connection, known });
    }
  }
  return { granted, changed, withdrawn };
};
