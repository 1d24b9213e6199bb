import type { Actor } from '../history';
import { defineService } from '../kernel/service';
import type { Transaction } from '../kernel/transaction';
import { workNotes, type NotedType, type WorkNoteRow } from './content-types';

interface NewWorkNote {
  readonly subjectType: NotedType;
  /** The subject's document id; whoever calls has made sure that it is there. */
  readonly subjectId: string;
  readonly actor: Actor;
  readonly body: string;
}

export interface WorkNoteView {
  readonly id: string;
  readonly author: { readonly name: string };
  readonly body: string;
  readonly writtenAt: string;
}

type Written = Pick<WorkNoteRow, 'documentId' | 'authorName' | 'body' | 'writtenAt'>;

const toView = ({ documentId, authorName, body, writtenAt }: Written): WorkNoteView => ({
  id: documentId,
  author: { name: authorName },
  body,
  writtenAt,
});

/** What staff note among themselves, for the features whose things they note it on. */
export const workNotesService = defineService('workNotes', ({ strapi }) => ({
  async add(
    transaction: Transaction,
    { subjectType, subjectId, actor, body }: NewWorkNote,
  ): Promise<WorkNoteView> {
    const note = {
      subjectType,
      subjectId,
      body,
      authorId: actor.id,
      authorName: actor.name,
      writtenAt: transaction.now.toISOString(),
    };
    const { documentId } = await workNotes.insertOne(transaction, note);
    return toView({ documentId, ...note });
  },

  /** The notes on one subject, oldest first. */
  async list(subjectType: NotedType, subjectId: string): Promise<WorkNoteView[]> {
    const rows = await workNotes.findMany(
      strapi,
      { subjectType, subjectId },
      { orderBy: [{ writtenAt: 'asc' }, { id: 'asc' }] },
    );
    return rows.map(toView);
  },
}));
