import { Status, Table, Tbody, Td, Tr, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { Link } from 'react-router-dom';
import { TableHead } from '../table-head';
import { useTranslate } from '../translate';
import type { Connection } from './overview-queries';

const COLUMNS = [
  'overview.connection',
  'overview.kind',
  'overview.health',
  'overview.contact',
  'overview.waiting-messages',
  'overview.blocked',
] as const;

const Health = ({ health }: Pick<Connection, 'health'>) => {
  const translate = useTranslate();
  const isActive = health?.state === 'active';
  const isLive = health?.live === true;
  const text = isActive
    ? translate(isLive ? 'overview.live' : 'overview.silent')
    : translate(health?.state === 'paused' ? 'overview.paused' : 'overview.ended');
  return (
    <Status variant={isLive ? 'success' : 'danger'} size="S" width="min-content">
      <Typography tag="span" variant="omega" fontWeight="bold">
        {text}
      </Typography>
    </Status>
  );
};

/** Who this instance is connected to, and whether messages get through. */
export const ConnectionTable = ({ connections }: { connections: readonly Connection[] }) => {
  const translate = useTranslate();
  const intl = useIntl();
  return (
    <Table
      colCount={COLUMNS.length}
      rowCount={connections.length + 1}
      aria-label={translate('overview.connections')}
    >
      <TableHead columns={COLUMNS} />
      <Tbody>
        {connections.map(({ documentId, name, kind, health }) => (
          <Tr key={documentId}>
            <Td>
              <Typography
                textColor="primary600"
                tag={Link}
                to={`/content-manager/collection-types/plugin::orderbridge.connection/${documentId}`}
              >
                {name}
              </Typography>
            </Td>
            <Td>
              <Typography>{translate(`overview.kind.${kind}`)}</Typography>
            </Td>
            <Td>
              <Health health={health} />
              {health?.lastError != null && !health.live && (
                <Typography variant="pi" textColor="neutral600" tag="p">
                  {health.lastError}
                </Typography>
              )}
            </Td>
            <Td>
              <Typography>
                {health?.lastContactAt == null
                  ? translate('overview.never')
                  : intl.formatDate(health.lastContactAt, {
                      dateStyle: 'medium',
                      timeStyle: 'short',
                    })}
              </Typography>
            </Td>
            <Td>
              <Typography>{health?.waitingMessages ?? 0}</Typography>
            </Td>
            <Td>
              <Typography>{health?.blockedStreams ?? 0}</Typography>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
};
