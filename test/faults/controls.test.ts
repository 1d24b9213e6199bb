import { randomInt } from 'node:crypto';
import { CONTROL_CRASH_POINTS } from './alterations.mjs';
import { NOTHING_WRONG, type Violations } from './judge';
import { createRandom } from './random';
import { runUnderFaults } from './run';
import { setStage, type ControlName, type Stage } from './stage';

const SEED = Number(process.env['ORDERBRIDGE_FAULT_SEED'] ?? randomInt(2 ** 31));
const MESSAGES = 250;
const PEOPLE = 6;
const TIMEOUT_MS = 240_000;

/** What each set of alterations must be found out by, at the least. */
const FOUND_BY: readonly (readonly [ControlName, keyof Violations])[] = [
  ['no inbox', 'duplicated'],
  ['outbox outside the transaction', 'unequal'],
  ['acknowledged before the commit', 'lost'],
  ['no sequence guard, and such a sender', 'lost'],
];

const isOwnPoint = (control: ControlName): control is keyof typeof CONTROL_CRASH_POINTS =>
  control in CONTROL_CRASH_POINTS;

/** A fault test that cannot fail proves nothing: instances that are altered have to fail its checks. */
describe('the checks of what a bridge under faults has lost, doubled or mixed up', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await setStage(['North']);
  });

  afterAll(async () => {
    await stage.dispose();
  });

  const runAltered = async (control: ControlName): Promise<Violations> => {
    await Promise.all(stage.nodes.map(({ instance }) => instance.kill()));
    await Promise.all(stage.nodes.map((node) => node.restart(control)));
    const { violations } = await runUnderFaults(stage, createRandom(SEED), {
      messages: MESSAGES,
      people: PEOPLE,
      control,
      // A sender that believes a new request delivered has nothing more to say in its stream, so that nobody
      // could notice what is missing.
      submits: !control.includes('sender'),
      points: isOwnPoint(control) ? [CONTROL_CRASH_POINTS[control]] : [],
      timeoutMs: TIMEOUT_MS,
    });
    return violations;
  };

  it.each(FOUND_BY)(
    'find out %s, by what is %s',
    async (control, sort) => {
      const violations = await runAltered(control);
      expect({ seed: SEED, found: violations[sort].length > 0, violations }).toMatchObject({
        found: true,
      });
    },
    2 * TIMEOUT_MS,
  );

  it(
    'find nothing where a sender believes in what it has sent and the receiver guards the sequence',
    async () => {
      const violations = await runAltered('a sender that believes in what it has sent');
      expect({ seed: SEED, ...violations }).toEqual({ seed: SEED, ...NOTHING_WRONG });
    },
    2 * TIMEOUT_MS,
  );
});
