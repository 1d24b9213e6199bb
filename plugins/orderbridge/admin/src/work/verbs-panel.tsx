import { Badge, Flex, Loader, Typography } from '@strapi/design-system';
import { ActionList } from '../action-list';
import { createDialogStore } from '../dialog-store';
import { useTranslate, type TranslationKey } from '../translate';
import { Unreadable } from '../unreadable';
import { EMPTY_INPUT, isVerb } from './verb-form';
import { VerbDialog, type OpenVerb } from './verb-dialog';
import { useGetParentQuery } from './work-queries';
import type { ParentPath } from './work-types';

interface VerbsProps {
  readonly path: ParentPath;
  readonly documentId: string;
}

const useVerbDialog = createDialogStore<OpenVerb>();

/** What can be done with an order or a service request now, and why not the rest. */
export const Verbs = ({ path, documentId }: VerbsProps) => {
  const translate = useTranslate();
  const [dialog, setDialog] = useVerbDialog(`${path}/${documentId}`);
  const { data: parent, error } = useGetParentQuery({ path, documentId });

  if (error !== undefined) return <Unreadable error={error} />;
  if (parent === undefined) return <Loader small>{translate('work.loading')}</Loader>;
  const verbs = parent.actions.filter(({ action }) => isVerb(path, action));
  return (
    <Flex direction="column" alignItems="stretch" gap={3} width="100%">
      <Flex justifyContent="space-between" gap={2} wrap="wrap">
        <Typography fontWeight="bold">{parent.number}</Typography>
        <Badge>{translate(`state.${parent.state}` as TranslationKey)}</Badge>
      </Flex>
      <Typography textColor="neutral600">
        {parent.assignee === null
          ? translate('work.unassigned')
          : translate('work.assignee', { name: parent.assignee.name })}
      </Typography>
      <ActionList actions={verbs} onChoose={(verb) => setDialog({ verb, input: EMPTY_INPUT })} />
      {dialog !== undefined && (
        <VerbDialog
          path={path}
          parent={parent}
          dialog={dialog}
          onChange={(input) => setDialog({ ...dialog, input })}
          onClose={() => setDialog(undefined)}
        />
      )}
    </Flex>
  );
};
