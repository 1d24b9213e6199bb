import type { Core } from '@strapi/strapi';

const config = ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Server => ({
  host: env('HOST', '127.0.0.1'),
  port: env.int('PORT', 1337),
  url: env('PUBLIC_URL', ''),
  app: { keys: env.array('APP_KEYS', []) },
  // Only behind a proxy: otherwise whoever asks could say which address they ask from.
  proxy: { koa: env.bool('TRUST_PROXY', false) },
  dirs: { public: env('PUBLIC_DIR', 'public') },
  // Strapi 5.54 reads no environment variable for this: only the setting stops the daily call.
  logger: { updates: { enabled: false } },
});

export default config;
