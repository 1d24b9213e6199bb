/**
 * What the fault tests put into the built plugin of an instance, and nowhere else: the code of the
 * plugin has no switch for tests. Each alteration names the text that it changes, which has to be there
 * exactly once: one that no longer fits ends the instance with its name, so that none stops guarding
 * unseen.
 *
 * In what is looked for, `@` stands for an identifier, which the bundler may have numbered; `$1`, `$2` ...
 * put it back.
 */

/** An identifier of the bundle: `link`, `link2` or `link$1`. */
const NAME = String.raw`([\w$]+)`;
const escape = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** The text as the bundle has it, with `@` for each identifier and any room for white space. */
const like = (text) =>
  new RegExp(
    text
      .trim()
      .split(/\s+/)
      .map((word) => escape(word).replaceAll('@', NAME))
      .join(String.raw`\s+`),
    'g',
  );

const reach = (point) => `globalThis.orderbridgeFaults.reach(${JSON.stringify(point)});`;

/**
 * Moments at which a process can end, on the way of a message from the sender's change to the sender's
 * knowledge that it has arrived.
 */
export const CRASH_POINTS = {
  'outbox: before the commit': {
    find: like('transaction.afterCommit(() => { for (const linkId of linkIds) @(linkId); });'),
    replace: `${reach('outbox: before the commit')} $&`,
  },
  'outbox: after the commit': {
    find: like('for (const linkId of linkIds) @(linkId);'),
    replace: `${reach('outbox: after the commit')} $&`,
  },
  'delivery: claimed, not sent': {
    find: like('const @ = isWebhook ? sendOneByOne : sendBatch;'),
    replace: `${reach('delivery: claimed, not sent')} $&`,
  },
  'delivery: answered, not recorded': {
    find: like('await claims.record('),
    replace: `${reach('delivery: answered, not recorded')} $&`,
  },
  'delivery: recorded': {
    find: like('const telling = sent.answers.find('),
    replace: `${reach('delivery: recorded')} $&`,
  },
  'receiver: verified, not read': {
    find: like('const { messages, isBatch } = messagesOf('),
    replace: `${reach('receiver: verified, not read')} $&`,
  },
  'receiver: applied, not noted': {
    find: like('if (fresh.length > 0) { await writeInbox('),
    replace: `${reach('receiver: applied, not noted')} $&`,
  },
  'receiver: noted, not committed': {
    find: like('await moveCursor(transaction, @, head.message.stream, cursor);'),
    replace: `$& ${reach('receiver: noted, not committed')}`,
  },
  'receiver: committed, not answered': {
    find: like('if (isBatch) return { status: 200, body: { results } };'),
    replace: `${reach('receiver: committed, not answered')} $&`,
  },
};

/** In the transaction of each message that is taken in: what it was. The tests judge by these rows. */
const LEDGER = {
  find: like('await take(toInbound(transaction, @, type, message), type);'),
  replace: `$& await transaction.table('fault_ledger').insert({
    link_id: $1.id, message_id: message.id, stream_key: message.stream, seq: message.sequence });`,
};

/** The sender believes in what it has sent, whatever became of it. */
const LOSSY_SENDER = {
  find: like('if (@ instanceof Error || !isSuccess(@)) { const retryAfter ='),
  replace:
    'if ($1 instanceof Error || !isSuccess($1)) return all((sent) => ({ delivered: sent })); $&',
};

const NO_SEQUENCE_GUARD = {
  find: like(
    'if (message.sequence !== cursor.lastSeq + 1 || message.epoch !== cursor.epoch) { throw',
  ),
  replace: 'if (false) { throw',
};

/** Nobody remembers what has come: neither by its id nor by where the stream stands. */
const NO_INBOX = [
  {
    find: like('if (before !== void 0 || message.sequence <= cursor.lastSeq) {'),
    replace: 'if (false) {',
  },
  {
    find: like(
      'if (before === void 0 && message.sequence <= cursor.lastSeq) { await assertSequenceUnused(',
    ),
    replace: 'if (false) { await assertSequenceUnused(',
  },
  {
    find: like(
      'if (message.sequence !== cursor.lastSeq + 1 || message.epoch !== cursor.epoch) { throw',
    ),
    replace: 'if (message.sequence > cursor.lastSeq + 1) { throw',
  },
  { find: like('await writeInbox(transaction, @, fresh, entry);'), replace: '' },
];

/** A process can end between a change and what tells of it. */
const OUTBOX_OUTSIDE = {
  find: like(`@.set(transaction, [message]);
    transaction.beforeCommit("bridge.outbox", () => @(transaction));`),
  replace: `$1.set(transaction, [message]);
    transaction.afterCommit(() => {
      const told = $1.get(transaction);
      globalThis.orderbridgeFaults.reach('outbox: between two transactions');
      globalThis.orderbridgeFaults.outside(() => inTransaction(transaction.strapi, (later) => {
        $1.set(later, told);
        return $2(later);
      }));
    });`,
};

/** A message is said to be taken in before it is. */
const EARLY_ANSWER = {
  find: like('const results = await receiver.receive(@, messages);'),
  replace: `globalThis.orderbridgeFaults.outside(() => receiver.receive($1, messages));
    const results = messages.map(({ id }) => ({ id, status: 200, result: 'applied' }));`,
};

/** What the checks must find out, each by its name. */
export const CONTROLS = {
  'no inbox': NO_INBOX,
  'outbox outside the transaction': [OUTBOX_OUTSIDE],
  'acknowledged before the commit': [EARLY_ANSWER],
  'a sender that believes in what it has sent': [LOSSY_SENDER],
  'no sequence guard, and such a sender': [LOSSY_SENDER, NO_SEQUENCE_GUARD],
};

/** Where the crash of a control has to happen for it to do harm. */
export const CONTROL_CRASH_POINTS = {
  'outbox outside the transaction': 'outbox: between two transactions',
  'acknowledged before the commit': 'receiver: noted, not committed',
};

export const alter = (text, control) => {
  const alterations = [
    ['ledger', LEDGER],
    ...Object.entries(CRASH_POINTS),
    ...(control === undefined ? [] : CONTROLS[control].map((each) => [control, each])),
  ];
  return alterations.reduce((altered, [name, { find, replace }]) => {
    const count = [...altered.matchAll(find)].length;
    if (count !== 1) throw new Error(`"${name}" fits the plugin's bundle ${count} times: ${find}`);
    return altered.replace(find, replace);
  }, text);
};
