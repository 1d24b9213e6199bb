import type { TransitionTable } from './transition-table';

/**
 * Life of one revision of a remote record producer. `draft` to `draft` of the next revision is a new
 * row, no transition; a retired revision is deleted, not moved.
 */
export const PRODUCER_TRANSITIONS = {
  draft: ['published', 'retired'],
  published: ['inactive', 'retired'],
  inactive: ['archived', 'retired'],
  archived: [],
  retired: [],
} as const satisfies TransitionTable;

export type ProducerState = keyof typeof PRODUCER_TRANSITIONS;
export const PRODUCER_STATES = Object.keys(PRODUCER_TRANSITIONS) as readonly ProducerState[];

/** What a request over a producer becomes: an order, or a service request of one of three kinds. */
export const PRODUCER_KINDS = ['order', 'help', 'issue', 'change'] as const;
export type ProducerKind = (typeof PRODUCER_KINDS)[number];

/** What exchange admins do with a revision, or with the set that it is one of. */
export const PRODUCER_VERBS = ['publish', 'checkout', 'archive', 'retire', 'delete'] as const;
export type ProducerVerb = (typeof PRODUCER_VERBS)[number];
