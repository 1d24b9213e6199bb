import { waitUntil } from '../../support/wait-until';
import type { RestClient } from '../../support/rest-client';
import { startSellingProvider } from '../../support/selling-provider';

type Row = Readonly<Record<string, unknown>>;

/** A row whose state is looked at. */
export interface StateRow<State extends string = string> extends Row {
  readonly state: State;
  readonly version: number;
}

/** Everything that is kept of a task and of how its parent came to be as it is. */
export interface TaskRecord {
  readonly task: StateRow;
  readonly history: readonly Row[];
  readonly comments: readonly Row[];
  readonly messages: readonly { readonly type: string; readonly body: string }[];
}

/** Somebody of the staff, as history and assignments name them. */
export const whoIs = async (client: RestClient): Promise<{ id: string; name: string }> => {
  const { body } = await client.get('/admin/users/me').expect(200);
  const { id, firstname, lastname, email } = body.data;
  const name = [firstname, lastname].filter(Boolean).join(' ');
  return { id: String(id), name: name === '' ? email : name };
};

/** A provider that sells one of each, and a consumer without an instance that asks for it. */
export const openDesk = async () => {
  const selling = await startSellingProvider();
  const { provider, admin, staff } = selling;
  const organisation = await selling.open('NORD');
  const [application] = organisation.applications;
  const { rows } = provider;
  // What is sent stays in the outbox: nobody else writes while rows are put where a test needs them.
  await waitUntil('everything that opening has sent', async () => {
    const waiting = await rows('orderbridge_outbox').where({ state: 'pending' }).limit(1);
    return waiting.length === 0;
  });
  await rows('orderbridge_links').update({ state: 'paused' });

  return {
    provider,
    admin,
    staff,
    application,
    organisation,
    /** Brings in another organisation. */
    open: (shortCode: string) => selling.open(shortCode),
    close: (options?: { expectErrors?: boolean }) => selling.dispose(options),

    recordOfTask: async (task: {
      readonly taskId: string;
      readonly taskNumber: string;
      /** The parent's document id. */
      readonly documentId: string;
    }): Promise<TaskRecord> => {
      const row = await rows('orderbridge_provider_tasks')
        .where({ document_id: task.taskId })
        .first<StateRow>();
      return {
        task: row,
        history: await rows('orderbridge_state_changes')
          .whereIn('subject_id', [task.documentId, task.taskId])
          .orderBy('id'),
        comments: await rows('orderbridge_task_comments').where({ task_id: row['id'] as number }),
        messages: await rows('orderbridge_outbox as m')
          .join('orderbridge_streams_out as s', 's.id', 'm.stream_id')
          .where({ 's.stream_key': `task/${task.taskNumber}` })
          .orderBy('m.seq')
          .select('m.type', 'm.body'),
      };
    },
  };
};
