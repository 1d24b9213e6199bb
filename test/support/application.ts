import { withApiToken } from '../../scripts/demo/clients.mjs';
import type { AdminClient, TestInstance } from './instance';

export type ApplicationClient = ReturnType<typeof withApiToken>;

/** An API token with every right that Strapi knows, tied to nobody. */
export const createToken = async (
  admin: AdminClient,
  name: string,
): Promise<{ id: number; accessKey: string }> => {
  const { data } = await admin.post('/admin/api-tokens', {
    name,
    description: '',
    type: 'full-access',
    lifespan: null,
  });
  return data as { id: number; accessKey: string };
};

/** A consumer without an instance: a connection of webhooks, and an application that acts for it. */
export const openApplication = async (
  { url }: TestInstance,
  admin: AdminClient,
  { shortCode, hookUrl }: { shortCode: string; hookUrl: string },
): Promise<ApplicationClient> => {
  const consumer = await admin.create('consumer', { name: `Consumer ${shortCode}` });
  await admin.post('/orderbridge/connections/webhooks', {
    consumer: consumer.documentId,
    shortCode,
    url: hookUrl,
  });
  const { id, accessKey } = await createToken(admin, `Application of ${shortCode}`);
  await admin.post('/orderbridge/memberships', { consumer: consumer.documentId, apiToken: id });
  return withApiToken(url, accessKey);
};
