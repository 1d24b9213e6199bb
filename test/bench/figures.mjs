/** The figures that the bench stands for: each beside a baseline that was measured in the same run. */
import { GOALS_MS } from './latency.mjs';
import { GOAL_RATIO } from './place-order.mjs';

const figure = ({ name, value, unit, baseline, goal = null, isMet }) => {
  const ratio = value / baseline;
  return { name, value, unit, baseline, ratio, goal, met: isMet?.(ratio) ?? null };
};

/** Requests a second of orders, against the same of what they are compared with. */
export const placingFigures = ({ order, create, empty }) => [
  figure({
    name: 'place-order-vs-strapi-create',
    value: order.perSecond,
    unit: 'requests/s',
    baseline: create.perSecond,
    goal: `ratio >= ${GOAL_RATIO}`,
    isMet: (ratio) => ratio >= GOAL_RATIO,
  }),
  figure({
    name: 'place-order-vs-empty-route',
    value: order.perSecond,
    unit: 'requests/s',
    baseline: empty.perSecond,
  }),
];

/** Milliseconds, against the median of the verb's own answer. */
export const latencyFigures = ({ total, answer, answerToRow }) =>
  ['p50', 'p99'].flatMap((share) => {
    const shared = { unit: 'ms', baseline: answer.p50 };
    return [
      figure({
        ...shared,
        name: `state-change-latency-${share}`,
        value: total[share],
        goal: `value < ${GOALS_MS[share]}`,
        isMet: () => total[share] < GOALS_MS[share],
      }),
      figure({
        ...shared,
        name: `state-change-answer-to-row-${share}`,
        value: answerToRow[share],
      }),
    ];
  });
