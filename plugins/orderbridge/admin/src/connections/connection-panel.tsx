import { Flex, Loader, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { ActionList } from '../action-list';
import { useTranslate, type TranslationKey } from '../translate';
import { Unreadable } from '../unreadable';
import { ConnectionDialog, useConnectionDialog } from './connection-dialog';
import { CONNECTION_FORMS, EMPTY_INPUT } from './connection-form';
import { REFRESH_MS, useGetConnectionQuery, type Connection } from './connection-queries';
import { HealthStatus } from './health-status';
import { ParkedList } from './parked-list';

interface Fact {
  readonly label: TranslationKey;
  readonly value: string;
}

/** What there is to know of a connection, in the order in which it is asked. */
const useFacts = ({ health, keys }: Connection): readonly Fact[] => {
  const translate = useTranslate();
  const intl = useIntl();
  const at = (moment: string | null): string =>
    moment === null
      ? translate('overview.never')
      : intl.formatDate(moment, { dateStyle: 'medium', timeStyle: 'short' });
  return [
    { label: 'overview.contact', value: at(health?.lastContactAt ?? null) },
    { label: 'overview.waiting-messages', value: String(health?.waitingMessages ?? 0) },
    { label: 'overview.blocked', value: String(health?.blockedStreams ?? 0) },
    { label: 'connections.keys', value: at(keys.renewedAt) },
    ...(keys.rotation === null
      ? []
      : ([
          { label: 'connections.rotation', value: translate(`connections.${keys.rotation}`) },
        ] as const)),
    ...(keys.oldKeysEndAt === null
      ? []
      : ([{ label: 'connections.old-keys', value: at(keys.oldKeysEndAt) }] as const)),
  ];
};

const Facts = ({ connection }: { connection: Connection }) => {
  const translate = useTranslate();
  const facts = useFacts(connection);
  return facts.map(({ label, value }) => (
    <Flex key={label} justifyContent="space-between" gap={2} wrap="wrap">
      <Typography variant="pi" textColor="neutral600">
        {translate(label)}
      </Typography>
      <Typography variant="pi" fontWeight="bold">
        {value}
      </Typography>
    </Flex>
  ));
};

/** How a connection is, what can be done with it now, and why not the rest. */
export const ConnectionPanel = ({ documentId }: { documentId: string }) => {
  const translate = useTranslate();
  const [, setDialog] = useConnectionDialog(documentId);
  const { data: connection, error } = useGetConnectionQuery(documentId, {
    pollingInterval: REFRESH_MS,
  });
  if (error !== undefined) return <Unreadable error={error} />;
  if (connection === undefined) return <Loader small>{translate('work.loading')}</Loader>;
  const { health, actions } = connection;
  const release = actions.find(({ action }) => action === 'release');
  return (
    <Flex direction="column" alignItems="stretch" gap={3} width="100%">
      <Flex justifyContent="space-between" gap={2} wrap="wrap">
        <Typography fontWeight="bold">{connection.name}</Typography>
        <HealthStatus health={health} />
      </Flex>
      {health?.lastError != null && !health.live && (
        <Typography variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
          {health.lastError}
        </Typography>
      )}
      <Facts connection={connection} />
      <ActionList
        actions={actions.filter(({ action }) => action in CONNECTION_FORMS)}
        onChoose={(verb) => setDialog({ verb, input: EMPTY_INPUT })}
      />
      {health !== null && health.blockedStreams > 0 && (
        <ParkedList connection={documentId} mayRelease={release?.allowed === true} />
      )}
      <ConnectionDialog target={{ type: 'connection', documentId }} name={connection.name} />
    </Flex>
  );
};
