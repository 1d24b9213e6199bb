import { Box, EmptyStateLayout, Flex, Grid, LinkButton, Typography } from '@strapi/design-system';
import { Code } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { Link } from 'react-router-dom';
import { PLUGIN_ID } from '../plugin-id';
import { useTranslate } from '../translate';
import { isForbidden, Unreadable } from '../unreadable';
import { ConnectionTable } from './connection-table';
import { useGetConnectionsQuery } from './overview-queries';
import { COUNTED, StateCounts } from './state-counts';
import { WAITING, WaitingCard } from './waiting';

/** What waits for somebody, and whether messages get through: as far as whoever looks may read it. */
export const OverviewPage = () => {
  const translate = useTranslate();
  const { data: connections, error } = useGetConnectionsQuery(undefined);
  return (
    <Page.Main>
      <Page.Title>{translate('plugin.name')}</Page.Title>
      <Layouts.Header
        title={translate('plugin.name')}
        subtitle={translate('overview.subtitle')}
        primaryAction={
          <LinkButton
            tag={Link}
            to={`/plugins/${PLUGIN_ID}/api`}
            startIcon={<Code />}
            variant="secondary"
          >
            {translate('api.title')}
          </LinkButton>
        }
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6} paddingBottom={10}>
          <Typography variant="beta" tag="h2">
            {translate('overview.waits')}
          </Typography>
          <Grid.Root gap={4}>
            {WAITING.map((waiting) => (
              <WaitingCard key={`${waiting.path} ${waiting.view}`} {...waiting} />
            ))}
          </Grid.Root>
          <Typography variant="beta" tag="h2">
            {translate('overview.by-state')}
          </Typography>
          <Grid.Root gap={4}>
            {COUNTED.map((counted) => (
              <StateCounts key={counted.label} {...counted} />
            ))}
          </Grid.Root>
          {error !== undefined && !isForbidden(error) && <Unreadable error={error} />}
          {connections !== undefined && (
            <Box>
              <Box paddingBottom={4}>
                <Typography variant="beta" tag="h2">
                  {translate('overview.connections')}
                </Typography>
              </Box>
              {connections.length === 0 ? (
                <EmptyStateLayout content={translate('overview.no-connections')} />
              ) : (
                <ConnectionTable connections={connections} />
              )}
            </Box>
          )}
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
};
