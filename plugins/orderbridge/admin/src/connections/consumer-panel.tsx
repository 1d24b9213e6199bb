import { Flex, Loader, Typography } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import { ActionList } from '../action-list';
import { useTranslate } from '../translate';
import { Unreadable } from '../unreadable';
import { ConnectionDialog, useConnectionDialog } from './connection-dialog';
import { EMPTY_INPUT } from './connection-form';
import { REFRESH_MS, useGetConsumerQuery } from './connection-queries';
import { HealthStatus } from './health-status';
import { CONNECTION_MODEL } from './models';

/** The connections of a consumer, and how to open one. */
export const ConsumerPanel = ({ documentId }: { documentId: string }) => {
  const translate = useTranslate();
  const [, setDialog] = useConnectionDialog(documentId);
  const { data: consumer, error } = useGetConsumerQuery(documentId, {
    pollingInterval: REFRESH_MS,
  });
  if (error !== undefined) return <Unreadable error={error} />;
  if (consumer === undefined) return <Loader small>{translate('work.loading')}</Loader>;
  return (
    <Flex direction="column" alignItems="stretch" gap={3} width="100%">
      {consumer.connections.length === 0 && (
        <Typography textColor="neutral600">{translate('overview.no-connections')}</Typography>
      )}
      {consumer.connections.map((connection) => (
        <Flex key={connection.documentId} justifyContent="space-between" gap={2} wrap="wrap">
          <Typography
            textColor="primary600"
            tag={Link}
            to={`/content-manager/collection-types/${CONNECTION_MODEL}/${connection.documentId}`}
          >
            {connection.name}
          </Typography>
          <HealthStatus health={connection.health} />
        </Flex>
      ))}
      <ActionList
        actions={consumer.actions}
        onChoose={(verb) => setDialog({ verb, input: EMPTY_INPUT })}
      />
      <ConnectionDialog target={{ type: 'consumer', documentId }} name={consumer.name} />
    </Flex>
  );
};
