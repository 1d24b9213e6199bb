import type { Core } from '@strapi/strapi';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { DAY, HOUR, MINUTE, SECOND, systemClock, type Clock } from './clock';
import { PLUGIN_ID } from './plugin-id';

const cidr = z.string().refine((value) => ipaddr.isValidCIDR(value), {
  error: 'is no address range such as 10.0.0.0/8',
});

/** Timers of Node take no more than this. */
const MAX_DURATION_MS = 2 ** 31 - 1;
const durationMs = z.int().min(1).max(MAX_DURATION_MS);
const perMinute = z.int().min(1).max(10_000_000);

/**
 * What a host may set under `config` of the plugin. Durations are milliseconds.
 *
 * The retry schedule is the example of Standard Webhooks, "Deliverability and reliability".
 */
const configSchema = z.strictObject({
  /** What this instance is; a type that a role does not need is kept out of the content manager. */
  roles: z
    .array(z.enum(['provider', 'consumer']))
    .min(1)
    .default(['provider']),
  /** How this instance is called in messages and comments. */
  organisationName: z.string().min(1).max(255).default('Orderbridge'),
  /** The address that peers reach this instance at; by default the one Strapi knows. */
  publicUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Private address ranges that peers may live in; everything else not public is refused. */
  allowedPrivateCidrs: z.array(cidr).default([]),
  /** Units of measure that this provider uses besides those that everybody knows. */
  units: z.array(z.string().min(1).max(32)).default([]),
  invitationTtlMs: durationMs.default(10 * MINUTE),
  bridge: z
    .strictObject({
      pollMs: durationMs.default(SECOND),
      requestTimeoutMs: durationMs.default(15 * SECOND),
      leaseMs: durationMs.default(30 * SECOND),
      heartbeatMs: durationMs.default(MINUTE),
      retryScheduleMs: z
        .array(durationMs)
        .min(1)
        .default([
          5 * SECOND,
          5 * MINUTE,
          30 * MINUTE,
          2 * HOUR,
          5 * HOUR,
          10 * HOUR,
          14 * HOUR,
          20 * HOUR,
          24 * HOUR,
        ]),
      /** How many requests of a webhook connection may run side by side, each for another stream. */
      maxInFlight: z.int().min(1).max(16).default(4),
      maxBodyBytes: z
        .int()
        .min(1024)
        .default(1024 * 1024),
      timestampToleranceMs: durationMs.default(5 * MINUTE),
      /** How long old keys, and old secrets of webhook connections, are good beside new ones. */
      secretOverlapMs: z
        .int()
        .min(0)
        .max(7 * DAY)
        .default(DAY),
    })
    .refine(({ leaseMs, requestTimeoutMs }) => leaseMs > requestTimeoutMs, {
      error: 'must be longer than requestTimeoutMs',
      path: ['leaseMs'],
    })
    .prefault({}),
  /** How often something may be done within a minute. Each process counts for itself. */
  limits: z
    .strictObject({
      /** Requests that one user or application submits. */
      submitsPerMinute: perMinute.default(600),
      /** Invitations that are taken up from one address: at the provider, by whoever has one. */
      pairingsPerMinute: perMinute.default(30),
      /** Invitations that one admin user accepts: each makes this instance call another. */
      acceptancesPerMinute: perMinute.default(30),
      /** Messages from one address whose signature does not fit; then none is looked at. */
      badSignaturesPerMinute: perMinute.default(120),
    })
    .prefault({}),
  /** Audit entries older than this are deleted; by default they are kept. */
  auditKeptMs: z.int().min(DAY).optional(),
  /** Comments on an ended task are taken for this long. */
  commentAfterEndMs: z
    .int()
    .min(0)
    .default(7 * DAY),
  /** A closed service request can be reopened for this long. */
  reopenWithinMs: z
    .int()
    .min(0)
    .default(14 * DAY),
  /** A request that nobody has moved for this long shows up in the list of what is stuck. */
  stuckAfterMs: z
    .int()
    .min(1)
    .default(3 * DAY),
  clock: z.custom<Clock>().default(systemClock),
});

export type Config = z.infer<typeof configSchema>;
export type Role = Config['roles'][number];

const parseConfig = (input: unknown): Config => {
  const parsed = configSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
};

/** Strapi's two hooks for a plugin's config. Defaults stand in the schema: Strapi merges arrays by index. */
export const pluginConfig = {
  default: {},
  validator(config: unknown): void {
    parseConfig(config);
  },
};

const parsedByStrapi = new WeakMap<Core.Strapi, Config>();

/** The validated config of this instance. */
export const getConfig = (strapi: Core.Strapi): Config => {
  const known = parsedByStrapi.get(strapi);
  if (known) return known;
  const config = parseConfig(strapi.config.get(`plugin::${PLUGIN_ID}`));
  parsedByStrapi.set(strapi, config);
  return config;
};

export const hasRole = (strapi: Core.Strapi, role: Role): boolean =>
  getConfig(strapi).roles.includes(role);

/** The address of this instance as its peers see it, without a trailing slash. */
export const getPublicUrl = (strapi: Core.Strapi): string =>
  (getConfig(strapi).publicUrl ?? strapi.config.get<string>('server.absoluteUrl')).replace(
    /\/+$/,
    '',
  );

export const now = (strapi: Core.Strapi): Date => getConfig(strapi).clock.now();
