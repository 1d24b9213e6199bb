/**
 * What a publish of a specification of many characteristics costs, and of an offering of it: through
 * the content manager, against types of the bench that have the same components and do nothing besides.
 */
import { makeCharacteristics } from './catalog-documents.mjs';
import { median } from './statistics.mjs';

export const CHARACTERISTICS = 60;
export const VALUES_OF_EACH = 10;
const ROUNDS = 7;
const WARM_UP_ROUNDS = 2;

const BENCH_SPECIFICATION = 'api::bench-specification.bench-specification';
const BENCH_OFFERING = 'api::bench-offering.bench-offering';

/** Makes a specification and an offering of it, each of the type that is given. */
const createPair = async (provider, [specificationType, offeringType]) => {
  const specification = await provider.create(specificationType, {
    name: 'Large specification',
    description: 'Asks more than anybody would answer',
    brand: 'Fjordnet',
    characteristics: makeCharacteristics(CHARACTERISTICS, VALUES_OF_EACH),
  });
  await provider.publish(specificationType, specification.documentId);
  const offering = await provider.create(offeringType, {
    name: 'Large offering',
    description: 'Something that is sold',
    sku: 'LARGE',
    sellable: true,
    distributionChannels: [{ channel: 'exchange' }],
    productSpecification: { connect: [{ documentId: specification.documentId }] },
  });
  await provider.publish(offeringType, offering.documentId);
  return {
    specification: { type: specificationType, documentId: specification.documentId },
    offering: { type: offeringType, documentId: offering.documentId },
  };
};

/** Changes the draft, which is not timed, and publishes it. */
const publishChanged = async (provider, { type, documentId }, round) => {
  await provider.update(type, documentId, { name: `Changed in round ${round}` });
  const startedAt = performance.now();
  await provider.publish(type, documentId);
  return performance.now() - startedAt;
};

export const measurePublishing = async ({ provider }) => {
  const own = await createPair(provider, ['product-specification', 'product-offering']);
  const bench = await createPair(provider, [BENCH_SPECIFICATION, BENCH_OFFERING]);
  const subjects = {
    specification: { own: own.specification, bench: bench.specification },
    offering: { own: own.offering, bench: bench.offering },
  };
  const times = {
    specification: { own: [], bench: [] },
    offering: { own: [], bench: [] },
  };
  for (let round = 1; round <= WARM_UP_ROUNDS + ROUNDS; round += 1) {
    for (const [subject, sides] of Object.entries(subjects)) {
      for (const [side, document] of Object.entries(sides)) {
        const ms = await publishChanged(provider, document, round);
        if (round > WARM_UP_ROUNDS) times[subject][side].push(ms);
      }
    }
  }
  const medians = ({ own: ours, bench: theirs }) => ({
    ms: median(ours),
    baselineMs: median(theirs),
  });
  return {
    rounds: ROUNDS,
    specification: medians(times.specification),
    offering: medians(times.offering),
  };
};
