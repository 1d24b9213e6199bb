import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { useTranslate } from '../translate';
import { Unreadable } from '../unreadable';
import { useNotified } from '../use-notified';
import {
  REFRESH_MS,
  useDoWithConnectionMutation,
  useGetParkedQuery,
  type ParkedStream,
} from './connection-queries';

interface ParkedProps {
  readonly connection: string;
  /** Whether whoever looks may release it. */
  readonly mayRelease: boolean;
}

const Parked = ({
  connection,
  mayRelease,
  stream: { stream, since, reason, waitingMessages, first },
}: ParkedProps & { stream: ParkedStream }) => {
  const translate = useTranslate();
  const intl = useIntl();
  const notified = useNotified();
  const [perform, { isLoading }] = useDoWithConnectionMutation();
  const release = () =>
    notified(
      () => perform({ path: `${connection}/release`, body: { stream } }),
      translate('work.done', { verb: translate('verb.release'), number: stream }),
      translate('work.failed'),
    );
  return (
    <Box>
      <Typography fontWeight="bold" tag="p" style={{ overflowWrap: 'anywhere' }}>
        {stream}
      </Typography>
      <Typography variant="pi" tag="p" style={{ overflowWrap: 'anywhere' }}>
        {reason}
      </Typography>
      <Typography variant="pi" tag="p" textColor="neutral600">
        {translate('connections.parked.waits', {
          count: waitingMessages,
          type: first?.type ?? translate('connections.unknown'),
          since:
            since === null
              ? translate('connections.unknown')
              : intl.formatDate(since, { dateStyle: 'medium', timeStyle: 'short' }),
        })}
      </Typography>
      {mayRelease && (
        <Box paddingTop={1}>
          <Button
            variant="tertiary"
            size="S"
            loading={isLoading}
            aria-label={translate('connections.parked.release', { stream })}
            onClick={() => void release()}
          >
            {translate('connections.release')}
          </Button>
        </Box>
      )}
    </Box>
  );
};

/** What of a connection waits for somebody, and why. */
export const ParkedList = ({ connection, mayRelease }: ParkedProps) => {
  const translate = useTranslate();
  const { data: parked, error } = useGetParkedQuery(connection, { pollingInterval: REFRESH_MS });
  if (error !== undefined) return <Unreadable error={error} />;
  if (parked === undefined || parked.rows.length === 0) return null;
  const more = parked.total - parked.rows.length;
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Typography variant="sigma" tag="h3">
        {translate('connections.parked')}
      </Typography>
      {parked.rows.map((stream) => (
        <Parked
          key={stream.stream}
          connection={connection}
          mayRelease={mayRelease}
          stream={stream}
        />
      ))}
      {more > 0 && <Typography>{translate('connections.parked.more', { count: more })}</Typography>}
    </Flex>
  );
};
