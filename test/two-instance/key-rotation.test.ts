import { REQUEST, startPair, type Pair } from '../support/pair';
import { waitUntil } from '../support/wait-until';

type Side = 'provider' | 'consumer';
type Passed = Pair['toProvider']['passed'][number];

const SIDES: readonly Side[] = ['provider', 'consumer'];
const DAY_MS = 86_400_000;
const NO_OVERLAP = { ORDERBRIDGE_SECRET_OVERLAP_MS: '0' };
const A_DAY = { ORDERBRIDGE_SECRET_OVERLAP_MS: String(DAY_MS) };

/** The two messages of a renewal: the offer of the side that begins, and the answer to it. */
const MESSAGES = ['connection.key_offered', 'connection.key_confirmed'] as const;
/** Where a process can end on the way of either. */
const MOMENTS = [
  'its sender ends while it is under way',
  'its receiver ends before it has read it',
  'its receiver ends after its commit, before its answer arrives',
  'its sender ends before it knows that it arrived',
] as const;

interface KeyRow {
  readonly direction: 'in' | 'out';
  readonly state: 'current' | 'retired' | 'next';
  readonly rotation: string | null;
}

describe('the renewal of keys between two instances', () => {
  let pair: Pair;

  beforeAll(async () => {
    // What is old ends at once: a key that ended too early cuts the connection, and no day hides it.
    pair = await startPair({ provider: NO_OVERLAP, consumer: NO_OVERLAP });
  });

  afterAll(async () => {
    // Processes that are killed leave requests without an answer, which the other side logs.
    await pair.dispose({ expectErrors: true });
  });

  afterEach(() => {
    for (const proxy of [pair.toProvider, pair.toConsumer]) {
      proxy.heal();
      proxy.onAnswer(undefined);
    }
  });

  const other = (side: Side): Side => (side === 'provider' ? 'consumer' : 'provider');
  /** What stands before a side. */
  const before = (side: Side) => (side === 'provider' ? pair.toProvider : pair.toConsumer);

  const connectionAt = async (side: Side) => {
    const { data } = await (await pair[side].admin()).get('/orderbridge/connections');
    return data[0];
  };

  const rotateAt = async (side: Side) => {
    const { documentId } = await connectionAt(side);
    const admin = await pair[side].admin();
    const { data } = await admin.post(
      `/orderbridge/connections/${documentId as string}/rotate-keys`,
    );
    return data;
  };

  const keysAt = async (side: Side): Promise<KeyRow[]> =>
    (await pair[side]
      .rows('orderbridge_link_keys')
      .select('direction', 'state', 'rotation')
      .orderBy('id')) as KeyRow[];

  const currentAt = async (side: Side): Promise<string | null> => {
    const keys = (await keysAt(side)).filter(({ state }) => state === 'current');
    expect(keys.map(({ direction }) => direction).sort()).toEqual(['in', 'out']);
    expect(new Set(keys.map(({ rotation }) => rotation)).size).toBe(1);
    return keys[0]?.rotation ?? null;
  };

  /** Waits until both sides use the same new keys and neither waits for the other. */
  const renewedSince = (rotation: string | null) =>
    waitUntil('both sides to have the same new keys', async () => {
      const views = [await connectionAt('provider'), await connectionAt('consumer')];
      if (views.some(({ keys }) => keys.rotation !== null)) return undefined;
      const [one, two] = [await currentAt('provider'), await currentAt('consumer')];
      return one === two && one !== rotation ? (one ?? undefined) : undefined;
    });

  /** A request makes its way there and its effect comes back. */
  const expectMessagesBothWays = async () => {
    const requester = await pair.requester();
    const { data } = await requester.post('/api/orderbridge/provider-tasks', REQUEST(pair.itemId));
    await waitUntil(`${String(data.number)} to be received`, async () => {
      const task = (await pair.consumer
        .rows('orderbridge_provider_tasks')
        .where({ side: 'consumer', number: data.number })
        .first()) as { state: string } | undefined;
      return task?.state === 'received';
    });
    await pair.atRest();
  };

  const signaturesOf = ({ headers }: Passed): number =>
    String(headers['webhook-signature']).split(' ').length;

  const handshakeTo = (side: Side, signatures: number) =>
    waitUntil(`a handshake with ${String(signatures)} signatures`, () =>
      before(side)
        .passed.filter(
          (passed) => passed.path.endsWith('/handshake') && signaturesOf(passed) === signatures,
        )
        .at(-1),
    );

  const replay = async (side: Side, { path, headers, body }: Passed) => {
    const names = ['content-type', 'webhook-id', 'webhook-timestamp', 'webhook-signature'];
    const response = await fetch(pair[side].url + path, {
      method: 'POST',
      headers: Object.fromEntries(names.map((name) => [name, String(headers[name])])),
      body,
    });
    const answer = (await response.json()) as { error?: { details: { code: string } } };
    return [response.status, answer.error?.details.code];
  };

  it('is not begun twice, and refuses what would', async () => {
    const known = await currentAt('provider');
    pair.toConsumer.inject(() => 'lose-request');
    expect((await rotateAt('provider')).keys.rotation).toBe('offered');
    await expect(rotateAt('provider')).rejects.toMatchObject({
      status: 409,
      body: { error: { details: { code: 'connection.rotation_pending' } } },
    });
    // Nothing has ended meanwhile: what the consumer sends arrives.
    expect(await currentAt('provider')).toBe(known);
    pair.toConsumer.heal();
    await renewedSince(known);
    await expectMessagesBothWays();
  });

  it('has one effect where every message arrives twice', async () => {
    const known = await currentAt('provider');
    for (const side of SIDES) before(side).inject(() => 'twice');
    await rotateAt('consumer');
    await renewedSince(known);
    await expectMessagesBothWays();
    for (const side of SIDES) {
      const offers = await pair[side].rows('orderbridge_key_offers');
      for (const offer of offers) {
        expect(offer).toMatchObject({ state: 'confirmed', private_key: '' });
      }
    }
  });

  it('that both sides begin at once ends with the keys that the provider offered', async () => {
    const known = await currentAt('provider');
    for (const side of SIDES) before(side).inject(() => 'lose-request');
    await Promise.all(SIDES.map(rotateAt));
    const offered = (await pair.provider
      .rows('orderbridge_key_offers')
      .where({ state: 'open' })
      .first()) as { rotation: string };
    for (const side of SIDES) before(side).heal();
    expect(await renewedSince(known)).toBe(offered.rotation);
    const [dropped] = await pair.consumer
      .rows('orderbridge_key_offers')
      .orderBy('id', 'desc')
      .limit(1);
    expect(dropped).toMatchObject({ state: 'dropped', private_key: '' });
    await expectMessagesBothWays();
    // A later one of the consumer is taken up again.
    const second = await currentAt('provider');
    await rotateAt('consumer');
    await renewedSince(second);
  });

  describe.each(MESSAGES)('whose %s is on its way', (type) => {
    it.each(MOMENTS)('survives that %s', async (moment) => {
      const starter: Side = type === 'connection.key_offered' ? 'provider' : 'consumer';
      const sender = type === 'connection.key_offered' ? starter : other(starter);
      const receiver = other(sender);
      const known = await currentAt('provider');
      const proxy = before(receiver);
      const isIt = (passing: { body: Buffer }) => passing.body.includes(`"${type}"`);
      const over = new Promise<Side>((resolve, reject) => {
        let isOver = false;
        const end = async (side: Side, passing: { body: Buffer }): Promise<void> => {
          if (isOver || !isIt(passing)) return;
          isOver = true;
          await pair[side].kill().then(() => {
            resolve(side);
          }, reject);
        };
        if (moment === MOMENTS[0] || moment === MOMENTS[1]) {
          proxy.inject(async (passing) => {
            await end(moment === MOMENTS[0] ? sender : receiver, passing);
            return isOver ? 'lose-request' : 'pass';
          });
        } else {
          const side = moment === MOMENTS[2] ? receiver : sender;
          proxy.onAnswer((passed) => end(side, passed));
          proxy.inject((passing) => (isIt(passing) ? 'lose-answer' : 'pass'));
        }
      });
      // The offer is on its way before whoever asked is answered, and may end with the process.
      const asked = rotateAt(starter).then(
        () => 'answered',
        () => 'ended',
      );
      const ended = await over;
      await asked;
      proxy.heal();
      proxy.onAnswer(undefined);
      await pair[ended].start();
      await renewedSince(known);
      await expectMessagesBothWays();
    });
  });

  it('lets both keys be good for a day and then the new ones alone, and no key travels', async () => {
    const known = await currentAt('provider');
    for (const side of SIDES) {
      await pair[side].kill();
      await pair[side].start(A_DAY);
    }
    for (const side of SIDES) before(side).passed.length = 0;
    const byOld = {
      provider: await handshakeTo('provider', 1),
      consumer: await handshakeTo('consumer', 1),
    };
    await rotateAt('provider');
    await renewedSince(known);
    const byBoth = {
      provider: await handshakeTo('provider', 2),
      consumer: await handshakeTo('consumer', 2),
    };
    for (const side of SIDES) {
      expect(await replay(side, byOld[side])).toEqual([200, undefined]);
      expect(await replay(side, byBoth[side])).toEqual([200, undefined]);
      const { keys } = await connectionAt(side);
      const left = Date.parse(keys.oldKeysEndAt as string) - Date.now();
      expect(Math.abs(left - DAY_MS)).toBeLessThan(120_000);
    }

    for (const side of SIDES) await pair[side].kill();
    for (const side of SIDES) {
      const later = { ORDERBRIDGE_CLOCK_OFFSET_MS: String(DAY_MS + 600_000) };
      await pair[side].start({ ...A_DAY, ...later });
      before(side).passed.length = 0;
    }
    for (const side of SIDES) {
      await handshakeTo(side, 1);
      // The old key fits no more; the new one does, and only the clock has gone on since.
      expect(await replay(side, byOld[side])).toEqual([401, 'bridge.signature_invalid']);
      expect(await replay(side, byBoth[side])).toEqual([401, 'bridge.timestamp_out_of_tolerance']);
      expect((await connectionAt(side)).keys.oldKeysEndAt).toBeNull();
    }
    await expectMessagesBothWays();

    const travelled = [...pair.toProvider.passed, ...pair.toConsumer.passed];
    for (const { body } of travelled) expect(body.toString()).not.toContain('whsec_');
  });
});
