import { Flex } from '@strapi/design-system';
import { useTranslate } from '../translate';
import { Unreadable } from '../unreadable';
import { MessageList, WriteMessage } from './message-list';
import { useNotified } from '../use-notified';
import { useAddWorkNoteMutation, useGetParentQuery } from './work-queries';
import type { ParentPath } from './work-types';

interface WorkNotesProps {
  readonly path: ParentPath;
  readonly documentId: string;
}

/** What staff tell each other; it never leaves this instance. */
export const WorkNotes = ({ path, documentId }: WorkNotesProps) => {
  const translate = useTranslate();
  const notified = useNotified();
  const [add] = useAddWorkNoteMutation();
  const { data: parent, error } = useGetParentQuery({ path, documentId });
  if (error !== undefined) return <Unreadable error={error} />;
  if (parent === undefined) return null;
  const mayWrite = parent.actions.some(
    ({ action, allowed }) => action === 'add-work-note' && allowed,
  );
  return (
    <Flex direction="column" alignItems="stretch" gap={3} width="100%">
      <MessageList
        nothing={translate('work.notes.none')}
        messages={parent.workNotes.map(({ id, author, body, writtenAt }) => ({
          id,
          author: author.name,
          body,
          at: writtenAt,
        }))}
      />
      {mayWrite && (
        <WriteMessage
          label={translate('work.notes.new')}
          hint={translate('work.notes.hint')}
          button={translate('work.notes.add')}
          onWrite={(body) =>
            notified(
              () => add({ path, documentId, body }),
              translate('work.notes.added'),
              translate('work.failed'),
            )
          }
        />
      )}
    </Flex>
  );
};
