/** What was measured, as text for people. */
import { formatTable } from './table.mjs';

const OWNERS_IN_ONE_LINE = 5;

const rate = (value) => value.toFixed(value < 100 ? 1 : 0);
export const ms = (value) => value.toFixed(1);
const ratio = (value) => value.toFixed(2);
export const percent = (value) => `${(value * 100).toFixed(1)} %`;

/** What the bench's own provider says of itself is missing where only other parts are measured. */
const databaseText = ({ strapi, database }) =>
  strapi === undefined ? 'SQLite' : `Strapi ${strapi}, ${database}`;

export const environmentText = (environment) =>
  [
    `Node ${environment.node} on ${environment.platform}, ${environment.cpu}, ${environment.cores} cores, ${environment.memoryGib} GiB, load average ${environment.loadBefore.toFixed(1)} before the run`,
    `Plugin ${environment.plugin}, ${databaseText(environment)}`,
  ].join('\n');

const goalText = ({ goal, met }) =>
  goal === null ? '' : `goal: ${goal}, ${met ? 'met' : 'missed'}`;

export const figuresText = (figures) =>
  formatTable(
    ['', 'value', 'baseline', 'ratio', ''],
    figures.map((figure) => [
      figure.name,
      `${ms(figure.value)} ${figure.unit}`,
      ms(figure.baseline),
      ratio(figure.ratio),
      goalText(figure),
    ]),
  );

/** One line on where the server's time goes; it stands below a goal that was missed. */
const costLine = ({ owners, orderSql, createSql }) => {
  const sql = ({ statements, commits }) =>
    `${statements.toFixed(1)} SQL statements and ${commits.toFixed(1)} commits`;
  const most = owners
    .slice(0, OWNERS_IN_ONE_LINE)
    .map(({ name, share }) => `${name} ${percent(share)}`);
  return `Where the time of an order goes: ${most.join(', ')}. With its delivery it takes ${sql(orderSql)}, Strapi’s create ${sql(createSql)}.`;
};

const costText = ({ owners, functions, busy, orderSql }) => {
  const shares = (entries) => entries.map(({ name, share }) => [name, percent(share)]);
  return [
    `The server's processor while orders are placed: ${percent(busy)} busy. By package or file of the plugin:`,
    formatTable(['', 'self time'], shares(owners)),
    'By function:',
    formatTable(['', 'self time'], shares(functions)),
    'SQL statements for one order, its delivery included:',
    formatTable(
      ['', 'count'],
      orderSql.kinds.map(({ kind, count }) => [kind, count.toFixed(2)]),
    ),
  ].join('\n\n');
};

export const placingText = (result, figures, { profile }) => {
  const row = (name, { perSecond, p50, p99 }) => [name, rate(perSecond), ms(p50), ms(p99)];
  const range = ({ lowest, highest }) => `${ratio(lowest)} to ${ratio(highest)}`;
  const lines = [
    `Placing an order over REST, on ${result.database.database ?? result.kind}: ${result.clients} clients, ${result.rounds} rounds of ${result.seconds} s each, medians`,
    formatTable(
      ['', 'requests/s', 'p50 ms', 'p99 ms'],
      [
        row('order of three lines, with a key', result.order),
        row('order of three lines, without', result.orderWithoutKey),
        row('Strapi’s create of one row', result.create),
        row('empty route', result.empty),
      ],
    ),
    figuresText(figures),
    [
      `Ratios of single rounds: ${range(result.againstCreate)} against the create (without a key ${range(result.withoutKeyAgainstCreate)}), ${range(result.againstEmpty)} against the empty route.`,
      `The load generator alone reaches ${rate(result.ceiling)} requests/s.`,
      `All ${result.orders} answered orders are there with their lines, and the receiver was told of each; the last was delivered ${ms(result.drainMs)} ms after a round.`,
    ].join('\n'),
  ];
  if (figures.some(({ met }) => met === false)) lines.push(costLine(result.cost));
  if (profile) lines.push(costText(result.cost));
  return lines.join('\n\n');
};

const changesText = (name, { count, total, answer, answerToRow }) => {
  const row = (what, { p50, p99 }) => [what, ms(p50), ms(p99)];
  return formatTable(
    [`${count} changes of ${name}`, 'p50 ms', 'p99 ms'],
    [
      row('from the verb to the consumer’s row', total),
      row('the verb’s own answer', answer),
      row('from the answer to the consumer’s row', answerToRow),
    ],
  );
};

/** One line on where the time of a change goes; it stands below a goal that was missed. */
const waitLine = (name, { answer, answerToRow }) =>
  `Where the time of a change of ${name} goes: ${ms(answer.p50)} ms (p99 ${ms(answer.p99)}) until the verb is answered, ${ms(answerToRow.p50)} ms (p99 ${ms(answerToRow.p99)}) from there to the consumer’s row.`;

export const latencyText = ({ perSecond, order, serviceRequest }, figures) => {
  const latest = Math.max(order.latestSendMs, serviceRequest.latestSendMs);
  const lines = [
    `Latency of a state change: ${perSecond} changes a second, orders first, then service requests`,
    changesText('orders', order),
    changesText('service requests', serviceRequest),
    figuresText(figures),
    `The latest verb was sent ${ms(latest)} ms after its time.`,
  ];
  if (figures.some(({ met }) => met === false)) {
    lines.push(waitLine('an order', order), waitLine('a service request', serviceRequest));
  }
  return lines.join('\n\n');
};

const secondsRange = ({ least, most }) =>
  `${(least / 1000).toFixed(2)} to ${(most / 1000).toFixed(2)} s`;

export const startText = ({ rounds, runs }, figures) =>
  [
    `Start-up and memory with the plugin, against the same application without it: ${rounds} rounds in turn, medians`,
    figuresText(figures),
    [
      'A start is from the start of the process to the first answer of /_health. The first one on an empty database makes all tables; the other one finds them. Memory is read after a garbage collection, when nothing has been done for 5 s.',
      ...runs.map(
        ({ name, plugin, bare }) =>
          `Single starts on ${name}: ${secondsRange(plugin.secondMs)} with the plugin, ${secondsRange(bare.secondMs)} without.`,
      ),
    ].join('\n'),
  ].join('\n\n');
