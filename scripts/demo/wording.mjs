/** How the timeline puts what people do about a request. */

/** What staff did to the order or request of a number. */
export const DEEDS = {
  approve: (number) => `approved ${number}`,
  reject: (number) => `rejected ${number}`,
  correct: (number) => `made ${number} a draft again`,
  submit: (number) => `submitted ${number} again`,
  start: (number) => `started ${number}`,
  'reach-point-of-no-return': (number) => `took ${number} past the point of no return`,
  'begin-cancel': (number) => `has something to undo for ${number}`,
  'finish-cancel': (number) => `cancelled ${number}`,
  'decline-cancel': (number) => `declined to cancel ${number}`,
  complete: (number) => `completed ${number}`,
  assign: (number) => `took on ${number}`,
  'request-info': (number) => `asked for information on ${number}`,
  'propose-solution': (number) => `proposed a solution for ${number}`,
};

/** What the requester asks for. */
export const WISHES = {
  cancel: 'asks to cancel the request',
  accept: 'accepts the solution',
  reject: 'rejects the solution',
};

export const wordsOf = (key) => key.replace(/[-_]/g, ' ');
export const quote = (text) => (text === undefined ? '' : `: "${text}"`);
