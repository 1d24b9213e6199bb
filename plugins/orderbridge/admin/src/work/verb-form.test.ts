import { EMPTY_INPUT, formOf, isComplete, isVerb, toBody } from './verb-form';

describe('the form of a verb', () => {
  it.each([
    ['orders', 'reject', 'needed'],
    ['orders', 'approve', 'offered'],
    ['service-requests', 'request-info', 'needed'],
    ['service-requests', 'resume', 'offered'],
    ['service-requests', 'propose-solution', 'none'],
  ] as const)('of %s asks with %s for a reason that is %s', (path, verb, reason) => {
    expect(formOf(path, verb)).toMatchObject({ reason });
  });

  it('is complete once everything that is needed is there', () => {
    const reject = formOf('orders', 'reject');
    expect(isComplete(reject, { ...EMPTY_INPUT, reason: '  ' })).toBe(false);
    expect(isComplete(reject, { ...EMPTY_INPUT, reason: 'No.' })).toBe(true);
    const schedule = formOf('orders', 'schedule');
    expect(isComplete(schedule, EMPTY_INPUT)).toBe(false);
    expect(isComplete(schedule, { ...EMPTY_INPUT, startAt: '2030-01-01T09:00' })).toBe(true);
    const propose = formOf('service-requests', 'propose-solution');
    expect(isComplete(propose, { ...EMPTY_INPUT, code: 'solved' })).toBe(false);
    expect(isComplete(propose, { ...EMPTY_INPUT, code: 'solved', notes: 'Done.' })).toBe(true);
  });

  it('becomes a body with the version that was seen, and with nothing that was left empty', () => {
    expect(toBody(formOf('orders', 'approve'), EMPTY_INPUT, 3)).toEqual({ expectedVersion: 3 });
    const schedule = { ...EMPTY_INPUT, startAt: '2030-01-01T09:00', reason: ' Later ' };
    expect(toBody(formOf('orders', 'schedule'), schedule, 1)).toEqual({
      expectedVersion: 1,
      reason: 'Later',
      startAt: new Date('2030-01-01T09:00').toISOString(),
    });
  });

  it('is that of verbs alone: lines and notes are changed elsewhere', () => {
    expect(['approve', 'edit-line', 'add-work-note'].map((name) => isVerb('orders', name))).toEqual(
      [true, false, false],
    );
    expect(isVerb('service-requests', 'propose-solution')).toBe(true);
  });
});
