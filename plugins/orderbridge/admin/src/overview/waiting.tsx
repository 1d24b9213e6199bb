import { Box, Flex, Grid, Typography } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import { useTranslate, type TranslationKey } from '../translate';
import { isForbidden, Unreadable } from '../unreadable';
import { listOf } from './list-of';
import { useCountWaitingQuery, type WaitingKey } from './overview-queries';

interface Waiting extends WaitingKey {
  readonly label: TranslationKey;
  /** Where the content manager lists the same. */
  readonly link?: string;
}

/** What somebody has to look after, by the views of staff's lists. */
export const WAITING: readonly Waiting[] = [
  {
    path: 'orders',
    view: 'to-approve',
    label: 'overview.orders.to-approve',
    link: listOf('order', ['[state][$eq]=new']),
  },
  {
    path: 'orders',
    view: 'unassigned',
    label: 'overview.orders.unassigned',
    link: listOf('order', ['[assigneeId][$null]=true', '[completedAt][$null]=true']),
  },
  { path: 'orders', view: 'overdue', label: 'overview.orders.overdue' },
  { path: 'orders', view: 'waiting-for-consumer', label: 'overview.orders.waiting' },
  {
    path: 'service-requests',
    view: 'unassigned',
    label: 'overview.requests.unassigned',
    link: listOf('service-request', ['[assigneeId][$null]=true', '[closedAt][$null]=true']),
  },
  { path: 'service-requests', view: 'assigned-to-me', label: 'overview.requests.mine' },
  { path: 'orders', view: 'assigned-to-me', label: 'overview.orders.mine' },
  { path: 'provider-tasks', view: 'answered', label: 'overview.tasks.answered' },
  { path: 'provider-tasks', view: 'stuck', label: 'overview.tasks.stuck' },
];

/** How many there are of one thing that waits; nothing for whoever may not read it. */
export const WaitingCard = ({ path, view, label, link }: Waiting) => {
  const translate = useTranslate();
  const { data: count, error } = useCountWaitingQuery({ path, view });
  if (error !== undefined && !isForbidden(error)) return <Unreadable error={error} />;
  if (count === undefined) return null;
  const text = translate(label);
  return (
    <Grid.Item col={4} s={6} xs={12} alignItems="stretch" direction="column">
      <Box background="neutral0" hasRadius shadow="tableShadow" padding={5} height="100%">
        <Flex direction="column" alignItems="start" gap={2}>
          <Typography variant="alpha" tag="p" aria-label={`${text}: ${String(count)}`}>
            {count}
          </Typography>
          {link === undefined ? (
            <Typography textColor="neutral600">{text}</Typography>
          ) : (
            <Typography textColor="primary600" tag={Link} to={link}>
              {text}
            </Typography>
          )}
        </Flex>
      </Box>
    </Grid.Item>
  );
};
