/**
 * A catalogue that is imported, published and offered, at a quarter, at a half and at the whole of a
 * size, each on a provider of its own with a fresh database: whether the time grows in proportion.
 */
import path from 'node:path';
import { signInAdmin } from '../../scripts/demo/clients.mjs';
import { OFFERINGS_PER_SPECIFICATION } from './catalog-documents.mjs';
import { measurePublishing } from './catalog-publish.mjs';
import { takeCatalogTheWay } from './catalog-steps.mjs';
import { startHost } from './host.mjs';
import { openLedger } from './ledger.mjs';
import { profileSteps } from './profile-catalog.mjs';

/** How much more an item of the whole size may take than one of the smallest: time in proportion. */
export const GROWTH_GOAL = 1.3;

/** Of the whole size; the ratio of the last to the first says how the time grows. */
const SHARES = [0.25, 0.5, 1];
const CONSUMERS = 200;
/** Each offering is for one segment, so for ten of two hundred consumers. */
const SEGMENTS = 20;
/** Lets the provider compile what it runs: a small catalogue would pay for that more than a large one. */
const WARM_UP = { prefix: 'W', specifications: 10, consumers: 4, segments: 2 };

/** Runs `work` on a fresh provider that delivers nothing, and ends it. */
const onFreshProvider = async (folder, admin, work) => {
  const host = await startHost(folder, admin);
  let ledger;
  try {
    ledger = openLedger(host.openRows());
    await host.ask('stopBridge');
    const provider = await signInAdmin(host.url, admin);
    return await work({ host, provider, ledger });
  } finally {
    await ledger?.close();
    await host.stop();
  }
};

export const measureCatalog = async ({ home, admin, specifications, profile, say }) => {
  let database;
  const measure = (name, size, { isProfiled = false } = {}) =>
    onFreshProvider(path.join(home, name), admin, async (side) => {
      database = side.host.greeting;
      await takeCatalogTheWay(side, WARM_UP);
      const whole = { prefix: 'C', specifications: size, consumers: CONSUMERS, segments: SEGMENTS };
      if (isProfiled) return profileSteps(side, (around) => takeCatalogTheWay(side, whole, around));
      return takeCatalogTheWay(side, whole);
    });

  const sizes = [];
  for (const share of SHARES) {
    const count = specifications * share;
    const offerings = count * OFFERINGS_PER_SPECIFICATION;
    say(`a catalogue of ${count} specifications and ${offerings} offerings`);
    const steps = await measure(`catalog-${count}`, count);
    sizes.push({ specifications: count, offerings, steps });
  }
  say('publishing a specification of many characteristics');
  const large = await onFreshProvider(path.join(home, 'catalog-large'), admin, measurePublishing);
  let cost = null;
  if (profile) {
    say('a catalogue, looking where the time goes');
    cost = await measure('catalog-profile', specifications * SHARES[0], { isProfiled: true });
  }
  return { consumers: CONSUMERS, segments: SEGMENTS, sizes, large, cost, database };
};
