import { Button, Flex, Loader, Status, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { DocumentLink } from '../document-link';
import { RevisionList } from '../producers/revision-list';
import { useTranslate } from '../translate';
import { Unreadable } from '../unreadable';
import { useReason } from '../use-reason';
import { useNotified } from '../use-notified';
import {
  useGetPublicationQuery,
  useRepublishMutation,
  type OrderableModel,
  type Publication,
} from './publication-queries';

interface SubjectProps {
  readonly model: OrderableModel;
  readonly documentId: string;
}

const Heading = ({ children }: { children: string }) => (
  <Typography variant="sigma" textColor="neutral600" tag="h3">
    {children}
  </Typography>
);

/** Says that there is something newer, and takes it up. */
const NewerSpecification = ({
  documentId,
  actions,
}: Pick<SubjectProps, 'documentId'> & Pick<Publication, 'actions'>) => {
  const translate = useTranslate();
  const notified = useNotified();
  const say = useReason();
  const [republish, { isLoading }] = useRepublishMutation();
  const action = actions.find((each) => each.action === 'republish');

  const confirm = () =>
    notified(
      async () => {
        const result = await republish(documentId);
        // The server answers for each by itself: what was left out is no failure of the whole.
        const [skipped] = 'data' in result ? result.data.skipped : [];
        if (skipped === undefined) return result;
        const { code, message } = skipped;
        return { error: { message, details: { code } } };
      },
      translate('publication.republished'),
      translate('work.failed'),
    );
  return (
    <>
      <Status variant="warning" size="S">
        <Typography tag="span" variant="omega" fontWeight="bold">
          {translate('publication.newer')}
        </Typography>
      </Status>
      {action?.allowed === true && (
        <Button variant="secondary" fullWidth loading={isLoading} onClick={() => void confirm()}>
          {translate('verb.republish')}
        </Button>
      )}
      {action?.allowed === false && (
        <Typography variant="pi" textColor="neutral600">
          {say(action)}
        </Typography>
      )}
    </>
  );
};

/** The versions that were frozen, the newest first; the one that is ordered stands out. */
const Versions = ({ versions, version: current }: Pick<Publication, 'versions' | 'version'>) => {
  const translate = useTranslate();
  const intl = useIntl();
  return (
    <Flex direction="column" alignItems="stretch" gap={2} tag="ul">
      {versions.map(({ documentId, version, frozenAt }) => (
        <Flex key={documentId} justifyContent="space-between" gap={2} wrap="wrap" tag="li">
          <DocumentLink model="plugin::orderbridge.catalog-version" documentId={documentId}>
            {translate(version === current ? 'publication.current' : 'publication.version', {
              version,
            })}
          </DocumentLink>
          <Typography variant="pi" textColor="neutral600">
            {intl.formatDate(frozenAt, { dateStyle: 'medium', timeStyle: 'short' })}
          </Typography>
        </Flex>
      ))}
    </Flex>
  );
};

/** What the publishes of an offering or of a service made, and what is in the way of ending it. */
export const PublicationOf = ({ model, documentId }: SubjectProps) => {
  const translate = useTranslate();
  const say = useReason();
  const { data, error } = useGetPublicationQuery({ model, documentId });
  if (error !== undefined) return <Unreadable error={error} />;
  if (data === undefined) return <Loader small>{translate('work.loading')}</Loader>;
  const { versions, version, producers, actions, newerSpecificationAvailable: isBehind } = data;
  const unpublish = actions.find(({ action }) => action === 'unpublish');
  return (
    <Flex direction="column" alignItems="stretch" gap={3} width="100%">
      {versions.length === 0 && (
        <Typography textColor="neutral600">{translate('publication.none')}</Typography>
      )}
      {isBehind && <NewerSpecification documentId={documentId} actions={actions} />}
      {versions.length > 0 && (
        <>
          <Heading>{translate('publication.versions')}</Heading>
          <Versions versions={versions} version={version} />
        </>
      )}
      {producers.length > 0 && (
        <>
          <Heading>{translate('publication.producers')}</Heading>
          <RevisionList revisions={producers} />
        </>
      )}
      {unpublish?.allowed === false && unpublish.code === 'catalog.in_use' && (
        <Typography variant="pi" textColor="neutral600">
          <strong>{translate('publication.kept')}</strong>: {say(unpublish)}
        </Typography>
      )}
    </Flex>
  );
};
