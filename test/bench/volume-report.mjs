/** What was measured with many orders, as text for people. */
import { figuresText, ms } from './report.mjs';

const readText = ({ sql, ms: duration, plan }) =>
  [`  ${ms(duration)} ms  ${sql}`, ...plan.map((step) => `      ${step}`)].join('\n');

const plansText = (plans) =>
  plans
    .filter(({ reads }) => reads.length > 0)
    .map(({ name, reads }) => [name, ...reads.map(readText)].join('\n'))
    .join('\n\n');

const SETTLED = {
  sqlite: 'nothing was done after they were written, for nobody does anything there by itself',
  postgres: 'vacuumed and analysed once after they were written, as its autovacuum does by itself',
};

const databaseText = ({ name, database }) => `On ${name}: ${database.database}; ${SETTLED[name]}.`;

export const volumeText = ({ few, many, rounds, runs }, figures) => {
  const lines = [
    `Requests with ${many} orders in the database, against the same with ${few}: two providers side by side, asked in turn, one request at a time; medians of ${rounds}`,
    figuresText(figures),
    [
      'Every list answers a full page of 25 on both sides. The empty route says how much of a ratio is the machine.',
      'The orders are copies of one that went the whole way, with three lines, a task, the history of both, what was told of it and, for one in five, a comment.',
      ...runs.map(databaseText),
    ].join('\n'),
  ];
  for (const { name, plans } of runs) {
    if (plans) lines.push(`Reads of a millisecond and more on ${name}:`, plansText(plans));
  }
  return lines.join('\n\n');
};
