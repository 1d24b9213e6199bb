import { Status, Typography } from '@strapi/design-system';
import { useTranslate, type TranslationKey } from '../translate';
import type { Health } from './connection-queries';

const textOf = (health: Health | null): TranslationKey => {
  if (health?.state === 'active') return health.live ? 'overview.live' : 'overview.silent';
  if (health?.state !== 'paused') return 'overview.ended';
  return health.pausedBy === 'peer' ? 'overview.paused-by-peer' : 'overview.paused';
};

/** Whether messages get through, in a word. */
export const HealthStatus = ({ health }: { health: Health | null }) => {
  const translate = useTranslate();
  const isPaused = health?.state === 'paused' && health.pausedBy !== 'peer';
  const color = isPaused ? 'warning' : 'danger';
  return (
    <Status variant={health?.live === true ? 'success' : color} size="S" width="min-content">
      <Typography tag="span" variant="omega" fontWeight="bold" style={{ whiteSpace: 'nowrap' }}>
        {translate(textOf(health))}
      </Typography>
    </Status>
  );
};
