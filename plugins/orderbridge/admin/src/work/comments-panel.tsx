import { Flex, Typography } from '@strapi/design-system';
import { useTranslate } from '../translate';
import { Unreadable } from '../unreadable';
import { useReason } from '../use-reason';
import { MessageList, WriteMessage } from './message-list';
import { useNotified } from '../use-notified';
import { useAddCommentMutation, useGetTaskQuery } from './work-queries';

/** What the two sides say to each other about a task. */
export const Comments = ({ task: documentId }: { task: string }) => {
  const translate = useTranslate();
  const notified = useNotified();
  const say = useReason();
  const [add] = useAddCommentMutation();
  const { data: task, error } = useGetTaskQuery(documentId);
  if (error !== undefined) return <Unreadable error={error} />;
  if (task === undefined) return null;
  const comment = task.actions.find(({ action }) => action === 'comment');
  return (
    <Flex direction="column" alignItems="stretch" gap={3} width="100%">
      <MessageList
        nothing={translate('work.comments.none')}
        messages={task.comments.map(({ id, author, body, writtenAt }) => ({
          id,
          author: `${author.name} (${author.organisation})`,
          body: body ?? translate('work.comments.deleted'),
          at: writtenAt,
        }))}
      />
      {comment?.allowed === false && (
        <Typography variant="pi" textColor="neutral600">
          {say(comment)}
        </Typography>
      )}
      {comment?.allowed === true && (
        <WriteMessage
          label={translate('work.comments.new')}
          hint={translate('work.seen')}
          button={translate('work.comments.send')}
          onWrite={(body) =>
            notified(
              () => add({ task: documentId, body }),
              translate('work.comments.sent'),
              translate('work.failed'),
            )
          }
        />
      )}
    </Flex>
  );
};
