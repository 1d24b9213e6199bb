import { Table, Tbody, Td, Tr, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { Link } from 'react-router-dom';
import type { Connection } from '../connections/connection-queries';
import { HealthStatus } from '../connections/health-status';
import { TableHead } from '../table-head';
import { useTranslate } from '../translate';

const COLUMNS = [
  'overview.connection',
  'overview.kind',
  'overview.health',
  'overview.contact',
  'overview.waiting-messages',
  'overview.blocked',
] as const;

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
              <HealthStatus health={health} />
              {health !== null && health.blockedStreams > 0 && (
                <Typography variant="pi" textColor="danger600" tag="p">
                  {translate('overview.parked', { count: health.blockedStreams })}
                </Typography>
              )}
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
