import { answersFor } from '../../../scripts/demo/answers.mjs';
import { publishReadyMade } from '../../support/selling-provider';
import { signInStaff, signInUser, type RestClient } from '../../support/rest-client';
import type { FaultProxy } from '../../support/fault-proxy';
import { REQUESTER_CREDENTIALS, startPair, type Pair } from '../../support/pair';
import { waitUntil } from '../../support/wait-until';
import type { RequestModel, Side } from './request-model';
import type { FaultName } from './stimuli';

export const TASKS = '/api/orderbridge/provider-tasks';
export const STAFF_TASKS = '/orderbridge/provider-tasks';
const ITEMS = '/api/orderbridge/remote-catalog-items';

/** A line that can be asked for. */
interface RequestedLine {
  readonly item: string;
  readonly quantity: number;
  readonly answers: object;
}

/** Two instances with something of each kind to ask for, and the people who act on them. */
export interface Stage {
  readonly pair: Pair;
  readonly staff: RestClient;
  readonly requester: RestClient;
  readonly lines: Readonly<Record<RequestModel['kind'], readonly RequestedLine[]>>;
  /** Does something to the messages for a side from now on. */
  disturb(to: Side, fault: FaultName): void;
  /** Lets everything through again, also what was kept. */
  heal(): void;
  dispose(): Promise<void>;
}

/** Everything that is offered is made orderable. */
const activateAll = async ({ consumer }: Pair, count: number): Promise<void> => {
  const admin = await consumer.admin();
  const pending = await waitUntil('the offers', async () => {
    const items = await admin.findAll('remote-catalog-item');
    return items.length === count ? items.filter(({ state }) => state === 'pending') : undefined;
  });
  for (const { documentId } of pending) {
    await admin.post(`/orderbridge/remote-catalog-items/${String(documentId)}/activate`);
  }
};

const createDisturbance = (proxy: FaultProxy) => {
  let open: () => void = () => undefined;
  return (fault: FaultName): void => {
    open();
    proxy.heal();
    if (fault === 'none') return;
    if (fault !== 'delay') {
      proxy.inject(() => fault);
      return;
    }
    const isOpen = new Promise<void>((resolve) => {
      open = resolve;
    });
    proxy.inject(() => isOpen.then(() => 'pass'));
  };
};

/** The clocks of two organisations never agree; a signature still bears this. */
const CLOCK_OFFSET_MS = 90_000;

export const openStage = async (): Promise<Stage> => {
  const pair = await startPair({
    consumer: { ORDERBRIDGE_CLOCK_OFFSET_MS: String(CLOCK_OFFSET_MS) },
  });
  await publishReadyMade(await pair.provider.admin());
  await activateAll(pair, 4);
  await pair.atRest();
  const requester = await signInUser(pair.consumer, REQUESTER_CREDENTIALS);
  const { body } = await requester.get(ITEMS).expect(200);
  const linesOf = (isWanted: (kind: string) => boolean): RequestedLine[] =>
    body.data
      .filter(({ kind }: { kind: string }) => isWanted(kind))
      .map(({ documentId, form }: { documentId: string; form: never }) => ({
        item: documentId,
        quantity: 1,
        answers: answersFor(form),
      }));
  const disturbances = {
    provider: createDisturbance(pair.toProvider),
    consumer: createDisturbance(pair.toConsumer),
  };
  const heal = () => {
    disturbances.provider('none');
    disturbances.consumer('none');
  };
  return {
    pair,
    staff: await signInStaff(pair.provider),
    requester,
    lines: {
      order: linesOf((kind) => kind === 'order'),
      service_request: linesOf((kind) => kind !== 'order'),
    },
    disturb: (to, fault) => {
      disturbances[to](fault);
    },
    heal,
    dispose: async () => {
      heal();
      await pair.dispose();
    },
  };
};
