import { Badge, Flex, Typography } from '@strapi/design-system';
import { DocumentLink } from '../document-link';
import { PRODUCER_MODEL } from '../documents';
import { useTranslate } from '../translate';
import type { Revision } from './producer-queries';

interface RevisionListProps {
  readonly revisions: readonly Revision[];
  /** The one that is looked at, which needs no link. */
  readonly shown?: string;
}

/** Revisions of an order form with their states, the newest first. */
export const RevisionList = ({ revisions, shown }: RevisionListProps) => {
  const translate = useTranslate();
  return (
    <Flex direction="column" alignItems="stretch" gap={2} tag="ul">
      {revisions.map(({ documentId, revision, state }) => {
        const name = translate('producer.revision', { revision });
        return (
          <Flex key={documentId} justifyContent="space-between" gap={2} wrap="wrap" tag="li">
            {documentId === shown ? (
              <Typography fontWeight="bold">{name}</Typography>
            ) : (
              <DocumentLink model={PRODUCER_MODEL} documentId={documentId}>
                {name}
              </DocumentLink>
            )}
            <Badge>{translate(`state.${state}`)}</Badge>
          </Flex>
        );
      })}
    </Flex>
  );
};
