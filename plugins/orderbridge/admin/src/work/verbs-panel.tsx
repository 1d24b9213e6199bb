import { useState } from 'react';
import { Badge, Button, Flex, Loader, Typography } from '@strapi/design-system';
import { useTranslate, type TranslationKey } from '../translate';
import { Unreadable } from '../unreadable';
import { isVerb } from './verb-form';
import { VerbDialog } from './verb-dialog';
import { useGetParentQuery } from './work-queries';
import type { ParentPath } from './work-types';

interface VerbsProps {
  readonly path: ParentPath;
  readonly documentId: string;
}

/** What can be done with an order or a service request now, and why not the rest. */
export const Verbs = ({ path, documentId }: VerbsProps) => {
  const translate = useTranslate();
  const [verb, setVerb] = useState<string>();
  const { data: parent, error } = useGetParentQuery({ path, documentId });

  if (error !== undefined) return <Unreadable error={error} />;
  if (parent === undefined) return <Loader small>{translate('work.loading')}</Loader>;
  const verbs = parent.actions.filter(({ action }) => isVerb(path, action));
  const refused = verbs.filter((action) => !action.allowed);
  return (
    <Flex direction="column" alignItems="stretch" gap={3} width="100%">
      <Flex justifyContent="space-between">
        <Typography fontWeight="bold">{parent.number}</Typography>
        <Badge>{translate(`state.${parent.state}` as TranslationKey)}</Badge>
      </Flex>
      <Typography textColor="neutral600">
        {parent.assignee === null
          ? translate('work.unassigned')
          : translate('work.assignee', { name: parent.assignee.name })}
      </Typography>
      {verbs
        .filter(({ allowed }) => allowed)
        .map(({ action }) => (
          <Button key={action} variant="secondary" fullWidth onClick={() => setVerb(action)}>
            {translate(`verb.${action}` as TranslationKey)}
          </Button>
        ))}
      {refused.length > 0 && (
        <details>
          <summary>
            <Typography tag="span" textColor="neutral600">
              {translate('work.refused')}
            </Typography>
          </summary>
          <Flex direction="column" alignItems="stretch" gap={2} paddingTop={2}>
            {refused.map(({ action, reason }) => (
              <Typography key={action} variant="pi" textColor="neutral600">
                <strong>{translate(`verb.${action}` as TranslationKey)}</strong>: {reason}
              </Typography>
            ))}
          </Flex>
        </details>
      )}
      {verb !== undefined && (
        <VerbDialog path={path} parent={parent} verb={verb} onClose={() => setVerb(undefined)} />
      )}
    </Flex>
  );
};
