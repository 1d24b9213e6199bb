import type { Action } from '../../../shared/actions';

/** What staff work on in the content manager: where its REST routes are, by the uid of its type. */
const PATHS = {
  'plugin::orderbridge.order': 'orders',
  'plugin::orderbridge.service-request': 'service-requests',
} as const;

export type ParentPath = (typeof PATHS)[keyof typeof PATHS];

/** The routes of a type, or nothing where it has no verbs. */
export const pathOf = (model: string): ParentPath | undefined =>
  Object.hasOwn(PATHS, model) ? PATHS[model as keyof typeof PATHS] : undefined;

export const TASK_MODEL = 'plugin::orderbridge.provider-task';

interface WorkNote {
  readonly id: string;
  readonly author: { readonly name: string };
  readonly body: string;
  readonly writtenAt: string;
}

/** What was answered to one field of a form. */
export interface Answer {
  readonly field: string;
  /** Of the part of a bundle that it belongs to. */
  readonly section?: string;
  readonly label: string;
  readonly valueLabel: string;
}

export interface Line {
  readonly lineNumber: number;
  readonly parentLineNumber: number | null;
  readonly name: string;
  readonly quantity: number;
  readonly answers: readonly Answer[];
}

/** An order or a service request, as far as both are alike. */
export interface Parent {
  readonly documentId: string;
  readonly number: string;
  readonly state: string;
  readonly version: number;
  readonly assignee: { readonly id: string; readonly name: string } | null;
  readonly actions: readonly Action[];
  readonly task: { readonly documentId: string; readonly number: string } | null;
  readonly workNotes: readonly WorkNote[];
  /** Of an order. */
  readonly lines?: readonly Line[];
  /** Of a service request. */
  readonly answers?: readonly Answer[];
}

interface Comment {
  readonly id: string;
  readonly author: { readonly name: string; readonly organisation: string };
  readonly side: 'provider' | 'consumer';
  readonly body: string | null;
  readonly writtenAt: string;
  readonly editedAt: string | null;
  readonly deletedAt: string | null;
}

export interface TimelineEntry {
  readonly kind: 'state' | 'refusal' | 'comment';
  readonly at: string;
  readonly by: { readonly name: string; readonly side: 'provider' | 'consumer' };
  readonly verb?: string;
  readonly to?: string;
  readonly parentState?: string | null;
  readonly reason?: string | null;
  readonly comment?: Comment;
}

export interface Task {
  readonly documentId: string;
  readonly number: string;
  readonly title: string;
  readonly state: string;
  readonly parentState: string | null;
  readonly actions: readonly Action[];
  readonly comments: readonly Comment[];
  readonly timeline: readonly TimelineEntry[];
}
