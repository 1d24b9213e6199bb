import type { Core } from '@strapi/strapi';
import { withRight, type Action } from '../../../shared/actions';
import { bridgeService, type SentCommand } from '../bridge';
import type { Caller, Staff } from '../connections';
import { getConfig, now } from '../kernel/config';
import { isPendingWish } from './ask';
import type { Author, Reader } from './comments';
import type { TaskRow } from './content-types';
import { CONSUMER_VERBS, judgeComment, judgeConsumerVerb } from './task-actions';
import type { SummaryRow } from './task-view';

/** What decides over what can be done with tasks besides the tasks themselves. */
export interface Circumstances {
  /** What this side has asked the provider for. */
  readonly sent: readonly SentCommand[];
  /** Ids of the connections that have ended, here or at the other side. */
  readonly ended: ReadonlySet<number>;
}

/** Of a task that has just come to be. */
export const NO_CIRCUMSTANCES: Circumstances = { sent: [], ended: new Set() };

/** Those of some commands that are about one task. */
export const sentOn = (row: SummaryRow, commands: readonly SentCommand[]): SentCommand[] =>
  commands.filter(
    ({ subject, connectionId }) =>
      row.side === 'consumer' && subject === row.number && connectionId === row.connection?.id,
  );

export const authorOf = ({ actor, organisation, seesAll, may }: Caller): Author => ({
  actor,
  organisation,
  side: 'consumer',
  mayChangeAll: seesAll,
  rights: {
    edit: may('provider-task.editComment'),
    delete: may('provider-task.deleteComment'),
  },
});

/** What those who ask may do with tasks, and why not the rest. */
export const createAskerActions = ({ strapi }: { strapi: Core.Strapi }) => {
  const judgeCommentNow = (row: SummaryRow, { ended }: Pick<Circumstances, 'ended'>) =>
    judgeComment(row, {
      at: now(strapi),
      afterEndMs: getConfig(strapi).commentAfterEndMs,
      hasEnded: ended.has(row.connection?.id ?? 0),
    });

  const commandsAbout = (rows: readonly SummaryRow[]): Promise<SentCommand[]> => {
    const asking = rows.filter(({ side }) => side === 'consumer');
    if (asking.length === 0) return Promise.resolve([]);
    const connectionIds = [...new Set(asking.map(({ connection }) => connection?.id ?? 0))];
    return bridgeService.from(strapi).commandsAbout(
      connectionIds,
      asking.map(({ number }) => number),
    );
  };

  const staffAuthor = (row: Pick<TaskRow, 'side'>, { actor, may }: Staff): Author => ({
    actor,
    organisation: getConfig(strapi).organisationName,
    side: row.side,
    mayChangeAll: may('provider-task.moderate'),
    rights: { edit: may('provider-task.comment'), delete: may('provider-task.comment') },
  });

  return {
    staffAuthor,

    circumstancesOf: async (rows: readonly SummaryRow[]): Promise<Circumstances> => ({
      sent: await commandsAbout(rows),
      ended: await bridgeService.from(strapi).findEnded(
        rows.flatMap(({ connection }) => connection?.id ?? []),
        { orLeft: true },
      ),
    }),

    ofCaller: (row: SummaryRow, { may }: Caller, circumstances: Circumstances): Action[] => {
      const { sent, ended } = circumstances;
      const hasPending = sentOn(row, sent).some(isPendingWish);
      const hasEnded = ended.has(row.connection?.id ?? 0);
      return [
        withRight<string>(judgeCommentNow(row, circumstances), may('provider-task.comment')),
        ...CONSUMER_VERBS.map((verb) =>
          withRight<string>(
            judgeConsumerVerb(verb, row, { hasPending, hasEnded }),
            may(`provider-task.${verb}`),
          ),
        ),
      ];
    },

    ofStaff: (row: SummaryRow, { may }: Staff, circumstances: Circumstances): Action[] => [
      withRight(judgeCommentNow(row, circumstances), may('provider-task.comment')),
    ],

    readerOf: (row: TaskRow, caller: Caller, circumstances: Circumstances): Reader => ({
      author: authorOf(caller),
      mayComment: judgeCommentNow(row, circumstances),
    }),

    staffReader: (row: TaskRow, staff: Staff, circumstances: Circumstances): Reader => ({
      author: staffAuthor(row, staff),
      mayComment: judgeCommentNow(row, circumstances),
    }),
  };
};
