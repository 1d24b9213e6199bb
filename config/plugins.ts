import type { Core } from '@strapi/strapi';

const config = ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Plugin => {
  const publicUrl = env('PUBLIC_URL', '');
  const clockOffsetMs = env.int('ORDERBRIDGE_CLOCK_OFFSET_MS', 0);
  if (!Number.isSafeInteger(clockOffsetMs)) {
    throw new Error('ORDERBRIDGE_CLOCK_OFFSET_MS is no whole number of milliseconds.');
  }
  const auditKeptMs = env.int('ORDERBRIDGE_AUDIT_KEPT_MS', 0);
  const retryScheduleMs = env.array('ORDERBRIDGE_RETRY_SCHEDULE_MS', []).map(Number);
  return {
    orderbridge: {
      enabled: env.bool('ORDERBRIDGE_ENABLED', true),
      resolve: './plugins/orderbridge',
      config: {
        roles: env.array('ORDERBRIDGE_ROLES', ['provider']),
        organisationName: env('ORDERBRIDGE_ORGANISATION', 'Orderbridge'),
        allowedPrivateCidrs: env.array('ORDERBRIDGE_ALLOWED_PRIVATE_CIDRS', []),
        ...(publicUrl !== '' && { publicUrl }),
        ...(clockOffsetMs !== 0 && { clock: { now: () => new Date(Date.now() + clockOffsetMs) } }),
        ...(auditKeptMs > 0 && { auditKeptMs }),
        limits: {
          submitsPerMinute: env.int('ORDERBRIDGE_SUBMITS_PER_MINUTE', 600),
          pairingsPerMinute: env.int('ORDERBRIDGE_PAIRINGS_PER_MINUTE', 30),
          acceptancesPerMinute: env.int('ORDERBRIDGE_ACCEPTANCES_PER_MINUTE', 30),
          badSignaturesPerMinute: env.int('ORDERBRIDGE_BAD_SIGNATURES_PER_MINUTE', 120),
        },
        bridge: {
          pollMs: env.int('ORDERBRIDGE_POLL_MS', 1_000),
          heartbeatMs: env.int('ORDERBRIDGE_HEARTBEAT_MS', 60_000),
          leaseMs: env.int('ORDERBRIDGE_LEASE_MS', 30_000),
          requestTimeoutMs: env.int('ORDERBRIDGE_REQUEST_TIMEOUT_MS', 15_000),
          secretOverlapMs: env.int('ORDERBRIDGE_SECRET_OVERLAP_MS', 86_400_000),
          ...(retryScheduleMs.length > 0 && { retryScheduleMs }),
        },
      },
    },
  };
};

export default config;
