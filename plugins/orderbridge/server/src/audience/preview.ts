import type { Core } from '@strapi/strapi';
import { connectionsService, type ConnectionRow } from '../connections';
import { digestOf } from '../kernel/digest';
import { OrderbridgeError } from '../kernel/errors';
import { uid } from '../kernel/plugin-id';
import type { Transaction } from '../kernel/transaction';
import { CRITERIA } from './content-types';
import { findRuleDefect } from './find-rule-defect';
import { createMatcher, type ConsumerAttributes } from './match-consumer';
import { planGrants, type OfferedProducer } from './plan-grants';
import { findStandingGrants } from './standing-grants';

/** A published producer with the criteria that its rules come from. */
interface ProducerOfCriteria extends OfferedProducer {
  readonly name: string;
  readonly criteriaRules: readonly {
    /** Document id. */
    readonly criteria: string;
    readonly rule: unknown;
  }[];
}

type ProducerSource = (criteriaDocumentId: string) => Promise<readonly ProducerOfCriteria[]>;

const sources = new WeakMap<Core.Strapi, ProducerSource>();

/** Tells where to ask for the published producers that use criteria. */
export const registerProducerSource = (strapi: Core.Strapi, source: ProducerSource): void => {
  sources.set(strapi, source);
};

interface Named {
  readonly documentId: string;
  readonly name: string;
}

interface PreviewedGrant {
  readonly consumer: Named;
  /** A consumer may be reached over several. */
  readonly connection: Named;
  readonly producer: {
    readonly identity: string;
    readonly name: string;
    readonly revision: number;
  };
}

/** What a rule would do if it were saved. */
export interface CriteriaPreview {
  /** Consumers that the rule holds for, connected or not. */
  readonly matches: readonly Named[];
  readonly added: readonly PreviewedGrant[];
  readonly removed: readonly PreviewedGrant[];
  /** How many published producers use the criteria. */
  readonly producers: number;
  /** How many there are of each; the lists end after the first hundred. */
  readonly totals: { readonly matches: number; readonly added: number; readonly removed: number };
}

/** Longest list of a preview. */
const MAX_LISTED = 100;

const toNamed = ({ documentId, name }: Named): Named => ({ documentId, name });

const toGrant = (
  { identity, name, revision }: ProducerOfCriteria,
  connection: ConnectionRow,
): PreviewedGrant => ({
  consumer: toNamed(connection.consumer ?? { documentId: '', name: '' }),
  connection: toNamed(connection),
  producer: { identity, name, revision },
});

const assertUsable = (rule: unknown): void => {
  const defect = findRuleDefect(rule);
  if (defect === undefined) return;
  throw new OrderbridgeError('criteria.invalid_rule', `The rule cannot be used: ${defect}`, {
    errors: [{ path: ['rule'], message: defect }],
  });
};

const findMatches = async (strapi: Core.Strapi, rule: unknown): Promise<Named[]> => {
  const consumers = (await strapi.db
    .query(uid('consumer'))
    .findMany({ orderBy: { name: 'asc' } })) as unknown as (Named & ConsumerAttributes)[];
  return [...createMatcher(new Map(consumers.map((one) => [one, one])))(rule)].map(toNamed);
};

const findProducers = async (
  strapi: Core.Strapi,
  criteria: string | undefined,
): Promise<readonly ProducerOfCriteria[]> => {
  if (criteria === undefined) return [];
  if ((await strapi.db.query(CRITERIA).count({ where: { documentId: criteria } })) === 0) {
    throw new OrderbridgeError('criteria.not_found', 'There are no such criteria.');
  }
  return (await sources.get(strapi)?.(criteria)) ?? [];
};

/**
 * Says which consumers a rule holds for and which grants would come and go if stored criteria had it,
 * by the very plan that saving it would carry out. It changes nothing.
 *
 * @throws `criteria.invalid_rule` with a path as at save, `criteria.not_found`
 */
export const previewCriteria = async (
  strapi: Core.Strapi,
  { rule, criteria }: { rule: unknown; criteria?: string | undefined },
): Promise<CriteriaPreview> => {
  assertUsable(rule);
  const matches = await findMatches(strapi, rule);
  const producers = (await findProducers(strapi, criteria)).map((producer) => ({
    ...producer,
    rules: producer.criteriaRules.map((own) => (own.criteria === criteria ? rule : own.rule)),
  }));
  const connections = await connectionsService.from(strapi).findOpenConsumerConnections();
  const standing = await findStandingGrants(
    (name) => strapi.db.getConnection(name),
    producers.map(({ identity }) => identity),
    connections.map(({ id }) => id),
  );
  const { granted, withdrawn } = planGrants({ producers, connections }, standing);
  const byIdentity = new Map(producers.map((producer) => [producer.identity, producer]));
  const added = granted
    .slice(0, MAX_LISTED)
    .map((grant) => toGrant(grant.producer, grant.connection));
  const removed = withdrawn.slice(0, MAX_LISTED).flatMap(({ known, connection }) => {
    const producer = byIdentity.get(known.identity);
    return producer ? [toGrant(producer, connection)] : [];
  });
  return {
    matches: matches.slice(0, MAX_LISTED),
    added,
    removed,
    producers: producers.length,
    totals: { matches: matches.length, added: granted.length, removed: withdrawn.length },
  };
};

/** Whom an offer would reach if it were published. */
export interface OfferPreview {
  /** Consumers that it would be offered to, by name; the list ends after the first hundred. */
  readonly consumers: readonly Named[];
  readonly totals: {
    readonly consumers: number;
    /** Connections that are offered it for the first time, or again. */
    readonly added: number;
    /** Those that have been offered another revision of it. */
    readonly changed: number;
    /** Those that lose it. */
    readonly removed: number;
  };
}

/**
 * Says whom a producer would be offered to, by the very plan that its publish would carry out.
 *
 * @returns what people are shown of it, and a digest of what would be done for which connection
 */
export const previewOffer = async (
  transaction: Transaction,
  offered: OfferedProducer,
): Promise<{ shown: OfferPreview; digest: string }> => {
  const connections = await connectionsService
    .from(transaction.strapi)
    .findOpenConsumerConnections();
  const standing = await findStandingGrants(
    (name) => transaction.table(name),
    [offered.identity],
    connections.map(({ id }) => id),
  );
  const { granted, changed, withdrawn } = planGrants(
    { producers: [offered], connections },
    standing,
  );
  const seen = new Map<string, Named>();
  for (const { connection } of [...granted, ...changed]) {
    if (connection.consumer) seen.set(connection.consumer.documentId, connection.consumer);
  }
  const consumers = [...seen.values()]
    .map(toNamed)
    .sort((one, other) => one.name.localeCompare(other.name));
  const shown = {
    consumers: consumers.slice(0, MAX_LISTED),
    totals: {
      consumers: consumers.length,
      added: granted.length,
      changed: changed.length,
      removed: withdrawn.length,
    },
  };
  const idsOf = (some: readonly { connection: ConnectionRow }[]) =>
    some.map(({ connection }) => connection.id).sort((one, other) => one - other);
  return { shown, digest: digestOf([granted, changed, withdrawn].map(idsOf)) };
};
