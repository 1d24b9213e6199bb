import { createToken } from '../../support/application';
import { enrolRequester, hireStaff } from '../../support/people';
import type { Organisation, SellingProvider } from '../../support/selling-provider';

const PASSWORD = 'Person-password-1';

/** Everybody who is not an organisation's own, by what they sign in with. */
export interface Outsiders {
  /** No credentials at all. */
  readonly nobody: undefined;
  /** Something that is no token. */
  readonly forger: string;
  /** A token with every right, bound to the other organisation. */
  readonly otherApplication: string;
  /** A requester of the other organisation, and one who manages its requests. */
  readonly otherRequester: string;
  readonly otherManager: string;
  /** A token with every right, bound to nobody. */
  readonly ownSystem: string;
  /** A user who belongs to nobody. */
  readonly plainUser: string;
  /** Somebody who works in the admin panel, without any right of the plugin. */
  readonly idleStaff: string;
}
export type Outsider = keyof Outsiders;

/** Brings them in. */
export const gatherOutsiders = async (
  { provider, admin }: SellingProvider,
  other: Organisation,
): Promise<Outsiders> => {
  const { accessKey } = await createToken(admin, 'A system of the provider');
  const { roles } = await admin.get('/users-permissions/roles');
  const role = roles.find(({ type }: { type: string }) => type === 'authenticated');
  await admin.create('plugin::users-permissions.user', {
    username: 'passer-by',
    email: 'passer-by@example.com',
    password: PASSWORD,
    confirmed: true,
    blocked: false,
    role: { connect: [{ id: role.id }] },
  });
  const signIn = await fetch(`${provider.url}/api/auth/local`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ identifier: 'passer-by', password: PASSWORD }),
  });
  const { jwt } = (await signIn.json()) as { jwt: string };
  const idle = await hireStaff(provider, { firstname: 'Ida', lastname: 'Idle', rights: [] });
  const organisation = other.consumer;
  const requester = await enrolRequester(provider, { username: 'olga', organisation });
  const manager = await enrolRequester(provider, {
    username: 'otto',
    organisation,
    role: 'requester-manager',
  });
  return {
    nobody: undefined,
    forger: 'not-a-token',
    otherApplication: other.applications[0].token,
    otherRequester: requester.token,
    otherManager: manager.token,
    ownSystem: accessKey,
    plainUser: jwt,
    idleStaff: idle.token,
  };
};
