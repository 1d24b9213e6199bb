import { Box, Flex, Grid, Typography } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import { useTranslate, type TranslationKey } from '../translate';
import { isForbidden, Unreadable } from '../unreadable';
import { listOf } from './list-of';
import { useCountByStateQuery, type CountedPath } from './overview-queries';

interface Counted {
  readonly path: CountedPath;
  readonly type: string;
  readonly label: TranslationKey;
  /** Which tasks: those of what is sold here, or of what is asked for elsewhere. */
  readonly side?: 'provider' | 'consumer';
}

/** What moves through states, with where the content manager lists it. */
export const COUNTED: readonly Counted[] = [
  { path: 'orders', type: 'order', label: 'overview.by-state.orders' },
  { path: 'service-requests', type: 'service-request', label: 'overview.by-state.requests' },
  {
    path: 'provider-tasks',
    type: 'provider-task',
    label: 'overview.by-state.tasks',
    side: 'provider',
  },
  {
    path: 'provider-tasks',
    type: 'provider-task',
    label: 'overview.by-state.own-tasks',
    side: 'consumer',
  },
];

/** How many of one kind stand in each state; nothing where there are none, or for whoever may not read them. */
export const StateCounts = ({ path, type, label, side }: Counted) => {
  const translate = useTranslate();
  const { data, error } = useCountByStateQuery(path);
  if (error !== undefined && !isForbidden(error)) return <Unreadable error={error} />;
  const counts = (data ?? []).filter((each) => each.side === side);
  if (counts.length === 0) return null;
  const title = translate(label);
  return (
    <Grid.Item col={4} s={6} xs={12} alignItems="stretch" direction="column">
      <Box
        background="neutral0"
        hasRadius
        shadow="tableShadow"
        padding={5}
        height="100%"
        tag="section"
        aria-label={title}
      >
        <Flex direction="column" alignItems="stretch" gap={2}>
          <Typography variant="delta" tag="h3">
            {title}
          </Typography>
          {counts.map(({ state, count }) => (
            <Flex key={state} justifyContent="space-between" gap={2}>
              <Typography
                textColor="primary600"
                tag={Link}
                to={listOf(type, [
                  `[state][$eq]=${state}`,
                  ...(side === undefined ? [] : [`[side][$eq]=${side}`]),
                ])}
              >
                {translate(`state.${state}` as TranslationKey)}
              </Typography>
              <Typography fontWeight="bold">{count}</Typography>
            </Flex>
          ))}
        </Flex>
      </Box>
    </Grid.Item>
  );
};
