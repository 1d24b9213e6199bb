/** Which orders lie in the two databases that are compared: in what states, whose, and how old. */
import { seededFractions } from '../support/seeded-fractions.mjs';

const DAY_MS = 86_400_000;
const SPAN_MS = 730 * DAY_MS;
/** Whatever nobody has moved for this long is stuck: longer than the product's own three days. */
const STUCK_MS = 5 * DAY_MS;
const RECENT_MS = 2 * DAY_MS;
const STUCK_SHARE = 0.1;
const OVERDUE_SHARE = 0.2;
const ANSWERED_SHARE = 0.2;
const START_AHEAD_MS = 30 * DAY_MS;
const OTHER_AGENTS = 19;
/** The share of all orders that one large consumer has, the one whose application asks. */
const APPLICATION_SHARE = 0.25;

/** How many orders of a hundred stand where. */
const STATES = {
  completed: 70,
  cancelled: 8,
  in_progress: 8,
  new: 4,
  acknowledged: 3,
  awaiting_information: 3,
  scheduled: 2,
  on_hold: 1,
  rejected: 1,
};
const STATE_OF_SHARE = Object.entries(STATES).flatMap(([state, share]) =>
  Array.from({ length: share }, () => state),
);
const AWAITING = 'awaiting_information';
const UNASSIGNED = new Set(['new', 'cancelled']);

const placedAtOf = (index, count, at) => at - SPAN_MS + (index / count) * (SPAN_MS - RECENT_MS);

/** As a provider of some years has them: most are over, and the open ones are anywhere in between. */
export const manyOrders = ({ consumers, me, count, at }) => {
  const [applications, ...others] = consumers;
  const random = seededFractions(1);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const agents = [
    me,
    ...Array.from({ length: OTHER_AGENTS }, (_, index) => ({
      id: String(1000 + index),
      name: `Agent ${index + 1}`,
    })),
  ];
  return (index) => {
    const state = pick(STATE_OF_SHARE);
    const silence = random() < STUCK_SHARE ? STUCK_MS : random() * RECENT_MS;
    const isOverdue = random() < OVERDUE_SHARE;
    const isAnswered = state === AWAITING && random() < ANSWERED_SHARE;
    return {
      consumer: random() < APPLICATION_SHARE ? applications : pick(others),
      state,
      placedAt: placedAtOf(index, count, at),
      movedAt: at - silence,
      startAt: state === 'scheduled' ? at + (isOverdue ? -1 : 1) * START_AHEAD_MS : null,
      answeredAt: isAnswered ? at : null,
      assignee: UNASSIGNED.has(state) ? null : pick(agents),
    };
  };
};

/** How many orders fill a page of 25 of every list; of all of them there are some pages more. */
export const FEW = 150;
const FEW_KINDS = [
  { state: 'new' },
  { state: 'in_progress' },
  { state: AWAITING },
  { state: AWAITING, isAnswered: true },
  { state: 'scheduled', isOverdue: true },
  { state: 'completed' },
];

/** So few that no list has to leave many out. */
export const fewOrders =
  ({ consumers, me, at }) =>
  (index) => {
    const { state, isOverdue, isAnswered } = FEW_KINDS[index % FEW_KINDS.length];
    return {
      consumer: consumers[index % 2],
      state,
      placedAt: placedAtOf(index, FEW, at),
      movedAt: at - STUCK_MS,
      startAt: isOverdue ? at - START_AHEAD_MS : null,
      answeredAt: isAnswered ? at : null,
      assignee: UNASSIGNED.has(state) ? null : me,
    };
  };
