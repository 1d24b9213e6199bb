import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Knex } from 'knex';
import type { answersFor } from '../../scripts/demo/answers.mjs';
import { publishOffering, publishProducer } from '../../scripts/demo/main-path.mjs';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy';
import { startTestInstance, type TestInstance } from '../support/instance';
import { enrolRequester } from '../support/people';
import { signInStaff, type RestClient } from '../support/rest-client';
import { publishReadyMade } from '../support/selling-provider';
import type { InstanceRole } from '../support/templates';
import { waitUntil } from '../support/wait-until';
import type { CONTROLS } from './alterations.mjs';

/** The name of a set of alterations that the checks must find out. */
export type ControlName = keyof typeof CONTROLS;

const SILENT = { event: () => undefined };
const PRELOAD = pathToFileURL(path.join(__dirname, 'alter-plugin.mjs')).href;
/** The offering, and the forms for help, issues and changes. */
const ITEMS = 4;
/** Requests are many and come from few, and admins sign in after each start. */
const WITHOUT_LIMITS = { ORDERBRIDGE_SUBMITS_PER_MINUTE: '100000' };

export const TASKS = '/api/orderbridge/provider-tasks';
export const STAFF_TASKS = '/orderbridge/provider-tasks';

type Item = {
  readonly documentId: string;
  readonly kind: string;
  readonly form: Parameters<typeof answersFor>[0];
};

/** One instance with the line that leads to it. */
export interface Node {
  readonly name: string;
  readonly role: InstanceRole;
  readonly instance: TestInstance;
  /** What its peers' requests come through. */
  readonly line: FaultProxy;
  /** Where it is told at which point to end. */
  readonly orders: string;
  /** Starts it again; it ends at no point until it is told to. */
  restart(control?: ControlName): Promise<void>;
}

export interface ConsumerNode extends Node {
  readonly requester: RestClient;
  readonly items: readonly Item[];
}

export interface Stage {
  readonly provider: Node;
  /** The super admin, as signed in last. */
  readonly staff: () => RestClient;
  /** Signs them in again: a session of the panel ends before a long run does. */
  readonly signInAgain: () => Promise<void>;
  readonly consumers: readonly ConsumerNode[];
  readonly nodes: readonly Node[];
  dispose(): Promise<void>;
}

/** Makes the table into which an altered instance writes what it takes in. */
const addLedger = (rows: Knex): Promise<void> =>
  rows.schema.createTable('fault_ledger', (table) => {
    table.increments('id');
    table.integer('link_id').notNullable();
    table.string('message_id').notNullable();
    table.string('stream_key').notNullable();
    table.integer('seq').notNullable();
  });

const startNode = async (name: string, role: InstanceRole, folder: string): Promise<Node> => {
  let port = 0;
  const line = await startFaultProxy(() => port);
  const orders = path.join(folder, `${name}.json`);
  const faults = (control?: ControlName) => ({
    NODE_OPTIONS: `--import=${PRELOAD}`,
    ORDERBRIDGE_FAULTS: JSON.stringify({ control, orders }),
  });
  const instance = await startTestInstance(role, {
    PUBLIC_URL: line.url,
    ...WITHOUT_LIMITS,
    ...faults(),
  });
  port = instance.port;
  await addLedger(instance.rows);
  return {
    name,
    role,
    instance,
    line,
    orders,
    restart: (control) => instance.start(faults(control)),
  };
};

/** Ties a consumer to the provider, and makes everything orderable there. */
const bringIn = async (provider: TestInstance, node: Node): Promise<ConsumerNode> => {
  const [selling, buying] = [await provider.admin(), await node.instance.admin()];
  const known = await selling.create('consumer', { name: node.name });
  const { data: invited } = await selling.post('/orderbridge/connections/invitations', {
    consumer: known.documentId,
    shortCode: node.name.toUpperCase(),
  });
  const own = await buying.create('consumer', { name: node.name });
  await buying.post('/orderbridge/connections/accept-invitation', {
    invitation: invited.invitation,
    consumer: own.documentId,
  });
  const offered = await waitUntil(`what ${node.name} is offered`, async () => {
    const found = await buying.find('remote-catalog-item');
    return found.length === ITEMS ? (found as { documentId: string }[]) : undefined;
  });
  for (const { documentId } of offered) {
    await buying.post(`/orderbridge/remote-catalog-items/${documentId}/activate`);
  }
  const requester = await enrolRequester(node.instance, {
    username: `${node.name.toLowerCase()}-requester`,
    organisation: own.documentId,
    role: 'requester-manager',
  });
  const { body } = await requester.get('/api/orderbridge/remote-catalog-items').expect(200);
  return { ...node, requester, items: body.data as Item[] };
};

/** A provider and its consumers, each a process that the tests may end, with a line to each. */
export const setStage = async (names: readonly string[]): Promise<Stage> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'orderbridge-faults-'));
  const [provider, ...others] = await Promise.all([
    startNode('Provider', 'provider', folder),
    ...names.map((name) => startNode(name, 'consumer', folder)),
  ]);
  const admin = await provider.instance.admin();
  const { producer } = await publishOffering(admin, SILENT);
  await publishProducer(admin, producer, SILENT);
  await publishReadyMade(admin);
  const consumers: ConsumerNode[] = [];
  for (const node of others) consumers.push(await bringIn(provider.instance, node));
  const nodes = [provider, ...others];
  let staff = await signInStaff(provider.instance);
  return {
    provider,
    staff: () => staff,
    signInAgain: async () => {
      staff = await signInStaff(provider.instance);
    },
    consumers,
    nodes,
    dispose: async () => {
      // Processes that are killed leave requests without an answer, which the others log.
      await Promise.all(nodes.map(({ instance }) => instance.dispose({ expectErrors: true })));
      await Promise.all(nodes.map(({ line }) => line.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
