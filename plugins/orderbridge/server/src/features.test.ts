import { listGrants, STAFF_ROLES } from './access';
import { composeFeatures } from './compose-features';
import { FEATURES } from './features';
import type { Role as Side } from './kernel/config';

const SIDES: readonly Side[] = ['provider', 'consumer'];

const ACTIONS = FEATURES.flatMap(({ actions }) => actions ?? []).map(
  ({ uid }) => `plugin::orderbridge.${uid}`,
);
const TYPES = new Map(
  FEATURES.flatMap(({ contentTypes }) => contentTypes ?? []).map((type) => [
    type.schema.info.singularName,
    type,
  ]),
);
const ADMIN_ROUTES = composeFeatures(FEATURES).routes.admin.routes;

const GRANTS = STAFF_ROLES.flatMap(({ code, grants }) =>
  SIDES.flatMap((side) =>
    Object.entries(grants[side].types).map(([type, grant]) => ({ code, side, type, grant })),
  ),
);

describe('every route of the admin panel', () => {
  it.each(ADMIN_ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s is for admins that have a right which exists',
    (_name, { config }) => {
      expect(config['policies']).toEqual([
        'admin::isAuthenticatedAdmin',
        { name: 'admin::hasPermissions', config: { actions: [expect.any(String)] } },
      ]);
      const [, policy] = config['policies'] as [string, { config: { actions: string[] } }];
      expect(ACTIONS).toContain(policy.config.actions[0]);
    },
  );

  it('is there', () => {
    expect(ADMIN_ROUTES.length).toBeGreaterThan(50);
  });
});

describe('the roles of the staff', () => {
  const granted = STAFF_ROLES.flatMap(({ grants }) =>
    SIDES.flatMap((side) => listGrants(grants[side])),
  );
  const ownActions = granted
    .map(({ action }) => action)
    .filter((action) => action.startsWith('plugin::orderbridge.'));

  it('have among them every right of the plugin, and no other', () => {
    expect([...new Set(ownActions)].sort()).toEqual([...new Set(ACTIONS)].sort());
  });

  it('can read among them every type', () => {
    expect([...new Set(GRANTS.map(({ type }) => type))].sort()).toEqual(
      [...TYPES.keys(), 'plugin::users-permissions.user'].sort(),
    );
  });

  it.each(GRANTS.filter(({ type }) => !type.includes('::')))(
    '$code at a $side has of $type what the type allows there',
    ({ side, type, grant }) => {
      const definition = TYPES.get(type);
      expect([undefined, side]).toContain(definition?.shownTo);
      // Fields that people may edit where the rest is the plugin's; of all that is theirs, no list.
      const isEdit = typeof grant === 'object' && 'edit' in grant;
      const expected = grant === 'manage' ? undefined : isEdit ? grant.edit : definition?.owned;
      expect(definition?.owned).toEqual(expected);
    },
  );

  it('have each something to do on both sides', () => {
    for (const { grants } of STAFF_ROLES) {
      for (const side of SIDES) expect(listGrants(grants[side])).not.toEqual([]);
    }
  });
});
