import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { ORDER_MODEL } from './order-model';
import { play } from './play';
import { createReached } from './reached';
import type { RequestModel, Side } from './request-model';
import { SERVICE_REQUEST_MODEL } from './service-request-model';
import { openStage, type Stage } from './stage';
import { ORDER_PATHS, runs, SERVICE_REQUEST_PATHS, type Path, type Run } from './stimuli';

/** How many requests of each kind are played, and from which seed: a failure names the seed. */
const RUNS = Number(process.env['ORDERBRIDGE_MODEL_RUNS'] ?? 15);
const SEED = Number(process.env['ORDERBRIDGE_MODEL_SEED'] ?? Date.now() % 2 ** 31);
const IS_LONG = process.env['ORDERBRIDGE_MODEL_RUNS'] !== undefined;
const TIMEOUT_MS = 60_000 + RUNS * 20_000;

describe('a request between a provider and a consumer, compared with a model of it', () => {
  let stage: Stage;
  const reached = createReached();

  beforeAll(async () => {
    stage = await openStage();
  });

  afterAll(async () => {
    await stage.dispose();
    if (IS_LONG) process.stdout.write(`\n${reached.report()}\n`);
  });

  const propertyOf = (model: RequestModel, arbitrary: fc.Arbitrary<Run>, on = stage) =>
    fc.asyncProperty(arbitrary, async (run) => {
      const trace: string[] = [];
      try {
        await play(on, model, run, { trace, reached });
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        throw new Error(`${text}\n\nWhat had been done:\n${trace.join('\n')}\n`, { cause: error });
      }
    });

  /** Each path is taken once, with what else happens drawn at random; the rest is random altogether. */
  const expectModelToHold = async (
    model: RequestModel,
    paths: readonly Path[],
    refusals: readonly (readonly [verb: string, code: string])[],
  ) => {
    const arbitrary = runs(paths);
    const drawn = fc.sample(arbitrary, { seed: SEED, numRuns: paths.length });
    await fc.assert(propertyOf(model, arbitrary), {
      seed: SEED,
      numRuns: Math.max(RUNS, paths.length),
      examples: paths.flatMap((path, index) =>
        drawn
          .slice(index, index + 1)
          .map((run): [Run] => [{ ...run, path, isEarly: run.isEarly && path.length === 0 }]),
      ),
      endOnFailure: true,
    });
    const verbs = Object.values(model.ways).flatMap((ways) => Object.keys(ways));
    const wanted = [
      ...Object.keys(model.shows).map((state) => ['state', state] as const),
      ...verbs.map((verb) => ['history', verb] as const),
      ...refusals.map(([verb, code]) => [`wish ${verb} at the provider`, code] as const),
    ];
    const missed = wanted.filter(([what, name]) => !reached.has(`${model.kind} ${what}`, name));
    expect(missed).toEqual([]);
  };

  it(
    'holds for orders, whatever people, the network and kills do',
    async () => {
      await expectModelToHold(ORDER_MODEL, ORDER_PATHS, [
        ['request-cancel', 'order.past_point_of_no_return'],
        ['request-cancel', 'order.illegal_transition'],
      ]);
    },
    TIMEOUT_MS,
  );

  it(
    'holds for requests for help, with issues and for changes, whatever people, the network and kills do',
    async () => {
      await expectModelToHold(SERVICE_REQUEST_MODEL, SERVICE_REQUEST_PATHS, [
        ['accept', 'task.version_conflict'],
        ['cancel', 'service_request.illegal_transition'],
      ]);
    },
    TIMEOUT_MS,
  );

  /** What is right must also be seen to be wrong: these must fail, or the tests above say nothing. */
  describe('does not hold', () => {
    const PAST_RETURN: Path = ['approve', 'start', 'reach-point-of-no-return'];

    const failureOf = async (model: RequestModel, path: Path, on = stage): Promise<string> => {
      // What the consumer has not been told yet cannot have been meddled with before the end.
      const run: Run = { item: 0, isEarly: true, path, stimuli: [] };
      const { errorInstance } = await fc.check(propertyOf(model, fc.constant(run), on), {
        numRuns: 1,
        endOnFailure: true,
      });
      return errorInstance instanceof Error
        ? stripVTControlCharacters(errorInstance.message)
        : 'It held.';
    };

    /** A stage on which somebody meddles with the rows once both sides are at rest. */
    const meddled = (meddle: () => Promise<unknown>): Stage => ({
      ...stage,
      pair: {
        ...stage.pair,
        atRest: async () => {
          await stage.pair.atRest();
          await meddle();
        },
      },
    });

    /** Changes the last of some rows, or takes it away. */
    const spoilLast = async (
      side: Side,
      table: string,
      { where = {}, values }: { where?: object; values?: object },
    ): Promise<void> => {
      const { rows } = stage.pair[side];
      const { id } = await rows(table).where(where).orderBy('id', 'desc').first();
      const row = rows(table).where({ id });
      expect(await (values === undefined ? row.delete() : row.update(values))).toBe(1);
    };

    const CANCEL = { does: 'wish', wish: 'cancel', isSensible: false, seen: 'unsaid' } as const;
    const LAX: RequestModel = { ...ORDER_MODEL, takesBack: [] };

    it('with a model that lets staff take an order back after the point of no return', async () => {
      const failure = await failureOf(LAX, [...PAST_RETURN, 'request-cancel']);
      expect(failure).toMatch(/"request-cancel".*order.past_point_of_no_return/);
    });

    it('with a model that lets a consumer take an order back after the point of no return', async () => {
      const failure = await failureOf(LAX, [...PAST_RETURN, CANCEL]);
      expect(failure).toMatch(/The model ends in .*"accepted".*order.past_point_of_no_return/);
    });

    it('with a model that refuses what the design allows', async () => {
      const model = { ...ORDER_MODEL, ways: { ...ORDER_MODEL.ways, new: {} } };
      expect(await failureOf(model, ['approve'])).toContain('which the model does not explain');
    });

    it('where an entry of the history of one side is missing', async () => {
      const where = { subject_type: 'provider-task', verb: 'start' };
      const spoilt = meddled(() => spoilLast('consumer', 'orderbridge_state_changes', { where }));
      expect(await failureOf(ORDER_MODEL, PAST_RETURN, spoilt)).toContain('-     "verb": "start"');
    });

    it('where an order has taken a way that the table does not have', async () => {
      const where = { subject_type: 'order', verb: 'start' };
      const values = { from_state: 'new' };
      const spoilt = meddled(() =>
        spoilLast('provider', 'orderbridge_state_changes', { where, values }),
      );
      const failure = await failureOf(ORDER_MODEL, ['approve', 'start'], spoilt);
      expect(failure).toContain('new -> in_progress, start of the provider');
    });

    it('where a refusal has no entry at the provider', async () => {
      const where = { subject_type: 'provider-task', refusal: 'order.past_point_of_no_return' };
      const spoilt = meddled(() => spoilLast('provider', 'orderbridge_state_changes', { where }));
      const failure = await failureOf(ORDER_MODEL, [...PAST_RETURN, CANCEL], spoilt);
      expect(failure).toContain('"kind": "refusal"');
    });

    it('where a line or a comment differs between the sides', async () => {
      const line = meddled(() =>
        spoilLast('consumer', 'orderbridge_order_line_mirrors', { values: { quantity: 7 } }),
      );
      expect(await failureOf(ORDER_MODEL, ['approve'], line)).toContain('"quantity": 7');
      const comment = meddled(() =>
        spoilLast('consumer', 'orderbridge_task_comments', { values: { version: 7 } }),
      );
      const path: Path = [{ does: 'say', side: 'provider' }];
      expect(await failureOf(ORDER_MODEL, path, comment)).toContain('"version": 7');
    });
  });
});
