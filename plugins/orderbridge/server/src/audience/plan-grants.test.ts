import type { ConnectionRow } from '../connections';
import { planGrants, type OfferedProducer, type StandingGrant } from './plan-grants';

const connection = (
  id: number,
  country: string,
  language: string | null = null,
): ConnectionRow => ({
  id,
  documentId: `connection-${String(id)}`,
  name: `Connection ${String(id)}`,
  key: String(id),
  role: 'provider',
  kind: 'instance',
  shortCode: `C${String(id)}`,
  peerUrl: 'https://peer.example',
  peerName: 'Peer',
  autoActivate: false,
  pairedAt: '2030-01-01T00:00:00.000Z',
  consumer: {
    id,
    documentId: `consumer-${String(id)}`,
    name: `Consumer ${String(id)}`,
    externalId: null,
    country,
    segment: null,
    language,
    tags: null,
    customFields: null,
  },
});

const NORWAY = connection(1, 'NO');
const SWEDEN = connection(2, 'SE');
const IN_NORWAY = { '==': [{ var: 'country' }, 'NO'] };
const IN_SWEDEN = { '==': [{ var: 'country' }, 'SE'] };

const producer = (more: Partial<OfferedProducer> = {}): OfferedProducer => ({
  identity: 'internet',
  revision: 1,
  contentHash: 'content',
  rules: [IN_NORWAY],
  ...more,
});

type Plan = ReturnType<typeof planGrants>;

/** What stands once a plan was carried out. */
const carryOut = (standing: readonly StandingGrant[], plan: Plan): StandingGrant[] => {
  const key = ({ identity, connectionId }: StandingGrant) => `${identity} ${String(connectionId)}`;
  const rows = new Map(standing.map((row) => [key(row), row]));
  for (const { producer: of, connection: to, sentHash } of [...plan.granted, ...plan.changed]) {
    const row = { identity: of.identity, connectionId: to.id, grant: 'granted' as const, sentHash };
    const id = rows.get(key({ ...row, id: 0, documentId: '' }))?.id ?? rows.size + 1;
    rows.set(`${of.identity} ${String(to.id)}`, { ...row, id, documentId: String(id) });
  }
  for (const { known } of plan.withdrawn) rows.set(key(known), { ...known, grant: 'withdrawn' });
  return [...rows.values()];
};

const count = ({ granted, changed, withdrawn }: Plan) => [
  granted.length,
  changed.length,
  withdrawn.length,
];

describe('a plan of grants', () => {
  const connections = [NORWAY, SWEDEN];
  const before = carryOut([], planGrants({ producers: [producer()], connections }, []));

  it('grants to whom a rule holds for, and to nobody else', () => {
    expect(before).toMatchObject([{ identity: 'internet', connectionId: 1, grant: 'granted' }]);
  });

  it('is empty where nothing has changed', () => {
    const plan = planGrants({ producers: [producer()], connections }, before);
    expect(count(plan)).toEqual([0, 0, 0]);
  });

  it.each<[string, Partial<OfferedProducer>]>([
    ['content', { contentHash: 'other' }],
    ['a revision', { revision: 2 }],
  ])('changes what was sent with other %s', (_what, more) => {
    const plan = planGrants({ producers: [producer(more)], connections }, before);
    expect(count(plan)).toEqual([0, 1, 0]);
    expect(plan.changed).toMatchObject([{ connection: { id: 1 }, known: { id: 1 } }]);
  });

  it('changes what was sent in another language', () => {
    const german = [connection(1, 'NO', 'de')];
    expect(count(planGrants({ producers: [producer()], connections: german }, before))).toEqual([
      0, 1, 0,
    ]);
  });

  it('is satisfied with one rule of several', () => {
    const rules = [IN_SWEDEN, IN_NORWAY, false];
    expect(count(planGrants({ producers: [producer({ rules })], connections }, before))).toEqual([
      1, 0, 0,
    ]);
  });

  it('withdraws where no rule holds any more, and grants the same entitlement again', () => {
    const moved = producer({ rules: [IN_SWEDEN] });
    const away = planGrants({ producers: [moved], connections }, before);
    expect(count(away)).toEqual([1, 0, 1]);
    const back = planGrants({ producers: [producer()], connections }, carryOut(before, away));
    expect(back.granted).toMatchObject([{ known: { id: 1, grant: 'withdrawn' } }]);
  });

  it('ends what is published no more, once', () => {
    const ended = { producers: [], ended: ['internet'], connections };
    const plan = planGrants(ended, before);
    expect(count(plan)).toEqual([0, 0, 1]);
    expect(count(planGrants(ended, carryOut(before, plan)))).toEqual([0, 0, 0]);
  });

  it('grants nothing over a connection without a consumer', () => {
    const nobody = { ...connection(3, 'NO'), consumer: null };
    const plan = planGrants(
      { producers: [producer({ rules: [true] })], connections: [nobody] },
      [],
    );
    expect(count(plan)).toEqual([0, 0, 0]);
  });
});
