import path from 'node:path';
import type { Core } from '@strapi/strapi';

const config = ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Admin => ({
  // A secret that is missing becomes an empty one, which Strapi refuses by its name.
  auth: { secret: env('ADMIN_JWT_SECRET', '') },
  apiToken: { salt: env('API_TOKEN_SALT', '') },
  transfer: { token: { salt: env('TRANSFER_TOKEN_SALT', '') } },
  secrets: { encryptionKey: env('ENCRYPTION_KEY', '') },
  flags: { nps: false, promoteEE: false },
  autoOpen: false,
  // A change in the plugin restarts `npm run develop` once its build is finished, not before.
  watchIgnoreFiles: ['plugins', 'test', 'docs', 'scripts'].map((folder) => path.resolve(folder)),
});

export default config;
