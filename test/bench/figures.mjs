/** The figures that the bench stands for: each beside a baseline that was measured in the same run. */
import { GROWTH_GOAL } from './catalog.mjs';
import { GOALS_MS } from './latency.mjs';
import { GOAL_RATIO } from './place-order.mjs';
import { MEMORY_GOAL, START_GOAL } from './start.mjs';
import { VOLUME_GOAL } from './volume.mjs';

const figure = ({ name, value, unit, baseline, goal = null, isMet }) => {
  const ratio = value / baseline;
  return { name, value, unit, baseline, ratio, goal, met: isMet?.(ratio) ?? null };
};

const placingFigure = (name, order, create) =>
  figure({
    name,
    value: order.perSecond,
    unit: 'requests/s',
    baseline: create.perSecond,
    goal: `ratio >= ${GOAL_RATIO}`,
    isMet: (ratio) => ratio >= GOAL_RATIO,
  });

/** Requests a second of orders, against the same of what they are compared with. */
export const placingFigures = ({ kind, order, orderWithoutKey, create, empty }) => {
  // The names of the default's figures are older than the others.
  const on = (name) => (kind === 'sqlite' ? name : `${kind}-${name}`);
  return [
    placingFigure(on('place-order-vs-strapi-create'), order, create),
    placingFigure(on('place-order-without-key-vs-strapi-create'), orderWithoutKey, create),
    figure({
      name: on('place-order-vs-empty-route'),
      value: order.perSecond,
      unit: 'requests/s',
      baseline: empty.perSecond,
    }),
  ];
};

/** Milliseconds, against the median of the verb's own answer. */
const changeFigures = (name, { total, answer, answerToRow }) =>
  ['p50', 'p99'].flatMap((share) => {
    const shared = { unit: 'ms', baseline: answer.p50 };
    return [
      figure({
        ...shared,
        name: `${name}-latency-${share}`,
        value: total[share],
        goal: `value < ${GOALS_MS[share]}`,
        isMet: () => total[share] < GOALS_MS[share],
      }),
      figure({
        ...shared,
        name: `${name}-answer-to-row-${share}`,
        value: answerToRow[share],
      }),
    ];
  });

export const latencyFigures = ({ order, serviceRequest }) => [
  ...changeFigures('state-change', order),
  ...changeFigures('service-request-change', serviceRequest),
];

/** Milliseconds for each item of the whole catalogue, against those of the smallest. */
const growthFigures = ({ sizes }) => {
  const [smallest] = sizes;
  const whole = sizes.at(-1);
  return Object.entries(whole.steps).map(([name, { item, each }]) =>
    figure({
      name: `catalog-${name}-per-${item}`,
      value: each,
      unit: 'ms',
      baseline: smallest.steps[name].each,
      goal: `ratio <= ${GROWTH_GOAL}`,
      isMet: (ratio) => ratio <= GROWTH_GOAL,
    }),
  );
};

/** Milliseconds of a publish, against that of a type of the same components. */
const publishingFigures = ({ large }) =>
  ['specification', 'offering'].map((subject) =>
    figure({
      name: `publish-large-${subject}`,
      value: large[subject].ms,
      unit: 'ms',
      baseline: large[subject].baselineMs,
    }),
  );

export const catalogFigures = (result) => [...growthFigures(result), ...publishingFigures(result)];

/** Milliseconds of a request with many orders, against those with few. */
export const volumeFigures = ({ runs }) =>
  runs.flatMap((run) =>
    run.requests.map(({ name, isControl, fewMs, manyMs }) =>
      figure({
        name: `volume-${run.name}-${name}`,
        value: manyMs,
        unit: 'ms',
        baseline: fewMs,
        ...(!isControl && {
          goal: `ratio <= ${VOLUME_GOAL}`,
          isMet: (ratio) => ratio <= VOLUME_GOAL,
        }),
      }),
    ),
  );

const MIB = 1024 ** 2;

/** What is told of a start, each of the plugin's against the same without it. */
const START_FIGURES = [
  { name: 'start', measure: 'secondMs', unit: 'ms', per: 1, goal: START_GOAL },
  { name: 'first-start', measure: 'firstMs', unit: 'ms', per: 1 },
  { name: 'idle-rss', measure: 'rss', unit: 'MiB', per: MIB, goal: MEMORY_GOAL },
  { name: 'idle-heap', measure: 'heap', unit: 'MiB', per: MIB, goal: MEMORY_GOAL },
];

export const startFigures = ({ runs }) =>
  runs.flatMap(({ name: database, plugin, bare }) =>
    START_FIGURES.map(({ name, measure, unit, per, goal }) =>
      figure({
        name: `${name}-${database}`,
        value: plugin[measure].median / per,
        unit,
        baseline: bare[measure].median / per,
        ...(goal && { goal: `ratio <= ${goal}`, isMet: (ratio) => ratio <= goal }),
      }),
    ),
  );
