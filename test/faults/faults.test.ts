import { randomInt } from 'node:crypto';
import { NOTHING_WRONG } from './judge';
import { createRandom } from './random';
import { runUnderFaults } from './run';
import { setStage, type Stage } from './stage';

/**
 * On each of the two databases, so that a whole run writes 5,000. `ORDERBRIDGE_FAULT_MESSAGES=25000`
 * writes 50,000 and is for an evening; `ORDERBRIDGE_FAULT_SEED` chooses the faults again.
 */
const MESSAGES = Number(process.env['ORDERBRIDGE_FAULT_MESSAGES'] ?? 2_500);
const SEED = Number(process.env['ORDERBRIDGE_FAULT_SEED'] ?? randomInt(2 ** 31));
/** More would only keep the processes busy while those that were killed start again. */
const PEOPLE = 3;
/** Far above what a slow machine needs: it ends a run that stands still. */
const PER_MESSAGE_MS = 240;
const START_MS = 300_000;
const TIMEOUT_MS = START_MS + MESSAGES * PER_MESSAGE_MS;

describe('a provider and two consumers, on lines that lose and double, in processes that are killed', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await setStage(['North', 'South']);
  });

  afterAll(async () => {
    await stage.dispose();
  });

  it(
    'lose no message, double none, keep the order of each stream and agree in the end',
    async () => {
      const { violations, failures, report } = await runUnderFaults(stage, createRandom(SEED), {
        messages: MESSAGES,
        people: PEOPLE,
        timeoutMs: TIMEOUT_MS,
      });
      console.log(`faults, seed ${String(SEED)}: ${JSON.stringify(report)}`);
      expect({ seed: SEED, ...violations, failures }).toEqual({
        seed: SEED,
        ...NOTHING_WRONG,
        failures: [],
      });
    },
    TIMEOUT_MS + START_MS,
  );
});
